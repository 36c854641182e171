"""The engines behind kit.search. Each gives the statement of a bounded set of candidates: keys of kit_searchdoc, the likeliest first.

Candidates come in tiers, each asked only while the ones before it have not filled the set: the words side by side in the title; all in the title;
the rarest in the title; any in the title; anywhere. Within a tier the newest come first. So a search reads a bounded number of rows, however many
documents hold its words. Where all that can match fit into the set, they are asked for at once.
"""

from collections.abc import Callable, Sequence

from staffroom.kit.questions import IN_TITLE, OF_KIND, Query, Term

TIER = 500
MOST_SCANNED = 4_000  # any of many words: the rarest, until about so many documents have them
MOST_GATHERED = 4_000  # so many are gathered and sorted; commoner words are met soon enough when reading from the newest


def tiers(query: Query, any_term: bool, documents: dict[str, int], write: Callable[..., str], kind: str = "", most: int = 0) -> list[str]:
    """What to ask for, in the engine's own words: `write(terms, joined by "all" or "any", all of which must also hold)`.

    `kind`: what is looked for, where most documents are of others and shall not be read. `most`: how many each tier may give.
    """
    must = [write([phrase]) for phrase in (*query.phrases, *([Term(OF_KIND + kind, "")] if kind else []))]
    if not query.terms:
        return [write([], also=must)]
    rarest = sorted(query.terms, key=lambda term: (_held(term, documents), term.stems))
    if any_term:
        few = _few(rarest, documents)
        return [write([in_title(term) for term in few], "any", also=must), write(few, "any", also=must)]
    every = write(query.terms)
    anywhere = write(query.terms, also=must)
    if any(not term.unfinished and 0 < 2 * _held(term, documents) <= most for term in query.terms):  # twice: what was counted is a while ago
        return [anywhere]
    titled = [in_title(term) for term in rarest]
    if len(titled) == 1:
        return [write(titled, also=must), anywhere] if titled != rarest else [anywhere]
    if any(term.field for term in query.terms):
        return [anywhere]
    together = [in_title(Term(" ".join(term.stems for term in query.terms), ""))]
    return [write(together, also=must), write(titled, also=must), write(titled[:1], also=[every, *must]),
            write(titled, "any", also=[every, *must]), anywhere]


def in_title(term: Term) -> Term:
    """The term as a word of the title is kept once more. Of another field it stays what it is."""
    if term.field not in {"", "title"}:
        return term
    return Term(" ".join(IN_TITLE + word for word in term.words), term.said, "", IN_TITLE + term.unfinished if term.unfinished else "")


def _held(term: Term, documents: dict[str, int]) -> int:
    return min(documents.get(word, 0) for word in term.words)


def _few(rarest: Sequence[Term], documents: dict[str, int]) -> list[Term]:
    chosen: list[Term] = []
    scanned = 0
    for term in rarest:
        scanned += _held(term, documents)
        if chosen and scanned > MOST_SCANNED:
            break
        chosen.append(term)
    return chosen


class Sqlite:
    """FTS5. The match is read newest first and joined row by row: a second predicate beside MATCH would make SQLite choose a bad plan."""

    WITHIN = "instr"
    ONE = ("SELECT f.rowid AS id FROM kit_search_fts f CROSS JOIN kit_searchdoc d ON d.id = f.rowid "
           "WHERE kit_search_fts MATCH %s AND d.kind = %s ORDER BY f.rowid DESC LIMIT %s")

    def candidates(self, kind: str, query: Query, any_term: bool, limit: int, documents: dict[str, int], few: bool = False,
                   tier: int = TIER) -> tuple[str, list]:
        most = max(tier, limit)
        return _statement(self.ONE, tiers(query, any_term, documents, self.write, kind if few else "", most), kind, most)

    def write(self, terms: Sequence[Term], how: str = "all", also: Sequence[str] = ()) -> str:
        parts = [self._term(term) for term in terms]
        joined = (" OR " if how == "any" else " AND ").join(parts)
        return " AND ".join([*([f"({joined})"] if parts else []), *also])

    def _term(self, term: Term) -> str:
        words = f'"{term.stems}"' + (f' OR "{term.unfinished}"*' if term.unfinished else "")
        return f"{{{term.field}}} : ({words})" if term.field else f"({words})"


class Postgresql:
    """tsvector with GIN: title, maker, body and about are its weights A to D.

    Left alone, the planner reads from the newest until the set is full, which for rare words is everything: `OFFSET 0` keeps it from that.
    """

    WITHIN = "strpos"
    ONE = ("SELECT id FROM kit_searchdoc WHERE vec @@ to_tsquery('staffroom', %s) AND kind = %s ORDER BY id DESC LIMIT %s")
    GATHERED = ("SELECT id FROM (SELECT id FROM kit_searchdoc WHERE vec @@ to_tsquery('staffroom', %s) AND kind = %s OFFSET 0) g "
                "ORDER BY id DESC LIMIT %s")
    WEIGHTS = {"title": "A", "maker": "B", "body": "C", "about": "D", "": ""}

    def candidates(self, kind: str, query: Query, any_term: bool, limit: int, documents: dict[str, int], few: bool = False,
                   tier: int = TIER) -> tuple[str, list]:
        rarest = min((_held(term, documents) for term in (*query.terms, *query.phrases)), default=0)
        one = self.GATHERED if any_term or few or rarest <= MOST_GATHERED else self.ONE
        most = max(tier, limit)
        return _statement(one, tiers(query, any_term, documents, self.write, kind if few else "", most), kind, most)

    def write(self, terms: Sequence[Term], how: str = "all", also: Sequence[str] = ()) -> str:
        parts = [self._term(term) for term in terms]
        joined = (" | " if how == "any" else " & ").join(parts)
        return " & ".join([*([f"({joined})"] if parts else []), *also])

    def _term(self, term: Term) -> str:
        mark = self.WEIGHTS[term.field]
        words = " <-> ".join(f"'{word}':{mark}" if mark else f"'{word}'" for word in term.words)
        return f"({words} | '{term.unfinished}':*{mark})" if term.unfinished else f"({words})"


def _statement(one: str, asks: list[str], kind: str, most: int) -> tuple[str, list]:
    if len(asks) == 1:
        return one, [asks[0], kind, most]
    parts = " UNION ALL ".join(f"SELECT * FROM ({one}) t{at}" for at in range(len(asks)))  # noqa: S608  every word is a parameter
    return f"SELECT DISTINCT id FROM ({parts} LIMIT %s) t", [*(value for ask in asks for value in (ask, kind, most)), 2 * most]  # noqa: S608  the same


ENGINES: dict[str, Sqlite | Postgresql] = {"sqlite": Sqlite(), "postgresql": Postgresql()}
