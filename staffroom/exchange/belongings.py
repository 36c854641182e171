"""What is mine: every row of every kind that names its owner, every field that its owner may know, as plain values.

Nothing here lists kinds by hand. A model says `owned_by` and `known`; a model added tomorrow goes along tomorrow.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.db import models

from staffroom.catalogue.models import CardEdition, Correction, Follow, Offer, Review, Source
from staffroom.claims import sent
from staffroom.claims.models import Claim, Ruling
from staffroom.credentials.models import Badge
from staffroom.credit import kept
from staffroom.credit.models import Licence
from staffroom.edcamps.models import Card, Edcamp
from staffroom.events.models import Event
from staffroom.frameworks import pins
from staffroom.kit.models import AuditLine
from staffroom.kit.rows import who_may_know
from staffroom.kit.sealed import Unreadable
from staffroom.ledger.models import Book, Posting
from staffroom.looks import seen
from staffroom.looks.models import Look
from staffroom.needs.models import Answer, Need
from staffroom.offered.models import Consent
from staffroom.people.models import Account
from staffroom.practice.models import FollowUp, Goal, PlanStep, Saved, Telling
from staffroom.record.facts import said_elsewhere
from staffroom.record.models import Entry, Evidence, Rung
from staffroom.record.shelf import evidence_label
from staffroom.topics.models import Topic

ME = "me"
# What I did here, and what others rely on: it outlives its account.
OWNER_ELSEWHERE = {AuditLine: "by_id", Answer: "by_id", Book: "person_id", Card: "author_id", CardEdition: "card__person_id", Consent: "person_id",
                   Correction: "by_id", Posting: "book__person_id", Review: "person_id"}
# Rows of the sign-in library that are mine; secrets are not among them.
OF_THE_LIBRARY = {
    "account.emailaddress": ("email", "verified", "primary"),
    "mfa.authenticator": ("type", "created_at", "last_used_at"),
    "socialaccount.socialaccount": ("provider", "date_joined", "last_login"),
    "usersessions.usersession": ("created_at", "last_seen_at", "user_agent", "ip"),
}
# How the bytes that a row names are opened: (name in the store, what they are bound to).
FILES: dict[type[models.Model], Callable[[Any], tuple[str, str]]] = {
    Evidence: lambda row: (row.stored, evidence_label(row.pk)), Badge: lambda row: (row.stored, row.label)}


def owner_of(model: type[models.Model]) -> str | None:
    """The lookup from a row to its owner's key; None for what belongs to nobody."""
    return OWNER_ELSEWHERE.get(model) or getattr(model, "owned_by", None)


def kinds() -> list[type[models.Model]]:
    """Every kind of thing that belongs to a person and of which they may know anything."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("staffroom.")]
    return sorted((model for model in ours if owner_of(model) and columns(model)), key=lambda model: model._meta.label_lower)


def columns(model: type[models.Model]) -> list[models.Field]:
    """The fields that leave with their owner: all that are declared, but the owner itself and what never leaves. None if that is nothing."""
    owner = owner_of(model)
    own = [*model._meta.concrete_fields, *model._meta.many_to_many]
    found = [field for field in own if field.name not in {owner, f"{owner}_id"} and who_may_know(model, field.name) not in {None, "never"}]
    return found if any(field.name not in {"code", "made_at"} for field in found) else []


def rows_of(model: type[models.Model], account: Account) -> models.QuerySet:
    """The account's rows of a kind, in an order that does not depend on this instance."""
    named = {field.name for field in model._meta.fields}
    order = ("made_at", "code") if {"made_at", "code"} <= named else ("pk",)
    return model._base_manager.filter(**{str(owner_of(model)): account.pk}).order_by(*order)


def data_of(model: type[models.Model], account: Account) -> list[dict[str, Any]]:
    """All rows of a kind as plain values."""
    fields = columns(model)
    related = [field.name for field in fields if isinstance(field, models.ForeignKey)]
    many = [field.name for field in model._meta.many_to_many if field in fields]
    rows = rows_of(model, account).select_related(*related).prefetch_related(*many)
    return [{field.name: value(row, field, account) for field in fields} | _file(row) for row in rows.iterator(chunk_size=500)]


def of_the_library(account: Account) -> dict[str, list[dict[str, Any]]]:
    """Addresses, ways to sign in and sessions, as the sign-in library keeps them."""
    found = {}
    for label, names in OF_THE_LIBRARY.items():
        rows = apps.get_model(label)._base_manager.filter(user=account).order_by("pk")
        found[label] = [{name: plain(getattr(row, name)) for name in names} for row in rows]
    return found


def _file(row: models.Model) -> dict[str, str]:
    path = file_path(row)
    return {"file": path} if path else {}


def file_path(row: Any) -> str:
    """Where the bytes of a row stand in the archive; empty for a row without."""
    from mimetypes import guess_extension
    named = FILES.get(type(row))
    if named is None or not named(row)[0]:
        return ""
    ending = {"image/webp": ".webp", "audio/mp4": ".m4a"}.get(row.mime) or guess_extension(row.mime) or ""
    return f"files/{row.code}{ending}"


def value(row: Any, field: models.Field, account: Account) -> Any:
    """A field as it stands in the archive."""
    special = SPECIAL.get((type(row), field.name))
    if special:
        return special(row, account)
    if field.many_to_many:
        return sorted(named(other, account) for other in getattr(row, field.name).all())
    found = getattr(row, field.name)
    return named(found, account) if isinstance(field, models.ForeignKey) else plain(found)


def plain(found: Any) -> Any:
    """A value as JSON knows it: moments in UTC, days and moments by ISO 8601, what can no longer be read as null."""
    match found:
        case Unreadable():
            return None
        case datetime():
            return found.astimezone(UTC).isoformat()
        case date():
            return found.isoformat()
        case UUID():
            return str(found)
        case None | bool() | int() | str():
            return found
        case dict() | list():
            return json.loads(json.dumps(found))
    return str(found)


def named(row: Any, account: Account) -> Any:
    """Another row, by what it is called outside this instance: me; a topic by its slug; mine by its code; others by their name."""
    match row:
        case None:
            return None
        case Account():
            return ME if row.pk == account.pk else {"name": str(row)}
        case Topic():
            return f"{row.kind}:{row.slug}"
        case Offer():
            return {"key": row.key, "url": row.url, "title": row.title}
        case Need():
            return {"code": row.code, "name": row.words}
        case Edcamp():
            return {"code": row.code, "name": row.event.title}
        case Event():
            return {"code": row.code, "name": row.title}
        case EmailAddress():
            return {"name": row.email}
    if owner_of(type(row)):
        return row.code
    return {"code": row.code, "name": str(row)}


# Where a value means nothing outside this instance


def here() -> str:
    """How this instance is called elsewhere."""
    return settings.BASE_URL.partition("://")[2] or settings.SITE_NAME


def _in_name(rung: Rung, account: Account) -> str | None:
    """In whose name, and for what others said: where. A file cannot prove it, so it is never again taken for something said here."""
    name = plain(rung.in_name)
    if name is None or rung.step in {Rung.Step.NOTED, Rung.Step.PROOF} or said_elsewhere(name):
        return name
    return f"{name} [{here()}]"


def _body_name(claim: Claim, account: Account) -> str:
    """Which body was asked, and where: no file can prove what it answered."""
    return claim.body_name if said_elsewhere(claim.body_name) else f"{claim.body_name} [{here()}]"


def _answered_by(ruling: Ruling, account: Account) -> str | None:
    name = plain(ruling.in_name)
    return name if name is None or said_elsewhere(name) else f"{name} [{here()}]"


def _copy(claim: Claim, account: Account) -> Any:
    copy = sent.loads(claim.body)
    return None if copy is None else sent.plain(copy)


def _about(row: PlanStep | FollowUp | Saved | Telling, account: Account) -> Any:
    offer = Offer.objects.filter(pk=row.about_id).first() if row.about_id else None
    return named(offer, account)


def _followed(follow: Follow, account: Account) -> dict[str, str]:
    """A feed by its name; its address only where that is no secret of somebody else."""
    source: Source = follow.source
    return {"name": source.name, "site": source.site, "url": source.url if source.added_by_id in {None, account.pk} else ""}


def _found(badge: Badge, account: Account) -> Any:
    """What was found about a badge, and where: elsewhere that is somebody's word until it is checked there."""
    return None if plain(badge.found) is None else {"place": here()} | badge.read()


def _look(look: Look, account: Account) -> Any:
    return None if plain(look.body) is None else asdict(seen.loads(look.body))


def _tags(thing: Any, account: Account) -> Any:
    return None if plain(thing.tags) is None else [asdict(pin) for pin in pins.loads(thing.tags)]


def _licence(licence: Licence, account: Account) -> Any:
    held = kept.loads(licence.body)
    return None if held is None else json.loads(kept.dumps(held))


SPECIAL: dict[tuple[type[models.Model], str], Callable[[Any, Account], Any]] = {
    (Rung, "in_name"): _in_name,
    (Rung, "by"): lambda rung, account: ME if rung.by_id == account.pk else None,
    (PlanStep, "about_id"): _about,
    (FollowUp, "about_id"): _about,
    (Saved, "about_id"): _about,
    (Telling, "about_id"): _about,
    (Follow, "source"): _followed,
    (Look, "body"): _look,
    (Licence, "body"): _licence,
    (Badge, "found"): _found,
    (Claim, "body"): _copy,
    (Claim, "body_name"): _body_name,
    (Claim, "organisation"): lambda claim, account: None,
    (Ruling, "in_name"): _answered_by,
    (Ruling, "by"): lambda ruling, account: None,
    (Entry, "tags"): _tags,
    (PlanStep, "tags"): _tags,
    (Goal, "tags"): _tags,
}


def everything(account: Account) -> Iterator[tuple[type[models.Model], list[dict[str, Any]]]]:
    """Each kind with its rows."""
    for model in kinds():
        yield model, data_of(model, account)
