"""My time: own and given, chosen and required, by year, kind and topic."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staffroom.kit import clock, order
from staffroom.record import reckoning
from staffroom.record.models import Entry, Sitting
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer
from staffroom.ui import paper


@dataclass(frozen=True)
class Time:
    """My time: charts by year, kind and topic, and the sentence about the chosen year."""

    year: int
    years: tuple[int, ...]
    first_month: int
    by_year: paper.Chart
    by_choice: paper.Chart
    by_kind: paper.Chart
    by_topic: paper.Chart
    own: int
    given: int
    ratio: tuple[int, int] | None
    count: int


def sat(viewer: Viewer) -> list[reckoning.Sat]:
    """All sittings of the viewer's entries, summed by day and what the charts tell apart."""
    rows = (visible_to(viewer, Sitting).filter(entry__gone=None).order_by()
            .values_list("on_on", "entry__time_kind", "entry__origin", "entry__kind").annotate(m=Sum("minutes")))
    return [reckoning.Sat(on_on, m, time_kind, origin, kind) for on_on, time_kind, origin, kind, m in rows]


def year_words(year: int, first_month: int) -> str:
    return str(year) if first_month == 1 else f"{year}/{(year + 1) % 100:02}"


def time(viewer: Viewer, *, year: int | None, first_month: int) -> Time:
    """My time in years that begin with a month; `year` is the chosen one, else the newest."""
    rows = sat(viewer)
    years = reckoning.by_year(rows, first_month)
    chosen = year if year in years else next(iter(years), reckoning.year_of(clock.today_in(viewer.account.zone), first_month))
    first, last = reckoning.year_days(chosen, first_month)
    inside = [one for one in rows if first <= one.on_on <= last]
    counts = years.get(chosen, Counter())
    own, given = counts["own"], counts["contract"] + counts["release"]
    entries = visible_to(viewer, Sitting).filter(entry__gone=None, on_on__gte=first, on_on__lte=last)
    count = entries.aggregate(n=Count("entry", distinct=True))["n"]
    source = ngettext("From one entry", "From %(n)s entries", count) % {"n": number_format(count)}
    source = _("%(entries)s in your record, as you noted them, %(first)s to %(last)s.") % {
        "entries": source, "first": paper.whole_day(first), "last": paper.whole_day(last)}
    everything = _("From all entries in your record, as you noted them.")
    named = year_words(chosen, first_month)
    whole = {year_words(number, first_month): count for number, count in years.items()}
    both = source + " " + _("An entry with two topics counts in both.")
    return Time(year=chosen, years=tuple(years), first_month=first_month, own=own, given=given, ratio=reckoning.times_as_much(own, given),
                count=count,
                by_year=_chart(_("Whose time, by year"), WHOSE, everything, _("Year"), whole),
                by_choice=_chart(_("Chosen or required, by year"), CHOICE, everything, _("Year"), whole),
                by_kind=_chart(_("By kind, %(year)s") % {"year": named}, WHOSE, source, _("Kind"), _grouped(inside)),
                by_topic=_chart(_("By topic, %(year)s") % {"year": named}, WHOSE, both, _("Topic"), _topics(entries)))


WHOSE = ("own", "contract", "release")
CHOICE = ("chosen", "required")


def _series(names: Iterable[str]) -> tuple[str, ...]:
    words = {"own": _("My own time"), "contract": _("Paid time"), "release": _("Release time"), "chosen": _("I chose it"),
             "required": _("It was required")}
    return tuple(words[name] for name in names)


def _chart(title: str, names, source: str, head: str, counts: dict[str, Counter]) -> paper.Chart:
    bars = tuple(paper.Bar(label, tuple(count[name] for name in names)) for label, count in counts.items())
    return paper.Chart(title=title, series=_series(names), bars=bars, source=source, head=head, empty=_("Nothing noted in this time."))


def _grouped(rows: list[reckoning.Sat]) -> dict[str, Counter]:
    kinds: dict[str, Counter] = {}
    for one in rows:
        kinds.setdefault(str(Entry.Kind(one.kind).label), Counter())[one.time_kind] += one.minutes
    return dict(sorted(kinds.items(), key=lambda pair: (-sum(pair[1].values()), order.key(pair[0]))))


def _topics(sittings: QuerySet[Sitting]) -> dict[str, Counter]:
    topics: dict[str, Counter] = {}
    rows = sittings.exclude(entry__topics=None).order_by().values_list("entry__topics__name", "entry__time_kind").annotate(m=Sum("minutes"))
    for name, time_kind, minutes in rows:
        topics.setdefault(_(name), Counter())[time_kind] += minutes
    return dict(sorted(topics.items(), key=lambda pair: (-sum(pair[1].values()), order.key(pair[0]))))
