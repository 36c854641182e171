"""A transcript on paper (PDF/UA-1) and as a table, made when it is asked for, of frozen facts alone."""

from collections.abc import Iterator

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from staffroom.certificates.printed import picture
from staffroom.kit import pdf
from staffroom.transcripts import frozen
from staffroom.transcripts.frozen import Facts
from staffroom.transcripts.models import Transcript
from staffroom.ui import paper

COLUMNS = ("title", "first_day", "last_day", "minutes", "kind", "topics", "step", "minutes_covered", "who", "said_on", "also", "badge")


def document(transcript: Transcript, facts: Facts) -> dict:
    """What is printed (the shape is in kit.pdf), in the language in which it was made."""
    with translation.override(transcript.language):
        told, address = frozen.told(facts), transcript.address
        return {
            "title": told.title, "name": told.name, "lang": transcript.language, "dir": "rtl" if get_language_bidi() else "ltr",
            "lines": list(told.about),
            "columns": [{"head": _("Day"), "width": "auto", "align": "start"}, {"head": _("What"), "width": 3, "align": "start"},
                        {"head": _("Time"), "width": "auto", "align": "end"}, {"head": _("How well it is proved"), "width": 2, "align": "start"}],
            "rows": [_row(line) for line in told.lines], "totals_head": _("Time, by how well it is proved"),
            "totals_columns": [_("Proved"), _("Time")], "totals": [list(pair) for pair in told.sums], "page": _("Page {n} of {m}"),
            "check": _("Whether it still stands, and its signed record, anybody finds here:"), "address": address,
            "number": _("Number %(number)s") % {"number": transcript.written}, "picture": picture(address),
            "picture_alt": _("The address of the check page as a square code; it stands beside it in letters"),
            "source": _("Made on %(day)s at %(site)s") % {"day": paper.whole_day(transcript.made_at.date()), "site": settings.BASE_URL}}


def _row(line: frozen.Line) -> list[str]:
    what = "\n".join((line.title, ", ".join(filter(None, (line.kind, line.topics)))))
    return [line.when, what, line.time, " ".join(filter(None, (line.says, line.also, line.badge)))]


def made(transcript: Transcript, facts: Facts) -> bytes:
    """The PDF. Raises kit.pdf.NotPrintable."""
    return pdf.compile_pdf("record", document(transcript, facts))


def letters_missing(facts: Facts) -> list[str]:
    """The letters of a transcript that this machine cannot print."""
    words = [facts["name"], *(text for entry in facts["entries"] for text in (entry["title"], entry["who"], *entry["topics"]))]
    return pdf.missing_glyphs("".join(dict.fromkeys("".join(words))))


def table(facts: Facts) -> Iterator[tuple]:
    """Every entry as a line of COLUMNS; choices are the words of the schema, days ISO 8601."""
    yield COLUMNS
    for entry in facts["entries"]:
        yield (entry["title"], entry["first_on"], entry["last_on"], entry["minutes"], entry["kind"], "; ".join(entry["topics"]), entry["step"],
               entry["for_minutes"] or "", entry["who"], entry["on"], (said := frozen.line(entry)).also, said.badge)
