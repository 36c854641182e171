"""From a sentence to at most three suggestions."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from uuid import UUID

from django.db.models import QuerySet

from staffroom.catalogue.models import Offer
from staffroom.catalogue.rates import kept_of
from staffroom.growth import danger, meaning, spanish, suggesting
from staffroom.growth.models import Sentence
from staffroom.growth.queries import reasons
from staffroom.growth.queries.shelf import beyond, content, hanging, themes, whole
from staffroom.growth.suggesting import Candidate, Shelf, Suggested, Wish
from staffroom.kit.statement import written_once
from staffroom.people.models import Account, Profile
from staffroom.practice.queries import about_ids
from staffroom.sharing.viewers import Viewer


@dataclass(frozen=True)
class Suggestion:
    """A suggestion as a page shows it: the offer, reasons in words, and the arithmetic."""

    offer: Offer
    reasons: tuple[str, ...]
    sums: tuple[tuple[str, int], ...]
    points: int
    is_clear: bool
    leads: bool


def suggestions(viewer: Viewer, sentence: Sentence) -> list[Suggestion]:
    """At most three for this sentence; nothing that stands or stood in the plan or was dropped, nothing set aside. Writes nothing."""
    account = viewer.account
    assert account is not None
    shelf, known = whole(), about_ids(viewer, "offer")
    if matter := danger.heard(sentence.text):
        return _only_for(matter, account, sentence, shelf, known)
    wish = wish_of(account, sentence, shelf)
    rare = suggesting.rarity(shelf, wish)
    rows = suggesting.near(shelf, wish, rare, but=known)
    others = suggesting.shelf_of(beyond(sentence.text))
    rows += suggesting.near(others, wish, rare, but={*known, *(row.ref for row in rows)})
    chosen = suggesting.choose(_told(rows, wish), wish, rare, aside=frozenset(sentence.set_aside.split()))
    offers = {offer.pk: offer for offer in _offers(keys=[one.candidate.ref for one in chosen])}
    said = reasons.as_said(sentence.text) if offers else {}
    return [_shown(one, offers[one.candidate.ref], wish, said) for one in chosen if one.candidate.ref in offers]


def _only_for(matter: str, account: Account, sentence: Sentence, shelf: Shelf, known: Collection[UUID]) -> list[Suggestion]:
    """For what no sum may answer: what is for exactly this, in their language where it is there, and nothing that is like it."""
    wanted, speaks = danger.ANSWERS[matter], _languages(account, sentence.text)
    rows = [row for row in shelf.rows if row.twin in wanted]
    gone = {row.twin for row in rows if row.ref in known or row.code in sentence.set_aside.split()}
    best = {row.twin: row for row in sorted(rows, key=lambda row: (row.language in speaks, row.language == "es" and "es" in speaks, row.code))}
    offers = {offer.pk: offer for offer in _offers(keys=[row.ref for row in best.values()])}
    chosen = [best[twin] for twin in wanted if twin in best and twin not in gone and best[twin].ref in offers][: suggesting.MOST]
    return [Suggestion(offers[row.ref], (str(reasons.FOR_THIS), *reasons.of_language(row, speaks)), (), 0, True, False) for row in chosen]


def wish_of(account: Account, sentence: Sentence, shelf: Shelf | None = None) -> Wish:
    """What a sentence asks for, with what the teacher's own profile says about the classes taught."""
    text, known = spanish.english(sentence.text), themes()
    words = content(text)
    profile = next(iter(_profile(person=account.pk)), None)
    weights = suggesting.theme_weights(words, known, sentence.mood)
    if sentence.mood == Sentence.Mood.GOOD_AT:
        weights.setdefault("share", 60)
    return Wish(
        themes=weights,
        minutes=sentence.minutes,
        mood=sentence.mood,
        words=words,
        telling=words & (shelf or whole()).named | frozenset().union(*(words & theme.words for theme in known)),
        meaning=meaning.vector(text),
        subjects=frozenset(profile.subjects if profile else ()),
        stages=frozenset(profile.stages if profile else ()),
        languages=_languages(account, sentence.text),
    )


def _languages(account: Account, text: str) -> frozenset[str]:
    """What a teacher reads: the language of their pages, and the one the sentence is in where it is heard."""
    spoken = account.language.split("-")[0]
    return frozenset({spoken, "es" if spanish.is_spanish(text) else spoken})


@written_once
def _profile(*, person: UUID) -> QuerySet[Profile]:
    return Profile.objects.filter(person_id=person)


@written_once
def _offers(*, keys: list[UUID]) -> QuerySet[Offer]:
    return hanging().filter(pk__in=keys).defer("body", "body_html")


def _told(rows: list[Candidate], wish: Wish) -> list[Candidate]:
    """The candidates with what teachers published of them."""
    told = kept_of([row.ref for row in rows], subjects=wish.subjects - suggesting.ANYTHING, stages=wish.stages - suggesting.ANYTHING)
    return [replace(row, **asdict(told[row.ref])) if row.ref in told else row for row in rows]


def _shown(one: Suggested, offer: Offer, wish: Wish, said: dict[str, str]) -> Suggestion:
    sums = tuple((reasons.name_of(term.name), term.points) for term in one.terms)
    return Suggestion(offer, tuple(reasons.reasons(one, wish, said)), sums, one.points, one.is_clear, bool(one.candidate.lead))
