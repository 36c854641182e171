"""Everything that happens by the clock, in one table: a sweep finds what is due, so a dead worker loses nothing."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from staffroom.kit import clock
from staffroom.kit.models import ClockRow, OutboxRow, Sent

log = logging.getLogger("staffroom.schedule")


@dataclass(frozen=True)
class Sweep:
    """A piece of recurring work: safe to run twice, begun at most once in `every` over all workers."""

    name: str
    every: timedelta
    run: Callable[[], object]


def _forget_old_forms() -> None:
    Sent.objects.filter(at__lt=clock.now() - timedelta(days=30)).delete()


def _forget_done_effects() -> None:
    OutboxRow.objects.filter(state="done", done_at__lt=clock.now() - timedelta(days=30)).delete()


def _words() -> None:
    from staffroom.kit.spelling import count_words
    count_words(by=None)


def _invitations() -> None:
    from staffroom.orgs.actions import forget_invitations
    forget_invitations(by=None)


def _sessions() -> None:
    from django.core.management import call_command
    call_command("clearsessions")


def _let_go() -> None:
    from staffroom.record import actions
    actions.sweep_removals(by=None)


def _shelf() -> None:
    from staffroom.record import actions
    actions.sweep_shelf(by=None)


def _badges() -> None:
    from staffroom.credentials import actions
    actions.sweep(by=None)


def _ledger() -> None:
    from staffroom.ledger import actions
    actions.seal(by=None)


def _taken_back() -> None:
    from staffroom.credentials import actions
    actions.sign_lists()


def _access() -> None:
    from staffroom.people.actions import forget_access
    forget_access(by=None)


def _feeds() -> None:
    from staffroom.catalogue import actions
    actions.ask_for_feeds(by=None)


def _what_became() -> None:
    from staffroom.practice import actions
    while actions.ask_due(by=None):
        pass


def _reminders() -> None:
    from staffroom.catalogue import actions as catalogue
    from staffroom.credit import actions as credit
    from staffroom.practice import actions
    while actions.remind_due(by=None):
        pass
    while catalogue.remind_closing(by=None):
        pass
    while catalogue.remind_due_reviews(by=None):
        pass
    while actions.ask_rested(by=None):
        pass
    while credit.remind_due(by=None):
        pass


def _events_soon() -> None:
    from staffroom.events import actions
    while actions.remind_due(by=None):
        pass


def _events_by_the_wall() -> None:
    from staffroom.events import actions
    actions.keep_clock_times(by=None)


def _guests() -> None:
    from staffroom.events import actions
    actions.sweep_guests(by=None)


def _attendance() -> None:
    from staffroom.attendance import actions
    from staffroom.certificates import actions as certificates
    while certificates.issue_due(by=None):
        pass
    while actions.close_due(by=None):
        pass


def _saved_searches() -> None:
    from staffroom.catalogue import actions
    actions.look_again(by=None)


def _old_drafts() -> None:
    from staffroom.catalogue import actions
    actions.forget_drafts(by=None)


def _asked_by_mail() -> None:
    from staffroom.needs import actions
    from staffroom.notices.actions import forget_codes
    forget_codes(by=None)
    after = actions.ask_by_mail(by=None)
    while after:
        after = actions.ask_by_mail(by=None, after=after)


def _framework_drafts() -> None:
    from staffroom.frameworks import actions
    actions.forget_drafts(by=None)


def _over() -> None:
    from staffroom.catalogue import actions
    actions.close_over(by=None)


def _visits() -> None:
    from staffroom.catalogue import actions
    actions.ask_for_visits(by=None)


def _leaving() -> None:
    from staffroom.exchange import actions
    actions.sweep_exports(by=None)
    actions.erase_due(by=None)


SWEEPS: list[Sweep] = [
    Sweep("kit.sent", timedelta(hours=6), _forget_old_forms),
    Sweep("kit.outbox", timedelta(hours=6), _forget_done_effects),
    Sweep("kit.words", timedelta(hours=6), _words),
    Sweep("orgs.invitations", timedelta(hours=24), _invitations),
    Sweep("people.sessions", timedelta(hours=6), _sessions),
    Sweep("record.let_go", timedelta(hours=1), _let_go),
    Sweep("record.shelf", timedelta(hours=24), _shelf),
    Sweep("credentials.waiting", timedelta(hours=1), _badges),
    Sweep("ledger.seal", timedelta(hours=1), _ledger),
    Sweep("credentials.taken_back", timedelta(minutes=10), _taken_back),
    Sweep("people.access", timedelta(hours=24), _access),
    Sweep("exchange.leaving", timedelta(minutes=30), _leaving),
    Sweep("catalogue.feeds", timedelta(minutes=10), _feeds),
    Sweep("practice.asked", timedelta(minutes=30), _what_became),
    Sweep("practice.reminders", timedelta(minutes=30), _reminders),
    Sweep("events.soon", timedelta(minutes=5), _events_soon),
    Sweep("events.wall", timedelta(hours=24), _events_by_the_wall),
    Sweep("events.guests", timedelta(hours=1), _guests),
    Sweep("attendance.due", timedelta(minutes=10), _attendance),
    Sweep("catalogue.saved", timedelta(minutes=10), _saved_searches),
    Sweep("catalogue.over", timedelta(minutes=10), _over),
    Sweep("catalogue.visits", timedelta(minutes=10), _visits),
    Sweep("catalogue.drafts", timedelta(hours=6), _old_drafts),
    Sweep("needs.asked", timedelta(hours=1), _asked_by_mail),
    Sweep("frameworks.drafts", timedelta(hours=6), _framework_drafts),
]


def claim(sweep: Sweep) -> bool:
    """Begin a sweep if its time has come and no other worker has begun it."""
    now = clock.now()
    ClockRow.objects.get_or_create(name=sweep.name)
    due = Q(last_at=None) | Q(last_at__lte=now - sweep.every)
    return ClockRow.objects.filter(due, name=sweep.name).update(last_at=now) == 1


_known: dict[str, object] = {}


def run_due() -> list[str]:
    """Run every sweep that is due; a failing one is logged and comes again at its next time."""
    done = []
    now = clock.now()
    for sweep in SWEEPS:
        if sweep.name in _known and now < _known[sweep.name]:
            continue
        _known[sweep.name] = now + min(sweep.every, timedelta(minutes=1))
        if claim(sweep):
            try:
                sweep.run()
                done.append(sweep.name)
            except Exception:
                log.exception("%s failed", sweep.name)
    return done
