"""Reading the starter commons: lists of offers (JSON) and our own pieces and ways (Markdown with facts at the head)."""

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from staffroom.catalogue.described import STAGE, SUBJECT, THEME, Bad, Described, described
from staffroom.catalogue.models import Offer

FOLDER = Path(__file__).parent / "commons"
LICENCE = "CC BY 4.0"
MAKER = "The Staffroom commons"
PLAIN = ("key", "title", "url", "kind", "feed_url", "maker", "paid_by", "summary", "first_step", "minutes", "minutes_from", "cost", "level",
         "language", "licence", "follow_up", "evidence", "found_in")
LISTED = {"themes": THEME, "subjects": SUBJECT, "stages": STAGE}


def files(folder: Path) -> list[Path]:
    """Every file of the commons, in a stable order."""
    return sorted([*folder.glob("*.json"), *folder.glob("pieces/*.md"), *folder.glob("ways/*.md")])


def digest_of(folder: Path) -> str:
    """A digest of all files: the same when nothing changed."""
    hasher = hashlib.sha256()
    for path in files(folder):
        hasher.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return hasher.hexdigest()


def read(folder: Path) -> Iterator[tuple[str, Described | str]]:
    """(key, the offer), or (key, what is wrong with it) for a row that cannot be read."""
    for path in files(folder):
        try:
            rows = json.loads(path.read_text()) if path.suffix == ".json" else [path]
        except ValueError as problem:
            yield path.name, f"{path.name} is not JSON: {problem}"
            continue
        for row in rows:
            key = row.stem if isinstance(row, Path) else str(row.get("key") or row.get("title") or "?")
            try:
                yield key, _page(row) if isinstance(row, Path) else _listed(row)
            except (Bad, ValueError, KeyError, TypeError) as problem:
                yield key, f"{path.name}, {key}: {problem}"


def _listed(row: dict) -> Described:
    kept = {name: row[name] for name in PLAIN if row.get(name) is not None}
    topics = [(kind, slug) for name, kind in LISTED.items() for slug in row.get(name) or ()]
    return described(**kept, topics=topics, looked_on=date.fromisoformat(row["looked_at"]) if row.get("looked_at") else None)


def front(text: str) -> tuple[dict[str, str], str]:
    """The `name: value` lines between the two rules at the head, and the text below them."""
    _, head, body = text.split("---\n", 2)
    return dict(_pair(line) for line in head.splitlines() if line.strip()), body.strip() + "\n"


def _pair(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip(), value.strip()


TOMORROW = re.compile(r"^## (?:Try it tomorrow|Pruébalo mañana|First step this week)\n+(.+?)(?=\n## |\Z)", re.M | re.S)
DO = re.compile(r"^- \*\*(?:Do|Haz):?\*\*:? *(.+)", re.M)
SENTENCE = re.compile(r"(?<=[.!?”»])\s+(?=[A-ZÁÉÍÓÚÑ¿¡“«])")

SHORT = 25  # "The slip." alone tells nothing


def first_step(body: str) -> str:
    """What to do first: the first sentence of what a piece says to do tomorrow, or a way this week."""
    found = TOMORROW.search(body)
    told = found and (DO.search(found[1]) or re.match(r"()(?=.)(.+)", found[1]))
    step = told[told.lastindex].strip().replace("*", "") if told else ""
    first = SENTENCE.split(step)[0]
    first = step if len(first) < SHORT else first
    return first[:1].upper() + first[1:]


def _page(path: Path) -> Described:
    facts, body = front(path.read_text())
    way = path.parent.name == "ways"

    def number(name: str) -> int | None:
        return int(facts[name]) if facts.get(name) else None

    topics = [(kind, slug.strip()) for name, kind in LISTED.items() for slug in facts.get(name, "").split(",") if slug.strip()]
    return described(
        key=path.stem, title=facts["title"], kind=Offer.Kind.WAY if way else Offer.Kind.PIECE, summary=facts.get("summary", ""),
        first_step=first_step(body), body=body,
        maker=MAKER, paid_by="Nobody: written for the commons, sells nothing", minutes=number("minutes"), minutes_from=Offer.MinutesFrom.COUNTED,
        watch_minutes=number("watch_minutes"), do_minutes=number("do_share_minutes") or number("do_minutes"),
        relate_minutes=number("relate_minutes"), cost=Offer.Cost.FREE, level=facts.get("level", ""),
        language=facts.get("language", "en"), licence=LICENCE,
        follow_up={"yes": True, "no": False}.get(facts.get("follow_up", "")), evidence=facts.get("evidence", ""),
        evidence_note=facts.get("evidence_note", ""), evidence_url=facts.get("source_url", ""),
        found_in=facts.get("source_title", ""), asks_of_you=facts.get("asks_of_you", ""), topics=topics)


def for_when() -> dict[str, list[str]]:
    """For when each offer of the commons is, in teachers' own words: {key: phrases}."""
    path = FOLDER / "words" / "for_when.json"
    return json.loads(path.read_text()) if path.is_file() else {}


def spanish() -> dict[str, str]:
    """Spanish words and expressions of a staffroom, without accents, and what they mean in English; a star stands for any ending."""
    return json.loads((FOLDER / "words" / "spanish.json").read_text())
