"""An event is put up, changed, moved, called off, made again, taken down."""

from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from staffroom.events import letters, times
from staffroom.events.actions.editions import announced
from staffroom.events.actions.held import changed, hold, index, keeps, runs, seated
from staffroom.events.actions.planned import given_a_date, hold_planned, leave_planned
from staffroom.events.models import TELLS_HOST, Event, EventNews, Going, Planned, Presence, Series
from staffroom.events.models.events import new_secret
from staffroom.kit import clock, outbox, search
from staffroom.kit.acts import Refusal, act
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice
from staffroom.orgs.models import Organisation
from staffroom.orgs.queries import chains_of, speaks_for
from staffroom.people.models import Account
from staffroom.people.queries import alone
from staffroom.record.actions import DraftMark
from staffroom.record.actions.drafts import use_up

MOST_A_DAY = 60
MOST_EDITIONS = 60
FARTHEST = timedelta(days=1_100)
LONG_AGO = timedelta(days=30 * 366)  # an edcamp that is over, brought in with its board
AT_ONCE = 200
TELL = "events.tell"
MOVES = ("starts_at", "ends_at", "zone", "place", "link")
CALENDAR = (*MOVES, "title", "words")


class Changed(Refusal):
    """The event was changed elsewhere since the form was opened; `event` is how it stands now."""

    def __init__(self, event: Event):
        super().__init__(_("Somebody changed this meanwhile."))
        self.event = event


@dataclass(frozen=True, kw_only=True)
class What:
    """What an event says of itself."""

    kind: str
    title: str
    span: times.Span
    words: str = ""
    meal_minutes: int = 0
    cover_minutes: int | None = None
    place: str = ""
    link: str = ""
    access: dict[str, str] = field(default_factory=dict)
    access_words: str = ""
    conduct: str = ""
    capacity: int | None = None
    over_count: int = 0
    over_words: str = ""
    opens_on: date | None = None
    closes_on: date | None = None
    audience: str = Event.Audience.PUBLIC
    audience_body: Organisation | None = None
    organisation: Organisation | None = None
    policy: dict = field(default_factory=dict)
    quiz: list = field(default_factory=list)


@act("events.put_up")
def put_up(*, by: Account, what: What, edition_of: Event | None = None, planned: Planned | None = None, draft: DraftMark | None = None) -> Event:
    """The event hangs for its audience, hosted by this person, in the name of a body if they speak for it today. No office is asked.

    One made from the last edition stands in its series with it. What was `planned` has its date: those who asked are told first. Raises Refusal
    for a time that cannot be, a body to which the host does not belong, or too many a day.
    """
    alone(person=by.pk)
    if Event.objects.filter(host=by, made_at__gt=clock.now() - timedelta(days=1)).count() >= MOST_A_DAY:
        raise Refusal(_("You put up sixty events since yesterday. Nothing was put up."))
    made = Event(host=by, is_demo=by.is_demo)
    _write(made, what)
    _check(by, made)
    if edition_of is not None:
        last = hold(edition_of)
        runs(by, last)
        made.series = _series_of(last)
    made.save(force_insert=True)
    Going.objects.create(event=made, person=by, answer=Going.Answer.GOING, part=Going.Part.HOSTS)
    if planned is not None:
        given_a_date(by, hold_planned(planned), made)
    if edition_of is not None:
        announced(made)
    index(made)
    use_up(by, draft)
    return made


@act("events.change")
def change(*, by: Account, event: Event, version: int, what: What, why: str = "", draft: DraftMark | None = None) -> Event:
    """The event reads so from now on. Whoever goes, waits or is interested is told when its time or place is another, and why.

    Raises Changed when it was changed elsewhere since `version`; Refusal when more people go than would be let in.
    """
    held = hold(event)
    runs(by, held)
    if held.version != version:
        raise Changed(held)
    if held.cancelled_at:
        raise Refusal(_("It was called off. Put up another one instead; nothing was changed."))
    before = {name: getattr(held, name) for name in CALENDAR} | {"audience": held.audience}
    if held.has_begun and (held.policy, held.quiz) != (what.policy, what.quiz):
        raise Refusal(_("What a certificate takes stays as it was when it began. Nothing was changed."))
    _write(held, what)
    _check(by, held, was=event)
    if held.places_count is not None and held.places_count < held.going_count:
        raise Refusal(_("More people go already than would be let in. Nothing was changed."))
    if held.audience != before["audience"]:
        held.door = new_secret()
    held.sequence += any(getattr(held, name) != before[name] for name in CALENDAR)
    held.version, held.changed_at = version + 1, clock.now()
    held.save()
    if any(getattr(held, name) != before[name] for name in MOVES) and not held.is_over:
        news = EventNews.objects.create(event=held, by=by, kind=EventNews.Kind.MOVED, why=why, was_at=before["starts_at"], was_place=before["place"])
        Going.objects.filter(event=held).update(reminded=None)
        _promise_to_tell(news)
    seated(held)
    index(held)
    use_up(by, draft)
    return held


@act("events.call_off")
def call_off(*, by: Account, event: Event, why: str) -> Event:
    """It does not take place, and why stands beside it. Whoever goes, waits or is interested is told. Twice is once."""
    held = hold(event)
    runs(by, held)
    if held.cancelled_at:
        return held
    if held.is_over:
        raise Refusal(_("It is over already. Nothing was changed."))
    if not why:
        raise Refusal(_("Say why, please. Nothing was changed."))
    return _called_off(held, by, why)


def _called_off(held: Event, by: Account | None, why: str) -> Event:
    held.cancelled_at, held.sequence = clock.now(), held.sequence + 1
    held.version += 1
    changed(held, "cancelled_at", "sequence", "version")
    _promise_to_tell(EventNews.objects.create(event=held, by=by, kind=EventNews.Kind.CANCELLED, why=why, was_at=held.starts_at, was_place=held.place))
    return held


@act("events.begin_series")
def begin_series(*, by: Account, event: Event, every_days: int, count: int) -> Series:
    """The event is one of a series, and so many more editions are made ahead, at the same time on the wall; each is changed by itself.

    Raises Refusal for more than sixty editions, or beyond three years.
    """
    held = hold(event)
    runs(by, held)
    if not 1 <= count <= MOST_EDITIONS or not 1 <= every_days <= 400:
        raise Refusal(_("One to sixty more, at most 400 days apart. Nothing was put up."))
    if held.starts_at + timedelta(days=every_days * count) > clock.now() + FARTHEST:
        raise Refusal(_("The last one would be more than three years away. Nothing was put up."))
    series = _series_of(held)
    if Event.objects.filter(series=series, starts_at__gt=clock.now()).count() + count > MOST_EDITIONS:
        raise Refusal(_("Sixty editions are ahead already. Nothing was put up."))
    made = [_edition(held, series, every_days * number) for number in range(1, count + 1)]
    announced(made[0])
    return series


def _series_of(held: Event) -> Series:
    """The series of an event that is held; one that stood alone begins one."""
    if held.series is None:
        held.series = Series.objects.create(host=held.host, title=held.title, is_demo=held.is_demo)
        changed(held, "series")
    return held.series


def _edition(held: Event, series: Series, days: int) -> Event:
    """The same again so many days later; the end comes as long after the beginning by the clock on the wall."""
    span = times.Span(times.shifted(held.starts_at, held.zone, days), times.shifted(held.ends_at, held.zone, days), held.zone)
    ahead = timedelta(days=days)
    what = What(**{one.name: getattr(held, one.name) for one in fields(What) if one.name not in {"span", "opens_on", "closes_on"}}, span=span,
                opens_on=held.opens_on + ahead if held.opens_on else None, closes_on=held.closes_on + ahead if held.closes_on else None)
    made = Event(host=held.host, series=series, is_demo=held.is_demo)
    _write(made, what)
    made.save(force_insert=True)
    if held.host_id:
        Going.objects.create(event=made, person=held.host, answer=Going.Answer.GOING, part=Going.Part.HOSTS)
    index(made)
    return made


@act("events.put_up_recording")
def put_up_recording(*, by: Account, event: Event, link: str = "", captions: str = "", transcript: str = "") -> Event:
    """Where the recording is, in which languages it has captions, and what is said in it; all empty takes it away. Raises Refusal."""
    held = hold(event)
    runs(by, held)
    if held.cancelled_at or not held.has_begun:
        raise Refusal(_("It has not begun yet. Nothing was kept."))
    said = {"link": link, "captions": captions, "transcript": transcript}
    held.recording = said if link or transcript else {}
    return changed(held, "recording")


# The worker and the clock


@act("events.tell")
def tell(*, by: None, news: EventNews, after: str = "") -> str:
    """The next two hundred of those who go, wait or are interested are told, each once; the last key, empty when all were told."""
    rows = Going.objects.filter(event=news.event_id).exclude(answer=Going.Answer.NOT).select_related("person", "guest")
    rows = rows.exclude(person=news.by_id) if news.by_id else rows
    found = list((rows.filter(pk__gt=UUID(after)) if after else rows).order_by("pk")[:AT_ONCE])
    kind = Notice.Kind.OFF if news.kind == EventNews.Kind.CANCELLED else Notice.Kind.MOVED
    for row in found:
        if row.person is not None:
            notices.tell(by=None, person=row.person, kind=kind, key=f"event-news:{news.pk}", name=news.event.title, href=news.event.href)
        else:
            letters.promise(str(kind), row.guest, f"event-news:{news.pk}:{row.pk}")
    return str(found[-1].pk) if len(found) == AT_ONCE else ""


@act("events.keep_clock_times")
def keep_clock_times(*, by: None) -> int:
    """When a zone changes its rules, what is to come keeps its time on the wall there; how many that moved."""
    moved = 0
    for event in Event.objects.filter(starts_at__gt=clock.now(), cancelled_at=None).select_for_update().iterator(chunk_size=500):
        starts_at, ends_at = times.again(event.begins, event.zone), times.again(event.ends, event.zone)
        if (starts_at, ends_at) != (event.starts_at, event.ends_at) and starts_at < ends_at:
            event.starts_at, event.ends_at, event.sequence = starts_at, ends_at, event.sequence + 1
            changed(event, "starts_at", "ends_at", "sequence")
            moved += 1
    return moved


def _promise_to_tell(news: EventNews) -> None:
    outbox.put(TELL, f"event-news:{news.pk}", {"news": str(news.pk)})


def take_away(event: Event) -> None:
    """Within an act of whoever runs it: an event in which nobody else has a foot is gone, as if it had never hung."""
    search.drop("event", [event.pk])
    event.delete()


# Taken down, put up again, left


def take_down_event(event: Event) -> None:
    """Within an act: it stands on no page but its host's and is not found; who goes and who was there is not touched."""
    _set_down(event, clock.now())


def put_up_event(event: Event) -> None:
    """Within an act: it hangs again as it did."""
    _set_down(event, None)


def _set_down(event: Event, at: datetime | None) -> None:
    held = Event.objects.select_for_update().get(pk=event.pk)
    held.taken_down_at = at
    changed(held, "taken_down_at")
    index(held)


@act("events.leave")
def leave(*, by: None, account: Account) -> None:
    """Somebody is erased: their seats are free; their events that nobody else had a foot in go, what is to come is called off, the rest stays
    without the name.
    """
    for going in Going.objects.filter(person=account).exclude(part=Going.Part.HOSTS).select_related("event"):
        held = Event.objects.select_for_update().get(pk=going.event_id)
        going.delete()
        seated(held)
    leave_planned(account)
    for event in Event.objects.filter(host=account).select_for_update(of=("self",)).select_related("organisation"):
        Going.objects.filter(event=event, person=account).delete()
        was_there = Presence.objects.filter(event=event).exclude(person=account)
        if not Going.objects.filter(event=event, answer__in=TELLS_HOST).exists() and not was_there.exists():
            search.drop("event", [event.pk])
            continue
        if not event.has_begun and event.cancelled_at is None and event.organisation is None:
            _called_off(event, None, _("Whoever hosted it has left."))
        event.host = None
        event.link = event.link if event.organisation else ""  # the room where they met was the host's
        changed(event, "host", "link")
    stays = Event.objects.exclude(host=account).exclude(series=None).values("series")
    Series.objects.filter(host=account, pk__in=stays).update(host=None)


def _write(event: Event, what: What) -> None:
    for one in fields(what):
        if one.name != "span":
            setattr(event, one.name, getattr(what, one.name))
    event.starts_at, event.ends_at, event.zone = what.span.starts_at, what.span.ends_at, what.span.zone
    event.begins, event.ends = times.written(event.starts_at, event.zone), times.written(event.ends_at, event.zone)


def _check(by: Account, event: Event, was: Event | None = None) -> None:
    if not timedelta() < event.ends_at - event.starts_at <= times.LONGEST:
        raise Refusal(_("An event lasts a day at most; several days are a series, with an edition for each. Nothing was put up."))
    if event.meal_minutes >= event.span.minutes:
        raise Refusal(_("Meals and breaks take all of the time. Nothing was put up."))
    if event.over_count > (event.capacity or 0):
        raise Refusal(_("At most as many more are let in as there are seats. Nothing was put up."))
    if event.terms is not None and (event.terms.problem or event.terms.has_quiz != bool(event.quiz)):
        raise Refusal(_("What a certificate takes does not fit together. Nothing was put up."))
    ago = clock.now() - event.starts_at
    if event.kind == Event.Kind.EDCAMP and ago > LONG_AGO:
        raise Refusal(_("Choose a day at most thirty years ago. Nothing was put up."))
    if -ago > FARTHEST or (ago > FARTHEST and event.kind != Event.Kind.EDCAMP):
        raise Refusal(_("Choose a day within three years. Nothing was put up."))
    if event.organisation and (was is None or was.organisation_id != event.organisation_id) and speaks_for(by.pk, event.organisation) is None:
        raise Refusal(_("You do not speak for this body today. Nothing was put up."))
    body = event.audience_body = event.audience_body if event.audience == Event.Audience.BODY else None
    if event.audience == Event.Audience.BODY and body is None:
        raise Refusal(_("Say for which body it is. Nothing was put up."))
    if body and (was is None or was.audience_body_id != body.pk) and body not in chains_of(by.pk) and speaks_for(by.pk, body) is None:
        raise Refusal(_("You do not belong to this body today. Nothing was put up."))



@act("events.count_meals")
def count_meals(*, by: Account, event: Event, minutes: int) -> Event:
    """So many minutes of the event are meals and breaks, as its day says. Raises Refusal."""
    held = hold(event)
    keeps(by, held)
    if not 0 <= minutes < held.span.minutes:
        raise Refusal(_("Meals and breaks take all of the time. Nothing was changed."))
    if held.meal_minutes != minutes:
        held.meal_minutes, held.version = minutes, held.version + 1
        changed(held, "meal_minutes", "version")
    return held
