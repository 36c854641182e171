"""What travels: a `Message` between processes (JSON, at most 4,000 bytes) and its frame to the browser (server-sent events).

An id is the publisher's clock in milliseconds (12 hex digits), a dot, and a random tail: `019b0c4f2a10.9f3c`.
A ping carries an id with an empty tail. The browser sends the last id it saw when it connects again, so an id
is both a name (exact match) and a time (fallback on another process, or after a long silence).
"""

import json
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

CHANNEL = re.compile(r"[a-z][A-Za-z0-9_.:-]{0,119}")
EVENT = re.compile(r"[a-z][a-z0-9-]{0,39}")
CODE = re.compile(r"[A-Za-z0-9_.:/-]{0,80}")
ID = re.compile(r"[0-9a-f]{12}\.[0-9a-f]{0,12}")
WIRE_BYTES = 4_000
RESERVED = frozenset({"resync", "signed-out"})


def now_ms() -> int:
    """Milliseconds since the epoch, by this machine's clock."""
    return time.time_ns() // 1_000_000


def stamp(tail: str = "") -> str:
    """An id for this instant."""
    return f"{now_ms():012x}.{tail}"


def time_of(event_id: str) -> int | None:
    """The milliseconds in an id that a browser sent back; None when it is not one of ours."""
    return int(event_id[:12], 16) if ID.fullmatch(event_id) else None


@dataclass(frozen=True, slots=True)
class Message:
    """One thing that happened, as it travels between processes."""

    channel: str
    event: str
    data: Mapping[str, int | bool | str]
    id: str
    coalesce: bool = False

    @classmethod
    def new(cls, channel, event, data, coalesce=False) -> "Message":
        return cls(channel, event, data, stamp(secrets.token_hex(3)), coalesce)

    def wire(self) -> bytes:
        """The bytes for the bus."""
        raw = json.dumps([self.channel, self.event, dict(self.data), self.id, self.coalesce], separators=(",", ":")).encode()
        if len(raw) > WIRE_BYTES:
            raise ValueError(f"a live message is at most {WIRE_BYTES} bytes; send a code and let the page fetch the rest")
        return raw

    @classmethod
    def from_wire(cls, raw: bytes) -> "Message | None":
        """None when the bytes are not a message of ours: they are dropped, never trusted."""
        if len(raw) > WIRE_BYTES:
            return None
        try:
            channel, event, data, event_id, coalesce = json.loads(raw)
            checked = publishable(channel, event, data, bool(coalesce), reserved=True)
        except (ValueError, TypeError, AttributeError, RecursionError):
            return None
        return replace(checked, id=event_id) if time_of(str(event_id)) else None

    def frame(self) -> bytes:
        """The bytes for the browser, made once and shared by every stream."""
        data = json.dumps({"channel": self.channel, **self.data}, separators=(",", ":"))
        return f"id: {self.id}\nevent: {self.event}\ndata: {data}\n\n".encode()


def publishable(channel, event, data, coalesce=False, *, reserved=False) -> Message:
    """The message, or a ValueError that says what is wrong with it. No prose passes: codes, numbers and truth values only."""
    if not CHANNEL.fullmatch(channel):
        raise ValueError(f"not a live channel: {channel!r}")
    if not EVENT.fullmatch(event) or (event in RESERVED and not reserved):
        raise ValueError(f"not a live event: {event!r}")
    for name, value in data.items():
        if not CODE.fullmatch(name) or name == "channel":
            raise ValueError(f"not a name for live data: {name!r}")
        if not isinstance(value, int) and not (isinstance(value, str) and CODE.fullmatch(value)):
            raise ValueError(f"live data carries codes, never text: {name!r}")
    return Message.new(channel, event, data, coalesce)


def resync(channel: str) -> bytes:
    """Tells the page that it may have missed something on this channel and should fetch afresh."""
    return f'event: resync\ndata: {{"channel":"{channel}"}}\n\n'.encode()


def ping() -> bytes:
    """Keeps proxies from closing a quiet stream, and moves the browser's place forward without an event."""
    return f": ping\nid: {stamp()}\n\n".encode()


def hello(retry_ms: int) -> bytes:
    """The first bytes of a stream: when to come back, and the place to come back to."""
    return f"retry: {retry_ms}\nid: {stamp()}\n\n".encode()


SIGNED_OUT = b"event: signed-out\ndata: {}\n\n"
