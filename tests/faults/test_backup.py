"""A backup made while Staffroom serves comes back row by row and file by file, and a bad one is refused before anything is touched (OP-02)."""

import os
import random
import shutil
import threading
from pathlib import Path

import pytest

from tests.instance import Instance, fresh

PEOPLE = """
import io
from datetime import date
from staffroom.kit.testing import make_account
from staffroom.record import actions, shelf
for number in range(3):
    person = make_account(f"Person {number}", email=f"p{number}@home.example")
    for day in range(1, 5):
        entry = actions.note(by=person, title=f"Title {number}-{day}", kind="reading", minutes=20, on_on=date(2026, 3, day), note="a private word")
        found = shelf.bring_in(person.pk, io.BytesIO(f"line {number} {day}\\n".encode() * 40), "notes.txt", "text/plain")
        actions.add_evidence(by=person, entry=entry, file=found, says_no_pupils=True)
"""
EVERYTHING = """
import hashlib
from django.apps import apps
from django.core.files.storage import default_storage
from staffroom.kit.backup import rows
from staffroom.kit.backup.make import stored_names
from staffroom.record.models import Entry
tables = {model._meta.label_lower: rows.tally(model) for model in rows.kept_models(apps)}
files = {name: hashlib.sha256(default_storage.open(name).read()).hexdigest() for name in stored_names()}
notes = sorted([entry.title, entry.note] for entry in Entry.objects.all())
answer({"tables": tables, "files": files, "notes": notes})
"""
NOTES = """
from staffroom.record.models import Entry
answer(sorted([entry.title, entry.note] for entry in Entry.objects.all()))
"""


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """An instance with people, entries and files, and a backup of it: (instance, backup, keys)."""
    folder = tmp_path_factory.mktemp("full")
    instance = Instance(fresh(folder / "data"))
    instance.ask(PEOPLE)
    instance.done("backup", str(folder / "kept"))
    keys, = (folder / "kept").glob("staffroom-keys-*.backup")
    backup, = set((folder / "kept").glob("*.backup")) - {keys}
    return instance, backup, keys


def empty(folder: Path, like: Instance) -> Instance:
    """A new place with the wrapping key of another instance and nothing else."""
    (folder / "new" / "secrets").mkdir(parents=True, mode=0o700)
    shutil.copy2(like.data / "secrets" / "wrapping.key", folder / "new" / "secrets" / "wrapping.key")
    return Instance(folder / "new")


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "django.key"}


def test_every_row_and_every_file_comes_back_and_private_words_can_be_read(full, tmp_path):
    instance, backup, keys = full
    new = empty(tmp_path, instance)
    new.done("restore", str(backup), "--keys", str(keys))
    before, after = instance.ask(EVERYTHING), new.ask(EVERYTHING)
    assert after == before
    assert len(after["files"]) == 12 and after["tables"]["record.entry"]["count"] == 12
    assert after["notes"] == [[f"Title {number}-{day}", "a private word"] for number in range(3) for day in range(1, 5)]
    assert "Everything fits together." in new.done("verify")


def test_a_backup_holds_no_private_word_and_no_wrapping_key(full):
    instance, backup, keys = full
    wrapping = (instance.data / "secrets" / "wrapping.key").read_bytes().strip()
    for file in (backup, keys):
        assert b"a private word" not in file.read_bytes()
        assert wrapping not in file.read_bytes()


def test_a_backup_goes_into_an_empty_instance_only(full, tmp_path):
    instance, backup, keys = full
    before = contents(instance.data)
    refused = instance.staffroom("restore", str(backup), "--keys", str(keys))
    assert refused.returncode == 3 and "is in use" in refused.stderr
    assert contents(instance.data).keys() == before.keys()
    assert contents(instance.data)["keys.sqlite3"] == before["keys.sqlite3"]


def test_one_changed_byte_anywhere_is_found_before_anything_is_touched(full, tmp_path):
    from staffroom.kit.backup.frames import Damaged, NeedsPassphrase
    from staffroom.kit.backup.read import Refused, look_through
    _instance, backup, _keys = full
    good, bad = backup.read_bytes(), tmp_path / "bad.backup"
    look_through(backup)
    dice = random.Random(20261122)
    places = [*range(200), *(dice.randrange(len(good)) for _ in range(60)), *range(len(good) - 60, len(good))]
    for place in places:
        changed = bytearray(good)
        changed[place] ^= 1 << dice.randrange(8)
        bad.write_bytes(changed)
        with pytest.raises((Damaged, NeedsPassphrase, Refused)):
            look_through(bad)


def test_a_backup_that_is_cut_short_anywhere_is_refused(full, tmp_path):
    from staffroom.kit.backup.frames import Damaged
    from staffroom.kit.backup.read import look_through
    _instance, backup, _keys = full
    good, bad = backup.read_bytes(), tmp_path / "short.backup"
    for end in (0, 5, 30, 100, len(good) // 3, len(good) - 262_144, len(good) - 33, len(good) - 1):
        bad.write_bytes(good[:max(0, end)])
        with pytest.raises(Damaged):
            look_through(bad)
    bad.write_bytes(good + b"x")
    with pytest.raises(Damaged):
        look_through(bad)


@pytest.mark.parametrize("trial", ["cut", "changed", "newer", "other form", "other wrapping key", "other instance", "no wrapping key", "keys for data"])
def test_a_bad_backup_is_refused_with_one_sentence_and_nothing_is_touched(full, tmp_path, trial):
    instance, backup, keys = full
    new = empty(tmp_path, instance)
    files = {"backup": tmp_path / "a.backup", "keys": tmp_path / "k.backup"}
    files["backup"].write_bytes(backup.read_bytes())
    files["keys"].write_bytes(keys.read_bytes())
    key = new.data / "secrets" / "wrapping.key"
    match trial:
        case "cut":
            files["backup"].write_bytes(backup.read_bytes()[:-500])
        case "changed":
            data = bytearray(backup.read_bytes())
            data[len(data) // 2] ^= 1
            files["backup"].write_bytes(data)
        case "newer":
            rewrite(backup, files["backup"], lambda about: about["migrations"].append("record.9000_from_tomorrow"))
        case "other form":
            rewrite(backup, files["backup"], lambda about: about.update(form=2))
        case "other wrapping key":
            key.write_text("x" * 64 + "\n")
        case "no wrapping key":
            key.unlink()
        case "other instance":
            other = Instance(fresh(tmp_path / "other"))
            other.ask("from staffroom.kit.testing import make_account\nmake_account('Somebody Else')\n")
            other.done("backup", str(tmp_path / "others"))
            files["keys"], = (tmp_path / "others").glob("staffroom-keys-*.backup")
        case "keys for data":
            files["backup"] = files["keys"]
    before = contents(new.data)
    refused = new.staffroom("restore", str(files["backup"]), "--keys", str(files["keys"]))
    said = {"cut": "cut short", "changed": "changed or damaged", "newer": "newer than this one", "other form": "in a form that",
            "other wrapping key": "wrapping key here does not open", "no wrapping key": "the wrapping key is not at",
            "other instance": "belong to another instance", "keys for data": "a backup of the keys"}[trial]
    assert refused.returncode == 3, refused.stdout + refused.stderr
    assert said in refused.stderr and "Nothing was touched." in refused.stderr and "Traceback" not in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1
    assert contents(new.data) == before


def rewrite(source: Path, target: Path, change) -> None:
    """A backup like another, whole and well formed, with another head."""
    import hashlib
    import json

    from staffroom.kit.backup.make import Archive
    from staffroom.kit.backup.read import members
    archive = Archive(target, None)
    for name, data in members(source):
        if name == "about.json":
            about = json.loads(data)
            change(about)
            data = json.dumps(about).encode()
            digest = hashlib.sha256(data).hexdigest()
        if name == "manifest.json":
            manifest = json.loads(data)
            manifest["members"]["about.json"] = digest
            data = json.dumps(manifest).encode()
        archive.add(name, data)
    archive.finish()


def test_under_a_passphrase_nothing_can_be_read_and_the_wrong_one_is_refused(full, tmp_path):
    instance, _backup, _keys = full
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    right.write_text("a passphrase of several words\n")
    wrong.write_text("another one of several words\n")
    instance.done("backup", str(tmp_path / "kept"), "--key-file", str(right))
    keys, = (tmp_path / "kept").glob("staffroom-keys-*.backup")
    backup, = set((tmp_path / "kept").glob("*.backup")) - {keys}
    assert b"p1@home.example" not in backup.read_bytes()
    assert "Whole:" in instance.done("verify", str(backup), "--key-file", str(right))
    assert instance.staffroom("verify", str(backup), "--key-file", str(wrong)).returncode == 1
    assert "under a passphrase" in instance.staffroom("verify", str(backup)).stderr
    new = empty(tmp_path, instance)
    new.done("restore", str(backup), "--keys", str(keys), "--key-file", str(right))
    assert new.ask(EVERYTHING) == instance.ask(EVERYTHING)


def test_an_erased_account_stays_erased_when_an_older_backup_comes_back_with_the_newest_keys(tmp_path):
    instance = Instance(fresh(tmp_path / "data"))
    instance.ask(PEOPLE)
    instance.done("backup", str(tmp_path / "old"))
    instance.ask("from staffroom.kit import keystore\nfrom staffroom.people.models import Account\n"
                 "keystore.destroy(Account.objects.get(email='p1@home.example').pk)\n")
    instance.done("backup", str(tmp_path / "today"))
    backup, = set((tmp_path / "old").glob("*.backup")) - set((tmp_path / "old").glob("*keys*"))
    keys, = (tmp_path / "today").glob("staffroom-keys-*.backup")
    new = empty(tmp_path, instance)
    assert "1 accounts have no key" in new.done("restore", str(backup), "--keys", str(keys))
    notes = [note for _title, note in new.ask(NOTES)]
    assert notes.count("a private word") == 8 and len(notes) == 12


def test_a_restore_that_was_cut_off_serves_nothing_and_is_begun_again(full, tmp_path):
    instance, backup, keys = full
    new = empty(tmp_path, instance)
    new.done("restore", str(backup), "--keys", str(keys))
    (new.data / "restoring").write_text("")
    (new.data / "staffroom.sqlite3").write_bytes((new.data / "staffroom.sqlite3").read_bytes()[:40_960])
    (new.data / "made").unlink()
    refused = new.staffroom("serve", "--empty", "--port", str(new.port))
    assert refused.returncode == 3 and "was cut off" in refused.stderr
    new.done("restore", str(backup), "--keys", str(keys))
    assert new.ask(EVERYTHING) == instance.ask(EVERYTHING)


def test_old_backups_of_keys_are_thrown_away(full, tmp_path):
    instance, _backup, keys = full
    folder = tmp_path / "kept"
    folder.mkdir()
    old, young = folder / "staffroom-keys-20200101T000000Z.backup", folder / "staffroom-keys-20991231T000000Z.backup"
    for path, days in ((old, 31), (young, 29)):
        shutil.copy(keys, path)
        moment = path.stat().st_mtime - days * 86_400
        os.utime(path, (moment, moment))
    said = instance.done("backup", str(folder))
    assert "Thrown away: 1 backups of keys" in said
    assert not old.exists() and young.exists()


def test_verify_names_a_lost_file_a_loose_row_and_a_lost_key(full, tmp_path):
    instance, backup, keys = full
    new = empty(tmp_path, instance)
    new.done("restore", str(backup), "--keys", str(keys))
    lost = next((new.data / "media" / "evidence").iterdir())
    lost.rename(tmp_path / "elsewhere")
    stray = new.data / "media" / "evidence" / ("f" * 40)
    stray.write_bytes(b"x")
    os.utime(stray, (1, 1))
    new.ask("from django.db import connection\nfrom staffroom.kit import keystore\nfrom staffroom.people.models import Account\n"
            "keystore.destroy(Account.objects.get(email='p2@home.example').pk)\n"
            "cursor = connection.cursor()\ncursor.execute('PRAGMA foreign_keys=OFF')\n"
            "cursor.execute('DELETE FROM record_entry WHERE code = (SELECT code FROM record_entry LIMIT 1)')\n")
    result = new.staffroom("verify")
    assert result.returncode == 1
    assert f"A row names the file evidence/{lost.name}, which is not there." in result.stdout
    assert f"The file evidence/{stray.name} belongs to no row." in result.stdout
    assert "point to a entry that is not there" in result.stdout
    assert "1 accounts have no key" in result.stdout


def test_a_backup_made_during_writes_is_what_was_there_at_one_moment(tmp_path):
    """One writer numbers its entries and gives each a file; a backup holds 1…n without a gap, every one with its file."""
    instance = Instance(fresh(tmp_path / "data"))
    code = """
import io, time
from datetime import date
from staffroom.kit.testing import make_account
from staffroom.record import actions, shelf
person = make_account("Writer", email="writer@home.example")
end = time.monotonic() + 9
number = 0
while time.monotonic() < end:
    number += 1
    entry = actions.note(by=person, title=f"{number}", kind="reading", minutes=20, on_on=date(2026, 3, 1))
    found = shelf.bring_in(person.pk, io.BytesIO(f"{number}\\n".encode() * 9), "n.txt", "text/plain")
    actions.add_evidence(by=person, entry=entry, file=found, says_no_pupils=True)
answer(number)
"""
    total: list[int] = []
    writer = threading.Thread(target=lambda: total.append(instance.ask(code)))
    writer.start()
    backups = []
    while writer.is_alive():
        folder = tmp_path / f"kept{len(backups)}"
        result = instance.staffroom("backup", str(folder))
        assert result.returncode == 0, result.stderr
        backups.append(folder)
    writer.join()
    counts = []
    for number, folder in enumerate(backups[:4]):
        keys, = folder.glob("staffroom-keys-*.backup")
        backup, = set(folder.glob("*.backup")) - {keys}
        new = empty(tmp_path / f"back{number}", instance)
        new.done("restore", str(backup), "--keys", str(keys))
        assert "Everything fits together." in new.done("verify")
        titles = new.ask("from staffroom.record.models import Entry\nanswer(sorted(int(entry.title) for entry in Entry.objects.all()))\n")
        assert titles == list(range(1, len(titles) + 1))
        counts.append(len(titles))
    assert counts == sorted(counts) and counts[-1] <= total[0]
    assert any(0 < count < total[0] for count in counts), (counts, total)
