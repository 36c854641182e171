"""One browser's stream: the ASGI end, written by hand so that a thousand of them cost little.

Two traps, both measured on granian: a handler that never awaits `receive()` is never told that its client has gone, and leaks;
and at a stop the server does not tell open streams anything, so the shell ends them itself (`Hub.close`) or the process has to be killed.
"""

import asyncio
import time
from urllib.parse import parse_qs

from . import tickets
from .frames import WIRE_BYTES
from .hub import Full, Hub, Stream

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"connection", b"close"),
]


async def serve(hub: Hub, scope, receive, send) -> int | None:
    """Serves the stream to its end and returns None, or returns the status with which the shell is to refuse it."""
    if scope["method"] != "GET":
        return 405
    query = parse_qs(scope["query_string"].decode("latin-1")[:WIRE_BYTES])
    ticket = tickets.read(query.get("ticket", [""])[0], scope["path"])
    if ticket is None:
        return 404
    seen = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"last-event-id"), "")
    try:
        stream = hub.join(ticket, seen or query.get("last", [""])[0])
    except Full as full:
        return full.status
    if stream is None:
        return 404
    gone = asyncio.ensure_future(_until_gone(stream, receive))
    try:
        await _write(stream, send)
    finally:
        gone.cancel()
        hub.leave(stream)
    return None


async def _until_gone(stream: Stream, receive):
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.pending.clear()
    stream.end()


async def _write(stream: Stream, send):
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    while not stream.ended or stream.pending:
        await stream.wake.wait()
        out = stream.take()
        if out:
            stream.writing_since = time.monotonic()
            await send({"type": "http.response.body", "body": out, "more_body": True})
            stream.writing_since = None
    await send({"type": "http.response.body", "body": b"", "more_body": False})
