"""V8: what an acknowledged act costs beside a bare row on the disk, with 16 clients; and whether all of it is there after a kill."""

from collections import Counter
from datetime import UTC, datetime
from statistics import median

from bench.load import Hand, write
from bench.place import TURNS, WRITERS, Place
from bench.row import Row
from staffroom.kit.ids import uuid7

_STORED = """
from staffroom.growth.models import Sentence
from staffroom.practice.models import PlanStep
from staffroom.record.models import Draft, Entry
of = {"person__name__startswith": "Writer "}
answer([*(row.title for kind in (Entry, PlanStep) for row in kind.objects.filter(**of)), *(row.text for row in Sentence.objects.filter(**of)),
        *(row.read()["title"][0] for row in Draft.objects.filter(**of))])
"""


def against_bare(place: Place, rounds: int, seconds: float) -> list[Row]:
    """Mixed acts in turns with bare rows; then the product is killed, started again, and searched for every act that it answered."""
    times, rates, known, hands = [], [], [], []
    for number in range(rounds):
        writers = place.writers[number % TURNS * WRITERS:][:WRITERS]
        bare, _ = write(place.yard, writers, lambda hand: _row("/bare"), seconds)
        signed, _ = write(place.yard, writers, lambda hand: _row("/known"), seconds)
        acts, some = write(place.product, writers, lambda hand, number=number: _mixed(number, hand), seconds)
        times.append(bare / acts)
        known.append(signed / acts)
        rates.append((acts, bare))
        hands += some
    place.product.kill()
    place.product.start("--workers", "1")
    stored = Counter(place.product.ask(_STORED))
    kept = [name for hand in hands for name in hand.kept]
    wrong = [words for hand in hands for words in hand.failed]
    said = f"{median(acts for acts, _ in rates):.0f} acts/s beside {median(bare for _, bare in rates):.0f} rows/s; p95 {_p95(hands):.0f} ms; "
    said += f"{median(known):.1f} × a row of somebody signed in"
    return [Row("V8", "an act of 16 clients, mixed", median(times), "× bare row", 2, 3, said),
            Row("V8", "acts answered with an error", len(wrong), f"of {len(kept) + len(wrong)}", 0, 0, "; ".join(sorted(set(wrong))[:3])),
            Row("V8", "acts lost or doubled after a kill", sum(stored[name] != 1 for name in kept), f"of {len(kept)}", 0, 0)]


def _p95(hands: list[Hand]) -> float:
    took = sorted(one for hand in hands for one in hand.took)
    return took[int(len(took) * 0.95)] * 1000


def _row(path: str):
    return lambda number: (path, {"words": f"row {number}"}, {200}, str(number))


def _mixed(turn: int, hand: int):
    """The acts of one client: notes, a step of the plan, words kept while typing, a sentence."""
    today, op = datetime.now(UTC).date().isoformat(), lambda: {"op_id": str(uuid7())}

    def act(number: int):
        name = f"r{turn}h{hand}n{number}"
        entry = {"title": name, "kind": "read", "minutes": "20", "on_on": today, "time_kind": "own", "origin": "chosen"}
        forms = (("/record/new/", {**op(), **entry}, {302}),
                 (f"/record/drafts/record.bench:{name}/", {"title": name, "version": "0", "tab": name}, {200}),
                 ("/practice/new/", {**op(), "title": name, "minutes": "15"}, {302}),
                 (f"/record/drafts/record.bench:{name}/", {"title": name, "version": "0", "tab": name}, {200}),
                 ("/practice/start/", {**op(), "mood": "bothering", "text": name, "minutes": "15"}, {302}))
        return (*forms[number % len(forms)], name)
    return act
