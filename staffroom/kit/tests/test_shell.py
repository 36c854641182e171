"""Requests as they come off the wire: whole, slow, too large, broken."""

import hashlib
import json
import time

import pytest

from staffroom.kit.tests.live_client import GUARD, HOST, Served, parted

FORM = b"Content-Type: multipart/form-data; boundary=x\r\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with Served(tmp_path_factory.mktemp("shell"), body_seconds=3) as served:
        yield served


@pytest.mark.parametrize("size, more", [(0, b""), (1, b""), (300_000, b""), (1_999_999, b""), (24_000_000, FORM)])
def test_a_body_arrives_whole(site, size, more):
    body = bytes(range(256)) * (size // 256) + b"z" * (size % 256)
    status, answer = site.ask("/echo", body, "POST", more)
    assert (status, json.loads(answer)) == (200, [size, hashlib.sha256(body).hexdigest(), str(size)])


def test_two_requests_on_one_connection_keep_their_bodies_apart(site):
    one = b"POST /echo HTTP/1.1\r\n" + HOST + b"Content-Length: 3\r\n\r\nabc"
    two = b"POST /echo HTTP/1.1\r\n" + HOST + b"Connection: close\r\nContent-Length: 2\r\n\r\nde"
    answer = site.raw(one + two)
    assert answer.count(b"200 OK") == 2
    assert answer.index(hashlib.sha256(b"abc").hexdigest().encode()) < answer.index(hashlib.sha256(b"de").hexdigest().encode())


@pytest.mark.parametrize("length, more", [(1_000_000_000, FORM), (1_000_000_000, b""), (26_000_001, FORM), (2_000_001, b"")])
def test_a_body_too_large_is_refused_before_it_is_read(site, length, more):
    answer = site.raw(b"POST /echo HTTP/1.1\r\n" + HOST + more + b"Content-Length: %d\r\n\r\n" % length)
    assert parted(answer)[0] == 413
    assert b"connection: close" in answer.lower() and b"larger than this site takes" in answer


def test_a_body_at_one_byte_a_second_is_cut(site):
    started = time.monotonic()
    with site.connect() as line:
        line.sendall(b"POST /echo HTTP/1.1\r\n" + HOST + b"Content-Length: 1000\r\n\r\n")
        line.settimeout(1)
        answer = b""
        while not answer and time.monotonic() - started < 3 * 10:
            line.sendall(b"x")
            try:
                answer = line.recv(65_536)
            except TimeoutError:
                continue
    assert parted(answer)[0] == 408
    assert time.monotonic() - started > 2


def test_a_large_body_on_a_slow_line_is_not_cut_while_it_keeps_coming(site):
    with site.connect() as line:
        line.sendall(b"POST /echo HTTP/1.1\r\n" + HOST + FORM + b"Connection: close\r\nContent-Length: 400000\r\n\r\n")
        for _ in range(8):
            line.sendall(b"x" * 50_000)
            time.sleep(0.6)
        assert parted(line.recv(65_536))[0] == 200


def test_four_slow_uploads_do_not_hold_up_a_page(site):
    lines = [site.connect() for _ in range(8)]
    for line in lines:
        line.sendall(b"POST /echo HTTP/1.1\r\n" + HOST + b"Content-Length: 1000\r\n\r\nx")
    time.sleep(0.2)
    started = time.monotonic()
    assert site.ask("/hello") == (200, b"hello")
    assert time.monotonic() - started < 2
    assert all(parted(line.recv(65_536))[0] == 408 for line in lines)
    for line in lines:
        line.close()


def test_four_slow_downloads_do_not_hold_up_a_page(site):
    lines = [site.connect() for _ in range(8)]
    for line in lines:
        line.sendall(b"GET /large?20 HTTP/1.1\r\n" + HOST + b"\r\n")
        assert line.recv(1_000).startswith(b"HTTP/1.1 200 OK")
    assert site.ask("/hello") == (200, b"hello")
    for line in lines:
        line.close()


def test_an_answer_of_twenty_megabytes_arrives_whole(site):
    assert site.ask("/large?20") == (200, b"x" * 20_000_000)


def test_an_upload_cut_in_half_reaches_no_page_and_leaves_the_site_well(site):
    for _ in range(20):
        with site.connect() as line:
            line.sendall(b"POST /echo HTTP/1.1\r\n" + HOST + b"Content-Length: 1000\r\n\r\nhalf")
    assert site.ask("/hello") == (200, b"hello")


@pytest.mark.parametrize("request_bytes, status", [
    (b"POST /echo HTTP/1.1\r\n" + HOST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n", 400),
    (b"POST /echo HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\nContent-Length: 40\r\n\r\n0\r\n\r\n", 400),
    (b"POST /echo HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 400),
    (b"POST /echo HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400),
    (b"POST /echo HTTP/1.1\r\n" + HOST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400),
    (b"POST /echo HTTP/1.1\r\n" + HOST + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde", 400),
    (b"POST /echo HTTP/1.1\r\n" + HOST + b"Content-Length: +4\r\n\r\nabcd", 400),
    (b"POST /echo HTTP/1.1\r\n" + HOST + b"Content-Length: -4\r\n\r\nabcd", 400),
    (b"GET /hello HTTP/1.1\r\n" + HOST + b"X-A: b\r\n c\r\n\r\n", 400),
    (b"GET /hello HTTP/1.1\r\n\r\n", 400),
    (b"GET /hello HTTP/1.1\r\n" + HOST + HOST + b"\r\n", 400),
    (b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    (b"GET /a%00b HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    (b"GET /a%0d%0ab HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    (b"TRACE /hello HTTP/1.1\r\n" + HOST + b"\r\n", 405),
    (b"BREW /hello HTTP/1.1\r\n" + HOST + b"\r\n", 405),
    (b"GET /hello HTTP/1.1\r\n" + HOST + b"Cookie: " + b"a" * 64_000 + b"\r\n\r\n", 431),
    (b"GET /hello HTTP/1.1\r\n" + HOST + b"".join(b"X-%d: a\r\n" % n for n in range(200)) + b"\r\n", 431),
    (b"GET /" + b"a" * 64_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 431),
])
def test_a_request_that_two_servers_could_read_differently_is_refused(site, request_bytes, status):
    answer = site.raw(request_bytes)
    assert parted(answer)[0] == status
    assert answer.count(b"HTTP/1.1 ") == 1


def test_a_head_request_has_the_headers_of_the_page_and_no_body(site):
    status, body = site.ask("/hello", method="HEAD")
    assert (status, body) == (200, b"")


def test_a_page_that_breaks_outside_django_is_a_500_without_its_reasons(site):
    status, body = site.ask("/break")
    assert (status, b"on purpose" in body, b"Traceback" in body) == (500, False, False)


def test_a_header_with_an_underscore_cannot_pass_for_another(site):
    seen = json.loads(site.ask("/environ", more=b"X_Forwarded_For: 9.9.9.9\r\nX-Real: 1\r\n")[1])
    assert (seen.get("HTTP_X_FORWARDED_FOR"), seen["HTTP_X_REAL"]) == (None, "1")


def test_the_path_reaches_the_page_byte_for_byte(site):
    for path in ("/environ?q=%ff%20a", "/environ?q=\u00e9"):
        assert site.raw(f"GET {path} HTTP/1.1\r\n".encode() + HOST + b"Connection: close\r\n\r\n").split(b" ")[1] in {b"200", b"400"}
    assert site.ask("/caf%C3%A9%ff")[0] == 200


def test_more_pages_than_can_wait_are_refused_kindly_and_the_rest_are_served(site):
    lines = [site.connect() for _ in range(600)]
    for line in lines:
        line.sendall(b"GET /slow?0.02 HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
    answers = [line.recv(65_536).split(b" ", 2)[1] for line in lines]
    for line in lines:
        line.close()
    assert set(answers) == {b"200", b"503"}
    assert answers.count(b"200") >= 500
    assert site.ask("/hello") == (200, b"hello")


def test_a_header_that_never_ends_is_cut(site):
    with site.connect() as line:
        line.settimeout(15 * 10)
        line.sendall(b"GET / HTTP/1.1\r\nHo")
        assert line.recv(1_000) == b""
    assert GUARD
