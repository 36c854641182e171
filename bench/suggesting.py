"""V15, suggestions: of an offer of the commons only its summary is told; which other offers have the themes that were held back?

    python -m bench.suggesting      the figures as JSON

Every method orders the same offers, without the one that asks. What an offer is worth is how many of the held-back themes it has.
A third of the offers, drawn with a fixed seed, is for tuning and for popularity; figures are of the other two thirds.
"""

import json
import math
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.row import Row

SEED, DEPTH, DRAWS = 15, 10, 2_000
OURS, TEXT, POPULAR, RANDOM = "ours", "text search alone", "popularity", "random"
BM25, NEAR, LISTS = "BM25 alone, tuned", "BM25 and the themes of the nearest, tuned", "BM25 and our lists of words, tuned"
TUNED = (BM25, NEAR, LISTS)
Order = Callable[["Asked"], list[int]]


def held_back() -> list[Row]:
    """The rows, out of a process of its own with a data folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {"STAFFROOM_DATA": folder, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        said = subprocess.run([sys.executable, "-m", "bench.suggesting"], check=True, capture_output=True, text=True, env=env).stdout
    got = json.loads(said.splitlines()[-1])
    mean = {name: held[0] for name, held in got["methods"].items()}
    rows = [Row("V15", f"held-back themes, {name}", mean[name], "nDCG@10", context=f"95 % {low:.3f} to {high:.3f}, {got['asked']} offers")
            for name, (_mean, low, high) in got["methods"].items() if name != OURS]
    low, high = got["methods"][OURS][1:]
    best = max(TUNED, key=lambda name: mean[name])
    ours = Row("V15", "held-back themes, ours", mean[OURS], "nDCG@10", 0.98 * mean[best], max(mean[TEXT], mean[POPULAR]), at_least=True,
               context=f"95 % {low:.3f} to {high:.3f}; less the best tuned {got['ahead'][best][1]:+.3f} to {got['ahead'][best][2]:+.3f}")
    return [ours, *rows, Row("V15", "suggestions for a page", got["ms"], "CPU-ms", 2, 2, f"of which the sums {got['sums_ms']:.1f}; without the page")]


@dataclass(frozen=True)
class Asked:
    """An offer that asks: its number, its summary, and the themes that nobody is told."""

    number: int
    text: str
    themes: frozenset[str]


@dataclass(frozen=True)
class Shelf:
    """All offers: their themes, and the stems of title and summary as often as they stand there; `lists` are the words of each theme."""

    refs: list
    themes: list[frozenset[str]]
    words: list[Counter]
    lists: dict[str, Counter]

    def worth(self, asked: Asked) -> list[int]:
        return [len(asked.themes & themes) * (number != asked.number) for number, themes in enumerate(self.themes)]


def ndcg(worth: list[int], order: list[int]) -> float:
    """How much of the best order's worth the first ten have, the first places counting most."""
    def gain(values: list[int]) -> float:
        return sum((2 ** value - 1) / math.log2(place + 2) for place, value in enumerate(values[:DEPTH]))
    return gain([worth[number] for number in order]) / gain(sorted(worth, reverse=True))


def interval(values: list[float]) -> tuple[float, float, float]:
    """The mean, and 95 % of the means of so many draws from the same offers."""
    dice = random.Random(SEED)
    means = sorted(statistics.fmean(dice.choices(values, k=len(values))) for _draw in range(DRAWS))
    return statistics.fmean(values), means[DRAWS * 25 // 1_000], means[DRAWS * 975 // 1_000]


def best_first(points: dict[int, float], asked: Asked) -> list[int]:
    return sorted((number for number in points if number != asked.number), key=lambda number: (-points[number], number))


def bm25(texts: list[Counter], words: Counter, k1: float, b: float) -> dict[int, float]:
    """The usual formula, over stems."""
    many, usual = len(texts), statistics.fmean(held.total() for held in texts)
    points = dict.fromkeys(range(many), 0.0)
    for word in words:
        having = [number for number, held in enumerate(texts) if word in held]
        rare = math.log(1 + (many - len(having) + 0.5) / (len(having) + 0.5))
        for number in having:
            often = texts[number][word]
            points[number] += rare * often * (k1 + 1) / (often + k1 * (1 - b + b * texts[number].total() / usual))
    return points


def with_topics(shelf: Shelf, asked: Asked, found: dict[int, float], near: int, weight: float) -> list[int]:
    """BM25, and beside it how much an offer is about what the nearest are about; without nearest, about what our lists of words say."""
    top, about = max(found.values()) or 1.0, Counter[str]()
    for number in best_first(found, asked)[:near]:
        about.update(dict.fromkeys(shelf.themes[number], found[number] / top / near))
    if not near:
        said = bm25(list(shelf.lists.values()), shelf_words(asked.text), 1.2, 0.2)
        about.update({theme: said[number] / (max(said.values()) or 1.0) for number, theme in enumerate(shelf.lists)})
    beside = [weight * sum(about[theme] for theme in themes) for themes in shelf.themes]
    return best_first({number: points / top + beside[number] for number, points in found.items()}, asked)


def tuned(shelf: Shelf, practice: list[Asked]) -> dict[str, Order]:
    """BM25 alone, with the themes of the nearest, and with our lists of words: each with what serves the practice offers best."""
    tried = {BM25: [(1, 0.0)], NEAR: [(near, weight) for near in (3, 5, 10, 20) for weight in (0.5, 1.0, 2.0, 4.0)],
             LISTS: [(0, weight) for weight in (0.25, 0.5, 1.0, 2.0, 4.0)]}
    best: dict[str, tuple[float, tuple]] = dict.fromkeys(tried, (-1.0, ()))
    for k1, b in ((k1, b) for k1 in (0.6, 1.2, 2.0) for b in (0.2, 0.5, 0.8)):
        found = {one.number: bm25(shelf.words, shelf_words(one.text), k1, b) for one in practice}
        for name, near, weight in ((name, *pair) for name, pairs in tried.items() for pair in pairs):
            mean = statistics.fmean(ndcg(shelf.worth(one), with_topics(shelf, one, found[one.number], near, weight)) for one in practice)
            best[name] = max(best[name], (mean, (k1, b, near, weight)))
    return {name: _order(shelf, *chosen) for name, (_mean, chosen) in best.items()}


def _order(shelf: Shelf, k1: float, b: float, near: int, weight: float) -> Order:
    return lambda asked: with_topics(shelf, asked, bm25(shelf.words, shelf_words(asked.text), k1, b), near, weight)


def shelf_words(text: str) -> Counter:
    from staffroom.growth import hearing
    from staffroom.growth.queries.shelf import PLAIN
    from staffroom.kit.words import fold
    words = (hearing.stem(word) for word in re.findall(r"\w{3,}", fold(text)))
    return Counter(word for word in words if word not in PLAIN | hearing.GENERIC)


def read() -> tuple[Shelf, list[Asked]]:
    """The commons, in the order of its keys; who asks has a summary and a theme that another offer has too."""
    from staffroom.catalogue.models import Offer
    from staffroom.topics.models import Topic
    offers = list(Offer.objects.filter(taken_down_at=None, closed_at=None).exclude(kind="post").prefetch_related("topics").order_by("key"))
    themes = [frozenset(topic.slug for topic in offer.topics.all() if topic.kind == "theme") for offer in offers]
    lists = {topic.slug: shelf_words(topic.words) for topic in Topic.objects.filter(kind="theme").order_by("slug")}
    shelf = Shelf([offer.pk for offer in offers], themes, [shelf_words(f"{offer.title} {offer.summary}") for offer in offers], lists)
    asking = [Asked(number, offer.summary, themes[number]) for number, offer in enumerate(offers) if offer.summary and themes[number]]
    return shelf, [one for one in asking if any(shelf.worth(one))]


def product(shelf: Shelf, spent: dict[str, list[float]]) -> tuple[Order, Order]:
    """What the product does: its sums in their order, and its search."""
    from staffroom.growth import actions, queries, suggesting
    from staffroom.kit import search
    from staffroom.kit.testing import make_account
    from staffroom.sharing.viewers import SELF, Viewer
    teacher = make_account("A teacher")
    viewer, number_of = Viewer(teacher, SELF), {ref: number for number, ref in enumerate(shelf.refs)}

    def ours(asked: Asked) -> list[int]:
        said = actions.say(by=teacher, text=asked.text, mood="bothering", minutes=15)
        with spending(spent, "page"):
            queries.suggestions(viewer, said)
        wish = queries.wish_of(teacher, said)
        held = queries.whole()
        with spending(spent, "sums"):
            rare = suggesting.rarity(held, wish)
            suggesting.choose(suggesting.near(held, wish, rare), wish, rare)
        return best_first({number_of[row.ref]: suggesting.score(row, wish, rare).points for row in suggesting.heard(held, wish)}, asked)

    def text(asked: Asked) -> list[int]:
        return [number_of[ref] for ref, _points in search.find("offer", search.parse(asked.text), any_term=True) if number_of[ref] != asked.number]
    return ours, text


@contextmanager
def spending(spent: dict[str, list[float]], name: str) -> Iterator[None]:
    """Keeps the processor's milliseconds of a block."""
    began = time.process_time()
    yield
    spent.setdefault(name, []).append(1_000 * (time.process_time() - began))


def main() -> int:
    import django
    django.setup()
    from django.core.management import call_command

    from staffroom.catalogue import actions as catalogue
    from staffroom.topics import actions as topics
    call_command("migrate", verbosity=0)
    topics.load(by=None)
    catalogue.load_commons(by=None)
    print(json.dumps(figures()))
    return 0


def figures() -> dict:
    shelf, asking = read()
    dice, spent = random.Random(SEED), dict[str, list[float]]()
    dice.shuffle(asking)
    practice, judged = asking[: len(asking) // 3], asking[len(asking) // 3 :]
    ours, text = product(shelf, spent)
    popular = dict(enumerate(map(float, (sum(column) for column in zip(*(shelf.worth(one) for one in practice), strict=True)))))
    methods: dict[str, Order] = {OURS: ours, TEXT: text, **tuned(shelf, practice), POPULAR: lambda one: best_first(popular, one),
                                 RANDOM: lambda _one: dice.sample(range(len(shelf.refs)), len(shelf.refs))}
    found = {name: [ndcg(shelf.worth(one), order(one)) for one in judged] for name, order in methods.items()}
    ahead = {name: interval([mine - other for mine, other in zip(found[OURS], found[name], strict=True)]) for name in TUNED}
    return {"asked": len(judged), "methods": {name: interval(values) for name, values in found.items()}, "ahead": ahead,
            "ms": statistics.median(spent["page"]), "sums_ms": statistics.median(spent["sums"])}


if __name__ == "__main__":
    sys.exit(main())
