"""One offer: its facts label, its topics, and the same facts for machines."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from staffroom.catalogue import rates
from staffroom.catalogue.models import Offer, Source
from staffroom.catalogue.queries import corrections, linked, reviews
from staffroom.catalogue.queries.days import when
from staffroom.catalogue.queries.doubles import moved_to
from staffroom.catalogue.queries.finding import language_name
from staffroom.catalogue.queries.shelf import topics
from staffroom.catalogue.wanted import ANY
from staffroom.kit import clock, money
from staffroom.kit.markdown import cut_at
from staffroom.kit.statement import written_once
from staffroom.people.queries import demo_mark
from staffroom.practice.models import Telling
from staffroom.practice.queries import names
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import NOBODY, Viewer
from staffroom.topics.models import Topic
from staffroom.ui.paper import CountsWhere, Facts, day_in_words, hours_in_words

PROBABLY_DEAD_FROM = 6
TRY = {"es": "Pruébalo mañana"}  # the heading in our pieces in other languages
OURS = {Offer.Kind.PIECE, Offer.Kind.WAY}


@dataclass(frozen=True)
class OfferPage:
    """What the page of an offer shows. `parts` are the pieces of our own text; True marks what to try tomorrow."""

    offer: Offer
    facts: Facts
    topics: tuple[Topic, ...]
    host: str
    ours: bool
    over: bool = False
    silent: str = ""
    parts: tuple[tuple[str, bool], ...] = ()
    told: tuple[Telling, ...] = ()
    every: tuple[Topic, ...] = ()
    corrected: str = ""


def page(viewer: Viewer, code: str) -> OfferPage:
    """The offer with this code; Http404 for one that is not there or was taken down."""
    offer = next(iter(_with_rates(demo_mark().exists())(code=code)), None)
    if offer is None:
        raise Http404
    held = topics_of(offer)
    ours = offer.source.kind == Source.Kind.COMMONS and offer.kind in OURS
    over = bool(offer.over_at and offer.over_at <= clock.now())
    return OfferPage(offer, facts(offer), _about(held), host(offer), ours, over, silent(offer),
                     tuple(cut_at(offer.body_html, TRY.get(offer.language, "Try it tomorrow"))), tuple(names(viewer, rates.KIND, offer.pk)), held,
                     ", ".join(corrections.names(offer.corrected)))


@functools.cache
def _with_rates(demo: bool) -> Callable[..., list[Offer]]:
    """The offer and its rates, the same for every reader; people of the demo world count only where the instance is theirs."""
    return written_once(lambda *, code: rates.with_rates(visible_to(NOBODY, Offer)).select_related(
        "source", "card__came_from__offer").filter(code=code))


@written_once
def _topics(*, offer: UUID) -> QuerySet:
    return Offer.topics.through.objects.filter(offer_id=offer).values_list("topic_id", flat=True)


@written_once
def _version(*, code: str) -> QuerySet:
    return rates.with_version(visible_to(NOBODY, Offer).filter(code=code)).values_list("changed_at", "told", "told_at")


def silent(offer: Offer) -> str:
    """Since when its page has not answered; empty for one that does."""
    if offer.silent_since_at is None:
        return ""
    since = day_in_words(offer.silent_since_at, clock.now().year)
    if offer.silent_count < PROBABLY_DEAD_FROM:
        return _("Its site has not answered since %(day)s.") % {"day": since}
    return _("It is probably gone: its site has not answered since %(day)s, though we asked %(n)s times.") % {"day": since, "n": offer.silent_count}


def topics_of(offer: Offer) -> tuple[Topic, ...]:
    """Its topics, in order."""
    held = set(_topics(offer=offer.pk))
    return tuple(topic for topic in topics().values() if topic.pk in held)


def _about(held: tuple[Topic, ...]) -> tuple[Topic, ...]:
    """The topics that say something: "any subject" does not."""
    return tuple(topic for topic in held if ANY.get(topic.kind) != topic.slug)


def version(code: str) -> str:
    """When the offer and what was told of it last changed; Http404 as for its page."""
    row = next(iter(_version(code=code)), None)
    if row is None:
        moved = moved_to(code)
        if moved:
            return f"moved to {moved}"
        raise Http404
    return " ".join(map(str, row))


def host(offer: Offer) -> str:
    """The site an outside offer stands on: "www.edutopia.org" is "edutopia.org"."""
    return (urlsplit(offer.url).hostname or "").removeprefix("www.")


def facts(offer: Offer) -> Facts:
    """The facts label. What is not known stays None and is shown so."""
    became = rates.rates_of(offer)
    return Facts(
        tried=became.tried or None, outcomes=became.outcomes, easier=became.easier, schools=rates.in_schools(became.schools),
        minutes=offer.minutes, minutes_say=_minutes_say(offer), cost=_cost(offer), watch=_part(offer, offer.watch_minutes),
        do=_part(offer, offer.do_minutes), relate=_part(offer, offer.relate_minutes), made_by=offer.maker or None, paid_by=offer.paid_by or None,
        follow_up={True: _("Yes"), False: _("No"), None: None}[offer.follow_up], level=_first_up(offer.get_level_display()),
        evidence=_first_up(offer.get_evidence_display()), when=when(offer), asks=_first_up(offer.asks_of_you), works=_works(offer),
        counts=counts(offer), counts_say=offer.counts_where, reviewed=reviews.state(offer),
        languages=language_name(offer.language) if offer.language else None, licence=offer.licence or None, looked_at=_looked(offer))


def counts(offer: Offer) -> tuple[CountsWhere, ...]:
    """What bodies that offer it say it counts for. There is no rule behind it but their word."""
    return tuple(CountsWhere(row["body"], hours_in_words(row["minutes"]), _("%(kind)s, declared by %(body)s") % {
        "kind": row["counts_as"], "body": row["body"]}) for row in offer.offered)


def _cost(offer: Offer) -> str | None:
    """Free, paid, or how much."""
    if offer.cost_minor and offer.cost == Offer.Cost.PAID:
        return money.in_words(offer.cost_minor, offer.currency)
    return offer.get_cost_display() or None


def _works(offer: Offer) -> str | None:
    """How it can be used: "captions; no transcript"."""
    told = ((offer.captions, _("captions"), _("no captions")), (offer.transcript, _("transcript"), _("no transcript")),
            (offer.screen_reader, _("with a screen reader"), _("not with a screen reader")),
            (offer.keyboard, _("with the keyboard alone"), _("not with the keyboard alone")))
    return _first_up("; ".join(yes if flag else no for flag, yes, no in told if flag is not None))


def _part(offer: Offer, minutes: int | None) -> int | None:
    """One part of the mix: nothing at all is known, or a part that is not named takes no time."""
    mixed = any(part is not None for part in (offer.watch_minutes, offer.do_minutes, offer.relate_minutes))
    return (minutes or 0) if mixed else None


def _minutes_say(offer: Offer) -> str:
    if offer.minutes and offer.kind == Offer.Kind.PRACTICE and offer.minutes_from == Offer.MinutesFrom.STATED:
        return _("to prepare, said by its author")
    later = (offer.do_minutes or 0) + (offer.relate_minutes or 0)
    if offer.minutes and later and offer.watch_minutes == offer.minutes:
        return _("to read; %(later)s more when you try it") % {"later": hours_in_words(later)}
    if offer.minutes and offer.minutes > 120:
        how = offer.get_minutes_from_display() or _("its source not known")
        return _("%(hours)s in all, %(how)s") % {"hours": hours_in_words(offer.minutes), "how": how}
    return str(offer.get_minutes_from_display()) if offer.minutes else ""


def _first_up(words: str) -> str | None:
    return words[:1].upper() + words[1:] if words else None


def _looked(offer: Offer) -> str | None:
    """When somebody last looked at the page itself, and under which title it was found."""
    if offer.looked_on is None:
        return day_in_words(offer.changed_at, 0).split(" ", 1)[1] if offer.kind in {Offer.Kind.PIECE, Offer.Kind.WAY} else None
    return day_in_words(offer.looked_on, 0).split(" ", 1)[1]


def for_machines(viewer: Viewer, code: str, address: str) -> dict:
    """The offer with this code for machines, whole; Http404 as for its page."""
    offer = visible_to(viewer, Offer).filter(code=code).first()
    if offer is None:
        raise Http404
    return linked.node(offer, topics_of(offer), address, whole=True)


def code_at(address: str) -> str:
    """The code of an offer of this instance, out of the address of its page; empty for any other address."""
    parts = urlsplit(address)
    here = urlsplit(settings.BASE_URL).netloc
    place = parts.path.strip("/").split("/")
    return place[1] if (not parts.netloc or parts.netloc == here) and len(place) == 2 and place[0] == "find" and place[1].isalnum() else ""
