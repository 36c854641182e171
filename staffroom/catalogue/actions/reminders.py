"""Reminding those who saved something of its last days."""

from datetime import timedelta

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Concat
from django.urls import reverse

from staffroom.catalogue.models import Offer
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
