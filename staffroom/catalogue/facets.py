"""Counting the shelf by facet in the database: one statement for every facet, each leaving out its own choice."""

from collections.abc import Iterable

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from staffroom.catalogue.described import WHENEVER
from staffroom.catalogue.models import Offer, Where
from staffroom.catalogue.wanted import BY, FORMATS, TOPICS, Wanted
from staffroom.catalogue.where import WHERE

THROUGH = Offer.topics.through
TOLD = {  # facets whose value is no column but follows from some
    "pace": Case(When(starts_on__isnull=False, then=Value("dated")), When(kind__in=WHENEVER, then=Value("any")), default=Value(""),
                 output_field=CharField()),
    "follow_up": Case(When(follow_up=True, then=Value("yes")), When(follow_up=False, then=Value("no")), default=Value(""), output_field=CharField()),
}


def fitting(offers: QuerySet, wanted: Wanted, ids: dict[tuple[str, str], object], but: str = "") -> QuerySet:
    """The offers that fit every choice (leaving out the facet `but`). `ids` are the topics by kind and slug."""
    if but != "kind" and wanted.hides_posts:
        offers = offers.exclude(kind=Offer.Kind.POST)
    if but != "minutes" and wanted.minutes:
        offers = offers.filter(Q(minutes__lte=wanted.minutes) | (Q(minutes=None) if wanted.unknown else Q(pk__in=[])))
    for by in wanted.chosen:
        if by == but:
            continue
        values = wanted.accepted(by)
        if by == "format":
            offers = offers.filter(_formats(values))
        elif by in TOPICS:
            topics = [ids[(by, slug)] for slug in values if (by, slug) in ids]
            offers = offers.filter(pk__in=THROUGH.objects.filter(topic_id__in=topics).values("offer_id"))
        elif by in WHERE:
            offers = offers.filter(pk__in=Where.objects.filter(by=by, words__in=values).values("offer_id"))
        elif by in TOLD:
            offers = offers.alias(**{f"told_{by}": TOLD[by]}).filter(**{f"told_{by}__in": values})
        else:
            offers = offers.filter(**{f"{by}__in": values})
    return offers


def _formats(values: Iterable[str]) -> Q:
    """Offers of which some part is watched, done or related; the empty word: of which no part is known."""
    known = {name: Q(**{f"{name}_minutes__gt": 0}) for name in FORMATS}
    none = ~(known["watch"] | known["do"] | known["relate"]) | Q(watch_minutes=None, do_minutes=None, relate_minutes=None)
    found = Q(pk__in=[])
    for value in values:
        found |= known[value] if value else none
    return found


def counted(offers: QuerySet, wanted: Wanted, ids: dict[tuple[str, str], object]) -> tuple[int, dict[str, dict[str, int]]]:
    """How many fit, and how many would fit each value of each facet (as `wanted.counts`), in one statement."""
    told: dict[str, dict[str, int]] = {by: {} for by in BY} | {"minutes": {"unknown": 0}}
    shapes = fitting(offers, wanted, ids, but="format")
    first, *others = [*(_part(offers, wanted, ids, by) for by in BY if by != "format"),
                      *(_one(shapes.filter(_formats([name])), "format", name) for name in (*FORMATS, "")), _one(fitting(offers, wanted, ids), "all"),
                      _one(fitting(offers, wanted, ids, but="minutes").filter(minutes=None), "unknown")]
    total = 0
    for by, value, count in first.union(*others, all=True):
        if by == "all":
            total = count
        elif by == "unknown":
            told["minutes"]["unknown"] = count
        elif count:
            told[by][value] = count
    return total, told


def _part(offers: QuerySet, wanted: Wanted, ids: dict, by: str) -> QuerySet:
    rows = fitting(offers, wanted, ids, but=by)
    if by in TOPICS:
        rows = THROUGH.objects.filter(offer_id__in=rows.values("pk"), topic__kind=by)
        return rows.annotate(by=Value(by), value=F("topic__slug")).values("by", "value").annotate(n=Count("pk")).values_list("by", "value", "n")
    if by in WHERE:
        rows = Where.objects.filter(offer_id__in=rows.values("pk"), by=by)
        return rows.values("by", value=F("words")).annotate(n=Count("pk")).values_list("by", "value", "n")
    return rows.annotate(by=Value(by), value=TOLD.get(by, F(by))).values("by", "value").annotate(n=Count("pk")).values_list("by", "value", "n")


def _one(offers: QuerySet, name: str, value: str = "") -> QuerySet:
    return offers.annotate(by=Value(name), value=Value(value)).values("by", "value").annotate(n=Count("pk")).values_list("by", "value", "n")
