"""Who may know what of a badge: its owner, in a session opened by a factor of their own."""

from django.utils.translation import gettext_lazy as _

from staffroom.credentials.models import Badge
from staffroom.sharing.rules import declare_notebook
from staffroom.sharing.viewers import Viewer


def is_waiting(viewer: Viewer, badge: Badge) -> bool:
    """Looked at, and not kept yet."""
    return badge.evidence_id is None


declare_notebook(Badge, words=_("Badges that you brought from elsewhere, and what was checked about them"),
                 verbs={"keep": is_waiting, "forget": is_waiting})
