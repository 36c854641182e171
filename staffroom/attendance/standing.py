"""How somebody stands with what a certificate takes. Pure.

registered → present, partial or absent → pending → eligible, or lapsed. Whether one was issued the room above knows.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from staffroom.events.policy import Policy, window

STATES = ("registered", "pending", "eligible", "lapsed")

@dataclass(frozen=True, kw_only=True)
class Did:
    """What somebody did. `minutes` that more than their own word says (None: not on the list); `said` those that only they say. `stands_for_words`:
    they were in a room together, or watched the recording, and passed its quiz, so that no code word is asked for.
    """

    minutes: int | None = None
    said: int = 0
    stands_for_words: bool = False
    words: frozenset[int] = frozenset()
    best: int = 0
    tries: int = 0
    told: bool = False
    watched: bool = False


@dataclass(frozen=True)
class Item:
    """One thing a certificate takes: "presence", "words", "quiz" or "told"; "met", "open" or "gone"; how much of how much."""

    name: str
    state: str
    done: int = 0
    of: int = 0
    opens_at: datetime | None = None

    @property
    def is_met(self) -> bool:
        return self.state == "met"


@dataclass(frozen=True)
class Standing:
    """`there`: "registered" before the end, then "present", "partial" or "absent". `state`: "registered", "pending", "eligible" or "lapsed"."""

    there: str
    state: str
    items: tuple[Item, ...]
    until: datetime

    def item(self, name: str) -> Item | None:
        return next((one for one in self.items if one.name == name), None)


def closes_at(policy: Policy | None, ends_at: datetime) -> datetime:
    """Until when all of it can be done; of an event that takes nothing, until when its three questions can be answered."""
    return ends_at + timedelta(days=(policy or Policy()).days)


def stand(policy: Policy, did: Did, starts_at: datetime, ends_at: datetime, every: int, now: datetime) -> Standing:
    """`every`: the minutes of the event that count."""
    until = closes_at(policy, ends_at)
    is_over, is_late = now >= ends_at, now >= until
    enough = max(policy.minutes_of(every), 1)
    has = did.minutes or 0
    later = policy.recording and not is_late
    items = [Item("presence", "met" if has >= enough else "gone" if is_late else "open", min(has, enough), enough)]
    if policy.needed:
        ahead = sum(now < window(number, policy.words, starts_at, ends_at)[1] for number in range(policy.words) if number not in did.words)
        met = did.stands_for_words or len(did.words) >= policy.needed
        can = later or (policy.rooms and not is_late and not is_over) or len(did.words) + ahead >= policy.needed
        items.append(Item("words", "met" if met else "open" if can else "gone", policy.needed if met else len(did.words), policy.needed))
    if policy.has_quiz:
        met = did.best >= policy.right
        items.append(Item("quiz", "met" if met else "gone" if is_late or did.tries >= policy.tries else "open", did.tries, policy.tries, ends_at))
    if policy.told:
        items.append(Item("told", "met" if did.told else "gone" if is_late else "open", opens_at=ends_at))
    there = "registered" if not is_over else "present" if has >= enough else "partial" if has or did.said else "absent"
    if not is_over:
        state = "registered"
    elif all(one.is_met for one in items):
        state = "eligible"
    else:
        state = "lapsed" if any(one.state == "gone" for one in items) else "pending"
    return Standing(there, state, tuple(items), until)
