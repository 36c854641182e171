"""Minutes that somebody was there, out of the times at which they came and left. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

Times = tuple[datetime, datetime]


def minutes(stays: Iterable[Times], within: Times, breaks: Iterable[Times] = (), most: int | None = None) -> int:
    """Whole minutes of all stays within the time of the event, none counted twice, without breaks; `most` at most (None: no limit)."""
    first, last = within
    pauses, passed = _joined(breaks), timedelta()
    for came, left in _joined((max(came, first), min(left, last)) for came, left in stays):
        passed += left - came - sum((max(min(left, end) - max(came, begin), timedelta()) for begin, end in pauses), timedelta())
    found = passed // timedelta(minutes=1)
    return found if most is None else min(found, most)


def _joined(spans: Iterable[Times]) -> list[Times]:
    """The same time without overlaps, in its order; what ends before it begins is none."""
    found: list[Times] = []
    for begin, end in sorted(span for span in spans if span[0] < span[1]):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return found
