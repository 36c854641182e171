"""What must be true before Staffroom starts; each refusal is one sentence that says what to do.

Uses only the standard library, so that it can speak before anything else is installed or imported.
"""

import argparse
import contextlib
import errno
import os
import socket
import ssl
import stat
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from staffroom.cli import Problem

NETWORK_FILE_SYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "ceph", "glusterfs", "fuse.glusterfs"}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def file_system(path: Path, mounts: str | None = None) -> str:
    """The type of the file system that holds `path` (Linux; "" where it cannot be told)."""
    try:
        lines = (mounts if mounts is not None else Path("/proc/mounts").read_text()).splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    for line in lines:
        parts = line.split()
        if len(parts) > 2:
            point = parts[1].replace("\\040", " ")
            inside = str(path) == point or str(path).startswith(point.rstrip("/") + "/")
            if inside and len(point) >= len(best):
                best, kind = point, parts[2]
    return kind


def folder(data: Path, sqlite: bool, mounts: str | None = None) -> None:
    """The data folder exists, can be written, and is not on a network file system while SQLite lives in it."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        probe = data / f".probe-{os.getpid()}"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        raise Problem(f"cannot write in {data} ({error.strerror}). Choose another folder with --data.", 3) from None
    kind = file_system(data.resolve(), mounts)
    if sqlite and kind in NETWORK_FILE_SYSTEMS:
        raise Problem(f"{data} is on a network file system ({kind}), where SQLite can lose writes. "
                      "Choose a local folder with --data, or set DATABASE_URL to a PostgreSQL database.", 3)


def instance(*, half_restored: bool = False) -> Path:
    """The checks of a command that opens an instance: its folder and its key files. Returns the folder."""
    data = Path(os.environ.get("STAFFROOM_DATA") or "data").absolute()
    folder(data, sqlite=not os.environ.get("DATABASE_URL"))
    secrets(data)
    if (data / "restoring").exists() and not half_restored:
        raise Problem(f"a restore into {data} was cut off. Run the same `staffroom restore` again, or name another folder with --data.", 3)
    return data


def existing() -> Path:
    """The checks of a command that needs an instance with something in it: a folder whose name was mistyped is left as it is."""
    data = Path(os.environ.get("STAFFROOM_DATA") or "data").absolute()
    if not os.environ.get("DATABASE_URL") and not (data / "staffroom.sqlite3").exists():
        raise Problem(f"there is no Staffroom in {data}. Name its folder with --data.")
    return instance()


def secrets(data: Path) -> None:
    """No key file may be read by others, and none may be so short that it was typed by hand."""
    named = [Path(os.environ[f"STAFFROOM_{name}_KEY_FILE"]) for name in ("WRAPPING", "SECRET", "LEDGER", "ISSUER")
             if os.environ.get(f"STAFFROOM_{name}_KEY_FILE")]
    for path in [*sorted((data / "secrets").glob("*")), *named]:
        if not path.is_file():
            continue
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise Problem(f"{path} can be read by others on this machine. Run: chmod 600 {path}", 3)
        if path.stat().st_size < 43:
            raise Problem(f"{path} is too short for a key and could be guessed. Take it away, and Staffroom makes a good one; "
                          "or put the one back that belongs there.", 3)


def address(base_url: str, *, lan: bool, debug: bool) -> None:
    """Plain http only on loopback or in the named LAN profile; DEBUG only on loopback."""
    parts = urlsplit(base_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Problem(f"STAFFROOM_BASE_URL is {base_url!r}; write it like https://staffroom.example.", 3)
    if debug and parts.hostname not in LOOPBACK:
        raise Problem("STAFFROOM_DEBUG is on, and that shows inner workings to visitors. Switch it off, or use a loopback address.", 3)
    if parts.scheme == "http" and parts.hostname not in LOOPBACK and not lan:
        raise Problem(f"{base_url} is plain http, so passwords could be read on the way. Use https, or --lan for codes only.", 3)


def papers(certificate: Path | None, key: Path | None) -> str:
    """A certificate and its key fit each other and hold today; the name for which it was made, or "" without one."""
    if certificate is None and key is None:
        return ""
    if certificate is None or key is None:
        raise Problem("a certificate and its key belong together: --certificate FILE --key FILE.", 2)
    for path in (certificate, key):
        if not path.is_file():
            raise Problem(f"there is no file {path}.", 2)
    if key.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise Problem(f"{key} can be read by others on this machine. Run: chmod 600 {key}", 3)
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password=lambda: "")
    except (ssl.SSLError, OSError, ValueError):
        raise Problem(f"{certificate} and {key} are no certificate and key that belong together (PEM, the key without a password).", 3) from None
    return _name_of(certificate)


def _name_of(certificate: Path) -> str:
    from cryptography import x509
    made_for = x509.load_pem_x509_certificates(certificate.read_bytes())[0]
    if not made_for.not_valid_before_utc.timestamp() <= time.time() < made_for.not_valid_after_utc.timestamp():
        raise Problem(f"{certificate} does not hold today (until {made_for.not_valid_after_utc:%Y-%m-%d}). "
                      "Take a newer one, or look at the clock.", 3)
    try:
        names = made_for.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        raise Problem(f"{certificate} says no name for which it was made, so no browser takes it.", 3) from None
    found = [str(name) for name in names.get_values_for_type(x509.DNSName) if "*" not in name]
    found += [f"[{one}]" if one.version == 6 else str(one) for one in names.get_values_for_type(x509.IPAddress)]
    if not found and not os.environ.get("STAFFROOM_BASE_URL"):
        raise Problem(f"{certificate} is for many names. Say in STAFFROOM_BASE_URL which one people type, like https://staffroom.example:8000.", 3)
    return found[0] if found else urlsplit(os.environ["STAFFROOM_BASE_URL"]).hostname or ""


def own_address() -> str:
    """The address of this machine on the network of the room. Nothing is sent."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # an address that is nobody's: only the way out is asked for
        if not probe.getsockname()[0].startswith("127."):
            return probe.getsockname()[0]
    for _number, name in socket.if_nameindex():  # a network without a way out
        found = "" if name.startswith(("lo", "docker", "br-", "veth", "virbr")) else _address_of(name)
        if found and not found.startswith(("127.", "169.254.")):
            return found
    raise Problem("this machine is on no network. Join the one of the room, or name this machine's address there with --host.", 3)


def _address_of(interface: str) -> str:
    try:
        import fcntl
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
            told = fcntl.ioctl(asked.fileno(), 0x8915 if sys.platform == "linux" else 0xC0206921, interface.encode()[:15].ljust(256, b"\0"))
        return socket.inet_ntoa(told[20:24])
    except (ImportError, OSError):
        return ""


def port(text: str) -> int:
    """The number of a port, as the words of a call give it."""
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= 65_535):
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535, such as 8000")
    return int(text)


def port_is_free(host: str, port: int, seconds: float = 4.0) -> None:
    """Somebody could listen at this address now, or in a moment (an instance that was killed lets go of it by itself)."""
    until = time.monotonic() + seconds
    while True:
        problem = _in_use(host, port)
        if problem is None:
            return
        if problem.errno != errno.EADDRINUSE or time.monotonic() > until:
            near = port + 1 if problem.errno == errno.EADDRINUSE and port < 65_535 else 8000
            raise Problem(f"port {port} on {host} cannot be used ({problem.strerror}). Choose another with --port, such as --port {near}.", 1)
        time.sleep(0.1)


def _in_use(host: str, port: int) -> OSError | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            probe.listen(1)
    except OSError as problem:
        return problem
    return None


def ready() -> None:
    """The database answers, its tables are up to date, and it keeps what it has acknowledged. Needs Django set up."""
    from django.conf import settings
    from django.db import DatabaseError, connections
    from django.db.migrations.executor import MigrationExecutor

    from staffroom.kit import health, keystore
    address(settings.BASE_URL, lan=settings.LAN, debug=settings.DEBUG)
    try:
        executor = MigrationExecutor(connections["default"])
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        newer = {key for key in executor.loader.applied_migrations if key[0] in executor.loader.migrated_apps} - set(executor.loader.disk_migrations)
        if waiting:
            raise Problem("the tables are not up to date. Run: staffroom migrate", 3)
        if newer:
            raise Problem(f"the tables belong to a newer Staffroom ({'.'.join(sorted(newer)[0])}). Install that version.", 3)
        health.must_be_durable()
        keystore.answers()
    except (RuntimeError, DatabaseError, OSError) as problem:
        raise Problem(f"the database is not fit to serve from: {problem}", 3) from None
    except keystore.WrongWrappingKey as problem:
        raise Problem(f"{problem} Put the right one in the place of STAFFROOM_WRAPPING_KEY_FILE.", 3) from None
    finally:
        keystore.close()
        connections.close_all()
