"""Everything of a person as one file: asked for, made by the worker one at a time, kept for a day."""

from datetime import timedelta

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from staffroom.exchange import kept
from staffroom.exchange.models import Export
from staffroom.kit import clock, outbox
from staffroom.kit.acts import Refusal, act
from staffroom.notices.actions import tell
from staffroom.people.actions import log_access
from staffroom.people.models import Account
from staffroom.people.queries import alone

KEPT_HOURS = 24
MOST_WAITING = 3
DEAD_AFTER = timedelta(minutes=30)
ROWS_KEPT = timedelta(days=30)


class StillMaking(Exception):
    """Another worker is at it; it is asked again later, in case that one died."""


@act("exchange.ask_export")
def ask_export(*, by: Account) -> Export:
    """A file with everything of mine is promised. One is made at a time, and three may wait; more are refused."""
    alone(person=by.pk)
    if Export.objects.filter(person=by, state=Export.State.WAITING).count() >= MOST_WAITING:
        raise Refusal(_("Three files of yours wait already. The next one can be asked for when one of them is ready."))
    export = Export.objects.create(person=by)
    outbox.put("exchange.make", str(export.pk), {"export": str(export.pk)})
    return export


@act("exchange.begin_export")
def begin_export(*, by: None, export: Export) -> Export | None:
    """The next one of this person is being made; None when none waits, or when the one that is being made will take it along."""
    if not Account.objects.select_for_update().filter(pk=export.person_id).exists():
        return None
    mine = Export.objects.filter(person_id=export.person_id)
    running = mine.filter(state=Export.State.MAKING).first()
    if running is not None and running.begun_at is not None and running.begun_at > clock.now() - DEAD_AFTER:
        if running.pk == export.pk:
            raise StillMaking
        return None
    turn = running or mine.filter(state=Export.State.WAITING).order_by("made_at", "pk").first()
    if turn is not None:
        turn.state, turn.begun_at = Export.State.MAKING, clock.now()
        turn.save(update_fields=["state", "begun_at"])
    return turn


@act("exchange.put_off_export")
def put_off_export(*, by: None, export: Export) -> None:
    """It could not be made; it waits again, and is tried again."""
    Export.objects.filter(pk=export.pk, state=Export.State.MAKING).update(state=Export.State.WAITING, begun_at=None)


@act("exchange.finish_export")
def finish_export(*, by: None, export: Export, stored: str, size: int) -> Export | None:
    """The file lies there for 24 hours and its owner is told. None when its person or its turn is gone."""
    until = clock.now() + timedelta(hours=KEPT_HOURS)
    done = Export.objects.filter(pk=export.pk, state=Export.State.MAKING).update(state=Export.State.READY, stored=stored, size=size, until_at=until)
    if not done:
        return None
    export.refresh_from_db()
    tell(by=None, person=export.person, kind="export", key=f"export:{export.code}", href=reverse("exchange:take"))
    return export


@act("exchange.note_host_export")
def note_host_export(*, by: None, account: Account) -> None:
    """Whoever runs the instance takes everything of this account: its owner reads so in the access log, before anything is written."""
    with translation.override(account.language):
        line = log_access(by=None, person=account, what=_("your whole account, as one file"), how="command")
        tell(by=None, person=account, kind="looked", key=f"looked:{line.pk}", name=line.by_name, href=reverse("people:access"))


@act("exchange.sweep_exports")
def sweep_exports(*, by: None) -> None:
    """Files whose day is over go at once, their rows after a month; one that was never made is promised again."""
    now = clock.now()
    for export in Export.objects.select_for_update().filter(state=Export.State.READY, until_at__lt=now)[:200]:
        outbox.put("exchange.unshelve", export.stored, {"stored": export.stored})
        export.state, export.stored = Export.State.OVER, ""
        export.save(update_fields=["state", "stored"])
    Export.objects.filter(state=Export.State.OVER, until_at__lt=now - ROWS_KEPT).delete()
    late = Export.objects.filter(state__in=[Export.State.WAITING, Export.State.MAKING], made_at__lt=now - timedelta(days=1))
    for pk in late.values_list("pk", flat=True)[:200]:
        outbox.put("exchange.make", f"{pk}:{now:%Y%m%d}", {"export": str(pk)})
    for name in kept.older_than(now - timedelta(days=2)):
        outbox.put("exchange.unshelve", name, {"stored": name})
