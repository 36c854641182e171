"""Between processes: how a message published in any process of the instance reaches every web process.

On one machine (`LocalBus`) each web process listens on a Unix datagram socket of its own in the data folder, and a publisher
sends to all of them. Nothing is polled, nothing is written, nothing has to be started; a socket whose process is gone
refuses and is swept away. Across machines (`RedisBus`) there is one Redis channel and one subscriber per process.
The reasons are in `docs/decisions/0003-live.md`.
"""

import asyncio
import hashlib
import logging
import os
import random
import secrets
import socket
import stat
import tempfile
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import redis
import redis.asyncio
from django.utils.crypto import salted_hmac

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


class RedisBus:
    """One Redis (or Valkey) channel for the instance. Two instances on one server do not hear each other: the name holds a mark of the key."""

    def __init__(self, url: str):
        self.url = url
        self.name = "staffroom:live:" + salted_hmac("staffroom.live.bus", "", algorithm="sha256").hexdigest()[:16]
        self._out = redis.Redis.from_url(url, socket_timeout=SEND_SECONDS, socket_connect_timeout=SEND_SECONDS)

    def publish(self, raw: bytes) -> int:
        """Sends once and returns how many processes are subscribed."""
        try:
            return int(self._out.publish(self.name, raw))
        except (redis.ConnectionError, redis.TimeoutError) as error:
            raise Down("Redis does not answer") from error

    async def listen(self, hear: Callable[[bytes], None], hear_again: Callable[[], None]):
        """Runs until cancelled, through any number of lost connections; after each one `hear_again` says that messages may be missing."""
        wait = 0.2
        while True:
            source = redis.asyncio.Redis.from_url(self.url, socket_connect_timeout=SEND_SECONDS, health_check_interval=15, socket_keepalive=True)
            try:
                async with source, source.pubsub() as sub:
                    await sub.subscribe(self.name)
                    while True:
                        message = await sub.get_message(timeout=10)
                        if message and message["type"] == "subscribe":
                            wait = 0.2
                            hear_again()
                        elif message and message["type"] == "message":
                            hear(message["data"])
            except (redis.ConnectionError, redis.TimeoutError, OSError) as error:
                log.warning("live pages wait for Redis: %s", type(error).__name__)
            await asyncio.sleep(wait * (1 + random.random()))  # noqa: S311  # nosec B311 - spreads reconnects, keeps no secret
            wait = min(wait * 2, 5.0)


@lru_cache(maxsize=4)
def _bus(redis_url: str, data: str) -> LocalBus | RedisBus:
    return RedisBus(redis_url) if redis_url else LocalBus(Path(data))


def bus_from_settings() -> LocalBus | RedisBus:
    """Redis where `REDIS_URL` is set, otherwise the sockets in the data folder."""
    from django.conf import settings

    return _bus(settings.REDIS_URL, str(settings.DATA))
