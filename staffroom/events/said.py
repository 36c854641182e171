"""When an event is, in words: by the clock where it takes place, and by the reader's own where that says something else."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import get_timezone_name
from django.utils.formats import time_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from staffroom.events.policy import Policy
from staffroom.events.times import Span
from staffroom.kit import clock
from staffroom.ui import paper


@dataclass(frozen=True)
class When:
    """`there` with the name of the zone; `here` for this reader, empty where both clocks show the same."""

    there: str
    here: str = ""


def when(span: Span, zone: str = "") -> When:
    """A span in words; `zone` is that of the reader, if it is known."""
    there = f"{_by_the_clock(span, span.zone)}, {zone_words(span.starts_at, span.zone)}"
    same = not zone or all(_offset(at, zone) == _offset(at, span.zone) for at in (span.starts_at, span.ends_at))
    return When(there, "" if same else _by_the_clock(span, zone))


def _offset(at: datetime, zone: str):
    return at.astimezone(ZoneInfo(zone)).utcoffset()


def _by_the_clock(span: Span, zone: str) -> str:
    """ "Thursday 12 November, 18:00–20:00"; over midnight the second day is named too."""
    starts, ends = (at.astimezone(ZoneInfo(zone)) for at in (span.starts_at, span.ends_at))
    year = clock.now().astimezone(ZoneInfo(zone)).year
    said = {"day": paper.day_in_words(starts, year), "from": time_format(starts, "G:i"), "to": time_format(ends, "G:i")}
    if starts.date() == ends.date():
        return _("%(day)s, %(time)s") % {"day": said["day"], "time": f"{said['from']}–{said['to']}"}
    return _("%(day)s, %(from)s, to %(end)s, %(to)s") % (said | {"end": paper.day_in_words(ends, year)})


def zone_words(at: datetime, zone: str) -> str:
    """ "Eastern Standard Time", as it is called at that moment."""
    return get_timezone_name(at.astimezone(ZoneInfo(zone)), width="long", locale=_locale(get_language() or "en"))


@lru_cache(maxsize=16)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


COVER = gettext_lazy("Minutes of cover for whoever comes")
COVER_HELP = gettext_lazy(
    "If it is in school time: for how long somebody else has to take their class, with the way. 0: outside school time. Empty: not said.")
WHOLE = {"invalid": gettext_lazy("A whole number, such as 30."), "min_value": gettext_lazy("One at least."),
         "max_value": gettext_lazy("That is too many.")}
OVER = gettext_lazy("Because not everybody comes. At most as many as there are seats; it stands on the page, so that whoever signs up knows.")


def over_problem(said: dict[str, Any]) -> dict[str, str]:
    """What is wrong with letting in so many more than there are seats, by its field; empty where nothing is."""
    seats, more = said.get("capacity"), said.get("over_count")
    if more and "capacity" in said and not seats:
        return {"capacity": _("Say how many seats there are, if more people may sign up than that.")}
    return {"over_count": _("At most as many as there are seats.")} if more and seats and more > seats else {}


def over(held: Any) -> str:
    """Of an event, or of what is to be one: that more people are let in than there are seats, and what happens if all come; "" where it is not so."""
    if not held.over_count:
        return ""
    seats = ngettext("There is %(n)s seat", "There are %(n)s seats", held.capacity) % {"n": held.capacity}
    more = ngettext("%(seats)s, and %(n)s more person may sign up, because not everybody comes.",
                    "%(seats)s, and %(n)s more people may sign up, because not everybody comes.", held.over_count)
    first = "" if held.over_words else _("If all come, seats go to whoever is there first.")
    return f"{more % {'seats': seats, 'n': held.over_count}} {first}".strip()


def cover(held: Any) -> str:
    """Of an event, or of what is to be one: whether whoever comes needs cover, and for how long; "" where it is not said."""
    if held.cover_minutes is None:
        return ""
    if not held.cover_minutes:
        return _("Outside school time: no cover is needed.")
    return _("In school time: whoever comes needs cover for %(time)s.") % {"time": paper.minutes_in_words(held.cover_minutes)}


def takes(terms: Policy | None, questions: int) -> list[str]:
    """What a certificate takes, a sentence for each thing, for whoever thinks of coming; `questions` of the quiz."""
    if terms is None:
        return []
    found = [_("Be there for %(percent)s%% of the time, measured or as the list says.") % {"percent": terms.percent} if terms.percent else _(
        "Be there, as the code or the list says.")]
    if terms.needed:
        found.append(_("Type %(needed)s of the %(all)s code words that are shown and spoken; each holds for its part of the time. They count only "
                       "together with being there.") % {"needed": terms.needed, "all": terms.words})
    if terms.has_quiz:
        asked = ngettext("Pass a quiz of %(n)s question", "Pass a quiz of %(n)s questions", questions) % {"n": questions}
        found.append(_("%(quiz)s: %(right)s%% right, in %(tries)s tries at most.") % {"quiz": asked, "right": terms.right, "tries": terms.tries})
    if terms.told:
        found.append(_("Answer three short questions about it. Nobody reads who answered what."))
    found.append(ngettext("All of it within %(n)s day after the end.", "All of it within %(n)s days after the end.", terms.days) % {"n": terms.days})
    if terms.recording:
        found.append(_("Watching the recording later counts as being there, once the quiz is passed."))
    if terms.rooms:
        found.append(_("You may watch together in one room; one of you signs a list of names, and needs no code words from the others."))
    return found
