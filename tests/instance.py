"""A whole instance in a folder of its own, run as people run it: by the `staffroom` command, in processes of its own."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HANG_SECONDS = 120
_INHERITED = {"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Instance:
    """`data` is its folder; `settings` are further settings from the environment."""

    def __init__(self, data: Path, *, python: str = sys.executable, **settings: str):
        self.data, self.python = data, python
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.settings = {"STAFFROOM_DATA": str(data), "STAFFROOM_BASE_URL": self.url, **settings}
        self.process: subprocess.Popen | None = None
        self.log_path = data.with_suffix(".log")

    @property
    def env(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name in _INHERITED}
        return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **self.settings}

    def staffroom(self, *words: str, **more: str) -> subprocess.CompletedProcess:
        """Run a verb to its end."""
        return subprocess.run([self.python, "-m", "staffroom", *words], env={**self.env, **more}, cwd=self.data.parent, text=True,
                              capture_output=True, timeout=HANG_SECONDS, check=False)

    def done(self, *words: str) -> str:
        """Run a verb that must succeed; what it said."""
        result = self.staffroom(*words)
        assert result.returncode == 0, f"{words}: {result.returncode}\n{result.stdout}\n{result.stderr}"
        return result.stdout

    def ask(self, code: str, seconds: float = HANG_SECONDS):
        """Run lines in an interpreter with Django set up; `answer(x)` in them hands back x, as JSON would."""
        head = ("import json, os, sys\nfrom staffroom.cli import start_django\nstart_django()\n"
                "def answer(thing): print('\\x1e' + json.dumps(thing))\n")
        result = subprocess.run([self.python, "-c", head + code], env=self.env, cwd=ROOT, text=True, capture_output=True, timeout=seconds, check=False)
        assert result.returncode == 0, result.stderr
        _, _, said = result.stdout.rpartition("\x1e")
        return json.loads(said) if said.strip() else None

    def start(self, *words: str) -> float:
        """Start everything; returns after the line that says where it is: how many seconds that took."""
        began = time.monotonic()
        self.log = open(self.log_path, "a+")  # noqa: SIM115  # as long as the instance runs
        mark = self.log.seek(0, os.SEEK_END)
        self.process = subprocess.Popen([self.python, "-m", "staffroom", "serve", "--port", str(self.port), *(words or ("--empty",))],
                                        env=self.env, cwd=self.data.parent, stdout=self.log, stderr=subprocess.STDOUT, start_new_session=True)
        while time.monotonic() - began < HANG_SECONDS:
            self.log.seek(mark)
            said = self.log.read()
            if "Staffroom is at " in said:
                return time.monotonic() - began
            assert self.process.poll() is None, f"it ended with {self.process.returncode}:\n{said}"
            time.sleep(0.02)
        raise AssertionError("it did not start:\n" + said)

    def said(self) -> str:
        return self.log_path.read_text()

    def pids(self) -> list[int]:
        """The processes of this instance that run now: parent, web, workers of the web, background worker."""
        mark = f"STAFFROOM_DATA={self.data}".encode()
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    words = (entry / "cmdline").read_bytes().split(b"\0")
                    if b"staffroom" in words and mark in (entry / "environ").read_bytes().split(b"\0"):
                        found.append(int(entry.name))
                except OSError:
                    continue
        return found

    def stop(self) -> float:
        """Stop it as Ctrl-C does; the seconds that took."""
        began = time.monotonic()
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(HANG_SECONDS)
        return time.monotonic() - began

    def kill(self) -> None:
        """End whatever is left of it, without asking."""
        while pids := self.pids():
            for pid in pids:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            time.sleep(0.02)
        if self.process:
            self.process.wait(HANG_SECONDS)

    @contextmanager
    def running(self, *words: str):
        self.start(*words)
        try:
            yield self
        finally:
            self.stop()
            self.kill()

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(self.url + path, timeout=HANG_SECONDS) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


class Visitor:
    """A browser without scripts: cookies, forms with their hidden fields, redirects left to the caller."""

    def __init__(self, url: str, address: str = "127.0.0.1"):
        import http.cookiejar
        self.url, self.jar = url, http.cookiejar.CookieJar()
        keep = type("Keep", (urllib.request.HTTPRedirectHandler,), {"redirect_request": lambda *_: None})
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), keep, urllib.request.ProxyHandler({}))

    def ask(self, path: str, body: bytes | None = None, kind: str = "application/x-www-form-urlencoded", timeout: float = 30):
        """(status, headers, text)"""
        request = urllib.request.Request(self.url + path, data=body, headers={"Content-Type": kind, "Origin": self.url} if body is not None else {})
        try:
            with self.opener.open(request, timeout=timeout) as answer:
                return answer.status, answer.headers, answer.read().decode(errors="replace")
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read().decode(errors="replace")

    def form(self, path: str) -> dict[str, str]:
        """The hidden fields of the first form on a page that takes an operation id."""
        status, _headers, text = self.ask(path)
        assert status == 200, (path, status)
        return hidden(text)

    def post(self, path: str, fields: dict, timeout: float = 30):
        from urllib.parse import urlencode
        return self.ask(path, urlencode(fields, doseq=True).encode(), timeout=timeout)

    def upload(self, path: str, fields: dict[str, str], name: str, data: bytes, kind: str = "text/plain", timeout: float = 30):
        line = f"line{os.urandom(12).hex()}"
        parts = [f'--{line}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode() for key, value in fields.items()]
        parts.append(f'--{line}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'.encode() + data + b"\r\n")
        return self.ask(path, b"".join(parts) + f"--{line}--\r\n".encode(), f"multipart/form-data; boundary={line}", timeout)


def hidden(text: str) -> dict[str, str]:
    """Hidden fields of the last form in a page that carries an operation id (the first is often the search box or the theme)."""
    forms = [form for form in re.findall(r"<form\b.*?</form>", text, re.S) if 'name="op_id"' in form]
    assert forms, text[:600]
    longest = max(forms, key=len)
    fields = {}
    for tag in re.findall(r"<input\b[^>]*>", longest):
        if 'type="hidden"' in tag:
            name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
            if name:
                fields[name[1]] = value[1] if value else ""
    return fields


_template: Path | None = None


def fresh(folder: Path) -> Path:
    """A data folder that was migrated and holds the commons, copied from one that is made once in a run."""
    global _template
    if _template is None:
        made = Path(tempfile.mkdtemp(prefix="staffroom-template-")) / "data"
        Instance(made).done("migrate", "--quiet")
        (made / "made").write_text("")
        _template = made
    shutil.copytree(_template, folder)
    return folder
