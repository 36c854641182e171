"""Every page as it goes over the line: valid HTML, few bytes in few requests, few statements however much there is to show."""

import pytest

from tests import judges
from tests.pages.conftest import LONG
from tests.pages.line import Line, weights_of

FIRST_BYTES, ALL_BYTES, NEXT_BYTES, SCRIPT_BYTES, REQUESTS = 14_000, 45_000, 12_000, 20_000, 6
SIGNED_IN, PUBLIC = 8, 3
# The gallery shows every component at once, for those who build; it is off unless asked for.
GALLERY = "gallery/"
# Pages made from many rooms: never more than these. The last one asks another page (here the record) once for each pair of eyes.
MORE = {"people/": 10, "record/<slug:code>/": 10, "practice/<slug:code>/": 9, "practice/required/<slug:code>/": 9, "office/<slug:code>/": 9,
        "office/<slug:code>/members/<slug:role>/": 9, "office/<slug:code>/required/<slug:required>/": 9, "trust/eyes/": 9}



@pytest.fixture(scope="module")
def line(place):
    return Line(place.home)


@pytest.fixture(scope="module")
def fetched(place, line):
    """Every page: {"who path": (address as written, text, bytes)}."""
    return {f"{who} {path}": (route, *line.get(path, place.cookies[who])) for route, looks in place.pages.items() for who, path in looks}


def test_the_nu_checker_finds_no_error_on_any_page(fetched):
    try:
        found = judges.nu({name: text for name, (route, text, _size) in fetched.items() if route != GALLERY})
    except judges.Missing as missing:
        pytest.skip(str(missing))
    assert not found, "\n".join(found)


def test_a_first_visit_is_light(fetched, line):
    wrong = []
    for name, (route, text, size) in fetched.items():
        if route.startswith(GALLERY):
            continue
        most = {"document and sheet": FIRST_BYTES, "all of it": ALL_BYTES, "scripts": SCRIPT_BYTES, "as the next page": NEXT_BYTES,
                "requests": REQUESTS}
        wrong += [f"{name}: {what} {got} > {most[what]}" for what, got in weights_of(line, text, size).items() if got > most[what]]
    assert not wrong, "\n".join(wrong)


def test_pages_ask_the_database_little_and_never_more_for_more(place):
    counts = place.instance.ask(f"from tests.pages.counting import counts\nanswer(counts({place.cookies!r}, {place.pages!r}))", seconds=LONG)
    wrong = [f"{name}: {count} statements" for name, (route, count) in counts.items()
             if count > MORE.get(route, PUBLIC if name.startswith("nobody") else SIGNED_IN)]
    by_route: dict[str, dict[str, list[int]]] = {}
    for name, (route, count) in counts.items():
        by_route.setdefault(route, {}).setdefault(name.partition(" ")[0], []).append(count)
    wrong += [f"{route}: {held['many']} statements where there is much, {held['few']} where there is little"
              for route, held in by_route.items() if {"few", "many"} <= held.keys() and held["few"] != held["many"]]
    assert not wrong, "\n".join(wrong)
