"""In a web process: who is listening, what they missed, and how often to push. Everything here runs on the event loop.

What a browser misses while it is away is replayed from a short memory (`KEEP_MS`, `RING` frames a channel). It comes back
with the last id it saw; a browser that connects for the first time comes with the time its ticket was minted, so what
happened between the page and the stream is not lost either. Where the memory does not reach back far enough, or the bus
was away, the page is told to `resync`: nothing is ever silently skipped. Times of two machines are compared with `SLACK_MS`
to spare, so a frame may come twice; it says "something changed", and twice is harmless.
"""

import asyncio
import logging
import secrets
import time
from collections import deque

from . import frames
from .frames import Message
from .tickets import SECONDS, Ticket

log = logging.getLogger("staffroom.live")

RING = 64
KEEP_MS = SECONDS * 1000
SLACK_MS = 2_000
PUSH_SECONDS = 0.25
PING_SECONDS = 20
PENDING = 128
PER_ACCOUNT = 12
STREAMS = 12_000
STUCK_SECONDS = 60
STREAM_SECONDS = 3_600


class Full(Exception):
    """No room for another stream; `.status` is 429 for one account's share, 503 for the whole process."""

    def __init__(self, status: int):
        super().__init__(status)
        self.status = status


class Stream:
    """One listening browser. `pending` holds frames not yet written; the writer waits on `wake`."""

    __slots__ = ("account", "channels", "ended", "lane", "pending", "session", "task", "until", "wake", "writing_since")

    def __init__(self, ticket: Ticket, lane: int):
        self.account, self.session, self.channels = ticket.account, ticket.session, ticket.channels
        self.pending: list[bytes] = []
        self.wake = asyncio.Event()
        self.ended = False
        self.until = time.monotonic() + STREAM_SECONDS * (0.75 + secrets.randbelow(250) / 1000)
        self.writing_since: float | None = None
        self.task = asyncio.current_task()
        self.lane = lane

    def push(self, frame: bytes):
        """The frame goes out soon. A browser too slow to keep up is told to fetch afresh instead."""
        if len(self.pending) >= PENDING:
            self.pending = [frames.resync(channel) for channel in self.channels]
        self.pending.append(frame)
        self.wake.set()

    def take(self) -> bytes:
        """Everything pending, once."""
        out, self.pending = b"".join(self.pending), []
        self.wake.clear()
        return out

    def end(self, last: bytes = b""):
        """No more after this; what is pending still goes out."""
        if last:
            self.pending.append(last)
        self.ended = True
        self.wake.set()


class Hub:
    """All streams of one web process, by channel and by account."""

    def __init__(self, per_account: int = PER_ACCOUNT, most: int = STREAMS):
        self.per_account, self.most = per_account, most
        self.streams: dict[Stream, None] = {}
        self.by_channel: dict[str, dict[Stream, None]] = {}
        self.by_account: dict[str, dict[Stream, None]] = {}
        self.rings: dict[str, deque[tuple[int, str, bytes]]] = {}
        self.cut: dict[str, int] = {}
        self.signed_out: dict[tuple[str, str], int] = {}
        self.held: dict[tuple[str, str], Message | None] = {}
        self.heard_since: int | None = None
        self.closing = False
        self._lane = 0

    # Streams come and go

    def join(self, ticket: Ticket, last_id: str = "") -> Stream | None:
        """A new stream with what it missed already pending; None for a ticket that a sign-out has spoiled. Raises Full."""
        if self._spoiled(ticket):
            return None
        if self.closing or len(self.streams) >= self.most:
            raise Full(503)
        if len(self.by_account.get(ticket.account, ())) >= self.per_account:
            raise Full(429)
        self._lane = (self._lane + 1) % PING_SECONDS
        stream = Stream(ticket, self._lane)
        self.streams[stream] = None
        self.by_account.setdefault(ticket.account, {})[stream] = None
        for channel in ticket.channels:
            self.by_channel.setdefault(channel, {})[stream] = None
        stream.pending.append(frames.hello(2_000 + secrets.randbelow(3_000)))
        stream.pending.extend(self._missed(ticket, last_id))
        stream.wake.set()
        return stream

    def leave(self, stream: Stream):
        """The stream is gone and nothing here remembers it. Safe to repeat."""
        self.streams.pop(stream, None)
        groups = [(self.by_account, stream.account), *((self.by_channel, channel) for channel in stream.channels)]
        for index, name in groups:
            members = index.get(name)
            if members is not None:
                members.pop(stream, None)
                if not members:
                    del index[name]

    def _spoiled(self, ticket: Ticket) -> bool:
        times = [self.signed_out.get((ticket.account, mark), -1) for mark in {"", ticket.session}]
        return ticket.minted_ms <= max(times)

    def _missed(self, ticket: Ticket, last_id: str) -> list[bytes]:
        out: list[tuple[int, bytes]] = []
        since = frames.time_of(last_id) if last_id else ticket.minted_ms
        for channel in ticket.channels:
            ring = self.rings.get(channel, ())
            place = next((n for n, (_, event_id, _) in enumerate(ring) if event_id == last_id), None)
            if place is not None:
                out += [(at, frame) for n, (at, _, frame) in enumerate(ring) if n > place]
            elif since is None or since < self._known_since(channel):
                out.append((0, frames.resync(channel)))
            else:
                out += [(at, frame) for at, _, frame in ring if at >= since - SLACK_MS]
        return [frame for _, frame in sorted(out, key=lambda pair: pair[0])]

    def _known_since(self, channel: str) -> int:
        """From this time on, everything published on the channel is in its ring."""
        if self.heard_since is None:
            return frames.now_ms() + KEEP_MS
        return max(self.heard_since, frames.now_ms() - KEEP_MS, self.cut.get(channel, 0))

    # Messages arrive

    def hear(self, raw: bytes):
        """A message from the bus, by whichever process it was published."""
        message = Message.from_wire(raw)
        if message is None:
            log.warning("dropped a live message that is not ours (%d bytes)", len(raw))
        elif message.channel.endswith(":signed-out"):
            self._sign_out(message)
        elif message.coalesce:
            self._coalesce(message)
        else:
            self._deliver(message)

    def hear_again(self):
        """The bus is back, or there for the first time: what was said meanwhile is unknown, so every page fetches afresh."""
        self.heard_since = frames.now_ms()
        self.rings.clear()
        self.cut.clear()
        for stream in self.streams:
            for channel in stream.channels:
                stream.push(frames.resync(channel))

    def _deliver(self, message: Message):
        frame = message.frame()
        ring = self.rings.get(message.channel)
        if ring is None:
            ring = self.rings[message.channel] = deque(maxlen=RING)
        if len(ring) == RING:
            self.cut[message.channel] = ring[0][0] + 1
        ring.append((frames.now_ms(), message.id, frame))
        for stream in self.by_channel.get(message.channel, ()):
            stream.push(frame)

    def _coalesce(self, message: Message):
        """The first goes out at once; of those that follow within a quarter of a second, only the newest."""
        key = (message.channel, message.event)
        if key in self.held:
            self.held[key] = message
            return
        self.held[key] = None
        self._deliver(message)
        asyncio.get_running_loop().call_later(PUSH_SECONDS, self._release, key)

    def _release(self, key: tuple[str, str]):
        message = self.held.pop(key, None)
        if message is not None:
            self.held[key] = None
            self._deliver(message)
            asyncio.get_running_loop().call_later(PUSH_SECONDS, self._release, key)

    def _sign_out(self, message: Message):
        account = message.channel.removeprefix("account:").removesuffix(":signed-out")
        mark = str(message.data.get("session", ""))
        self.signed_out[account, mark] = max(self.signed_out.get((account, mark), 0), frames.time_of(message.id) or 0)
        for stream in self.by_account.get(account, ()):
            if not mark or stream.session == mark:
                stream.end(frames.SIGNED_OUT)

    # Time passes

    async def keep(self):
        """Runs for ever, one step a second: each stream is pinged every twenty seconds, a twentieth of them at a time."""
        step = 0
        while True:
            await asyncio.sleep(1)
            step = (step + 1) % PING_SECONDS
            self._look_after(step)
            if step == 0:
                self._forget()

    def _look_after(self, lane: int):
        now = time.monotonic()
        due = [stream for stream in self.streams if stream.lane == lane]
        beat = frames.ping()
        for stream in due:
            if stream.writing_since is not None and now - stream.writing_since > STUCK_SECONDS:
                stream.task.cancel()
            elif now > stream.until:
                stream.end()
            else:
                stream.push(beat)

    def _forget(self):
        oldest = frames.now_ms() - KEEP_MS
        for channel in [name for name, ring in self.rings.items() if ring[-1][0] < oldest]:
            del self.rings[channel]
            self.cut.pop(channel, None)
        self.signed_out = {key: at for key, at in self.signed_out.items() if at >= oldest}

    def close(self):
        """Every stream ends, and no new one opens: the process is stopping."""
        self.closing = True
        for stream in self.streams:
            if stream.writing_since is not None:
                stream.task.cancel()
            stream.end()
