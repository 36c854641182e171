"""What is seen of accepted hours: sums, lines, receipts, and whether an operation happened."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.core.paginator import Page
from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.urls import reverse

from staffroom.kit.paging import page_of
from staffroom.ledger import about, written
from staffroom.ledger.models import Checkpoint, Posting
from staffroom.orgs.models import Organisation
from staffroom.people.models import Account
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer

A_PAGE = 20


def balance(of: Account, *, office: Organisation | None = None, pack: str | None = None) -> int:
    """The minutes of a person that stand: accepted less taken back; from one office and by one pack, where they are told."""
    rows = Posting.objects.filter(book__person=of.pk)
    rows = rows if office is None else rows.filter(against__organisation=office)
    rows = rows if pack is None else rows.filter(pack=pack)
    return rows.aggregate(sum=Sum("minutes"))["sum"] or 0


@dataclass(frozen=True)
class Line:
    """One line of a viewer's own book. `minutes` are negative where hours were taken back; `taken_back` is the line that took these back.

    `pack` and `category` in words; `about`: what was decided on, where a room above says so. `is_sealed`: a signed checkpoint covers it.
    """

    number: int
    code: str
    at: datetime
    minutes: int
    office: str
    pack: str
    version: str
    category: str
    earned_on: date | None
    reason: str
    takes_back: int | None
    taken_back: int | None
    is_sealed: bool
    about: about.About | None
    posting: Posting

    @property
    def size(self) -> int:
        return abs(self.minutes)


@dataclass(frozen=True)
class Total:
    """What stands of one office by one pack."""

    office: str
    pack: str
    minutes: int


@dataclass(frozen=True)
class Mine:
    """My accepted hours: sums by office and pack, one page of lines, and my number in the ledger."""

    totals: list[Total]
    page: Page
    book: str

    @property
    def minutes(self) -> int:
        return sum(total.minutes for total in self.totals)


def _mine(viewer: Viewer) -> QuerySet[Posting]:
    sealed = Exists(Checkpoint.objects.filter(last__gte=OuterRef("number")))
    return visible_to(viewer, Posting).filter(book__person=viewer.pk).order_by("-number").annotate(is_sealed=sealed)


def has_any(viewer: Viewer) -> bool:
    """Is there any line that this viewer would see as theirs?"""
    return visible_to(viewer, Posting).filter(book__person=viewer.pk).exists()


def lines(viewer: Viewer) -> list[Line]:
    """My own lines that this session may show, the newest first."""
    return _lines(viewer, list(_mine(viewer)))


def mine(viewer: Viewer, number: str = "") -> Mine:
    """A page of them, with sums. Four statements, and one for each room that says what they are about."""
    sums = _mine(viewer).order_by().values("against", "against__organisation__name", "pack").annotate(sum=Sum("minutes"))
    totals = [Total(row["against__organisation__name"], about.named("pack", row["pack"]), row["sum"]) for row in sums]
    page = page_of(_mine(viewer), number, A_PAGE)
    rows = list(page.object_list)
    page.object_list = _lines(viewer, rows)
    return Mine(sorted(totals, key=lambda total: (total.office, total.pack)), page, rows[0].book.code if rows else "")


def _lines(viewer: Viewer, rows: list[Posting]) -> list[Line]:
    told = about.told(viewer, [row.about for row in rows]) if rows else {}
    return [Line(number=row.number, code=row.code, at=row.made_at, minutes=row.minutes, office=row.office_name, pack=about.named("pack", row.pack),
                 version=row.version, category=about.named("category", row.category), earned_on=row.earned_on,
                 reason=row.get_reason_display() if row.reason else "", takes_back=row.reverses.number if row.reverses else None,
                 taken_back=_taken_back(row), is_sealed=row.is_sealed, about=told.get(row.about), posting=row)  # type: ignore[attr-defined]  # annotated
            for row in rows]


def _taken_back(row: Posting) -> int | None:
    back = getattr(row, "reversal", None)
    return back.number if back is not None else None


def part_of(account: Account) -> Iterator[str]:
    """The lines that prove somebody's hours anywhere (`staffroom ledger verify`); none where no hours were accepted."""
    rows = Posting.objects.select_related("book", "against__organisation", "reverses").filter(book__person=account.pk)
    return written.part(rows) if rows.exists() else iter(())


def receipt(posting: Posting) -> str:
    """The text that proves one line, for whoever may keep it."""
    return written.receipt(posting, f"{settings.BASE_URL}{reverse('receipts:standing', args=[posting.code])}")


@dataclass(frozen=True)
class Standing:
    """How a line stands today, for whoever holds its receipt. `back`: the line that took it back; `point`: the checkpoint that sealed it."""

    posting: Posting
    pack: str
    category: str
    back: Posting | None
    point: Checkpoint | None

    @property
    def size(self) -> int:
        return abs(self.posting.minutes)

    @property
    def state(self) -> str:
        return "back" if self.posting.reverses_id else "gone" if self.back else "stands"


def standing(code: str) -> Standing | None:
    """How a line stands, by the code of its receipt; None where there is no such line. Two statements."""
    row = Posting.objects.select_related("reverses", "reversal").filter(code=code).first()  # house: whoever holds the receipt reads what is on it
    if row is None:
        return None
    point = Checkpoint.objects.filter(first__lte=row.number, last__gte=row.number).first()
    return Standing(row, about.named("pack", row.pack), about.named("category", row.category), getattr(row, "reversal", None), point)


def checkpoints() -> Iterator[str]:
    """The public list, line by line."""
    return written.checkpoints()


def has_checkpoints() -> bool:
    return Checkpoint.objects.exists()


def happened(op_id: UUID) -> Posting | None:
    """What the operation with this id did; None if it did nothing. For acts and commands: it asks nobody who may know."""
    return Posting.objects.filter(op_id=op_id).first()
