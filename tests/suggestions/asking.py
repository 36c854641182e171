"""Ask the product itself: each sentence is said by a teacher without a profile, and answered as the page answers it."""

import json
from dataclasses import dataclass
from pathlib import Path

from staffroom.catalogue import actions as catalogue
from staffroom.growth import actions, queries, spanish
from staffroom.kit.testing import make_account
from staffroom.sharing.viewers import SELF, Viewer
from staffroom.topics import actions as topics

FOLDER = Path(__file__).parent
MINUTES = 15


@dataclass(frozen=True)
class Answer:
    """An offer that was suggested: its key in the commons, what it is, and whether the page calls it clear."""

    key: str
    title: str
    kind: str
    is_clear: bool


def sentences() -> list[dict]:
    """The ninety that the sum was made with."""
    return json.loads((FOLDER / "sentences.json").read_text())


def fresh() -> list[dict]:
    """Forty that were written before it was changed, and twenty that were found."""
    return json.loads((FOLDER / "fresh.json").read_text())


def answers(rows: list[dict]) -> list[list[Answer]]:
    """For each sentence what the starter commons answers: at most three, best first. Whoever says it in Spanish reads Spanish."""
    topics.load(by=None)
    catalogue.load_commons(by=None)
    teachers = {language: make_account(f"Reads {language}") for language in ("en", "es")}
    for language, teacher in teachers.items():
        teacher.language = language
    found = []
    for row in rows:
        teacher = teachers["es" if spanish.is_spanish(row["said"]) else "en"]
        said = actions.say(by=teacher, text=row["said"], mood=row["mood"], minutes=row.get("minutes", MINUTES))
        found.append([Answer(one.offer.key, one.offer.title, one.offer.get_kind_display(), one.is_clear)
                      for one in queries.suggestions(Viewer(teacher, SELF), said)])
    return found
