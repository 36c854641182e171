"""The record on paper: a tagged PDF (PDF/UA-1) in the scripts that this machine has letters for."""

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi, ngettext
from django.utils.translation import gettext as _

from staffroom.kit import clock, pdf
from staffroom.record import queries, reckoning
from staffroom.record.models import Entry
from staffroom.sharing.viewers import Viewer
from staffroom.ui import paper


def document(viewer: Viewer, *, notes: bool = False) -> dict:
    """What is printed (the shape is in kit.pdf): all entries that were not let go, newest first; their notes only if wished."""
    entries = list(queries.entries_of(viewer).prefetch_related("rungs"))
    today = paper.whole_day(clock.today_in(viewer.account.zone))
    about = ngettext("One entry.", "%(n)s entries.", len(entries)) % {"n": len(entries)}
    return {
        "title": _("Professional learning record"), "name": str(viewer.account), "lang": get_language() or "en",
        "dir": "rtl" if get_language_bidi() else "ltr",
        "lines": [about, _("Noted by the teacher. “Confirmed” and “accepted” name who said so.")],
        "columns": [{"head": _("Day"), "width": "auto", "align": "start"}, {"head": _("What"), "width": 3, "align": "start"},
                    {"head": _("Time"), "width": "auto", "align": "end"}, {"head": _("Proved"), "width": 1, "align": "start"}],
        "rows": [_row(entry, notes) for entry in entries], "empty": _("Nothing noted yet."),
        "totals_head": _("Time by year"), "totals_columns": [_("Year"), _("Time, and how much of it was own time")],
        "totals": _totals(queries.sat(viewer)),
        "page": _("Page {n} of {m}"),
        "source": _("From the teacher’s own record at %(site)s, made on %(day)s") % {"site": settings.BASE_URL, "day": today},
    }


def letters_missing(document: dict) -> list[str]:
    """The letters of a document that this machine cannot print."""
    texts = [document["name"], *(cell for row in document["rows"] for cell in row)]
    return pdf.missing_glyphs("".join(dict.fromkeys("".join(texts))))


def _totals(rows: list[reckoning.Sat]) -> list[list[str]]:
    return [[str(year), _("%(all)s, own time %(own)s") % {
        "all": paper.hours_in_words(count["own"] + count["contract"] + count["release"]), "own": paper.hours_in_words(count["own"])}]
        for year, count in reckoning.by_year(rows, 1).items()]


def _row(entry: Entry, notes: bool) -> list[str]:
    rung = max(entry.rungs.all(), key=lambda rung: queries.NUMBERS[rung.step], default=None)
    proved = queries.step_words(rung.step if rung else "noted")
    if rung and queries.NUMBERS[rung.step] > 2:
        proved = f"{proved}, {rung.in_name}"
    about = ", ".join(filter(None, (queries.about(entry), entry.source)))
    what = "\n".join(filter(None, (entry.title, about, entry.note if notes else "")))
    return [date_format(entry.on_on, _("j M Y")), what, paper.hours_in_words(entry.minutes), proved]
