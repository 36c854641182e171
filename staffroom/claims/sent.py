"""The copy that goes to an office: what it says, and what it is reckoned from. No Django inside.

Kept as one sealed text. It holds what the teacher saw on the page before they sent it, and nothing else of their record.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from staffroom.credit import counting, kept, mapping

YEARS = 5  # where a pack says no length of a licence


@dataclass(frozen=True)
class Piece:
    """A piece of proof that goes along: the code under which its owner keeps it, and what it is called. `sha256` is that of the plain file."""

    code: str
    kind: str
    name: str
    link: str = ""
    mime: str = ""
    size: int = 0
    sha256: str = ""


@dataclass(frozen=True)
class Sent:
    """`facts` are lines in the language of the teacher; `note` is empty unless they let it go along; `entry` is the code of the entry.

    `told` is what the record does not know of it and the teacher told (kept.Told), in the words of the packs.
    """

    entry: str
    title: str
    facts: str
    language: str
    kind: str
    contribution: str
    minutes: int
    first_on: date
    last_on: date
    told: kept.Told = kept.Told()
    note: str = ""
    remark: str = ""
    pieces: tuple[Piece, ...] = ()

    def piece(self, code: str) -> Piece | None:
        return next((piece for piece in self.pieces if piece.code == code), None)


def _window(sent: Sent, pack: counting.Pack) -> kept.Kept:
    """The days of no licence of anybody: as long as one of this pack, around the entry, so that only rules about the entry speak."""
    required = pack.of("required")
    length = timedelta(days=365 * ((required[0]["years"] if required else None) or YEARS))
    return kept.Kept(pack.id, sent.first_on, max(sent.last_on, sent.first_on + length), (), {sent.entry: sent.told})


def reckoned(sent: Sent, pack: counting.Pack, as_of: date) -> counting.Explained:
    """What the rules say of this one entry by itself, from the copy alone."""
    noted = mapping.Noted(sent.entry, sent.kind, sent.contribution, sent.minutes, sent.first_on, sent.last_on, bool(sent.pieces))
    return counting.explain(pack, mapping.record([noted], _window(sent, pack)), as_of)


def dumps(sent: Sent) -> str:
    return json.dumps(plain(sent), ensure_ascii=False)


def plain(sent: Sent) -> dict[str, Any]:
    told = json.loads(kept.dumps(kept.Kept("generic", sent.first_on, sent.last_on, (), {sent.entry: sent.told})))["told"]
    return asdict(sent) | {"first_on": sent.first_on.isoformat(), "last_on": sent.last_on.isoformat(), "told": told.get(sent.entry, {}),
                           "pieces": [asdict(piece) for piece in sent.pieces]}


def loads(text: str) -> Sent | None:
    """The copy as it went; None where it cannot be read."""
    try:
        data = json.loads(text)
        first, last = date.fromisoformat(data["first_on"]), date.fromisoformat(data["last_on"])
        held = kept.loads(json.dumps({"pack": "generic", "from": data["first_on"], "to": data["last_on"], "told": {"x": data["told"]}}))
        words = {name: _text(data[name]) for name in ("entry", "title", "facts", "language", "kind", "contribution", "note", "remark")}
        pieces = tuple(Piece(**{name: _text(each[name]) for name in ("code", "kind", "name", "link", "mime", "sha256")}, size=int(each["size"]))
                       for each in data["pieces"])
        if held is None or words["kind"] not in mapping.KINDS or words["contribution"] not in mapping.ROLES:
            return None
        return Sent(**words, minutes=int(data["minutes"]), first_on=first, last_on=last, told=held.told["x"], pieces=pieces)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _text(said: Any) -> str:
    if not isinstance(said, str):
        raise TypeError
    return said


def under(sent: Sent, entry: str, pieces: dict[str, str]) -> Sent:
    """The same with the codes that its entry and its pieces have elsewhere; a piece that is not there keeps its name alone."""
    return replace(sent, entry=entry, pieces=tuple(replace(piece, code=pieces.get(piece.code, "")) for piece in sent.pieces))
