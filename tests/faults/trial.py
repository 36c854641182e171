"""What the trials share: a running instance under load, its oracle, and the comparison of the two."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.instance import ROOT, Instance

SESSIONS = """
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client
from staffroom.kit.testing import make_account, sign_in
made = []
for number in range({count}):
    client = sign_in(Client(), make_account(f"Teacher {{number}}", email=f"teacher{{number}}@home.example"))
    made.append({{"key": client.cookies["session"].value, "csrf": _get_new_csrf_string()}})
answer(made)
"""
STORED = """
import hashlib
from collections import Counter
from staffroom.growth.models import Sentence
from staffroom.people.models import Account
from staffroom.practice.models import PlanStep
from staffroom.record import shelf
from staffroom.record.models import Draft, Entry, Evidence
stored = {
    "entry": [entry.title for entry in Entry.objects.all()],
    "step": [step.title for step in PlanStep.objects.all()],
    "sentence": [said.text for said in Sentence.objects.all()],
    "draft": [draft.read()["title"][0] for draft in Draft.objects.all()],
    "account": [email.partition("@")[0] for email in Account.objects.exclude(email__startswith="teacher").values_list("email", flat=True)],
    "proof": [],
}
for proof in Evidence.objects.all():
    data = shelf.get(proof.stored, shelf.evidence_label(proof.pk))
    assert hashlib.sha256(data).hexdigest() == proof.sha256
    stored["proof"].append(data.split(b"\\n")[0].decode())
answer(stored)
"""


@dataclass
class Outcome:
    """The oracle against the instance."""

    acked: int
    lost: list[str]
    doubled: list[str]
    unasked: list[str]
    odd: list[str]
    kinds: dict[str, int]


class Load:
    """The clients and the oracle, in a process of their own."""

    def __init__(self, instance: Instance, path: Path, threads: int):
        self.instance, self.path, self.threads = instance, path, threads
        self.sessions = instance.ask(SESSIONS.format(count=threads))
        self.process: subprocess.Popen | None = None

    @contextmanager
    def running(self):
        self.process = subprocess.Popen([sys.executable, "-m", "tests.faults.load", self.instance.url, str(self.path), str(self.threads)], cwd=ROOT,
                                        stdin=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)})
        self.process.stdin.write(json.dumps(self.sessions).encode())
        self.process.stdin.close()
        try:
            yield self
        finally:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(120)

    def lines(self) -> list[list[str]]:
        return [line.split() for line in self.path.read_text().splitlines()] if self.path.exists() else []

    def acked(self) -> int:
        return sum(line[0] == "ack" for line in self.lines())

    def compare(self) -> Outcome:
        """What was lost, doubled, or never asked for."""
        lines = self.lines()
        stored = self.instance.ask(STORED)
        tried = {(kind, key) for word, kind, key in lines if word == "try"}
        acked = {(kind, key) for word, kind, key in lines if word == "ack"}
        there = Counter((kind, key) for kind, keys in stored.items() for key in keys)
        return Outcome(
            acked=len(acked), lost=sorted(map(str, acked - set(there))), doubled=sorted(str(key) for key, times in there.items() if times > 1),
            unasked=sorted(map(str, set(there) - tried)), odd=sorted({f"{word} {kind}" for word, kind, _key in lines if word.startswith("odd")}),
            kinds=dict(Counter(kind for kind, _key in acked)))


def note_figures(name: str, trials: int, outcome: Outcome, facts: str) -> None:
    """One line in bench/faults.csv."""
    from datetime import UTC, datetime
    path = ROOT / "bench" / "faults.csv"
    if not path.exists():
        path.write_text("day,commit,trial,trials,acknowledged,lost,doubled,facts\n")
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, text=True, capture_output=True, check=False).stdout.strip()
    with path.open("a") as file:
        file.write(f"{datetime.now(UTC):%Y-%m-%d},{commit},{name},{trials},{outcome.acked},{len(outcome.lost)},{len(outcome.doubled)},{facts}\n")
