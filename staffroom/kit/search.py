"""Full-text search behind one interface: FTS5 on SQLite, tsvector with GIN on PostgreSQL.

Only what may be public is ever put here (decisions: private text is never indexed). A document is a kind, a reference
(the row's UUID), a title and a body. Both are folded (case, accents) and cut into words here, and so are queries, so that
both engines see the same words; both keep every word and take English endings off (a text in another language is matched
by its words as they stand). Scripts without spaces are matched by the beginning of what stands between spaces.
Other engines can stand behind the same functions: `put`, `drop`, `parse`, `find`.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from staffroom.kit.models import SearchDoc
from staffroom.kit.words import fold

_SHORTENED = re.compile(r"(?<=\w)'(?=(?:t|s|m|d|ll|ve|re)\b)")
MOST_TERMS = 24
MOST_CHARACTERS = 2_000
MOST_RANKED = 2_000
PLAIN_WORDS = frozenset("""
    a an the and or of to in on for with from by at as is are was were be been am i me my we our us you your he she they them their it its this
    that these those not no do does did done doing have has had how what when where which who why can could will would should may might must so
    if then than too very just about into over again there here all any some more most much many few get got go one two before after up down out
    off only also dont cant im ive keep know feel want need like really every each because while
""".split())  # noqa: SIM905  a list of words is easier to read than a list of strings


@dataclass(frozen=True)
class Query:
    """A search in parts: every term must (`all`) or may (`any`) occur; phrases must."""

    terms: tuple[str, ...]
    phrases: tuple[str, ...]
    prefix: str = ""

    @property
    def empty(self) -> bool:
        return not (self.terms or self.phrases or self.prefix)


def put(kind: str, documents: Iterable[tuple[UUID, str, str]]) -> None:
    """Store or replace documents `(ref, title, body)`."""
    rows = [SearchDoc(kind=kind, ref=ref, title=" ".join(words_of(title)), body=" ".join(words_of(body))) for ref, title, body in documents]
    SearchDoc.objects.bulk_create(rows, update_conflicts=True, unique_fields=["kind", "ref"], update_fields=["title", "body"], batch_size=500)


def drop(kind: str, refs: Iterable[UUID]) -> None:
    """Forget documents."""
    SearchDoc.objects.filter(kind=kind, ref__in=list(refs)).delete()


def words_of(text: str) -> list[str]:
    """The words of a text, folded: runs of letters, digits and the marks on them. "Won't" is one word, "l'école" is two."""
    folded = _SHORTENED.sub("", fold(text))
    if folded.isascii():
        return re.findall(r"[a-z0-9]+", folded)
    return "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in folded).split()


def parse(text: str, *, prefix_last: bool = False) -> Query:
    """Read what a person typed: words, "phrases", nothing else has a meaning. At most 24 terms are used."""
    text = re.sub("[“”„«»]", '"', text[:MOST_CHARACTERS])
    phrases = tuple(" ".join(words_of(phrase)) for phrase in re.findall(r'"([^"]{2,200})"', text))
    unique = list(dict.fromkeys(words_of(re.sub(r'"[^"]{2,200}"', " ", text))))
    useful = [word for word in unique if word not in PLAIN_WORDS] or unique
    prefix = ""
    if prefix_last and useful and text[-1:].isalnum() and len(useful[-1]) > 2:
        prefix = useful.pop()
    return Query(tuple(useful[:MOST_TERMS]), tuple(phrase for phrase in phrases if phrase)[:6], prefix)


def find(kind: str, query: Query, *, any_term: bool = False, limit: int = 200) -> list[tuple[UUID, float]]:
    """References of matching documents with a score (larger is better), best first; at most `limit` (≤ 2,000)."""
    if query.empty:
        return []
    limit = min(limit, MOST_RANKED)
    return (_find_sqlite if connection.vendor == "sqlite" else _find_postgresql)(kind, query, any_term, limit)


def _fts5(query: Query, any_term: bool) -> str:
    terms = [f'"{word}"' for word in query.terms] + ([f'"{query.prefix}"*'] if query.prefix else [])
    parts = [f'"{phrase}"' for phrase in query.phrases]
    if terms:
        parts.append("(" + (" OR " if any_term else " AND ").join(terms) + ")")
    return " AND ".join(parts)


def _find_sqlite(kind: str, query: Query, any_term: bool, limit: int) -> list[tuple[UUID, float]]:
    # the match is ranked alone first, then joined: a second predicate beside MATCH makes SQLite choose a bad plan
    statement = ("WITH hits AS MATERIALIZED (SELECT rowid, bm25(kit_search_fts, 4.0, 1.0) AS score FROM kit_search_fts "
                 "WHERE kit_search_fts MATCH %s ORDER BY score LIMIT %s) "
                 "SELECT d.ref, -hits.score FROM hits JOIN kit_searchdoc d ON d.id = hits.rowid WHERE d.kind = %s ORDER BY 2 DESC, d.id")
    with connection.cursor() as cursor:
        cursor.execute(statement, [_fts5(query, any_term), MOST_RANKED, kind])
        return [(UUID(str(ref)), score) for ref, score in cursor.fetchmany(limit)]


def _find_postgresql(kind: str, query: Query, any_term: bool, limit: int) -> list[tuple[UUID, float]]:
    parts, values = [], []
    for phrase in query.phrases:
        parts.append("phraseto_tsquery('staffroom', %s)")
        values.append(phrase)
    terms = []
    for word in query.terms:
        terms.append("phraseto_tsquery('staffroom', %s)")
        values.append(word)
    if query.prefix:
        terms.append("to_tsquery('staffroom', %s)")
        values.append(f"{query.prefix}:*")
    if terms:
        parts.append("(" + (" || " if any_term else " && ").join(terms) + ")")
    statement = ("WITH q AS (SELECT " + " && ".join(parts) + " AS query), hits AS MATERIALIZED "  # noqa: S608  every word is a parameter
                 "(SELECT d.id, d.ref, d.vec FROM kit_searchdoc d, q WHERE d.kind = %s AND d.vec @@ q.query ORDER BY d.id DESC LIMIT %s) "
                 "SELECT ref, ts_rank_cd(vec, q.query, 1) FROM hits, q ORDER BY 2 DESC, hits.id LIMIT %s")
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, kind, MOST_RANKED, limit])
        return [(UUID(str(ref)), float(score)) for ref, score in cursor.fetchall()]
