"""Who may know what of events. A public one hangs for anyone; one for a body is for those who belong to it or below it; one by link for whoever
has a foot in it. Who goes, waits and was there is known to each alone and to whoever runs the event or keeps its list.
"""

import hmac
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.events import codes
from staffroom.events.models import TELLS_HOST, Amendment, Asking, Event, EventNews, Going, Guest, Planned, Presence, Series, Stay, Try
from staffroom.events.policy import window
from staffroom.events.times import AFTER, BEFORE
from staffroom.kit import clock
from staffroom.orgs.models import CHAIN, DEPTH, Membership
from staffroom.orgs.queries import current, speaks_for
from staffroom.orgs.rules import may_speak, party, scope
from staffroom.people.models import Account
from staffroom.sharing.rules import WALL, Columns, Reader, by_person, declare, declare_notebook
from staffroom.sharing.viewers import Viewer

SERVER = gettext_lazy("Could read it")
KEEPS = (Going.Part.HOSTS, Going.Part.LEADS, Going.Part.HELPS)


def _belongs(viewer: Viewer, day: date | None) -> Q:
    """Events for the bodies to which this viewer belongs that day (today, unless told), and for those above them."""
    found = Q(organisation=OuterRef("audience_body_id"))
    for up in range(1, DEPTH):
        found |= Q(**{"organisation__" + "__".join(["parent"] * up): OuterRef("audience_body_id")})
    return Q(party(viewer, "audience_body"), Exists(current(day).filter(found, person_id=viewer.pk)), audience=Event.Audience.BODY)


def _going(viewer: Viewer, **more) -> Exists:
    return Exists(Going.objects.filter(event=OuterRef("pk"), person_id=viewer.pk, **more))


def runs(viewer: Viewer) -> Q:
    """Events that are this viewer's to run: as host, or as one who speaks for the body that hosts."""
    if not viewer.holds_own_key:
        return Q(pk__in=[])
    return Q(host=viewer.pk) | Q(organisation__in=scope(viewer, Membership.SPEAKING_ROLES))


def visible(viewer: Viewer, day: date | None = None) -> QuerySet[Event]:
    """`day`: on which memberships are in force; today, unless told."""
    rows = Event.objects.select_related("host", "series", "audience_body", f"organisation__{CHAIN}")
    hangs = Q(audience=Event.Audience.PUBLIC)
    if viewer.account is None:
        return rows.filter(hangs, taken_down_at=None)
    if viewer.holds_own_key:
        hangs |= Q(_going(viewer)) | Q(Exists(Presence.objects.filter(event=OuterRef("pk"), person_id=viewer.pk)))
    return rows.filter(Q(hangs | _belongs(viewer, day), taken_down_at=None) | runs(viewer))


def kept(viewer: Viewer) -> QuerySet[Event]:
    """Events whose list this viewer may keep."""
    if not viewer.holds_own_key:
        return Event.objects.none()
    return Event.objects.filter(runs(viewer) | Q(_going(viewer, part__in=KEEPS)))


def may_read(viewer: Viewer, event: Event) -> bool:
    if event.audience == Event.Audience.PUBLIC and event.taken_down_at is None:
        return True
    return visible(viewer).filter(pk=event.pk).exists()


def may_run(viewer: Viewer, event: Event | Planned) -> bool:
    """Change it, move it, call it off, say who leads: its host, or who speaks for the body in whose name it is."""
    if not viewer.holds_own_key:
        return False
    return event.host_id == viewer.pk or (event.organisation is not None and may_speak(viewer, event.organisation))


def run_by(viewer: Viewer) -> QuerySet[Event]:
    """Events that this viewer runs."""
    return Event.objects.filter(runs(viewer))


def is_run_by(by: Account, event: Event) -> bool:
    """The same within an act, asked of the database: does this account run the event today?"""
    return event.host_id == by.pk or (event.organisation is not None and speaks_for(by.pk, event.organisation) is not None)


def may_keep(viewer: Viewer, event: Event) -> bool:
    """Keep the list of who was there: whoever runs it, leads in it or helps."""
    return may_run(viewer, event) or (viewer.holds_own_key and Going.objects.filter(event=event, person=viewer.pk, part__in=KEEPS).exists())


def may_answer(viewer: Viewer, event: Event) -> bool:
    return viewer.holds_own_key and may_read(viewer, event)


def readers(event: Event) -> list[Reader]:
    goes = _("Whoever goes, waits for a seat or is interested")
    if event.audience == Event.Audience.PUBLIC:
        return [Reader(name=_("Anyone"), why=_("It hangs on the wall, also for people who are not signed in. A person’s name is read only by people "
                                               "who are, and the link to join only by those who go."))]
    if event.audience == Event.Audience.BODY:
        return [Reader(name=_("Everybody who belongs to %(body)s or to a body below it") % {"body": event.audience_body}, why=_("It is for them.")),
                Reader(name=goes, why=_("They said so when they could see it."))]
    return [Reader(name=_("Whoever has the link"), why=_("It stands in no list.")), Reader(name=goes, why=_("They came by the link."))]


def holds_code(event: Event, code: str) -> bool:
    """Is this the code at the door now? From half an hour before it begins until two hours after it ends."""
    now = clock.now()
    if not event.starts_at - BEFORE <= now <= event.ends_at + AFTER:
        return False
    return _fits(code, *codes.rotating(event.door_key, now), codes.printed(event.door_key))


def lets_guests_in(event: Event, code: str) -> bool:
    """Is this the code for guests, until the event is over?"""
    return not event.is_over and _fits(code, codes.for_guests(event.door_key))


def word_of(event: Event, said: str) -> int | None:
    """Which code word this is, if it is one of those that are taken now."""
    now, terms = clock.now(), event.terms
    numbers = range(terms.words) if terms else ()
    for number in numbers:
        begins_at, until_at = window(number, len(numbers), event.starts_at, event.ends_at)
        if begins_at <= now <= until_at and _fits(said, codes.word(event.door_key, number)):
            return number
    return None


def _fits(code: str, *right: str) -> bool:
    said = codes.tidy(code).encode()
    return sum(hmac.compare_digest(said, one.encode()) for one in right) > 0  # all are compared, whichever fits


# Who goes and who was there


def _mine(viewer: Viewer) -> Q:
    return Q(person=viewer.pk) if viewer.holds_own_key else Q(pk__in=[])


def visible_goings(viewer: Viewer) -> QuerySet[Going]:
    rows = Going.objects.select_related("person", "guest")
    return rows.filter(_mine(viewer) | Q(event__in=kept(viewer).values("pk"), answer__in=TELLS_HOST))


def may_read_going(viewer: Viewer, going: Going) -> bool:
    own = viewer.holds_own_key and going.person_id == viewer.pk
    return own or (going.answer in TELLS_HOST and may_keep(viewer, going.event))


def visible_presences(viewer: Viewer) -> QuerySet[Presence]:
    return Presence.objects.select_related("person", "guest", "confirmed_by", f"event__organisation__{CHAIN}").filter(
        _mine(viewer) | Q(event__in=kept(viewer).values("pk")))


def may_read_presence(viewer: Viewer, presence: Presence) -> bool:
    return is_own(viewer, presence) or may_keep(viewer, presence.event)


def is_own(viewer: Viewer, thing) -> bool:
    return viewer.holds_own_key and thing.person_id == viewer.pk


def may_correct(viewer: Viewer, presence: Presence) -> bool:
    """Whoever keeps the list, but for themselves."""
    return presence.person_id != viewer.pk and may_keep(viewer, presence.event)


def keepers(thing) -> list[Reader]:
    event = thing.event
    why = _("They run the event or keep its list.")
    mine = getattr(thing, "person", None)
    held = Going.objects.filter(event=event, part__in=KEEPS).exclude(person=mine and mine.pk).select_related("person")
    is_told = not isinstance(thing, Going) or thing.answer in TELLS_HOST
    told = [Reader(name=str(row.person), why=why, account=row.person) for row in held] if is_told else []
    body = [Reader(name=_("Those who speak for %(body)s") % {"body": event.organisation}, why=why)] if event.organisation and is_told else []
    who = thing if isinstance(thing, Guest) else mine or thing.guest
    return [Reader(name=str(who), why=_("They said so themselves, or were put on the list."), account=mine), *told, *body]


def visible_guests(viewer: Viewer) -> QuerySet[Guest]:
    return Guest.objects.select_related(f"event__organisation__{CHAIN}").filter(event__in=kept(viewer).values("pk"))


# What has no date yet


def visible_planned(viewer: Viewer) -> QuerySet[Planned]:
    """What hangs, for anyone; to whoever runs it what was taken down too."""
    return Planned.objects.select_related("host", "event", f"organisation__{CHAIN}").filter(Q(taken_down_at=None) | runs(viewer))


def may_read_planned(viewer: Viewer, planned: Planned) -> bool:
    return planned.taken_down_at is None or may_run(viewer, planned)


def may_ask(viewer: Viewer, planned: Planned) -> bool:
    return viewer.holds_own_key and may_read_planned(viewer, planned)


WORDS = gettext_lazy("Events: what, when, where and in whose name")
YES = gettext_lazy("Yes")
COLUMNS = Columns(named=YES, group=YES, principal=YES, office=YES, server=YES)
declare(Event, words=WORDS, home=WALL, visible=visible, with_code=by_person(visible), readers=readers, columns=COLUMNS, verbs={
    "read": may_read, "answer": may_answer, "run": may_run, "keep": may_keep})
declare(Series, words=WORDS, home=WALL, visible=lambda viewer: Series.objects.filter(pk__in=visible(viewer).exclude(series=None).values("series")),
        verbs={"read": lambda viewer, series: visible(viewer).filter(series=series).exists()}, columns=COLUMNS,
        readers=lambda series: [Reader(name=_("Anyone"), why=_("Each sees the editions that are for them."))])
declare(EventNews, words=WORDS, home=WALL, visible=lambda viewer: EventNews.objects.filter(event__in=visible(viewer).values("pk")),
        verbs={"read": lambda viewer, news: may_read(viewer, news.event)}, columns=COLUMNS, readers=lambda news: readers(news.event))
_KEPT = Columns(group=gettext_lazy("Whoever runs the event or keeps its list"), principal=gettext_lazy("Where they speak for the body that hosts"),
                office=gettext_lazy("Where they speak for the body that hosts"), server=SERVER)
declare(Going, words=gettext_lazy("That you go to an event or wait for a seat; that you are interested, only you"), home=WALL, visible=visible_goings,
        verbs={"read": may_read_going}, readers=keepers, columns=_KEPT)
declare(Guest, words=gettext_lazy("The name of a guest on the list of an event"), home=WALL, visible=visible_guests, readers=keepers, columns=_KEPT,
        verbs={"read": lambda viewer, guest: may_keep(viewer, guest.event), "keep": lambda viewer, guest: may_keep(viewer, guest.event)})
declare(Presence, words=gettext_lazy("That you were at an event, and for how long"), home=WALL, visible=visible_presences, readers=keepers,
        verbs={"read": may_read_presence, "correct": may_correct, "take": is_own}, columns=_KEPT)
declare(Amendment, words=gettext_lazy("That you were at an event, and for how long"), home=WALL, columns=_KEPT,
        visible=lambda viewer: Amendment.objects.select_related("by").filter(presence__in=visible_presences(viewer).values("pk")),
        verbs={"read": lambda viewer, row: may_read_presence(viewer, row.presence)}, readers=lambda row: keepers(row.presence))
declare(Stay, words=gettext_lazy("When you came to an event and left"), home=WALL, columns=_KEPT, readers=keepers,
        visible=lambda viewer: Stay.objects.filter(_mine(viewer) | Q(event__in=kept(viewer).values("pk"))),
        verbs={"read": lambda viewer, row: is_own(viewer, row) or may_keep(viewer, row.event)})
declare_notebook(Try, words=gettext_lazy("What you take home from an event and mean to try"))
declare(Planned, words=gettext_lazy("What is to take place and has no date yet, and how many ask for it"), home=WALL, visible=visible_planned,
        verbs={"read": may_read_planned, "ask": may_ask, "run": may_run}, columns=COLUMNS, readers=lambda planned: [Reader(name=_("Anyone"), why=_(
            "It hangs on the wall, also for people who are not signed in. A name is read only by people who are."))])
declare_notebook(Asking, words=gettext_lazy("Of which events you want to be told first: only how many do is public"),
                 columns=Columns(server=gettext_lazy("Could read it")))
