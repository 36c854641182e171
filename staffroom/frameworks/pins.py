"""A tag: one statement of one version of a framework, with its words as they stood. It needs no framework to be read again. No Django in here."""

import json
from dataclasses import asdict, dataclass, fields

MOST = 30


@dataclass(frozen=True)
class Pin:
    """`family` names the framework in every instance, `version` its version by label, `node` the statement in it."""

    family: str
    title: str
    version: str
    node: str
    number: str
    words: str


def changed(held: list[Pin], on: list[Pin], off: list[int]) -> list[Pin]:
    """Tags with some put on and those at some places taken off; the same statement of the same version stands once."""
    kept = [pin for place, pin in enumerate(held) if place not in off]
    known = {(pin.family, pin.version, pin.node) for pin in kept}
    return [*kept, *(pin for pin in dict.fromkeys(on) if (pin.family, pin.version, pin.node) not in known)]


_NAMES = [field.name for field in fields(Pin)]


def dumps(pins: list[Pin]) -> str:
    """As it is kept: nothing for nothing."""
    return json.dumps([asdict(pin) for pin in pins], ensure_ascii=False) if pins else ""


def loads(text: str) -> list[Pin]:
    """What `dumps` kept; what is no pin (somebody brought it along in a file) is passed over."""
    try:
        rows = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return []
    found = [one for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []
    return [Pin(**{name: one[name] for name in _NAMES}) for one in found if all(isinstance(one.get(name), str) for name in _NAMES)][:MOST]
