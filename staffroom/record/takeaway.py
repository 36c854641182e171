"""The record as plain data: one description for CSV, JSON and PDF."""

from collections.abc import Iterator

from staffroom.frameworks import pins
from staffroom.kit import clock
from staffroom.record import queries
from staffroom.record.models import Entry
from staffroom.sharing.viewers import Viewer

SCHEMA = "staffroom.record/1"
COLUMNS = ("day", "title", "kind", "minutes", "whose_time", "who_chose_it", "contribution", "helped", "outcome", "source", "link", "topics",
           "statements", "note", "proved", "proof", "noted_at", "code")


def rows(viewer: Viewer) -> Iterator[dict]:
    """Every entry of the viewer that was not let go, oldest first, as plain values; words are untouched."""
    entries = queries.entries_of(viewer).order_by("on_on", "id").prefetch_related("topics", "rungs", "evidence", "sittings")
    for entry in entries.iterator(chunk_size=500):
        yield row(entry)


def row(entry: Entry) -> dict:
    """One entry: days are ISO 8601, minutes whole numbers, choices the words of the schema."""
    return {
        "code": entry.code, "title": entry.title, "note": entry.note, "source": entry.source, "link": entry.link, "kind": entry.kind,
        "contribution": entry.contribution or None, "helped": entry.helped_count, "minutes": entry.minutes, "day": entry.on_on.isoformat(),
        "sittings": [{"day": one.on_on.isoformat(), "minutes": one.minutes} for one in entry.sittings.all()],
        "whose_time": entry.time_kind, "who_chose_it": entry.origin, "outcome": entry.outcome or None,
        "topics": [topic.slug for topic in entry.topics.all()],
        "statements": [{"framework": pin.title, "version": pin.version, "number": pin.number, "words": pin.words} for pin in pins.loads(entry.tags)],
        "noted_at": entry.made_at.isoformat(timespec="seconds"),
        "proved": [{"step": rung.step, "in_name": rung.in_name, "minutes": rung.minutes, "at": rung.made_at.isoformat(timespec="seconds")}
                   for rung in sorted(entry.rungs.all(), key=lambda rung: queries.NUMBERS[rung.step])],
        "proof": [{"kind": one.kind, "name": one.name, "link": one.link or None, "media_type": one.mime or None, "bytes": one.size or None,
                   "sha256": one.sha256 or None} for one in entry.evidence.all() if one.gone_id is None],
    }


def document(viewer: Viewer) -> dict:
    """The whole record, self-described; the schema is in docs/using/record.md."""
    return {"schema": SCHEMA, "made_at": clock.now().isoformat(timespec="seconds"), "name": str(viewer.account), "entries": list(rows(viewer))}


def cells(one: dict) -> list:
    """An entry as one line of a table, in the order of COLUMNS."""
    flat = one | {"topics": ", ".join(one["topics"]),
                  "statements": "; ".join(f"{said['number']} {said['words']}".strip() for said in one["statements"]),
                  "proved": one["proved"][-1]["step"] if one["proved"] else "",
                  "proof": "; ".join(proof["name"] or proof["link"] or "" for proof in one["proof"])}
    return ["" if flat[name] is None else flat[name] for name in COLUMNS]
