"""A package as CASE 1.1 allows it, and back, without loss.

`strict` keeps in their place the fields that the specification knows and that hold what it wants of them. Everything else
(fields of older or other forms, nulls, odd times) moves into the extension of its object, which the specification leaves
open: `{"extensions": {"staffroom": {"kept": {…}, "filled": […]}}}`. What it requires and nobody said is filled in and
named there. `as_said` is the exact inverse: `as_said(strict(package)) == package`.

The shapes are those of the JSON Schema of CASE 1.1 (1EdTech, case_v1p1_cfpackage-jsonschema1.json), read 2026-11-28.
"""

import json
import re
import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

OURS = "staffroom"
NO_TIME = "1970-01-01T00:00:00+00:00"
SPACE = uuid.UUID("6d0f3c52-5d0a-5c8e-9a53-0c7b6a2f1e11")  # under which identifiers are made for what carries none
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z", re.I)
_TYPES = {"isChildOf", "isPeerOf", "isPartOf", "exactMatchOf", "precedes", "isRelatedTo", "replacedBy", "exemplar", "hasSkillLevel",
          "isTranslationOf"}
_EXTENDED = re.compile(r"ext:[a-zA-Z0-9.|_-]+\Z")


def is_uuid(value: Any) -> bool:
    return isinstance(value, str) and bool(_UUID.match(value))


def uuid_of(*parts: str) -> str:
    """The same identifier for the same parts, in every instance."""
    return str(uuid.uuid5(SPACE, "\x1f".join(parts).encode("utf-8", "backslashreplace").decode()))


def _plain(value: Any) -> str:
    """What identifies something, as text: the same however its keys are ordered."""
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True) if value is not None else ""


def is_moment(value: Any) -> bool:
    try:
        return isinstance(value, str) and "T" in value and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def moment(value: Any) -> str:
    """A moment near to what was said: with a zone if it lacks one."""
    text = str(value or "").strip().replace(" ", "T", 1)
    for tried in (text, f"{text}+00:00", f"{text}T00:00:00+00:00"):
        if is_moment(tried):
            return tried
    return NO_TIME


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_link(value: Any, free: bool = False) -> bool:
    names = {"title", "identifier", "uri"}
    if not isinstance(value, dict) or not names <= set(value) <= names | ({"targetType"} if free else set()):
        return False
    fits = all(isinstance(value[name], str) for name in names) and (free or is_uuid(value["identifier"]))
    return fits and ("targetType" not in value or value["targetType"] == "CASE" or bool(_EXTENDED.match(str(value["targetType"]))))


def _all(check: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(check(one) for one in value)


_objects = _all(lambda value: isinstance(value, dict))
CHECKS: dict[str, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str), "texts": _all(lambda value: isinstance(value, str)), "uuid": is_uuid, "moment": is_moment,
    "day": _is_day, "whole": lambda value: isinstance(value, int) and not isinstance(value, bool), "number": _is_number,
    "link": _is_link, "links": _all(_is_link), "node": lambda value: _is_link(value, free=True), "case": lambda value: value == "1.1",
    "type": lambda value: isinstance(value, str) and (value in _TYPES or bool(_EXTENDED.match(value))),
}
_HEAD = {"identifier": "uuid", "uri": "text", "lastChangeDateTime": "moment"}


def _shape(required: str = "", **fields: str) -> tuple[dict[str, str], tuple[str, ...]]:
    named = {name: kind for kind, names in fields.items() for name in names.split()}
    return _HEAD | named, (*_HEAD, *required.split())


SHAPES: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "document": _shape("creator title", case="caseVersion", links="subjectURI", link="licenseURI", texts="subject",
                       day="statusStartDate statusEndDate", text="frameworkType creator title officialSourceURL publisher "
                       "description language version adoptionStatus notes"),
    "item": _shape("fullStatement", link="conceptKeywordsURI CFItemTypeURI licenseURI", links="subjectURI", day="statusStartDate statusEndDate",
                   texts="conceptKeywords subject educationLevel", text="fullStatement alternativeLabel CFItemType humanCodingScheme "
                   "listEnumeration abbreviatedStatement notes language"),
    "association": _shape("associationType originNodeURI destinationNodeURI", type="associationType", whole="sequenceNumber",
                          node="originNodeURI destinationNodeURI", link="CFAssociationGroupingURI", text="notes"),
    "CFConcepts": _shape("title hierarchyCode", text="title keywords hierarchyCode description"),
    "CFSubjects": _shape("title hierarchyCode", text="title hierarchyCode description"),
    "CFLicenses": _shape("title licenseText", text="title description licenseText"),
    "CFItemTypes": _shape("title description hierarchyCode", text="title description hierarchyCode typeCode"),
    "CFAssociationGroupings": _shape("title", text="title description"),
    "CFRubrics": _shape(text="title description"),
    "CFRubricCriteria": _shape(text="category description", link="CFItemURI", number="weight", whole="position", uuid="rubricId"),
    "CFRubricCriterionLevels": _shape(text="description quality feedback", number="score", whole="position", uuid="rubricCriterionId"),
}
LISTS = {"package": {"CFItems": "item", "CFAssociations": "association", "CFRubrics": "CFRubrics"},
         "definitions": {name: name for name in ("CFConcepts", "CFSubjects", "CFLicenses", "CFItemTypes", "CFAssociationGroupings")},
         "CFRubrics": {"CFRubricCriteria": "CFRubricCriteria"}, "CFRubricCriteria": {"CFRubricCriterionLevels": "CFRubricCriterionLevels"}}


def strict(package: dict[str, Any], ids: list[str] | None = None) -> dict[str, Any]:
    """The package in the form of CASE 1.1. `ids` are the identifiers of its items as `case.ids_of` gives them: no two are the same."""
    document = package.get("CFDocument")
    if not isinstance(document, dict):
        raise TypeError("A package has a document.")
    seed, kept, made = _plain(document.get("identifier")), {}, {"CFDocument": _object(document, "document", "")}
    own = [one if is_uuid(one) else uuid_of("id", one) for one in ids or []]
    renamed = {one: new for one, new in zip(ids or [], own, strict=True) if one != new}
    if seed and made["CFDocument"]["identifier"] != seed:
        renamed[seed] = made["CFDocument"]["identifier"]
    for name, value in package.items():
        if name == "CFDefinitions" and isinstance(value, dict):
            made[name] = _holder(value, "definitions", seed)
        elif name in LISTS["package"] and _objects(value):
            shape = LISTS["package"][name]
            names = own if name == "CFItems" and own else [""] * len(value)
            made[name] = [_object(one, shape, f"{seed}/{name}/{n}", names[n], renamed) for n, one in enumerate(value)]
        elif name not in {"CFDocument", "extensions"}:
            kept[name] = value
    return _extended(made, package, kept, [])


def _holder(value: dict[str, Any], shape: str, seed: str) -> dict[str, Any]:
    made: dict[str, Any] = {}
    kept = {}
    for name, inside in value.items():
        if name in LISTS[shape] and _objects(inside):
            made[name] = [_object(one, LISTS[shape][name], f"{seed}/{name}/{n}") for n, one in enumerate(inside)]
        elif name != "extensions":
            kept[name] = inside
    return _extended(made, value, kept, [])


def _object(value: dict[str, Any], shape: str, seed: str, own: str = "", renamed: dict[str, str] | None = None) -> dict[str, Any]:
    """One object: fields that fit stay, others are kept aside, required ones that are missing are filled in.

    `own` is the identifier that it goes by; an end of an association that is in `renamed` goes by the other name too.
    """
    fields, required = SHAPES[shape]
    inner = LISTS.get(shape, {})
    made: dict[str, Any] = {}
    kept = {}
    for name, said in value.items():
        if name in inner and _objects(said):
            made[name] = [_object(one, inner[name], f"{seed}/{name}/{n}") for n, one in enumerate(said)]
        elif name in fields and CHECKS[fields[name]](said) and not _moves(name, fields[name], said, own, renamed or {}):
            made[name] = said
        elif name != "extensions":
            kept[name] = said
    filled = [name for name in required if name not in made and name not in value]
    for name in required:
        if name not in made:
            made[name] = _filled(name, fields[name], value, own or uuid_of(seed, _plain(value.get("identifier"))), renamed or {}, made)
    return _extended(made, value, kept, filled, listed=shape == "CFRubricCriterionLevels")


def _moves(name: str, kind: str, said: Any, own: str, renamed: dict[str, str]) -> bool:
    return said != own if name == "identifier" and own else kind == "node" and said["identifier"] in renamed


def _filled(name: str, kind: str, value: dict[str, Any], identifier: str, renamed: dict[str, str], made: dict[str, Any]) -> Any:
    said = value.get(name)
    match kind:
        case "uuid":
            return identifier
        case "moment":
            return moment(said)
        case "type":
            return "ext:" + (re.sub(r"[^a-zA-Z0-9._-]", "", _plain(said)) or "unknown")
        case "node":
            link = said if isinstance(said, dict) else {"uri": _plain(said), "identifier": _plain(said).rpartition("/")[2]}
            plain = {part: _plain(link.get(part)) for part in ("title", "identifier", "uri")}
            return plain | {"identifier": renamed.get(plain["identifier"], plain["identifier"])}
    return f"urn:uuid:{made['identifier']}" if name == "uri" else _plain(said)


def _extended(made: dict[str, Any], value: dict[str, Any], kept: dict[str, Any], filled: list[str], *, listed: bool = False) -> dict[str, Any]:
    """The object with its extensions; ours among them where something is kept or filled."""
    held = value.get("extensions")
    plain = isinstance(held, list if listed else dict) and not any(OURS in one for one in (held if listed else [held]) if isinstance(one, dict))
    fits = plain and (not listed or all(isinstance(one, dict) for one in held))
    if "extensions" in value and not fits:
        kept = kept | {"extensions": held}
    ours = {OURS: {"kept": kept, "filled": filled}} if kept or filled else {}
    if "extensions" in value and fits:
        made["extensions"] = [*held, *([ours] if ours else [])] if listed else held | ours
        if ours:
            made_ours = made["extensions"][-1] if listed else made["extensions"]
            made_ours[OURS] = ours[OURS] | {"beside": True}
    elif ours:
        made["extensions"] = [ours] if listed else ours
    return made


def as_said(value: Any) -> Any:
    """The package, or any part of it, as it was before `strict`."""
    if isinstance(value, list):
        return [as_said(one) for one in value]
    if not isinstance(value, dict):
        return value
    held = value.get("extensions")
    ours = next((one[OURS] for one in (held if isinstance(held, list) else [held]) if isinstance(one, dict) and _is_ours(one.get(OURS))), None)
    if ours is None:
        return {name: inside if name == "extensions" else as_said(inside) for name, inside in value.items()}
    made = {name: as_said(inside) for name, inside in value.items() if name != "extensions" and name not in ours["filled"]}
    if ours.get("beside"):
        made["extensions"] = held[:-1] if isinstance(held, list) else {name: inside for name, inside in held.items() if name != OURS}
    return made | ours["kept"]


def _is_ours(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("kept"), dict) and isinstance(value.get("filled"), list) and set(value) <= {
        "kept", "filled", "beside"}
