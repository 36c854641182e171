"""The whole web side of an instance as one ASGI application: `/live/…` are streams, everything else is pages.

    application = Shell(get_wsgi_application(), limits_from_settings(), threads=settings.WEB_THREADS)

Pages are WSGI in a few threads: a page costs a quarter of what it costs on Django's own ASGI path. Streams stay on the event loop
and never meet Django. Before a thread is taken the request is looked over (`refusal`) and its body is collected (`spool`); the answer
is collected too, so neither a slow upload nor a slow download holds a thread.

What the server underneath (granian 2.8, HTTP/1 only) was seen to do, and what is done about it here:
- `Content-Length` with `Transfer-Encoding`: it follows the encoding, drops the length before we see it and closes the connection after the answer.
  No desync, but not a refusal either, so every `Transfer-Encoding` is refused with 400; browsers and proxies send a length.
- Two different lengths, a signed length, an unknown encoding, a folded header, a space before the colon: it answers 400 itself.
- A bare line feed ends a header line for it; harmless alone, and a proxy in front normalises it.
- A header block of 70 kB reached the application although its buffer was set to 64 kB: 431 from here beyond 32 kB.
- More than 100 headers, and a connection whose headers do not come: 431 and a cut (15 seconds) from granian itself.
- No `Host` (it puts an empty one there), `OPTIONS *`, a NUL in the path, TRACE: it lets them through, we do not.
- `receive()` and `send()` return awaitables that are no coroutines: what takes a coroutine, such as `asyncio.wait_for`, refuses them.
- At a stop it waits for open streams without telling them: `stop` ends them, told by the parent (`kit.server`) through a pipe.
"""

import asyncio
import contextvars
import logging
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from html import escape
from http import HTTPStatus
from io import BytesIO
from multiprocessing.connection import Connection

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

from . import pagethread
from .live import stream, tickets
from .live.bus import bus_from_settings
from .live.hub import Hub
from .spool import Limits, Refused, Spools, send_file

log = logging.getLogger("staffroom.shell")

METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
BODILESS = frozenset({204, 304})


def limits_from_settings() -> Limits:
    """The limits of this instance."""
    return Limits(form_bytes=settings.DATA_UPLOAD_MAX_MEMORY_SIZE, upload_bytes=settings.UPLOAD_BYTES)


class Shell:
    """Streams and pages behind one port. One of these in each web process; it holds nothing tied to a loop until `start`."""

    def __init__(self, pages, limits: Limits, threads: int = 4):
        self.pages, self.limits, self.threads = pages, limits, threads
        self.parent: Connection | None = None  # closes when this process is to stop; set by kit.server
        self.parent_pid = os.getppid()
        self.hub = Hub()
        self.spools = Spools(limits)
        self.asked = 0
        self._pool: ThreadPoolExecutor | None = None
        self._chores: list[asyncio.Task] = []

    async def __call__(self, scope, receive, send):
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            try:
                await self._http(scope, receive, send)
            except Refused as refused:
                if refused.status:
                    await refuse(scope, send, refused.status)

    # The process begins and ends

    async def _live(self, receive, send):
        await receive()
        self.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._finish()
        await send({"type": "lifespan.shutdown.complete"})

    def start(self):
        """Threads, the bus and the clock of the hub, on the running loop."""
        loop = asyncio.get_running_loop()
        self._pool = ThreadPoolExecutor(self.threads, "page")
        self._chores = [loop.create_task(self._listen()), loop.create_task(self.hub.keep())]
        if self.parent is not None:
            loop.add_reader(self.parent.fileno(), self.stop)

    async def _listen(self):
        try:
            await bus_from_settings().listen(self.hub.hear, self.hub.hear_again)
        except Exception:
            log.exception("live pages are off in this process; pages go on")

    def stop(self):
        """The parent asks for an end, or is gone: streams end now, and an orphan ends itself."""
        asyncio.get_running_loop().remove_reader(self.parent.fileno())
        self.hub.close()
        self._leave_if_orphaned()

    def _leave_if_orphaned(self):
        # A dying parent closes its pipe a moment before it stops being the parent, so one look is not enough.
        if os.getppid() != self.parent_pid:
            os.kill(os.getpid(), signal.SIGTERM)
        else:
            asyncio.get_running_loop().call_later(0.1, self._leave_if_orphaned)

    async def _finish(self):
        self.hub.close()
        for chore in self._chores:
            chore.cancel()
        await asyncio.gather(*self._chores, return_exceptions=True)
        self._pool.shutdown(wait=False, cancel_futures=True)

    # One request

    async def _http(self, scope, receive, send):
        status = refusal(scope, self.limits)
        if status:
            raise Refused(status)
        if scope["path"].startswith(tickets.PREFIX):
            status = await stream.serve(self.hub, scope, receive, send)
            if status:
                raise Refused(status)
            return
        if self.asked >= self.limits.waiting:
            raise Refused(503)
        self.asked += 1
        try:
            await self._page(scope, receive, send)
        finally:
            self.asked -= 1

    async def _page(self, scope, receive, send):
        length = int(header(scope, b"content-length") or 0)
        if not length:
            await self._answer(scope, send, BytesIO(), 0)
            return
        body = await self.spools.collect(receive, length)
        try:
            await self._answer(scope, send, body, length)
        finally:
            self.spools.release(body, length)

    async def _answer(self, scope, send, body, length: int):
        environ = pagethread.environ_of(scope, body, length)
        job = contextvars.copy_context().run
        try:
            answer = await asyncio.get_running_loop().run_in_executor(self._pool, job, pagethread.run, self.pages, environ)
        except Exception:
            log.exception("a page failed outside Django")
            raise Refused(500) from None
        try:
            await self._send(scope, send, answer)
        except TimeoutError:
            log.info("let go of a client that stopped reading")
        finally:
            answer.body.close()

    async def _send(self, scope, send, answer):
        size = answer.body.tell()
        silent = scope["method"] == "HEAD" or answer.status in BODILESS
        if not silent and all(name != b"content-length" for name, _value in answer.headers):
            answer.headers.append((b"content-length", str(size).encode()))
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        if silent:
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        else:
            await send_file(send, answer.body, self.limits.answer_seconds)


def header(scope, name: bytes) -> bytes:
    """The first value of a header, or nothing."""
    return next((value for key, value in scope["headers"] if key == name), b"")


def refusal(scope, limits: Limits) -> int:
    """The status with which a request is refused before anything of it is read, or 0."""
    headers = scope["headers"]
    names = [name for name, _value in headers]
    if sum(len(name) + len(value) + 4 for name, value in headers) + len(scope["query_string"]) + len(scope["raw_path"]) > limits.header_bytes:
        return 431
    if scope["method"] not in METHODS:
        return 405
    if b"transfer-encoding" in names or names.count(b"content-length") > 1:
        return 400
    if names.count(b"host") > 1 or (scope["http_version"] == "1.1" and not header(scope, b"host")):
        return 400
    if not scope["path"].startswith("/") or any(ord(sign) < 32 for sign in scope["path"]):
        return 400
    length = header(scope, b"content-length")
    if length and not length.isdigit():
        return 400
    return 413 if length and int(length) > limits.largest(header(scope, b"content-type")) else 0


async def refuse(scope, send, status: int):
    """A short answer in the reader's language. The connection closes: an unread body must not become the next request."""
    language = _language(scope)
    with override(language):
        words = escape(_words(status))
    page = (f'<!doctype html><html lang="{language}" dir="auto"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            f"<title>{words}</title><p>{words}</p>\n").encode()
    headers = [
        (b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(page)).encode()), (b"connection", b"close"),
        (b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"), (b"content-security-policy", b"default-src 'none'"),
    ]
    if status == 405:
        headers.append((b"allow", ", ".join(sorted(METHODS)).encode()))
    if status in {429, 503}:
        headers.append((b"retry-after", b"30"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else page, "more_body": False})


def _language(scope) -> str:
    for code, _weight in parse_accept_lang_header(header(scope, b"accept-language").decode("latin-1")):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def _words(status: int) -> str:
    return {
        404: _("There is nothing here."),
        408: _("Your upload came too slowly and was stopped. Nothing of it was kept. Please try again on a better line."),
        413: _("That is larger than this site takes. Please choose a smaller file."),
        429: _("You have many pages open here. Please close some."),
        500: _("Something went wrong on our side. Nothing of this request was kept."),
        503: _("Too much is going on just now. Please try again in half a minute."),
    }.get(status) or HTTPStatus(status).phrase
