"""The conference instances of CSPLib (scheduling by Kheiri, Jacko and Pylyavskyy), read from their spreadsheets and placed by our core.

    python -m bench.conferences FOLDER      every spreadsheet of a folder: how much was placed, what hard conflicts are left

What is a slot here is one timeslot of one of their sessions. A submission that takes several timeslots in a row is placed before the shorter ones, in
blocks; what it takes is then closed for the others, and its presenters are away. Nobody said what they want to hear, so each track stands for
somebody who wants all of it. A session or room that a submission pays for there is not open to it, unless it would be left out otherwise.
"""

import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from defusedxml import ElementTree

from staffroom.edcamps import placing

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STEPS = 20_000


@dataclass(frozen=True)
class Submission:
    """`shut` are sessions and rooms with a penalty; `length` is in timeslots."""

    ref: str
    track: str
    length: int
    presenters: tuple[str, ...]
    listeners: tuple[str, ...]
    shut: frozenset[str]


@dataclass
class Conference:
    """`sessions` have so many timeslots each; `closed` are pairs of a session and a room that cost too much for everybody."""

    name: str
    sessions: dict[str, int]
    rooms: list[str]
    submissions: list[Submission]
    closed: set[tuple[str, str]] = field(default_factory=set)


def sheets(path: Path) -> dict[str, list[dict[str, str]]]:
    """The rows of every sheet: column letters and texts."""
    with zipfile.ZipFile(path) as archive:
        def tree(name: str):
            return ElementTree.fromstring(archive.read(name))
        shared = ["".join(part.text or "" for part in item.iter(f"{SHEET}t")) for item in tree("xl/sharedStrings.xml")]
        target = {link.get("Id"): link.get("Target") for link in tree("xl/_rels/workbook.xml.rels")}
        found = {}
        for sheet in tree("xl/workbook.xml").iter(f"{SHEET}sheet"):
            cells = tree("xl/" + target[sheet.get(LINK)].removeprefix("/xl/"))
            found[sheet.get("name")] = [{"".join(filter(str.isalpha, cell.get("r"))): shared[int(value)] if cell.get("t") == "s" else value
                                         for cell in row.iter(f"{SHEET}c") if (value := cell.findtext(f"{SHEET}v")) is not None}
                                        for row in cells.iter(f"{SHEET}row")]
        return found


def read(path: Path) -> Conference:
    """A conference from its spreadsheet."""
    book = sheets(path)
    sessions = {row["A"]: int(row["B"]) for row in book["sessions"][1:] if row.get("A")}
    rooms = [row["A"] for row in book["rooms"][1:] if row.get("A")]
    head, *lines = book["submissions"]
    costly = {column: name for column, name in head.items() if name in sessions or name in rooms}
    def people(text: str | None) -> tuple[str, ...]:
        return tuple(name.strip() for name in (text or "").split(",") if name.strip())
    submissions = [Submission(line["A"], line.get("B", ""), int(line["C"]), people(line.get("F")), people(line.get("G")),
                              frozenset(name for column, name in costly.items() if float(line.get(column) or 0) > 0))
                   for line in lines if line.get("A") and line.get("C")]
    columns = book["sessions_rooms|penalty"][0]
    closed = {(line["A"], columns[column]) for line in book["sessions_rooms|penalty"][1:] for column, cost in line.items()
              if column != "A" and float(cost) > 0}
    return Conference(path.stem, sessions, rooms, submissions, closed)


@dataclass
class Board:
    """Where submissions are: session, first timeslot, room."""

    conference: Conference
    at: dict[str, tuple[str, int, str]] = field(default_factory=dict)

    def busy(self) -> tuple[set[tuple[str, int, str]], set[tuple[str, str, int]]]:
        """What is taken: (session, timeslot, room), and (presenter, session, timeslot)."""
        cells, people = set(), set()
        for one in self.conference.submissions:
            if one.ref in self.at:
                session, first, room = self.at[one.ref]
                for timeslot in range(first, first + one.length):
                    cells.add((session, timeslot, room))
                    people |= {(presenter, session, timeslot) for presenter in one.presenters}
        return cells, people

    def conflicts(self) -> list[tuple]:
        """Hard conflicts, counted anew from the board: left out, over the end of a session, a closed room, a room or a presenter twice at a time."""
        found: list[tuple] = []
        cells: dict[tuple, str] = {}
        people: dict[tuple, str] = {}
        for one in self.conference.submissions:
            if one.ref not in self.at:
                found.append(("left out", one.ref))
                continue
            session, first, room = self.at[one.ref]
            if first < 0 or first + one.length > self.conference.sessions[session]:
                found.append(("too long", one.ref))
            if (session, room) in self.conference.closed:
                found.append(("closed", one.ref))
            for timeslot in range(first, first + one.length):
                if cells.setdefault((session, timeslot, room), one.ref) != one.ref:
                    found.append(("cell", one.ref, cells[session, timeslot, room]))
                for presenter in one.presenters:
                    if people.setdefault((presenter, session, timeslot), one.ref) != one.ref:
                        found.append(("presenter", one.ref, people[presenter, session, timeslot]))
        return found

    def paid(self) -> int:
        """How many submissions stand in a session or room that they pay for."""
        return sum(bool({self.at[one.ref][0], self.at[one.ref][2]} & one.shut) for one in self.conference.submissions if one.ref in self.at)


def instance_of(board: Board, submissions: list[Submission], length: int, *, strict: bool) -> dict:
    """Plain data for our core: blocks of `length` timeslots as slots; what is taken already is closed."""
    conference, (cells, people) = board.conference, board.busy()
    blocks = {f"{session}/{first}": (session, first)
              for session, many in conference.sessions.items() for first in range(0, many - length + 1, length)}
    def taken(session: str, first: int, room: str) -> bool:
        return (session, room) in conference.closed or any((session, timeslot, room) in cells for timeslot in range(first, first + length))
    unavailable = [{"person": presenter, "slots": [block for block, (session, first) in blocks.items()
                                                   if any((presenter, session, timeslot) in people for timeslot in range(first, first + length))]}
                   for presenter in sorted({presenter for one in submissions for presenter in one.presenters})]
    if strict:
        unavailable += [{"person": f"of {one.ref}", "slots": [block for block, (session, _first) in blocks.items() if session in one.shut]}
                        for one in submissions]
    interest = [{"person": f"track {one.track}", "session": one.ref, "weight": 1} for one in submissions]
    interest += [{"person": f"listener {name}", "session": one.ref, "weight": 1} for one in submissions for name in sorted(set(one.listeners))]
    return {"slots": [{"id": block, "start": 0, "end": length} for block in blocks],
            "rooms": [{"id": room, "capacity": None, "closed": [block for block, (session, first) in blocks.items() if taken(session, first, room)],
                       "features": [one.ref for one in submissions if not strict or room not in one.shut]} for room in conference.rooms],
            "sessions": [{"id": one.ref, "title": one.ref, "leads": [*sorted(set(one.presenters)), f"of {one.ref}"], "needs": [one.ref]}
                         for one in submissions],
            "interest": interest, "unavailable": unavailable}


def solve(conference: Conference, steps: int = STEPS, seed: int = 0) -> Board:
    """The longest first; who finds no place where it costs nothing is placed where it does."""
    board = Board(conference)
    for length in sorted({one.length for one in conference.submissions}, reverse=True):
        for strict in (True, False):
            left = [one for one in conference.submissions if one.length == length and one.ref not in board.at]
            if left:
                placed = placing.place(placing.read(instance_of(board, left, length, strict=strict)), steps=steps, seed=seed)
                for one in placed.placements:
                    session, first = str(one.slot).rsplit("/", 1)
                    board.at[str(one.session)] = session, int(first), str(one.room)
    return board


def main(folder: str) -> int:
    wrong = 0
    for path in sorted(Path(folder).glob("*.xlsx")):
        board = solve(read(path))
        conflicts = board.conflicts()
        wrong += len(conflicts)
        print(f"{path.stem}: {len(board.at)} of {len(board.conference.submissions)} placed, {len(conflicts)} hard conflicts, "
              f"{board.paid()} where it costs something {conflicts[:3] or ''}", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
