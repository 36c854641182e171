"""V13: how soon the first page comes after a start, and what the processes hold when nobody asks."""

import subprocess
import sys
import time
from statistics import median

from bench.load import memory
from bench.place import Place
from bench.row import Row
from tests.instance import ROOT

_BARE = "import django; from django.conf import settings; settings.configure(); django.setup(); import django.template.engine, django.http"


def footprint(place: Place, rounds: int) -> list[Row]:
    """Stops and starts the product; beside it the time an interpreter needs to have Django ready."""
    firsts, bares = [], []
    for _ in range(rounds):
        place.product.stop()
        began = time.monotonic()
        subprocess.run([sys.executable, "-c", _BARE], check=True, cwd=ROOT)
        bares.append(time.monotonic() - began)
        began = time.monotonic()
        place.product.start("--workers", "1")
        place.product.get("/")
        firsts.append(time.monotonic() - began)
    for path in place.public.values():
        place.product.get(path)
    time.sleep(5)
    times = median(first / bare for first, bare in zip(firsts, bares, strict=True))
    said = f"{times:.1f} × an interpreter with Django ready ({median(bares):.2f} s)"
    return [Row("V13", "first page after the start", median(firsts), "s", 1.2, 3, said),
            Row("V13", "memory when idle, all processes (PSS)", memory(place.product) / 1e6, "MB", 220, 300,
                f"{len(place.product.pids())} processes")]
