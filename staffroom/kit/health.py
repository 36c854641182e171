"""Is this instance well? Asked by GET /health, by `staffroom check` and at start."""

import os
import shutil
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from staffroom import __version__
from staffroom.kit import clock, keystore
from staffroom.kit.models import OutboxRow

PRAGMAS = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "20000"}
LEAST_FREE_SHARE = 5


@dataclass
class State:
    """Facts that anybody may know, and what is wrong in words."""

    facts: dict = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def _database(state: State) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            found = {}
            for name, wanted in PRAGMAS.items():
                cursor.execute(f"PRAGMA {name}")
                found[name] = str(cursor.fetchone()[0])
                if found[name] != wanted and not (name == "journal_mode" and connection.is_in_memory_db()):  # type: ignore[attr-defined]  # SQLite's own
                    state.problems.append(f"SQLite runs with {name}={found[name]} in place of {wanted}.")
            state.facts["sqlite"] = found
        else:
            cursor.execute("SHOW synchronous_commit")
            state.facts["postgresql"] = {"synchronous_commit": cursor.fetchone()[0]}
            if state.facts["postgresql"]["synchronous_commit"] == "off":
                state.problems.append("PostgreSQL runs with synchronous_commit=off and can lose writes.")
    if not connection.in_atomic_block:
        _writing(state)
    late = OutboxRow.objects.filter(state="ready", due_at__lt=clock.now() - timedelta(minutes=30)).exists()
    state.facts["worker"] = "late" if late else "in time"


def _writing(state: State) -> None:
    """Would a write be taken? On PostgreSQL a standby says no; on SQLite the file itself is asked."""
    if connection.vendor == "sqlite":
        if not os.access(connection.settings_dict["NAME"], os.W_OK):
            state.problems.append("The database file cannot be written.")
        return
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        if cursor.fetchone()[0] == "on":
            state.problems.append("This PostgreSQL takes no writes (a standby, or read only).")


def must_be_durable() -> None:
    """Raises RuntimeError, in one sentence, where an acknowledged write could be lost: asked before anything is served."""
    state = State()
    _database(state)
    if state.problems:
        raise RuntimeError(" ".join(state.problems))


def _disk(state: State) -> None:
    usage = shutil.disk_usage(settings.DATA)
    state.facts["free_percent"] = usage.free * 100 // usage.total
    if usage.free * 100 < usage.total * LEAST_FREE_SHARE and usage.free < 1_000_000_000:
        state.problems.append("The disk is nearly full; reading works, writing may be refused.")
    if not os.access(settings.DATA, os.W_OK):
        state.problems.append("The data folder cannot be written.")


def look() -> State:
    """Look at database, keys and disk. Never raises."""
    state = State(facts={"version": __version__})
    for name, part in (("database", _database), ("disk", _disk), ("keys", lambda _state: keystore.answers())):
        try:
            part(state)
        except (DatabaseError, OSError) as problem:
            connection.close()
            state.problems.append(f"The {name} did not answer ({type(problem).__name__}).")
        except keystore.WrongWrappingKey:
            state.problems.append("The wrapping key does not belong to this store of keys.")
    return state


def health(request: HttpRequest) -> JsonResponse:
    """GET /health: 200 when well, 503 with the reasons when not."""
    state = look()
    answer = JsonResponse({"ok": not state.problems, **state.facts, "problems": state.problems}, status=503 if state.problems else 200)
    answer.headers["Cache-Control"] = "no-store"
    if state.problems:
        answer.headers["Retry-After"] = "30"
    return answer
