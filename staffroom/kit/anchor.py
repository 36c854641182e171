"""One line to SQLite's file that stays open as long as a process serves.

Where the last line is closed, SQLite clears away its log and the index of it; on a disk that has run full they cannot be made again,
and even reading fails (SQLITE_IOERR_SHMSIZE). A line whose transaction failed for want of room is closed by Django, so all could be.
It is opened by the process that serves, never by one that forks it.
"""

import sqlite3
from pathlib import Path

from django.conf import settings

_HELD: list[sqlite3.Connection] = []


def hold() -> None:
    """Open that line, once; nothing for another engine, or for a database in memory."""
    database = settings.DATABASES["default"]
    path = Path(str(database["NAME"]))
    if _HELD or not str(database["ENGINE"]).endswith("sqlite3") or not path.is_file():
        return
    line = sqlite3.connect(path, check_same_thread=False)
    line.execute("SELECT count(*) FROM sqlite_master").fetchall()  # only reading opens the log
    _HELD.append(line)
