"""V10: certificates as PDF, each of other facts, in one process, beside the barest page that the same setter can make.

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

MANY = 50


def certificates(rounds: int) -> list[Row]:
    """The row, out of a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {"STAFFROOM_DATA": folder, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        said = subprocess.run([sys.executable, "-m", "bench.papers", str(rounds)], check=True, capture_output=True, text=True, env=env).stdout
    got = json.loads(said.splitlines()[-1])
    times = got["bare"] / got["paper"]
    context = f"{got['bytes']} bytes each; {times:.1f} times a bare page, of which it makes {got['bare']:.0f}; {got['clock']:.0f} by the clock"
    return [Row("V10", "certificate PDF, a second of one processor", got["paper"], "papers", 50, 25, context, at_least=True)]


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
            "bytes": len(printed.made(paper(7)))}


if __name__ == "__main__":
    print(json.dumps(_measured(int(sys.argv[1]))))
