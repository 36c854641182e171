"""When the disk is full or the database does not answer: 503, nothing half done, and the words that were typed come back.

Nothing has to be started again: the connection that failed is closed, and the next request opens a new one.
"""

import errno
import logging
import sqlite3
import sys
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string

from staffroom.kit import keystore

log = logging.getLogger("staffroom.shed")
AGAIN_SECONDS = "30"
SQLITE = {sqlite3.SQLITE_FULL: "disk full", sqlite3.SQLITE_IOERR: "disk error", sqlite3.SQLITE_READONLY: "read only", sqlite3.SQLITE_BUSY: "busy",
          sqlite3.SQLITE_LOCKED: "busy", sqlite3.SQLITE_CANTOPEN: "database cannot be opened", sqlite3.SQLITE_NOMEM: "no memory"}
SYSTEM = {errno.ENOSPC: "disk full", errno.EDQUOT: "disk full", errno.EROFS: "read only", errno.EIO: "disk error", errno.EMFILE: "too many files",
          errno.ENFILE: "too many files"}
UNSAID = ("password", "csrfmiddlewaretoken", "code", "token", "credential", "secret")


def _causes(problem: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while problem is not None and id(problem) not in seen:
        seen.add(id(problem))
        yield problem
        problem = problem.__cause__ or problem.__context__


def reason(problem: BaseException | None) -> str:
    """Why this request could not be done now, or "" when the fault is in the program."""
    for cause in _causes(problem):
        if isinstance(cause, sqlite3.Error):
            return SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF, "")
        if isinstance(cause, OSError) and cause.errno in SYSTEM:
            return SYSTEM[cause.errno]
        driver = sys.modules.get("psycopg")  # where nobody loaded it nothing is its fault
        if driver and isinstance(cause, driver.errors.ReadOnlySqlTransaction):
            return "read only"
        if driver and isinstance(cause, driver.OperationalError | driver.InterfaceError):
            return "database does not answer"
        if isinstance(cause, OperationalError | InterfaceError) and not cause.__cause__:
            return "database does not answer"
    return ""


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was in the form, for the page to give back; no password and no code."""
    try:
        fields = request.POST.lists()
    except (OSError, ValueError):  # the form itself could not be read
        return []
    return [(name, value) for name, values in fields for value in values if not any(part in name.lower() for part in UNSAID)]


def page(request: HttpRequest, why: str) -> HttpResponse:
    """The answer: 503, when to come again, and the form with its words in it (the same operation id, so that it counts once)."""
    if not connection.in_atomic_block:
        connection.close()
        keystore.close()
    fields = typed(request) if request.method == "POST" else []
    log.warning("503 %s %s: %s", request.method, request.path[:200], why)
    context = {"typed": fields, "words": [value for name, value in fields if name != "op_id" and value], "send_to": request.get_full_path(),
               "csrf_token": get_token(request) if fields else "", "had_files": bool(fields and request.FILES)}
    return HttpResponse(render_to_string("503.html", context), status=503, headers={"Retry-After": AGAIN_SECONDS, "Cache-Control": "no-store"})


def shed(get_response):
    """Middleware: what went wrong in a view for want of room or of a database becomes that page."""

    def run(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, problem: Exception) -> HttpResponse | None:
        why = reason(problem)
        return page(request, why) if why else None

    run.process_exception = process_exception  # type: ignore[attr-defined]  # Django looks for it here
    return run


def broken(request: HttpRequest) -> HttpResponse:
    """The page for what went wrong outside a view (handler500)."""
    why = reason(sys.exc_info()[1])
    return page(request, why) if why else render(request, "500.html", status=500)
