"""From a sentence to at most three suggestions."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from uuid import UUID

from django.db.models import QuerySet

from staffroom.catalogue.models import Offer
from staffroom.catalogue.rates import kept_of
from staffroom.growth import suggesting
from staffroom.growth.models import Sentence
from staffroom.growth.queries import reasons
from staffroom.growth.queries.shelf import LEADS, candidates, content, hanging, said_for, themes, whole
from staffroom.growth.suggesting import Candidate, Shelf, Suggested, Wish
from staffroom.kit import search
from staffroom.kit.statement import written_once
from staffroom.people.models import Account, Profile
from staffroom.practice.queries import about_ids
from staffroom.sharing.viewers import Viewer
from staffroom.topics.models import Topic

RANKED = 120
OF_THEMES = 160


@dataclass(frozen=True)
class Suggestion:
    """A suggestion as a page shows it: the offer, reasons in words, and the arithmetic."""

    offer: Offer
    reasons: tuple[str, ...]
    sums: tuple[tuple[str, int], ...]
    points: int
    is_clear: bool


def suggestions(viewer: Viewer, sentence: Sentence) -> list[Suggestion]:
    """At most three for this sentence; nothing that stands or stood in the plan or was dropped, nothing set aside. Writes nothing."""
    account = viewer.account
    assert account is not None
    wish = wish_of(account, sentence)
    shelf = shelf_for(sentence, wish)
    rare = suggesting.rarity(shelf, wish)
    rows = _told(suggesting.near(shelf, wish, rare, but=about_ids(viewer, "offer")), wish)
    chosen = suggesting.choose(rows, wish, rare, aside=frozenset(sentence.set_aside.split()))
    offers = {offer.pk: offer for offer in _offers(keys=[one.candidate.ref for one in chosen])}
    said = reasons.as_said(sentence.text) if offers else {}
    return [_shown(one, offers[one.candidate.ref], wish, said) for one in chosen if one.candidate.ref in offers]


def wish_of(account: Account, sentence: Sentence) -> Wish:
    """What a sentence asks for, with what the teacher's own profile says about the classes taught."""
    words, known = content(sentence.text), themes()
    profile = next(iter(_profile(person=account.pk)), None)
    weights = suggesting.theme_weights(words, known, sentence.mood)
    if sentence.mood == Sentence.Mood.GOOD_AT:
        weights.setdefault("share", 60)
    return Wish(
        themes=weights,
        minutes=sentence.minutes,
        mood=sentence.mood,
        words=words,
        telling=frozenset().union(*(words & theme.words for theme in known)),
        subjects=frozenset(profile.subjects if profile else ()),
        stages=frozenset(profile.stages if profile else ()),
        language=account.language,
    )


@written_once
def _profile(*, person: UUID) -> QuerySet[Profile]:
    return Profile.objects.filter(person_id=person)


@written_once
def _offers(*, keys: list[UUID]) -> QuerySet[Offer]:
    return hanging().filter(pk__in=keys).defer("body", "body_html")


def shelf_for(sentence: Sentence, wish: Wish) -> Shelf:
    """The whole shelf. Of one too large to be held, what its search finds and the newest of the strongest themes: a bounded set."""
    return whole() or suggesting.shelf_of(_bounded(sentence, wish))


def _bounded(sentence: Sentence, wish: Wish) -> Iterable[Candidate]:
    leads = LEADS if wish.mood == Sentence.Mood.GOOD_AT else {}
    offers = hanging()
    hits = {ref for ref, _score in search.find("offer", search.parse(sentence.text), any_term=True, limit=RANKED)}
    hits |= set(offers.filter(key__in=[*said_for(wish.words), *leads]).values_list("pk", flat=True))
    strongest = sorted(wish.themes, key=lambda slug: -wish.themes[slug])[:3]
    about = offers.filter(topics__kind=Topic.Kind.THEME, topics__slug__in=strongest).distinct().order_by("-made_at", "-pk")
    hits |= set(about.values_list("pk", flat=True)[:OF_THEMES]) if strongest else set()
    return candidates(offers.filter(pk__in=hits), {}, {})


def _told(rows: list[Candidate], wish: Wish) -> list[Candidate]:
    """The candidates with what teachers published of them."""
    told = kept_of([row.ref for row in rows], subjects=wish.subjects - suggesting.ANYTHING, stages=wish.stages - suggesting.ANYTHING)
    return [replace(row, **asdict(told[row.ref])) if row.ref in told else row for row in rows]


def _shown(one: Suggested, offer: Offer, wish: Wish, said: dict[str, str]) -> Suggestion:
    sums = tuple((reasons.name_of(term.name), term.points) for term in one.terms)
    return Suggestion(offer, tuple(reasons.reasons(one, wish, said)), sums, one.points, one.is_clear)
