"""Throw-away servers for tests: PostgreSQL on a Unix socket with fsync on, Redis on a socket. They live as long as the block.

    python -m tests.servers COMMAND …    runs the command with DATABASE_URL naming such a PostgreSQL, with fsync off: emptying all tables waits for the disk otherwise
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote


class Missing(Exception):
    """This server is not installed here."""


def postgres_programs() -> Path | None:
    """The folder with initdb and postgres, the newest one."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return folders[-1].parent if folders else None


def redis_program() -> str | None:
    return shutil.which("valkey-server") or shutil.which("redis-server")


def _as_other() -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as the user its package made."""
    if os.geteuid() != 0:
        return []
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        raise Missing("running as root, and there is no user postgres") from None
    return ["runuser", "-u", "postgres", "--"]


@contextlib.contextmanager
def postgres(*options: str) -> Iterator[str]:
    """The address (`postgres://…`) of an empty database on a server of its own; `options` are settings such as "max_connections=50"."""
    programs = postgres_programs()
    if programs is None:
        raise Missing("PostgreSQL is not installed")
    other = _as_other()
    folder = Path(tempfile.mkdtemp(prefix="staffroom-pg-", dir="/tmp"))  # a short path: sockets allow 107 characters
    try:
        if other:
            shutil.chown(folder, "postgres")
        user = "staffroom"
        subprocess.run([*other, str(programs / "initdb"), "-D", str(folder / "data"), "-U", user, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8",
                        "--data-checksums", "--no-instructions"], check=True, capture_output=True, cwd="/")
        command = [*other, str(programs / "postgres"), "-D", str(folder / "data"), "-k", str(folder), "-c", "listen_addresses=", "-c", "fsync=on"]
        for option in options:
            command += ["-c", option]
        with open(folder / "log", "w") as log:
            server = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", start_new_session=True)
        try:
            _until(lambda: subprocess.run([str(programs / "pg_isready"), "-q", "-h", str(folder), "-U", user], check=False).returncode == 0, server)
            subprocess.run([str(programs / "createdb"), "-h", str(folder), "-U", user, "staffroom"], check=True)
            yield f"postgres://{user}@{quote(str(folder), safe='')}/staffroom"
        finally:
            _end(server, signal.SIGINT)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """The address (`redis://…`) of an empty Redis or Valkey of its own, on loopback."""
    program = redis_program()
    if program is None:
        raise Missing("neither Valkey nor Redis is installed")
    from tests.instance import free_port
    port, folder = free_port(), tempfile.mkdtemp(prefix="staffroom-redis-")
    server = subprocess.Popen([program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        import redis as client
        asked = client.Redis(port=port)

        def answers() -> bool:
            with contextlib.suppress(client.ConnectionError):
                return asked.ping()
            return False
        _until(answers, server)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        _end(server, signal.SIGTERM)
        shutil.rmtree(folder, ignore_errors=True)


def _until(ready, server: subprocess.Popen, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not ready():
        if server.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"{server.args[0]} did not start")
        time.sleep(0.05)


def _end(server: subprocess.Popen, number: int) -> None:
    if server.poll() is None:
        os.killpg(server.pid, number)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


if __name__ == "__main__":
    try:
        # nobody pulls the plug here: what a crash leaves is asked by tests/faults, on servers of their own
        with postgres("fsync=off", "full_page_writes=off") as url:
            sys.exit(subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}, check=False).returncode)
    except Missing as missing:
        print(missing, file=sys.stderr)
        sys.exit(69)
