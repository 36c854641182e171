"""Between processes: how a message published in any process of the instance reaches every web process.

On one machine (`LocalBus`) each web process listens on a Unix datagram socket of its own in the data folder, and a publisher
sends to all of them. Nothing is polled, nothing is written, nothing has to be started; a socket whose process is gone
refuses and is swept away. Across machines (`redis_bus`) there is one Redis channel and one subscriber per process.
The reasons are in `docs/decisions/0003-live.md`.
"""

import asyncio
import hashlib
import logging
import os
import secrets
import socket
import stat
import tempfile
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Protocol

log = logging.getLogger("staffroom.live")

SEND_SECONDS = 2.0
SUN_PATH = 100


class Down(Exception):
    """The bus is configured but does not answer; try again later."""


class LocalBus:
    """Unix datagram sockets, one for each web process, in a folder that only this user can enter."""

    def __init__(self, data: Path):
        mark = hashlib.sha256(str(data).encode()).hexdigest()[:12]
        # The second place is for data folders whose path is too long for a socket, or which cannot hold one.
        self.places = (data / "live", Path(tempfile.gettempdir()) / f"staffroom-{os.getuid()}-{mark}")

    def publish(self, raw: bytes) -> int:
        """Sends to every listening process and returns how many took it."""
        return sum(self._send(path, raw) for path in self._sockets())

    def _sockets(self) -> Iterator[Path]:
        for place in self.places:
            if _ours(place):
                yield from (path for path in place.iterdir() if path.suffix == ".sock")

    @staticmethod
    def _send(path: Path, raw: bytes) -> bool:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
            out.settimeout(SEND_SECONDS)
            try:
                out.sendto(raw, str(path))
            except TimeoutError:
                log.warning("a web process does not take live messages: %s", path.name)
                return False
            except (ConnectionRefusedError, FileNotFoundError):
                path.unlink(missing_ok=True)
                return False
        return True

    async def listen(self, hear: Callable[[bytes], None], hear_again: Callable[[], None]):
        """Runs until cancelled; `hear` gets every message from now on."""
        listener, path = self._bind()
        transport = None
        try:
            loop = asyncio.get_running_loop()
            transport, _ = await loop.create_datagram_endpoint(lambda: _Datagrams(hear), sock=listener)
            hear_again()
            await loop.create_future()
        finally:
            path.unlink(missing_ok=True)
            (transport or listener).close()

    def _bind(self) -> tuple[socket.socket, Path]:
        name = f"{os.getpid()}-{secrets.token_hex(3)}.sock"
        for place in self.places:
            path = place / name
            listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | getattr(socket, "SOCK_NONBLOCK", 0))
            try:
                place.mkdir(mode=0o700, parents=True, exist_ok=True)
                if len(str(path)) <= SUN_PATH and _ours(place):
                    listener.bind(str(path))
                    return listener, path
            except OSError as error:
                log.info("no live socket in %s: %s", place, error.strerror)
            listener.close()
        raise Down("no folder of this machine can hold a live socket; set REDIS_URL")


def _ours(place: Path) -> bool:
    """Whether this is a folder of this user that nobody else can enter: a socket in the temporary folder of others is not trusted."""
    try:
        info = place.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(info.st_mode) and info.st_uid == os.getuid() and not info.st_mode & 0o077


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, hear: Callable[[bytes], None]):
        self.hear = hear

    def datagram_received(self, data: bytes, addr):
        self.hear(data)


class Bus(Protocol):
    """What both buses can."""

    def publish(self, raw: bytes) -> int: ...

    async def listen(self, hear: Callable[[bytes], None], hear_again: Callable[[], None]) -> None: ...


@lru_cache(maxsize=4)
def _bus(redis_url: str, data: str) -> Bus:
    if not redis_url:
        return LocalBus(Path(data))
    from staffroom.kit.live.redis_bus import RedisBus  # it needs what stands above
    return RedisBus(redis_url)


def bus_from_settings() -> Bus:
    """Redis where `REDIS_URL` is set, otherwise the sockets in the data folder."""
    from django.conf import settings

    return _bus(settings.REDIS_URL, str(settings.DATA))
