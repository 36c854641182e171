"""What is seen of transcripts: mine, one, what there is to choose, and the page on which anybody checks one."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page
from django.db.models import CharField, Count, QuerySet, Sum
from django.db.models.functions import Cast, Substr

from staffroom.credentials.queries import of_entries
from staffroom.kit import clock
from staffroom.kit.paging import page_of
from staffroom.record.models import Entry
from staffroom.record.queries import entries_of
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer
from staffroom.transcripts import frozen
from staffroom.transcripts.models import Transcript
from staffroom.ui import paper

MOST = 400
A_PAGE = 20


@dataclass(frozen=True)
class Year:
    number: str
    count: int
    took: str


@dataclass(frozen=True)
class Choice:
    """An entry to choose: `value` names it as it is now, so that what was changed meanwhile is not put on unseen."""

    value: str
    line: frozen.Line


@dataclass(frozen=True)
class Chosen:
    """The entries of a stretch of days, the latest first; `more` are those that are not shown."""

    choices: tuple[Choice, ...]
    more: int


@dataclass(frozen=True)
class Mine:
    transcript: Transcript
    name: str
    count: int
    took: str

    @property
    def made(self) -> str:
        return paper.whole_day(self.transcript.made_at.date())


@dataclass(frozen=True)
class Checked:
    """What anybody reads: that it stands, with what is on it, or since when not, and then nothing of it."""

    number: str
    made: str
    told: frozen.Told | None
    signed: str
    ended_at: datetime | None


def years(viewer: Viewer) -> list[Year]:
    """The years of a record, the latest first. One statement."""
    rows = entries_of(viewer).order_by().annotate(year=Substr(Cast("on_on", CharField()), 1, 4)).values_list("year")
    return [Year(year, n, paper.hours_in_words(took)) for year, n, took in rows.annotate(n=Count("pk"), took=Sum("minutes")).order_by("-year")]


def whole(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """The entries with everything that is frozen of them."""
    rows = rows.only("code", "person", "title", "kind", "minutes", "on_on", "version", "facts_version")
    return rows.prefetch_related("rungs", "topics", "sittings")


def chosen(viewer: Viewer, first_on: date, last_on: date) -> Chosen:
    """What there is to choose. The last day of an entry decides. Six statements, however many there are."""
    rows = entries_of(viewer).filter(on_on__gte=first_on, on_on__lte=last_on)
    shown = list(whole(rows)[:MOST])
    return Chosen(tuple(map(choice, shown, frozen_lines(viewer, shown))), max(0, rows.count() - MOST) if len(shown) == MOST else 0)


def frozen_lines(viewer: Viewer, entries: list[Entry]) -> list[frozen.Line]:
    """These entries just as a transcript would say them."""
    zone = viewer.account.zone
    badges = of_entries(viewer, entries)
    facts = frozen.freeze(entries, badges, name=str(viewer.account), zone=zone, made_on=clock.today_in(zone), mail="", is_demo=False)
    return [frozen.line(entry) for entry in facts["entries"]]


def choice(entry: Entry, line: frozen.Line) -> Choice:
    return Choice(f"{entry.code}.{entry.version}", line)


def mine(viewer: Viewer, number: str = "") -> Page:
    """A page of my transcripts, the newest first. Two statements."""
    page = page_of(visible_to(viewer, Transcript).order_by("-made_at", "-pk"), number, A_PAGE)
    page.object_list = [_mine(row) for row in page.object_list]
    return page


def _mine(row: Transcript) -> Mine:
    facts = row.facts() or {"name": "", "entries": []}
    return Mine(row, facts["name"], len(facts["entries"]), paper.hours_in_words(sum(entry["minutes"] for entry in facts["entries"])))


# Anybody


def version(number: str) -> str | None:
    """Changes when it is signed or ended; None for a number that never was."""
    row = Transcript.objects.filter(number=number).values_list("ended_at", "signed_at").first()  # house: the number is the right to read it
    return str(row) if row else None


def checked(number: str) -> Checked | None:
    """What anybody who has the number reads. One statement."""
    row = Transcript.objects.filter(number=number).first()  # house: the number is the right to read it
    if row is None:
        return None
    facts = row.facts() if row.ended_at is None else None
    if facts is None:
        return Checked(row.written, paper.whole_day(row.made_at.date()), None, "", row.ended_at)
    return Checked(row.written, paper.whole_day(row.made_at.date()), frozen.told(facts), str(row.signed), None)
