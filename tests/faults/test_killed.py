"""F01: a random process is killed at a random moment, again and again, under clients that write. Nothing acknowledged is lost, nothing is doubled."""

import os
import random
import signal
import statistics
import time

import pytest

from tests.faults.trial import Load, note_figures
from tests.instance import Instance, fresh

SEED = 20261122
CLIENTS = 8
RESTART_SECONDS = 10


def well(instance: Instance) -> bool:
    try:
        return instance.get("/health")[0] == 200
    except OSError:
        return False


def hurt(instance: Instance, dice: random.Random) -> str:
    """Kill one process of the instance, or one time in five all of them."""
    pids = instance.pids()
    chosen = pids if dice.random() < 0.2 else [dice.choice(pids)]
    for pid in chosen:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    return "all" if len(chosen) > 1 else "parent" if instance.process.pid in chosen else "one"


def up_again(instance: Instance) -> float:
    """Seconds until it answers again, started anew if its parent is gone."""
    began = time.monotonic()
    time.sleep(0.05)
    if instance.process.poll() is not None:
        instance.start()
    while not well(instance):
        assert time.monotonic() - began < 60, instance.said()[-2000:]
        if instance.process.poll() is not None:
            instance.start()
        time.sleep(0.05)
    return time.monotonic() - began


@pytest.fixture
def instance(tmp_path):
    made = Instance(fresh(tmp_path / "data"), STAFFROOM_PROXIES="1")
    yield made
    made.kill()


def test_killed_at_any_moment_it_keeps_what_it_acknowledged_and_does_it_once(instance, tmp_path, long):
    trials = 300 if long else 20
    dice = random.Random(SEED)
    load = Load(instance, tmp_path / "oracle", 16 if long else CLIENTS)
    instance.start()
    seconds, hits = [], {"all": 0, "parent": 0, "one": 0}
    with load.running():
        for _trial in range(trials):
            before = load.acked()
            end = time.monotonic() + 30
            while load.acked() < before + 3 and time.monotonic() < end:
                time.sleep(0.02)
            time.sleep(dice.uniform(0.05, 2))
            hits[hurt(instance, dice)] += 1
            seconds.append(up_again(instance))
    outcome = load.compare()
    assert outcome.lost == []
    assert outcome.doubled == []
    assert outcome.unasked == []
    assert outcome.odd == []
    assert outcome.acked > trials * 3 and set(outcome.kinds) == {"entry", "step", "sentence", "draft", "account", "proof"}, outcome
    assert statistics.median(seconds) < RESTART_SECONDS
    assert "Everything fits together." in instance.done("verify")
    instance.stop()
    assert "Everything fits together." in instance.done("verify")
    if long:
        note_figures("F01", trials, outcome, f"kills: {hits['one']} one process {hits['parent']} parent {hits['all']} all; restart {statistics.median(seconds):.1f} s at the median and {max(seconds):.1f} s at most")
