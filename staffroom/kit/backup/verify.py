"""Does everything in a running instance fit together? Looks only; mends nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Exists, OuterRef

from staffroom.kit import clock, keystore
from staffroom.kit.backup.make import named_files, stored_names
from staffroom.kit.models import OutboxRow, Sent

MORE: list[Callable[["Found"], None]] = []  # what rooms look at besides: each notes what it found
SWEPT_AFTER = timedelta(days=2)


@dataclass
class Found:
    """What was looked at (facts), what is in order but worth knowing (notes), what is wrong (problems)."""

    facts: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def verify() -> Found:
    """Look at the tables, the ties between rows, the files, the promises and the keys, and what rooms have besides."""
    found = Found()
    if _tables(found):
        _ties(found)
        _files(found)
        _promises(found)
        _keys(found)
        for look in MORE:
            look(found)
    return found


def _tables(found: Found) -> bool:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        found.problems.append(f"The tables are not up to date ({len(waiting)} steps wait). Run: staffroom migrate")
        return False
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            found.problems += [f"SQLite: {row[0]}" for row in cursor.fetchall() if row[0] != "ok"]
            cursor.execute("INSERT INTO kit_search_fts(kit_search_fts, rank) VALUES ('integrity-check', 1)")
    return True


def _ties(found: Found) -> None:
    count = 0
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            rows = model._base_manager
            count += rows.count()
            for foreign in model._meta.concrete_fields:
                if isinstance(foreign, models.ForeignKey):
                    target = foreign.remote_field.model._base_manager.filter(**{foreign.target_field.attname: OuterRef(foreign.attname)})
                    loose = rows.exclude(**{f"{foreign.attname}__isnull": True}).filter(~Exists(target)).count()
                    if loose:
                        found.problems.append(f"{loose} rows of {model._meta.label} point to a {foreign.name} that is not there.")
    found.facts["rows"] = count


def _there() -> Iterator[str]:
    for folder in {folder for _model, _column, folder in named_files()}:
        if default_storage.exists(folder):
            yield from (f"{folder}/{name}" for name in default_storage.listdir(folder)[1] if not name.startswith("."))


def _files(found: Found) -> None:
    there = set(_there())
    named = list(stored_names())
    found.facts["files"] = len(named)
    for name in sorted(set(named) - there):
        found.problems.append(f"A row names the file {name}, which is not there.")
    if len(named) != len(set(named)):
        found.problems.append("Two rows name the same file.")
    loose = there - set(stored_names())
    before = clock.now() - SWEPT_AFTER
    old = sorted(name for name in loose if default_storage.get_modified_time(name) < before)
    if loose - set(old):
        found.notes.append(f"{len(loose) - len(old)} files belong to no row yet; they are swept when they are older.")
    found.problems += [f"The file {name} belongs to no row." for name in old]


def _promises(found: Found) -> None:
    for model, fields in ((OutboxRow, ("kind", "key")), (Sent, ("who", "op_id"))):
        twice = model._base_manager.values(*fields).annotate(times=Count("pk")).filter(times__gt=1).count()
        if twice:
            found.problems.append(f"{twice} rows of {model._meta.label} are there twice.")
    failed = OutboxRow.objects.filter(state=OutboxRow.State.FAILED).count()
    if failed:
        found.notes.append(f"{failed} effects failed for good; the log says which.")
    found.facts["effects"] = OutboxRow.objects.count()


def _keys(found: Found) -> None:
    try:
        keystore.answers()
        held = keystore.accounts()
    except (OSError, keystore.WrongWrappingKey) as problem:
        found.problems.append(f"The store of keys did not open: {problem}")
        return
    accounts = set(get_user_model()._base_manager.values_list("pk", flat=True))
    found.facts["keys"] = len(held)
    without, unused = len(accounts - held), len(held - accounts)
    if without:
        found.problems.append(f"{without} accounts have no key: their private words cannot be read.")
    if unused:
        found.notes.append(f"{unused} keys belong to no account; a sign-up that was cut off leaves one.")
