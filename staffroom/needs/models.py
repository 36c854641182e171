"""What people miss on the wall, who joined, and what was answered: public acts, put up by a form that says so."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.catalogue.models import Offer
from staffroom.kit import clock
from staffroom.kit.rows import Row
from staffroom.orgs.models import Organisation
from staffroom.people.models import Account
from staffroom.topics.models import Topic


class Kind(models.TextChoices):
    """How a need was answered."""

    OFFER = "offer", _("an offer fits")
    HOST = "host", _("a host is wanted")
    ELSEWHERE = "elsewhere", _("look there")
    TOLD = "told", _("told in words")
    DECLINED = "declined", _("declined, with the reason")


WAITS = ("", Kind.HOST)  # still open: nothing was answered, or somebody is looked for


class Need(Row):
    """One thing that somebody misses, in their own words. `person` is empty once its author took it back or left and others had joined.

    `backers_count` is how many people said "me too", the author among them; `answered_as` the kind of the answer that stands.
    """

    person = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    words = models.CharField(max_length=200)
    more = models.CharField(max_length=600, blank=True)
    is_named = models.BooleanField(default=False)
    level = models.CharField(max_length=10, choices=Offer.Level, blank=True)
    topics = models.ManyToManyField(Topic, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    backers_count = models.PositiveIntegerField(default=0)
    answered_as = models.CharField(max_length=9, choices=Kind, blank=True)
    is_demo = models.BooleanField(default=False)
    changed_at = models.DateTimeField(default=clock.now)
    taken_down_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")

    known = dict.fromkeys(("words", "more", "merged_into", "is_named", "level", "topics", "organisation", "backers_count", "answered_as", "is_demo",
                           "code", "made_at"), "public") | {"person": "owner", "changed_at": "never", "taken_down_at": "never"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["answered_as", "-backers_count", "made_at"], name="need_ranked"),
                   models.Index(fields=["changed_at"], name="need_changed")]

    def __str__(self) -> str:
        return self.words

    @property
    def waits(self) -> bool:
        return self.answered_as in WAITS


class NeedMerge(Row):
    """Two needs say the same: `gone` leads to `kept`, from `agreed_at` until it is undone. Before, one author waits for the other."""

    kept = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="+")
    gone = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    known = dict.fromkeys(("kept", "gone", "agreed_at", "undone_at", "code", "made_at"), "public") | {"by": "never"}
    on_erase = "keep"  # an old address goes on leading to what was kept, whoever saw that they are the same

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gone"], condition=models.Q(undone_at=None, agreed_at__isnull=False), name="need_merged_once"),
                       models.UniqueConstraint(fields=["gone", "kept"], condition=models.Q(undone_at=None), name="need_merge_asked_once")]
        indexes = [models.Index(fields=["kept"], name="need_merge_kept")]


class Backing(Row):
    """Somebody said "me too". How many is public, exactly; who, only they know. `via`: said of a need that was made one with this."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    via = models.ForeignKey(NeedMerge, on_delete=models.SET_NULL, null=True, related_name="+")

    known = {"need": "owner", "person": "owner", "via": "never"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["need", "person"], name="backing_once")]


class Answer(Row):
    """What was answered, in the name of a body or of one person. The newest one stands until the author says why it does not fit."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=600, blank=True)
    unfit_at = models.DateTimeField(null=True)
    unfit_why = models.CharField(max_length=300, blank=True)
    taken_down_at = models.DateTimeField(null=True)

    known = dict.fromkeys(("need", "by", "organisation", "kind", "offer", "words", "unfit_at", "unfit_why", "code", "made_at"), "public") | {
        "taken_down_at": "never"}
    on_erase = "keep"  # those who joined rely on it; the name goes

    class Meta:
        indexes = [models.Index(fields=["need", "-made_at"], name="answer_need")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(kind__in=["offer", "elsewhere"]) | models.Q(offer__isnull=False),
                                   name="answer_leads_somewhere"),
            models.CheckConstraint(condition=~models.Q(kind="declined") | ~models.Q(words=""), name="answer_declined_says_why"),
            models.CheckConstraint(condition=~models.Q(kind="told") | ~models.Q(words=""), name="answer_told_says_what"),
        ]
