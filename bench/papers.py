"""V10: certificates as PDF, each of other facts, in one process, beside the barest page that the same setter makes; transcripts, set and signed.

    python -m bench.papers ROUNDS      the figures as JSON
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from statistics import median

from bench.row import Row

MANY, LONG = 50, 300


def certificates(rounds: int) -> list[Row]:
    """The row, out of a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {"STAFFROOM_DATA": folder, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        said = subprocess.run([sys.executable, "-m", "bench.papers", str(rounds)], check=True, capture_output=True, text=True, env=env).stdout
    got = json.loads(said.splitlines()[-1])
    times = got["bare"] / got["paper"]
    context = f"{got['bytes']} bytes each; {times:.1f} times a bare page, of which it makes {got['bare']:.0f}; {got['clock']:.0f} by the clock"
    small = f"of one entry each; in a record of {LONG} entries {got['many']:.0f} of them a second, {got['bytes_signed']} bytes in all"
    return [Row("V10", "certificate PDF, a second of one processor", got["paper"], "papers", 50, 25, context, at_least=True),
            Row("V10", "records signed (RDF in canonical order), a second of one processor", got["one"], "records", 200, 100, small, at_least=True),
            Row("V10", f"transcript of {LONG} entries as PDF, of one processor", got["transcript"], "ms", 150, 300, f"{got['bytes_set']} bytes")]


def _measured(rounds: int) -> dict[str, float]:
    import django
    django.setup()
    from staffroom.certificates import printed
    from staffroom.certificates.models import Certificate
    from staffroom.kit import pdf

    def paper(number: int) -> Certificate:
        return Certificate(language="en", takeaway=f"Sort {number} at the door.", facts={
            "v": 1, "name": f"Person {number} Example", "title": f"Talk in class {number}", "kind": "workshop", "organiser": "Juniper School",
            "place": f"Room {number}", "online": False, "starts_at": "2026-11-12T23:00:00+00:00", "ends_at": "2026-11-13T02:00:00+00:00",
            "zone": "America/New_York", "meal_minutes": 30, "minutes": 60 + number % 60, "part": "", "how": "list",
            "confirmed_by": "Tom Example", "confirmed_on": "2026-11-12", "is_demo": True})

    def per_second(make) -> tuple[float, float]:
        clock, processor = time.perf_counter(), time.process_time()
        for number in range(MANY):
            make(number)
        return MANY / (time.process_time() - processor), MANY / (time.perf_counter() - clock)
    bare_page = b"#set document(title: sys.inputs.data)\n#sys.inputs.data"
    printed.made(paper(10**6))  # the first one reads the fonts
    made, bare = [], []
    for turn in range(rounds):
        made.append(per_second(lambda number, turn=turn: printed.made(paper(turn * MANY + number))))
        bare.append(per_second(lambda number, turn=turn: pdf._compile(bare_page, f"page {turn} {number}")))
    return {"paper": median(one for one, _ in made), "clock": median(one for _, one in made), "bare": median(one for one, _ in bare),
            "bytes": len(printed.made(paper(7)))} | _transcripts(rounds)


def _transcripts(rounds: int) -> dict[str, float]:
    """Credentials signed in a second of the processor, one in a record and many, and milliseconds of the processor for a long transcript on paper."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from staffroom.credentials import issuer
    from staffroom.transcripts import clr, printed
    from staffroom.transcripts.models import Transcript
    steps, key = ("noted", "proof", "confirmed", "accepted"), Ed25519PrivateKey.generate()

    def facts(turn: int, count: int) -> dict:
        def entry(number: int) -> dict:
            step = steps[number % 4]
            others = step in steps[2:]
            return {"title": f"Talk in class {turn} {number}", "first_on": "2026-03-01", "last_on": "2026-03-08", "minutes": 30 + number % 60,
                    "kind": "course", "topics": ["Talk", "Questions"], "step": step, "who": f"Juniper School (Tom {number % 9})" if others else "",
                    "on": "2026-03-09",
                    "for_minutes": 30 if others else 0, "was": None, "elsewhere": None, "badge": None}
        return {"v": 1, "name": f"Person {turn}", "made_on": "2026-11-12", "is_demo": False, "mail": {"salt": "a" * 32, "hash": "sha256$" + "b" * 64},
                "entries": [entry(number) for number in range(count)]}

    def sign(turn: int, count: int) -> dict:
        record = clr.build(facts(turn, count), address=f"https://staffroom.example/verify/transcript/{turn}", made_at="2026-11-12T08:00:00Z",
                           status=issuer.entry(1, turn))
        return issuer.signed(record, key)

    def seconds(make) -> float:
        processor = time.process_time()
        make()
        return time.process_time() - processor
    row = Transcript(language="en")
    made = [printed.made(row, facts(-1, LONG)), json.dumps(sign(-1, LONG))]  # the first of each reads what it needs
    return {"one": median(MANY / seconds(lambda turn=turn: [sign(turn * MANY + n, 1) for n in range(MANY)]) for turn in range(rounds)),
            "many": median(LONG / seconds(lambda turn=turn: sign(turn, LONG)) for turn in range(rounds)),
            "transcript": median(1_000 * seconds(lambda turn=turn: printed.made(row, facts(turn, LONG))) for turn in range(rounds)),
            "bytes_set": len(made[0]), "bytes_signed": len(made[1])}


if __name__ == "__main__":
    print(json.dumps(_measured(int(sys.argv[1]))))
