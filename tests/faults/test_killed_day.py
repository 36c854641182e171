"""The day of an edcamp is brought by the command, killed with kill -9 at several moments and begun again: what hangs is that of one clean run."""

import json
import shutil
import signal
import sqlite3
import subprocess
import time

from tests.instance import ROOT, Instance, fresh

CARDS = 120
TABLES = {"edcamps_card": "title, words, state, lane, paper", "edcamps_lead": "name, key", "edcamps_notes": "text, version", "edcamps_turn": "title, link, place, state",
          "events_guest": "name, came", "events_presence": "minutes, how", "edcamps_room": "name, capacity", "edcamps_slot": "kind, from_minute",
          "edcamps_move": "kind, number", "edcamps_carried": "key, number", "events_event": "title, kind"}


def a_day() -> dict:
    """A large day, as a file."""
    rooms = [{"key": f"r{n}", "name": f"Room {n}", "capacity": 30, "features": [], "parallel": False, "lost": False} for n in range(10)]
    parts = [{"key": f"p{n}", "kind": "session", "title": "", "from": n * 60, "to": n * 60 + 50} for n in range(6)]
    table = {"state": "table", "part": "", "room": "", "lane": 0, "locked": False, "merged": "", "why": ""}
    cards = [{"key": f"c{n}", "kind": "lead", "title": f"Card {n}", "words": "Some words", "format": "demo", "level": "", "tags": "", "needs": [],
              "paper": str(n), "want": n, "leads": [f"Leader {n}"], "notes": f"Notes {n}", "stands": table if n >= 60 else table | {
                  "state": "placed", "part": f"p{n // 10}", "room": f"r{n % 10}"}} for n in range(CARDS)]
    people = [{"key": f"g{n}", "name": f"Guest {n}", "there": {"minutes": 60, "confirmed": n % 2 == 0, "measured": False}} for n in range(80)]
    event = {"title": "A large day", "words": "", "place": "Hall", "starts_at": "2026-03-07T14:00:00+00:00", "ends_at": "2026-03-07T20:00:00+00:00",
             "zone": "America/New_York", "access": {}, "access_words": "", "conduct": "", "capacity": None, "audience": "public", "named": [],
             "credit": "unknown", "dots": 4}
    return {"staffroom": "edcamp day", "version": 1, "key": "aday", "event": event, "rooms": rooms, "parts": parts, "cards": cards, "turns": [
        {"key": f"t{n}", "name": "Ann", "title": f"Tool {n}", "link": "https://example.org/", "state": "done", "place": n + 1} for n in range(20)], "persons": people}


def hangs(instance: Instance) -> dict:
    with sqlite3.connect(instance.data / "staffroom.sqlite3", timeout=30) as held:
        return {table: sorted(map(str, held.execute(f"SELECT {names} FROM {table}"))) for table, names in TABLES.items()}  # noqa: S608  our own names


def test_killed_half_way_and_begun_again_the_day_is_that_of_one_clean_run(tmp_path):
    file = tmp_path / "day.json"
    file.write_text(json.dumps(a_day()))
    clean = Instance(fresh(tmp_path / "clean"))
    clean.ask("from staffroom.kit.testing import make_account\nmake_account('Dana Example', email='dana@home.example')\n")
    hurt = Instance(shutil.copytree(clean.data, tmp_path / "hurt"))
    words = ("import", str(file), "--account", "dana@home.example")
    began = time.monotonic()
    assert f"{CARDS} cards, 80 people and 20 turns new" in clean.done(*words)
    took, before = time.monotonic() - began, hangs(hurt)
    for part in (0.85,):
        process = subprocess.Popen(["python", "-m", "staffroom", *words], env=hurt.env, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(took * part)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert hangs(hurt) in (before, hangs(clean))
    hurt.done(*words)
    assert hangs(hurt) == hangs(clean)
    with sqlite3.connect(hurt.data / "staffroom.sqlite3") as held:
        code = held.execute("SELECT code FROM edcamps_edcamp").fetchone()[0]
    hurt.done("export", "--edcamp", code, "--out", str(tmp_path / "again.json"))
    assert {one["title"] for one in json.loads((tmp_path / "again.json").read_text())["cards"]} == {f"Card {n}" for n in range(CARDS)}
