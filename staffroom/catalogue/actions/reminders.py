"""Reminding those who saved something of its last days, and reviewers of a review that is due again."""

from datetime import timedelta

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Concat
from django.urls import reverse

from staffroom.catalogue import rubric
from staffroom.catalogue.models import Offer, Review
from staffroom.kit import clock
from staffroom.kit.acts import act
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice, Preference
from staffroom.practice.models import Saved

LAST_DAYS = timedelta(days=7)
AT_ONCE = 200


@act("catalogue.remind_closing")
def remind_closing(*, by: None) -> int:
    """Whoever saved an offer that is over within seven days is told once that something closes, not what. How many were told."""
    now = clock.now()
    closing = Offer.objects.filter(over_at__gt=now, over_at__lte=now + LAST_DAYS, closed_at=None, taken_down_at=None).values("pk")
    wishes_none = Preference.objects.filter(person=OuterRef("person"), reminds=Preference.Reminds.NO)
    told = Notice.objects.filter(person=OuterRef("person"), key=Concat(Value("closing:"), OuterRef("code"), output_field=CharField()))
    rows = Saved.objects.filter(~Exists(wishes_none), ~Exists(told), became="", about_kind="offer", about_id__in=closing, person__is_active=True)
    found = list(rows.select_related("person").order_by("pk")[:AT_ONCE])
    for saved in found:
        notices.tell(by=None, person=saved.person, kind=Notice.Kind.CLOSING, key=f"closing:{saved.code}", href=reverse("practice:later"))
    return len(found)


@act("catalogue.remind_due_reviews")
def remind_due_reviews(*, by: None) -> int:
    """Whoever reviewed an offer two years ago or longer, and has not since, is told once that it is due again. How many were told."""
    wishes_none = Preference.objects.filter(person=OuterRef("person"), reminds=Preference.Reminds.NO)
    told = Notice.objects.filter(person=OuterRef("person"), key=Concat(Value("due:"), OuterRef("code"), output_field=CharField()))
    rows = Review.objects.filter(~Exists(wishes_none), ~Exists(told), until_at=None, taken_down_at=None, person__is_active=True,
                                 on_on__lte=rubric.due_since(clock.today_in("UTC")), offer__taken_down_at=None, offer__closed_at=None)
    found = list(rows.select_related("person", "offer").order_by("pk")[:AT_ONCE])
    for row in found:
        notices.tell(by=None, person=row.person, kind=Notice.Kind.DUE, key=f"due:{row.code}", href=reverse("catalogue:review", args=[row.offer.code]))
    return len(found)
