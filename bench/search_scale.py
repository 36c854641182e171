"""Ranked search over many documents: how long, how much is read, and how near the bounded candidates come to ranking everything.

    python bench/search_scale.py [--documents 100000] [--queries 200] [--judged 60] [--postgresql]

Documents are made of the words of our own pieces and offers, as often as Zipf's law says (the n-th word 1/n as often as the first), with a tail
of rarer words joined of two, and of the words that people use for themes. Questions are taken from titles, from words of every frequency, and
from whole sentences (any word is enough). The database is thrown away at the end. Figures of a shared machine: the column "× lookup" divides by
looking one row up by its key in the same run.
"""

import argparse
import bisect
import itertools
import json
import math
import os
import random
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache, partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
COMMONS = ROOT / "staffroom" / "catalogue" / "commons"
TOPICS = ROOT / "staffroom" / "topics" / "commons" / "topics.json"
TAIL = 100_000
PART = 2_000
PUT = 20_000


class Corpus:
    """Documents and questions, the same for the same seed."""

    def __init__(self, seed: int = 7):
        self.random = random.Random(seed)
        texts = " ".join(path.read_text() for path in sorted(COMMONS.rglob("*")) if path.suffix in {".md", ".json"})
        words = Counter(re.findall(r"[a-z]{2,}", texts.lower()))
        real = sorted(words, key=lambda word: (-words[word], word))
        rare = [one + other for one, other in (self.random.sample(real, 2) for _n in range(TAIL))]
        self.words = list(dict.fromkeys([*real, *rare]))
        self.sums = list(itertools.accumulate(1 / rank for rank in range(1, len(self.words) + 1)))
        self.makers = [" ".join(self.random.sample(real[200:], 2)) for _n in range(5_000)]
        self.themes = [topic["words"] for topic in json.loads(TOPICS.read_text())["themes"]]

    def word(self) -> str:
        return self.words[bisect.bisect_left(self.sums, self.random.random() * self.sums[-1])]

    def text(self, least: int, most: int) -> str:
        return " ".join(self.word() for _n in range(self.random.randint(least, most)))

    def document(self) -> tuple[str, str, str, str]:
        about = " ".join(self.random.sample(self.themes, self.random.randint(0, 2)))
        return self.text(3, 9), self.text(12, 45), self.random.choice(self.makers), about

    def questions(self, titles: list[str], many: int) -> list[tuple[str, bool]]:
        """(words, any of them): a third from titles, a third of words of every frequency, a third of sentences."""
        found = []
        for at in range(many):
            if at % 3 == 0:
                words = self.random.choice(titles).split()
                found.append((" ".join(self.random.sample(words, min(len(words), self.random.randint(1, 4)))), False))
            elif at % 3 == 1:
                found.append((" ".join(self.words[int(10 ** self.random.uniform(1, 3.6))] for _n in range(self.random.randint(2, 3))), False))
            else:
                found.append((self.text(6, 14), True))
        return found


def fill(corpus: Corpus, documents: int) -> tuple[float, list[str]]:
    """Put the documents: the first twenty thousand as the rooms do, which tells how many a second, the others straight into the table."""
    from django.db import transaction

    from staffroom.kit import search
    from staffroom.kit.ids import uuid7
    titles, used, first = [], 0.0, min(documents, PUT)
    for start in range(0, first, PART):
        rows = [corpus.document() for _n in range(min(PART, first - start))]
        titles += [rows[0][0]]
        began = time.perf_counter()
        with transaction.atomic():
            search.put("offer", [(uuid7(), *row) for row in rows])
        used += time.perf_counter() - began
    copy(corpus, documents - first, titles)
    return first / used, titles


def copy(corpus: Corpus, documents: int, titles: list[str]) -> None:
    """So many more documents in the shape that `search.put` writes. PostgreSQL makes its index anew afterwards."""
    from django.db import connection, transaction

    from staffroom.kit import spelling
    from staffroom.kit.endings import stem
    from staffroom.kit.ids import uuid7
    from staffroom.kit.questions import FIELDS, IN_TITLE, OF_KIND, stems_of
    stems = cache(lambda text: " ".join(map(stem, text.split())))
    themes = cache(lambda text: " ".join(stems_of(text)))
    spelling.learn({stem(word): word for word in corpus.words})
    on_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if documents and on_postgresql:
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'kit_searchdoc_vec'")
            index = cursor.fetchone()[0]
            cursor.execute("DROP INDEX kit_searchdoc_vec")
        for start in range(0, documents, PART):
            rows = []
            for _n in range(min(PART, documents - start)):
                title, body, maker, about = corpus.document()
                told = {"title": " ".join(map(stems, title.split())), "body": " ".join(map(stems, body.split())), "maker": stems(maker),
                        "about": themes(about)}
                ref = uuid7()
                rows.append(("offer", ref if on_postgresql else ref.hex, *(f" {told[name]} " if told[name] else "" for name in FIELDS),
                             " ".join([OF_KIND + "offer", *(IN_TITLE + word for word in told["title"].split())])))
            titles += [title] if start % 100_000 == 0 else []
            names = f"kind, ref, {', '.join(FIELDS)}, titled"
            with transaction.atomic():
                if on_postgresql:
                    with cursor.cursor.copy(f"COPY kit_searchdoc ({names}) FROM STDIN") as into:
                        for row in rows:
                            into.write_row(row)
                else:
                    cursor.cursor.connection.executemany(f"INSERT INTO kit_searchdoc ({names}) VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        if documents and on_postgresql:
            cursor.execute(index)


def settle() -> float:
    """Count the words and let the database look at its tables, as the clock does; the seconds that counting took."""
    from django.db import connection

    from staffroom.kit import spelling
    began = time.perf_counter()
    spelling.count_words(by=None)
    used = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    return used


def timed(work: Callable[[], object]) -> float:
    """Milliseconds: the best of three, since the machine is shared."""
    took = []
    for _try in range(3):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return min(took)


def measure(questions: list[tuple[str, bool]]) -> list[dict]:
    """Milliseconds of each kind of question, beside those of looking one row up."""
    from staffroom.kit import search
    from staffroom.kit.models import SearchDoc
    first = SearchDoc.objects.values_list("pk", flat=True).first()
    lookup = statistics.median(timed(lambda: SearchDoc.objects.filter(pk=first).exists()) for _n in range(200))
    rows = []
    for name, any_term in (("all words", False), ("any word", True)):
        most = 120 if any_term else 500
        asked = [search.parse(words) for words, any_ in questions if any_ == any_term]
        took = sorted(timed(partial(search.find, "offer", query, any_term=any_term, limit=most)) for query in asked)
        p95 = took[int(len(took) * 0.95)]
        rows.append({"what": name, "p50": statistics.median(took), "p95": p95, "most": took[-1], "lookup": p95 / lookup})
    return rows


def judge(questions: list[tuple[str, bool]]) -> dict:
    """nDCG@10 against ranking every document that matches: the gain of a document is its points. Also how many of the ten are the same."""
    from staffroom.kit import search, searchers
    scores, same = [], []
    for words, any_term in questions:
        query = search.parse(words)
        bounded = search.find("offer", query, any_term=any_term, limit=500)[:10]
        tier, scanned = searchers.TIER, searchers.MOST_SCANNED
        searchers.TIER = searchers.MOST_SCANNED = 100_000_000
        whole = search.find("offer", query, any_term=any_term, limit=10)
        searchers.TIER, searchers.MOST_SCANNED = tier, scanned
        if whole:
            scores.append(_gain(bounded) / _gain(whole))
            same.append(len({ref for ref, _ in bounded} & {ref for ref, _ in whole}) / len(whole))
    return {"ndcg": statistics.mean(scores), "least": min(scores), "same": statistics.mean(same), "judged": len(scores)}


def _gain(ranked: list) -> float:
    return sum(points / math.log2(place + 2) for place, (_ref, points) in enumerate(ranked))


def main() -> None:
    read = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    read.add_argument("--documents", type=int, default=100_000)
    read.add_argument("--queries", type=int, default=200)
    read.add_argument("--judged", type=int, default=60)
    read.add_argument("--postgresql", action="store_true")
    options = read.parse_args()
    with ExitStack() as stack:
        os.environ["STAFFROOM_DATA"] = stack.enter_context(tempfile.TemporaryDirectory(prefix="staffroom-search-"))
        os.environ["DJANGO_SETTINGS_MODULE"] = "staffroom.settings"
        if options.postgresql:
            from tests.servers import postgres
            os.environ["DATABASE_URL"] = stack.enter_context(postgres("shared_buffers=256MB", "maintenance_work_mem=128MB", "jit=off"))
        import django
        from django.core.management import call_command
        django.setup()
        call_command("migrate", "kit", verbosity=0)
        corpus = Corpus()
        rate, titles = fill(corpus, options.documents)
        counting = settle()
        questions = corpus.questions(titles, options.queries)
        engine = "PostgreSQL" if options.postgresql else "SQLite"
        print(f"{options.documents} documents on {engine}: {rate:.0f} put a second; words counted in {counting:.1f} s")
        for row in measure(questions):
            print("  {what}: p50 {p50:.1f} ms, p95 {p95:.1f} ms, most {most:.1f} ms; p95 is {lookup:.0f} × lookup".format(**row))
        told = judge(questions[: options.judged])
        print("  nDCG@10 {ndcg:.4f} (least {least:.3f}), {same:.0%} of the ten the same, {judged} questions".format(**told))


if __name__ == "__main__":
    main()
