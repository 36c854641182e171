"""The checks of one file as they are made, and the one of time, which every kind of badge has."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from staffroom.credentials.openbadges import contexts, keys
from staffroom.credentials.openbadges.keys import AtHand
from staffroom.credentials.openbadges.reading import Bad
from staffroom.credentials.openbadges.said import sentence

SKEW = timedelta(seconds=60)
NAMES = {"read": "file", "kind": "kind", "vocabulary": "vocabulary", "graph": "bounds", "signature": "signature", "token": "signature",
         "key": "issuer key", "issuer": "issuer", "time": "time", "status": "status", "recipient": "recipient", "hosted": "hosted"}


@dataclass
class Checking:
    """The checks made so far, and what they were made with. `inside` names the part of a CLR that is being looked at."""

    now: datetime
    addresses: tuple[str, ...] | None
    at_hand: AtHand
    extra: contexts.Extra | None = None
    checks: list[dict] = field(default_factory=list)
    wanted: list[str] = field(default_factory=list)
    inside: str = ""

    def say(self, code: str, ok: bool | None, **values: Any) -> None:
        name = f"{self.inside}{NAMES[code.partition('.')[0]]}"
        self.checks.append({"name": name, "ok": ok, "code": code, "values": values, "detail": sentence(code, values)})

    def bad(self, problem: Bad) -> None:
        self.say(problem.code, False if problem.is_refused else None, **problem.values)

    def want(self, address: str) -> None:
        if address.startswith("https://") and address not in self.wanted and len(address) < 1_000:
            self.wanted.append(address)

    @property
    def ok(self) -> bool | None:
        found = {one["ok"] for one in self.checks}
        return False if False in found else None if None in found or not found else True


def check_time(seen: Checking, begins: list, ends: list, after: datetime | None = None, before: datetime | None = None) -> None:
    """Not before it begins, not after it ends; a date that cannot be read is no date."""
    starts, stops = [keys.moment(one) for one in begins], [keys.moment(one) for one in ends]
    if None in starts or None in stops:
        seen.say("time.unreadable", False)
        return
    start = max((one for one in [*starts, after] if one), default=None)
    stop = min((one for one in [*stops, before] if one), default=None)
    if start is not None and start > seen.now + SKEW:
        seen.say("time.early", False, day=start.date().isoformat())
    elif stop is not None and stop < seen.now - SKEW:
        seen.say("time.expired", False, day=stop.date().isoformat())
    else:
        seen.say("time.good", True)
