"""What this room lends to rooms below: what stands beside an entry and beside a copy, and the canary of the self-test."""

from dataclasses import dataclass

from staffroom.inquiry import actions, queries
from staffroom.inquiry.forms import ResponseForm
from staffroom.inquiry.models import Reflection, Response
from staffroom.inquiry.rules import ABOUT, may_respond
from staffroom.kit import clock
from staffroom.record import actions as record
from staffroom.record import beside
from staffroom.record.models import Entry
from staffroom.sharing import besides
from staffroom.sharing.checking import CANARIES
from staffroom.sharing.models import Copy
from staffroom.sharing.viewers import Viewer


@dataclass(frozen=True)
class OfCopy:
    """What stands beside a copy: what was said, and for whoever holds it (`says`), while it lasts, a form."""

    copy: Copy
    said: list[Response]
    form: ResponseForm | None
    says: bool


@beside.register
def looking_back(viewer: Viewer, entry: Entry) -> beside.Beside:
    """The way there, the same whether something was said or not: so the page of an entry asks for nothing more."""
    return beside.Beside("inquiry/_of_entry.html", entry)


@besides.register
def responding(viewer: Viewer, copy: Copy) -> besides.Beside | None:
    """For its holder a form, for both what was said."""
    if copy.kind != ABOUT:
        return None
    asks = ResponseForm() if may_respond(viewer, copy) else None
    return besides.Beside("inquiry/_of_copy.html", OfCopy(copy, queries.said_on(viewer, copy), asks, viewer.pk == copy.reader_id))


def _canary(account, text: str) -> Reflection:
    entry = record.note(by=account, title=text, kind="read", minutes=10, on_on=clock.today_in(account.zone))
    return actions.look_back(by=account, entry=entry, answers={"happened": text, "came": text})


CANARIES["reflection"] = (
    _canary,
    lambda account, row: Entry.objects.filter(pk=row.entry_id, person=account).delete(),  # house: the canary of the self-test goes as it came
)
