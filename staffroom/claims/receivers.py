"""What this room hears of the record, and lends to it."""

from django.dispatch import receiver

from staffroom.claims import actions, queries
from staffroom.ledger import about
from staffroom.record import beside, signals
from staffroom.record.models import Entry
from staffroom.sharing.viewers import Viewer


@receiver(signals.let_go)
def _withdraw(sender, entry: Entry, **_more) -> None:
    actions.withdraw_of(by=entry.person, entry=entry)


@beside.register
def what_was_asked(viewer: Viewer, entry: Entry) -> beside.Beside:
    """What was asked of an office about this entry, and the way to ask one."""
    return beside.Beside("claims/_beside.html", {"entry": entry, "claims": queries.of_entry(viewer, entry)})


about.register(queries.decided_on)
