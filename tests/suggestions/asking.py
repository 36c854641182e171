"""Ask the product itself: each sentence is said by a teacher without a profile, and answered as the page answers it."""

import json
from dataclasses import dataclass
from pathlib import Path

from staffroom.catalogue import actions as catalogue
from staffroom.growth import actions, queries
from staffroom.kit.testing import make_account
from staffroom.sharing.viewers import SELF, Viewer
from staffroom.topics import actions as topics

SENTENCES = Path(__file__).with_name("sentences.json")
MINUTES = 15


@dataclass(frozen=True)
class Answer:
    """An offer that was suggested: its key in the commons, what it is, and the reasons that the page gives."""

    key: str
    title: str
    kind: str
    reasons: tuple[str, ...]
    is_clear: bool


def sentences() -> list[dict]:
    return json.loads(SENTENCES.read_text())


def answers() -> list[list[Answer]]:
    """For each sentence what the starter commons answers: at most three, best first. Needs an empty database."""
    topics.load(by=None)
    catalogue.load_commons(by=None)
    teacher = make_account("A teacher")
    viewer = Viewer(teacher, SELF)
    found = []
    for row in sentences():
        said = actions.say(by=teacher, text=row["said"], mood=row["mood"], minutes=MINUTES)
        found.append([Answer(one.offer.key, one.offer.title, one.offer.get_kind_display(), one.reasons, one.is_clear)
                      for one in queries.suggestions(viewer, said)])
    return found
