"""From a sentence to at most three suggestions with their reasons."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import lru_cache

from django.core.cache import cache
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staffroom.catalogue.commons import for_when
from staffroom.catalogue.models import Offer
from staffroom.catalogue.rates import kept_of
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

PLAIN = frozenset(suggesting.stem(word) for word in search.PLAIN_WORDS)
RANKED = 120
OF_THEMES = 160
# Ways of learning of the commons for somebody who is good at something, and what one would do in them.
LEADS = {
    "mentoring-both-ways": "mentor", "critical-friend": "mentor", "peer-visit": "mentor", "open-door": "mentor",
    "teach-back": "lead", "study-group": "lead", "unconference": "lead", "scheduled-chat": "lead", "learning-walk": "lead",
    "lesson-study": "inquire", "research-in-one-class": "inquire", "looking-at-work": "inquire",
}
FIELDS = ("id", "code", "title", "kind", "minutes", "level", "maker", "language", "key", "summary", "first_step", "url")


@dataclass(frozen=True)
class Suggestion:
    """A suggestion as a page shows it: the offer, reasons in words, and the arithmetic."""

    offer: Offer
    reasons: tuple[str, ...]
    sums: tuple[tuple[str, int], ...]
    points: int
    is_clear: bool


def themes() -> list[Theme]:
    """All themes with the stems of their words; kept for a minute."""
    known = cache.get("growth-themes")
    if not known:
        rows = Topic.objects.filter(kind=Topic.Kind.THEME).order_by("position")
        known = [
            Theme(row.slug, row.name, suggesting.stems(fold(words)), row.mood, tuple(_telling(phrases)))
            for row in rows
            for words, *phrases in [row.words.split("\n")]
        ]
        cache.set("growth-themes", known, 60)
    return known


def wish_of(account: Account, sentence: Sentence) -> Wish:
    """What a sentence asks for, with what the teacher's own profile says about the classes taught."""
    words = _content(sentence.text)
    profile = getattr(account, "profile", None)
    return Wish(
        themes=suggesting.theme_weights(words, themes(), sentence.mood),
        minutes=sentence.minutes,
        mood=sentence.mood,
        words=words,
        telling=words & frozenset().union(*(theme.words for theme in themes())),
        subjects=frozenset(getattr(profile, "subjects", None) or ()),
        stages=frozenset(getattr(profile, "stages", None) or ()),
        language=account.language,
    )


def _content(text: str) -> frozenset[str]:
    """The stems of the words that carry a meaning in a sentence."""
    return suggesting.stems(fold(text)) - PLAIN


def candidates(viewer: Viewer, sentence: Sentence, wish: Wish) -> tuple[list[Candidate], dict]:
    """Offers worth weighing: the best found by words, and those of the strongest themes. A bounded set in five statements."""
    leads = LEADS if wish.mood == Sentence.Mood.GOOD_AT else {}
    if leads:
        wish.themes.setdefault("share", 60)
    hits = {ref for ref, _score in search.find("offer", search.parse(sentence.text), any_term=True, limit=RANKED)}
    offers = visible_to(viewer, Offer).filter(closed_at=None).exclude(kind=Offer.Kind.POST).only(*FIELDS)
    strongest = sorted(wish.themes, key=lambda slug: -wish.themes[slug])[:3]
    by_words = list(offers.filter(Q(pk__in=hits) | Q(key__in=[*_said_for(wish.words), *leads])))
    hits |= {offer.pk for offer in by_words}
    of_themes = (
        offers.filter(topics__kind=Topic.Kind.THEME, topics__slug__in=strongest).exclude(pk__in=hits).distinct() if strongest else offers.none()
    )
    rows = {offer.pk: offer for offer in [*by_words, *of_themes.order_by("-made_at", "-pk")[:OF_THEMES]]}
    topics: dict = {}
    for offer_id, kind, slug in Offer.topics.through.objects.filter(offer_id__in=rows).values_list("offer_id", "topic__kind", "topic__slug"):
        topics.setdefault((offer_id, kind), set()).add(slug)
    told = kept_of(rows, subjects=wish.subjects - suggesting.ANYTHING, stages=wish.stages - suggesting.ANYTHING)
    found = [_candidate(offer, topics) for offer in rows.values()]
    return [replace(one, **asdict(told[one.ref])) if one.ref in told else one for one in found], rows


def _telling(phrases: Iterable[str]) -> Iterator[frozenset[str]]:
    """The phrases, as stems. One of which a single word is left would speak for every sentence with it, unless it is meant so ("phones, phones")."""
    for phrase in phrases:
        content = _content(phrase)
        if len(content) > 1 or (content and len(set(re.findall(r"\w+", fold(phrase)))) == 1):
            yield content


def _said_for(words: frozenset[str]) -> list[str]:
    """Keys of offers of the commons that are for exactly this, by their phrases."""
    return [key for key, phrases in _phrases().items() if any(phrase <= words for phrase in phrases)]


@lru_cache(maxsize=1)
def _phrases() -> dict[str, tuple[frozenset[str], ...]]:
    return {key: tuple(_telling(phrases)) for key, phrases in for_when().items()}


def _candidate(offer: Offer, topics: dict) -> Candidate:
    phrases = _phrases().get(offer.key, ())
    words = _content(f"{offer.title} {offer.summary}").union(*phrases)
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
        words=words,
        phrases=phrases,
        lead=LEADS.get(offer.key, "") if offer.kind == Offer.Kind.WAY else "",
    )


def suggestions(viewer: Viewer, sentence: Sentence) -> list[Suggestion]:
    """At most three for this sentence; nothing that stands or stood in the plan, nothing set aside. Writes nothing."""
    account = viewer.account
    assert account is not None
    wish = wish_of(account, sentence)
    rows, offers = candidates(viewer, sentence, wish)
    planned = about_ids(viewer, "offer")
    chosen = suggesting.choose((row for row in rows if row.ref not in planned), wish, aside=frozenset(sentence.set_aside.split()))
    names = {theme.slug: theme.name for theme in themes()} | _other_names()
    said = _said(sentence.text)
    return [
        Suggestion(
            offers[one.candidate.ref],
            tuple(_reasons(one, wish, names, said)),
            tuple((_name(term.name), term.points) for term in one.terms),
            one.points,
            one.is_clear,
        )
        for one in chosen
    ]


def _other_names() -> dict[str, str]:
    """Subjects and ages of pupils by their slugs; kept for a minute."""
    known = cache.get("growth-names")
    if not known:
        known = dict(Topic.objects.exclude(kind="theme").values_list("slug", "name"))
        cache.set("growth-names", known, 60)
    return known


def _said(text: str) -> dict[str, str]:
    """Stem to the word, or the few words that mean one thing, as the teacher wrote it."""
    found = {suggesting.stem(fold(word)): word for word in reversed(re.findall(r"[\w'’]+", text))}
    for expression, word in suggesting.EXPRESSIONS:
        if word.strip() and (together := re.search(expression, fold(text))):
            found[suggesting.stem(word)] = together[0]
    return found


def _name(term: str) -> str:
    return {
        "text": _("your words"),
        "phrase": _("for exactly this"),
        "theme": _("the theme"),
        "lead": _("what you are good at"),
        "basics": _("only the basics"),
        "kept": _("what teachers told"),
        "minutes": _("the minutes"),
        "known": _("your classes"),
        "elsewhere": _("other classes"),
        "try": _("something to try tomorrow"),
        "language": _("another language"),
    }[term]


def _leads(role: str) -> str:
    return {
        "mentor": _("You are good at it: here you would stand by a colleague."),
        "lead": _("You are good at it: here you would lead others."),
        "inquire": _("You are good at it: here you would look into it more closely."),
    }[role]


def _told(offer: Candidate) -> str:
    """What became of it, whether that speaks for it or against it."""
    numbers = {"kept": offer.kept, "n": offer.told}
    if offer.alike:
        return _("%(kept)s of %(n)s teachers of your subjects or ages who told of it kept it.") % numbers
    return _("%(kept)s of %(n)s teachers who told of it kept it.") % numbers


def _reasons(one: Suggested, wish: Wish, names: dict[str, str], said: dict[str, str]) -> list[str]:
    """Each positive term as a sentence, strongest first."""
    lines = []
    for term in one.terms:
        if term.name == "kept":
            lines.append(_told(one.candidate))
        elif term.points <= 0:
            continue
        elif term.name == "text":
            lines.append(_("You said “%(words)s”.") % {"words": "”, “".join(said.get(stem, stem) for stem in term.fact.split(", "))})
        elif term.name == "phrase":
            lines.append(_("It is for exactly this."))
        elif term.name == "theme":
            lines.append(_("It is about “%(theme)s”.") % {"theme": _(names.get(term.fact, term.fact))})
        elif term.name == "minutes":
            fits = ngettext("%(n)s minute fits into your %(have)s.", "%(n)s minutes fit into your %(have)s.", int(term.fact))
            lines.append(fits % {"n": term.fact, "have": wish.minutes})
        elif term.name == "known" and term.fact not in suggesting.ANYTHING:
            lines.append(_("You teach %(what)s.") % {"what": _(names.get(term.fact, term.fact)).lower()})
        elif term.name == "lead":
            lines.append(_leads(term.fact))
        elif term.name == "try":
            lines.append(_("It ends with something to try tomorrow."))
    if one.candidate.minutes is None:
        lines.append(_("How long it takes is not known."))
    return lines
