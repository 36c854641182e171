"""`staffroom serve`: a small parent that keeps the pages and the worker running, and stops both at once."""

import argparse
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from staffroom.cli import Problem, preflight, say

STOP_SECONDS = 2.0


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on (default 8000)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default 127.0.0.1: this machine only)")
    parser.add_argument("--empty", action="store_true", help="make no demo world in a new folder")
    parser.add_argument("--lan", action="store_true", help="plain http on a local network, for event codes only")
    parser.add_argument("--workers", type=int, default=1, help="web processes (more than one needs REDIS_URL)")


class Children:
    """The processes of an instance: started, looked after, stopped together."""

    def __init__(self, commands: dict[str, list[str]]):
        self.commands = commands
        self.running: dict[str, subprocess.Popen] = {}
        self.started: dict[str, float] = {}

    def start(self, name: str) -> None:
        self.running[name] = subprocess.Popen([sys.executable, "-m", "staffroom", *self.commands[name]], start_new_session=True)
        self.started[name] = time.monotonic()

    def look_after(self) -> None:
        """A process that died is started again, after a second if it lived shorter than that."""
        for name, process in list(self.running.items()):
            if process.poll() is not None:
                time.sleep(1 if time.monotonic() - self.started[name] < 1 else 0)
                say(f"The {name} process ended ({process.returncode}); starting it again.")
                self.start(name)

    def stop(self) -> None:
        for process in self.running.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        end = time.monotonic() + STOP_SECONDS
        for process in self.running.values():
            try:
                process.wait(max(0.05, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def answers(url: str) -> bool:
    """Does the health page answer (200, or 503 with its reason)?"""
    try:
        with urllib.request.urlopen(url + "/health", timeout=2) as answer:
            return answer.status == 200
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _steps(*words: str) -> None:
    if subprocess.run([sys.executable, "-m", "staffroom", *words], check=False).returncode:
        raise Problem(f"`staffroom {' '.join(words)}` did not finish; nothing was started.")


def run(options: argparse.Namespace) -> int:
    data = Path(os.environ.setdefault("STAFFROOM_DATA", str(Path("data").absolute())))
    shown = "[::1]" if options.host == "::1" else options.host
    os.environ.setdefault("STAFFROOM_BASE_URL", f"http://{shown}:{options.port}")
    if options.lan:
        os.environ["STAFFROOM_LAN"] = "1"
    preflight.instance()
    preflight.address(os.environ["STAFFROOM_BASE_URL"], lan=os.environ.get("STAFFROOM_LAN", "") in {"1", "true", "yes"},
                      debug=os.environ.get("STAFFROOM_DEBUG", "") in {"1", "true", "yes"})
    preflight.port_is_free(options.host, options.port)
    new = not (data / "made").exists()
    _steps("migrate")
    if new:
        if not options.empty:
            _steps("demo")
        (data / "made").write_text("")
    return watch(options, f"http://{shown}:{options.port}")


def watch(options: argparse.Namespace, listening: str) -> int:
    """Start the processes, say where Staffroom is, and stay until told to stop."""
    children = Children({"web": ["web", "--host", options.host, "--port", str(options.port), "--workers", str(options.workers)],
                         "worker": ["worker"]})
    stopping: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, _frame: stopping.append(received))
    try:
        for name in children.commands:
            children.start(name)
        while not stopping and not answers(listening):
            children.look_after()
            time.sleep(0.05)
        if not stopping:
            say(f"Staffroom is at {os.environ['STAFFROOM_BASE_URL'].rstrip('/')}/")
        while not stopping:
            children.look_after()
            time.sleep(0.2)
    finally:
        children.stop()
    say("Staffroom has stopped. Everything is saved.")
    return 0
