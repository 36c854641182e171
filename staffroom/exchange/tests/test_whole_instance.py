"""Erased from the very bytes of an instance and from its backups; and a whole account carried from one instance to another by commands."""

import hashlib
import os
import shutil
import zipfile

import pytest

from tests.instance import Instance, fresh

PLAIN, SEALED = "pl41n-canary", "s34led-canary"
MAKE = f"""
from staffroom.kit.testing import make_account
from staffroom.exchange.tests.conftest import fill, put_file
from staffroom.record import actions as record
from datetime import date
ann = make_account("Nora {PLAIN}", email="{PLAIN}@home.example", zone="Asia/Phnom_Penh")
other = make_account("Cora Colleague", email="cora@home.example")
fill(ann, other)
entry = record.note(by=ann, title="t {SEALED}", kind="read", minutes=5, on_on=date(2026, 5, 5), note="n {SEALED}")
put_file(ann, entry, "f {SEALED}")
answer(ann.code)
"""
ERASE = f"""
from staffroom.exchange import actions
from staffroom.people.models import Account
from staffroom.kit import outbox
from django.conf import settings
actions.erase(by=None, account=Account.objects.get(name="Nora {PLAIN}"))
while outbox.run_due():
    pass
answer([str(path) for path in settings.DATA.rglob("*") if path.is_file() and b"{PLAIN}" in path.read_bytes()])
"""
READ = """
from staffroom.record.models import Entry
answer(sorted(entry.title for entry in Entry.objects.filter(person__name__contains="Nora")))
"""
LINES = """
from staffroom.people.models import AccessLine
answer([line.what for line in AccessLine.objects.all()])
"""
OPEN = """
from staffroom.kit.testing import make_account
answer(make_account("", email="fresh@home.example").code)
"""


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    """An instance with Nora and a colleague, and the code of Nora's account."""
    folder = tmp_path_factory.mktemp("old")
    instance = Instance(fresh(folder / "data"))
    return instance, instance.ask(MAKE), folder


def bytes_of(folder) -> bytes:
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_an_account_is_carried_over_by_two_commands(old, tmp_path):
    instance, code, _folder = old
    out = tmp_path / "everything.zip"
    said = instance.done("export", "--account", code, "--out", str(out))
    assert "access log" in said
    assert oct(os.stat(out).st_mode)[-3:] == "600"
    assert instance.staffroom("export", "--account", code, "--out", str(out)).returncode == 1
    assert "your whole account, as one file" in instance.ask(LINES)

    new = Instance(fresh(tmp_path / "data"))
    target = new.ask(OPEN)
    assert new.staffroom("import", str(out)).returncode == 2
    assert "would be new" in new.done("import", str(out), "--account", "fresh@home.example", "--look")
    new.done("import", str(out), "--account", target)
    again = tmp_path / "again.zip"
    new.done("export", "--account", target, "--out", str(again))
    first, second = digests(out), digests(again)
    for name in ("record.entry", "record.sitting", "record.rung", "record.evidence", "record.draft", "growth.sentence", "record.removal"):
        assert first[f"data/{name}.json"] == second[f"data/{name}.json"], name
    assert {name: digest for name, digest in first.items() if name.startswith("files/")} == {
        name: digest for name, digest in second.items() if name.startswith("files/")}
    assert first["record.csv"] == second["record.csv"]


def digests(path) -> dict[str, str]:
    with zipfile.ZipFile(path) as zipped:
        return {name: hashlib.sha256(zipped.read(name)).hexdigest() for name in zipped.namelist()}


def test_a_command_for_nobody_says_so_and_writes_nothing(old, tmp_path):
    instance, _code, _folder = old
    answer = instance.staffroom("export", "--account", "nobody@home.example", "--out", str(tmp_path / "x.zip"))
    assert (answer.returncode, "no account" in answer.stderr) == (1, True)
    assert not (tmp_path / "x.zip").exists()


def test_after_erasing_no_byte_of_the_instance_and_no_key_for_its_backups_is_left(old, tmp_path):
    instance, _code, folder = old
    assert PLAIN.encode() in bytes_of(instance.data)
    assert SEALED.encode() not in bytes_of(instance.data)
    instance.done("backup", str(folder / "before"))
    assert instance.ask(ERASE) == []
    assert PLAIN.encode() not in bytes_of(instance.data)
    assert "Everything fits together." in instance.done("verify")

    backup, = (path for path in (folder / "before").glob("*.backup") if "keys" not in path.name)
    instance.done("backup", str(folder / "after"))
    keys, = (folder / "after").glob("staffroom-keys-*.backup")
    place = Instance(tmp_path / "restored")
    (place.data / "secrets").mkdir(parents=True, mode=0o700)
    shutil.copy2(instance.data / "secrets" / "wrapping.key", place.data / "secrets" / "wrapping.key")
    place.done("restore", str(backup), "--keys", str(keys))
    assert set(place.ask(READ)) == {"This can no longer be read: its key is gone."}
