"""An offer in the words of schema.org and LRMI, and back: what one Staffroom tells machines another can read. Pure.

Facts without a word there stand under a prefix of our own (`staffroom:`), as JSON-LD allows.
"""

import re
from collections.abc import Iterator

from staffroom.catalogue import dated
from staffroom.catalogue.lists import facts as reading
from staffroom.catalogue.lists import linked
from staffroom.catalogue.lists.linked import Node, said, words
from staffroom.catalogue.models import Offer
from staffroom.kit import money
from staffroom.kit.words import fold

OURS = "urn:x-staffroom:"
FORM = "staffroom:form"  # says that a node was written by a Staffroom, which leaves out what is not known
LICENCES = {"CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/", "CC BY-SA 4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
            "CC BY-NC 4.0": "https://creativecommons.org/licenses/by-nc/4.0/", "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/"}
NAMED = {address.rstrip("/").removeprefix("https://"): name for name, address in LICENCES.items()}
MIX = {"watch": "watch_minutes", "do": "do_minutes", "relate": "relate_minutes"}
ATTENDED = {"onlineeventattendancemode": True, "mixedeventattendancemode": True, "offlineeventattendancemode": False}
USABLE = {"captions": "staffroom:captions", "transcript": "staffroom:transcript", "screen_reader": "staffroom:screenReader",
          "keyboard": "staffroom:keyboard"}
FEATURES = {"captions": "captions", "transcript": "transcript"}  # what schema.org calls those that it has a word for
DAYS = {"starts_on": "startDate", "ends_on": "endDate", "closes_on": "expires", "looked_on": "staffroom:lookedOn"}
TOPICS = ("theme", "subject", "stage")


def facts_of(node: Node) -> dict:
    """What a node says of an offer, as plain values (days by ISO 8601, topics as pairs); what it does not say is left out."""
    kind = linked.kind_of(node)
    found = {
        "title": said(node, "name", "headline"), "kind": kind, "url": _address(node), "summary": said(node, "description", "abstract"),
        "maker": _people(node, "provider", "author", "creator", "organizer", "publisher"), "paid_by": _people(node, "funder", "sponsor"),
        "language": reading.language_in(said(node, "inLanguage")), "licence": _licence(said(node, "license")),
        "asks_of_you": said(node, "conditionsOfAccess"), "counts_where": said(node, "staffroom:countsWhere"),
        "first_step": said(node, "staffroom:firstStep"), "body": said(node, "staffroom:body"), "follow_up": _flag(node.get("staffroom:followUp")),
        "isbn": said(node, "isbn"), "place": said(node, "location"), "online": _online(node), "zone": said(node, "staffroom:zone"),
        **_usable(node), **_minutes(node), **_cost(node), **_evidence(node), **_terms(node), **_days(node)}
    return {name: value for name, value in found.items() if value not in ("", None, [])}


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _usable(node: Node) -> dict:
    """By whom it can be used: yes or no in our own words, else a yes by schema.org's features."""
    features = node.get("accessibilityFeature")
    named = {words(one) for one in (features if isinstance(features, list) else [features])}
    found = {name: _flag(node.get(term)) for name, term in USABLE.items()}
    return found | {name: True for name, feature in FEATURES.items() if found[name] is None and feature in named}


def _address(node: Node) -> str:
    """Where the thing is. A page of a Staffroom about it is not the thing."""
    named = [said(node, "url"), *(() if node.get(FORM) else (said(node, "mainEntityOfPage"), words(node.get("@id"))))]
    return next((text for text in named if text.startswith(("http:", "https:"))), "")


def _people(node: Node, *names: str) -> str:
    """The people or bodies under the first of these names that names any."""
    for name in names:
        value = node.get(name)
        named = [words(one) for one in (value if isinstance(value, list) else [value])]
        found = [text for text in named if text and not text.startswith(("http:", "https:", "_:", "#"))]
        if found:
            return ", ".join(found[:5])
    return ""


def _licence(text: str) -> str:
    return NAMED.get(text.removeprefix("https://").removeprefix("http://").rstrip("/"), text)


def _online(node: Node) -> bool | None:
    mode = said(node, "eventAttendanceMode").rpartition("/")[2].rpartition(":")[2].lower()
    return ATTENDED.get(mode, True if "virtuallocation" in linked.types(_one(node.get("location"))) else None)


def _one(value: object) -> Node:
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, dict) else {}


def _minutes(node: Node) -> dict:
    minutes = linked.minutes_of(said(node, "timeRequired", "duration", "courseWorkload"))
    told = said(node, "staffroom:minutesFrom") or ("" if node.get(FORM) else Offer.MinutesFrom.STATED)
    found = {"minutes": minutes, "minutes_from": told if minutes else ""}
    parts = node.get("hasPart")
    for part in parts if isinstance(parts, list) else []:
        name = MIX.get(said(part, "educationalUse")) if isinstance(part, dict) else None
        if name:
            found[name] = linked.minutes_of(said(part, "timeRequired"))
    return found


def _cost(node: Node) -> dict:
    """Free or paid by what is said of it, else by the price of its one offer; a price without a currency is none."""
    free, offer = node.get("isAccessibleForFree"), _one(node.get("offers"))
    price = said(offer, "price")
    if isinstance(free, str):
        free = {"true": True, "false": False}.get(free.rpartition("/")[2].lower())
    if free is None and price:
        free = reading.cost_in(price) == Offer.Cost.FREE if reading.cost_in(price) else None
    currency = said(offer, "priceCurrency").upper()
    minor = money.minor_of(price, currency) if re.fullmatch(r"[A-Z]{3}", currency) and free is False else None
    known = {"cost_minor": minor, "currency": currency} if minor else {}
    return {"cost": {True: Offer.Cost.FREE, False: Offer.Cost.PAID}.get(free, "") if isinstance(free, bool) else "", **known}


def _evidence(node: Node) -> dict:
    source = _one(node.get("citation"))
    level = said(node, "staffroom:evidence")
    return {"evidence": level if level in Offer.Evidence.values else "", "evidence_note": said(source, "description"),
            "evidence_url": said(source, "url"), "found_in": said(source, "name")}


def _terms(node: Node) -> dict:
    """Our own terms by their code; a level in other words by what people call it."""
    topics, level = [], ""
    for value in _terms_in(node):
        kind = words(value.get("inDefinedTermSet")).removeprefix(OURS) if isinstance(value, dict) else ""
        code = said(value, "termCode") if isinstance(value, dict) else ""
        if kind in TOPICS and code:
            topics.append([kind, code])
        elif not level:
            level = code if kind == "level" and code in Offer.Level.values else reading.level_in(words(value))
    return {"topics": topics, "level": level}


def _terms_in(node: Node) -> Iterator[object]:
    for name in ("about", "educationalLevel"):
        value = node.get(name)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict) or (name == "educationalLevel" and isinstance(one, str) and fold(one)):
                yield one


def _days(node: Node) -> dict:
    return {name: said(node, term)[:40] for name, term in DAYS.items()}


def with_days(facts: dict) -> dict:
    """The facts as `described` takes them. Raises dated.NoDay for a day that is none."""
    found = dict(facts)
    for name in DAYS:
        if found.get(name):
            found[name] = dated.day_in(found[name])
    return found | {"topics": [(kind, slug) for kind, slug in found.get("topics", ())]}
