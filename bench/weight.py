"""V2 and V3: statements, bytes and requests of every page of the product, the same that `tests/pages` looks at."""

import re

from bench.place import Place
from bench.row import Row
from tests.pages.line import Line, weights_of

_NO_PAGE = ("gallery/",)


def statements(place: Place) -> list[Row]:
    """The most statements of any page, signed in and public; pages that ask more often for more rows."""
    counts = place.product.ask(f"from tests.pages.counting import counts\nanswer(counts({place.looks['cookies']!r}, {place.looks['pages']!r}))")
    groups: dict[bool, list[tuple[int, str]]] = {True: [], False: []}
    by_route: dict[str, dict[str, set[int]]] = {}
    for name, (route, count) in counts.items():
        if not route.startswith(_NO_PAGE):
            groups[name.startswith("nobody")].append((count, route))
            by_route.setdefault(route, {}).setdefault(name.partition(" ")[0], set()).add(count)
    growing = [route for route, held in by_route.items() if {"few", "many"} <= held.keys() and held["few"] != held["many"]]
    rows = [_worst("V2", "statements, signed in", groups[False], 8, 12), _worst("V2", "statements, public", groups[True], 3, 3)]
    return [*rows, Row("V2", "pages that ask more often at 1,000 rows than at 10", len(growing), f"of {len(by_route)}", 0, 0, ", ".join(growing))]


def _worst(row: str, what: str, found: list[tuple[int, str]], goal: float, floor: float) -> Row:
    most, over = max(found)[0], sorted({route for count, route in found if count > goal})
    named = ", ".join(over) or "/" + re.sub(r"<\w+:(\w+)>", r"<\1>", max(found)[1])
    return Row(row, what, most, f"at most, {len(found)} pages", goal, floor, f"{'over the goal' if over else 'on'}: {named}")


def bytes_and_requests(place: Place) -> list[Row]:
    """The heaviest first visit and the heaviest next page."""
    line = Line(place.product.url)
    found: dict[str, list[tuple[int, str]]] = {}
    for route, seen in place.looks["pages"].items():
        if not route.startswith(_NO_PAGE):
            for who, path in seen:
                text, size = line.get(path, place.looks["cookies"][who])
                for name, weight in weights_of(line, text, size).items():
                    found.setdefault(name, []).append((weight, route))
    budgets = {"document and sheet": (14_000, 14_600, "B"), "all of it": (45_000, 60_000, "B"), "requests": (6, 8, "requests"),
               "scripts": (20_000, 25_000, "B"), "as the next page": (12_000, 12_000, "B")}
    return [Row("V3", f"a first visit, {name}", max(found[name])[0], unit, goal, floor, f"/{max(found[name])[1]}")
            for name, (goal, floor, unit) in budgets.items()]
