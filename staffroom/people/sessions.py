"""Sessions in the database, and who they are of: what every page asks, in one statement that is written once.

Whose session a key opens stands signed inside the session, where no statement can read it. So a process remembers whose it was
the last time, reads that account together with the session, and believes the pair only where the session itself says so. A key
that was not met yet, and anything else that does not fit, goes Django's way: the session, then the account.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.contrib.sessions.models import Session
from django.core import signing
from django.db.models import Expression, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from staffroom.kit import clock, shed
from staffroom.kit.statement import written_once
from staffroom.people.models import Account

# What rooms above want to know of whoever asks, read along: {attribute of the account: what gives it for a day}.
ALONG: dict[str, Callable[[date], Expression]] = {}
MOST_REMEMBERED = 20_000
_whose: dict[str, UUID] = {}  # a hint, never believed


def _sessions(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


_lasting = written_once(lambda *, key, now: _sessions(key, now))


@written_once
def _together(*, key: str, now: datetime, day: date, person: UUID) -> QuerySet[Account]:
    along = {name: of(day) for name, of in ALONG.items()}
    return Account.objects.filter(pk=person).annotate(session_data=Subquery(_sessions(key, now).values("session_data")), **along)


class _AsItStands:
    """A serializer that leaves the words of a session as they are."""

    @staticmethod
    def loads(data: bytes) -> bytes:
        return data


@lru_cache(maxsize=2_000)
def _signed(data: str, salt: str) -> bytes:
    """What stands in the row of a session, once its signature was found right. Its age is not asked: a row that is right stays right."""
    return signing.loads(data, salt=salt, serializer=_AsItStands)


class SessionStore(db.SessionStore):
    """Django's own, which reads each session by these statements. `account` is who was read with it."""

    account: Account | None = None

    def load(self) -> dict[str, Any]:
        key, now = self.session_key, clock.now()
        person = _whose.get(key) if key else None
        if person is not None:
            found: Any = next(iter(_together(key=key, now=now, day=now.date(), person=person)), None)
            if found is not None and found.session_data is not None:
                self.account = found
                return self.decode(found.session_data)
        alone = next(iter(_lasting(key=key, now=now)), None)
        if alone is None:
            self._session_key = None
        return self.decode(alone.session_data) if alone else {}

    def decode(self, session_data: str) -> dict[str, Any]:
        try:
            return self.serializer().loads(_signed(session_data, self.key_salt))
        except signing.BadSignature:
            return super().decode(session_data)  # says so in the log

    def save(self, must_create: bool = False) -> None:
        """Django takes every trouble of the database for a session that is gone, and answers 400; a full disk is to be called one."""
        try:
            super().save(must_create)
        except UpdateError as problem:
            trouble = problem.__context__
            if trouble is not None and shed.reason(trouble):
                raise trouble from trouble.__cause__
            raise


def who_asks(request: HttpRequest) -> Account | AnonymousUser:
    """The account of a session, or nobody: what was read with it where that fits, otherwise by Django's `get_user`."""
    session = request.session
    named = session.get(SESSION_KEY)  # reads the session
    found = session.account if isinstance(session, SessionStore) else None
    if found is not None and _opens(session, named, found):
        request._cached_user = found  # type: ignore[attr-defined]  # where `get_user` keeps it
        return found
    user = get_user(request)
    if isinstance(user, Account):
        remember(session, user)
    return user


def _opens(session: SessionBase, named: str | None, found: Account) -> bool:
    """Does the session say that it opens for this account, as it is now? The same that Django and its backend ask."""
    if str(found.pk) != named or not found.is_active or session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return False
    return constant_time_compare(session.get(HASH_SESSION_KEY, ""), found.get_session_auth_hash())


def remember(session: SessionBase, account: Account) -> None:
    """The next page of this session reads both together."""
    if session.session_key:
        if len(_whose) >= MOST_REMEMBERED:
            _whose.clear()
        _whose[session.session_key] = account.pk
