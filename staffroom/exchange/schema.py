"""The shape of the archive as JSON Schema (2020-12), from the same declarations as the data."""

from dataclasses import fields
from typing import Any

from django.db import models

from staffroom.claims import sent
from staffroom.exchange import belongings
from staffroom.exchange.belongings import FILES, SPECIAL, columns, kinds
from staffroom.frameworks import pins
from staffroom.looks import seen

FORM = "staffroom.account/1"
_NAMED = {"type": "object", "properties": {"name": {"type": "string"}, "code": {"type": "string"}}, "required": ["name"]}
_TAGS = {"type": ["array", "null"], "items": {"type": "object", "properties": {field.name: {"type": "string"} for field in fields(pins.Pin)}}}
_OTHERWISE: dict[tuple[str, str], dict[str, Any]] = {
    ("looks.look", "body"): {"type": ["object", "null"], "properties": {field.name: {} for field in fields(seen.Seen)}},
    ("credit.licence", "body"): {"type": ["object", "null"], "properties": {name: {} for name in ("pack", "from", "to", "certificates", "told")}},
    ("claims.claim", "body"): {"type": ["object", "null"], "properties": {field.name: {} for field in fields(sent.Sent)}},
    ("claims.claim", "body_name"): {"type": "string"},
    ("claims.claim", "organisation"): {"enum": [None]},
    ("claims.ruling", "in_name"): {"type": ["string", "null"]},
    ("claims.ruling", "by"): {"enum": [None]},
    ("credentials.badge", "found"): {"type": ["object", "null"]},
    ("record.entry", "tags"): _TAGS,
    ("practice.planstep", "tags"): _TAGS,
    ("practice.goal", "tags"): _TAGS,
    ("record.rung", "in_name"): {"type": ["string", "null"]},
    ("record.rung", "by"): {"enum": [belongings.ME, None]},
    **{(kind, "about_id"): {"type": ["object", "null"], "properties": {name: {"type": "string"} for name in ("key", "url", "title")}}
       for kind in ("practice.planstep", "practice.followup", "practice.saved", "practice.telling")},
    ("catalogue.follow", "source"): {"type": "object", "properties": {name: {"type": "string"} for name in ("name", "site", "url")}},
}


def _one(field: models.Field) -> dict[str, Any]:
    """The shape of one value."""
    match field:
        case models.ManyToManyField():
            return {"type": "array", "items": {"type": "string"}}
        case models.ForeignKey():
            return {"anyOf": [{"type": "string"}, _NAMED]}
        case models.DateTimeField():
            return {"type": "string", "format": "date-time"}
        case models.DateField():
            return {"type": "string", "format": "date"}
        case models.TimeField():
            return {"type": "string", "format": "time"}
        case models.BooleanField():
            return {"type": "boolean"}
        case models.IntegerField():
            return {"type": "integer"}
        case models.JSONField():
            return {}
    if field.choices:
        return {"enum": [*dict.fromkeys([*(choice for choice, _words in field.flatchoices), *([""] if field.blank else [])])]}
    return {"type": "string"}


def shape(field: models.Field) -> dict[str, Any]:
    """The shape of a field, null where it may be unknown or can no longer be read."""
    otherwise = _OTHERWISE.get((field.model._meta.label_lower, field.name))
    if otherwise is not None:
        return otherwise
    one = _one(field)
    may_lack = field.null or isinstance(field, models.BinaryField)
    return {"anyOf": [one, {"type": "null"}]} if may_lack and one else one


def of_kind(model: type[models.Model]) -> dict[str, Any]:
    fields = {field.name: shape(field) for field in columns(model)}
    more = {"file": {"type": "string"}} if model in FILES else {}
    return {"type": "object", "description": (model.__doc__ or "").strip().split("\n")[0], "properties": fields | more, "required": list(fields),
            "additionalProperties": False}


def document() -> dict[str, Any]:
    """The whole schema: `$defs` holds the row of each file in data/."""
    assert all((model._meta.label_lower, name) in _OTHERWISE for model, name in SPECIAL)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:{FORM}", "title": "Everything of one Staffroom account",
            "description": "Each file data/<kind>.json holds {kind, rows}; a row has the shape $defs/<kind>.",
            "$defs": {model._meta.label_lower: of_kind(model) for model in kinds()}}
