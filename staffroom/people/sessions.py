"""Sessions in the database, read by a statement that is written once: every page asks it."""

from datetime import datetime

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from staffroom.kit import clock
from staffroom.kit.statement import written_once


@written_once
def _lasting(*, key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


class SessionStore(db.SessionStore):
    """Django's own, which reads each session by `_lasting`."""

    def _get_session_from_db(self) -> Session | None:
        found = next(iter(_lasting(key=self.session_key, now=clock.now())), None)
        if found is None:
            self._session_key = None
        return found
