"""An event, the series it is an edition of, and what happened to its date."""

import secrets
from datetime import date
from zoneinfo import ZoneInfo

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from staffroom.events.policy import Policy
from staffroom.events.times import Span
from staffroom.kit import clock
from staffroom.kit.rows import Derived, Row
from staffroom.kit.words import fold
from staffroom.orgs.models import Organisation
from staffroom.people.models import Account
from staffroom.record.models import Entry

# What people need to know before they come, each yes, no or not known.
ACCESS = {
    "step_free": _("Step-free way in"), "toilet": _("Accessible toilet"), "loop": _("Hearing loop"), "captions": _("Captions"),
    "sign": _("Sign language"), "quiet": _("Quiet room"),
}


def new_secret() -> str:
    """A secret that nobody can guess: the door of an event by link, the key of its codes."""
    return secrets.token_urlsafe(24)


class Series(Row):
    """Events that come again; each edition is a row of its own, made ahead, and can be changed by itself."""

    host = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    title = models.CharField(max_length=200)
    is_demo = models.BooleanField(default=False)

    known = dict.fromkeys(("host", "title", "is_demo", "code", "made_at"), "public")
    owned_by = "host"
    on_erase = "delete"  # one of which editions stay does so without the name: events.actions.leave

    def __str__(self) -> str:
        return self.title


class Event(Row):
    """Something with a beginning and an end, in a time zone of its own. One that lasts several days is a series with an edition a day.

    `host` speaks for it, in the name of `organisation` if that is given. It is for `audience`: anyone, the people of `audience_body` and of the
    bodies below it, or whoever holds the link (`door`). `begins` and `ends` are what the clock on the wall there shows (`times.written`).
    `over_count` more people are let in than there are seats (`capacity`), because not everybody comes; `over_words` is what happens if all do.
    `going_count` are those let in; `sequence` counts what a calendar has to learn of; `door_key` makes the codes at the door. `policy` is what a
    certificate takes (`policy.Policy`; {} for nothing besides being there), `quiz` its questions, `recording` its link, captions and transcript.
    Until `open_to_all_at` only those sign up who asked for it before it had a date. `cover_minutes` is for how long somebody else has to take the
    class of whoever comes: 0 outside school time, None where it is not said.
    """

    class Kind(models.TextChoices):
        WORKSHOP = "workshop", _("Workshop")
        TALK = "talk", _("Talk or meeting")
        WEBINAR = "webinar", _("Webinar")
        CONFERENCE = "conference", _("Conference")
        COURSE = "course", _("Course")
        VISIT = "visit", _("Visit")
        EDCAMP = "edcamp", _("Edcamp")
        OTHER = "other", _("Something else")

    class Audience(models.TextChoices):
        PUBLIC = "public", _("Anyone")
        BODY = "body", _("The people of a school or another body")
        LINK = "link", _("Whoever has the link")

    host = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    series = models.ForeignKey(Series, on_delete=models.SET_NULL, null=True, related_name="editions")
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    begins = models.CharField(max_length=25)
    ends = models.CharField(max_length=25)
    zone = models.CharField(max_length=40)
    meal_minutes = models.PositiveSmallIntegerField(default=0)
    cover_minutes = models.PositiveSmallIntegerField(null=True)
    place = models.CharField(max_length=200, blank=True)
    place_key = Derived(of="place", by=fold, max_length=240, blank=True)
    link = models.CharField(max_length=500, blank=True)
    access = models.JSONField(default=dict)
    access_words = models.CharField(max_length=600, blank=True)
    conduct = models.TextField(blank=True)
    policy = models.JSONField(default=dict)
    quiz = models.JSONField(default=list)
    recording = models.JSONField(default=dict)
    capacity = models.PositiveIntegerField(null=True)
    over_count = models.PositiveIntegerField(default=0)
    over_words = models.CharField(max_length=200, blank=True)
    going_count = models.PositiveIntegerField(default=0)
    opens_on = models.DateField(null=True)
    closes_on = models.DateField(null=True)
    open_to_all_at = models.DateTimeField(null=True)
    audience = models.CharField(max_length=6, choices=Audience, default=Audience.PUBLIC)
    audience_body = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    door = models.CharField(max_length=40, unique=True, default=new_secret)
    door_key = models.CharField(max_length=40, default=new_secret)
    version = models.PositiveIntegerField(default=1)
    sequence = models.PositiveIntegerField(default=0)
    is_demo = models.BooleanField(default=False)
    changed_at = models.DateTimeField(default=clock.now)
    cancelled_at = models.DateTimeField(null=True)
    taken_down_at = models.DateTimeField(null=True)

    known = dict.fromkeys((
        "host", "organisation", "series", "kind", "title", "words", "starts_at", "ends_at", "begins", "ends", "zone", "meal_minutes",
        "cover_minutes", "place", "access", "access_words", "conduct", "policy", "recording", "capacity", "over_count", "over_words",
        "going_count", "opens_on", "closes_on", "open_to_all_at", "audience", "audience_body", "is_demo", "cancelled_at", "code", "made_at"),
        "public") | {"link": "members", "quiz": "members"} | dict.fromkeys((
        "place_key", "door", "door_key", "version", "sequence", "changed_at", "taken_down_at"), "never")
    owned_by = "host"
    on_erase = "delete"  # one to which others went stays without the name: events.actions.leave

    class Meta:
        indexes = [models.Index(fields=["audience", "starts_at"], name="event_coming"), models.Index(fields=["changed_at"], name="event_changed"),
                   models.Index(fields=["organisation", "starts_at"], name="event_body"),
                   models.Index(fields=["host", "starts_at"], name="event_host"),
                   models.Index(fields=["starts_at"], name="event_starts")]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="event_ends_after_it_begins"),
            models.CheckConstraint(condition=models.Q(capacity=None) | models.Q(going_count__lte=models.F("capacity") + models.F("over_count")),
                                   name="event_seats"),
            models.CheckConstraint(condition=models.Q(over_count=0) | models.Q(capacity__isnull=False, capacity__gte=models.F("over_count")),
                                   name="event_over"),
            models.CheckConstraint(condition=models.Q(capacity=None) | models.Q(capacity__gte=1), name="event_capacity"),
            models.CheckConstraint(condition=~models.Q(audience="body") | models.Q(audience_body__isnull=False), name="event_for_a_body"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def href(self) -> str:
        return reverse("events:event", args=[self.code])

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at, self.zone)

    @property
    def terms(self) -> Policy | None:
        """What a certificate takes besides being there; None for nothing."""
        return Policy.of(self.policy)

    @property
    def minutes(self) -> int:
        """What counts for whoever was there from the beginning to the end: without meals."""
        return self.span.minutes - self.meal_minutes

    @property
    def is_over(self) -> bool:
        return self.ends_at <= clock.now()

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= clock.now()

    def day_for(self, zone: str) -> date:
        """The day on which it begins by the clock of somebody in this time zone; without one, by its own."""
        return self.starts_at.astimezone(ZoneInfo(zone or self.zone)).date()

    @property
    def places_count(self) -> int | None:
        """How many are let in: as many as there are seats, and those who are let in beyond; None where there is no limit."""
        return None if self.capacity is None else self.capacity + self.over_count

    @property
    def left_count(self) -> int | None:
        """How many more are let in; None where there is no limit."""
        return None if self.places_count is None else max(self.places_count - self.going_count, 0)

    @property
    def is_full(self) -> bool:
        return self.left_count == 0

    @property
    def standing_count(self) -> int:
        """How many of those who go have no seat if all of them come."""
        return 0 if self.capacity is None else max(self.going_count - self.capacity, 0)


class EventNews(Row):
    """What happened to the date of an event: moved or called off, by whom, and why."""

    class Kind(models.TextChoices):
        MOVED = "moved", _("moved")
        CANCELLED = "cancelled", _("called off")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="news")
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind)
    why = models.CharField(max_length=600, blank=True)
    was_at = models.DateTimeField()
    was_place = models.CharField(max_length=200, blank=True)

    known = dict.fromkeys(("event", "kind", "why", "was_at", "was_place", "code", "made_at"), "public") | {"by": "never"}
    on_erase = "keep"  # those who go rely on it; the name goes

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event"], condition=models.Q(kind="cancelled"), name="event_cancelled_once")]


ENTRY_KINDS = {
    Event.Kind.WORKSHOP: Entry.Kind.CONFERENCE, Event.Kind.CONFERENCE: Entry.Kind.CONFERENCE, Event.Kind.TALK: Entry.Kind.TALK,
    Event.Kind.WEBINAR: Entry.Kind.TALK, Event.Kind.COURSE: Entry.Kind.COURSE, Event.Kind.VISIT: Entry.Kind.VISIT,
    Event.Kind.EDCAMP: Entry.Kind.EDCAMP, Event.Kind.OTHER: Entry.Kind.OTHER,
}
