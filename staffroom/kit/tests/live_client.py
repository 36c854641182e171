"""Starts the small server of `live_server` for a test, and speaks to it over bare sockets, so that nothing tidies up what is sent."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from django.test import override_settings

KEY = "for-tests-only"
GUARD = 20.0
HOST = b"Host: localhost\r\n"


def free_port() -> int:
    """A port that nothing listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as asked:
        return asked.getsockname()[1]


class Served:
    """`with Served(folder) as site:` the server runs, in a session of its own, and is gone afterwards."""

    def __init__(self, data: Path, *, workers: int = 1, redis: str = "", body_seconds: float = 30):
        self.data, self.workers, self.redis = data, workers, redis
        self.port = free_port()
        self.env = {**os.environ, "LIVE_DATA": str(data), "LIVE_REDIS": redis, "LIVE_BODY_SECONDS": str(body_seconds)}

    def __enter__(self):
        command = [sys.executable, "-m", "staffroom.kit.tests.live_server", str(self.port), str(self.workers)]
        self.process = subprocess.Popen(command, env=self.env, stdout=subprocess.PIPE, start_new_session=True)
        assert self.process.stdout.readline() == b"ready\n"
        return self

    def __exit__(self, *problem):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(GUARD)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait(GUARD)
                raise
        self.process.stdout.close()

    def settings(self):
        """Inside it, this process is one of the instance: it mints its tickets and publishes on its bus."""
        return override_settings(SECRET_KEY=KEY, DATA=self.data, REDIS_URL=self.redis)

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=GUARD)

    def raw(self, data: bytes) -> bytes:
        """Sends exactly these bytes and returns everything until the server closes."""
        with self.connect() as line:
            line.sendall(data)
            out = b""
            while got := line.recv(65_536):
                out += got
        return out

    def ask(self, path: str, body: bytes | None = None, method: str = "GET", more: bytes = b"") -> tuple[int, bytes]:
        """Status and body of one request on a connection of its own."""
        length = b"" if body is None else b"Content-Length: %d\r\n" % len(body)
        head = f"{method} {path} HTTP/1.1\r\n".encode() + HOST + b"Connection: close\r\n" + length + more + b"\r\n"
        return parted(self.raw(head + (body or b"")))

    def listen(self, address: str, last: str = "") -> "Listening":
        return Listening(self, address, last)

    def streams(self) -> int:
        return int(self.ask("/streams")[1].strip(b"[]").split(b",")[0])

    def wait_for_streams(self, count: int, seconds: float) -> int:
        """The number of open streams, as soon as it is `count`, or when the time is up."""
        until = time.monotonic() + seconds
        while (seen := self.streams()) != count and time.monotonic() < until:
            time.sleep(0.1)
        return seen


def parted(answer: bytes) -> tuple[int, bytes]:
    """Status and body of an answer."""
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split(b" ", 2)[1]) if head else 0, body


class Listening:
    """One stream as a browser holds it."""

    def __init__(self, site: Served, address: str, last: str = ""):
        self.line = site.connect()
        more = f"Last-Event-ID: {last}\r\n".encode() if last else b""
        self.line.sendall(f"GET {address} HTTP/1.1\r\n".encode() + HOST + more + b"\r\n")
        self.seen = b""
        self.until(b"\r\n\r\n")
        self.status = int(self.seen.split(b" ", 2)[1])
        if self.status == 200:
            self.until(b"retry: ", b"\n\n")

    def until(self, *marks: bytes) -> bytes:
        """Everything so far, once all the marks have come; a stream that ends first is an error."""
        while not all(mark in self.seen for mark in marks):
            got = self.line.recv(65_536)
            if not got:
                raise EOFError(self.seen)
            self.seen += got
        return self.seen

    def rest(self) -> bytes:
        """Everything until the server ends the stream."""
        while got := self.line.recv(65_536):
            self.seen += got
        return self.seen

    def last_id(self) -> str:
        return re.findall(rb"\nid: (\S+)\n", self.seen)[-1].decode()

    def events(self) -> list[bytes]:
        return re.findall(rb"\nevent: (\S+)\n", self.seen)

    def close(self):
        self.line.close()
