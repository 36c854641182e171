"""V1 and V1p: what a page costs, as a multiple of the bare pages on the same server and data, measured in the same breath."""

import random
import sqlite3
import time
import urllib.error
import urllib.request
from contextlib import closing
from datetime import UTC, datetime
from statistics import median

from bench.load import Read, read
from bench.place import Place
from bench.row import Row

ALONE, TOGETHER = 1, 8
MOST_CPU = 20  # a list40 dearer than this many hellos is no yardstick


class Void(Exception):
    """The yardstick is not what it should be, so nothing measured by it counts."""


def signed_in(place: Place, rounds: int, seconds: float) -> list[Row]:
    """Each page beside `list40`, alone and eight at once, in an order of its own each round."""
    names = list(place.pages)
    pairs: dict[tuple[str, int], list[tuple[Read, Read]]] = {(name, clients): [] for name in names for clients in (ALONE, TOGETHER)}
    rows = _yardstick(place, rounds, seconds)
    for number in range(rounds):
        random.Random(number).shuffle(names)
        for name in names:
            who, path = place.pages[name]
            for clients in (ALONE, TOGETHER):
                bare = read(place.yard, "/list40", place.cookies["teacher"], clients=clients, seconds=seconds)
                pairs[name, clients].append((read(place.product, path, place.cookies[who], clients=clients, seconds=seconds), bare))
    for name in place.pages:
        alone, together = pairs[name, ALONE], pairs[name, TOGETHER]
        cpu = median(page.cpu / bare.cpu for page, bare in alone)
        failed = sum(page.failed for page, _bare in alone + together)
        rows.append(Row("V1", f"{name}, processor alone", cpu, "× list40", 1.0, 1.5, f"{median(page.cpu for page, _ in alone):.1f} CPU-ms"))
        rows.append(Row("V1", f"{name}, p50 alone", median(page.p50 / bare.p50 for page, bare in alone), "× list40", 1.0, 1.5,
                        f"{median(page.p50 for page, _ in alone):.1f} ms" + (f", {failed} FAILED" if failed else "")))
        rows.append(Row("V1", f"{name}, p95 of eight", median(page.p95 / bare.p95 for page, bare in together), "× list40", 1.5, 2.5,
                        f"{median(page.p95 for page, _ in together):.0f} ms, {median(page.rate for page, _ in together):.0f}/s"))
    return rows


def _yardstick(place: Place, rounds: int, seconds: float) -> list[Row]:
    """What `list40` costs beside `hello`; beyond twenty times the run is void."""
    hellos = [read(place.yard, "/hello", clients=ALONE, seconds=seconds) for _ in range(rounds)]
    lists = [read(place.yard, "/list40", place.cookies["teacher"], clients=ALONE, seconds=seconds) for _ in range(rounds)]
    times = median(one.cpu for one in lists) / median(one.cpu for one in hellos)
    said = f"{median(one.cpu for one in lists):.2f} and {median(one.cpu for one in hellos):.2f} CPU-ms, {median(one.p50 for one in lists):.1f} ms"
    if times > MOST_CPU:
        raise Void(f"list40 costs {times:.1f} times the processor of hello ({said}): more than {MOST_CPU}, so this run is void.")
    return [Row("V1", "list40 itself", times, "× hello CPU", MOST_CPU, MOST_CPU, said)]


def public(place: Place, rounds: int, seconds: float) -> list[Row]:
    """Each public page beside `hello`, eight at once; unchanged pages as 304; how old a page may be after an edit."""
    rows = []
    shares: dict[str, list[tuple[Read, Read]]] = {name: [] for name in place.public}
    for _ in range(rounds):
        for name, path in place.public.items():
            bare = read(place.yard, "/hello", clients=TOGETHER, seconds=seconds)
            shares[name].append((read(place.product, path, clients=TOGETHER, seconds=seconds), bare))
    for name, pairs in shares.items():
        failed = sum(page.failed for page, _bare in pairs)
        said = f"{median(page.rate for page, _ in pairs):.0f}/s beside {median(bare.rate for _, bare in pairs):.0f}/s"
        rows.append(Row("V1p", f"{name}, requests of eight", median(page.rate / bare.rate for page, bare in pairs), "× hello", 0.25, 0.12,
                        said + (f", {failed} FAILED" if failed else ""), at_least=True))
    same = sum(_unchanged(place, path) for path in place.public.values())
    rows.append(Row("V1p", "unchanged pages answered 304", same, f"of {len(place.public)}", len(place.public), len(place.public), at_least=True))
    ages = [_age(place, f"Seen at once {number}") for number in range(rounds)]
    return [*rows, Row("V1p", "an offer after an edit, oldest seen", max(ages), "s", 1.0, 1.0, "asked every 20 ms from the moment it was kept")]


def _unchanged(place: Place, path: str) -> bool:
    with urllib.request.urlopen(place.product.url + path) as answer:
        tag = answer.headers["ETag"]
    try:
        urllib.request.urlopen(urllib.request.Request(place.product.url + path, headers={"If-None-Match": tag or "none"}))
    except urllib.error.HTTPError as error:
        return error.code == 304
    return False


def _age(place: Place, title: str) -> float:
    """Change the title of the offer beside the instance; seconds until its page says it."""
    path = place.public["an offer"]
    place.product.get(path)
    with closing(sqlite3.connect(place.product.data / "staffroom.sqlite3", timeout=20)) as database, database:
        database.execute("UPDATE catalogue_offer SET title = ?, changed_at = ? WHERE code = ?",
                         [title, datetime.now(UTC).replace(tzinfo=None).isoformat(" "), path.strip("/").split("/")[-1]])
    kept = time.monotonic()
    while title not in place.product.get(path)[1] and time.monotonic() - kept < 30:
        time.sleep(0.02)
    return time.monotonic() - kept
