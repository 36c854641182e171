"""Packs of rules: data files beside this module, read and checked once. A pack says what it knows, from where, and until when."""

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from staffroom.credit.counting import vocabulary

FOLDER = Path(__file__).parent / "shipped"
IDS = ("washington", "texas", "illinois", "new-york", "iacet", "scotland", "generic")  # in the order in which they are listed

# What a rule of each sort holds besides id, does, source and title: name -> what its value must be.
SORTS: Mapping[str, Mapping[str, Any]] = {
    "required": {"minutes": int, "per": ("cycle", "year"), "years": int, "certificates": {"certificates": int},
                 "lowered": {"certificates": int}, "instead": ["certificates"]},
    "kinds": {"counted": ["kind"], "preapproved": ["kind"]},
    "excluded": {"kinds": ["kind"]},
    "provider": {"kinds": ["kind"], "except_roles": ["role"]},
    "preapproval": {"except_kinds": ["kind"]},
    "plan": {"kind": "kind", "minutes": int, "needs": [str]},
    "meals": {"excluded": bool},
    "minimum": {"minutes": int},
    "rounding": {"increment": int, "mode": ("floor", "nearest")},
    "leading": {"roles": ["role"], "times": (int, int)},
    "cap": {"kinds": ["kind"], "roles": ["role"], "percent": int, "minutes": int},
    "share": {"topic": "topics", "percent": int, "minutes": int, "certificates": ["certificates"], "unless": ["certificates"],
              "providers": ["provider_kind"]},
    "carried": {"from": str, "to": str},
    "evidence": {"needed": bool},
    "told": {"says": {"en": str, "es": str}},
}
OPTIONAL = {"required": {"minutes", "per", "years", "certificates", "lowered", "instead"}, "kinds": {"preapproved"}, "provider": {"except_roles"},
            "preapproval": {"except_kinds"}, "cap": {"percent", "minutes", "roles", "kinds"},
            "share": {"percent", "minutes", "certificates", "unless", "providers"}}


class BadPack(ValueError):
    """A pack that cannot be used; the words say where."""


@dataclass(frozen=True)
class Source:
    """Where a rule is from and the sentence that was read there. Only an `official` one (the law, or the body that decides) lets a rule answer."""

    title: str
    url: str
    official: bool
    read_on: str
    sentence: str


@dataclass(frozen=True)
class Rule:
    """One rule. `holds` are its values (see SORTS); without a source, or with one that is not official, it answers unknown."""

    id: str
    does: str
    title: Mapping[str, str]
    source: Source | None
    holds: Mapping[str, Any]

    @property
    def known(self) -> bool:
        return self.source is not None and self.source.official

    def __getitem__(self, name: str) -> Any:
        return self.holds.get(name)


@dataclass(frozen=True)
class Pack:
    """`unit_minutes` make one `unit`; `effective_to` is the last day on which the pack answers; `trust`: attest, queue or unknown."""

    id: str
    title: Mapping[str, str]
    jurisdiction: str
    version: str
    effective_from: date
    effective_to: date
    reviewed_by: str
    reviewed_on: str
    trust: str
    unit: Mapping[str, str]
    unit_minutes: int
    sources: Mapping[str, Source]
    rules: tuple[Rule, ...]
    examples: tuple[Mapping[str, Any], ...]

    def of(self, does: str) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.does == does)

    @property
    def sources_read_on(self) -> date:
        return date.fromisoformat(self.reviewed_on)

    def speaks_on(self, day: date) -> bool:
        return self.effective_from <= day <= self.effective_to


def read(data: Mapping[str, Any]) -> Pack:
    """The pack that plain data tell; BadPack says what is wrong."""
    try:
        sources = {name: Source(**each) for name, each in data["sources"].items()}
        rules = tuple(_rule(each, sources) for each in data["rules"])
        pack = Pack(
            id=data["id"], title=data["title"], jurisdiction=data["jurisdiction"], version=data["version"],
            effective_from=date.fromisoformat(data["effective_from"]), effective_to=date.fromisoformat(data["effective_to"]),
            reviewed_by=data["reviewed_by"], reviewed_on=data["reviewed_on"], trust=data["trust"], unit=data["unit"],
            unit_minutes=data["unit_minutes"], sources=MappingProxyType(sources), rules=rules, examples=tuple(data["examples"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadPack(f"{data.get('id', 'pack')}: {error}") from error
    if len({rule.id for rule in rules}) != len(rules):
        raise BadPack(f"{pack.id}: two rules have one id")
    return pack


def _rule(data: Mapping[str, Any], sources: Mapping[str, Source]) -> Rule:
    holds = {name: value for name, value in data.items() if name not in {"id", "does", "source", "title"}}
    sort = SORTS[data["does"]]
    for name in holds.keys() | (sort.keys() - OPTIONAL.get(data["does"], set())):
        if name not in sort or name not in holds or not _fits(holds[name], sort[name]):
            raise BadPack(f"{data['id']}.{name} is not what a rule of the sort {data['does']} holds")
    source = sources[data["source"]] if data["source"] else None
    return Rule(data["id"], data["does"], data["title"], source, MappingProxyType(holds))


def _fits(value: Any, shape: Any) -> bool:
    if isinstance(shape, dict):
        first, of = next(iter(shape.items()))
        return isinstance(value, dict) and all(_fits(each, of) and (name in shape or name in vocabulary.ALL[first]) for name, each in value.items())
    if isinstance(shape, list):
        return isinstance(value, list) and all(_fits(each, shape[0]) for each in value)
    if isinstance(shape, tuple):
        if isinstance(shape[0], str):
            return value in shape
        return isinstance(value, list) and len(value) == len(shape) and all(map(_fits, value, shape))
    if isinstance(shape, str):
        return value in vocabulary.ALL[shape]
    if shape is int:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return isinstance(value, shape)


@functools.cache
def load(pack_id: str) -> Pack:
    """The shipped pack of this id; KeyError for another."""
    if pack_id not in IDS:
        raise KeyError(pack_id)
    return read(json.loads((FOLDER / f"{pack_id}.json").read_text("utf-8")))


def shipped() -> tuple[Pack, ...]:
    return tuple(load(each) for each in IDS)
