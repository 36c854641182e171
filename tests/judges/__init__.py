"""Judges that are not ours: the Nu checker for HTML and CSS (Java), ical.js for calendars and @digitalbazaar/vc and verifier-core for badges (Node). From npm, kept in a cache outside the repository."""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent


class Missing(Exception):
    """A judge cannot come here; the words say why."""


def installed() -> Path:
    """The folder with the packages of the lock, installed the first time. Raises Missing."""
    lock = (HERE / "package-lock.json").read_bytes()
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "staffroom-tests" / f"judges-{hashlib.sha256(lock).hexdigest()[:12]}"
    if not (home / "done").exists():
        if not shutil.which("npm"):
            raise Missing("npm is not installed")
        making = Path(tempfile.mkdtemp(prefix="judges-"))
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, making)
        done = subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=making, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Missing(f"npm ci failed: {done.stderr[-300:]}")
        (making / "done").touch()
        home.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.move(making, home)
        except OSError:  # another process was quicker
            shutil.rmtree(making, ignore_errors=True)
    return home


def nu(pages: dict[str, str]) -> list[str]:
    """What the Nu checker finds wrong in pages of HTML (name -> text): one line for each error. Raises Missing."""
    if not shutil.which("java"):
        raise Missing("Java is not installed")
    jar, = (installed() / "node_modules" / "vnu-jar").glob("**/vnu.jar")
    with tempfile.TemporaryDirectory(prefix="nu-") as folder:
        names = {}
        for number, (name, text) in enumerate(pages.items()):
            path = Path(folder) / f"{number}.html"
            path.write_text(text)
            names[path.name] = name
        done = subprocess.run(["java", "-Xmx384m", "-jar", str(jar), "--format", "json", "--errors-only", "--exit-zero-always", *(str(Path(folder, f"{n}.html"))
                               for n in range(len(pages)))], capture_output=True, text=True, timeout=300, check=False)
        if done.returncode:
            raise Missing(f"the Nu checker ended with {done.returncode}: {done.stderr[-300:]}")
        found = json.loads(done.stderr)["messages"]
    return [f"{names[line['url'].rpartition('/')[2]]}:{line.get('lastLine', 0)}: {line['message']}" for line in found]


def ical(calendars: list[bytes], most: int = 60) -> list[list[dict]]:
    """What ical.js reads in each calendar, for each event: its words, its times in UTC (`most` at most of one that repeats), number and state. Raises Missing."""
    if not shutil.which("node"):
        raise Missing("Node is not installed")
    home = installed()
    shutil.copy(HERE / "ical.mjs", home)
    asked = json.dumps({"calendars": [data.decode() for data in calendars], "most": most})
    done = subprocess.run(["node", "ical.mjs"], cwd=home, input=asked, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        raise Missing(f"ical.js ended with {done.returncode}: {done.stderr[-300:]}")
    return json.loads(done.stdout)


def badges(credentials: list[dict], contexts: dict, pages: dict, now: str) -> list[tuple[bool, str]]:
    """Whether @digitalbazaar/vc verifies each credential at this moment with these pages of issuers, and what it says where it does not. Raises Missing."""
    return _verdicts("badges.mjs", {"credentials": [{"credential": one, "now": now} for one in credentials], "contexts": contexts, "pages": pages})


def wallet(credentials: list[dict], contexts: dict, pages: dict) -> list[tuple[bool, str]]:
    """The same by verifier-core of the Digital Credentials Consortium, which asks for pages of keys and lists at their own addresses, at this very moment. Raises Missing."""
    return _verdicts("wallet.mjs", {"credentials": credentials, "contexts": contexts, "pages": pages})


def _verdicts(name: str, asked: dict) -> list[tuple[bool, str]]:
    if not shutil.which("node"):
        raise Missing("Node is not installed")
    script = installed() / name
    shutil.copy(HERE / name, script)
    done = subprocess.run(["node", str(script)], input=json.dumps(asked), capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        raise Missing(f"the judge of badges ended with {done.returncode}: {done.stderr[-300:]}")
    return [tuple(one) for one in json.loads(done.stdout)]
