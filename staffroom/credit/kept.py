"""What a teacher keeps of a licence: which rules, which days, and what they told of entries that a record does not know. No Django inside.

Kept as one sealed text. Words that no pack knows any more are read as not said, so that an old text never stops a page.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from staffroom.credit.counting import IDS, vocabulary
from staffroom.credit.counting.words import PIECES

MOST_TOLD = 1_000


@dataclass(frozen=True)
class Told:
    """What was told of one entry; empty or None where nobody said."""

    kind: str = ""
    role: str = ""
    provider: str = ""
    approved: bool | None = None
    preapproved_on: date | None = None
    topics: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kept:
    """The id of a pack, the days of the licence (both included), the certificates that are renewed, and what was told, by code of entry."""

    pack: str
    first_on: date
    last_on: date
    certificates: tuple[str, ...] = ()
    told: Mapping[str, Told] = field(default_factory=dict)

    def with_told(self, code: str, told: Told) -> "Kept":
        return replace(self, told={each: what for each, what in self.told.items() if each != code} | ({code: told} if told != Told() else {}))


def dumps(kept: Kept) -> str:
    said = {code: {name: _plain(value) for name, value in asdict(told).items() if value not in ("", None, ())} for code, told in kept.told.items()}
    return json.dumps({"pack": kept.pack, "from": kept.first_on.isoformat(), "to": kept.last_on.isoformat(),
                       "certificates": list(kept.certificates), "told": said}, ensure_ascii=False)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value


def loads(text: str) -> Kept | None:
    """What was kept; None where it cannot be read or its pack is not shipped any more."""
    try:
        data = json.loads(text)
        first, last = (date.fromisoformat(data[name]) for name in ("from", "to"))
        if data["pack"] not in IDS or last < first:
            return None
        told = {str(code): _told(each) for code, each in list(data.get("told", {}).items())[:MOST_TOLD]}
        return Kept(data["pack"], first, last, _known(data.get("certificates"), vocabulary.CERTIFICATES), told)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _told(data: Mapping[str, Any]) -> Told:
    def word(name: str, known: Mapping) -> str:
        value = data.get(name)
        return value if isinstance(value, str) and value in known else ""
    approved, day = data.get("approved"), data.get("preapproved_on")
    return Told(
        kind=word("kind", vocabulary.KINDS), role=word("role", vocabulary.ROLES), provider=word("provider", vocabulary.PROVIDERS),
        approved=approved if isinstance(approved, bool) else None, preapproved_on=date.fromisoformat(day) if day else None,
        topics=_known(data.get("topics"), vocabulary.TOPICS), pieces=_known(data.get("pieces"), PIECES))


def _known(values: Any, known: Mapping) -> tuple[str, ...]:
    """Those words of a list that are known, in the order of the vocabulary."""
    return tuple(word for word in known if isinstance(values, list) and word in values)
