"""What is seen of accepted hours: sums, lines, and whether an operation happened."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Sum

from staffroom.ledger.models import Posting
from staffroom.orgs.models import Organisation
from staffroom.people.models import Account
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer


def balance(of: Account, *, office: Organisation | None = None, pack: str | None = None) -> int:
    """The minutes of a person that stand: accepted less taken back; from one office and by one pack, where they are told."""
    rows = Posting.objects.filter(book__person=of.pk)
    rows = rows if office is None else rows.filter(against__organisation=office)
    rows = rows if pack is None else rows.filter(pack=pack)
    return rows.aggregate(sum=Sum("minutes"))["sum"] or 0


@dataclass(frozen=True)
class Line:
    """One line of a viewer's own book. `is_back`: it takes hours back; `was_taken_back`: they were."""

    number: int
    code: str
    at: datetime
    minutes: int
    office: str
    pack: str
    version: str
    category: str
    earned_on: date | None
    is_back: bool
    was_taken_back: bool
    posting: Posting


def lines(viewer: Viewer) -> list[Line]:
    """My own lines that this session may show, the newest first."""
    rows = visible_to(viewer, Posting).filter(book__person=viewer.pk).order_by("-number")
    return [line_of(row) for row in rows]


def line_of(row: Posting) -> Line:
    return Line(number=row.number, code=row.code, at=row.made_at, minutes=row.minutes, office=row.office_name, pack=row.pack, version=row.version,
                category=row.category, earned_on=row.earned_on, is_back=row.reverses_id is not None,
                was_taken_back=row.reverses_id is None and getattr(row, "reversal", None) is not None, posting=row)


def happened(op_id: UUID) -> Posting | None:
    """What the operation with this id did; None if it did nothing. For acts and commands: it asks nobody who may know."""
    return Posting.objects.filter(op_id=op_id).first()
