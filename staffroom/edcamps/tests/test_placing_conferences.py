"""The conference instances of CSPLib are read and placed without a hard conflict."""

import dataclasses
from pathlib import Path

import pytest

from bench import conferences

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "scheduling_csplib"
SIZES = {"GECCO19": (202, 10, 13), "GECCO20": (158, 8, 7), "GECCO20Poster": (131, 1, 2), "GECCO21": (138, 8, 6), "GECCO22": (179, 8, 7),
         "N2OR": (35, 4, 4), "OR60": (329, 23, 8), "OR60F": (279, 23, 8)}


@pytest.mark.data
@pytest.mark.parametrize("name", SIZES)
def test_a_conference_is_placed_without_a_hard_conflict(name):
    conference = conferences.read(FOLDER / f"{name}.xlsx")
    assert (len(conference.submissions), len(conference.rooms), len(conference.sessions)) == SIZES[name]
    board = conferences.solve(conference, steps=1_000)
    assert board.conflicts() == []
    assert len(board.at) == len(conference.submissions)


def test_conflicts_are_seen():
    talk = conferences.Submission("a", "x", 2, ("ann",), (), frozenset())
    other = dataclasses.replace(talk, ref="b", length=1)
    board = conferences.Board(conferences.Conference("c", {"Mon": 2}, ["r", "q"], [talk, other], {("Mon", "q")}))
    assert {kind for kind, *_which in board.conflicts()} == {"left out"}
    board.at = {"a": ("Mon", 0, "r"), "b": ("Mon", 1, "r")}
    assert {kind for kind, *_which in board.conflicts()} == {"cell", "presenter"}
    board.at = {"a": ("Mon", 1, "q")}
    assert {kind for kind, *_which in board.conflicts()} == {"too long", "closed", "left out"}
