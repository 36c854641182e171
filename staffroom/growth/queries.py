"""From a sentence to at most three suggestions with their reasons."""

import re
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import gettext as _

from staffroom.catalogue.models import Offer
from staffroom.growth import suggesting
from staffroom.growth.models import Sentence
from staffroom.growth.suggesting import Candidate, Suggested, Theme, Wish
from staffroom.kit import search
from staffroom.kit.words import fold
from staffroom.people.models import Account
from staffroom.practice.queries import about_ids
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer
from staffroom.topics.models import Topic

RANKED = 120
OF_THEMES = 160
FIELDS = ("id", "code", "title", "kind", "minutes", "level", "maker", "language", "key", "summary", "first_step", "url")


@dataclass(frozen=True)
class Suggestion:
    """A suggestion as a page shows it: the offer, reasons in words, and the arithmetic."""

    offer: Offer
    reasons: tuple[str, ...]
    sums: tuple[tuple[str, int], ...]
    points: int


def themes() -> list[Theme]:
    """All themes with the stems of their words; kept for a minute."""
    known = cache.get("growth-themes")
    if known is None:
        rows = Topic.objects.filter(kind=Topic.Kind.THEME).order_by("position")
        known = [Theme(row.slug, row.name, suggesting.stems(fold(f"{row.words} {row.name}")), row.mood) for row in rows]
        cache.set("growth-themes", known, 60)
    return known


def wish_of(account: Account, sentence: Sentence) -> Wish:
    """What a sentence asks for, with what the teacher's own profile says about the classes taught."""
    folded = suggesting.stems(fold(sentence.text)) - {suggesting.stem(word) for word in search.PLAIN_WORDS}
    profile = getattr(account, "profile", None)
    return Wish(
        themes=suggesting.theme_weights(folded, themes(), sentence.mood),
        minutes=sentence.minutes,
        mood=sentence.mood,
        terms=folded,
        subjects=frozenset(getattr(profile, "subjects", None) or ()),
        stages=frozenset(getattr(profile, "stages", None) or ()),
        language=account.language,
    )


def candidates(viewer: Viewer, sentence: Sentence, wish: Wish) -> tuple[list[Candidate], dict]:
    """Offers worth weighing: the best found by words, and those of the strongest themes. A bounded set in four statements."""
    text = sentence.text
    if wish.mood == Sentence.Mood.GOOD_AT:
        wish.themes.setdefault("share", 60)
    hits = dict(search.find("offer", search.parse(text), any_term=True, limit=RANKED))
    offers = visible_to(viewer, Offer).exclude(kind=Offer.Kind.POST).only(*FIELDS)
    strongest = sorted(wish.themes, key=lambda slug: -wish.themes[slug])[:3]
    by_words = list(offers.filter(pk__in=hits))
    of_themes = (
        offers.filter(topics__kind=Topic.Kind.THEME, topics__slug__in=strongest).exclude(pk__in=hits).distinct() if strongest else offers.none()
    )
    rows = {offer.pk: offer for offer in [*by_words, *of_themes.order_by("-made_at")[:OF_THEMES]]}
    topics: dict = {}
    for offer_id, kind, slug in Offer.topics.through.objects.filter(offer_id__in=rows).values_list("offer_id", "topic__kind", "topic__slug"):
        topics.setdefault((offer_id, kind), set()).add(slug)
    return [_candidate(offer, hits.get(offer.pk), topics, wish) for offer in rows.values()], rows


def _candidate(offer: Offer, text: float | None, topics: dict, wish: Wish) -> Candidate:
    words = suggesting.stems(fold(f"{offer.title} {offer.summary}"))
    return Candidate(
        ref=offer.pk,
        code=offer.code,
        title=offer.title,
        kind=offer.kind,
        minutes=offer.minutes,
        level=offer.level,
        maker=offer.maker,
        themes=frozenset(topics.get((offer.pk, "theme"), ())),
        subjects=frozenset(topics.get((offer.pk, "subject"), ())),
        stages=frozenset(topics.get((offer.pk, "stage"), ())),
        ours=offer.kind in {Offer.Kind.PIECE, Offer.Kind.WAY},
        language=offer.language,
        text=text,
        found=tuple(sorted(wish.terms & words))[:3],
    )


def suggestions(viewer: Viewer, sentence: Sentence) -> list[Suggestion]:
    """At most three for this sentence; nothing that stands or stood in the plan, nothing set aside. Writes nothing."""
    account = viewer.account
    assert account is not None
    wish = wish_of(account, sentence)
    rows, offers = candidates(viewer, sentence, wish)
    planned = about_ids(viewer, "offer")
    chosen = suggesting.choose((row for row in rows if row.ref not in planned), wish, aside=frozenset(sentence.set_aside.split()))
    names = {theme.slug: theme.name for theme in themes()} | dict(Topic.objects.exclude(kind="theme").values_list("slug", "name"))
    said = _said(sentence.text)
    return [
        Suggestion(
            offers[one.candidate.ref],
            tuple(_reasons(one, wish, names, said)),
            tuple((_name(term.name), term.points) for term in one.terms),
            one.points,
        )
        for one in chosen
    ]


def _said(text: str) -> dict[str, str]:
    """Stem to the word as the teacher wrote it."""
    return {suggesting.stem(fold(word)): word for word in reversed(re.findall(r"[\w'’]+", text))}


def _name(term: str) -> str:
    return {
        "text": _("your words"),
        "theme": _("the theme"),
        "minutes": _("the minutes"),
        "known": _("your classes"),
        "elsewhere": _("other classes"),
        "try": _("something to try tomorrow"),
        "language": _("another language"),
    }[term]


def _reasons(one: Suggested, wish: Wish, names: dict[str, str], said: dict[str, str]) -> list[str]:
    """Each positive term as a sentence, strongest first."""
    lines = []
    for term in one.terms:
        if term.points <= 0:
            continue
        if term.name == "text" and one.candidate.found:
            lines.append(_("You said “%(words)s”.") % {"words": "”, “".join(said.get(stem, stem) for stem in one.candidate.found)})
        elif term.name == "text":
            lines.append(_("Its text speaks of what you wrote."))
        elif term.name == "theme":
            lines.append(_("It is about: %(theme)s.") % {"theme": names.get(term.fact, term.fact).lower()})
        elif term.name == "minutes":
            lines.append(_("%(n)s minutes fit into your %(have)s.") % {"n": term.fact, "have": wish.minutes})
        elif term.name == "known":
            lines.append(_("You teach %(what)s.") % {"what": names.get(term.fact, term.fact).lower()})
        elif term.name == "try":
            lines.append(_("It ends with something to try tomorrow."))
    if one.candidate.minutes is None:
        lines.append(_("How long it takes is not known."))
    return lines
