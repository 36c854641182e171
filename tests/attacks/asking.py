"""Asking for an address, and saying what kind of answer came."""

import hashlib
import re
import zlib
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from django.conf import settings
from django.db import connection

from staffroom.kit.testing import op_id
from tests.attacks.routes import DONE, DOOR, GONE, HIDDEN, SEEN, SHUT, WRONG_METHOD, Target, path_of
from tests.attacks.world import ANN, World, cold, undone

# Tables that reading may write, and why.
READING_WRITES = {
    "django_session": "the sign-in library keeps a challenge or a step of signing in there",
    "usersessions_usersession": "a session that ended is forgotten when its owner looks at the list",
}
MOST_PLAIN = 9  # "entry" and "2147480000" are no codes
# Each begins with a letter outside any group, so that the search leaps from one of these letters to the next and does not try all of them at every byte.
_TOKENS = re.compile(rb'name="(?:csrfmiddlewaretoken|op_id|whose|tab)" value="([^"]*)|nonce[-=]"?([A-Za-z0-9+/=_-]+)|("csrf_token": "[^"]*")|'
                     rb'"(?:whose|token)": "([^"]*)|data-(?:key|tab)="([^"]*)|"address": "[^"]*=([^"]*)')


@dataclass(frozen=True)
class Answer:
    """What came back, as bytes that can be compared: tokens cut, and the codes that were asked for."""

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...]
    cookies: tuple[str, ...]
    plain: bytes
    wrote: frozenset[str] = frozenset()  # the tables, where `untouched` asked
    asked: int = 0  # how many statements, where `untouched` asked, with nothing kept from an earlier request


_Raw = tuple[int, bytes, tuple[tuple[str, str], ...], tuple[str, ...]]
_untouched: dict[tuple[str, str, str], tuple[_Raw, frozenset[str], int]] = {}  # the bodies packed; one process asks them once
_WRITING = re.compile(r"(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+\W?(\w+)", re.I)


def ask(world: World, viewer: str, method: str, route: str, target: Target, *, csrf: bool = False) -> Answer:
    """Send one request as this viewer."""
    path = path_with(route, target) if method != "POST" else path_of(route, target.values)
    return send(world, viewer, method, path, target.data, cut=tuple(target.values.values()), csrf=csrf)


def path_with(route: str, target: Target) -> str:
    """The address, filled, with its query."""
    return path_of(route, target.values) + (f"?{target.query}" if target.query else "")


def send(world: World, viewer: str, method: str, path: str, data: dict[str, Any] | None = None, *, cut: tuple[str, ...] = (), csrf: bool = False,
         **headers: str) -> Answer:
    """One request; a POST carries an operation id. With `csrf` the form token is asked for and not given."""
    return _answer(_raw(world, viewer, method, path, data, csrf, headers), cut)


def untouched(world: World, viewer: str, path: str, *, cut: tuple[str, ...] = ()) -> Answer:
    """What GET `path` is answered in the world as it was laid, which is the same in every test of a process: asked once. Not after a change."""
    key = world.clients[ANN].cookies[settings.SESSION_COOKIE_NAME].value, viewer, path
    if key not in _untouched:
        wrote: set[str] = set()
        asked = 0

        def note(execute, sql, params, many, context):
            nonlocal asked
            asked += 1
            if not sql.startswith("SELECT "):
                wrote.update(_WRITING.findall(sql))
            return execute(sql, params, many, context)

        with undone(), connection.execute_wrapper(note):
            raw = _raw(world, viewer, "GET", path, None, False, {})
        _untouched[key] = (raw[0], zlib.compress(raw[1], 1), *raw[2:]), frozenset(wrote), asked
    (status, packed, headers, cookies), tables, count = _untouched[key]
    return _answer((status, zlib.decompress(packed), headers, cookies), cut, tables, count)


def _raw(world: World, viewer: str, method: str, path: str, data: dict[str, Any] | None, csrf: bool, headers: dict[str, str]) -> _Raw:
    client, held = world.client(viewer), SimpleCookie()
    held.load({name: morsel.value for name, morsel in client.cookies.items()})
    client.handler.enforce_csrf_checks = csrf
    cold()
    more: dict[str, Any] = {"data": {"op_id": op_id(), **(data or {})}} if method == "POST" else {}
    response = client.generic(method, path, headers=headers) if method not in {"GET", "HEAD", "POST"} else getattr(client, method.lower())(
        path, headers=headers, **more)
    client.handler.enforce_csrf_checks, client.cookies = False, held
    return (response.status_code, b"".join(response.streaming_content) if response.streaming else response.content, tuple(sorted(response.headers.items())),
            tuple(sorted(response.cookies)))


def _answer(raw: _Raw, cut: tuple[str, ...], wrote: frozenset[str] = frozenset(), asked: int = 0) -> Answer:
    status, plain, headers, cookies = raw
    return Answer(status, normal(plain, cut), tuple((name, _cut(value, cut)) for name, value in headers), cookies, plain, wrote, asked)


def normal(body: bytes, cut: tuple[str, ...] = ()) -> bytes:
    """The body without what differs from one request to the next, and without the codes that were asked for."""
    for code in cut:
        if len(code) > MOST_PLAIN:
            body = body.replace(code.encode(), b"...")
    return _TOKENS.sub(lambda found: found[0][:found.start(found.lastindex) - found.start()], body)


def _cut(value: str, cut: tuple[str, ...]) -> str:
    for code in cut:
        value = value.replace(code, "...") if len(code) > MOST_PLAIN else value
    return value


def kind(answer: Answer, method: str) -> str:
    """The class of an answer."""
    location = dict(answer.headers).get("Location", "")
    if answer.status in {301, 302, 303}:
        return DOOR if location.startswith("/sign-in/?next=") else DONE if method == "POST" else SEEN
    if answer.status == 404:
        return HIDDEN
    if answer.status == 403:
        return SHUT
    if answer.status == 405:
        return WRONG_METHOD
    if answer.status == 410:
        return GONE
    if method == "POST":
        return DONE if answer.status in {200, 204, 400, 409, 422} else f"status {answer.status}"
    return SEEN if answer.status in {200, 206} else f"status {answer.status}"


def rows_digest(*, but: tuple[str, ...] = tuple(READING_WRITES)) -> dict[str, str]:
    """A digest of every row of every table."""
    digests = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table in but or table.startswith(("kit_search_fts", "sqlite_", "django_migrations")):
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  a name out of the database's own list
            rows = sorted(repr([bytes(cell) if isinstance(cell, memoryview) else cell for cell in row]) for row in cursor.fetchall())
            digests[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return digests


def changed(before: dict[str, str], *, but: tuple[str, ...] = tuple(READING_WRITES)) -> set[str]:
    """The tables of which some row is another than before."""
    return {table for table, digest in rows_digest(but=but).items() if before.get(table) != digest}


def differ(one: Answer, other: Answer) -> bool:
    """Can the two answers be told apart?"""
    return (one.status, one.body, one.headers, one.cookies) != (other.status, other.body, other.headers, other.cookies)
