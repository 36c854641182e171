"""V7, the board of an edcamp: how soon a move hangs on every open phone, and what it costs. Phones do what `wall.js` does, over bare sockets.

Each phone asks for its ticket, listens, and at the number of a new version fetches the board with the mark that it has. A keeper enters cards from
paper, one after the other. Phones, keeper and server share the same cores.
"""

import asyncio
import json
import re
import time
from urllib.parse import urlencode

from bench.load import processor_seconds
from bench.place import Place
from bench.row import Row
from staffroom.kit.ids import uuid7

WITHIN_MS = 1_000  # "A change reaches every open phone within a second"
_READY = """
from tests.pages.crowd import cookie
from staffroom.edcamps.models import Edcamp
rows = Edcamp.objects.select_related("event__host").filter(event__cancelled_at=None, event__taken_down_at=None, event__audience="public")
held = next(row for row in rows.order_by("-event__starts_at") if not row.event.is_over)
answer([held.code, cookie(held.event.host), held.version])
"""
_VERSION = re.compile(rb'"version": ?(\d+)')


async def _ask(port: int, path: str, headers: str = "", body: bytes = b"") -> tuple[bytes, bytes]:
    """One request on a connection of its own: (head, body)."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    verb = b"POST" if body else b"GET"
    writer.write(b"%b %b HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%bConnection: close\r\nContent-Length: %d\r\n\r\n" % (
        verb, path.encode(), port, headers.encode(), len(body)) + body)
    head = await reader.readuntil(b"\r\n\r\n")
    rest = await reader.read()
    writer.close()
    return head, rest


class _Phone:
    """An open page of the board: when it had which version of it before it."""

    def __init__(self, port: int, code: str, version: int):
        self.port, self.wall, self.version, self.mark = port, f"/edcamps/{code}/", version, ""
        self.had: dict[int, float] = {}
        self.bytes_count = 0

    async def open(self) -> None:
        _head, said = await _ask(self.port, f"{self.wall}live/")
        address = json.loads(said[said.index(b"{"):said.rindex(b"}") + 1])["address"]
        await self._look()
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writer.write(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode())
        assert b" 200 " in await self.reader.readuntil(b"\r\n\r\n")
        self.task = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        while got := await self.reader.read(65_536):
            if any(int(number) > self.version for number in _VERSION.findall(got)):
                await self._look()

    async def _look(self) -> None:
        mark = f"If-None-Match: {self.mark}\r\n" if self.mark else ""
        head, body = await _ask(self.port, f"{self.wall}board/", f"Accept-Encoding: br\r\n{mark}")
        told = dict(line.split(b": ", 1) for line in head.lower().split(b"\r\n") if b": " in line)
        self.bytes_count += len(body)
        if b" 200 " in head:
            self.mark, self.version = told[b"etag"].decode().strip(), int(told[b"x-version"])
            self.had.setdefault(self.version, time.perf_counter())

    def close(self) -> None:
        self.task.cancel()
        self.writer.transport.abort()


async def _moves(place: Place, code: str, cookie: str, version: int, phones: list[_Phone], count: int) -> list[float]:
    """Seconds from the answer to each move until each phone had the board with it; 0 phones: nothing is waited for."""
    late, token = [], "c" * 32
    for number in range(1, count + 1):
        fields = {"kind": "learn", "title": f"Move {version + number} of the load", "csrfmiddlewaretoken": token, "op_id": str(uuid7())}
        headers = f"Cookie: session={cookie}; csrf={token}\r\nOrigin: {place.product.url}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        head, _body = await _ask(place.product.port, f"/edcamps/{code}/card/?paper=1", headers, urlencode(fields).encode())
        assert b" 302 " in head, head
        moved, until = time.perf_counter(), time.monotonic() + 15
        while phones and time.monotonic() < until and any(max(phone.had) < version + number for phone in phones):
            await asyncio.sleep(0.01)
        for phone in phones:
            there = [at for had, at in phone.had.items() if had >= version + number]
            late += [max(min(there) - moved, 0)] if there else []
        await asyncio.sleep(0.2)
    return late


async def _measure(place: Place, many: int, moves: int) -> dict[str, float]:
    code, cookie, version = place.product.ask(_READY)
    before = processor_seconds(place.product)
    await _moves(place, code, cookie, version, [], moves)
    alone = processor_seconds(place.product) - before
    version = place.product.ask(_READY)[2]
    phones, gate = [_Phone(place.product.port, code, version) for _each in range(many)], asyncio.Semaphore(32)

    async def come(phone: _Phone) -> None:
        async with gate:
            await phone.open()

    await asyncio.gather(*map(come, phones))
    for phone in phones:
        phone.bytes_count = 0
    before = processor_seconds(place.product)
    late = sorted(await _moves(place, code, cookie, version, phones, moves))
    spent = processor_seconds(place.product) - before - alone
    for phone in phones:
        phone.close()
    kb = sum(phone.bytes_count for phone in phones) / many / moves / 1000
    return {"p50": late[len(late) // 2] * 1000, "p95": late[int(len(late) * 0.95)] * 1000, "most": late[-1] * 1000,
            "had": 100 * len(late) / (many * moves), "each_ms": spent / (many * moves) * 1000, "kb": kb}


def phones(place: Place, many: int, moves: int) -> list[Row]:
    """A move of the board on `many` open phones."""
    got = asyncio.run(_measure(place, many, moves))
    words = f"p50 {got['p50']:.0f}, most {got['most']:.0f} ms; {got['each_ms']:.2f} ms of the processor and {got['kb']:.1f} kB for each phone"
    return [Row("V7", f"a move of the board on {many} phones, p95", got["p95"], "ms", WITHIN_MS, None, words),
            Row("V7", "boards that every phone had", got["had"], "%", 100, 100, at_least=True)]
