"""How many phones one small machine carries: opens N streams on a real server and measures them.

    python bench/live_load.py [--clients 2000] [--pushes 40] [--workers 1] [--redis redis://…] [--json]

The server is the real shell in a process of its own around a page of two bytes; the clients are bare sockets in this process, on the same
cores. It prints one table: connecting, memory for each client (PSS of the server before and after), publish → phone, and what is delivered
while a tenth of the phones lose their line and come back. Figures of a shared machine: compare within one run.
"""

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import django
from django.conf import settings

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
CHANNEL = "board:load"
LAST_ID = re.compile(rb"id: (\S+)\n")
CODE = re.compile(rb'"code":"(\d+)"')


class Phone:
    """One client: its line, the last id it saw, and when it heard which code."""

    def __init__(self, number: int, port: int):
        self.number, self.port = number, port
        self.heard: dict[int, float] = {}
        self.resyncs = 0
        self.last = ""
        self.reader = self.writer = self.task = None

    async def connect(self):
        from staffroom.kit import live

        address = live.address(f"p{self.number}", [CHANNEL])
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, limit=65_536)
        more = f"Last-Event-ID: {self.last}\r\n" if self.last else ""
        self.writer.write(f"GET {address} HTTP/1.1\r\nHost: load\r\n{more}\r\n".encode())
        head = await self.reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head:
            raise RuntimeError(head)
        self.task = asyncio.create_task(self._listen())

    async def _listen(self):
        rest = b""
        while got := await self.reader.read(65_536):
            at = time.perf_counter()
            *whole, rest = (rest + got).split(b"\n\n")
            for frame in whole:
                self._take(frame + b"\n", at)

    def _take(self, frame: bytes, at: float):
        self.resyncs += b"event: resync" in frame
        for code in CODE.findall(frame):
            self.heard.setdefault(int(code), at)
        for place in LAST_ID.findall(frame):
            self.last = place.decode()

    async def drop(self):
        self.task.cancel()
        self.writer.transport.abort()


def processes(root: int) -> list[int]:
    """The process and all its descendants."""
    found = [root]
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) in found:
            found.append(int(path.parent.name))
    return found


def pss(root: int) -> int:
    """Memory of the processes, shared pages divided among their users, in bytes."""
    total = 0
    for pid in processes(root):
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        total += int(re.search(r"^Pss:\s+(\d+)", text, re.M)[1]) * 1024
    return total


def cpu(root: int) -> float:
    """Processor seconds of the processes so far."""
    ticks = 0
    for pid in processes(root):
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def share(values: list[float], part: float) -> float:
    """A quantile in milliseconds."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))] * 1000


async def publish(code: int, sent: dict[int, float]):
    from staffroom.kit import live

    sent[code] = time.perf_counter()
    await asyncio.to_thread(live.publish, CHANNEL, "changed", {"code": str(code)})


async def settle(phones: list[Phone], codes: range, seconds: float = 20):
    until = time.monotonic() + seconds
    while time.monotonic() < until and any(len(phone.heard.keys() & set(codes)) < len(codes) for phone in phones):
        await asyncio.sleep(0.2)


async def measure(port: int, root: int, clients: int, pushes: int) -> dict[str, float]:
    got, sent = {}, {}
    before, gate = pss(root), asyncio.Semaphore(256)

    async def connect(phone):
        async with gate:
            await phone.connect()

    phones = [Phone(number, port) for number in range(clients)]
    cpu_before, started = cpu(root), time.perf_counter()
    await asyncio.gather(*map(connect, phones))
    got |= {"connected_s": time.perf_counter() - started, "connect_cpu_ms": (cpu(root) - cpu_before) / clients * 1000}
    await asyncio.sleep(2)
    got |= {"client_kb": (pss(root) - before) / clients / 1000, "server_mb": pss(root) / 1e6}

    cpu_before = cpu(root)
    for code in range(pushes):
        await publish(code, sent)
        await asyncio.sleep(0.25)
    await settle(phones, range(pushes))
    got["push_cpu_ms"] = (cpu(root) - cpu_before) / pushes * 1000
    late = [at - sent[code] for phone in phones for code, at in phone.heard.items()]
    got |= {name: share(late, part) for name, part in (("p50_ms", 0.5), ("p95_ms", 0.95), ("p99_ms", 0.99), ("most_ms", 1))}
    got["delivered"] = 100 * len(late) / (clients * pushes)
    got |= await storm(phones, pushes, sent, connect)
    await asyncio.gather(*(phone.drop() for phone in phones))
    await asyncio.sleep(0.5)
    return got


async def storm(phones: list[Phone], first: int, sent: dict[int, float], connect) -> dict[str, float]:
    """A tenth of the phones lose their line while pushes go on, and come back within a second."""
    unlucky, codes = phones[::10], range(first, first + 20)

    async def come_back(phone, wait):
        await phone.drop()
        await asyncio.sleep(wait)
        await connect(phone)

    losing = [asyncio.create_task(come_back(phone, 0.2 + (n % 50) / 50)) for n, phone in enumerate(unlucky)]
    for code in codes:
        await publish(code, sent)
        await asyncio.sleep(0.1)
    await asyncio.gather(*losing)
    await settle(phones, codes)
    heard = sum(len(phone.heard.keys() & set(codes)) for phone in phones)
    told = Counter(phone.resyncs for phone in phones)
    whole = sum(1 for phone in phones if len(phone.heard.keys() & set(codes)) == len(codes) or phone.resyncs)
    return {"heard": 100 * heard / (len(phones) * len(codes)), "told": len(phones) - told[0], "know_all": 100 * whole / len(phones)}


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--clients", type=int, default=2_000)
    ask.add_argument("--pushes", type=int, default=40)
    ask.add_argument("--workers", type=int, default=1)
    ask.add_argument("--redis", default="")
    ask.add_argument("--json", action="store_true")
    given = ask.parse_args()
    from staffroom.kit.server import raise_file_limit
    from staffroom.kit.tests.live_client import KEY, Served

    raise_file_limit()
    with tempfile.TemporaryDirectory() as folder:
        settings.configure(SECRET_KEY=KEY, DATA=Path(folder), REDIS_URL=given.redis, DATABASES={})
        django.setup()
        with Served(Path(folder), workers=given.workers, redis=given.redis) as site:
            got = asyncio.run(measure(site.port, site.process.pid, given.clients, given.pushes))
            got["left"] = site.wait_for_streams(0, 10)
            stopped = time.perf_counter()
            site.process.terminate()
            site.process.wait(20)
            got["stop_s"] = time.perf_counter() - stopped
    if given.json:
        print(json.dumps(got))
        return
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False).stdout.strip()
    print(f"live load at {commit}, {os.cpu_count()} cores shared with the clients, load {os.getloadavg()[0]:.1f}, {given.workers} web process(es)")
    for name, figure in got.items():
        print(f"  {name:<16}{figure:,.2f}")


if __name__ == "__main__":
    main()
