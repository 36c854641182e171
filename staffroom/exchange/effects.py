"""What is done outside the database after an act of this room."""

from uuid import UUID

from django.db import connection

from staffroom.exchange import archive, kept
from staffroom.exchange.actions import begin_export, finish_export, put_off_export
from staffroom.exchange.models import Export
from staffroom.kit import keystore, outbox
from staffroom.people.models import Account


@outbox.handles("exchange.make")
def make(payload: dict) -> None:
    """Make this archive and whatever else of its person waits, one after the other. Done twice, it is made once."""
    export = Export.objects.filter(pk=payload["export"], state__in=[Export.State.WAITING, Export.State.MAKING]).first()
    while export is not None and (turn := begin_export(by=None, export=export)) is not None:
        try:
            name, size = kept.put(turn.person_id, turn.pk, archive.of(turn))
        except BaseException:
            put_off_export(by=None, export=turn)
            raise
        if finish_export(by=None, export=turn, stored=name, size=size) is None:
            kept.remove(name)


@outbox.handles("exchange.unshelve")
def unshelve(payload: dict) -> None:
    """Take an archive away, unless a row still names it."""
    if not Export.objects.filter(stored=payload["stored"]).exists():
        kept.remove(payload["stored"])


@outbox.handles("exchange.destroy_key")
def destroy_key(payload: dict) -> None:
    """The account is gone; now nothing that was sealed for it can be read, in no backup either."""
    account = UUID(payload["account"])
    if not Account.objects.filter(pk=account).exists():
        keystore.destroy(account)
        if connection.vendor == "sqlite" and not connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # house: a switch of SQLite, no query
