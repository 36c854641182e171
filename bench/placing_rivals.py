"""Other ways to place cards, in an environment of their own (`requirements/placing.txt`): one instance on standard input, a board on standard output.

    python bench/placing_rivals.py cp-sat SECONDS < instance.json
    python bench/placing_rivals.py conference-scheduler SECONDS < instance.json

Both keep the hard rules of the benchmark's instances. Seconds are those of the processor, all threads together, and at most ten times as many on the
clock.
"""

import json
import sys
import time
from datetime import datetime


def cp_sat(data: dict, seconds: float) -> dict:
    """OR-Tools CP-SAT: a variable for each session in each slot, one for each person, slot and step of weight; the greedy board is a full hint."""
    from ortools.sat.python import cp_model
    model = cp_model.CpModel()
    sessions, slots = [one["id"] for one in data["sessions"]], [one["id"] for one in data["slots"]]
    inside = {(s, t): model.new_bool_var("") for s in sessions for t in slots}
    for s in sessions:
        model.add_at_most_one(inside[s, t] for t in slots)
    away = {(one["person"], t) for one in data["unavailable"] for t in one["slots"]}
    led: dict = {}
    for one in data["sessions"]:
        for lead in one["leads"]:
            led.setdefault(lead, []).append(one["id"])
            for t in slots:
                if (lead, t) in away:
                    model.add(inside[one["id"], t] == 0)
    for mine in led.values():
        for t in slots:
            model.add_at_most_one(inside[s, t] for s in mine)
    accessible = [one["id"] for one in data["sessions"] if one["needs"]]
    for t in slots:
        model.add(sum(inside[s, t] for s in sessions) <= len(data["rooms"]))
        model.add(sum(inside[s, t] for s in accessible) <= sum("step-free" in room["features"] for room in data["rooms"]))
    if data.get("place") is not None:
        model.add(sum(inside.values()) <= data["place"])
    hint = {(one["session"], one["slot"]) for one in data["hint"]}
    wishes: dict = {}
    for one in data["interest"]:
        wishes.setdefault(one["person"], {})[one["session"]] = one["weight"]
    terms = []
    for person, line in wishes.items():
        unit = 1_000_000 / sum(line.values())
        levels = sorted(set(line.values()))
        for t in slots:
            if (person, t) not in away:
                for below, level in zip([0, *levels], levels):  # noqa: B905 - the last level is the last pair
                    got = model.new_bool_var("")
                    model.add_hint(got, any((s, t) in hint for s, weight in line.items() if weight >= level))
                    model.add_bool_or([*(inside[s, t] for s, weight in line.items() if weight >= level), got.negated()])
                    terms.append((round(unit * (level - below)), got))
    for pair, variable in inside.items():
        model.add_hint(variable, pair in hint)
    model.maximize(sum(worth * got for worth, got in terms))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 8
    solver.parameters.max_time_in_seconds = 10 * seconds

    class Enough(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            if time.process_time() - began > seconds:
                self.stop_search()
    began = time.process_time()
    stopper = _stop_after(solver, began + seconds)
    solver.solve(model, Enough())
    stopper.set()
    board = [{"session": s, "slot": t} for (s, t), variable in inside.items() if solver.boolean_value(variable)]
    return {"board": board, "bound": solver.best_objective_bound / 1_000_000 / len(wishes), "cpu": time.process_time() - began}


def _stop_after(solver: object, moment: float) -> object:
    """Ends the search when the process has used its time, new boards or not."""
    import threading
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.1):
            if time.process_time() > moment:
                solver.stop_search()  # type: ignore[attr-defined]  # a solver of the version that is pinned has it
                return
    threading.Thread(target=watch, daemon=True).start()
    return done


def conference_scheduler(data: dict, seconds: float) -> dict:
    """The package conference-scheduler with its demand objective. It cannot choose, so it is given the sessions that most people want."""
    import os

    import pulp
    from conference_scheduler import scheduler
    from conference_scheduler.lp_problem import objective_functions
    from conference_scheduler.resources import Event, Slot
    fans: dict = {}
    for one in data["interest"]:
        fans[one["session"]] = fans.get(one["session"], 0) + 1
    many = min(len(data["sessions"]), len(data["rooms"]) * len(data["slots"]), data.get("place") or 10**6)
    chosen = sorted(data["sessions"], key=lambda one: -fans.get(one["id"], 0))[:many]
    cells = [(room, slot) for slot in data["slots"] for room in data["rooms"]]
    slots = [Slot(room["id"], datetime.fromisoformat(f"2026-11-21T{slot['start']}"), 45, room["capacity"], slot["id"]) for room, slot in cells]
    away = {(one["person"], t) for one in data["unavailable"] for t in one["slots"]}
    events = []
    for one in chosen:
        shut = [slots[n] for n, (room, slot) in enumerate(cells)
                if not set(one["needs"]) <= set(room["features"]) or any((lead, slot["id"]) in away for lead in one["leads"])]
        shut.append(Slot("nowhere", datetime(2026, 1, 1), 45, 0, ""))  # the package looks at tags only of events that are away at some time
        events.append(Event(one["id"], 30, fans.get(one["id"], 0), tags=one["leads"], unavailability=shut))
    began, before = time.process_time(), os.times()
    found = scheduler.solution(events, slots, objective_function=objective_functions.efficiency_capacity_demand_difference,
                               solver=pulp.PULP_CBC_CMD(msg=False, timeLimit=seconds))
    after = os.times()
    board = [{"session": events[event].name, "slot": slots[cell].session} for event, cell in found]
    return {"board": board, "cpu": time.process_time() - began + after.children_user - before.children_user}


if __name__ == "__main__":
    way = {"cp-sat": cp_sat, "conference-scheduler": conference_scheduler}[sys.argv[1]]
    print(json.dumps(way(json.load(sys.stdin), float(sys.argv[2]))))
