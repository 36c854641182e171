"""Put a backup back into an empty instance. Everything that can be refused is refused before the first byte is written.

While it works, a file `restoring` lies in the data folder: nothing serves from there, and a restore that was cut off is simply begun again.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from staffroom.kit import files, keystore
from staffroom.kit.backup import read, rows
from staffroom.kit.backup.read import Refused, Seen

MARK = "restoring"
STAYS = {"secrets", "staffroom.env", "locale", MARK}


@dataclass
class Plan:
    """What was asked for, after it was found good."""

    path: Path
    passphrase: bytes | None
    data: Seen
    keys: Seen | None
    without_key_count: int = 0


def plan(path: Path, keys_path: Path | None, passphrase: bytes | None = None) -> Plan:
    """Look through both files and at this instance. Raises Damaged, NeedsPassphrase, Refused; changes nothing."""
    _must_be_empty()
    data = read.look_through(path, passphrase)
    read.judge(data, "instance")
    found = Plan(path, passphrase, data, None, len(data.accounts))
    if keys_path is not None:
        if not settings.WRAPPING_KEY_FILE.is_file():
            raise Refused(f"the wrapping key is not at {settings.WRAPPING_KEY_FILE}. Put the one of that instance there first; "
                          "without it no private word can be read.")
        found.keys = read.look_through(keys_path, passphrase)
        found.without_key_count = read.judge_keys(data, found.keys)
    _must_have_room(path)
    return found


def _must_be_empty() -> None:
    folder = Path(settings.DATA)
    if (folder / MARK).exists():
        return
    there = sorted(entry.name for entry in folder.iterdir() if entry.name not in STAYS and not entry.name.startswith("."))
    if there:
        raise Refused(f"{folder} is in use (it holds {there[0]}). A backup goes into an empty instance: name a new folder with --data.")
    if connection.vendor != "sqlite" and "people_account" in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM people_account LIMIT 1")
            if cursor.fetchone():
                raise Refused("this database holds accounts. A backup goes into an empty instance: name a new database in DATABASE_URL.")
    if settings.KEYS_URL and keystore.accounts():
        raise Refused("the store of keys is in use. A backup goes into an empty instance: name a new one in KEYS_URL.")


def _must_have_room(path: Path) -> None:
    needed, free = path.stat().st_size * 3, shutil.disk_usage(settings.DATA).free
    if needed > free:
        raise Refused(f"about {needed // 1_000_000:,} MB are needed in {settings.DATA}, and {free // 1_000_000:,} MB are free.")


def restore(found: Plan, say: Callable[[str], None] = lambda words: None) -> None:
    """Do what was planned."""
    mark = Path(settings.DATA) / MARK
    if mark.exists():
        _clear_half(Path(settings.DATA))
    mark.write_text("A backup is being put back here. Run staffroom restore again if this was cut off.\n")
    _migrate_to(found.data.about["migrations"])
    _write(found, say)
    if found.keys is not None:
        keystore.put_back(found.keys.keys)
    _migrate_to(None)
    (Path(settings.DATA) / "made").write_text("")
    mark.unlink()


def _clear_half(folder: Path) -> None:
    connections.close_all()
    keystore.close()
    for entry in folder.iterdir():
        if entry.name not in STAYS:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def _are_ours(names: list[str], executor: MigrationExecutor) -> bool:
    return {".".join(key) for key in executor.loader.disk_migrations} <= set(names)


def _migrate_to(names: list[str] | None) -> None:
    """Bring the tables to the state that the backup was written in (None: to that of this Staffroom)."""
    executor = MigrationExecutor(connection)
    if names is None or _are_ours(names, executor):
        call_command("migrate", verbosity=0, interactive=False)
        return
    kept = {key for key in executor.loader.graph.nodes if ".".join(key) in set(names)}
    followed = {parent.key for key in kept for parent in executor.loader.graph.node_map[key].parents if parent.key[0] == key[0]}
    executor.migrate(sorted(kept - followed))  # the last step of each room


def _state_apps(names: list[str]):
    """The models as they were when the backup was written."""
    executor = MigrationExecutor(connection)
    if _are_ours(names, executor):
        return apps
    return executor.loader.project_state([key for key in executor.loader.graph.nodes if ".".join(key) in set(names)]).apps


def _write(found: Plan, say: Callable[[str], None]) -> None:
    about = found.data.about
    kept = rows.kept_models(_state_apps(about["migrations"]))
    by_label = {model._meta.label_lower: model for model in kept}
    with transaction.atomic():
        _empty([model for model in reversed(kept) if model._base_manager.exists()])
        count = 0
        for name, data in read.members(found.path, found.passphrase):
            if name.startswith("rows/"):
                label = name.split("/")[1]
                rows.insert(by_label[label], about["columns"][label], data.removesuffix(b"\n").split(b"\n"))
            elif name.startswith("files/"):
                _put_file(name.removeprefix("files/"), data)
                count += 1
                if count % 1_000 == 0:
                    say(f"Files: {count:,} so far.")
        rows.reset_counters(kept)
        _compare(by_label, found)
    say("Rows and files: {:,} and {:,}, each compared with the backup.".format(*found.data.counts))


def _empty(filled: list) -> None:
    """What migrating has laid down is in the backup as well; so is what a restore that was cut off had written, past triggers that guard it."""
    tables = [connection.ops.quote_name(model._meta.db_table) for model in filled if connection.vendor == "postgresql"]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for model in filled:
            model._base_manager.all()._raw_delete(using="default")
        if tables:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else PostgreSQL waits with them, and lets no table be altered
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        if tables:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _put_file(name: str, data: bytes) -> None:
    folder, _, last = name.rpartition("/")
    if isinstance(default_storage, FileSystemStorage):
        target = Path(default_storage.path(folder))
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        files.write_durably(target, last, [data])
    else:
        default_storage.save(name, ContentFile(data))


def _compare(by_label, found: Plan) -> None:
    for label, table in found.data.manifest["tables"].items():
        if rows.tally(by_label[label]) != table:
            raise Refused(f"the rows of {label} came out different from the backup; nothing of it was kept.")
