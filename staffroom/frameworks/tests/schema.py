"""A judge for JSON Schema, as much of it as the schema of CASE uses; a keyword that it does not know fails."""

import re
from datetime import date, datetime
from typing import Any

KNOWN = {"$schema", "$id", "$defs", "$comment", "$ref", "title", "description", "type", "properties", "required", "additionalProperties", "items", "enum",
         "oneOf", "pattern", "format"}
TYPES = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float)}


def _day(text: str) -> bool:
    return bool(date.fromisoformat(text)) and len(text) == 10


def _moment(text: str) -> bool:
    return datetime.fromisoformat(text).tzinfo is not None and "T" in text


FORMATS = {"uuid": lambda text: bool(re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text)), "date": _day, "date-time": _moment}


def wrong(value: Any, schema: dict, root: dict | None = None, at: str = "$") -> list[str]:
    """What in a value is not as the schema says; each with its place."""
    root = root or schema
    if "$ref" in schema:
        return wrong(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, at)
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    kind = schema.get("type")
    if kind and (not isinstance(value, TYPES[kind]) or isinstance(value, bool)):
        return [f"{at}: no {kind}: {value!r}"[:120]]
    found = [f"{at}: {value!r} is none of {schema['enum']}"] if "enum" in schema and value not in schema["enum"] else []
    if isinstance(value, str):
        found += [f"{at}: {value!r} is not like {schema['pattern']}"] if "pattern" in schema and not re.search(schema["pattern"], value) else []
        found += [f"{at}: {value!r} is no {schema['format']}"] if "format" in schema and not _is(schema["format"], value) else []
    if "oneOf" in schema and sum(not wrong(value, one, root, at) for one in schema["oneOf"]) != 1:
        found.append(f"{at}: {value!r} is not one of them")
    return found + _inside(value, schema, root, at)


def _is(name: str, text: str) -> bool:
    try:
        return FORMATS[name](text)
    except ValueError:
        return False


def _inside(value: Any, schema: dict, root: dict, at: str) -> list[str]:
    if isinstance(value, list):
        return [words for n, one in enumerate(value) for words in wrong(one, schema.get("items", {}), root, f"{at}[{n}]")]
    if not isinstance(value, dict):
        return []
    named = schema.get("properties", {})
    found = [f"{at}: lacks {name}" for name in schema.get("required", []) if name not in value]
    if schema.get("additionalProperties") is False:
        found += [f"{at}: may not have {name}" for name in value if name not in named]
    return found + [words for name, one in value.items() if name in named for words in wrong(one, named[name], root, f"{at}.{name}")]
