"""The timeline: my entries by month, a page at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import CharField, Count, QuerySet, Sum
from django.db.models.functions import Cast, Substr
from django.urls import reverse
from django.utils.translation import gettext as _

from staffroom.kit.statement import written_once
from staffroom.record import rules
from staffroom.record.facts import about
from staffroom.record.models import Entry, Rung
from staffroom.record.queries.words import rung_says, step_words
from staffroom.sharing.rules import material, visible_to
from staffroom.sharing.viewers import Viewer, holder
from staffroom.ui import paper

PAGE = 25
FOR_OTHERS = "for-others"
SHOWN = ("code", "person", "title", "kind", "contribution", "helped_count", "minutes", "on_on", "time_kind", "origin")
NUMBERS = {Rung.Step.NOTED: 1, Rung.Step.PROOF: 2, Rung.Step.CONFIRMED: 3, Rung.Step.ACCEPTED: 4}
ICONS = {"read": "read", "watched": "eye", "listened": "bell", "course": "course", "conference": "event", "edcamp": "event", "chat": "chat",
         "visit": "visit", "conversation": "chat", "talk": "people", "tried": "practice", "led": "lead", "mentored": "mentor", "other": "pen"}


@dataclass(frozen=True)
class Line:
    """One entry of the timeline, ready to be shown: nothing here asks the database again."""

    href: str
    title: str
    icon: str
    day: int
    hours: str
    about: str
    material: str
    rung: int
    step: str
    says: str
    held_by: str = ""


@dataclass(frozen=True)
class Month:
    first: date
    anchor: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Year:
    """One year of a record: how long it all took, and the way to each month: ((name, address), …)."""

    number: int
    hours: str
    months: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Timeline:
    """One page of a record by month. `index` leads to every month of every year."""

    months: tuple[Month, ...]
    page: Page
    count: int
    index: tuple[Year, ...]
    query: str
    kind: str = ""
    year: int | None = None


def entries_of(viewer: Viewer) -> QuerySet[Entry]:
    """The viewer's own entries that were not let go, newest first."""
    return visible_to(viewer, Entry).filter(gone=None).order_by("-on_on", "-id")


def timeline(viewer: Viewer, *, page: str = "", kind: str = "", year: str = "") -> Timeline:
    """A page of the timeline. A filter or page that does not exist is left out or the nearest one."""
    kind = kind if kind in {*Entry.Kind.values, FOR_OTHERS} else ""
    wanted = int(year) if year.isascii() and year.isdigit() and len(year) == 4 and 1900 <= int(year) <= 2200 else None
    whole = not kind and not wanted and viewer.holds_own_key
    rows = None if whole else _chosen(viewer, kind, wanted)
    months = _months_in(_all_months(person=viewer.pk) if rows is None else _counted_months(rows))
    pages = _Counted([], PAGE, sum(month[2] for month in months))
    shown = pages.get_page(page)
    if rows is None and shown.number == 1:
        shown.object_list = _newest(person=viewer.pk) if pages.count else []
    else:
        rows = entries_of(viewer) if rows is None else rows
        shown.object_list = rows.only(*SHOWN)[shown.start_index() - 1:shown.end_index()] if pages.count else []
    query = "?" + "&".join([*([f"kind={kind}"] if kind else []), *([f"year={wanted}"] if wanted else []), "page="])
    return Timeline(months=tuple(_months(viewer, list(shown.object_list))), page=shown, count=pages.count, index=tuple(_index(months, query)),
                    query=query, kind=kind, year=wanted)


def _chosen(viewer: Viewer, kind: str, year: int | None) -> QuerySet[Entry]:
    rows = entries_of(viewer)
    if kind:
        rows = rows.exclude(contribution="") if kind == FOR_OTHERS else rows.filter(kind=kind)
    return rows.filter(on_on__gte=date(year, 1, 1), on_on__lte=date(year, 12, 31)) if year else rows


def _counted_months(rows: QuerySet[Entry]) -> QuerySet:
    """(month, entries, minutes), the newest first.

    By the letters of the day: SQLite would call Python twice for each entry to take a date apart.
    """
    months = rows.order_by().annotate(month=Substr(Cast("on_on", CharField()), 1, 7)).values_list("month")
    return months.annotate(n=Count("pk"), took=Sum("minutes")).order_by("-month")


def _months_in(counted: Iterable[tuple[str, int, int]]) -> list[tuple[int, int, int, int]]:
    """(year, month, entries, minutes)."""
    return [(int(month[:4]), int(month[5:]), n, took) for month, n, took in counted]


@written_once
def _all_months(*, person: UUID) -> QuerySet:
    return _counted_months(entries_of(holder(person)))


@written_once
def _newest(*, person: UUID) -> QuerySet[Entry]:
    return entries_of(holder(person)).only(*SHOWN)[:PAGE]


@written_once
def _rungs(*, entries: list[UUID]) -> QuerySet[Rung]:
    return Rung.objects.filter(entry_id__in=entries).only("person", "entry", "step", "by", "in_name", "made_at")


class _Counted(Paginator):
    def __init__(self, rows, size: int, count: int):
        super().__init__(rows, size)
        self.count = count


def _index(months: list[tuple[int, int, int, int]], query: str) -> Iterable[Year]:
    before = 0
    for year, some in groupby(months, lambda month: month[0]):
        names, minutes = [], 0
        for _year, month, count, took in some:
            names.append((paper.month_name(month), f"{query}{before // PAGE + 1}#m-{year}-{month:02}"))
            before, minutes = before + count, minutes + took
        yield Year(year, paper.hours_in_words(minutes), tuple(names))


def _months(viewer: Viewer, rows: list[Entry]) -> Iterable[Month]:
    rungs: dict = {}
    held: dict = {}
    record = reverse("record:timeline")
    for copy in rules.copies_now(rows):
        held.setdefault(copy.about, []).append(copy)
    for rung in _rungs(entries=[entry.pk for entry in rows]):
        if NUMBERS[rung.step] > NUMBERS.get(getattr(rungs.get(rung.entry_id), "step", ""), 0):
            rungs[rung.entry_id] = rung
    for (year, month), some in groupby(rows, lambda entry: (entry.on_on.year, entry.on_on.month)):
        lines = []
        for entry in some:
            entry.person, entry.copies = viewer.account, held.get(entry.pk, [])
            lines.append(_line(viewer, entry, rungs.get(entry.pk), f"{record}{entry.code}/"))
        yield Month(date(year, month, 1), f"m-{year}-{month:02}", tuple(lines))


def _line(viewer: Viewer, entry: Entry, rung: Rung | None, href: str) -> Line:
    """An entry as a line of the timeline."""
    step = rung.step if rung else Rung.Step.NOTED
    return Line(
        href=href, title=entry.title or _("Without a title"), icon=ICONS[entry.kind], day=entry.on_on.day,
        hours=paper.hours_in_words(entry.minutes), about=about(entry), material=material(viewer, entry), rung=NUMBERS[step], step=step_words(step),
        says=rung_says(rung, viewer) if rung else "", held_by=", ".join(str(copy.reader) for copy in entry.copies))
