"""What a licence's pages show: what counts, rule by rule and entry by entry, in the words of the reckoning."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, Min, OuterRef, QuerySet, Subquery
from django.utils.translation import get_language

from staffroom.credit import counting, kept, mapping
from staffroom.credit.counting import vocabulary
from staffroom.credit.counting.packs import Source
from staffroom.credit.counting.reckoning import FAIL, PASS, Verdict
from staffroom.credit.counting.words import span
from staffroom.credit.models import Licence
from staffroom.kit import clock
from staffroom.record.models import Entry, Evidence, Rung
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer
from staffroom.ui import paper

CARRIED = timedelta(days=92)  # how long before a licence a pack may still look


@dataclass(frozen=True)
class Ruled:
    """A rule in words. `verdict` is met, short or unknown; `source` None where nothing was read, or where it is no rule of the pack."""

    title: str
    verdict: str
    reason: str
    source: Source | None
    is_told: bool

    @property
    def is_settled(self) -> bool:
        return self.is_told or self.verdict == "met"


@dataclass(frozen=True)
class Line:
    """An entry of mine: its day, what was logged and what counts of it, in words ("1 h 15 min"); `counted` is None where the pack says nothing.

    `state`: met where something counts, no where nothing does, unknown where that is not known. `accepted`: what a body accepted of it, if one did.
    """

    entry: Entry
    day: str
    kind: str
    logged: str
    counted: str | None
    state: str
    reasons: tuple[str, ...]
    accepted: str | None = None


@dataclass(frozen=True)
class Counted:
    """Everything of a licence. `rows` are (entry, what became of it), the latest first; `line` makes words of one."""

    kept: kept.Kept
    pack: counting.Pack
    explained: counting.Explained
    rows: tuple[tuple[Entry, mapping.Noted, counting.Judged], ...]

    @property
    def title(self) -> str:
        return self.pack.title[language()]

    @property
    def required(self) -> str | None:
        return None if self.explained.required is None else span(self.explained.required)

    @property
    def counted(self) -> str | None:
        return None if self.explained.counted is None else span(self.explained.counted)

    @property
    def logged(self) -> str:
        return span(sum(noted.minutes for _entry, noted, _judged in self.rows))

    @property
    def short(self) -> list[tuple[str, str]]:
        """(rule, what is missing), in words."""
        return [(title_of(verdict), span(verdict.missing)) for verdict in self.explained.short]

    @property
    def days(self) -> tuple[str, str]:
        return paper.whole_day(self.kept.first_on), paper.whole_day(self.kept.last_on)

    @property
    def speaks_days(self) -> tuple[str, str]:
        return paper.whole_day(self.pack.effective_from), paper.whole_day(self.pack.effective_to)

    @property
    def read_on(self) -> str:
        return paper.whole_day(self.pack.sources_read_on)

    @property
    def open_rules(self) -> list[Ruled]:
        """Rules that are short or not known, the short ones first: what there is to do or to ask."""
        return sorted((ruled for ruled in self._ruled() if not ruled.is_settled), key=lambda ruled: ruled.verdict != "short")

    @property
    def settled_rules(self) -> list[Ruled]:
        """Rules that are met, then what a record cannot show and is good to know."""
        return sorted((ruled for ruled in self._ruled() if ruled.is_settled), key=lambda ruled: ruled.is_told)

    @property
    def rules(self) -> list[Ruled]:
        """All of them, in that order."""
        return [*self.open_rules, *self.settled_rules]

    def _ruled(self) -> list[Ruled]:
        return [Ruled(title_of(each), {PASS: "met", FAIL: "short"}.get(each.verdict, "unknown"), each.reason.text(language()),
                      each.rule.source if each.rule else None, each.rule is not None and each.rule.does == "told") for each in self.explained.rules]

    @property
    def speaks(self) -> bool:
        return self.pack.speaks_on(self.explained.as_of)

    def line(self, entry: Entry, noted: mapping.Noted, judged: counting.Judged) -> Line:
        told = mapping.told_of(noted, self.kept)
        return Line(entry, paper.whole_day(entry.on_on), vocabulary.KINDS[told.kind or mapping.KINDS[noted.kind]][language()], span(noted.minutes),
                    None if judged.minutes is None else span(judged.minutes), "met" if judged.minutes else "unknown" if judged.waits else "no",
                    tuple(said.text(language()) for said in judged.reasons),
                    span(entry.accepted_minutes) if entry.accepted_minutes else None)

    def lines(self) -> Iterator[Line]:
        return (self.line(*row) for row in self.rows)


def language() -> str:
    """The language of the words of the reckoning: English where it has no other."""
    return "es" if (get_language() or "en").startswith("es") else "en"


def title_of(verdict: Verdict) -> str:
    if verdict.rule is not None:
        return verdict.rule.title[language()]
    return TITLES[verdict.id][language()]


TITLES = {"period": {"en": "The time of the licence", "es": "El periodo de la licencia"},
          "once": {"en": "Nothing twice", "es": "Nada dos veces"}}


def mine(viewer: Viewer) -> kept.Kept | None:
    """What the viewer keeps of a licence; None without one."""
    row = visible_to(viewer, Licence).first()
    return None if row is None else kept.loads(row.body)


def noted(entry: Entry) -> mapping.Noted:
    """An entry that came with `first_on` and `has_proof` (see `_entries`)."""
    return mapping.Noted(entry.code, entry.kind, entry.contribution, entry.minutes, entry.first_on or entry.on_on, entry.on_on, entry.has_proof)


def counted(viewer: Viewer, *, held: kept.Kept | None = None) -> Counted | None:
    """What counts of the viewer's record by their licence; None without one. Two statements however long the record is."""
    held = held or mine(viewer)
    if held is None:
        return None
    pack = counting.load(held.pack)
    since = held.first_on - CARRIED if pack.of("carried") else held.first_on
    found = list(_entries(viewer).filter(on_on__gte=since, first_on__lte=held.last_on))
    entries = [noted(entry) for entry in found]
    explained = counting.explain(pack, mapping.record(entries, held), today(viewer))
    return Counted(held, pack, explained, tuple(zip(found, entries, explained.entries, strict=True)))


def alone(viewer: Viewer, entry: Entry, held: kept.Kept) -> Counted:
    """What one entry counts by itself: without what others at the same time, or a cap, take from it."""
    pack, found = counting.load(held.pack), _entries(viewer).get(pk=entry.pk)
    explained = counting.explain(pack, mapping.record([noted(found)], held), today(viewer))
    return Counted(held, pack, explained, ((found, noted(found), explained.entries[0]),))


def today(viewer: Viewer) -> date:
    return clock.today_in(viewer.account.zone)


def _entries(viewer: Viewer) -> QuerySet[Entry]:
    proof = Evidence.objects.filter(entry=OuterRef("pk"), gone=None)
    accepted = Rung.objects.filter(entry=OuterRef("pk"), step=Rung.Step.ACCEPTED).values("minutes")[:1]
    rows = visible_to(viewer, Entry).filter(gone=None).annotate(first_on=Min("sittings__on_on"), has_proof=Exists(proof))
    return (rows.annotate(accepted_minutes=Subquery(accepted))
            .only("code", "person", "title", "kind", "contribution", "minutes", "on_on").order_by("-on_on", "-id"))
