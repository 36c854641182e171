"""What is done outside the database after an act of this room."""

from uuid import UUID

from django.db.models import QuerySet

from staffroom.kit import clock, live, outbox
from staffroom.kit.statement import written_once
from staffroom.record import actions, queries, shelf
from staffroom.record.models import Draft, Entry, Evidence, Piece
from staffroom.sharing.checking import CANARIES


@outbox.handles("record.unshelve")
def unshelve(payload: dict) -> None:
    """Take a stored file away, unless a row still names it."""
    stored = payload["stored"]
    if not Evidence.objects.filter(stored=stored).exists() and not Piece.objects.filter(stored=stored).exists():
        shelf.remove(stored)


@outbox.handles("record.draft_kept", idle=True)
def draft_kept(payload: dict) -> None:
    """Tell the person's open pages that a draft was kept: its form's mark, its tab and version, none of its words."""
    for draft in _kept(draft=UUID(payload["draft"])):
        codes = {"form": queries.form_mark(draft.form), "tab": draft.tab or "none", "version": draft.version}
        live.publish(f"account:{draft.person.code}", "draft", codes)


@written_once
def _kept(*, draft: UUID) -> QuerySet[Draft]:
    return Draft.objects.filter(pk=draft).select_related("person")


CANARIES["entry"] = (
    lambda account, text: actions.note(by=account, title=text, note=text, kind=Entry.Kind.OTHER, minutes=1, on_on=clock.today_in(account.zone)),
    lambda account, entry: Entry.objects.filter(pk=entry.pk, person=account).delete(),  # house: the canary of the self-test goes as it came
)
