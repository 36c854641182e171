"""`staffroom serve`: a small parent that keeps the pages and the worker running, and stops both at once."""

import argparse
import contextlib
import ctypes
import gc
import io
import os
import signal
import ssl
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
_OURS = ssl._create_unverified_context()  # noqa: S323  # nosec B323  # only ever asked at this machine


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=preflight.port, default=8000, help="the port to listen on (default 8000)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default 127.0.0.1: this machine only); with --lan the "
                                                           "address of this machine on the network of the room, if it is not found by itself")
    parser.add_argument("--empty", action="store_true", help="make no demo world in a new folder")
    parser.add_argument("--lan", action="store_true", help="a room without internet: listen on its network; over plain http "
                                                            "others open what a code of an event opens, nothing else")
    parser.add_argument("--certificate", type=Path, metavar="FILE", help="a certificate (PEM, with its chain): then it speaks https and "
                                                                                  "everything is there")
    parser.add_argument("--key", type=Path, metavar="FILE", help="the key of the certificate (PEM, without a password)")
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
    """Does the health page answer (200, or 503 with its reason)? Asked at our own address by the name that visitors use: there is no other."""
    asked = urllib.request.Request(url + "/health", headers={"Host": urlsplit(os.environ["STAFFROOM_BASE_URL"]).netloc})
    try:
        with urllib.request.urlopen(asked, timeout=2, context=_OURS) as answer:  # nosec B310  # our own loopback address
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
    name = preflight.papers(options.certificate, options.key)
    scheme, host = "https" if name else "http", options.host
    if options.lan:
        host = preflight.own_address() if host in preflight.LOOPBACK else host
        options.host = "0.0.0.0"  # noqa: S104  # nosec B104  # the room and this machine itself; other names are not answered to
        os.environ["STAFFROOM_LAN"] = "1"
    shown = name or (f"[{host}]" if ":" in host else host)
    os.environ.setdefault("STAFFROOM_BASE_URL", f"{scheme}://{shown}:{options.port}")
    if name and not os.environ["STAFFROOM_BASE_URL"].startswith("https://"):
        raise Problem("with a certificate Staffroom speaks https, and STAFFROOM_BASE_URL says http. Take it away, or write https.", 3)
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
    here = "127.0.0.1" if options.lan else f"[{options.host}]" if ":" in options.host else options.host
    return watch(options, f"{scheme}://{here}:{options.port}")


def tell(options: argparse.Namespace) -> None:
    """Where Staffroom is; in a room without internet also how phones come in, and what plain http leaves out."""
    base = os.environ["STAFFROOM_BASE_URL"].rstrip("/") + "/"
    if options.lan:
        say(picture(base, sys.stdout.encoding, colours=sys.stdout.isatty()))
    say(f"Staffroom is at {base}")
    if options.lan and not options.certificate:
        say(f"Phones in this room join its network and open that address (the picture above says it too).\n"
            f"Sign in at this machine only: http://localhost:{options.port}/\n"
            "The line is plain http, so others on this network could read along. From other machines only what a code of an event opens\n"
            "is there: boards, notes, a guest's own page. No signing in, no notebook, no passkeys, nothing kept on phones. /trust says so too.\n"
            "With a certificate everything is there: --certificate FILE --key FILE")


def picture(address: str, encoding: str | None, *, colours: bool) -> str:
    """An address as a picture of letters (QR) for the terminal; nothing where its letters cannot be shown."""
    import qrcode
    code, out = qrcode.QRCode(border=2), io.StringIO()
    code.add_data(address)
    code.print_ascii(out, invert=True)
    lines = out.getvalue().rstrip("\n").split("\n")
    if colours:  # white on black, whatever the terminal's own are
        lines = [f"\x1b[48;5;232m\x1b[38;5;255m{line}\x1b[0m" for line in lines]
    try:
        "█▀▄".encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ""
    return "\n".join(lines)


def watch(options: argparse.Namespace, listening: str) -> int:
    """Start the processes, say where Staffroom is, and stay until told to stop."""
    from staffroom.cli import web_, worker_
    papers = (options.certificate, options.key) if options.certificate else None
    children = Children({"web": lambda: web_.serve(options.host, options.port, options.workers, papers), "worker": lambda: worker_.work(once=False)})
    stopping: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, _frame: stopping.append(received))
    gc.unfreeze()  # what was rubbish already when it was imported is not taken along into both
    gc.collect()
    gc.freeze()
    code, said = 0, False
    try:
        for name in children.works:
            children.start(name)
        while not stopping and not code:
            if not said and answers(listening):
                said = True
                tell(options)
            code = children.look_after()
            time.sleep(0.2 if said else 0.02)
    finally:
        children.stop()
    say("Staffroom has stopped. Everything is saved.")
    return code
