"""Pages are packed for whoever takes it, and mean the same."""

import gzip

import brotli
import pytest
from django.http import FileResponse, HttpResponse, JsonResponse
from django.test import RequestFactory

from staffroom.kit import fresh
from staffroom.kit.packed import packed, taken

LONG = "<p>" + "Words of a page. " * 100


class Somebody:
    is_authenticated = True


def answer(response, accepted="gzip, deflate, br, zstd", user=None):
    request = RequestFactory().get("/", headers={"Accept-Encoding": accepted} if accepted else {})
    if user:
        request.user = user
    return packed(lambda _request: response)(request)


@pytest.mark.parametrize(("accepted", "way"), [
    ("gzip, deflate, br, zstd", "br"), ("br", "br"), ("BR;q=1.0, gzip", "br"), ("gzip", "gzip"), ("gzip;q=0.5", "gzip"), ("br;q=0, gzip", "gzip"),
    ("br; q=0.0, gzip; q=0", ""), ("identity", ""), ("", ""), ("*", ""), ("brotli", "")])
def test_the_way_is_one_that_the_browser_takes(accepted, way):
    assert taken(accepted) == way


@pytest.mark.parametrize(("accepted", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_a_page_arrives_whole_and_smaller(accepted, unpack):
    got = answer(HttpResponse(LONG), accepted)
    assert unpack(got.content).decode() == LONG
    assert got.headers["Content-Encoding"] == accepted
    assert int(got.headers["Content-Length"]) == len(got.content) < len(LONG) / 5
    assert "Accept-Encoding" in got.headers["Vary"]


def test_whoever_takes_none_gets_it_as_it_is_and_caches_are_told():
    got = answer(HttpResponse(LONG), "")
    assert got.content.decode() == LONG
    assert "Content-Encoding" not in got.headers
    assert "Accept-Encoding" in got.headers["Vary"]


@pytest.mark.parametrize("response", [
    HttpResponse("short"), HttpResponse(LONG, content_type="image/png"), HttpResponse(LONG, headers={"Content-Encoding": "br"}),
    HttpResponse(LONG, content_type="application/pdf")], ids=["short", "a picture", "packed before", "a file"])
def test_what_gains_nothing_stays_as_it_is(response):
    before = response.content
    assert answer(response).content == before


def test_a_stream_is_not_touched(tmp_path):
    (tmp_path / "file").write_text(LONG)
    response = FileResponse((tmp_path / "file").open("rb"), content_type="text/html")
    assert answer(response).streaming


def test_data_are_packed_too():
    assert b"Words" in brotli.decompress(answer(JsonResponse({"text": LONG})).content)


def test_the_length_of_a_private_page_tells_nothing():
    lengths = {len(answer(HttpResponse(LONG), user=Somebody()).headers["Padding"]) for _ in range(60)}
    assert len(lengths) > 10
    assert "Padding" not in answer(HttpResponse(LONG)).headers


def test_another_coding_is_the_same_page_in_other_bytes():
    response = HttpResponse(LONG, headers={"ETag": '"abc"'})
    assert answer(response).headers["ETag"] == 'W/"abc"'


def test_a_page_kept_for_everybody_is_packed_once(monkeypatch):
    kept = fresh.Kept("1", LONG.encode(), "text/html", '"abc"', 0, 0)
    request = RequestFactory().get("/", headers={"Accept-Encoding": "br"})
    serve = packed(lambda request: fresh._answer(request, kept))
    first = serve(request).content
    monkeypatch.setattr(brotli, "compress", None)
    assert serve(request).content == first
    again = RequestFactory().get("/", headers={"Accept-Encoding": "br", "If-None-Match": 'W/"abc"'})
    assert serve(again).status_code == 304
