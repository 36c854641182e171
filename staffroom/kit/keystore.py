"""One key per account, wrapped by a key outside this store, in a store of its own.

Destroying an account's key makes everything sealed with it unreadable for good, in the database and in every backup
of the database. Stores: a SQLite file, or a PostgreSQL database (`KEYS_URL`).
"""

import contextlib
import secrets
import sqlite3
import threading
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from staffroom.kit.secrets import read_or_make

KEEP_SECONDS = 10
TABLE = "CREATE TABLE IF NOT EXISTS account_key (account TEXT PRIMARY KEY, wrapped TEXT NOT NULL, made_at BIGINT NOT NULL)"
_local = threading.local()
_cache: dict[UUID, tuple[float, bytes]] = {}


class KeyGone(Exception):
    """The account has no key any more (erased), or none was ever made."""


class WrongWrappingKey(Exception):
    """The key in STAFFROOM_WRAPPING_KEY_FILE is not the one that wrapped this store."""


def _wrapper() -> AESGCM:
    text = read_or_make(settings.WRAPPING_KEY_FILE)
    return AESGCM(urlsafe_b64decode(text + "=" * (-len(text) % 4))[:32])


def _is_postgres() -> bool:
    return settings.KEYS_URL.startswith("postgres")


def _connection():
    where = settings.KEYS_URL or str(settings.DATA / "keys.sqlite3")
    if getattr(_local, "where", None) == where and _local.connection is not None:
        return _local.connection
    if _is_postgres():
        import psycopg
        connection: Any = psycopg.connect(settings.KEYS_URL, autocommit=True)
        with contextlib.suppress(psycopg.errors.UniqueViolation, psycopg.errors.DuplicateObject):  # another makes it in the same moment
            connection.execute(TABLE)
    else:
        connection = sqlite3.connect(where.removeprefix("sqlite:///"), timeout=20, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute(TABLE)
    _local.connection, _local.where = connection, where
    return connection


def _run(statement: str, *values):
    statement = statement.replace("?", "%s") if _is_postgres() else statement
    try:
        return _connection().execute(statement, values)
    except Exception:
        _local.connection = None
        raise


def make(account: UUID) -> None:
    """Give the account a key. Doing it twice changes nothing."""
    wrapper, nonce = _wrapper(), secrets.token_bytes(12)
    wrapped = urlsafe_b64encode(nonce + wrapper.encrypt(nonce, secrets.token_bytes(32), account.bytes)).decode()
    _run("INSERT INTO account_key (account, wrapped, made_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", str(account), wrapped, int(time.time()))


def unwrap(account: UUID | str, wrapped: str) -> bytes:
    """The key inside a wrapped one. Raises WrongWrappingKey."""
    data = urlsafe_b64decode(wrapped)
    try:
        return _wrapper().decrypt(data[:12], data[12:], UUID(str(account)).bytes)
    except InvalidTag:
        raise WrongWrappingKey("The wrapping key does not belong to this store of keys.") from None


def get(account: UUID) -> bytes:
    """The account's key (32 bytes). Raises KeyGone, WrongWrappingKey. Kept in memory for ten seconds at most."""
    known = _cache.get(account)
    if known and known[0] > time.monotonic():
        return known[1]
    row = _run("SELECT wrapped FROM account_key WHERE account = ?", str(account)).fetchone()
    if row is None:
        raise KeyGone(str(account))
    key = unwrap(account, row[0])
    if len(_cache) > 5_000:
        _cache.clear()
    _cache[account] = (time.monotonic() + KEEP_SECONDS, key)
    return key


def destroy(account: UUID) -> None:
    """Destroy the account's key: what it sealed cannot be read again by anybody."""
    _run("DELETE FROM account_key WHERE account = ?", str(account))
    _cache.pop(account, None)
    if not _is_postgres():
        _run("PRAGMA wal_checkpoint(TRUNCATE)")


def answers() -> None:
    """Ask the store for one row, and open it. Raises OSError, WrongWrappingKey."""
    import psycopg
    try:
        row = _run("SELECT account, wrapped FROM account_key LIMIT 1").fetchone()
    except (sqlite3.Error, psycopg.Error) as problem:
        raise OSError(type(problem).__name__) from problem
    if row:
        unwrap(*row)


def wrapped() -> dict[str, dict]:
    """All keys as they lie in the store, wrapped, by account: for a backup."""
    return {row[0]: {"wrapped": row[1], "made_at": row[2]} for row in _run("SELECT account, wrapped, made_at FROM account_key").fetchall()}


def put_back(kept: dict[str, dict]) -> None:
    """Bring wrapped keys back from a backup; a key that is there stays."""
    for account, row in kept.items():
        _run("INSERT INTO account_key (account, wrapped, made_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", account, row["wrapped"], row["made_at"])


def accounts() -> set[UUID]:
    """All accounts that have a key."""
    return {UUID(row[0]) for row in _run("SELECT account FROM account_key").fetchall()}


def close() -> None:
    """Close this thread's connection (before a backup is restored, at the end of a test)."""
    if getattr(_local, "connection", None) is not None:
        _local.connection.close()
        _local.connection = None
    _cache.clear()
