"""ID-07, ID-08, ID-13, RL-04, IN-03, IN-04, IN-06: what an address or a header may try, at every address."""

import logging
import re

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from staffroom.kit import fresh, shed
from staffroom.kit.logs import OneLine
from tests.attacks import asking
from tests.attacks.routes import ROUTES, SEEN, expected, path_of
from tests.attacks.world import ANN, NOBODY
from tests.house.rules import PACKAGE

pytestmark = pytest.mark.django_db
FINE = {200, 204, 206, 301, 302, 303, 304, 400, 404, 410, 414, 416, 431}
# Values that a parameter of a page was not made for; sent in all parameters that any page reads, at once.
ODD = ["-1", "%FF", "a" * 20_000, "99999999", "1e9", "9" * 5_000, "\u0663", "\u00b2", "NaN", "..%2F..%2Fetc%2Fpasswd", "%27%20OR%201=1--", "%ED%A0%80",
       "%E2%80%AE%E2%80%8D", "{{7*7}}"]
UNKNOWN = ("order=needs_level&sort=-password&author__password__startswith=a&person__email__contains=a&page_size=100000&per_page=100000&limit=100000"
           "&expand=*&fields=*&include=notes&org=*&as=superintendent&format=json&_method=DELETE&debug=1")


def addresses(world, viewer):
    """One path of every address that shows this viewer something."""
    for route, row in ROUTES.items():
        found = next((target for target in row.of(world, "GET") if expected(row, "GET", viewer, target) == SEEN), None)
        if found:
            yield path_of(route, found.values), found.query


def parameters() -> set[str]:
    """The names that any module reads from an address, out of the source itself; `level`, `cost` and so on are facets of Find."""
    source = "\n".join(path.read_text() for path in PACKAGE.rglob("*.py") if "tests" not in path.parts)
    return set(re.findall(r'GET\.get(?:list)?\("([a-z_]+)"', source)) | {"level", "cost", "language", "unknown", "stage", "topic"}


def get(world, viewer, path, **headers):
    cache.clear()
    fresh.forget()
    client = world.client(viewer)
    client.cookies.pop("messages", None)  # what the page before had to say is not of this one
    return client.get(path, headers=headers)


@pytest.mark.parametrize("viewer", [ANN, "org_admin", NOBODY])
def test_id08_odd_values_in_every_parameter_of_every_page_are_answered_calmly(world, viewer, long):
    """Pages take turns with the values, four each; all with --long."""
    names, wrong, pages = sorted(parameters()), [], list(addresses(world, viewer))
    if viewer == "org_admin":  # what Ann sees too is asked as Ann
        pages = [page for page in pages if page[0] not in {path for path, _query in addresses(world, ANN)}]
    before = asking.rows_digest()
    for number, (path, _query) in enumerate(pages):
        for value in ODD if long else ODD[number % 4::4]:
            answer = get(world, viewer, f"{path}?" + "&".join(f"{name}={value}" for name in (names if len(value) < 2_000 else ("page", "year", "minutes", "q"))))
            if answer.status_code not in FINE:
                wrong.append(f"{path} with {value[:30]} as {viewer}: {answer.status_code}")
    assert "\n".join(wrong) == ""
    assert len(pages) > (10 if viewer == "org_admin" else 20) and len(names) > 15
    assert asking.changed(before) <= {"people_accessline", "kit_auditline"}


@pytest.mark.either
@pytest.mark.parametrize("viewer", [ANN, "org_admin", NOBODY])
def test_id07_a_parameter_that_no_page_knows_changes_no_page(world, viewer):
    """No order, filter, size or field comes out of the address by its name in the database."""
    wrong = []
    for path, query in addresses(world, viewer):
        if path.startswith(("/gallery/", "/account/keys/codes/on/", "/account/keys/passkeys/")):  # each answer holds an id or a secret of its own
            continue
        plain = get(world, viewer, f"{path}?{query}" if query else path)
        asked = get(world, viewer, f"{path}?{query}&{UNKNOWN}" if query else f"{path}?{UNKNOWN}")
        if plain.status_code != asked.status_code or _same(plain) != _same(asked):
            wrong.append(f"{path}: {plain.status_code}, then {asked.status_code}; {_apart(_same(plain), _same(asked))}")
    assert "\n".join(wrong) == ""


def _apart(one: bytes, other: bytes) -> str:
    """Where two pages begin to differ."""
    at = next((n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other)))
    return f"{one[at - 60:at + 60]!r} and {other[at - 60:at + 60]!r}"


def _same(answer) -> bytes:
    """The page without tokens and without the address that it was asked by."""
    if answer.streaming or not answer.headers.get("Content-Type", "").startswith("text/html"):
        return b""
    text = asking.normal(answer.content)
    return re.sub(rb"(next|path|href|action|value)=[^ >]*(%3F|%26|&amp;|\?)[^ >]*|data-live=\"[^\"]*\"|data-tab=\"[^\"]*\"|name=\"upload\" value=\"[^\"]*\"|name=\"whose\" value=\"[^\"]*\"", b"", text)


def test_rl04_five_hundred_filters_are_too_many(world):
    for path, _query in addresses(world, ANN):
        answer = get(world, ANN, f"{path}?" + "&".join(f"kind={number}" for number in range(501)))
        assert answer.status_code in FINE, path
    assert get(world, ANN, "/record/?page_size=100000").context["line"].page.paginator.per_page < 200


# Each set goes with one request: what one header breaks is told by its page.
GARBAGE = {
    "long": {"Accept-Language": "x," * 32_000, "Accept": "*/*;q=" + "9" * 64_000, "Range": "bytes=" + "0-1," * 16_000, "Referer": "http://[::1" + "x" * 64_000,
             "If-None-Match": '"' + "x" * 64_000, "If-Modified-Since": "9" * 64_000, "User-Agent": "\x1b[31m" + "u" * 1_000_000,
             "Cookie": "session=" + "x" * 64_000, "X-Forwarded-For": "x," * 30_000, "Authorization": "Bearer " + "x" * 64_000},
    "odd": {"Range": "bytes=9-1", "If-Modified-Since": "Sun, 99 Zzz 99999 99:99:99 GMT", "HX-Request": "true", "HX-Target": "\x1b", "Forwarded": "for=\x1b",
            "HX-Current-URL": "http://[" + "x" * 9_000, "Cookie": "session=%00%00abcdefghijkl; " + "a=b; " * 4_000, "Accept-Language": "\ud7ff-x;q=NaN, *;q=-1"},
    "NUL in cookies": {"Cookie": 'session="\\000\\000abcdefghijkl"; csrf="\\000abc"; kept="\\000"; messages="\\000"; known="\\377\\000"'},
    "pairs in cookies": {"Cookie": "session=\xed\xa0\x80abcdefgh; messages=\xff; csrf=\xed\xa0\x80"},
}


@pytest.mark.either
@pytest.mark.parametrize("what", GARBAGE)
def test_in06_garbage_in_a_header_breaks_no_page(world, what):
    wrong = []
    for viewer in (ANN, NOBODY):
        for path, query in addresses(world, viewer):
            answer = get(world, viewer, f"{path}?{query}" if query else path, **GARBAGE[what])
            if answer.status_code not in FINE:
                wrong.append(f"{path} as {viewer}: {answer.status_code}")
    assert "\n".join(wrong) == ""


@pytest.mark.either
def test_in04_no_other_end_of_an_address_shows_a_page_that_a_cache_would_keep(world):
    """Web cache deception: /me/profile.css, /me/;.js and their kind are nothing, and no answer may be stored."""
    wrong = []
    for path, _query in addresses(world, ANN):
        for end in ("profile.css", ";.js", "%2e%2e/static/ui/a.css", "x.png", "..%2fstatic%2fa.js", "%0a.css", "%00.css", "?/a.css", "#a.css"):
            answer = get(world, ANN, path.rstrip("/") + "/" + end)
            is_page = answer.status_code == 200 and end[0] not in "?#"
            is_kept = "no-store" not in answer.headers.get("Cache-Control", "") and answer.status_code != 404
            if is_page or (is_kept and not path.startswith(("/source", "/health"))):
                wrong.append(f"{path}{end}: {answer.status_code} {answer.headers.get('Cache-Control')}")
    assert "\n".join(wrong) == ""


@pytest.mark.either
@pytest.mark.parametrize("name", ["X-Forwarded-Host", "X-Host", "X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Prefix", "X-Forwarded-Server", "Forwarded"])
def test_in04_a_header_about_another_address_is_neither_followed_nor_shown(world, name):
    for path in ("/", "/find/", "/trust", "/sign-in/", "/account/password/reset/"):
        plain, asked = get(world, NOBODY, path), get(world, NOBODY, path, **{name: "evil.example/me/"})
        assert asking.normal(plain.content) == asking.normal(asked.content), path
        assert b"evil.example" not in asked.content


@pytest.mark.either
def test_in04_pages_say_on_what_they_depend(world):
    for path in ("/", "/find/", "/trust"):
        assert "Cookie" in get(world, NOBODY, path).headers["Vary"], path


@pytest.mark.either
def test_in03_nothing_that_a_request_carries_starts_a_line_of_the_log(world, caplog):
    line = OneLine("%(levelname)s %(name)s %(message)s")
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, logger="django.request"):
        for path in ("/find/%0d%0aERROR%20forged/", "/%1b%5b31mred/", "/sign-in/?next=%0d%0aSet-Cookie:%20a=b"):
            get(world, NOBODY, path, **{"User-Agent": "u\x1b[31m" * 200_000, "Referer": "http://x/\x1b"})
        world.client(NOBODY).post("/sign-in/", {"login": "x\r\nERROR forged@x.example", "password": "\x1b[31m"})
        shed.page(RequestFactory().get("/find/%0d%0aERROR%20forged%1b%5b31m/"), "disk full")  # our own line, with the path as it came
    written = [line.format(record) for record in caplog.records]
    assert any("disk full" in words and "forged" in words for words in written)
    assert [words for words in written if "\n" in words or "\r" in words or "\x1b" in words or len(words) > 4_100] == []


@pytest.mark.either
@pytest.mark.parametrize("headers", [{"If-None-Match": "*", "Range": "bytes=0-0"}, {"If-Modified-Since": "Wed, 18 Nov 2026 10:00:00 GMT"},
                                     {"If-Match": '"x"', "If-Unmodified-Since": "Wed, 18 Nov 2020 10:00:00 GMT"}], ids=["none match", "since", "match"])
def test_id13_a_private_thing_answers_no_probe_about_its_version(world, headers):
    """The same 404 as for a code that never was, without a validator."""
    wrong, asked = [], 0
    for route, row in ROUTES.items():
        for target in row.of(world, "GET"):
            if target.values and expected(row, "GET", "stranger", target) == "hidden":
                path = path_of(route, target.values)
                answer, plain = get(world, "stranger", path, **headers), asking.untouched(world, "stranger", path)
                asked += 1
                if (answer.status_code, asking.normal(answer.content)) != (404, plain.body) or {"ETag", "Last-Modified"} & set(answer.headers):
                    wrong.append(path)
    assert wrong == []
    assert asked > 40
