"""An entry in words: what stands under its title, and what a copy of it says."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from staffroom.record.models import Entry
from staffroom.ui import paper


def about(entry: Entry) -> str:
    """ "Visit to a colleague, own time, required": the small line under a title."""
    return _about(entry.kind, entry.time_kind, entry.origin, entry.contribution, entry.helped_count)


@paper.said_once
def _about(kind: str, time_kind: str, origin: str, contribution: str, helped_count: int | None) -> str:
    entry = Entry(kind=kind, time_kind=time_kind, origin=origin, contribution=contribution, helped_count=helped_count)
    words = [entry.get_kind_display(), whose_time(entry)]
    if origin == Entry.Origin.REQUIRED:
        words.append(_("required"))
    if contribution:
        words.append(helped_words(entry))
    return ", ".join(words)


_WHOSE = {"own": gettext_lazy("own time"), "contract": gettext_lazy("paid time"), "release": gettext_lazy("release time")}


def whose_time(entry: Entry) -> str:
    return str(_WHOSE[entry.time_kind])


def helped_words(entry: Entry) -> str:
    """ "led a session for 19 people"."""
    done = entry.get_contribution_display()
    if entry.helped_count is None:
        return done
    words = ngettext("%(done)s for one person", "%(done)s for %(n)s people", entry.helped_count)
    return words % {"done": done, "n": number_format(entry.helped_count)}


def facts_text(entry: Entry) -> str:
    """What a copy says besides the title: kind, minutes and days, whose time, where. Never the note."""
    rows = list(entry.sittings.all())
    each = "" if len(rows) < 2 else " (%s)"
    days = [paper.whole_day(row.on_on) + (each % paper.minutes_in_words(row.minutes) if each else "") for row in rows]
    lines = [entry.get_kind_display(), _("%(time)s on %(days)s") % {"time": paper.minutes_in_words(entry.minutes), "days": ", ".join(days)},
             whose_time(entry)]
    if entry.contribution:
        lines.append(helped_words(entry))
    if entry.source:
        lines.append(_("Source: %(source)s") % {"source": entry.source})
    return "\n".join(lines)


def said_elsewhere(name: str) -> bool:
    """Does a name on a rung say where it was said? Only names that were brought along do."""
    return name.endswith("]") and " [" in name
