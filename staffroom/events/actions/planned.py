"""What has no date yet: announced, asked for, given a date with a head start for those who asked, given up."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from staffroom.events import times
from staffroom.events.actions.held import runs
from staffroom.events.models import Asking, Event, Going, Planned
from staffroom.kit import clock, outbox
from staffroom.kit.acts import Refusal, act
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice
from staffroom.orgs.models import Organisation
from staffroom.orgs.queries import speaks_for
from staffroom.people.models import Account
from staffroom.people.queries import alone, counted

MOST_OPEN = 20
MOST_ASKING = 5_000
AT_ONCE = 200
HEAD = timedelta(hours=24)  # longer than any night: whoever is not told in their quiet hours still has ten of them
TELL_FIRST = "events.tell_first"


def hold_planned(planned: Planned) -> Planned:
    """It as it is now, held. Raises Refusal when it hangs no more, has its date, or was given up."""
    held = Planned.objects.select_for_update(of=("self",)).select_related("organisation").filter(pk=planned.pk).first()
    if held is None or held.taken_down_at:
        raise Refusal(_("This does not hang here any more. Nothing was changed."))
    if held.dated_at:
        raise Refusal(_("It has its date already. Nothing was changed."))
    if held.dropped_at:
        raise Refusal(_("It was given up. Nothing was changed."))
    return held


@act("events.announce")
def announce(*, by: Account, kind: str, title: str, words: str = "", season: str = "", organisation: Organisation | None = None) -> Planned:
    """It hangs for anyone without a date, and whoever wants can ask to be told first. Raises Refusal."""
    alone(person=by.pk)
    if Planned.objects.filter(host=by, dated_at=None, dropped_at=None).count() >= MOST_OPEN:
        raise Refusal(_("Twenty of yours wait for a date. Set one, or give one up; nothing was put up."))
    _speaks(by, organisation)
    return Planned.objects.create(host=by, organisation=organisation, kind=kind, title=title, words=words, season=season, is_demo=by.is_demo)


@act("events.reword")
def reword(*, by: Account, planned: Planned, version: int, kind: str, title: str, words: str = "", season: str = "",
           organisation: Organisation | None = None) -> Planned:
    """It reads so from now on. Raises Refusal when it was changed elsewhere since `version`."""
    held = hold_planned(planned)
    runs(by, held)
    if held.version != version:
        raise Refusal(_("Somebody changed this meanwhile. Nothing was changed; open it again to see how it reads now."))
    if organisation != held.organisation:
        _speaks(by, organisation)
    held.kind, held.title, held.words, held.season, held.organisation = kind, title, words, season, organisation
    held.version += 1
    return _kept(held, "kind", "title", "words", "season", "organisation", "version")


@act("events.tell_me_first")
def tell_me_first(*, by: Account, planned: Planned) -> Planned:
    """This person is told first when there is a date; one more is counted, once, however often it is said. Raises Refusal."""
    held = hold_planned(planned)
    if held.host_id == by.pk:
        raise Refusal(_("You announced it yourself. Nothing was changed."))
    if Asking.objects.filter(planned=held).count() >= MOST_ASKING:
        raise Refusal(_("Five thousand people asked already. Nothing was changed."))
    Asking.objects.bulk_create([Asking(planned=held, person=by)], ignore_conflicts=True)
    return _counted(held)


@act("events.tell_me_no_more")
def tell_me_no_more(*, by: Account, planned: Planned) -> Planned:
    """This person asks no longer, and does not count any more. Raises Refusal when it has its date: there one says that one does not go."""
    held = hold_planned(planned)
    Asking.objects.filter(planned=held, person=by).delete()
    return _counted(held)


@act("events.give_up_planned")
def give_up_planned(*, by: Account, planned: Planned, why: str) -> Planned:
    """It will not take place, and why stands beside it; those who asked are told. Raises Refusal."""
    held = hold_planned(planned)
    runs(by, held)
    if not why:
        raise Refusal(_("Say why, please. Nothing was changed."))
    return dropped(held, why)


def dropped(held: Planned, why: str) -> Planned:
    held.dropped_at, held.why = clock.now(), why
    outbox.put(TELL_FIRST, f"planned:{held.pk}", {"planned": str(held.pk)})
    return _kept(held, "dropped_at", "why")


def given_a_date(by: Account, held: Planned, event: Event) -> None:
    """Within an act that holds it: it is this event from now on. Everybody who asked is interested in it, is told by the worker in the order in
    which they asked, and may sign up before all others. Raises Refusal.
    """
    runs(by, held)
    if event.audience != Event.Audience.PUBLIC:
        raise Refusal(_("It was announced for anyone, so the event is for anyone too. Nothing was put up."))
    asked = list(Asking.objects.filter(planned=held).exclude(person=by).order_by("made_at", "pk").values_list("person", flat=True))
    Going.objects.bulk_create([Going(event=event, person_id=person, answer=Going.Answer.INTERESTED, is_early=True) for person in asked])
    event.open_to_all_at = head_start(event, clock.now()) if asked else None
    event.save(update_fields=["open_to_all_at"])
    held.event, held.dated_at = event, clock.now()
    outbox.put(TELL_FIRST, f"planned:{held.pk}", {"planned": str(held.pk)})
    _kept(held, "event", "dated_at")


def head_start(event: Event, now: datetime) -> datetime | None:
    """Until when only those who asked sign up: a day from the opening; None where the others would not have a day too."""
    opens = max(now, times.midnight(event.opens_on, event.zone)) if event.opens_on else now
    shuts = min(event.starts_at, times.midnight(event.closes_on + timedelta(days=1), event.zone)) if event.closes_on else event.starts_at
    return opens + HEAD if opens + 2 * HEAD <= shuts else None


@act("events.tell_first")
def tell_first(*, by: None, planned: Planned) -> int:
    """The next two hundred who asked are told, in the order in which they asked, and their asking is gone; how many that were."""
    held = Planned.objects.select_for_update(of=("self",)).select_related("event").filter(pk=planned.pk).first()
    if held is None or held.is_open:
        return 0
    rows = list(Asking.objects.filter(planned=held).select_related("person").order_by("made_at", "pk")[:AT_ONCE])
    event = held.event
    kind, href = (Notice.Kind.OFF, held.href) if event is None else (Notice.Kind.FIRST, event.href)
    for row in rows:
        if event is None or event.host_id != row.person_id:
            notices.tell(by=None, person=row.person, kind=kind, key=f"planned:{held.pk}", name=held.title[:160], href=href)
    Asking.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def take_down_planned(planned: Planned) -> None:
    """Within an act: it stands on no page but its host's; who asked is not touched."""
    _set_down(planned, clock.now())


def put_up_planned(planned: Planned) -> None:
    """Within an act: it hangs again as it did."""
    _set_down(planned, None)


def _set_down(planned: Planned, at: datetime | None) -> None:
    Planned.objects.filter(pk=planned.pk).update(taken_down_at=at, changed_at=clock.now())


def leave_planned(account: Account) -> None:
    """Within the act that erases somebody: they ask no longer; what they announced is given up, or stays with the body in whose name it was."""
    for asking in Asking.objects.filter(person=account, planned__dated_at=None, planned__dropped_at=None):
        held = Planned.objects.select_for_update().get(pk=asking.planned_id)
        asking.delete()
        _counted(held)
    for held in Planned.objects.filter(host=account).select_for_update(of=("self",)).select_related("organisation"):
        if not held.asking_count and held.organisation is None:
            continue
        if held.is_open and held.organisation is None:
            dropped(held, _("Whoever announced it has left."))
        held.host = None
        _kept(held, "host")


def _speaks(by: Account, organisation: Organisation | None) -> None:
    if organisation is not None and speaks_for(by.pk, organisation) is None:
        raise Refusal(_("You do not speak for this body today. Nothing was put up."))


def _counted(held: Planned) -> Planned:
    held.asking_count = Asking.objects.filter(Q() if held.is_demo else counted("person"), planned=held).count()
    return _kept(held, "asking_count")


def _kept(held: Planned, *fields: str) -> Planned:
    held.changed_at = clock.now()
    held.save(update_fields=[*fields, "changed_at"])
    return held
