"""`staffroom badge verify`: what a badge file is and what about it holds, without an instance of Staffroom and without asking anybody."""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

EXITS = {True: 0, False: 1, None: 2}


def add(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    verify = acts.add_parser("verify", help="check a badge or a learner record: a file in, JSON out", description=(
        "Check FILE: a badge (Open Badges 2.0 or 3.0) or a learner record (CLR 2.0) as JSON, as a signed token, or baked into a PNG or SVG. Prints "
        "{ok, checks: [{name, ok, detail}]}: true holds, false does not, null could not be checked. Exit codes: 0 all holds, 1 something does not, "
        "2 something could not be checked. Nothing is fetched unless --fetch says so."))
    verify.add_argument("file", metavar="FILE", help="the file; - reads it from standard input")
    verify.add_argument("--address", action="append", metavar="MAIL", help="a mail address of the person: whether it was issued to one of these")
    verify.add_argument("--with", action="append", dest="beside", metavar="FILE", default=[],
                        help="something the issuer publishes (its key document, a status list, the hosted badge), believed as it lies here")
    verify.add_argument("--fetch", action="store_true", help="ask the issuer's own addresses for what is missing (public web addresses alone)")


def run(options: argparse.Namespace) -> int:
    from staffroom.cli import Problem
    from staffroom.credentials import asking
    from staffroom.credentials.openbadges import child
    from staffroom.credentials.openbadges.reading import Bad
    from staffroom.credentials.openbadges.said import sentence
    data, at_hand = _bytes(options.file), {}
    for name in options.beside:
        try:
            address, document = asking.document(_bytes(name))
        except Bad as problem:
            raise Problem(f"{name}: {sentence(problem.code, problem.values)}", 2) from None
        at_hand[address] = document
    verify = asking.verify if options.fetch else child.verify
    now = datetime.now(UTC)  # house: needs no instance, so the clock of the kit has no settings to read
    addresses = tuple(options.address) if options.address else None
    found = verify(data, now=now, addresses=addresses, at_hand=at_hand)
    checks = [{name: one[name] for name in ("name", "ok", "detail")} for one in found["checks"]]
    print(json.dumps({"ok": found["ok"], "checks": checks}, ensure_ascii=False, indent=1))
    return EXITS[found["ok"]]


def _bytes(name: str) -> bytes:
    from staffroom.cli import Problem
    from staffroom.credentials.openbadges.reading import MOST_BYTES
    try:
        if name == "-":
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        with Path(name).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Problem(f"cannot read {name} ({error.strerror}).", 2) from None
