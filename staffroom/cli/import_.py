"""`staffroom import`: a list of courses, events, bookmarks or feeds, or a framework, onto the wall; cards into an edcamp; the day of an edcamp; or a
whole account into an account here.
"""

import argparse
from pathlib import Path


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a list of courses or events (CSV, JSON), bookmarks of a browser, a list of feeds (OPML), "
                                                     "a saved feed (RSS, Atom, JSON Feed), a page or file with JSON-LD; "
                                                     "cards for an edcamp (with --edcamp); the day of an edcamp from another Staffroom; "
                                                     "or the file with everything of an account (with --account)")
    parser.add_argument("--account", metavar="WHO",
                        help="for a whole account: the code of the account here into which it goes, or an address that it lists; with "
                             "--edcamp: who keeps its board, in whose name the cards come; for the day of an edcamp: who hosts it here")
    parser.add_argument("--edcamp", metavar="CODE", help="the file holds pitches (JSON or CSV), which become cards of this edcamp; of one that is "
                                                         "over also its schedule")
    parser.add_argument("--framework", action="store_true", help="the file is a framework: a CASE package, a table (CSV) or a spreadsheet (xlsx)")
    parser.add_argument("--version-of", metavar="CODE", help="with --framework: the code of the framework on the wall that it is a new version of")
    parser.add_argument("--look", action="store_true", help="only say what would happen")


def run(options: argparse.Namespace) -> int:
    from staffroom.cli import Problem, preflight, say, start_django
    path = Path(options.file)
    if not path.is_file():
        raise Problem(f"There is no file {path}.", 2)
    preflight.existing()
    start_django()
    preflight.ready()
    from staffroom.edcamps import carrying
    from staffroom.exchange.bringing import is_account
    from staffroom.kit.acts import Refusal
    with path.open("rb") as file:
        if is_account(file):
            return bring(path, options)
    if options.framework:
        return framework(path, options)
    if options.edcamp:
        return cards(path, options)
    if carrying.is_day(path.read_bytes()[:400]):
        return day(path, options)
    try:
        done = put_up(path, options.look)
    except Refusal as refusal:
        raise Problem(f"{path.name}: {refusal}") from None
    for line, words in done.errors:
        say(f"row {line}: {words}")
    would = "would be " if options.look else ""
    say(f"{path.name}: {done.added_count} {would}new, {done.changed_count} {would}changed, {done.same_count} as they were, "
        f"{len(done.errors)} left out.")
    return 0


def framework(path: Path, options: argparse.Namespace) -> int:
    """A version of a framework onto the wall, for everybody."""
    from django.db import transaction

    from staffroom.cli import Problem, say
    from staffroom.frameworks import actions, case
    from staffroom.frameworks.models import Framework
    from staffroom.frameworks.queries import problem_words
    from staffroom.kit.acts import Refusal
    known = Framework.objects.filter(code=options.version_of).first() if options.version_of else None
    if options.version_of and known is None:
        raise Problem(f"No framework here has the code {options.version_of}.", 2)
    try:
        package = actions.read(path.name, path.read_bytes())
        with transaction.atomic():
            there = Framework.objects.filter(digest=case.digest(case.stored(package)), taken_down_at=None).exists()
            hung = actions.put_up(by=None, package=package, family=known.family if known else "")
            if options.look:
                transaction.set_rollback(True)
    except Refusal as refusal:
        raise Problem(f"{path.name}: {refusal}") from None
    for problem in case.problems(package):
        say(f"row {problem.row}: {problem_words(problem)}")
    would = "would hang" if options.look else "hangs"
    say(f"{path.name}: {hung.title}, version {hung.label}, {hung.statements_count} statements, "
        + ("was here already; nothing was changed." if there else f"{would} on the wall as {hung.code}."))
    return 0


def cards(path: Path, options: argparse.Namespace) -> int:
    """Pitches as cards of an edcamp, in the name of somebody who keeps its board."""
    from django.db import transaction

    from staffroom.cli import Problem, say
    from staffroom.cli.export_ import account_of
    from staffroom.edcamps import actions, bringing, queries
    from staffroom.edcamps.models import Edcamp
    from staffroom.kit.acts import Refusal
    edcamp = Edcamp.objects.select_related("event").filter(code=options.edcamp).first()
    if edcamp is None:
        raise Problem(f"No edcamp here has the code {options.edcamp}.", 2)
    if not options.account:
        raise Problem("Say who keeps the board, in whose name the cards come: --account CODE.", 2)
    account = account_of(options.account)
    try:
        with transaction.atomic():
            found = bringing.read(path.read_bytes())
            comes = queries.coming(edcamp, found.pitches)
            made = actions.bring_in(by=account, edcamp=edcamp, pitches=found.pitches)
            if options.look:
                transaction.set_rollback(True)
    except (Refusal, bringing.NoPitches) as refusal:
        raise Problem(f"{path.name}: {refusal}") from None
    for line, words in sorted(found.left + comes.told):
        say(f"row {line}: {words}" if line else words)
    would = "would be " if options.look else ""
    say(f"{path.name}: {len(made)} {would}new, {comes.placed_count} of them on the board, {comes.same_count} as they were, "
        f"{len(found.left)} left out.")
    return 0


def day(path: Path, options: argparse.Namespace) -> int:
    """The day of an edcamp from another instance, hosted by somebody here."""
    from staffroom.cli import Problem, say
    from staffroom.cli.export_ import account_of
    from staffroom.edcamps import actions, carrying, queries
    from staffroom.kit.acts import Refusal
    if not options.account:
        raise Problem(f"{path.name} holds the day of an edcamp. Say who hosts it here: --account CODE.", 2)
    account = account_of(options.account)
    try:
        found = carrying.read(path.read_bytes())
        brings = queries.brings(found)
        came = None if options.look else actions.bring_day(by=account, day=found)
    except (Refusal, carrying.NoDay) as refusal:
        raise Problem(f"{path.name}: {refusal}") from None
    would, counts = ("would be " if options.look else ""), brings.counts
    say(f"{path.name}: {counts['card']} cards, {counts['person']} people and {counts['turn']} turns {would}new, "
        f"{brings.changed_count} {would}changed, {len(brings.difference.stays)} changed here too and left.")
    if came is not None:
        say(f"The edcamp here: {came.edcamp.code}")
    return 0


def put_up(path: Path, look: bool):
    """The import of a file, done part by part (a killed one goes on when it is run again), or only looked at."""
    from contextlib import nullcontext

    from django.db import transaction

    from staffroom.catalogue import actions
    from staffroom.cli import Problem
    with transaction.atomic() if look else nullcontext():
        run = actions.draft_import(by=None, name=path.name, data=path.read_bytes())
        if run.form in {"csv", "json"} and "title" not in run.columns:
            raise Problem(f"{path.name}: no column is called title, name or course, so we cannot tell what the rows are.")
        if run.form == "marks":
            run = actions.set_columns(by=None, run=run, columns={"folders": run.columns["*"].split("\n")})
        run = actions.apply_import(by=None, run=run)
        while run.applied_at is None:
            run = actions.import_part(by=None, run=run)
        if look:
            transaction.set_rollback(True)
    return run


def bring(path: Path, options: argparse.Namespace) -> int:
    """Everything of an account, into one that its owner opened here."""
    from django.db import transaction

    from staffroom.cli import Problem, say
    from staffroom.cli.export_ import account_of
    from staffroom.exchange import actions
    from staffroom.kit.acts import Refusal
    if not options.account:
        raise Problem(f"{path.name} holds a whole account. Say into which account here it goes: --account CODE.", 2)
    account = account_of(options.account)
    try:
        with transaction.atomic():
            counts = actions.bring(by=account, archive=path)
            if options.look:
                transaction.set_rollback(True)
    except Refusal as refusal:
        raise Problem(f"{path.name}: {refusal}") from None
    would = "would be " if options.look else ""
    say(f"{path.name}: {counts.added_count} {would}new, {counts.same_count} as they were, {counts.files} files, "
        f"{sum(counts.left.values())} stay in the file.")
    return 0
