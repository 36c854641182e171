"""Calendars (iCalendar) as lists of what happens: one row for each time of each event. Pure."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from staffroom.catalogue import dated
from staffroom.catalogue.described import Bad, Described, described
from staffroom.catalogue.lists.facts import language_in
from staffroom.catalogue.lists.tables import WRONG, Unlisted, key_of
from staffroom.catalogue.models import Offer
from staffroom.kit import feeds
from staffroom.kit.calendars.reading import Happening, Unreadable, read

AHEAD = timedelta(days=184)  # how far what repeats is followed
ONLINE = ("http://", "https://")


def rows(data: bytes, now: datetime) -> list[tuple[int, dict]]:
    """(line, cells) of every event; of what repeats, the next times within half a year. Raises Unlisted."""
    today = now.date()
    try:
        found = read(data, today - timedelta(days=1), today + AHEAD)
    except Unreadable as problem:
        raise Unlisted(problem.code, problem.line) from None
    return [(line, {WRONG: one} if isinstance(one, str) else _cells(one)) for line, one in found]


def _cells(one: Happening) -> dict:
    if one.is_private or one.is_cancelled:
        return {WRONG: "private" if one.is_private else "cancelled"}
    starts = one.starts.date() if isinstance(one.starts, datetime) else one.starts
    ends = one.ends
    if isinstance(one.starts, datetime) and isinstance(ends, datetime):  # what is over at midnight is over on the day before
        there = ends.astimezone(one.starts.tzinfo) if one.starts.tzinfo else ends
        ends = max((there - timedelta(seconds=1)).date(), starts)
    is_online = one.place.strip().lower().startswith(ONLINE)  # a link to come in by is not for a wall
    cells = {"title": feeds.plain(one.title, 301), "summary": feeds.plain(one.note, 500), "place": "" if is_online else one.place[:400],
             "url": one.url, "starts": starts.isoformat(), "ends": (ends or starts).isoformat(), "zone": one.zone, "language": one.language,
             "online": "yes" if is_online else ""}
    return {name: value for name, value in cells.items() if value}


def offer(cells: dict) -> Described:
    """The offer of a row. Raises Bad."""
    if WRONG in cells:
        raise Bad(why(cells[WRONG]))
    title, url = cells.get("title", ""), cells.get("url", "")
    starts, ends = (dated.day_in(cells[name]) for name in ("starts", "ends"))
    return described(title=title, kind=Offer.Kind.EVENT, url=url, summary=cells.get("summary", ""), place=cells.get("place", ""),
                     zone=cells.get("zone", ""), starts_on=starts, ends_on=ends if ends != starts else None,
                     language=language_in(cells.get("language", "")), online=True if cells.get("online") else None,
                     key=key_of(title, "", url, starts))


def why(code: str) -> str:
    return {
        "unclosed": _("it begins and does not end"),
        "no day": _("it does not say on which day it is"),
        "day": _("its day or time is none"),
        "end": _("its end is no day or time, or of another kind than its beginning"),
        "order": _("it ends before it begins"),
        "rule": _("we cannot read how it repeats"),
        "seldom": _("it repeats in a way that we do not follow, such as by the hour"),
        "often": _("it and others repeat so often that we stopped counting"),
        "none": _("it does not happen within the next half year"),
        "private": _("it is marked as private"),
        "cancelled": _("it is called off"),
    }[code]
