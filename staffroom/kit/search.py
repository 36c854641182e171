"""Full-text search behind one interface: FTS5 on SQLite, tsvector with GIN on PostgreSQL.

Only what may be public is ever put here (decisions: private text is never indexed). A document is a kind, a reference (the row's UUID) and four
fields: title, maker, body, and what it is about. Texts and questions are folded, cut into words and freed of English endings here (`read`), so
that every engine sees the same words. An engine is asked for a bounded set of candidates, the likeliest first; their points are whole numbers
reckoned by one expression for all engines, so that results and their order are the same everywhere.

Another engine stands behind the same functions: it keeps `kit_searchdoc` in its own index and answers `candidates` (see `searchers`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connection

from staffroom.kit import searchers, spelling
from staffroom.kit.models import SearchDoc
from staffroom.kit.questions import FIELDS, IN_TITLE, OF_KIND, PLAIN_WORDS, Query, Term, parse, stems_of, words_of
from staffroom.kit.searchers import ENGINES
from staffroom.kit.statement import key_of

__all__ = ["PLAIN_WORDS", "Query", "Term", "Weighed", "corrected", "drop", "find", "parse", "put", "weigh", "words_of"]

MOST_RANKED = 2_000
TITLE, BODY, ABOUT = 4, 2, 1
TOGETHER = 2


@dataclass(frozen=True)
class Weighed:
    """A question and what each of its terms weighs: a rare word more than a common one."""

    query: Query
    weights: dict[str, int]
    documents: dict[str, int]

    def weight(self, term: Term) -> int:
        return sum(self.weights[word] for word in term.words)


def put(kind: str, documents: Iterable[tuple]) -> None:
    """Store or replace documents `(ref, title, body)`, or `(ref, title, body, maker, about)`."""
    shown: dict[str, str] = {}
    rows = [_document(kind, shown, *document) for document in documents]
    SearchDoc.objects.bulk_create(rows, update_conflicts=True, unique_fields=["kind", "ref"], update_fields=[*FIELDS, "titled"], batch_size=500)
    spelling.learn(shown)


def _document(kind: str, shown: dict[str, str], ref: UUID, title: str, body: str, maker: str = "", about: str = "") -> SearchDoc:
    told = {"title": title, "maker": maker, "body": body, "about": about}
    stems = {name: stems_of(text, shown) for name, text in told.items()}
    titled = " ".join([OF_KIND + kind, *(IN_TITLE + word for word in stems["title"])])
    return SearchDoc(kind=kind, ref=ref, titled=titled, **{name: f" {' '.join(words)} " if words else "" for name, words in stems.items()})


def drop(kind: str, refs: Iterable[UUID]) -> None:
    """Forget documents."""
    SearchDoc.objects.filter(kind=kind, ref__in=list(refs)).delete()


def weigh(query: Query) -> Weighed:
    """What the words of a question weigh, by how many documents have them as this process remembers it (see `spelling.held`)."""
    held = spelling.held()
    documents = {word: held.counts.get(word, held.least) for term in (*query.terms, *query.phrases) for word in term.words}
    return Weighed(query, {word: spelling.weight(count, held.total) for word, count in documents.items()}, documents)


def find(kind: str, query: Query | Weighed, *, any_term: bool = False, limit: int = 200, tier: int = 0) -> list[tuple[UUID, int]]:
    """References of matching documents with their points (larger is better), best first and among equals the newest; at most `limit` (≤ 2,000).

    `tier`: how many at least of each tier of candidates are looked at, where fewer than usual will do.
    """
    weighed = query if isinstance(query, Weighed) else weigh(query)
    if weighed.query.empty:
        return []
    asked = (kind, weighed.query, any_term, min(limit, MOST_RANKED), weighed.documents)
    inner, values = ENGINES[connection.vendor].candidates(*asked, few=spelling.are_few(kind), tier=tier or searchers.TIER)
    points, reckoned = _points(weighed, ENGINES[connection.vendor].WITHIN)
    texts = ", ".join(f"{name} || '' AS {name}" for name in FIELDS)  # joined to nothing, a long text is unpacked once, not for every word
    statement = (f"WITH hits AS MATERIALIZED ({inner}), "  # noqa: S608  every word is a parameter
                 f"d AS MATERIALIZED (SELECT doc.id, ref, {texts} FROM hits JOIN kit_searchdoc doc ON doc.id = hits.id) "
                 f"SELECT ref, {points} FROM d ORDER BY 2 DESC, id DESC LIMIT %s")
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, *reckoned, min(limit, MOST_RANKED)])
        return [(key_of(ref), int(score)) for ref, score in cursor.fetchall()]


def _points(weighed: Weighed, within: str) -> tuple[str, list]:
    """The points of a document as an expression: for each term its weight, times the worth of the best field that has it.

    Words that stand side by side in the title, as they were typed, count once more.
    """
    parts, values = [], []
    for term in (*weighed.query.terms, *weighed.query.phrases):
        part, more = _worth(term, within)
        parts.append(f"{weighed.weight(term)} * {part}")
        values += more
    loose = [term for term in weighed.query.terms if not term.field]
    if len(loose) > 1:
        parts.append(f"CASE WHEN {within}(d.title, %s) > 0 THEN {TOGETHER * sum(weighed.weight(term) for term in loose)} ELSE 0 END")
        values.append(f" {' '.join(term.stems for term in loose)} ")
    return " + ".join(parts), values


def _worth(term: Term, within: str) -> tuple[str, list]:
    ways = [f" {term.stems} ", *([f" {term.unfinished}"] if term.unfinished else [])]
    lines, values = [], []
    for names, worth in ((("title",), TITLE), (("maker", "body"), BODY), (("about",), ABOUT)):
        held = [name for name in names if term.field in ("", name)]
        tests = [f"{within}(d.{name}, %s) > 0" for name in held for _way in ways]
        if tests:
            lines.append(f"WHEN {' OR '.join(tests)} THEN {worth}")
            values += [way for _name in held for way in ways]
    return f"CASE {' '.join(lines)} ELSE 0 END", values


def corrected(query: Query) -> tuple[Query, dict[str, str]]:
    """The question with those words replaced that (nearly) no document has, and what was put for which. One statement."""
    better = spelling.nearest([term for term in query.terms if len(term.words) == 1])
    changed = tuple(replace(term, stems=better[term.said][0], said=better[term.said][1], unfinished="") if term.said in better else term
                    for term in query.terms)
    return replace(query, terms=changed), {said: shown for said, (_stem, shown) in better.items()}
