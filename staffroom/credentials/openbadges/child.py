"""Checking in a process of its own, with hard limits of time and memory: whatever a document does, it does it there.

The limits are the kernel's (`setrlimit`): processor time ends the work even where a count was missed, memory ends it before the machine suffers.
"""

import base64
import json
import os
import resource
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from staffroom.credentials.openbadges.keys import AtHand
from staffroom.credentials.openbadges.said import sentence
from staffroom.credentials.openbadges.shapes import told

CPU_SECONDS = 3
WALL_SECONDS = 4.5
MEMORY = 400_000_000
MOST_ANSWER = 2_000_000
ROOT = Path(__file__).resolve().parents[3]
COMMAND = ("-m", "staffroom.credentials.openbadges")


def verify(data: bytes, *, now: datetime, addresses: tuple[str, ...] | None = None, at_hand: AtHand | None = None) -> dict:
    """`checks.verify` in another process. Refused where it took too much work; could not be checked where the machine had no time for it."""
    asked = {"data": base64.b64encode(data[:8_000_000]).decode(), "now": now.isoformat(), "addresses": addresses, "at_hand": at_hand or {}}
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT") if name in os.environ}
    try:
        done = subprocess.run(
            [sys.executable, *COMMAND], input=json.dumps(asked).encode(), capture_output=True, cwd=ROOT, check=False,
            timeout=WALL_SECONDS, env=kept | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}, start_new_session=True)
    except subprocess.TimeoutExpired:
        return _stopped("read.slow", None)
    if done.returncode or len(done.stdout) > MOST_ANSWER:
        return _stopped("read.time", False)
    return json.loads(done.stdout)


def _stopped(code: str, ok: bool | None) -> dict:
    check = {"name": "bounds", "ok": ok, "code": code, "values": {}, "detail": sentence(code, {})}
    return {"ok": ok, "checks": [check], "kind": "", "form": "", "told": told(None, "", {}), "wanted": [], "text": ""}


def serve() -> None:
    """In the child: take the limits, then the request, and answer."""
    confine()
    asked = json.load(sys.stdin)
    from staffroom.credentials.openbadges import checks
    addresses = asked["addresses"]
    found = checks.verify(base64.b64decode(asked["data"]), now=datetime.fromisoformat(asked["now"]), at_hand=asked["at_hand"],
                          addresses=None if addresses is None else tuple(addresses))
    sys.stdout.write(json.dumps(found))


def confine() -> None:
    """Limits that this process cannot lift again: processor time, memory, no core, no file."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
