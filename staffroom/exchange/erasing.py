"""What is to be destroyed, and where a name of somebody who is gone still stands in what others keep."""

from collections.abc import Iterator
from typing import Any

from django.contrib.sessions.models import Session
from django.db import models

from staffroom.buddies.models import Pair
from staffroom.claims.models import Ruling
from staffroom.kit.models import OutboxRow
from staffroom.notices.models import Notice
from staffroom.people.models import AccessLine, Account
from staffroom.record.models import Ask, Rung
from staffroom.sharing.models import Copy

AT_ONCE = 500


def owned(account: Account) -> Iterator[tuple[type[models.Model], models.QuerySet]]:
    """Every kind with rows of this person, whether or not anything of them may leave."""
    from django.apps import apps
    for model in apps.get_models():
        path = getattr(model, "owned_by", None)
        if model.__module__.startswith("staffroom.") and path and model is not Account:
            yield model, model._base_manager.filter(**{path: account.pk})


def keys_of(account: Account) -> set[str]:
    """The keys of everything that goes, as promises name them: an outbox row that names one of them goes too."""
    found = {str(account.pk), account.code}
    for model, rows in owned(account):
        names = [name for name in ("pk", "code") if name == "pk" or any(field.name == "code" for field in model._meta.fields)]
        found |= {str(value) for row in rows.values_list(*names) for value in row}
    return found


def promises_of(keys: set[str], addresses: set[int]) -> Iterator[Any]:
    """Keys of outbox rows about something that goes. Taking away files is not among them: that is still to be done."""
    for row in OutboxRow.objects.exclude(kind__in=["record.unshelve", "exchange.unshelve", "exchange.destroy_key"]).iterator(chunk_size=AT_ONCE):
        said = {str(value) for value in row.payload.values() if isinstance(value, str | int)} | set(row.key.split(":"))
        letters = set(row.payload.get("addresses", ())) if row.kind == "people.letter" else set()
        if said & keys or row.key in keys or letters & addresses:
            yield row.pk


def sessions_of(account: Account, emails: set[str]) -> Iterator[str]:
    """Sessions in which this person is signed in, or on the way to be (a code was sent, a second factor is asked for)."""
    marks = {str(account.pk), *emails}
    for session in Session.objects.iterator(chunk_size=AT_ONCE):
        held = str(session.get_decoded())
        if any(mark in held for mark in marks):
            yield session.session_key


def notices_of_what_goes(account: Account) -> models.QuerySet[Notice]:
    """What others were told of copies that this person handed over or asked about: there is nothing behind it any more."""
    keys = [f"copy:{code}" for code in Copy.objects.filter(person=account).values_list("code", flat=True)]
    keys += [f"record.ask:{pk}" for pk in Ask.objects.filter(person=account).values_list("pk", flat=True)]
    return Notice.objects.exclude(person=account).filter(key__in=keys)


def notices_naming(account: Account) -> models.QuerySet[Notice]:
    """What others were told of this person's answers, and whatever names them as they are called now."""
    keys = [f"record.answer:{pk}" for pk in Ask.objects.filter(copy__reader=account).values_list("pk", flat=True)]
    pairs = Pair.objects.filter(models.Q(person=account) | models.Q(buddy=account)).values_list("pk", flat=True)
    keys += [f"buddy:{pk}:{what}" for pk in pairs for what in ("asked", "agreed", "ended")]
    named = models.Q(name=account.name) if account.name else models.Q(pk__in=[])
    return Notice.objects.exclude(person=account).filter(models.Q(key__in=keys) | named)


def rungs_by(account: Account) -> models.QuerySet[Rung]:
    """What this person confirmed or accepted for others: it stays confirmed, without the name."""
    return Rung.objects.filter(by=account).exclude(person=account)


def rulings_by(account: Account) -> models.QuerySet[Ruling]:
    """What this person answered for a body: it stays answered, without the name."""
    return Ruling.objects.filter(by=account).exclude(person=account)


def looks_by(account: Account) -> models.QuerySet[AccessLine]:
    """Lines in others' access logs that name this person."""
    return AccessLine.objects.filter(by=account).exclude(person=account)


def stored_by(account: Account) -> Iterator[tuple[str, str]]:
    """(folder, name) of every file of this person."""
    for model, rows in owned(account):
        for column, folder in getattr(model, "holds_files", {}).items():
            yield from ((folder, name) for name in rows.exclude(**{column: ""}).values_list(column, flat=True))


