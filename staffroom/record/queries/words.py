"""Entries and rungs in words."""

from django.utils import timezone
from django.utils.translation import gettext as _

from staffroom.kit import clock
from staffroom.record.models import Rung
from staffroom.sharing.viewers import Viewer
from staffroom.ui import paper


def step_words(step: str) -> str:
    return {"noted": _("noted"), "proof": _("proof"), "confirmed": _("confirmed"), "accepted": _("accepted")}[step]


def rung_says(rung: Rung, viewer: Viewer) -> str:
    """Who and when: "by you, 24 October"."""
    day = paper.day_in_words(timezone.localtime(rung.made_at), clock.now().year, short=True)
    if rung.by_id == viewer.pk:
        return _("by you, %(day)s") % {"day": day}
    return _("by %(name)s, %(day)s") % {"name": rung.in_name, "day": day}
