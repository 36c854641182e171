"""Clients and oracle: a process outside the instance that sends acts and writes down, on its own disk, what was acknowledged.

    python -m tests.faults.load URL FILE THREADS < sessions.json

Each line of FILE is `try KIND KEY` (before a form is sent) or `ack KIND KEY` (after its answer was read), flushed to the disk before the
client goes on. A form whose answer never came is sent again, with the same operation id, until an answer comes. Ends on SIGTERM.
"""

import itertools
import json
import os
import random
import signal
import sys
import threading
import time
from datetime import date

from staffroom.kit.ids import uuid7
from tests.instance import Visitor

PASSWORD = "a long enough password"
DONE = {200, 302, 303}
MOST_DRAFTS = 190  # of two hundred that an account may keep
LOST = (OSError, ConnectionError, TimeoutError)


class Oracle:
    """What was tried and what was acknowledged."""

    def __init__(self, path: str):
        self.file = open(path, "a", buffering=1)  # noqa: SIM115  # open as long as the process lives
        self.lock = threading.Lock()

    def note(self, word: str, kind: str, key: str) -> None:
        with self.lock:
            self.file.write(f"{word} {kind} {key}\n")
            self.file.flush()
            os.fsync(self.file.fileno())


class Teacher(threading.Thread):
    """One person who does one thing after another."""

    def __init__(self, number: int, url: str, session: dict, oracle: Oracle, stopping: threading.Event):
        super().__init__(daemon=True)
        self.number, self.oracle, self.stopping, self.session = number, oracle, stopping, session
        self.here = self._visitor(url)
        self.dice = random.Random(number)
        self.counter = itertools.count(1)
        self.entry = ""
        self.drafts = 0

    def _visitor(self, url: str) -> Visitor:
        visitor = Visitor(url)
        visitor.opener.addheaders += [("Cookie", f"session={self.session['key']}; csrf={self.session['csrf']}")]
        return visitor

    def run(self) -> None:
        acts = [self.note, self.note, self.plan, self.say, self.prove, self.keep, self.keep, self.sign_up]
        while not self.stopping.is_set():
            self.dice.choice(acts)(f"k{self.number}-{next(self.counter)}")

    def send(self, kind: str, key: str, ask) -> tuple[int, dict] | None:
        """Send until an answer comes, at most for a minute; note it when it says that it was done."""
        self.oracle.note("try", kind, key)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                status, headers, _text = ask()
            except LOST:
                time.sleep(0.1)
                continue
            if kind != "account" and "/sign-in/" in (headers.get("Location") or ""):  # whoever answered does not know this session: nothing was done
                self.oracle.note("odd-door", kind, key)
                time.sleep(0.5)
                continue
            if status in DONE:
                self.oracle.note("ack", kind, key)
                if kind != "draft" and self.dice.random() < 0.3:
                    self._again(kind, key, ask, (status, headers.get("Location")))
                return status, headers
            if status not in {500, 502, 503, 429}:
                self.oracle.note(f"odd-{status}", kind, key)
                return None
            if status == 500:
                self.oracle.note("odd-500", kind, key)
            time.sleep(0.5)
        return None

    def _again(self, kind: str, key: str, ask, first: tuple) -> None:
        """A second click on the same form: the same answer, and no second effect (that shows when the rows are compared)."""
        try:
            status, headers, _text = ask()
        except LOST:
            return
        if status not in {502, 503} and (status, headers.get("Location")) != first:
            self.oracle.note(f"odd-second-{status}", kind, key)

    def form(self, **fields) -> dict:
        return {"csrfmiddlewaretoken": self.session["csrf"], "op_id": str(uuid7()), **fields}

    def note(self, key: str) -> None:
        fields = self.form(title=key, kind="read", minutes="20", on_on=date.today().isoformat(), time_kind="own", origin="chosen")
        done = self.send("entry", key, lambda: self.here.post("/record/new/", fields))
        if done and "/record/" in done[1].get("Location", ""):
            code = done[1]["Location"].split("/record/")[1].split("/")[0]
            self.entry = code if len(code) == 12 else self.entry

    def plan(self, key: str) -> None:
        fields = self.form(title=key, minutes="15")
        self.send("step", key, lambda: self.here.post("/practice/new/", fields))

    def say(self, key: str) -> None:
        fields = self.form(mood="bothering", text=key, minutes="15")
        self.send("sentence", key, lambda: self.here.post("/practice/start/", fields))

    def prove(self, key: str) -> None:
        if self.entry:
            fields, data = self.form(says_no_pupils="on"), f"{key}\n".encode() * self.dice.randrange(50, 3_000)
            path = f"/record/{self.entry}/proof/"
            self.send("proof", key, lambda: self.here.upload(path, fields, f"{key}.txt", data))

    def keep(self, key: str) -> None:
        """Autosave: a form of its own each time, so that every acknowledged text can be looked for."""
        self.drafts += 1
        if self.drafts > MOST_DRAFTS:
            return self.note(key)
        fields = {"csrfmiddlewaretoken": self.session["csrf"], "title": key, "version": "0", "tab": key}
        self.send("draft", key, lambda: self.here.post(f"/record/drafts/record.trial:{key.replace('-', 'x')}/", fields))

    def sign_up(self, key: str) -> None:
        """Somebody new signs up, from a house of their own. A second answer to the same form may say that the address is known."""
        fresh = Visitor(self.here.url)
        fresh.opener.addheaders += [("X-Forwarded-For", f"10.{self.dice.randrange(256)}.{self.dice.randrange(256)}.{self.dice.randrange(1, 255)}"),
                                    ("Cookie", f"csrf={self.session['csrf']}")]
        fields = self.form(email=f"{key}@home.example", password1=PASSWORD)
        self.send("account", key, lambda: fresh.post("/sign-up/", fields))


def main(url: str, path: str, threads: str) -> None:
    sessions, oracle, stopping = json.load(sys.stdin), Oracle(path), threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    people = [Teacher(number, url, sessions[number], oracle, stopping) for number in range(int(threads))]
    for person in people:
        person.start()
    for person in people:
        while person.is_alive():
            person.join(0.2)


if __name__ == "__main__":
    main(*sys.argv[1:])
