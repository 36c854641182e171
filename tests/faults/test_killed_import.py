"""CS-12: the import of a long list, killed at random moments with kill -9 and begun again, leaves the shelf of one clean run."""

import random
import signal
import sqlite3
import subprocess
import time

from staffroom.catalogue.tests.test_long_imports import listed
from tests.instance import ROOT, Instance, fresh

SEED = 20261128


def shelf_of(instance: Instance) -> list:
    """What hangs there, and how much of it can be found."""
    with sqlite3.connect(instance.data / "staffroom.sqlite3") as held:
        offers = held.execute("SELECT title, url_key, key, minutes FROM catalogue_offer WHERE taken_down_at IS NULL ORDER BY 1, 2, 3").fetchall()
        return [*offers, held.execute("SELECT count(*) FROM kit_searchdoc WHERE kind = 'offer'").fetchone()]


def hanging(instance: Instance) -> int:
    with sqlite3.connect(instance.data / "staffroom.sqlite3", timeout=30) as held:
        return held.execute("SELECT count(*) FROM catalogue_offer").fetchone()[0]


def test_killed_half_way_and_begun_again_it_equals_one_clean_run(tmp_path, long):
    rows, dice = (10_000 if long else 2_600), random.Random(SEED)
    (tmp_path / "list.csv").write_bytes(listed(rows))
    clean, hurt = Instance(fresh(tmp_path / "clean")), Instance(fresh(tmp_path / "hurt"))
    begun = hanging(hurt)
    clean.done("import", str(tmp_path / "list.csv"))
    steps = set()
    for part in range(begun, begun + rows, 500):
        process = subprocess.Popen(["python", "-m", "staffroom", "import", str(tmp_path / "list.csv")], env=hurt.env, cwd=ROOT,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None and hanging(hurt) <= part:
            time.sleep(0.05)
        time.sleep(dice.uniform(0, 0.4))
        process.send_signal(signal.SIGKILL)
        process.wait()
        steps.add(hanging(hurt))
    hurt.done("import", str(tmp_path / "list.csv"))
    assert len(steps) >= 3, steps  # it was killed at several places
    assert shelf_of(hurt) == shelf_of(clean)
    assert len(shelf_of(clean)) > rows * 0.98
    assert "0 new, 0 changed" in hurt.done("import", str(tmp_path / "list.csv"))
