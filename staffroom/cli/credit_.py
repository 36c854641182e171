"""`staffroom credit`: the packs of rules, and what counts by one of them, from a file, without an instance of Staffroom."""

import argparse
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path

MOST_BYTES = 20_000_000


def add(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    packs = acts.add_parser("packs", help="list the packs of rules and the words that a record may use", description=(
        "List the packs of rules that are shipped, with their dates, and the words that a record may use."))
    packs.add_argument("--json", action="store_true", help="as JSON")
    explain = acts.add_parser("explain", help="what counts by the rules of a pack: JSON in, JSON out", description=(
        "Say what counts of RECORD.json by the rules of a pack, entry by entry and rule by rule, each with its reason."))
    explain.add_argument("record", metavar="RECORD.json", help="the licence and what was done; - reads it from standard input")
    explain.add_argument("--pack", metavar="ID", required=True, help="which rules, see `staffroom credit packs`")
    explain.add_argument("--as-of", metavar="DATE", help="on which day, like 2026-11-30 (default: today)")
    explain.add_argument("--language", choices=("en", "es"), default="en", help="of the reasons (default: en)")


def run(options: argparse.Namespace) -> int:
    return _packs(options) if options.act == "packs" else _explain(options)


def _packs(options: argparse.Namespace) -> int:
    from staffroom.credit import counting
    from staffroom.credit.counting import vocabulary
    packs = [{"id": pack.id, "title": pack.title["en"], "version": pack.version, "reviewed_on": pack.reviewed_on,
              "reviewed_by": pack.reviewed_by, "jurisdiction": pack.jurisdiction, "effective_from": pack.effective_from.isoformat(),
              "effective_to": pack.effective_to.isoformat()} for pack in counting.shipped()]
    words = {name: list(known) for name, known in vocabulary.ALL.items()}
    if options.json:
        print(json.dumps({"packs": packs, "vocabularies": words}, ensure_ascii=False, indent=1))
        return 0
    for pack in packs:
        print(f"{pack['id']:<12} {pack['title']}, version {pack['version']}, sources read on {pack['reviewed_on']}, "
              f"reviewed by {pack['reviewed_by'] or 'nobody yet'}, speaks until {pack['effective_to']}")
    for name, known in words.items():
        print(f"\n{name}: {', '.join(known)}")
    return 0


def _explain(options: argparse.Namespace) -> int:
    from staffroom.cli import Problem
    from staffroom.credit import counting
    try:
        pack = counting.load(options.pack)
    except KeyError:
        raise Problem(f"--pack does not know the id {options.pack[:60]!r}; there are {', '.join(counting.IDS)}.", 2) from None
    as_of = _day(options.as_of) if options.as_of is not None else datetime.now(UTC).astimezone().date()  # house: no instance, so the machine's day
    try:
        record = counting.read(_data(options.record))
    except counting.BadRecord as problem:
        raise Problem(problem.sentence, 2) from None
    print(json.dumps(counting.explain(pack, record, as_of).as_json(options.language), ensure_ascii=False, indent=1))
    return 0


def _day(text: str) -> date:
    from staffroom.cli import Problem
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise Problem("--as-of must be a day like 2026-11-30.", 2)
    return day


def _data(name: str) -> object:
    from staffroom.cli import Problem
    try:
        if name == "-":
            raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Problem(f"cannot read {name} ({error.strerror}).", 2) from None
    if len(raw) > MOST_BYTES:
        raise Problem(f"record is larger than {MOST_BYTES:,} bytes.", 2)
    try:
        return json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise Problem(f"record is not JSON ({str(error)[:120]}).", 2) from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"the field {name[:60]} stands twice in one object")
        found[name] = value
    return found
