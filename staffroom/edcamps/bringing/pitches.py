"""Pitches of sessions out of a file: JSON with a list of them, or a table (CSV). Pure: bytes in; pitches, and the rows that are none, out."""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from staffroom.edcamps.models import Card
from staffroom.kit import tables
from staffroom.kit.words import Unfit, clean_line, cut, fold, outside_line, outside_text

MOST_BYTES = 2_000_000
MOST_ROWS = 400  # as many as a board takes
MOST_LEADS = 6
TITLE, WORDS, NAME, TAGS, SAID = 120, 600, 80, 120, 200
NAMES = {
    "key": "id key code ref",
    "title": "title name session",
    "words": "words description summary abstract about text",
    "leads": "leads lead facilitators facilitator leaders leader speakers speaker presenters presenter who",
    "format": "format kind type",
    "level": "level",
    "tags": "tags topics topic themes subjects track",
    "day": "day date weekday",
    "time": "time times when hours",
    "room": "room place location where",
    "for_all": "everyone plenary",
}
YES = {"1", "y", "yes", "true", "x", "si"}


class NoPitches(ValueError):
    """A file that holds no list of pitches; its words are for whoever brings it."""


@dataclass(frozen=True, kw_only=True)
class Pitch:
    """A row that can be a card. `source` is the same whenever this row comes again; `day`, `time`, `room` as they were written; `for_all`: it was
    for everyone; `is_cut`: a card holds only the beginning of its words.
    """

    row: int
    key: str
    title: str
    words: str = ""
    leads: tuple[str, ...] = ()
    format: str = Card.Format.DISCUSSION
    level: str = ""
    tags: str = ""
    day: str = ""
    time: str = ""
    room: str = ""
    for_all: bool = False
    is_cut: bool = False

    @property
    def source(self) -> str:
        """By its own key, where it has one; else by what tells it from others. A title that is changed in the file is another card."""
        said = [self.key, fold(self.title)] if self.key else ["", fold(self.title), self.day, self.time, self.room]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Brought:
    """What stands in a file: pitches, and rows that are none, each with why."""

    pitches: list[Pitch]
    left: list[tuple[int, str]]

    def again(self) -> str:
        """The pitches as a file of their own, for the next step."""
        rows = [{name: value for name, value in asdict(one).items() if value and name not in {"row", "is_cut"}} for one in self.pitches]
        return json.dumps([row | {"for_all": "1"} if "for_all" in row else row for row in rows], ensure_ascii=False)


def read(data: bytes) -> Brought:
    """Raises NoPitches."""
    if len(data) > MOST_BYTES:
        raise NoPitches(_("The file is too large. Two million bytes fit; split it into parts."))
    rows = _in_json(data) if data[:100].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"[", b"{"} else _in_table(data)
    if not rows:
        raise NoPitches(_("There are no rows in it."))
    if len(rows) > MOST_ROWS:
        raise NoPitches(_("The list is too long. A board takes four hundred cards."))
    found, left, lines = [], [], {}
    for number, cells in rows:
        try:
            pitch = _pitch(number, cells)
            if pitch.source in lines:
                raise _Bad(_("it stands in row %(n)s already") % {"n": lines[pitch.source]})
            lines[pitch.source] = number
            found.append(pitch)
        except _Bad as problem:
            left.append((number, str(problem)))
    return Brought(found, left)


class _Bad(ValueError):
    """What is wrong with a row."""


def _in_json(data: bytes) -> list[tuple[int, Any]]:
    """Rows of a list, or of the first list in an object, counted from one."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise NoPitches(_("We cannot read this as a list of pitches (JSON or CSV).")) from None
    if isinstance(found, dict):
        found = next((value for value in found.values() if isinstance(value, list)), None)
    if not isinstance(found, list):
        raise NoPitches(_("We cannot read this as a list of pitches (JSON or CSV)."))
    return list(enumerate(({str(name): value for name, value in row.items()} if isinstance(row, dict) else None for row in found), 1))


def _in_table(data: bytes) -> list[tuple[int, Any]]:
    """Rows of a table, each with the line on which it begins."""
    try:
        table = tables.read_table(data)
    except tables.Untable as problem:
        line = " " + _("Line %(n)s.") % {"n": problem.line} if problem.line else ""
        raise NoPitches(_("We cannot read this as a list of pitches (JSON or CSV).") + line) from None
    if table.repeated:
        raise NoPitches(_("Two columns have the same name. Rename one, so that we know which is which."))
    if not {_bare(name) for name in table.header} & set(NAMES["title"].split()):
        raise NoPitches(_("No column is called title, name or session, so we cannot tell what the rows are."))
    return [(row.line, dict(zip(table.header, row.cells, strict=True)) if not row.extra else None) for row in table.rows]


def _bare(name: str) -> str:
    return re.sub(r"[^a-z]", "", fold(name))


def _pitch(number: int, cells: Any) -> Pitch:
    """Raises _Bad."""
    if cells is None:
        raise _Bad(_("it is no row with names, or has more cells than there are columns"))
    by_name = {_bare(name): value for name, value in reversed(cells.items())}
    facts = {fact: next((by_name[name] for name in names.split() if by_name.get(name) not in (None, "")), "") for fact, names in NAMES.items()}
    facts["for_all"] = facts["for_all"] or by_name.get("forall", "")
    title = _line(facts["title"], TITLE, _("its title"))
    if not title:
        raise _Bad(_("it has no title"))
    whole = outside_text(_text(facts["words"]), 20_000)
    words = _cut(whole, WORDS)
    return Pitch(
        row=number, key=outside_line(_text(facts["key"]), SAID), title=title, words=words, is_cut=words != whole,
        leads=_leads(facts["leads"]), format=_one_of(Card.Format, facts["format"]) or Card.Format.DISCUSSION,
        level=_one_of(Card.Level, facts["level"]),
        tags=_cut(outside_line(", ".join(map(_text, facts["tags"])) if isinstance(facts["tags"], list) else _text(facts["tags"]), SAID), TAGS),
        for_all=fold(_text(facts["for_all"])) in YES, **{name: outside_line(_text(facts[name]), SAID) for name in ("day", "time", "room")})


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return str(value) if isinstance(value, str | int | float) else ""


def _line(value: Any, limit: int, what: str) -> str:
    try:
        found = clean_line(_text(value), limit)
        if len(found) > limit:  # a column counts marks too
            raise Unfit("long")
        return found
    except Unfit as problem:
        told = _("%(what)s is longer than %(n)s characters") if problem.code == "long" else _("%(what)s holds a character that cannot be kept")
        raise _Bad(told % {"what": what, "n": limit}) from None


def _cut(text: str, limit: int) -> str:
    """As much of a text as a column of this size takes: letters with marks of their own need more than one place."""
    most, kept = limit, cut(text, limit)
    while len(kept) > limit:
        most = most * limit // len(kept)
        kept = cut(text, most)
    return kept


def _leads(value: Any) -> tuple[str, ...]:
    """Names out of a list, or out of a cell with semicolons between them; each once."""
    said = value if isinstance(value, list) else re.split(r"[;\n]", _text(value))
    if (value and not isinstance(value, list | str | int | float)) or any(not isinstance(one, str | int) or isinstance(one, bool) for one in said):
        raise _Bad(_("who leads it is no list of names"))
    names = {fold(name): name for name in (_line(one, NAME, _("a name of who leads it")) for one in said) if name}
    if len(names) > MOST_LEADS:
        raise _Bad(_("%(n)s people lead it; a card takes six") % {"n": len(names)})
    return tuple(names.values())


def _one_of(choices: Any, value: Any) -> str:
    """What is said, if it is a choice, by its code or its words; empty else: nothing is guessed."""
    said = fold(_text(value))
    return next((code for code, label in choices.choices if said and said in {fold(code), fold(str(label))}), "")
