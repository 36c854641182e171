"""What is to be counted, read from plain data and checked: a licence and what somebody did in its time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from staffroom.credit.counting import vocabulary

MOST_ENTRIES = 20_000
MOST_MINUTES = 100_000  # an entry may sum sittings; each of them is at most a day
MOST_TEXT = 500
YEARS = range(1900, 2200)
Id = str | int


class BadRecord(ValueError):
    """The data cannot be counted; `field` is where (`entries[2].minutes`), `sentence` begins with it and says what is wrong there."""

    def __init__(self, field: str, problem: str):
        self.field, self.problem, self.sentence = field, problem, f"{field} {problem}."
        super().__init__(self.sentence)


@dataclass(frozen=True)
class Licence:
    """The days `first_on` to `last_on`, both included, and which certificates are renewed (words of the vocabulary)."""

    first_on: date
    last_on: date
    certificates: frozenset[str]


@dataclass(frozen=True)
class Entry:
    """One thing somebody did. `minutes` are those that were logged, with the `meal_minutes` in them; None where only the times are known.

    `started_at` and `ended_at` are aware, or None where only the days `first_on` to `last_on` are known, or not even those.
    `approved` and `preapproved_on` are None where nobody said.
    """

    id: Id
    kind: str
    role: str = "participant"
    title: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    first_on: date | None = None
    last_on: date | None = None
    minutes: int | None = None
    meal_minutes: int = 0
    topics: frozenset[str] = frozenset()
    provider: str | None = None
    approved: bool | None = None
    preapproved_on: date | None = None
    evidence: tuple[str, ...] = ()

    @property
    def elapsed(self) -> int | None:
        """Whole minutes that really passed between the two moments, whatever the clocks on the wall said."""
        if self.started_at is None or self.ended_at is None:
            return None
        return int((self.ended_at - self.started_at).total_seconds()) // 60

    @property
    def logged(self) -> int:
        """Minutes logged, never more than passed, with meals."""
        known = [each for each in (self.minutes, self.elapsed) if each is not None]
        return min(known)


@dataclass(frozen=True)
class Record:
    licence: Licence
    entries: tuple[Entry, ...]


def read(data: Any) -> Record:
    """The record that plain data (as of JSON) tell; BadRecord says which field cannot be understood. Fields with other names are left alone."""
    if not isinstance(data, dict):
        raise BadRecord("record", "must be an object with licence and entries")
    rows = data.get("entries")
    if not isinstance(rows, list):
        raise BadRecord("entries", "is missing" if "entries" not in data else "must be a list")
    if len(rows) > MOST_ENTRIES:
        raise BadRecord("entries", f"has {len(rows)} entries; {MOST_ENTRIES} are the most")
    licence = _licence(data)
    entries = tuple(_entry(row, f"entries[{number}]") for number, row in enumerate(rows))
    seen: dict[Id, int] = {}
    for number, entry in enumerate(entries):
        if entry.id in seen:
            raise BadRecord(f"entries[{number}].id", f"stands at entries[{seen[entry.id]}] already")
        seen[entry.id] = number
    return Record(licence, entries)


def _licence(data: dict) -> Licence:
    licence = data.get("licence")
    if not isinstance(licence, dict):
        raise BadRecord("licence", "is missing" if "licence" not in data else "must be an object with from, to and certificates")
    first, last = (_day(licence, name, f"licence.{name}") for name in ("from", "to"))
    if first is None or last is None:
        raise BadRecord("licence.from" if first is None else "licence.to", "is missing")
    if last < first:
        raise BadRecord("licence.to", "is before licence.from")
    return Licence(first, last, _words(licence, "certificates", "licence", vocabulary.CERTIFICATES))


def _entry(row: Any, at: str) -> Entry:
    if not isinstance(row, dict):
        raise BadRecord(at, "must be an object")
    started, ended = (_moment(row, name, f"{at}.{name}") for name in ("started_at", "ended_at"))
    if started and ended and ended <= started:
        raise BadRecord(f"{at}.ended_at", "is not after started_at")
    minutes = _whole(row, "minutes", at, 1)
    if minutes is None and not (started and ended):
        raise BadRecord(f"{at}.minutes", "is missing, and so are the times to reckon it from")
    provider = row.get("provider")
    if provider is None:
        provider = {}
    if not isinstance(provider, dict):
        raise BadRecord(f"{at}.provider", "must be an object with kind and approved")
    approved = provider.get("approved")
    if approved is not None and not isinstance(approved, bool):
        raise BadRecord(f"{at}.provider.approved", "must be true, false or null")
    begins, ends = started or ended, ended or started
    entry = Entry(
        id=_id(row, at), kind=_word(row, "kind", at, vocabulary.KINDS) or _missing(f"{at}.kind"),
        role=_word(row, "role", at, vocabulary.ROLES) or "participant", title=_text(row, "title", at), started_at=started, ended_at=ended,
        first_on=begins.date() if begins else None, last_on=ends.date() if ends else None, minutes=minutes,
        meal_minutes=_whole(row, "meal_minutes", at, 0) or 0, topics=_words(row, "topics", at, vocabulary.TOPICS),
        provider=_word(provider, "kind", f"{at}.provider", vocabulary.PROVIDERS), approved=approved,
        preapproved_on=_day(row, "preapproved_on", f"{at}.preapproved_on"), evidence=tuple(_evidence(row, at)))
    if entry.elapsed == 0:
        raise BadRecord(f"{at}.ended_at", "is less than a minute after started_at")
    if entry.meal_minutes > (entry.minutes or entry.logged):
        raise BadRecord(f"{at}.meal_minutes", "is more than the minutes of the entry")
    return entry


# ---------------------------------------------------------------------------------------------------------------- parts

def _missing(field: str) -> str:
    raise BadRecord(field, "is missing")


def _id(row: dict, at: str) -> Id:
    value = row.get("id")
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        raise BadRecord(f"{at}.id", "is missing" if "id" not in row else "must be text or a whole number")
    return _clean(value, f"{at}.id") if isinstance(value, str) else value


def _text(row: dict, name: str, at: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadRecord(f"{at}.{name}", "must be text")
    return _clean(value, f"{at}.{name}")


def _clean(text: str, field: str) -> str:
    if len(text) > MOST_TEXT:
        raise BadRecord(field, f"is longer than {MOST_TEXT} characters")
    if any("\ud800" <= letter <= "\udfff" or letter == "\0" for letter in text):
        raise BadRecord(field, "has characters that are not text")
    return text


def _whole(row: dict, name: str, at: str, least: int) -> int | None:
    value = row.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadRecord(f"{at}.{name}", "must be a whole number of minutes")
    if not least <= value <= MOST_MINUTES:
        raise BadRecord(f"{at}.{name}", f"must be from {least:,} to {MOST_MINUTES:,} minutes")
    return value


def _moment(row: dict, name: str, field: str) -> datetime | None:
    value = row.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or "T" not in value.upper().replace(" ", "T", 1):
        raise BadRecord(field, "must be a moment like 2026-11-01T09:00:00-05:00")
    try:
        moment = datetime.fromisoformat(value)
        if moment.utcoffset() is None:
            raise BadRecord(field, "has no time zone: write one, like 2026-11-01T09:00:00-05:00")
    except BadRecord:
        raise
    except ValueError:
        raise BadRecord(field, "must be a moment like 2026-11-01T09:00:00-05:00") from None
    return _near(moment, field)


def _day(row: dict, name: str, field: str) -> date | None:
    value = row.get(name)
    if value is None:
        return None
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None or day.isoformat() != value:
        raise BadRecord(field, "must be a day like 2026-11-01")
    return _near(day, field)


def _near(day: Any, field: str) -> Any:
    if day.year not in YEARS:
        raise BadRecord(field, f"must be in the years {YEARS[0]} to {YEARS[-1]}")
    return day


def _word(row: Mapping, name: str, at: str, known: vocabulary.Words) -> str | None:
    value = row.get(name)
    return None if value is None else _known(value, f"{at}.{name}", known)


def _known(value: Any, field: str, known: vocabulary.Words) -> str:
    if not isinstance(value, str):
        raise BadRecord(field, "must be text")
    if value not in known:
        raise BadRecord(field, f"does not know the word {value[:60]!r}; allowed are {', '.join(known)}")
    return value


def _words(row: Mapping, name: str, at: str, known: vocabulary.Words) -> frozenset[str]:
    return frozenset(_known(value, f"{at}.{name}[{number}]", known) for number, value in enumerate(_list(row, name, at)))


def _list(row: Mapping, name: str, at: str) -> list:
    value = row.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadRecord(f"{at}.{name}", "must be a list")
    return value


def _evidence(row: dict, at: str) -> Iterator[str]:
    """Each piece is a word or an object, called by its kind, its name, or whatever its first words are."""
    for number, piece in enumerate(_list(row, "evidence", at)):
        field = f"{at}.evidence[{number}]"
        if isinstance(piece, dict):
            piece = next((each for each in (piece.get("kind"), piece.get("name"), *piece.values()) if each and isinstance(each, str)), None)
        if not isinstance(piece, str) or not piece:
            raise BadRecord(field, "must be text, or an object with some in it")
        yield _clean(piece, field)
