"""Days of what I saved, for my own calendar."""

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from staffroom.catalogue.described import HAPPENINGS
from staffroom.catalogue.models import Offer
from staffroom.kit.calendars.writing import Dated
from staffroom.practice import dated
from staffroom.practice.models import Saved
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer


def saved_days(viewer: Viewer) -> list[dated.Mine]:
    """When what waits in my go-back list is, and until when one may come; what is over is not there."""
    saved = {row.about_id: row for row in visible_to(viewer, Saved).filter(became="", about_kind="offer").only("code", "made_at", "about_id")}
    has_day = Q(closes_on__isnull=False) | Q(starts_on__isnull=False, kind__in=HAPPENINGS)
    found = []
    for offer in visible_to(viewer, Offer).filter(has_day, pk__in=saved, closed_at=None).order_by("pk"):
        row = saved[offer.pk]
        url = f"{settings.BASE_URL.rstrip('/')}/find/{offer.code}/" if settings.BASE_URL else ""
        if offer.closes_on:
            title = _("Last day: %(title)s") % {"title": offer.title}
            found.append(dated.Mine(Dated(f"{row.code}-last@staffroom", title, offer.closes_on, row.made_at, url=url), _("a deadline")))
        if offer.starts_on and offer.kind in HAPPENINGS:
            told = Dated(f"{row.code}@staffroom", offer.title, offer.starts_on, row.made_at, offer.ends_on, place=offer.place, url=url)
            found.append(dated.Mine(told, _("something saved")))
    return found
