"""Pages as PDF/UA-1 (tagged, ISO 14289-1), set by Typst from templates of our own in ``kit/typ``.

Data reaches a template only as one JSON text in ``sys.inputs.data``: a name full of markup is a name.
Letters come from the fonts of the system; ``missing_glyphs`` says before printing which
characters none of them has. In a PDF such a character is shown by its number, as in ``[U+65E5]``.

What ``record`` takes (all text plain, already in the reader's language):

====================  ==========================================================================
``title`` ``name``    what it is and whose
``lang`` ``dir``      a language tag ("en"), and "ltr" or "rtl"
``lines``             lines below the name: dates, the period, what is left out
``columns``           of the table: ``{"head": "Minutes", "width": "auto" or a share like 3, "align": "start" or "end"}``
``rows``              lists of text, one text for each column
``empty``             said instead of a table without rows
``totals``            pairs of text; with ``totals_head`` and the two ``totals_columns``
``page``              "Page {n} of {m}"
``source``            where the figures come from and when they were taken
``paper``             "a4" (if left out) or "us-letter"
====================  ==========================================================================

A transcript has ``check``, ``address``, ``number``, ``picture`` and ``picture_alt`` too, as below.

What ``certificate`` takes: ``title`` ``name`` ``lang`` ``dir`` ``page`` ``source`` ``paper`` as above, and

====================  ==========================================================================
``says``              the sentence between the title and the name, "says that"; ``did`` the one after it
``facts``             pairs of text: "Time", "2 hours 30 minutes (150 minutes)"
``notes``             sentences below: what is counted, who decides what it counts for
``own_head`` ``own``  the holder's own words and their heading; both empty for none
``check`` ``address`` ``number``   the sentence, the address and the number with which anybody checks it
``picture``           a PNG of the address as numbers; ``picture_alt`` says what it is
====================  ==========================================================================
"""

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import typst

from staffroom.kit import words

_FOLDER = Path(__file__).parent / "typ"
_TEMPLATES = {"record", "certificate"}
_DEFAULTS = {"lang": "en", "dir": "ltr", "lines": [], "columns": [], "rows": [], "empty": "", "totals": [], "totals_head": ""} | {
    "totals_columns": ["", ""],
    "page": "{n} / {m}",
    "source": "",
    "paper": "a4",
    "address": "",
}
_UNSHOWN = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]{1,6})\}|\\(.)")
_LONGEST_RUN = 24
_HYPHENS = re.compile(r"(?<=-)")
_ROUNDS = 8


class NotPrintable(ValueError):
    """A document that could not be set. ``str()`` is Typst's own message, for the log."""


def compile_pdf(template: str, data: dict[str, Any]) -> bytes:
    """The PDF of a template (``"record"``) filled with ``data``; raises ``NotPrintable`` or ``KeyError``.

    The same data give the same bytes on one machine: no clock is read.
    """
    if template not in _TEMPLATES:
        raise KeyError(template)
    filled = _DEFAULTS | data | {"fonts": _named(template)}
    text = json.dumps(_settled(filled), ensure_ascii=False)
    for _round in range(_ROUNDS):
        try:
            return _compile(_FOLDER / f"{template}.typ", text)
        except typst.TypstError as error:
            missing = _unshown(error)
            if not missing:
                raise NotPrintable(error.message) from error
            text = "".join(f"[U+{ord(letter):04X}]" if letter in missing else letter for letter in text)
    raise NotPrintable("too many characters without a font")


def missing_glyphs(text: str) -> list[str]:
    """The characters of ``text`` that no installed font can show, each once, in order of appearance."""
    tried = "".join(
        dict.fromkeys(
            letter
            for letter in words.outside_text(text, 50_000)
            if unicodedata.category(letter)[0] not in "CZ" or unicodedata.category(letter) in ("Cn", "Co")
        )
    )
    missing: set[str] = set()
    for _round in range(_ROUNDS):
        try:
            _compile(b"#set document(title: sys.inputs.data)\n#sys.inputs.data", " ".join(letter for letter in tried if letter not in missing) or "-")
            break
        except typst.TypstError as error:
            found = _unshown(error)
            if not found:
                raise NotPrintable(error.message) from error
            missing |= found
    return [letter for letter in tried if letter in missing]


def _compile(template: Path | bytes, text: str) -> bytes:
    source = template if isinstance(template, bytes) else template.read_bytes()
    options: dict[str, Any] = {"font_paths": _fonts(), "sys_inputs": {"data": text}, "pdf_standards": ["ua-1"]}
    return typst.compile(source, format="pdf", **options)


def _unshown(error: typst.TypstError) -> set[str]:
    """The characters that Typst names as having no glyph."""

    def letter(found: re.Match[str]) -> str:
        return chr(int(found.group(1), 16)) if found.group(1) else found.group(2)

    return set("".join(_ESCAPED.sub(letter, text) for text in _UNSHOWN.findall(error.diagnostic)))


def _settled(value: Any) -> Any:
    """The data with every text cleaned, and with places to break in runs too long for a column."""
    if isinstance(value, dict):
        return {key: _settled(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_settled(inner) for inner in value]
    return _breakable(words.outside_text(value, 5_000)) if isinstance(value, str) else value


def _breakable(text: str) -> str:
    return " ".join("".join(part if len(part) <= _LONGEST_RUN else _broken(part) for part in _HYPHENS.split(run)) for run in text.split(" "))


def _broken(run: str) -> str:
    letters = list(words.clusters(run))
    return "\u200b".join("".join(letters[at : at + _LONGEST_RUN]) for at in range(0, len(letters), _LONGEST_RUN))


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)


@cache
def _named(template: str) -> list[str]:
    """The fonts that a template names and that are there, so that it need not look through hundreds."""
    source = (_FOLDER / f"{template}.typ").read_text()
    return sorted(name for name in _families() if f'"{name}"' in source)


@cache
def _families() -> frozenset[str]:
    return frozenset(_fonts().families())
