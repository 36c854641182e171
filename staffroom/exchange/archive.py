"""The archive: everything of an account as one zip, made piece by piece, so that memory does not grow with it."""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.conf import settings

from staffroom import __version__
from staffroom.exchange import belongings, readable, schema
from staffroom.exchange.models import Export
from staffroom.kit import clock, keystore
from staffroom.kit.archives import MOST_RATIO
from staffroom.kit.backup.rows import still
from staffroom.kit.calendars.writing import Dated, calendar
from staffroom.kit.listed import Mark, bookmarks, opml
from staffroom.kit.tables import write_csv
from staffroom.ledger import queries as ledger
from staffroom.people.models import Account
from staffroom.practice.models import PlanStep, Saved
from staffroom.record import shelf, takeaway
from staffroom.sharing.viewers import SELF, Viewer
from staffroom.transcripts import offline

Members = Iterator[tuple[str, bytes]]
_SAME_TIME = (1980, 1, 1, 0, 0, 0)


def _json(thing: Any) -> bytes:
    return (json.dumps(thing, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8", "backslashreplace")


def members(account: Account) -> Members:
    """(name, bytes) of everything in the archive, the manifest last. Rows are read in one view, then the files they name."""
    with still():
        found = {model: belongings.data_of(model, account) for model in belongings.kinds()}
        library = belongings.of_the_library(account)
        table = b"".join(write_csv([takeaway.COLUMNS, *map(takeaway.cells, takeaway.rows(Viewer(account=account, assurance=SELF)))]))
        hours = "".join(ledger.part_of(account)).encode()
        checks = list(offline.members(account))
        named = [(belongings.file_path(row), *how(row)) for model, how in belongings.FILES.items() for row in belongings.rows_of(model, account)]
    digests: dict[str, dict[str, Any]] = {}
    missing: list[str] = []
    for name, data in _parts(account, found, library, table, hours, checks, named, missing):
        digests[name] = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
        yield name, data
    counts = {model._meta.label_lower: len(rows) for model, rows in found.items()}
    yield "manifest.json", _json({
        "form": schema.FORM, "made_at": clock.now().isoformat(timespec="seconds"), "version": __version__, "from": belongings.here(),
        "name": str(account), "counts": counts, "files": digests, "missing": missing})


def _parts(account: Account, found: dict, library: dict, table: bytes, hours: bytes, checks: list, named: list, missing: list[str]) -> Members:
    yield "index.html", readable.page(account, found, library)
    yield "style.css", readable.style()
    for model, rows in found.items():
        label = model._meta.label_lower
        yield f"data/{label}.json", _json({"kind": label, "rows": rows})
    yield "data/sign-in.json", _json({"kind": "sign-in", "rows": library})
    yield "schema.json", _json(schema.document())
    yield "record.csv", table
    if hours:
        yield "ledger.jsonl", hours
    yield from checks
    followed = [row["source"] for model, rows in found.items() if model is belongings.Follow for row in rows if row["source"]["url"]]
    if followed:
        yield "follows.opml", opml("Staffroom", followed)
    marks, days = _marks(found.get(Saved, [])), _days(found.get(PlanStep, []))
    if marks:
        yield "go-back.html", bookmarks("Staffroom", marks)
    if days:
        yield "plan.ics", calendar(days)
    for path, stored, label in named:
        if path:
            try:
                yield path, shelf.get(stored, label)
            except (FileNotFoundError, ValueError, keystore.KeyGone):
                missing.append(path)


def _absolute(link: str) -> str:
    return settings.BASE_URL.rstrip("/") + link if link.startswith("/") else link


def _marks(rows: list[dict[str, Any]]) -> list[Mark]:
    """What waits in the go-back list."""
    return [Mark(row["title"] or "", _absolute(row["link"] or ""), row["why"] or "", datetime.fromisoformat(row["made_at"]))
            for row in rows if row["link"] and not row["became"]]


def _days(rows: list[dict[str, Any]]) -> list[Dated]:
    """Steps of the plan that are open and have a day."""
    return [Dated(f"{row['code']}@staffroom", row["title"] or "", date.fromisoformat(row["planned_on"]), datetime.fromisoformat(row["made_at"]),
                  note=row["note"] or "") for row in rows if row["planned_on"] and not row["ended_as"]]


class _Sink(io.RawIOBase):
    """What the zip writer writes into; emptied after each member."""

    def __init__(self) -> None:
        self.held: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self.held.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        data, self.held = b"".join(self.held), []
        return data


def pieces(parts: Members) -> Iterator[bytes]:
    """The zip in pieces. The same members make the same bytes."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w") as zipped:  # type: ignore[arg-type]  # writes only, never seeks
        for name, data in parts:
            info = zipfile.ZipInfo(name, _SAME_TIME)
            info.external_attr = 0o600 << 16
            info.compress_type = zipfile.ZIP_DEFLATED if _shrinks(data) else zipfile.ZIP_STORED
            zipped.writestr(info, data)
            yield sink.take()
    yield sink.take()


def _shrinks(data: bytes) -> bool:
    """Not by so much that a reader would take it for a bomb."""
    return len(data) <= 1_000_000 or len(zlib.compress(data, 1)) * MOST_RATIO // 2 > len(data)


def of(export: Export) -> Iterator[bytes]:
    """The archive of the person who asked."""
    return pieces(members(export.person))
