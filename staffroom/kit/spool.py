"""A request's body, collected on the event loop before a page thread is taken, and an answer, collected before it is sent.

Measured with four page threads: four uploads on a slow line held every page for nine seconds. So a body is read here first, into
memory up to `IN_MEMORY` and into an unnamed temporary file beyond that; a phone on a bad line costs a file, not a thread.
The same holds for answers: a thread is free as soon as the page is made, however slowly it is fetched.
"""

import asyncio
import time
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile

IN_MEMORY = 1_000_000
CHUNK = 65_536
MULTIPART_FORM = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What a request may bring. A body has `body_seconds` to arrive, and longer only while it comes at `body_rate` bytes a second or more."""

    form_bytes: int = 2_000_000
    upload_bytes: int = 25_000_000
    body_seconds: float = 30.0
    body_rate: int = 16_000
    header_bytes: int = 32_768
    all_bodies_bytes: int = 500_000_000
    waiting: int = 512
    answer_seconds: float = 60.0

    def largest(self, content_type: bytes) -> int:
        """The most bytes a body of this type may have."""
        return self.upload_bytes + MULTIPART_FORM if content_type.lower().startswith(b"multipart/form-data") else self.form_bytes


class Refused(Exception):
    """The request goes no further; `.status` says why. Status 0: the client is gone and nobody is there to hear it."""

    def __init__(self, status: int):
        super().__init__(status)
        self.status = status


class Spools:
    """The bodies now being read or used, so that their sum stays within what the disk of a small machine can bear."""

    def __init__(self, limits: Limits):
        self.limits = limits
        self.held = 0

    async def collect(self, receive, length: int):
        """The whole body of `length` bytes as a file at its beginning. Raises Refused: 408 too slow, 503 no room, 0 gone.

        The shell has refused what is too large, and the server passes on no more than the declared length.
        """
        if self.held + length > self.limits.all_bodies_bytes:
            raise Refused(503)
        self.held += length
        body = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by the caller, or below
        try:
            await self._read(receive, body)
        except BaseException:
            self.release(body, length)
            raise
        body.seek(0)
        return body

    def release(self, body, length: int):
        """The body is no longer needed."""
        body.close()
        self.held -= length

    async def _read(self, receive, body):
        started, got, more = time.monotonic(), 0, True
        while more:
            left = started + self.limits.body_seconds + got / self.limits.body_rate - time.monotonic()
            try:
                async with asyncio.timeout(max(left, 0.001)):
                    message = await receive()
            except TimeoutError:
                raise Refused(408) from None
            if message["type"] == "http.disconnect":
                raise Refused(0)
            got += len(message.get("body", b""))
            _write(body, message.get("body", b""))
            more = message.get("more_body", False)


def _write(body, chunk: bytes):
    try:
        body.write(chunk)
    except OSError:
        raise Refused(503) from None


async def send_file(send, answer, seconds: float):
    """The collected answer: a short one at once, a longer one in chunks at the client's pace; one that takes nothing for `seconds` is let go."""
    answer.seek(0)
    chunk = answer.read(CHUNK)
    while following := answer.read(CHUNK):
        async with asyncio.timeout(seconds):
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        chunk = following
    async with asyncio.timeout(seconds):
        await send({"type": "http.response.body", "body": chunk, "more_body": False})
