"""The words that public documents hold: how rare each is, and which is nearest to one that none has.

A new word is written down when its document is put; how many documents have it is counted by the clock (`count_words`, out of a bounded sample), so
that putting a document never waits for another over a common word.
"""

import math
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from staffroom.kit.acts import act
from staffroom.kit.models import SearchDoc, SearchWord
from staffroom.kit.questions import FIELDS, OF_KIND, Term, is_run

ALL = ""  # the row that counts the documents themselves
RARE = 2
FAR_MORE = 10
SAMPLE = 20_000
MOST_NEAR = 1_500
LONGEST = 40
MOST_HELD = 20_000
SURE = 600.0


@dataclass(frozen=True)
class Held:
    """The commonest words and how many documents have them; any other word counts as the least of these."""

    counts: dict[str, int]
    total: int
    least: int


_known: dict = {"at": 0.0, "held": None}


def held() -> Held:
    """What this process remembers for ten minutes. It is read whole, so that nobody's question makes another's faster."""
    if _known["held"] is None or time.monotonic() - _known["at"] >= SURE:
        counts = dict(SearchWord.objects.order_by("-documents_count", "word").values_list("word", "documents_count")[:MOST_HELD])
        total = counts.pop(ALL, 0)
        _known.update(at=time.monotonic(), held=Held(counts, total, min(counts.values()) if len(counts) >= MOST_HELD - 1 else 0))
    return _known["held"]


def forget() -> None:
    """Remember nothing (tests, and after counting)."""
    _known.update(at=0.0, held=None)


def are_few(kind: str) -> bool:
    """Are most documents of other kinds?"""
    known = held()
    return known.counts.get(OF_KIND + kind, 0) * 2 < known.total


def weight(documents: int, total: int) -> int:
    """What a word weighs: 8 × log₂ of how many times rarer it is than a word that every document has; from 8 up."""
    return 8 + round(8 * math.log2(max(1.0, max(total, 1) / (documents + 1))))


def learn(shown: dict[str, str]) -> None:
    """Words that nobody wrote before are known from now on; `shown` has a whole word for each stem."""
    words = {kept: whole for kept, whole in shown.items() if kept.isalnum() and not is_run(kept) and len(kept) <= LONGEST}
    kept = sorted(words)
    for start in range(0, len(kept), 500):
        part = kept[start:start + 500]
        known = set(SearchWord.objects.filter(word__in=part).values_list("word", flat=True))
        rows = [_row(word, words[word]) for word in part if word not in known]
        SearchWord.objects.bulk_create(rows, ignore_conflicts=True)


def _row(word: str, whole: str) -> SearchWord:
    return SearchWord(word=word, shown=whole[:LONGEST], head=word[:2], tail=word[-2:], length=len(word), documents_count=1)


@act("kit.count_words")
def count_words(*, by: None = None) -> int:
    """How many documents have each word is known anew, out of at most twenty thousand of them, evenly taken; the words that changed.

    A word that the sample does not hold counts for one.
    """
    total, last = SearchDoc.objects.count(), SearchDoc.objects.aggregate(last=Max("id"))["last"] or 0
    step = max(1, -(-total // SAMPLE))
    found: Counter = Counter()
    for texts in SearchDoc.objects.filter(id__in=range(last, 0, -step)).values_list(*FIELDS) if step > 1 else SearchDoc.objects.values_list(*FIELDS):
        found.update(set(" ".join(texts).split()))
    for kind, count in SearchDoc.objects.order_by().values_list("kind").annotate(n=Count("id")):
        found[OF_KIND + kind] = -(-count // step)
        SearchWord.objects.get_or_create(word=OF_KIND + kind, defaults={"shown": kind})
    return _write(found, step, total)


def _write(found: Counter, step: int, total: int) -> int:
    changed = []
    for row in SearchWord.objects.exclude(word=ALL).iterator():
        count = found[row.word] * step or 1
        if count != row.documents_count:
            row.documents_count = count
            changed.append(row)
    SearchWord.objects.bulk_create(changed, update_conflicts=True, unique_fields=["word"], update_fields=["documents_count"], batch_size=500)
    SearchWord.objects.update_or_create(word=ALL, defaults={"documents_count": total})
    forget()
    return len(changed)


def nearest(terms: Sequence[Term]) -> dict[str, tuple[str, str]]:
    """{as typed: (stem, whole word)} for rare terms that have a far more common neighbour: one letter off, from eight letters on two.

    Only words of public documents are proposed. One statement for all terms.
    """
    asked = [term for term in terms if 4 <= len(term.said) <= LONGEST and not is_run(term.said) and not term.said.isdigit()][:6]
    if not asked:
        return {}
    near = Q(pk__in=[])
    for term in asked:
        size = len(term.stems)
        near |= Q(Q(head=term.stems[:2]) | Q(tail=term.stems[-2:]), length__range=(size - 2, size + 2))
    found = SearchWord.objects.filter(near).exclude(word=ALL).order_by("-documents_count", "word")
    rows = list(found.values_list("word", "shown", "documents_count")[:MOST_NEAR])
    counts = {word: count for word, _shown, count in rows}
    rare = [term for term in asked if counts.get(term.stems, 0) <= RARE]
    return {term.said: best for term in rare if (best := _best(term, rows, counts.get(term.stems, 0)))}


def _best(term: Term, rows: list, held: int) -> tuple[str, str] | None:
    most = 2 if len(term.said) >= 8 else 1
    found = []
    for word, shown, count in rows:
        if count >= held * FAR_MORE and word != term.stems and abs(len(word) - len(term.stems)) <= most:
            off = distance(term.stems, word, most)
            if off <= most:
                found.append((off, -count, word, shown))
    if not found:
        return None
    _off, _count, word, shown = min(found)
    ending = term.said[len(term.stems):] if term.said.startswith(term.stems) else None
    return word, shown if ending is None or shown.startswith(word + ending) else word + ending


def distance(one: str, other: str, most: int) -> int:
    """How many letters must be changed, added, left out or swapped with their neighbour; more than `most` may come out as any larger number."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    one, other = one[start:len(one) - end], other[start:len(other) - end]
    if abs(len(one) - len(other)) > most or min(len(one), len(other)) == 0:
        return max(len(one), len(other))
    return _reckoned(one, other)


def _reckoned(one: str, other: str) -> int:
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    earlier = before
    for at, letter in enumerate(one, 1):
        earlier, before, row = before, row, [at]
        for to, against in enumerate(other, 1):
            best = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != against))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == against:
                best = min(best, earlier[to - 2] + 1)
            row.append(best)
    return row[-1]
