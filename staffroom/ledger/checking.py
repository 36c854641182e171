"""Does a ledger, or a part of one, hold? Pure reckoning without Django: what `staffroom ledger verify` and `staffroom verify` say.

A file is lines: those that begin with # are for people and are not believed; every other one is a JSON object.
    {"form": "staffroom.ledger/1", "whole": true or false, "place": …}      first
    {"checkpoint": {…, "signature"}}                                        before what it seals, in a part; after it, in a whole
    {"posting": {…}, "leaf": …, "chain": …}                                 of a whole ledger
    {"posting": {…}, "sealed_by": a checkpoint's number, "path": [roots]}   of a part, with what stands beside its way up; without: not sealed
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from staffroom.ledger import chain

FORM = "staffroom.ledger/1"
MOST_LINE = 20_000
MOST_NAMED = 20

SENTENCES = {
    "shape": "does not have the form of one",
    "gone": "is not there",
    "number": "is not the one that follows",
    "sum": "moves minutes that do not sum to 0",
    "leaf": "says something else than when it was posted",
    "chain": "does not follow from what stands before it",
    "reversal": "takes back something that is not there, was taken back before, or is not the same",
    "path": "is not what its checkpoint sealed",
    "signature": "is not signed by the key that it names",
    "order": "does not follow the checkpoint before it",
    "tree": "does not seal the postings that are there",
    "head": "names another end of the chain than is there",
    "key": "is signed by another key than the one that was told",
    "kept": "is not the one that was kept elsewhere",
    "lost": "was kept elsewhere and is not there",
    "end": "stands behind the end that the ledger should have",
}


@dataclass(frozen=True)
class Wrong:
    """The first thing that is wrong about a posting or a checkpoint."""

    kind: str
    number: object
    code: str

    def __str__(self) -> str:
        return f"{self.kind} {self.number} {SENTENCES[self.code]}"


@dataclass
class Checked:
    """What was found. `ok`: True it holds, False something is wrong, None some of it could not be checked."""

    postings: int = 0
    checkpoints: int = 0
    minutes: dict[str, int] = field(default_factory=dict)
    unsealed: list[int] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)

    @property
    def ok(self) -> bool | None:
        return False if self.wrong else None if self.unsealed or not (self.postings or self.checkpoints) else True

    def note(self, kind: str, number: object, code: str) -> None:
        if len(self.wrong) < MOST_NAMED:
            self.wrong.append(Wrong(kind, number, code))


def _is(value: Any, *kinds: type) -> bool:
    return type(value) in kinds


def _is_hash(value: Any, length: int = 64) -> bool:
    return _is(value, str) and len(value) == length and all(sign in "0123456789abcdef" for sign in value)


def _is_posting(said: Any) -> bool:
    if not isinstance(said, dict) or set(said) != set(chain.POSTING):
        return False
    words = ("code", "at", "office_name", "pack", "version", "category", "reason")
    lines = said["lines"]
    return (_is(said["number"], int) and said["number"] > 0 and all(_is(said[name], str) for name in words) and _is_hash(said["inside"])
            and all(said[name] is None or _is(said[name], str) for name in ("office", "earned_on", "reverses"))
            and _is(lines, list) and len(lines) == 2
            and all(_is(line, list) and len(line) == 2 and _is(line[0], str) and _is(line[1], int) for line in lines))


def _is_checkpoint(said: Any) -> bool:
    if not isinstance(said, dict) or set(said) != {*chain.CHECKPOINT, "signature"}:
        return False
    return (all(_is(said[name], int) for name in ("number", "first", "last")) and 0 < said["first"] <= said["last"]
            and all(_is_hash(said[name]) for name in ("tree", "chain", "before", "key")) and _is_hash(said["signature"], 128)
            and all(_is(said[name], str) for name in ("on", "at", "place")))


class _Reversals:
    """What stands, and what was taken back: each once at most, and exactly."""

    def __init__(self) -> None:
        self.stands: dict[str, int | None] = {}

    def hold(self, said: Mapping[str, Any], must_be_there: bool) -> bool:
        (book, minutes), (against, _other) = said["lines"]
        what, code = hash((book, against, abs(minutes), said["pack"], said["version"], said["category"])), said["reverses"]
        if said["code"] in self.stands:
            return False
        self.stands[said["code"]] = None if code else what
        if code is None:
            return minutes > 0
        if code not in self.stands and not must_be_there:
            self.stands[code] = None
            return minutes < 0
        found = self.stands.get(code)
        self.stands[code] = None
        return minutes < 0 and found == what


class _Checkpoints:
    """Checkpoints in their order: signed, by keys that were told, one after another, and the same as those that were kept elsewhere."""

    def __init__(self, found: Checked, trusted: Iterable[str], kept: Mapping[int, Mapping[str, Any]]):
        self.found, self.trusted, self.kept, self.seen = found, set(trusted), kept, set()
        self.last: Mapping[str, Any] | None = None

    def take(self, said: Mapping[str, Any], is_next: bool) -> bool:
        """Is it good by itself, and does it follow?"""
        number, before = said["number"], self.last
        self.found.checkpoints += 1
        self.seen.add(number)
        if said["key"] not in self.found.keys:
            self.found.keys.append(said["key"])
        code = ""
        if not chain.is_signed(said):
            code = "signature"
        elif self.trusted and said["key"] not in self.trusted:
            code = "key"
        elif number in self.kept and chain.hash_of_checkpoint(self.kept[number]) != chain.hash_of_checkpoint(said):
            code = "kept"
        elif is_next or (before is not None and number == before["number"] + 1):
            expected = (before["number"] + 1, before["last"] + 1, chain.hash_of_checkpoint(before)) if before else (1, 1, chain.ZERO)
            code = "" if (number, said["first"], said["before"]) == expected else "order"
        elif before is not None and (number <= before["number"] or said["first"] <= before["last"]):
            code = "order"
        if code:
            self.found.note("checkpoint", number, code)
        self.last = said
        return not code


class Whole:
    """A whole ledger, taken posting by posting, with each checkpoint after what it seals. Memory grows by the codes alone."""

    def __init__(self, trusted: Iterable[str] = (), kept: Mapping[int, Mapping[str, Any]] | None = None):
        self.found = Checked()
        self.kept = kept or {}
        self.checkpoints = _Checkpoints(self.found, trusted, self.kept)
        self.reversals, self.number, self.chain = _Reversals(), 0, chain.ZERO
        self.leaves: list[str] = []

    def posting(self, said: Any, leaf: str, link: str) -> None:
        self.found.postings += 1
        if not (_is_posting(said) and _is_hash(leaf) and _is_hash(link)):
            self.found.note("posting", said.get("number", self.number + 1) if isinstance(said, dict) else self.number + 1, "shape")
            self.number += 1
            return
        number, code = said["number"], ""
        if number > self.number + 1:
            self.found.note("posting", self.number + 1, "gone")
        elif number <= self.number:
            code = "number"
        elif sum(minutes for _book, minutes in said["lines"]) != 0:
            code = "sum"
        elif chain.leaf_of(said) != leaf:
            code = "leaf"
        elif chain.chained(self.chain, leaf) != link:
            code = "chain"
        elif not self.reversals.hold(said, must_be_there=True):
            code = "reversal"
        if code:
            self.found.note("posting", number, code)
        else:
            book, minutes = said["lines"][0]
            self.found.minutes[book] = self.found.minutes.get(book, 0) + minutes
        self.number, self.chain = number, link
        self.leaves.append(leaf)

    def checkpoint(self, said: Any) -> None:
        if not _is_checkpoint(said):
            self.found.note("checkpoint", said.get("number", "?") if isinstance(said, dict) else "?", "shape")
            return
        if self.checkpoints.take(said, is_next=True):
            if said["last"] != self.number or len(self.leaves) != said["last"] - said["first"] + 1 or chain.root_of(self.leaves) != said["tree"]:
                self.found.note("checkpoint", said["number"], "tree")
            elif said["chain"] != self.chain:
                self.found.note("checkpoint", said["number"], "head")
        self.leaves = []

    def finish(self, head: tuple[int, str] | None = None) -> Checked:
        """`head`: (number, chain) of the end that is kept beside, where one is."""
        if head is not None and head[0] > self.number:
            self.found.note("posting", self.number + 1, "gone")
        elif head is not None and head != (self.number, self.chain):
            self.found.note("posting", self.number, "end" if head[0] < self.number else "chain")
        for number in sorted(set(self.kept) - self.checkpoints.seen):
            self.found.note("checkpoint", number, "lost")
        self.found.unsealed = []  # the chain itself holds what was posted today
        return self.found


class Part:
    """Some postings, each with what proves it: an export of one person, a receipt, a list of checkpoints."""

    def __init__(self, trusted: Iterable[str] = (), kept: Mapping[int, Mapping[str, Any]] | None = None):
        self.found = Checked()
        self.checkpoints = _Checkpoints(self.found, trusted, kept or {})
        self.good: dict[int, Mapping[str, Any]] = {}
        self.reversals, self.number = _Reversals(), 0

    def checkpoint(self, said: Any) -> None:
        if not _is_checkpoint(said):
            self.found.note("checkpoint", said.get("number", "?") if isinstance(said, dict) else "?", "shape")
        elif self.checkpoints.take(said, is_next=False):
            self.good[said["number"]] = said

    def posting(self, said: Any, sealed_by: Any, path: Any) -> None:
        self.found.postings += 1
        if not _is_posting(said):
            self.found.note("posting", said.get("number", "?") if isinstance(said, dict) else "?", "shape")
            return
        number, code = said["number"], ""
        if number <= self.number:
            code = "number"
        elif sum(minutes for _book, minutes in said["lines"]) != 0:
            code = "sum"
        elif sealed_by is not None and not self._is_sealed(said, sealed_by, path):
            code = "path"
        elif not self.reversals.hold(said, must_be_there=False):
            code = "reversal"
        self.number = number
        if code:
            self.found.note("posting", number, code)
            return
        if sealed_by is None:
            self.found.unsealed.append(number)
        book, minutes = said["lines"][0]
        self.found.minutes[book] = self.found.minutes.get(book, 0) + minutes

    def _is_sealed(self, said: Mapping[str, Any], sealed_by: Any, path: Any) -> bool:
        point = self.good.get(sealed_by) if _is(sealed_by, int) else None
        if point is None or not _is(path, list) or len(path) > 64 or not all(map(_is_hash, path)):
            return False
        place, count = said["number"] - point["first"], point["last"] - point["first"] + 1
        return chain.climbed(chain.leaf_of(said), place, count, path) == point["tree"]

    def finish(self) -> Checked:
        return self.found


class Unreadable(Exception):
    """This is no file of a ledger; its words say why."""


def objects(lines: Iterable[str]) -> Iterable[dict[str, Any]]:
    """The JSON objects of a file. Raises Unreadable."""
    for place, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            if len(line) > MOST_LINE:
                raise ValueError
            thing = json.loads(line)
        except (ValueError, RecursionError):
            raise Unreadable(f"line {place} cannot be read: it was cut off, changed, or is no line of a ledger") from None
        if not isinstance(thing, dict):
            raise Unreadable(f"line {place} is no line of a ledger")
        yield thing


def check(lines: Iterable[str], trusted: Iterable[str] = (), kept: Mapping[int, Mapping[str, Any]] | None = None) -> Checked:
    """Check a file line by line. Raises Unreadable."""
    rest = iter(objects(lines))
    first = next(rest, {})
    if first.get("form") != FORM or not isinstance(first.get("whole"), bool):
        raise Unreadable(f"this is no file of a ledger ({FORM})")
    checker = Whole(trusted, kept) if first["whole"] else Part(trusted, kept)
    for thing in rest:
        if set(thing) == {"checkpoint"}:
            checker.checkpoint(thing["checkpoint"])
        elif isinstance(checker, Whole):
            checker.posting(thing.get("posting"), str(thing.get("leaf")), str(thing.get("chain")))
        else:
            checker.posting(thing.get("posting"), thing.get("sealed_by"), thing.get("path"))
    return checker.finish()


def checkpoints_in(lines: Iterable[str]) -> dict[int, dict[str, Any]]:
    """The checkpoints of a file that somebody kept (a receipt, an export, the public list), by number; only such as are signed. Raises Unreadable."""
    found = (thing["checkpoint"] for thing in objects(lines) if "checkpoint" in thing)
    return {said["number"]: said for said in found if _is_checkpoint(said) and chain.is_signed(said)}
