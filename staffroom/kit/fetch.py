"""The one door for every request that the server makes to an address somebody gave it.

``safe_fetch`` reads a public web address and nothing else: it parses the address once, resolves it
once, requires every resolved address to be public, and connects to one of exactly those (so a name
that changes its mind between the check and the connection gains nothing). Each redirect passes
the same door. Proxy settings of the environment are not used: a proxy would resolve for itself.

What a person is told does not say why: otherwise the door would tell which inner hosts exist. The
codes are for the log.
"""

import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import httpcore2
import httpx2
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from staffroom.kit.addresses import is_public, is_public_name

MOST_HOPS = 3
MOST_URL = 2_000
FEED_TYPES = (
    "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml",
    "application/json", "application/feed+json", "text/x-opml", "text/calendar",
)  # fmt: skip
PAGE_TYPES = ("text/html", "application/xhtml+xml")
_REDIRECTS = {301, 302, 303, 307, 308}
_UNSEEN = re.compile(r"[^\x21-\x7e\u00a1-\U0010ffff]|[\\\u3002\uff0e\uff61\u2028\u2029\ufeff]")
_PLAIN_HEADER = re.compile(r"[\x20-\x7e]{1,200}\Z")
_AGENT = "Staffroom (reads feeds and calendars that teachers chose)"


class Refused(Exception):
    """The address or its answer is not one that may be read; asking again gives the same.

    ``code``: address, scheme, credentials, port, private, redirects, downgrade, size, kind, encoding.
    """

    def __init__(self, code: str):
        super().__init__("This address cannot be read from here.")
        self.code = code


class Unreachable(Exception):
    """Nothing usable came in time; asking again later may help. ``code``: name, connect, time, broken."""

    def __init__(self, code: str):
        super().__init__("This address cannot be read from here.")
        self.code = code


@dataclass(frozen=True)
class Fetched:
    """An answer. ``body`` is decoded from its transfer coding and empty unless ``status`` is 200.

    ``status`` 304 means unchanged since ``etag`` or ``last_modified``; 4xx and 5xx are for the caller
    to judge. ``content_type`` is the bare media type in lower case. ``hops`` counts redirects; ``url``
    is where the answer came from.
    """

    url: str
    status: int
    content_type: str
    body: bytes
    etag: str | None
    last_modified: str | None
    hops: int


def look_up(host: str, port: int) -> list[str]:
    """The numeric addresses of a name, by the system's resolver; raises ``OSError``."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _allowed_by_settings() -> frozenset[str]:
    try:
        return frozenset(getattr(settings, "FETCH_ALSO_ALLOWED", ()))
    except ImproperlyConfigured:
        return frozenset()


@dataclass(frozen=True)
class Door:
    """How the door is set up. The product uses ``Door()``; tests give a resolver, a port or a certificate.

    ``also`` holds pairs like ``"127.0.0.1:8123"`` that are open although they are not public; it comes
    from the setting ``FETCH_ALSO_ALLOWED``, which is empty except where tests run servers of their own.
    """

    ports: frozenset[int] = frozenset({80, 443})
    also: frozenset[str] = field(default_factory=_allowed_by_settings)
    resolve: Callable[[str, int], list[str]] = look_up
    tls: ssl.SSLContext | None = None


def safe_fetch(
    url: str,
    *,
    accept: Iterable[str] = FEED_TYPES,
    max_bytes: int = 2_000_000,
    seconds: float = 10,
    etag: str | None = None,
    last_modified: str | None = None,
    head: bool = False,
    door: Door | None = None,
) -> Fetched:
    """GET (or ``head``) a public http or https address; raises ``Refused`` or ``Unreachable`` and nothing else.

    ``accept`` are the media types that may come back. ``max_bytes`` bounds the body as sent and as
    decompressed. ``seconds`` bounds everything together: names, connections, redirects, body.
    """
    visit = _Visit(door or Door(), tuple(accept), max_bytes, time.monotonic() + seconds, "HEAD" if head else "GET")
    conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = {name: value for name, value in conditions.items() if value and _PLAIN_HEADER.match(value)}
    target = _parse(url)
    for hops in range(MOST_HOPS + 1):
        answer = visit.get(target, headers, hops)
        if isinstance(answer, Fetched):
            return answer
        if target.scheme == "https" and answer.scheme == "http":
            raise Refused("downgrade")
        target = answer
    raise Refused("redirects")


def _parse(text: str, base: httpx2.URL | None = None) -> httpx2.URL:
    """The address in ``text``, read once; nothing later looks at the text again."""
    if len(text) > MOST_URL or not text or _UNSEEN.search(text):
        raise Refused("address")
    try:
        url = base.join(text) if base else httpx2.URL(text)
        url = url.copy_with(fragment=None)
    except (httpx2.InvalidURL, ValueError, UnicodeError) as error:
        raise Refused("address") from error
    if url.scheme not in ("http", "https"):
        raise Refused("scheme")
    if url.userinfo:
        raise Refused("credentials")
    if not url.raw_host:
        raise Refused("address")
    return url


class _Visit:
    """One call of ``safe_fetch``: its limits, and the steps that each hop takes."""

    def __init__(self, door: Door, accept: tuple[str, ...], max_bytes: int, deadline: float, method: str):
        self.door = door
        self.method = method
        self.accept = accept
        self.max_bytes = max_bytes
        self.deadline = deadline

    def get(self, url: httpx2.URL, headers: dict[str, str], hops: int) -> Fetched | httpx2.URL:
        """The answer at ``url``, or the address that it redirects to."""
        addresses = self.addresses(url)
        tls = self.door.tls or httpx2.create_ssl_context(trust_env=False)
        backend = _Pinned(addresses, self.deadline)
        sent = {"User-Agent": _AGENT, "Accept": ", ".join(self.accept), "Accept-Encoding": "gzip, deflate, br", **headers}
        try:
            with (
                httpcore2.ConnectionPool(ssl_context=tls, network_backend=backend, max_connections=1) as pool,
                httpx2.Client(transport=_Through(pool), trust_env=False, timeout=None, follow_redirects=False) as client,
                client.stream(self.method, url, headers=sent) as response,
            ):
                return self.answer(response, url, hops)
        except (httpcore2.TimeoutException, httpx2.TimeoutException) as error:
            raise Unreachable("time") from error
        except (httpcore2.ConnectError, httpx2.ConnectError) as error:
            raise Unreachable("connect") from error
        except (httpx2.HTTPError, httpx2.InvalidURL, httpcore2.ProtocolError, httpcore2.NetworkError, OSError, ValueError) as error:
            raise Unreachable("broken") from error

    def addresses(self, url: httpx2.URL) -> list[tuple[str, int]]:
        """Where to connect: every address of the host, all of them public; raises ``Refused``."""
        host = url.raw_host.decode("ascii").lower()
        port = url.port if url.port is not None else 443 if url.scheme == "https" else 80
        if f"{host}:{port}" in self.door.also:
            return [(host, port)]
        if port not in self.door.ports and not any(pair.endswith(f":{port}") for pair in self.door.also):
            raise Refused("port")
        if not is_public_name(host):
            raise Refused("private")
        found = [host] if is_public(host) else self.resolved(host, port)
        if not all(is_public(address) or f"{address}:{port}" in self.door.also for address in found):
            raise Refused("private")
        if port not in self.door.ports and not all(f"{address}:{port}" in self.door.also for address in found):
            raise Refused("port")
        return [(address, port) for address in found]

    def resolved(self, host: str, port: int) -> list[str]:
        """The addresses of ``host``, asked for once and within the time that is left."""
        found: list[list[str]] = []

        def ask() -> None:
            try:
                found.append(self.door.resolve(host, port))
            except (OSError, UnicodeError):
                found.append([])

        asking = threading.Thread(target=ask, daemon=True)  # a resolver cannot be told to stop
        asking.start()
        asking.join(max(0, self.deadline - time.monotonic()))
        if not found:
            raise Unreachable("time")
        if not found[0]:
            raise Unreachable("name")
        return found[0]

    def answer(self, response: httpx2.Response, url: httpx2.URL, hops: int) -> Fetched | httpx2.URL:
        """Judge the headers, then read the body if it is wanted."""
        if response.status_code in _REDIRECTS:
            return _parse(response.headers.get("Location", ""), url)
        kind = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
        body = self.body(response, kind) if response.status_code == 200 and self.method == "GET" else b""
        marks = {name: response.headers.get(name) for name in ("ETag", "Last-Modified")}
        etag, changed = (value if value and _PLAIN_HEADER.match(value) else None for value in marks.values())
        return Fetched(str(url), response.status_code, kind, body, etag, changed, hops)

    def body(self, response: httpx2.Response, kind: str) -> bytes:
        """The decoded body; raises ``Refused`` for a type, coding or size that is not wanted."""
        if kind not in self.accept:
            raise Refused("kind")
        if response.headers.get("Content-Encoding", "identity").strip().lower() not in ("identity", "gzip", "deflate", "br"):
            raise Refused("encoding")
        body = bytearray()
        for piece in response.iter_bytes():
            body += piece
            if len(body) > self.max_bytes or response.num_bytes_downloaded > self.max_bytes:
                raise Refused("size")
        return bytes(body)


class _Through(httpx2.BaseTransport):
    """Hands a request of the client to a pool whose connections are pinned."""

    def __init__(self, pool: httpcore2.ConnectionPool):
        self.pool = pool

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        target = httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        answer = self.pool.handle_request(httpcore2.Request(request.method, target, headers=request.headers.raw))
        return httpx2.Response(answer.status, headers=answer.headers, stream=_Stream(answer), extensions=answer.extensions)


class _Stream(httpx2.SyncByteStream):
    """The body of an answer, piece by piece."""

    def __init__(self, answer: httpcore2.Response):
        self.answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self.answer.iter_stream()

    def close(self) -> None:
        self.answer.close()


class _Pinned(httpcore2.NetworkBackend):
    """Connects to the checked addresses, whatever name the caller gives, until the deadline."""

    def __init__(self, addresses: list[tuple[str, int]], deadline: float):
        self.addresses = addresses
        self.deadline = deadline
        self.plain = httpcore2.SyncBackend()

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        failure: Exception = httpcore2.ConnectError("no address")
        for address, checked_port in self.addresses:
            try:
                stream = self.plain.connect_tcp(address, checked_port, timeout=_left(self.deadline))
                return _Timed(stream, self.deadline)
            except httpcore2.ConnectError as error:
                failure = error
        raise failure


class _Timed(httpcore2.NetworkStream):
    """A connection on which every wait ends at one common moment, however little arrives at a time."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: float):
        self.stream = stream
        self.deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, _left(self.deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, _left(self.deadline))

    def close(self) -> None:
        self.stream.close()

    def start_tls(self, ssl_context, server_hostname=None, timeout=None):
        return _Timed(self.stream.start_tls(ssl_context, server_hostname, _left(self.deadline)), self.deadline)

    def get_extra_info(self, info: str):
        return self.stream.get_extra_info(info)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("deadline")
    return left
