"""Entries and rungs in words."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.kit import clock
from staffroom.record.models import Rung
from staffroom.sharing.viewers import Viewer
from staffroom.ui import paper

_STEPS = {"noted": gettext_lazy("noted"), "proof": gettext_lazy("proof"), "confirmed": gettext_lazy("confirmed"),
          "accepted": gettext_lazy("accepted")}


@paper.said_once
def step_words(step: str) -> str:
    return str(_STEPS[step])


def rung_says(rung: Rung, viewer: Viewer) -> str:
    """Who and when: "by you, 24 October"."""
    day = paper.day_in_words(timezone.localtime(rung.made_at), clock.now().year, short=True)
    if rung.by_id == viewer.pk:
        return _by_you(day)
    return _("by %(name)s, %(day)s") % {"name": rung.in_name, "day": day}


@paper.said_once
def _by_you(day: str) -> str:
    return _("by you, %(day)s") % {"day": day}
