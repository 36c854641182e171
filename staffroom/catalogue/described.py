"""An offer as a file, a feed or a person describes it, before it has a place on the shelf."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from staffroom.catalogue import addresses, dated
from staffroom.catalogue.models import Offer
from staffroom.kit.words import outside_line, outside_text

THEME, SUBJECT, STAGE = "theme", "subject", "stage"
ANY = {SUBJECT: "any-subject", STAGE: "any-stage"}
CHOICES = {"kind": Offer.Kind, "cost": Offer.Cost, "level": Offer.Level, "minutes_from": Offer.MinutesFrom, "evidence": Offer.Evidence}
ROOM = {"title": 300, "summary": 500, "first_step": 300, "maker": 200, "paid_by": 200, "licence": 120, "evidence_note": 600, "asks_of_you": 200,
        "found_in": 300, "language": 12, "currency": 3, "place": 200, "counts_where": 200}
HAPPENINGS = {Offer.Kind.EVENT, Offer.Kind.CONFERENCE, Offer.Kind.CONTEST, Offer.Kind.AWARD, Offer.Kind.GRANT, Offer.Kind.CALL, Offer.Kind.WEBINAR}
WHENEVER = {Offer.Kind.PIECE, Offer.Kind.WAY, Offer.Kind.ARTICLE, Offer.Kind.VIDEO, Offer.Kind.PODCAST, Offer.Kind.BOOK,
            Offer.Kind.TOOLKIT, Offer.Kind.TOOL, Offer.Kind.FEED, Offer.Kind.POST, Offer.Kind.LESSON_BANK, Offer.Kind.REPORT,
            Offer.Kind.PAGE, Offer.Kind.PRACTICE}  # nobody waits for their readers
MOST_MINUTES = 100_000
SET_BY_PEOPLE = ("minutes", "watch_minutes", "do_minutes", "relate_minutes", "cost", "cost_minor", "currency", "maker", "paid_by", "follow_up",
                 "level", "evidence", "asks_of_you", "captions", "transcript", "screen_reader", "keyboard", "language", "licence", "counts_where")


class Bad(ValueError):
    """A row that cannot be read; its words say what is wrong with it."""


@dataclass(frozen=True)
class Described:
    """The facts of one offer. Empty text and None: not known. `topics` are (kind, slug)."""

    title: str
    kind: str
    key: str = ""
    url: str = ""
    url_key: str = ""
    summary: str = ""
    first_step: str = ""
    body: str = ""
    maker: str = ""
    paid_by: str = ""
    minutes: int | None = None
    minutes_from: str = ""
    watch_minutes: int | None = None
    do_minutes: int | None = None
    relate_minutes: int | None = None
    cost: str = ""
    cost_minor: int | None = None
    currency: str = ""
    level: str = ""
    language: str = ""
    licence: str = ""
    follow_up: bool | None = None
    evidence: str = ""
    evidence_note: str = ""
    evidence_url: str = ""
    asks_of_you: str = ""
    captions: bool | None = None
    transcript: bool | None = None
    screen_reader: bool | None = None
    keyboard: bool | None = None
    counts_where: str = ""
    found_in: str = ""
    looked_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    closes_on: date | None = None
    zone: str = ""
    place: str = ""
    isbn: str = ""
    online: bool | None = None
    published_at: datetime | None = None
    topics: frozenset[tuple[str, str]] = frozenset()
    feed_url: str = ""


FIELDS = tuple(name for name in Described.__dataclass_fields__ if name not in {"topics", "feed_url"})


def described(**facts) -> Described:
    """The offer with tidy words and addresses. Raises Bad for what cannot be so: no title, a kind nobody knows, an address that is none."""
    for name, limit in ROOM.items():
        if facts.get(name):
            facts[name] = outside_line(str(facts[name]), limit)
    if not facts.get("title"):
        raise Bad(_("it has no title"))
    if facts.get("body"):
        facts["body"] = outside_text(facts["body"], 60_000)
    for name, choices in CHOICES.items():
        if facts.get(name) and facts[name] not in choices.values:
            raise Bad(_("%(name)s “%(value)s” is not known here") % {"name": name, "value": outside_line(str(facts[name]), 40)})
    for name in ("minutes", "watch_minutes", "do_minutes", "relate_minutes"):
        if facts.get(name) is not None and not 0 < facts[name] <= MOST_MINUTES:
            raise Bad(_("%(name)s must be a whole number from 1") % {"name": name})
    facts["topics"] = without_idle(facts.get("topics", ()))
    facts["isbn"] = isbn_of(str(facts.get("isbn") or ""))
    _check_days(facts)
    _tidy_addresses(facts)
    return Described(**{name: value for name, value in facts.items() if value is not None})


def _check_days(facts: dict) -> None:
    """Its days are in order and its zone is one. Raises Bad."""
    starts, ends = facts.get("starts_on"), facts.get("ends_on")
    if starts and ends and ends < starts:
        raise Bad(_("it ends before it begins"))
    if facts.get("zone") and facts["zone"] not in dated.zones():
        raise Bad(_("“%(zone)s” is not a time zone") % {"zone": outside_line(str(facts["zone"]), 40)})


def _tidy_addresses(facts: dict) -> None:
    """Addresses are those of web pages, and the key of its own is known. What happens on a day is another thing on another day. Raises Bad."""
    for name in ("url", "evidence_url", "feed_url"):
        if facts.get(name):
            try:
                facts[name] = addresses.tidy(facts[name])
            except addresses.NoAddress:
                raise Bad(_("its address is not that of a web page")) from None
    if facts.get("url"):
        day = facts.get("starts_on") if facts.get("kind") in HAPPENINGS else None
        facts["url_key"] = addresses.key_of(facts["url"]) + (f"#{day.isoformat()}" if day else "")


def isbn_of(text: str) -> str:
    """The thirteen digits of an ISBN, of one with ten too; empty for what is none by its check digit."""
    bare = "".join(letter for letter in text.upper() if letter.isdigit() or letter == "X")
    if len(bare) == 10 and bare[:9].isdecimal():
        if sum((10 - place) * (10 if digit == "X" else int(digit)) for place, digit in enumerate(bare)) % 11:
            return ""
        first = f"978{bare[:9]}"
        return first + str(-sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(first)) % 10)
    fits = len(bare) == 13 and bare.isdecimal() and not sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(bare)) % 10
    return bare if fits else ""


def over_at(offer: Described | Offer) -> datetime | None:
    """When it is too late for it: after its deadline, else its last day; a course goes on after its first day, a happening does not."""
    return dated.over_at(offer.closes_on or offer.ends_on or (offer.starts_on if offer.kind in HAPPENINGS else None), offer.zone)


def untitled(**facts) -> Described:
    """A described link whose title may be missing. Raises Bad."""
    first = described(**(facts | {"title": facts.get("title") or "?"}))
    return first if facts.get("title") else described(**(facts | {"title": first.url_key}))


def without_idle(topics) -> frozenset[tuple[str, str]]:
    """Topics where "any subject" stands alone: beside it a single subject says nothing."""
    topics = frozenset(topics)
    return frozenset((kind, slug) for kind, slug in topics if (kind, ANY.get(kind)) not in topics or slug == ANY.get(kind))
