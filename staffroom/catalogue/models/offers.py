"""Offers: anything worth a teacher's minutes, with honest facts. What nobody knows stays empty and is shown as not known."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.kit import clock
from staffroom.kit.rows import Row
from staffroom.people.models import Account
from staffroom.topics.models import Topic


class Source(Row):
    """Where offers come from: the commons, a feed that is read again, links that people put up, or a file that was imported.

    The address of a feed may hold a reader's own token, so it is shown to nobody but the one who added it.
    """

    class Kind(models.TextChoices):
        COMMONS = "commons", _("the Staffroom commons")
        FEED = "feed", _("a feed")
        FILE = "file", _("a file")
        LINKS = "links", _("links that people put up")
        CARDS = "cards", _("practice cards that teachers wrote")
        OFFERED = "offered", _("what bodies offer that teachers led")

    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=200)
    url = models.URLField(max_length=500, blank=True)
    site = models.URLField(max_length=500, blank=True)
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=60, blank=True)
    read_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    failures_count = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=120, blank=True)
    added_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")

    known = {"kind": "public", "name": "public", "url": "owner", "site": "public", "etag": "never", "last_modified": "never", "read_at": "public",
             "due_at": "public", "failures_count": "public", "problem": "public", "added_by": "owner", "code": "public", "made_at": "public"}
    on_erase = "keep"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["url"], condition=~models.Q(url=""), name="source_once")]

    def __str__(self) -> str:
        return self.name


class Offer(Row):
    """An offer and its facts. Empty text and null mean "not known"; a fact says where it comes from.
    Facts named in `corrected` were set right by a person: nothing writes over them.

    One that is over (`over_at`, reckoned from its days and zone) leaves the lists when the clock finds it (`closed_at`) and keeps its page.
    """

    class Kind(models.TextChoices):
        PIECE = "piece", _("micro-learning")
        WAY = "way", _("way of learning")
        ARTICLE = "article", _("article")
        VIDEO = "video", _("video")
        PODCAST = "podcast", _("podcast")
        COURSE = "course", _("course")
        BOOK = "book", _("book")
        TOOLKIT = "toolkit", _("toolkit")
        WEBINAR = "webinar", _("webinar")
        COMMUNITY = "community", _("community")
        TOOL = "tool", _("tool")
        FEED = "feed", _("blog or feed")
        POST = "post", _("post from a feed")
        LESSON_BANK = "lesson-bank", _("lesson bank")
        REPORT = "report", _("report")
        PAGE = "page", _("web page")
        EVENT = "event", _("event")
        CONFERENCE = "conference", _("conference")
        CONTEST = "contest", _("contest")
        AWARD = "award", _("award")
        GRANT = "grant", _("grant")
        CALL = "call", _("call for contributions")
        PRACTICE = "practice", _("practice card")

    class Cost(models.TextChoices):
        FREE = "free", _("Free")
        PAID = "paid", _("Paid")

    class Level(models.TextChoices):
        ROOKIE = "rookie", _("new to this")
        PRACTISED = "practised", _("practised")
        EXPERT = "expert", _("expert")
        ANYONE = "anyone", _("anyone")

    class MinutesFrom(models.TextChoices):
        STATED = "stated", _("said by its maker")
        COUNTED = "counted", _("counted: 200 words a minute")
        TOLD = "told", _("said by a teacher")

    class Evidence(models.TextChoices):
        STUDY = "study", _("rests on studies")
        REVIEW = "review", _("rests on reviews of studies")
        PRACTICE = "practice", _("practice wisdom")
        OPINION = "opinion", _("opinion")

    class Reviewed(models.TextChoices):
        ASKED = "asked", _("asked for")
        IN_REVIEW = "begun", _("in review")
        REVIEWED = "reviewed", _("reviewed")
        CHANGES = "changes", _("changes wanted")

    key = models.CharField(max_length=120, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    feed = models.ForeignKey(Source, on_delete=models.SET_NULL, null=True, related_name="+")
    run = models.ForeignKey("ImportRun", on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=300)
    url = models.URLField(max_length=1000, blank=True)
    url_key = models.CharField(max_length=1000, blank=True)
    summary = models.CharField(max_length=500, blank=True)
    first_step = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    body_html = models.TextField(blank=True)
    maker = models.CharField(max_length=200, blank=True)
    paid_by = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveIntegerField(null=True)
    minutes_from = models.CharField(max_length=8, choices=MinutesFrom, blank=True)
    watch_minutes = models.PositiveIntegerField(null=True)
    do_minutes = models.PositiveIntegerField(null=True)
    relate_minutes = models.PositiveIntegerField(null=True)
    cost = models.CharField(max_length=4, choices=Cost, blank=True)
    cost_minor = models.PositiveIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    level = models.CharField(max_length=10, choices=Level, blank=True)
    language = models.CharField(max_length=12, blank=True)
    licence = models.CharField(max_length=120, blank=True)
    follow_up = models.BooleanField(null=True)
    evidence = models.CharField(max_length=8, choices=Evidence, blank=True)
    evidence_note = models.CharField(max_length=600, blank=True)
    evidence_url = models.URLField(max_length=1000, blank=True)
    asks_of_you = models.CharField(max_length=200, blank=True)
    captions = models.BooleanField(null=True)
    transcript = models.BooleanField(null=True)
    screen_reader = models.BooleanField(null=True)
    keyboard = models.BooleanField(null=True)
    counts_where = models.CharField(max_length=200, blank=True)
    offered = models.JSONField(default=list)  # bodies that offer it, with the minutes and the kind that each declares
    found_in = models.CharField(max_length=300, blank=True)
    looked_on = models.DateField(null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    closes_on = models.DateField(null=True)
    zone = models.CharField(max_length=40, blank=True)
    place = models.CharField(max_length=200, blank=True)
    online = models.BooleanField(null=True)
    over_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    added_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    isbn = models.CharField(max_length=13, blank=True)
    resolved_key = models.CharField(max_length=1000, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    corrected = models.JSONField(default=list)
    review = models.CharField(max_length=8, choices=Reviewed, blank=True)
    reviewed_on = models.DateField(null=True)
    review_due_on = models.DateField(null=True)
    silent_since_at = models.DateTimeField(null=True)
    silent_count = models.PositiveIntegerField(default=0)
    taken_down_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=clock.now)
    topics = models.ManyToManyField(Topic, related_name="+")

    known = dict.fromkeys(
        ("key", "source", "feed", "kind", "title", "url", "url_key", "summary", "first_step", "body", "body_html", "maker", "paid_by",
         "minutes", "minutes_from", "watch_minutes", "do_minutes", "relate_minutes", "cost", "cost_minor", "currency", "level", "language",
         "licence", "follow_up", "evidence", "evidence_note", "evidence_url", "asks_of_you", "captions", "transcript", "screen_reader",
         "keyboard", "counts_where", "offered", "corrected", "review", "reviewed_on", "review_due_on", "found_in", "looked_on", "starts_on",
         "ends_on", "closes_on", "zone", "place", "online",
         "over_at", "closed_at", "published_at", "topics", "changed_at", "isbn", "resolved_key", "merged_into", "silent_since_at",
         "silent_count", "code", "made_at"), "public") | {"added_by": "owner", "run": "owner", "taken_down_at": "never"}
    on_erase = "keep"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~models.Q(key=""), name="offer_key_once"),
            models.UniqueConstraint(fields=["url_key"], condition=~models.Q(url_key=""), name="offer_url_once"),
            models.CheckConstraint(condition=models.Q(starts_on=None) | models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                                   name="offer_days"),
        ]
        indexes = [models.Index(fields=["-made_at", "code"], name="offer_shelf"), models.Index(fields=["source"], name="offer_source"),
                   models.Index(fields=["changed_at"], name="offer_changed"),
                   models.Index(fields=["resolved_key"], condition=~models.Q(resolved_key=""), name="offer_resolved"),
                   models.Index(fields=["isbn"], condition=~models.Q(isbn=""), name="offer_isbn"),
                   models.Index(fields=["over_at"], condition=models.Q(closed_at=None) & ~models.Q(over_at=None), name="offer_over")]

    def __str__(self) -> str:
        return self.title

    @property
    def hangs(self) -> bool:
        """Does it stand in lists? One that is over has its page and stands in none."""
        return self.taken_down_at is None and self.closed_at is None


class Where(models.Model):
    """A place named by the facts of an offer, where it happens (`by` is "place") or where it counts ("counts"): what Find filters by.

    Derived from the facts whenever they are written. `words` are as whoever named the place first wrote it.
    """

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+")
    by = models.CharField(max_length=6)
    words = models.CharField(max_length=60)
    folded = models.CharField(max_length=120)

    known = {"id": "never", "offer": "public", "by": "public", "words": "public", "folded": "never"}
    owned_by = None
    on_erase = "keep"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "by", "words"], name="where_once")]
        indexes = [models.Index(fields=["by", "words"], name="where_words"), models.Index(fields=["by", "folded"], name="where_folded")]


class Merge(Row):
    """Two offers turned out to be the same: `gone` leads to `kept`, until somebody undoes it."""

    kept = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+")
    gone = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    known = dict.fromkeys(("kept", "gone", "by", "undone_at"), "owner")
    on_erase = "keep"  # old addresses go on leading to what was kept, whoever saw that they are the same

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gone"], condition=models.Q(undone_at=None), name="merged_once")]


class Visit(Row):
    """When the page of an offer is asked again whether it is still there, and what it said of itself last time."""

    offer = models.OneToOneField(Offer, on_delete=models.CASCADE, related_name="visit")
    due_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failures_count = models.PositiveIntegerField(default=0)
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=60, blank=True)

    known = {"offer": "public", "due_at": "never", "asked_at": "public", "failed_at": "public", "failures_count": "public", "etag": "never",
             "last_modified": "never", "code": "never", "made_at": "never"}
    on_erase = "keep"

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="visit_due")]
