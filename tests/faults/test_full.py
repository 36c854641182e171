"""F05: the disk runs full under clients that write. Pages can still be read, writes are refused kindly, and it goes on by itself once there is room."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.trial import Load, note_figures
from tests.instance import Instance, Visitor, fresh

MEGABYTES = 24


@contextmanager
def small_disk(folder: Path, megabytes: int):
    """A disk of that size at `folder`; skips where one cannot be made."""
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("a small disk needs root")
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "staffroom-trial", str(folder)], capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {made.stderr.strip()}")
    try:
        yield folder
    finally:
        for _ in range(50):
            if subprocess.run(["umount", str(folder)], capture_output=True, check=False).returncode == 0:
                break
            time.sleep(0.1)


def free(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def fill(folder: Path, database: Path) -> Path:
    """Take all room that is left, also what the write-ahead log holds for itself."""
    with contextlib.closing(sqlite3.connect(database, timeout=5)) as line:
        line.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = folder / "filling"
    with path.open("ab") as file:
        for size in (1_000_000, 65_536, 4_096):
            try:
                while True:
                    os.write(file.fileno(), b"\0" * size)
            except OSError:
                continue
    return path


def until(what, seconds: float, words: str) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, words
        time.sleep(0.1)


def refused_writes(teacher: Visitor, session: dict) -> str:
    """One page after a write was refused for want of room; the first few may still find a place."""
    from datetime import date

    from staffroom.kit.ids import uuid7
    for number in range(200):
        fields = {"csrfmiddlewaretoken": session["csrf"], "op_id": str(uuid7()), "title": f"kfull-{number}", "kind": "read", "minutes": "20",
                  "on_on": date.today().isoformat(), "time_kind": "own", "origin": "chosen", "note": "my words & thoughts " * 200}
        status, headers, text = teacher.post("/record/new/", fields)
        assert status in {302, 303, 503}, text[:500]
        if status == 503:
            assert headers["Retry-After"] == "30"
            assert "my words &amp; thoughts" in text and fields["op_id"] in text
            return text
    raise AssertionError("200 writes found room on a full disk")


def test_a_full_disk_refuses_writes_serves_pages_and_loses_nothing(tmp_path, long):
    trials = 50 if long else 20
    with small_disk(tmp_path / "disk", MEGABYTES) as disk:
        instance = Instance(fresh(disk / "data"), STAFFROOM_PROXIES="1")
        instance.log_path = tmp_path / "log"
        load = Load(instance, tmp_path / "oracle", 6)
        teacher = Visitor(instance.url)
        teacher.opener.addheaders += [("Cookie", f"session={load.sessions[0]['key']}; csrf={load.sessions[0]['csrf']}")]
        try:
            instance.start()
            begun = set(instance.pids())
            with load.running():
                for trial in range(trials):
                    before = load.acked()
                    until(lambda: load.acked() >= before + 5, 60, "it does not go on by itself")  # noqa: B023  # used at once
                    full = fill(disk, instance.data / "staffroom.sqlite3")
                    refused_writes(teacher, load.sessions[0])
                    for path in ("/record/", "/today/", "/find/", "/trust"):
                        assert teacher.ask(path)[0] == 200, (trial, path)
                    assert teacher.ask("/health")[0] in {200, 503}
                    full.unlink()
            assert begun == set(instance.pids()), "something had to be started again"
            outcome = load.compare()
            assert outcome.lost == [] and outcome.doubled == [] and outcome.odd == []
            assert [name for name in outcome.unasked if "kfull" not in name] == []
            assert outcome.acked >= trials * 5
            instance.stop()
            assert "Everything fits together." in instance.done("verify")
        finally:
            instance.kill()
    if long:
        note_figures("F05", trials, outcome, f"a disk of {MEGABYTES} MB filled under 6 clients")


def test_one_line_stays_open_when_every_other_was_closed(tmp_path):
    """Else the log and its index are cleared away, and a full disk has no room to make them again: not even reading works."""
    instance = Instance(fresh(tmp_path / "data"))
    there = instance.ask("from multiprocessing import Pipe\nfrom pathlib import Path\nfrom staffroom.kit import server\nfrom django.db import connection\n"
                         "server._in_worker(server.APPLICATION, 4, *Pipe(duplex=False), os.getppid())\nconnection.cursor().execute('SELECT 1')\n"
                         "connection.close()\nanswer(Path(f\"{connection.settings_dict['NAME']}-shm\").exists())")
    assert there
