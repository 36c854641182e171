"""When an event is, in words: by the clock where it takes place, and by the reader's own where that says something else."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import get_timezone_name
from django.utils.formats import time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

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
