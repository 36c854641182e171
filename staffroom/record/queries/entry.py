"""One entry: its ladder, its proof, who was asked, and the facts that a copy holds."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staffroom.frameworks import pins
from staffroom.frameworks.queries import Tagged, tagged
from staffroom.kit.statement import written_once
from staffroom.record import rules
from staffroom.record.models import Ask, Entry, Evidence, Rung, Sitting
from staffroom.record.queries.words import rung_says, step_words
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer, holder
from staffroom.topics.models import Topic
from staffroom.ui import paper


@dataclass(frozen=True)
class Shown:
    """One entry with everything around it."""

    entry: Entry
    stairs: dict[str, paper.Stair]
    evidence: tuple[Evidence, ...]
    sittings: tuple[Sitting, ...]
    topics: tuple[Topic, ...]
    asks: tuple[Ask, ...]
    stale: tuple[str, ...] = ()
    tags: tuple[Tagged, ...] = ()


def shown(viewer: Viewer, entry: Entry) -> Shown:
    """The entry's ladder, proof, sittings, topics and who was asked."""
    rungs = {rung.step: rung for rung in _rungs(entry=entry.pk)}
    evidence = tuple(_evidence(person=viewer.pk, entry=entry.pk))
    asks = tuple(_asks(entry=entry.pk))
    stale = tuple(step_words(step) for step in (Rung.Step.CONFIRMED, Rung.Step.ACCEPTED)
                  if step in rungs and rungs[step].facts_version != entry.facts_version)
    return Shown(entry=entry, stairs=_stairs(viewer, rungs, evidence, asks), evidence=evidence, sittings=tuple(_sittings(entry=entry.pk)),
                 topics=tuple(_topics(entry=entry.pk)), asks=asks, stale=stale, tags=tuple(tagged(viewer, pins.loads(entry.tags))))


@written_once
def _rungs(*, entry: UUID) -> QuerySet[Rung]:
    return Rung.objects.filter(entry_id=entry)


@written_once
def _evidence(*, person: UUID, entry: UUID) -> QuerySet[Evidence]:
    return visible_to(holder(person), Evidence).filter(entry_id=entry, gone=None)


@written_once
def _asks(*, entry: UUID) -> QuerySet[Ask]:
    return Ask.objects.filter(entry_id=entry).select_related("copy__person", "copy__reader", "body").order_by("-id")


@written_once
def _sittings(*, entry: UUID) -> QuerySet[Sitting]:
    return Sitting.objects.filter(entry_id=entry)


@written_once
def _topics(*, entry: UUID) -> QuerySet[Topic]:
    return Topic.objects.filter(pk__in=Entry.topics.through.objects.filter(entry_id=entry).values("topic_id"))


def _stairs(viewer: Viewer, rungs: dict[str, Rung], evidence, asks) -> dict[str, paper.Stair]:
    waiting = {True: "", False: ""}
    for ask in asks:
        if rules.is_open(ask):
            waiting[ask.body_id is not None] = _("%(name)s was asked") % {"name": ask.body.name if ask.body_id else ask.copy.reader}
    empty = {"noted": "", "proof": _("A file, a photo or a link"), "confirmed": waiting[False] or _("Somebody who was there"),
             "accepted": waiting[True] or _("A body that counts it")}
    names = {"noted": _("Noted"), "proof": _("Proof"), "confirmed": _("Confirmed"), "accepted": _("Accepted")}
    stairs = {}
    for step, nothing in empty.items():
        rung = rungs.get(step)
        says = rung_says(rung, viewer) if rung else nothing
        if rung and step == Rung.Step.PROOF:
            says = ngettext("One piece, %(by)s", "%(n)s pieces, %(by)s", len(evidence)) % {"n": len(evidence), "by": says}
        stairs[step] = paper.Stair(names[step], says[:1].upper() + says[1:], rung is not None)
    return stairs
