"""V9, placing cards: ours beside other ways, on instances from a generator that decision record 0016 fixes.

    python -m bench.placing                            all of it, into bench/placing.csv (hours, with the rivals on 20 seeds)
    python -m bench.placing --seeds 1 3 --only ours    some of it

Rivals run in an environment of their own, made from `requirements/placing.txt`: STAFFROOM_PLACING names its Python. Without it they are named as not
run.
"""

import argparse
import csv
import json
import os
import random
import statistics
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from bench.row import Row, table
from staffroom.edcamps import placing
from staffroom.edcamps.placing import searching, weighing
from staffroom.edcamps.placing.bounding import plain
from staffroom.edcamps.placing.ground import Ground
from staffroom.edcamps.placing.proposing import slots_of, steps_in

FIGURES = Path(__file__).resolve().parent / "placing.csv"
COLUMNS = ("size", "seed", "method", "score", "bound", "cpu", "wall", "note")
SIZES = {"24 x 4": (120, 6, 4, 24, None), "32 x 4": (120, 8, 4, 32, None), "64 x 8": (300, 8, 8, 64, None), "31 of 60": (300, 8, 4, 60, 31)}
SEEDS = range(1, 21)
OURS = {"24 x 4": 1.0, "32 x 4": 1.0, "64 x 8": 1.6, "31 of 60": 10.0}  # of 64 x 8, polishing and explaining take the rest of two
BUDGETS = OURS | {"64 x 8": 2.0}
RIVALS = {"cp-sat": 25.0, "conference-scheduler": 60.0}
PROVED = ("24 x 4", "32 x 4")
LONG = 120.0
FEW = 3  # seeds for which the larger sizes get a close bound
AGAINST = (("greedy", 1.0, None), ("round_robin", 1.08, None), ("cp-sat", 1.0, None), ("conference-scheduler", 1.0, None),
           (f"ours, {LONG:.0f} s", 0.995, None))


def generate(size: str, seed: int) -> dict:
    """An invented edcamp. Cards have a topic and an appeal, people have two topics that they like; a lead wants their own card most."""
    people, rooms, slots, cards, most = SIZES[size]
    dice = random.Random(f"staffroom 0016 {people} {rooms} {slots} {cards} {seed}")
    topics = max(4, cards // 6)
    appeal = [dice.lognormvariate(0, 0.8) for _card in range(cards)]
    topic = [dice.randrange(topics) for _card in range(cards)]
    leads = [sorted({f"p{dice.randrange(people)}" for _lead in range(1 + (dice.random() < 0.2))}) for _card in range(cards)]
    needs = [["step-free"] if dice.random() < 0.1 else [] for _card in range(cards)]
    interest = []
    for person in range(people):
        liked = set(dice.sample(range(topics), 2))
        own = [card for card in range(cards) if f"p{person}" in leads[card]]
        picks, many = list(own), dice.randint(4, 10)
        weights = [appeal[card] * (4 if topic[card] in liked else 1) for card in range(cards)]
        while len(picks) < many:
            card = dice.choices(range(cards), weights)[0]
            if card not in picks:
                picks.append(card)
        interest += [{"person": f"p{person}", "session": f"c{card}", "weight": 3 if card in own else dice.choice((1, 2, 3))} for card in picks]
    late, early = (dice.choice(leads[card]) for card in dice.sample(range(cards), 2))
    return {"slots": [{"id": f"t{slot}", "start": f"{9 + slot:02}:00", "end": f"{9 + slot:02}:45"} for slot in range(slots)],
            "rooms": [{"id": f"r{room}", "capacity": dice.choice((15, 20, 25, 30, 40, 60)), "features": ["step-free"] if room % 2 == 0 else [],
                       "allow_parallel": False, "closed": []} for room in range(rooms)],
            "sessions": [{"id": f"c{card}", "title": f"Card {card}", "leads": leads[card], "needs": needs[card]} for card in range(cards)],
            "interest": interest, "unavailable": [{"person": late, "slots": ["t0"]}, {"person": early, "slots": [f"t{slots - 1}"]}]} | (
                {"place": most} if most else {})


# ---------------------------------------------------------------------------------------------------------------- ways of placing

def round_robin(ground: Ground) -> list[int]:
    """What a wall of sticky notes does: the most wanted first, one slot after the other, the next that will take it."""
    fans = [0] * ground.sessions
    for line in ground.instance.wishes:
        for session, _weight in line:
            fans[session] += 1
    board, at = [0] * ground.slots, 0
    for session in sorted(range(ground.sessions), key=lambda session: -fans[session]):
        if sum(map(int.bit_count, board)) < ground.limit:
            for step in range(ground.slots):
                slot = (at + step) % ground.slots
                if ground.can(slot, session, board[slot]):
                    board[slot] |= 1 << session
                    at = slot + 1
                    break
    return board


def greedy(ground: Ground) -> list[int]:
    """The best single addition, again and again."""
    return searching.greedy(ground)


def rival(name: str, size: str, seed: int) -> dict:
    """What another solver makes of an instance, in its own process."""
    data = generate(size, seed)
    ground = Ground(placing.read(data))
    data["hint"] = [{"session": f"c{session}", "slot": f"t{slot}"} for slot, inside in enumerate(searching.greedy(ground))
                    for session in weighing.members(inside)]
    spent = Spent()
    said = subprocess.run([os.environ["STAFFROOM_PLACING"], str(Path(__file__).with_name("placing_rivals.py")), name, str(RIVALS[name])],
                          input=json.dumps(data), capture_output=True, text=True, check=True).stdout
    got = json.loads(said)
    board = [0] * ground.slots
    for one in got["board"]:
        board[int(one["slot"][1:])] |= 1 << int(one["session"][1:])
    return _figure(size, seed, name, ground, board, got.get("bound"), spent.stop(got["cpu"]))


def _figure(size: str, seed: int, method: str, ground: Ground, board: list[int], bound: float | None, spent: "Spent", note: str = "") -> dict:
    sound = "" if ground.sound(board) else "breaks a hard rule"
    return {"size": size, "seed": seed, "method": method, "score": float(weighing.score(ground.instance, board)), "bound": bound,
            "cpu": round(spent.cpu, 3), "wall": round(spent.wall, 3), "note": sound or note}


class Spent:
    """Time since it was made, until it is read: of the processor and of the clock."""

    def __init__(self) -> None:
        self._cpu, self._wall = time.process_time(), time.monotonic()

    def stop(self, cpu: float | None = None) -> "Spent":
        self.cpu = time.process_time() - self._cpu if cpu is None else cpu
        self.wall = time.monotonic() - self._wall
        return self


def plain_ways(size: str, seed: int) -> Iterator[dict]:
    ground = Ground(placing.read(generate(size, seed)))
    for way in (round_robin, greedy):
        spent = Spent()
        board = way(ground)
        yield _figure(size, seed, way.__name__, ground, board, float(plain(ground)), spent.stop())


def ours(size: str, seed: int) -> Iterator[dict]:
    """Ours as `place` gives it for the seconds of the budget (so many steps as a slow machine does in them), then the same board with a room lost for
    the second half of the day, then a minute or two for the close bound."""
    data = generate(size, seed)
    instance = placing.read(data)
    ground = Ground(instance)
    spent = Spent()
    placed = placing.place(instance, steps=steps_in(ground, OURS[size]), seed=seed)
    yield _figure(size, seed, "ours", ground, slots_of(ground, placed.placements), float(placed.bound), spent.stop())
    slots = [slot["id"] for slot in data["slots"]]
    data["rooms"][1]["closed"] = slots[len(slots) // 2:]
    smaller, spent = placing.read(data), Spent()
    again = placing.replan(smaller, placed.placements)
    stood = {(one.session, one.slot, one.room) for one in again.placements}
    gone = sum((one.session, one.slot, one.room) not in stood for one in placed.placements)
    moved = f"{gone / len(placed.placements):.4f}"
    yield _figure(size, seed, "replan", Ground(smaller), slots_of(ground, again.placements), None, spent.stop(), moved)
    if size not in PROVED and seed > FEW:
        return
    spent = Spent()
    proved = placing.prove(instance, placed, seconds=60 if size in PROVED else 120, work=10**9)
    yield _figure(size, seed, "proved", ground, slots_of(ground, proved.placements), float(proved.bound), spent.stop(), proved.bound_by)


def longer(size: str, seed: int, seconds: float) -> dict:
    """The best of turn after turn for so many seconds of the processor: what more time finds."""
    instance = placing.read(generate(size, seed))
    ground, spent = Ground(instance), Spent()
    best = placing.place(instance, seed=seed)
    for turn in range(1, 10_000):
        more = placing.place(instance, steps=steps_in(ground, OURS[size]), seed=1_000 * turn + seed)
        best = max(best, more, key=lambda one: one.score)
        if spent.stop().cpu > seconds:
            break
    return _figure(size, seed, f"ours, {seconds:.0f} s", ground, slots_of(ground, best.placements), None, spent.stop())


# ---------------------------------------------------------------------------------------------------------------- rows

def kept() -> list[dict]:
    """The lines of the file, figures as numbers."""
    if not FIGURES.exists():
        return []
    with FIGURES.open() as file:
        return [line | {name: float(line[name]) if line[name] else None for name in ("score", "bound", "cpu", "wall")} | {"seed": int(line["seed"])}
                for line in csv.DictReader(file)]


def keep(lines: list[dict]) -> None:
    """Lines take the place of older ones of the same size, seed and method."""
    whole = {(line["size"], line["seed"], line["method"]): line for line in [*kept(), *lines]}
    with FIGURES.open("w", newline="") as file:
        out = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        out.writeheader()
        out.writerows(whole[key] for key in sorted(whole))


def rows(lines: list[dict]) -> list[Row]:
    """What V9 asks, of all seeds that are in the lines: medians, with the least beside them; of times and moves the most."""
    held = {(line["size"], line["seed"], line["method"]): line for line in lines}
    found = []
    for size in SIZES:
        seeds = [seed for seed in SEEDS if (size, seed, "ours") in held]
        for method, goal, floor in AGAINST:
            ratios = [held[size, seed, "ours"]["score"] / held[size, seed, method]["score"] for seed in seeds
                      if (size, seed, method) in held and not held[size, seed, method]["note"].startswith("breaks")]
            if ratios:
                found.append(_ratio(f"{size}: ours over {method}", ratios, goal, floor))
        bounds = [held[size, seed, "ours"]["score"] / held[size, seed, "proved"]["bound"] for seed in seeds if (size, seed, "proved") in held]
        if bounds:
            found.append(_ratio(f"{size}: ours over the proven bound", bounds, 0.99 if size in PROVED else None, None))
            took = [held[size, seed, "proved"]["cpu"] for seed in seeds if (size, seed, "proved") in held]
            goal = 60 if size in PROVED else None
            found.append(Row("V9", f"{size}: bound", max(took), "CPU-s", goal, context=f"median {statistics.median(took):.1f}"))
        if seeds:
            took = [held[size, seed, "ours"]["cpu"] for seed in seeds]
            found.append(Row("V9", f"{size}: ours", max(took), "CPU-s", BUDGETS[size], context=f"median {statistics.median(took):.2f}"))
        again = [held[size, seed, "replan"] for seed in seeds if (size, seed, "replan") in held]
        if again:
            found.append(Row("V9", f"{size}: placing anew, a room lost at noon", max(line["cpu"] for line in again), "CPU-s", 0.5))
            found.append(Row("V9", f"{size}: stand elsewhere after that", max(float(line["note"]) for line in again), "of the board", 0.15))
    return found


def _ratio(what: str, ratios: list[float], goal: float | None, floor: float | None) -> Row:
    worst = f"least {min(ratios):.4f}, most {max(ratios):.4f}, {len(ratios)} seeds"
    return Row("V9", what, statistics.median(ratios), "×", goal, floor, worst, at_least=True)


def measure(seeds: range, only: set[str], quick: bool = False) -> list[Row]:
    """Runs what is asked for, keeps each line at once, and says which rivals could not run."""
    for size in ("24 x 4",) if quick else SIZES:
        for seed in seeds:
            if "ours" in only:
                keep([*plain_ways(size, seed), *ours(size, seed)])
            if "longer" in only and size == "31 of 60":
                keep([longer(size, seed, LONG)])
    for name in RIVALS:
        if name in only and "STAFFROOM_PLACING" not in os.environ:
            print(f"{name} was not run: STAFFROOM_PLACING names no environment with requirements/placing.txt")
        elif name in only:
            for size in SIZES:
                for seed in seeds:
                    try:
                        keep([rival(name, size, seed)])
                    except subprocess.CalledProcessError as problem:
                        print(f"{name} did not place {size}, seed {seed}: {problem.stderr.strip()[-200:]}")
    return rows(kept())


def main() -> int:
    ask = argparse.ArgumentParser(prog="python -m bench.placing", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--seeds", type=int, nargs=2, default=(1, len(SEEDS)), metavar=("FIRST", "LAST"))
    ask.add_argument("--only", nargs="*", default=["ours", "longer", *RIVALS], choices=["ours", "longer", *RIVALS])
    asked = ask.parse_args()
    print(table(measure(range(asked.seeds[0], asked.seeds[1] + 1), set(asked.only))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
