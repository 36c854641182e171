"""The record on paper: a tagged PDF (PDF/UA-1), in any script that the system has letters for."""

import json
import re
from itertools import groupby
from pathlib import Path

import typst
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from staffroom.kit import clock
from staffroom.record import queries
from staffroom.record.models import Entry
from staffroom.sharing.viewers import Viewer
from staffroom.ui import paper

_NO_LETTER = re.compile(r'the text `"(.+?)"` could not be displayed')
TEMPLATE = Path(__file__).parent / "typ" / "record.typ"


class Unprintable(Exception):
    """A letter for which this machine has no typeface: `letter`."""

    def __init__(self, letter: str):
        super().__init__(letter)
        self.letter = letter


def pdf(viewer: Viewer, *, notes: bool = False) -> bytes:
    """All entries of the viewer that were not let go, newest year first; their notes only if wished. Raises Unprintable."""
    data = json.dumps(document(viewer, notes=notes))
    try:
        return typst.compile(str(TEMPLATE), root=str(TEMPLATE.parent), format="pdf", pdf_standards=["ua-1"], sys_inputs={"data": data})
    except typst.TypstError as problem:
        missing = _NO_LETTER.search(str(problem))
        if missing is None:
            raise
        raise Unprintable(missing[1]) from None


def document(viewer: Viewer, *, notes: bool = False) -> dict:
    """What the template prints, in words; a test holds it against the timeline."""
    entries = list(queries.entries_of(viewer).prefetch_related("rungs"))
    total = sum(entry.minutes for entry in entries)
    count = ngettext("One entry", "%(n)s entries", len(entries)) % {"n": len(entries)}
    return {
        "name": str(viewer.account), "lang": (get_language() or "en").split("-")[0],
        "words": {
            "title": _("Professional learning record"), "columns": [_("Day"), _("What"), _("Time"), _("Proved")], "empty": _("Nothing noted yet."),
            "about": _("%(count)s, %(time)s in all. Noted by the teacher; “confirmed” and “accepted” name who said so.") % {
                "count": count, "time": paper.hours_in_words(total)},
            "made": _("Made on %(day)s from the teacher’s own record") % {"day": date_format(clock.today_in(viewer.account.zone), "j F Y")}},
        "years": [_year(year, list(rows), notes) for year, rows in groupby(entries, lambda entry: entry.on_on.year)],
    }


def _year(year: int, entries: list[Entry], notes: bool) -> dict:
    own = sum(entry.minutes for entry in entries if entry.time_kind == Entry.TimeKind.OWN)
    total = sum(entry.minutes for entry in entries)
    return {"title": str(year), "rows": [_row(entry, notes) for entry in entries],
            "sum": _("%(total)s in %(year)s, of which %(own)s own time.") % {
                "total": paper.hours_in_words(total), "year": year, "own": paper.hours_in_words(own)}}


def _row(entry: Entry, notes: bool) -> dict:
    rung = max(entry.rungs.all(), key=lambda rung: queries.NUMBERS[rung.step], default=None)
    proved = queries.step_words(rung.step) if rung else queries.step_words("noted")
    if rung and queries.NUMBERS[rung.step] > 2:
        proved = f"{proved}, {rung.in_name}"
    about = ", ".join(filter(None, (queries.about(entry), entry.source)))
    return {"day": date_format(entry.on_on, "j M Y"), "title": entry.title, "about": about,
            "note": entry.note if notes else "", "time": paper.hours_in_words(entry.minutes), "proved": proved}
