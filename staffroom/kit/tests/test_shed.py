"""When a write cannot be taken: 503, when to come again, and the words that were typed come back. Reading goes on (OP-07)."""

import errno
import sqlite3
from secrets import token_hex

import psycopg
import pytest
from django.conf import settings
from django.db import DataError, IntegrityError, OperationalError, connection
from django.urls import path
from django.views.decorators.http import require_POST

from staffroom.kit import health, shed
from staffroom.kit.models import ClockRow, Sent
from staffroom.kit.ops import once
from staffroom.urls import handler404, handler500
from staffroom.urls import urlpatterns as all_paths

KEEP = {"name": "a name", "words": "<b>the long words</b>\nthat took an hour", "password": "very secret"}


@once
@require_POST
def write(request):
    from django.http import HttpResponseRedirect
    ClockRow.objects.bulk_create(ClockRow(name=f"{number} {request.POST['words'][:50]}") for number in range(500))
    return HttpResponseRedirect("/done/")


def fail(request):
    raise PROBLEM[request.GET["how"]]


def note(request):
    from django.http import HttpResponse
    request.session["noted"] = token_hex(9_000)  # cannot be packed
    return HttpResponse("done")


urlpatterns = [path("write/", write), path("fail/", fail), path("note/", note), *all_paths]
assert handler404 and handler500


def sqlite_problem(code: int) -> OperationalError:
    cause = sqlite3.OperationalError("said by SQLite")
    cause.sqlite_errorcode = code
    problem = OperationalError("said by SQLite")
    problem.__cause__ = cause
    return problem


PROBLEM = {
    "full": sqlite_problem(sqlite3.SQLITE_FULL), "fsync": sqlite_problem(sqlite3.SQLITE_IOERR_FSYNC), "busy": sqlite_problem(sqlite3.SQLITE_BUSY),
    "system": OSError(errno.ENOSPC, "No space left on device"), "away": OperationalError("connection refused"),
    "fault": sqlite_problem(sqlite3.SQLITE_ERROR), "other": OSError(errno.ENOENT, "nothing there"), "value": ValueError("a fault of ours"),
    "double": IntegrityError("twice"), "data": DataError("too long"),
}


@pytest.fixture
def full(transactional_db):
    """A database that takes no more."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
            with pytest.raises(OperationalError, match="full"):  # the last pages have room left
                for _ in range(10_000):
                    cursor.execute("INSERT INTO kit_clockrow (name) VALUES (hex(randomblob(20)))")
        else:
            cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
    yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1073741823" if connection.vendor == "sqlite" else "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE")


@pytest.mark.urls(__name__)
def test_a_form_sent_to_a_full_database_comes_back_with_its_words(client, full):
    from staffroom.kit.testing import op_id
    operation = op_id()
    answer = client.post("/write/?to=here", {**KEEP, "op_id": operation})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert answer.headers["Cache-Control"] == "no-store"
    page = answer.content.decode()
    assert "&lt;b&gt;the long words&lt;/b&gt;\nthat took an hour" in page
    assert f'name="op_id" value="{operation}"' in page and 'action="/write/?to=here"' in page
    assert "very secret" not in page
    assert not ClockRow.objects.filter(name__contains="the long").exists() and not Sent.objects.exists()
    assert client.get("/health").status_code in {200, 503}
    assert client.get("/help/").status_code == 200


@pytest.mark.urls(__name__)
def test_a_session_that_a_full_database_does_not_take_is_no_fault_of_the_visitor(transactional_db, client, request):
    held = client.session
    held["begun"] = "yes"
    held.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = held.session_key
    request.getfixturevalue("full")
    client.raise_request_exception = False
    assert client.post("/note/", {"words": "that took an hour"}).status_code == 503


@pytest.mark.urls(__name__)
@pytest.mark.django_db
@pytest.mark.parametrize(("how", "status"), [("full", 503), ("fsync", 503), ("busy", 503), ("system", 503), ("away", 503), ("fault", 500),
                                             ("other", 500), ("value", 500), ("double", 500), ("data", 500)])
def test_only_want_of_room_or_of_a_database_is_503(client, how, status):
    client.raise_request_exception = False
    assert client.get(f"/fail/?how={how}").status_code == status


@pytest.mark.parametrize(("problem", "why"), [
    (psycopg.errors.DiskFull("x"), "database does not answer"), (psycopg.errors.ReadOnlySqlTransaction("x"), "read only"),
    (psycopg.errors.DeadlockDetected("x"), "database does not answer"), (psycopg.errors.UniqueViolation("x"), ""), (None, "")])
def test_what_postgresql_says_is_told_apart(problem, why):
    assert shed.reason(problem) == why


@pytest.mark.django_db
def test_health_is_cheap_and_says_what_is_wrong(client, django_assert_max_num_queries, settings, tmp_path):
    with django_assert_max_num_queries(8):
        answer = client.get("/health")
    assert answer.status_code == 200 and answer.json()["ok"] is True and answer.json()["problems"] == []
    settings.KEYS_URL = f"sqlite:///{tmp_path}/nowhere/keys.sqlite3"
    answer = client.get("/health")
    assert answer.status_code == 503 and answer.json()["problems"] == ["The keys did not answer (OSError)."]
    assert answer.headers["Retry-After"] == "30"


@pytest.mark.django_db
def test_an_engine_that_could_lose_an_acknowledged_write_is_refused_at_start():
    health.must_be_durable()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA busy_timeout=5")
        else:
            cursor.execute("SET synchronous_commit=off")
    try:
        with pytest.raises(RuntimeError, match=r"busy_timeout=5 in place of 20000|synchronous_commit=off"):
            health.must_be_durable()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout=20000" if connection.vendor == "sqlite" else "SET synchronous_commit=on")


def test_one_event_is_one_line_and_a_long_one_keeps_its_end():
    """IN-03: nothing from outside starts a line or colours a terminal."""
    import logging

    from staffroom.kit.logs import MOST, OneLine
    record = logging.LogRecord("x", logging.WARNING, "", 0, "agent %s", ("a\r\nERROR forged \x1b[31m red" + "u" * 1_000_000 + "the end",), None)
    line = OneLine("%(message)s").format(record)
    assert "\n" not in line and "\r" not in line and "\x1b" not in line
    assert len(line) < MOST + 10 and line.endswith("the end") and line.startswith("agent a\\r\\nERROR forged \\x1b[31m")
