"""`staffroom serve`: a small parent that keeps the pages and the worker running, and stops both at once."""

import argparse
import contextlib
import ctypes
import gc
import os
import signal
import subprocess
import sys
import time
import traceback
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from staffroom.cli import Problem, preflight, say

STOP_SECONDS = 2.0
REFUSED = 3
PR_SET_PDEATHSIG = 1


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=preflight.port, default=8000, help="the port to listen on (default 8000)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default 127.0.0.1: this machine only)")
    parser.add_argument("--empty", action="store_true", help="make no demo world in a new folder")
    parser.add_argument("--lan", action="store_true", help="plain http on a local network, for event codes only")
    parser.add_argument("--workers", type=int, default=1, help="web processes (more than one needs REDIS_URL)")


class Children:
    """The processes of an instance: forked from this one, which has everything imported; looked after; stopped together.

    This process starts no thread and keeps no connection open, so that a fork of it is clean at any time.
    """

    def __init__(self, works: dict[str, Callable[[], int]]):
        self.works = works
        self.running: dict[str, int] = {}
        self.started: dict[str, float] = {}

    def start(self, name: str) -> None:
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            self._be(name)
        self.running[name], self.started[name] = pid, time.monotonic()

    def _be(self, name: str) -> None:
        code = 1
        try:
            os.setsid()
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_DFL)
            end_with_parent()
            code = self.works[name]()
        except Problem as problem:
            print(f"staffroom: {problem}", file=sys.stderr, flush=True)
            code = problem.code
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(code)

    def look_after(self) -> int:
        """Start again what died, after a second if it lived shorter than that. Returns 3 when one of them refused to start."""
        for name, pid in list(self.running.items()):
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                code = os.waitstatus_to_exitcode(status)
                del self.running[name]
                if code == REFUSED:
                    return REFUSED
                time.sleep(1 if time.monotonic() - self.started[name] < 1 else 0)
                say(f"The {name} process ended ({code}); starting it again.")
                self.start(name)
        return 0

    def stop(self) -> None:
        for pid in self.running.values():
            self._tell(pid, signal.SIGTERM)
        end = time.monotonic() + STOP_SECONDS
        while self.running:
            for name, pid in list(self.running.items()):
                if os.waitpid(pid, os.WNOHANG)[0]:
                    del self.running[name]
                elif time.monotonic() > end:
                    self._tell(pid, signal.SIGKILL)
            time.sleep(0.01)

    @staticmethod
    def _tell(pid: int, number: int) -> None:
        try:
            os.killpg(pid, number)
        except ProcessLookupError:  # it has not made its session yet, or is gone
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)


def end_with_parent() -> None:
    """On Linux: when the parent dies, however violently, this process is told to end; so a killed instance leaves nothing behind."""
    parent = os.getppid()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)


def answers(url: str) -> bool:
    """Does the health page answer (200, or 503 with its reason)? Asked by the name that visitors use: there is no other."""
    asked = urllib.request.Request(url + "/health", headers={"Host": urlsplit(os.environ["STAFFROOM_BASE_URL"]).netloc})
    try:
        with urllib.request.urlopen(asked, timeout=2) as answer:  # nosec B310  # our own loopback address
            return answer.status == 200
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _step(*words: str) -> None:
    """A verb in a process of its own, whose memory goes with it."""
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
    from staffroom.cli import migrate_, start_django
    start_django()
    if new or migrate_.is_due():
        _step("migrate")
    if new and not options.empty:
        _step("demo", "--if-nobody")
    if new:
        (data / "made").write_text("")
    preflight.ready()
    return watch(options, f"http://{shown}:{options.port}")


def watch(options: argparse.Namespace, listening: str) -> int:
    """Start the processes, say where Staffroom is, and stay until told to stop."""
    from staffroom.cli import web_, worker_
    children = Children({"web": lambda: web_.serve(options.host, options.port, options.workers), "worker": lambda: worker_.work(once=False)})
    stopping: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, _frame: stopping.append(received))
    gc.collect()
    gc.freeze()
    code, said = 0, False
    try:
        for name in children.works:
            children.start(name)
        while not stopping and not code:
            if not said and answers(listening):
                said = True
                say(f"Staffroom is at {os.environ['STAFFROOM_BASE_URL'].rstrip('/')}/")
            code = children.look_after()
            time.sleep(0.2 if said else 0.02)
    finally:
        children.stop()
    say("Staffroom has stopped. Everything is saved.")
    return code
