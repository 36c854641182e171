"""Trials SS-01 to SS-06, SS-09, FE-04 and FE-06: real servers on this machine, and a watch on every connection."""

import datetime
import gzip
import socket
import ssl
import sys
import threading
import time
import zlib
from contextlib import contextmanager

import brotli
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from staffroom.kit.addresses import is_public
from staffroom.kit.fetch import Door, Fetched, Refused, Unreachable, safe_fetch

connections: list = []
look_ups: list = []
XML = "application/rss+xml"


def _watch(event: str, args: tuple) -> None:
    if event == "socket.connect" and args[0].family in (socket.AF_INET, socket.AF_INET6):
        connections.append(args[1][:2])
    if event == "socket.getaddrinfo":
        look_ups.append(args[0])


sys.addaudithook(_watch)


@contextmanager
def serving(talk, tls: ssl.SSLContext | None = None):
    """A server on loopback; ``talk(connection, request)`` answers each request. Yields (port, requests seen)."""
    listener = socket.create_server(("127.0.0.1", 0))
    seen: list[bytes] = []

    def answer(connection: socket.socket) -> None:
        try:
            with tls.wrap_socket(connection, server_side=True) if tls else connection as stream:
                request = stream.recv(65_536)
                seen.append(request)
                talk(stream, request)
        except OSError:
            pass  # the client hung up, which many of these tests want

    def accept() -> None:
        while True:
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listener.getsockname()[1], seen
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def page(body: bytes = b"<rss/>", kind: str = XML, status: str = "200 OK", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def always(answer: bytes):
    return lambda stream, _request: stream.sendall(answer)


def door(port: int, names: dict[str, list[str]] | None = None, **more) -> Door:
    """A door that opens one loopback port and asks a table instead of the DNS."""

    def resolve(host: str, _port: int) -> list[str]:
        return list((names or {"feeds.example": ["127.0.0.1"]}).get(host, []))

    return Door(also=frozenset({f"127.0.0.1:{port}"}), resolve=resolve, **more)


def refused(url: str, the_door: Door | None = None, **more) -> str:
    with pytest.raises(Refused) as caught:
        safe_fetch(url, door=the_door or Door(also=frozenset()), **more)
    assert str(caught.value) == "This address cannot be read from here."
    return caught.value.code


def unreachable(url: str, the_door: Door, **more) -> str:
    with pytest.raises(Unreachable) as caught:
        safe_fetch(url, door=the_door, **more)
    assert str(caught.value) == "This address cannot be read from here."
    return caught.value.code


def test_a_public_feed_is_read_with_its_marks():
    with serving(always(page(ETag='"a1"', Last_Modified="Mon, 01 Jun 2026 00:00:00 GMT"))) as (port, seen):
        found = safe_fetch(f"http://feeds.example:{port}/a?b=c#d", door=door(port))
    assert found == Fetched(f"http://feeds.example:{port}/a?b=c", 200, XML, b"<rss/>", '"a1"', "Mon, 01 Jun 2026 00:00:00 GMT", 0)
    request = seen[0].decode()
    assert request.startswith("GET /a?b=c HTTP/1.1\r\n") and f"Host: feeds.example:{port}\r\n" in request
    assert "Cookie" not in request and "Referer" not in request


def test_unchanged_and_missing_answers_are_told_apart():
    with serving(always(b"HTTP/1.1 304 Not Modified\r\n\r\n")) as (port, seen):
        found = safe_fetch(f"http://feeds.example:{port}/", door=door(port), etag='"a1"', last_modified="x\r\nEvil: 1")
    assert (found.status, found.body) == (304, b"")
    assert b'If-None-Match: "a1"\r\n' in seen[0] and b"Evil" not in seen[0]
    with serving(always(page(b"<h1>gone</h1>", "text/html", "410 Gone"))) as (port, _seen):
        found = safe_fetch(f"http://feeds.example:{port}/", door=door(port))
    assert (found.status, found.body) == (410, b"")


PRIVATE = """
127.0.0.1 127.8.8.8 0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1 169.254.169.254 100.64.0.1 100.100.100.200
192.0.0.1 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 192.88.99.1 168.63.129.16
::1 :: fc00::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1 2001:db8::1 2001::1 2001:10::1 2002:7f00:1:: 2002:808:808::1 100::1 3fff::1 5f00::1
::ffff:127.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 ::8.8.8.8 64:ff9b::7f00:1 64:ff9b::10.0.0.1 64:ff9b:1::1 2a00:1450::5efe:127.0.0.1
2a00:1450::200:5efe:10.0.0.1 fe80::1%eth0 2a00:1450:4001::1%1
"""


@pytest.mark.parametrize("address", PRIVATE.split())
def test_a_private_address_is_refused_as_number_and_as_answer_of_the_dns(address):
    connections.clear()
    literal = f"[{address}]" if ":" in address else address
    assert not is_public(address)
    for scheme in ("http", "https"):
        assert refused(f"{scheme}://{literal}/") in ("private", "address")
    assert refused("http://feeds.example/", Door(also=frozenset(), resolve=lambda *_: [address])) == "private"
    assert connections == []


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "8.8.8.8", "1.1.1.1", "172.15.0.1", "172.32.0.1", "2a00:1450:4001:80b::200e", "64:ff9b::808:808"]
)
def test_a_public_address_is_public(address):
    assert is_public(address)


WRITTEN_ODDLY = """
http://2130706433/ http://0177.1/ http://0x7f.1/ http://127.1/ http://127.0.1/ http://0x7f000001/ http://017700000001/ http://0/ http://127.0.0.1./
http://localhost/ http://LOCALHOST/ http://localhost./ http://feeds.example./ http://a.localhost/ http://printer.local/ http://intranet/
http://metadata.google.internal/ http://router.lan/ http://127.0.0.01/ http://127.0.0.0x1/ http://256.1.1.1/ http://1.2.3.4.5/ http://0x7f.0.0.1/
http://127。0。0。1/ http://①②⑦.0.0.1/ http://１２７.0.0.1/ http://feeds。example/ http://%31%32%37.0.0.1/ http://127.0.0.1%2f.feeds.example/
http://[::ffff:7f00:1]/ http://[0:0:0:0:0:ffff:127.0.0.1]/ http://[::127.0.0.1]/ http://[64:ff9b::7f00:1]/ http://[2002:7f00:1::]/ http://[::1
http://[v1.x]/ http://-a.example/ http://a..example/ http:///x http:// http:x.example //feeds.example/ feeds.example /x http://server1/
"""


@pytest.mark.parametrize("url", [*WRITTEN_ODDLY.split(), "", " http://feeds.example/", "http://feeds.example/ x", "x" * 3_000])
def test_an_address_written_oddly_is_refused_without_asking_anybody(url):
    connections.clear()
    asked = []
    assert refused(url, Door(also=frozenset(), resolve=lambda host, _port: asked.append(host) or ["127.0.0.1"])) in ("private", "address", "scheme")
    assert (connections, asked) == ([], [])


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://user:pass@feeds.example/", "credentials"),
        ("http://user@feeds.example/", "credentials"),
        ("http://:@feeds.example/", "credentials"),
        ("http://feeds.example#@127.0.0.1/", "name"),
        ("http://127.0.0.1#@feeds.example/", "private"),
        ("http://feeds.example?@127.0.0.1/", "name"),
        ("http://feeds.example\\@127.0.0.1/", "address"),
        ("http://feeds.example\\.evil.example/", "address"),
        ("http:\\\\feeds.example\\", "address"),
        ("http://feeds.exa\tmple/", "address"),
        ("http://feeds.example/\nHost: x", "address"),
        ("http://feeds.example/\r\nX: y", "address"),
        ("http://feeds.example:22/", "port"),
        ("http://feeds.example:25/", "port"),
        ("http://feeds.example:6379/", "port"),
        ("https://feeds.example:8443/", "port"),
        ("http://feeds.example:0/", "port"),
        ("http://feeds.example:99999/", "port"),
        ("http://feeds.example:80:443/", "address"),
        ("ftp://feeds.example/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://feeds.example:80/_x", "scheme"),
        ("data:text/xml,<rss/>", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("dict://feeds.example:80/", "scheme"),
        ("jar:http://feeds.example!/", "scheme"),
    ],
)
def test_an_address_is_read_once_and_by_one_rule(url, code):
    connections.clear()
    nobody = Door(also=frozenset(), resolve=lambda *_: [])
    assert (unreachable(url, nobody) if code == "name" else refused(url, nobody)) == code
    assert connections == []


def test_one_private_address_among_public_ones_is_enough_to_refuse():
    connections.clear()
    for found in (["8.8.8.8", "10.0.0.1"], ["2a00:1450:4001:80b::200e", "127.0.0.1"], ["8.8.8.8", "::1"], ["8.8.8.8", "nonsense"]):
        assert refused("https://feeds.example/", Door(also=frozenset(), resolve=lambda *_, found=found: found)) == "private"
    assert connections == []


def test_a_name_is_asked_for_once_and_the_connection_goes_to_that_answer():
    answers = iter([["127.0.0.1"], ["127.0.0.2"], ["8.8.8.8"]])
    connections.clear()
    look_ups.clear()
    with serving(always(page())) as (port, _seen):
        one = Door(also=frozenset({f"127.0.0.1:{port}"}), resolve=lambda *_: next(answers))
        assert safe_fetch(f"http://feeds.example:{port}/", door=one).status == 200
        assert connections == [("127.0.0.1", port)]
        assert refused(f"http://feeds.example:{port}/", one) == "private"
    assert connections == [("127.0.0.1", port)]
    assert "feeds.example" not in look_ups


def test_the_loopback_of_a_test_opens_nothing_else():
    connections.clear()
    assert refused("http://127.0.0.1:81/", door(80)) == "port"
    assert refused("http://127.0.0.2:80/", door(80)) == "private"
    assert refused("http://feeds.example:8123/", door(8123, {"feeds.example": ["8.8.8.8"]})) == "port"
    assert connections == []
    assert Door().also == frozenset()


def hop(to: str, status: str = "302 Found") -> bytes:
    return f"HTTP/1.1 {status}\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("http://127.0.0.1/", "private"),
        ("http://169.254.169.254/latest/meta-data/", "private"),
        ("http://[::1]/", "private"),
        ("http://2130706433/", "private"),
        ("//localhost/", "private"),
        ("http://inner.example/", "private"),
        ("http://feeds.example:22/", "port"),
        ("http://a:b@feeds.example/", "credentials"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://feeds.example/", "scheme"),
        ("data:text/xml,<rss/>", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("http://feeds.example\\@127.0.0.1/", "address"),
        ("", "address"),
    ],
)
def test_a_redirect_passes_the_same_door(to, code):
    names = {"feeds.example": ["127.0.0.1"], "inner.example": ["10.0.0.1"]}
    connections.clear()
    with serving(always(hop(to))) as (port, _seen):
        assert refused(f"http://feeds.example:{port}/", door(port, names)) == code
        assert connections == [("127.0.0.1", port)]


@pytest.mark.parametrize(("hops", "end"), [(3, 200), (4, "redirects"), (20, "redirects")])
def test_three_redirects_are_followed_and_no_more(hops, end):
    def talk(stream, request):
        step = int(request.split(b" ")[1].strip(b"/") or 0)
        stream.sendall(page() if step == hops else hop(f"/{step + 1}", "301 Moved Permanently"))

    with serving(talk) as (port, seen):
        if end == 200:
            found = safe_fetch(f"http://feeds.example:{port}/0", door=door(port))
            assert (found.hops, found.url) == (3, f"http://feeds.example:{port}/3")
        else:
            assert refused(f"http://feeds.example:{port}/0", door(port)) == end
            assert len(seen) == 4


def certificates(tmp_path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's and a client's TLS setting, with a certificate for ``name`` that only this client trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(
            subject, subject, key.public_key(), x509.random_serial_number(), now - datetime.timedelta(1), now + datetime.timedelta(1)
        )
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain = tmp_path / f"{name}.pem"
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    chain.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(chain)
    return server, ssl.create_default_context(cadata=made.public_bytes(serialization.Encoding.PEM).decode())


def test_https_names_the_host_and_checks_its_certificate_on_the_pinned_connection(tmp_path):
    server, client = certificates(tmp_path, "feeds.example")
    told = []
    server.sni_callback = lambda _socket, name, _context: told.append(name)
    names = {"feeds.example": ["127.0.0.1"], "other.example": ["127.0.0.1"]}
    with serving(always(page()), server) as (port, seen):
        assert safe_fetch(f"https://feeds.example:{port}/", door=door(port, names, tls=client)).body == b"<rss/>"
        assert told == ["feeds.example"] and f"Host: feeds.example:{port}".encode() in seen[0]
        assert unreachable(f"https://other.example:{port}/", door(port, names, tls=client)) == "connect"
        assert unreachable(f"https://feeds.example:{port}/", door(port, names)) == "connect"


def test_https_never_leads_back_to_http(tmp_path):
    server, client = certificates(tmp_path, "feeds.example")
    with serving(always(page())) as (plain_port, plain_seen):
        with serving(always(hop(f"http://feeds.example:{plain_port}/")), server) as (port, _seen):
            both = Door(also=frozenset({f"127.0.0.1:{port}", f"127.0.0.1:{plain_port}"}), resolve=lambda *_: ["127.0.0.1"], tls=client)
            assert refused(f"https://feeds.example:{port}/", both) == "downgrade"
        assert plain_seen == []


@pytest.mark.parametrize("name", ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"])
def test_a_proxy_of_the_environment_is_not_used(name, monkeypatch):
    with serving(always(page(b"<rss>proxy</rss>"))) as (proxy_port, proxied):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy_port}")
        connections.clear()
        assert refused("http://127.0.0.1/") == "private"
        assert connections == []
        with serving(always(page())) as (port, _seen):
            assert safe_fetch(f"http://feeds.example:{port}/", door=door(port)).body == b"<rss/>"
    assert proxied == []


# Streams without end, bombs, lies


def endless(stream, _request):
    stream.sendall(f"HTTP/1.1 200 OK\r\nContent-Type: {XML}\r\n\r\n".encode())
    while True:
        stream.sendall(b"x" * 65_536)


def drip(stream, _request):
    stream.sendall(f"HTTP/1.1 200 OK\r\nContent-Type: {XML}\r\n\r\n".encode())
    while True:
        stream.sendall(b"x")
        time.sleep(0.2)


def drip_headers(stream, _request):
    stream.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    while True:
        stream.sendall(b"x")
        time.sleep(0.2)


def silent(stream, _request):
    stream.recv(1)


def endless_headers(stream, _request):
    stream.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        stream.sendall(b"X: " + b"y" * 60_000 + b"\r\n")


def bomb(encoding: str):
    if encoding == "gzip":
        packed = gzip.compress(bytes(200_000_000), 9)
    elif encoding == "br":
        packed = brotli.compress(bytes(200_000_000), quality=5)
    else:
        packed = zlib.compress(bytes(200_000_000), 9)
    assert len(packed) < 400_000
    return always(page(packed, Content_Encoding=encoding))


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate"])
def test_a_compressed_bomb_is_cut_at_its_real_size(encoding):
    with serving(bomb(encoding)) as (port, _seen):
        assert refused(f"http://feeds.example:{port}/", door(port)) == "size"


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "identity"])
def test_compressed_answers_are_read(encoding):
    body = b"<rss>" + b"x" * 5_000
    packed = {"gzip": gzip.compress, "br": brotli.compress, "deflate": zlib.compress, "identity": bytes}[encoding](body)
    with serving(always(page(packed, Content_Encoding=encoding))) as (port, _seen):
        assert safe_fetch(f"http://feeds.example:{port}/", door=door(port)).body == body


@pytest.mark.parametrize(
    ("talk", "outcome"),
    [
        (endless, Refused("size")),
        (always(page(b"x" * 2_000_001)), Refused("size")),
        (always(page(gzip.compress(gzip.compress(b"x")), Content_Encoding="gzip, gzip")), Refused("encoding")),
        (always(page(b"x", Content_Encoding="zstd")), Refused("encoding")),
        (always(page(b"x", kind="image/svg+xml")), Refused("kind")),
        (always(page(b"x", kind="text/html")), Refused("kind")),
        (always(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"), Refused("kind")),
        (drip, Unreachable("time")),
        (drip_headers, Unreachable("time")),
        (silent, Unreachable("time")),
        (endless_headers, Unreachable("broken")),
        (always(f"HTTP/1.1 200 OK\r\nContent-Type: {XML}\r\nContent-Length: 9\r\n\r\nx".encode()), Unreachable("broken")),
        (always(f"HTTP/1.1 200 OK\r\nContent-Type: {XML}\r\nContent-Length: -1\r\n\r\nx".encode()), Unreachable("broken")),
        (always(page(b"not gzip", Content_Encoding="gzip")), Unreachable("broken")),
        (always(b"SSH-2.0-OpenSSH_9.2\r\n"), Unreachable("broken")),
        (always(b""), Unreachable("broken")),
    ],
)
def test_an_answer_without_end_or_shape_is_cut(talk, outcome):
    with serving(talk) as (port, _seen):
        began = time.monotonic()
        with pytest.raises(type(outcome)) as caught:
            safe_fetch(f"http://feeds.example:{port}/", door=door(port), seconds=1)
        assert caught.value.code == outcome.code
        assert time.monotonic() - began < 10  # one second is allowed; the rest is a guard against hanging


def test_a_slow_resolver_is_not_waited_for():
    slow = Door(also=frozenset(), resolve=lambda *_: time.sleep(5) or ["8.8.8.8"])
    began = time.monotonic()
    assert unreachable("http://feeds.example/", slow, seconds=0.3) == "time"
    assert time.monotonic() - began < 3


def test_a_dead_port_and_an_unknown_name_look_the_same_to_a_person():
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    assert unreachable(f"http://feeds.example:{port}/", door(port)) == "connect"
    assert unreachable("http://nobody.example/", door(port)) == "name"


def test_the_second_address_is_tried_when_the_first_is_dead():
    with serving(always(page())) as (port, _seen):
        both = Door(also=frozenset({f"127.0.0.1:{port}", f"127.0.0.3:{port}"}), resolve=lambda *_: ["127.0.0.3", "127.0.0.1"])
        assert safe_fetch(f"http://feeds.example:{port}/", door=both).status == 200
