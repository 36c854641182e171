"""Find: the offers that fit a question, in order, with counts beside every filter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from staffroom.catalogue import fitting
from staffroom.catalogue.bits import MOST_PLACES, each_place, of_places
from staffroom.catalogue.models import Offer
from staffroom.catalogue.queries import shelf
from staffroom.catalogue.queries.shelf import topics
from staffroom.catalogue.wanted import ANY, FORMATS, MOST_PAGES, PACES, TOPICS, UNKNOWN, Light, Wanted, counts, in_order
from staffroom.catalogue.where import ONLINE, WHERE
from staffroom.kit import order, search
from staffroom.kit.statement import written_once
from staffroom.kit.words import fold
from staffroom.people import queries as people
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import NOBODY, Viewer

ON_A_PAGE = 20
MOST_HITS = 500
FEW = 5
NEWEST = ("-made_at", "code")
SHOWN = ("id", "code", "kind", "title", "maker", "summary", "minutes", "watch_minutes", "do_minutes", "relate_minutes", "level", "cost",
         "language", "starts_on", "closes_on", "silent_since_at", "changed_at", "feed", "offered")
LISTS = ("theme", "subject", "language", *WHERE)


class Choice(NamedTuple):
    """One value of a filter, how many offers it would show, and whether it is chosen."""

    value: str
    words: str
    count: int
    chosen: bool


class Filter(NamedTuple):
    """One facet: a list to open (many values) or chips (few)."""

    name: str
    words: str
    choices: tuple[Choice, ...]

    @property
    def is_list(self) -> bool:
        return self.name in LISTS

    @property
    def chosen(self) -> str:
        return ", ".join(choice.words for choice in self.choices if choice.chosen)


@dataclass(frozen=True)
class Found:
    """A page of results. `total` offers fit; `more` says that the search stopped looking at `MOST_HITS`."""

    wanted: Wanted
    offers: tuple[Offer, ...]
    total: int
    filters: tuple[Filter, ...]
    unknown: int
    any_words: bool = False
    more: bool = False
    said: Mapping[object, str] | None = None
    fits: Mapping[object, fitting.Reasons] | None = None
    meant: tuple[tuple[str, str], ...] = ()

    @property
    def has_feeds(self) -> bool:
        return any(offer.feed_id for offer in self.offers)

    @property
    def pages(self) -> int:
        return min(-(-self.total // ON_A_PAGE), MOST_PAGES) or 1

    @property
    def first(self) -> int:
        return (self.wanted.page - 1) * ON_A_PAGE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.offers) - 1


_VALUES: dict[str, Sequence[str]] = {"level": Offer.Level.values, "cost": Offer.Cost.values, "kind": Offer.Kind.values, "format": FORMATS,
                                     "pace": PACES, "follow_up": ("yes", "no")}


def known(by: str) -> Sequence[str]:
    """The values that a facet may take."""
    if by in TOPICS:
        return [slug for kind, slug in topics() if kind == by]
    return _VALUES.get(by) or shelf.values(by)


def found(viewer: Viewer, wanted: Wanted, size: int = ON_A_PAGE) -> Found:
    """The page of `size` offers that fit, best first. At most eight statements with those of the session, whatever the size of the shelf."""
    if wanted.words:
        return _by_words(viewer, wanted, size)
    mine = teaching_of(viewer)
    return _by_shelf(viewer, replace(wanted, mine=bool(mine)), size, mine)


def teaching_of(viewer: Viewer) -> fitting.Teaching:
    """What the viewer's own profile tells of their teaching; nothing in a session that an employer can open. One statement, asked each time."""
    told = next(iter(people.teaching(person=viewer.pk)), None) if viewer.holds_own_key else None
    return fitting.teaching(*told) if told else fitting.Teaching()


def offers_for(viewer: Viewer) -> QuerySet:
    """Every offer that hangs for this viewer."""
    return visible_to(viewer, Offer)


def named(wanted: Wanted) -> set:
    """Keys of the offers that have all the words, as they stand: what a kept search looks for."""
    query = search.parse(wanted.words)
    return {pk for pk, _points in search.find("offer", query, limit=search.MOST_RANKED)}


def _open(viewer: Viewer) -> QuerySet:
    return visible_to(viewer, Offer).filter(closed_at=None)


def _by_shelf(viewer: Viewer, wanted: Wanted, size: int, mine: fitting.Teaching) -> Found:
    """Without words: what fits me first, else the newest; what came together stands in an order by lot (its random code)."""
    held = shelf.held()
    if held is None:
        return _by_bits(_open(viewer), wanted, size, mine)
    passing, told = held.untouched if wanted.plain else counts(held.lights, wanted)
    fits = fitting.first(passing, mine) if wanted.ordered == "me" else {}
    found = _found(wanted, [offer.pk for offer in in_order(passing, wanted, fits or _kept(wanted))], told, size)
    return replace(found, fits=fits)


def _by_bits(offers: QuerySet, wanted: Wanted, size: int, mine: fitting.Teaching) -> Found:
    """The same for a shelf that is too large to be held. The newest of all come from the database: these are never old."""
    bits = shelf.bits()
    total, told = bits.untouched if wanted.plain else bits.counts(wanted)
    wanted = _within(wanted, total, size)
    passing, start = bits.passing(wanted), (wanted.page - 1) * size
    fits = bits.fits(passing, mine) if wanted.ordered == "me" else {}
    kept = _kept(wanted)
    standing = {light.pk for light in counts(shelf.lights(offers.filter(pk__in=kept)).values(), wanted)[0]} if kept else set()
    first = [*fits, *(pk for pk in kept if pk in standing)]
    if wanted.plain and wanted.ordered == "new":
        page = tuple(_newest(offers)[start:start + size])
    else:
        keys = list(islice(bits.in_order(passing, wanted, first), start, start + size))
        held = {offer.pk: offer for offer in _rows(keys=keys)}
        page = tuple(held[pk] for pk in keys if pk in held)
    return Found(wanted, page, total, _filters(told, wanted), told["minutes"]["unknown"], fits=fits)


def _newest(offers: QuerySet) -> QuerySet:
    return offers.exclude(kind=Offer.Kind.POST).order_by(*NEWEST).only(*SHOWN)


def _kept(wanted: Wanted) -> list:
    return shelf.most_kept() if wanted.ordered == "kept" else []


def _by_words(viewer: Viewer, wanted: Wanted, size: int) -> Found:
    """With words: those with all of them, best first; when they are few, those with any follow. A word that none has is taken for its neighbour."""
    query = search.parse(wanted.words, prefix_last=True)
    hits, meant = _all_words(query), {}
    if len(hits) < FEW and not wanted.exact:
        query, meant = search.corrected(query)
        hits = _all_words(query) if meant else hits
    any_words = len(hits) < FEW and len(query.apart.terms) > 1
    if any_words:
        every = set(hits)
        hits += [pk for pk, _points in search.find("offer", query.apart, any_term=True, limit=100) if pk not in every]
    held = shelf.held()
    fitting, told = _among(_open(viewer), hits, wanted) if held is None else counts((held.by_pk[pk] for pk in hits if pk in held.by_pk), wanted)
    found = _found(wanted, [offer.pk for offer in in_order(fitting, wanted, _kept(wanted))], told, size)
    words = _looked_for(query)
    between = _("”, “")
    said = {offer.pk: between.join(_held(offer, words)) for offer in found.offers}
    return replace(found, any_words=any_words, more=len(hits) == MOST_HITS, said=said, meant=tuple(meant.items()))


def _among(offers: QuerySet, hits: list, wanted: Wanted) -> tuple[list[Light], dict]:
    """Which of the hits fit, in their order, and the counts, on a shelf that is too large to be held. What came since it was read is read now."""
    bits = shelf.bits()
    places = bits.places(hits)
    late = shelf.lights(offers.filter(pk__in=[pk for pk in hits if pk not in places])) if len(places) < len(hits) else {}
    among = of_places(places.values())
    _total, told = bits.counts(wanted, among)
    later, more = counts(late.values(), wanted)
    told = {by: {value: told[by].get(value, 0) + more[by].get(value, 0) for value in {**told[by], **more[by]}} for by in told}
    fit, minutes = bits.passing(wanted, among=among), bits.minutes_of(among) if wanted.ordered == "minutes" else {}
    standing = {light.pk: replace(light, made_at=1) for light in later}
    fitting = frozenset(each_place(fit))
    standing |= {pk: Light(pk, "", "", "", "", minutes.get(place), made_at=-place) for pk, place in places.items() if place in fitting}
    return [standing[pk] for pk in hits if pk in standing], told


def _all_words(query: search.Query) -> list:
    return [pk for pk, _points in search.find("offer", query, limit=MOST_HITS)]


def _found(wanted: Wanted, order: list, told: dict, size: int) -> Found:
    """The page asked for, out of offers in order."""
    wanted = _within(wanted, len(order), size)
    start = (wanted.page - 1) * size
    ids = order[start:start + size]
    rows = {offer.pk: offer for offer in _rows(keys=ids)}
    page = tuple(rows[pk] for pk in ids if pk in rows)
    return Found(wanted, page, len(order), _filters(told, wanted), told["minutes"]["unknown"])


@written_once
def _rows(*, keys: list) -> QuerySet:
    return visible_to(NOBODY, Offer).filter(closed_at=None, pk__in=keys).only(*SHOWN)


def _within(wanted: Wanted, total: int, size: int) -> Wanted:
    """The page asked for, or the last there is."""
    last = min(-(-total // size), MOST_PAGES) or 1
    return replace(wanted, page=min(wanted.page, last))


def _looked_for(query: search.Query) -> list[tuple[str, str]]:
    """The reader's words and how they begin, as an offer may have them in another form."""
    words = [term.said for term in (*query.phrases, *query.terms)]
    return [(word, word[: max(4, len(word) - 2)]) for word in words if len(word) > 2]


def _held(offer: Offer, words: list[tuple[str, str]]) -> list[str]:
    """Which of the reader's words stand in the title or summary: exit, ticket."""
    here = _folded(f"{offer.title} {offer.summary}")
    return [word for word, begin in words if begin in here]


_folded = lru_cache(maxsize=4_096)(fold)


def _filters(told: dict[str, dict[str, int]], wanted: Wanted) -> tuple[Filter, ...]:
    titles = {"theme": _("Theme"), "subject": _("Subject"), "stage": _("Pupils"), "level": _("Level"), "cost": _("Cost"), "kind": _("Kind"),
              "language": _("Language"), "format": _("What you do"), "pace": _("When"), "follow_up": _("Somebody comes back to it with you"),
              "place": _("Place"), "counts": _("Counts where")}
    order = ("theme", "stage", "subject", "format", "level", "pace", "follow_up", "cost", "kind", "place", "counts", "language")
    return tuple(Filter(by, titles[by], tuple(_choices(by, told[by], wanted.chosen.get(by, ())))) for by in order)


def _choices(by: str, told: dict[str, int], chosen: tuple[str, ...]):
    """Values that some offer has (of places the sixty of most offers), or that are chosen; an offer for anyone counts for each."""
    everyone = told.get(ANY.get(by, "-"), 0)
    for place, (value, words) in enumerate(values_of(by, dict.fromkeys(chosen, 0) | told)):
        if value == ANY.get(by):
            continue
        count = told.get("" if value == UNKNOWN else value, 0) + (everyone if value != UNKNOWN else 0)
        if value in chosen or (count and (by not in WHERE or place < MOST_PLACES)):
            yield Choice(value, words, count, value in chosen)


def values_of(by: str, told: dict[str, int]) -> list[tuple[str, str]]:
    """The values of a facet and their names; languages and places are those of `told`, those of most offers first."""
    if by in TOPICS:
        return _topics_said(by)
    if by in WHERE:
        most = sorted(told, key=lambda value: (-told[value], order.key(value), value))
        return [(value, _("online") if value == ONLINE else value) for value in most]
    if by == "language":
        values = [(code, language_name(code)) for code in sorted(filter(None, told), key=lambda code: (-told[code], code))]
        return [*values, (UNKNOWN, _("not known"))]
    return _fixed(by, get_language())


def _topics_said(by: str) -> list[tuple[str, str]]:
    """Topics of a kind in the reader's language, looked up once for as long as they are kept."""
    held, place = topics(), (by, get_language())
    if place not in _said_once or _said_once[place][0] is not held:
        _said_once[place] = (held, [(slug, topic.said) for (kind, slug), topic in held.items() if kind == by])
    return _said_once[place][1]


_said_once: dict[tuple[str, str | None], tuple[dict, list[tuple[str, str]]]] = {}


@lru_cache(maxsize=64)
def _fixed(by: str, _language: str | None) -> list[tuple[str, str]]:
    """Facets of which all values are known, in one language: a page would look up thirty words for them."""
    if by == "format":
        values = [("watch", _("watch or read")), ("do", _("do")), ("relate", _("talk with others"))]
    elif by == "pace":
        values = [("any", _("whenever you like")), ("dated", _("on days of its own"))]
    elif by == "follow_up":
        values = [("yes", _("yes")), ("no", _("no"))]
    else:
        values = [(value, str(words)) for value, words in {"level": Offer.Level, "cost": Offer.Cost, "kind": Offer.Kind}[by].choices]
    return [*values, (UNKNOWN, _("not known"))]


def language_name(code: str) -> str:
    """The language by its own name: "Deutsch"; an unknown code stands as it is."""
    try:
        return get_language_info(code)["name_local"].capitalize()
    except KeyError:
        return code


