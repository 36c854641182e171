"""Asking as fast as it goes: wrk for reading, threads with kept connections for writing; and what the server spent on it."""

import http.client
import os
import re
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# Asks as each of these people in turn, so that nobody asks more often than a person may.
_SCRIPT = """local asks, turn = {}, 0
function init()
  for _, cookie in ipairs({COOKIES}) do
    local headers = {["Accept-Encoding"] = "br"}
    if cookie ~= "" then headers["Cookie"] = "session=" .. cookie .. "; csrf=" .. string.rep("c", 32) end
    asks[#asks + 1] = wrk.format("GET", nil, headers)
  end
end
function request()
  turn = turn % #asks + 1
  return asks[turn]
end
function done(summary, latency, requests)
  io.write(string.format("RESULT %d %d %d %d %d %d\\n", summary.requests, summary.duration, latency:percentile(50), latency:percentile(95),
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout, summary.errors.status))
end
"""


@dataclass
class Read:
    """What reading one page gave: milliseconds, requests a second, milliseconds of processor for each, and how many failed."""

    p50: float
    p95: float
    rate: float
    cpu: float
    failed: int


def read(instance, path: str, cookies: Sequence[str] = ("",), *, clients: int, seconds: int) -> Read:
    """Ask for one page over and over, with `clients` at once, as the people of these cookies in turn."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_SCRIPT.replace("COOKIES", ", ".join(f'"{cookie}"' for cookie in cookies)))
        script.flush()
        before = processor_seconds(instance)
        command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "-s", script.name, instance.url + path]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        spent = processor_seconds(instance) - before
    count, duration, p50, p95, broken, refused = map(int, re.findall(r"RESULT (.*)", said)[0].split())
    return Read(p50 / 1000, p95 / 1000, count / duration * 1e6, spent / max(count, 1) * 1000, broken + refused)


def processor_seconds(instance) -> float:
    """Seconds of processor that the processes of an instance have used so far."""
    ticks = 0
    for pid in instance.pids():
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory(instance) -> int:
    """Bytes of all processes of an instance, shared pages divided among their users (PSS)."""
    total = 0
    for pid in instance.pids():
        total += int(re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)[1]) * 1024
    return total


class Hand(threading.Thread):
    """One client that writes until told to stop, over one connection. `acts(number)` gives (path, fields, answers that count as kept)."""

    def __init__(self, instance, cookie: str, acts, stop: threading.Event):
        super().__init__(daemon=True)
        self.port, self.cookie, self.acts, self.stop = instance.port, cookie, acts, stop
        self.kept: list[str] = []
        self.took: list[float] = []
        self.failed: list[str] = []

    def run(self):
        from urllib.parse import urlencode
        line, token, number = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60), "c" * 32, 0
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"session={self.cookie}; csrf={token}",
                   "Origin": f"http://127.0.0.1:{self.port}"}
        while not self.stop.is_set():
            path, fields, good, name = self.acts(number)
            number += 1
            body = urlencode({**fields, "csrfmiddlewaretoken": token})
            began = time.perf_counter()
            try:
                line.request("POST", path, body, {**headers, "Accept": "application/json" if "drafts" in path else "text/html"})
                answer = line.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException) as error:
                self.failed.append(f"{path}: {error!r}")
                line.close()
                continue
            if answer.status in good:
                self.took.append(time.perf_counter() - began)
                self.kept.append(name)
            else:
                self.failed.append(f"{path}: {answer.status}")


def write(instance, cookies: list[str], acts_of, seconds: float) -> tuple[float, list[Hand]]:
    """All hands write for so long. Acts kept a second, and the hands with what each of them kept."""
    stop = threading.Event()
    hands = [Hand(instance, cookie, acts_of(number), stop) for number, cookie in enumerate(cookies)]
    began = time.perf_counter()
    for hand in hands:
        hand.start()
    time.sleep(seconds)
    stop.set()
    for hand in hands:
        hand.join(60)
    return sum(len(hand.kept) for hand in hands) / (time.perf_counter() - began), hands
