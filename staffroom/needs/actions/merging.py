"""Two needs that say the same are one, and two again."""

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from staffroom.kit import clock, search
from staffroom.kit.acts import Refusal, act
from staffroom.moderation.queries import looks_after
from staffroom.needs.actions.held import address, changed, counted, index, together
from staffroom.needs.models import Answer, Backing, Need, NeedMerge
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice
from staffroom.people.models import Account

ONE = Q(agreed_at__isnull=False, undone_at=None)
FEW = 5


@act("needs.merge")
def merge(*, by: Account, one: Need, other: Need) -> NeedMerge:
    """The two are one, if `by` wrote both, or looks after the wall and wrote neither; else the author of the other is asked, once.

    The one that was answered stays. Raises Refusal where that cannot be.
    """
    kept, gone = _kept_first(*_both(one, other))
    wrote = by.pk in (kept.person_id, gone.person_id)
    cares = not wrote and looks_after(by)
    if not cares and not wrote:
        raise Refusal(_("Whoever put one of them up can say so. Nothing was changed."))
    if cares and any(need.is_named and need.backers_count < FEW for need in (kept, gone)):
        raise Refusal(_("One of them carries its author's name, and few share it: the new number could show whether they share the other one too. "
                        "The authors can say that the two are one. Nothing was changed."))
    row = NeedMerge.objects.get_or_create(kept=kept, gone=gone, undone_at=None, defaults={"by": by})[0]
    if cares or kept.person_id == gone.person_id or row.by_id != by.pk:
        return _make_one(row, kept, gone)
    return _ask(row, kept, gone)


@act("needs.agree")
def agree(*, by: Account, merge: NeedMerge) -> NeedMerge:
    """The author who was asked says that the two are one. Raises Refusal."""
    kept, gone = _both(merge.kept, merge.gone)
    row = NeedMerge.objects.select_for_update().get(pk=merge.pk)
    if row.undone_at or by.pk not in (kept.person_id, gone.person_id) or by.pk == row.by_id:
        raise Refusal(_("There is nothing to agree to any more. Nothing was changed."))
    return _make_one(row, kept, gone)


@act("needs.unmerge")
def unmerge(*, by: Account, merge: NeedMerge) -> NeedMerge:
    """The two are two: who shared the one that was gone shares it again; who joined since stays with the one that was kept."""
    together(merge.gone)
    row = NeedMerge.objects.select_for_update().get(pk=merge.pk)
    if not row.undone_at:
        part(row)
    return row


def part(row: NeedMerge) -> None:
    """Within an act that holds both: they are two, or never were one."""
    row.undone_at = clock.now()
    row.save(update_fields=["undone_at"])
    if row.agreed_at is None:
        return
    left = _leave(row)
    gone = Need.objects.get(pk=row.gone_id)
    Need.objects.filter(pk__in=_below(gone)).update(merged_into=gone, changed_at=clock.now())
    gone.merged_into = None
    counted(gone, "merged_into")
    if not gone.taken_down_at:
        index(gone)
    for need in Need.objects.filter(pk__in=left):
        counted(need)


def _leave(row: NeedMerge) -> list[UUID]:
    """Who came by it leaves what was kept, and what that leads to since, unless they share it by another way as well; the keys of both."""
    people, left, way = list(Backing.objects.filter(via=row).values_list("person", flat=True)), [], row
    while way is not None:
        Backing.objects.filter(via=way, person__in=people).delete()
        for other in NeedMerge.objects.filter(ONE, kept=way.kept_id).order_by("agreed_at"):
            _bring(other)
        stay = set(Backing.objects.filter(need=way.kept_id, person__in=people).values_list("person", flat=True))
        people = [person for person in people if person not in stay]
        left.append(way.kept_id)
        way = NeedMerge.objects.filter(ONE, gone=way.kept_id).first()
    return left


def _bring(row: NeedMerge) -> None:
    """Everybody who shares the one that is gone shares the one that is kept, once."""
    people = Backing.objects.filter(need=row.gone_id).values_list("person", flat=True)
    Backing.objects.bulk_create([Backing(need_id=row.kept_id, person_id=person, via=row) for person in people], ignore_conflicts=True)


def _below(need: Need) -> list[UUID]:
    """The keys of all that lead to it, also by one between."""
    found: list[UUID] = []
    layer = [need.pk]
    while layer:
        layer = list(NeedMerge.objects.filter(ONE, kept__in=layer).values_list("gone", flat=True))
        found += layer
    return found


def _both(one: Need, other: Need) -> list[Need]:
    """The two as they are now, held. Raises Refusal where one of them does not hang by itself."""
    rows = list(Need.objects.select_for_update().filter(pk__in=[one.pk, other.pk], taken_down_at=None, merged_into=None).order_by("pk"))
    if len(rows) != 2:
        raise Refusal(_("One of the two does not hang here any more. Nothing was changed."))
    return rows


def _kept_first(one: Need, other: Need) -> tuple[Need, Need]:
    """Which of two is kept: the one that was answered, else the one shared by more, else the older. Raises Refusal where they cannot be one."""
    if one.is_demo != other.is_demo or one.organisation_id != other.organisation_id:
        raise Refusal(_("They ask different bodies, so both stay. Nothing was changed."))
    answered = {need.pk for need in (one, other) if Answer.objects.filter(need=need).exists()}
    if len(answered) == 2:
        raise Refusal(_("Both were answered, so both stay. Nothing was changed."))
    kept, gone = sorted((one, other), key=lambda need: (need.pk not in answered, -need.backers_count, need.made_at))
    return kept, gone


def _ask(row: NeedMerge, kept: Need, gone: Need) -> NeedMerge:
    """The author of the other is asked, once: where the two stayed two, whoever asked asks no more. Raises Refusal."""
    asked, theirs = (gone.person, gone) if kept.person_id == row.by_id else (kept.person, kept)
    if asked is None:
        raise Refusal(_("Nobody can answer for the other one any more: whoever put it up took their name away. Nothing was changed."))
    if NeedMerge.objects.filter(by=row.by_id, agreed_at=None, undone_at__isnull=False, kept__in=[kept, gone], gone__in=[kept, gone]).exists():
        raise Refusal(_("You asked once, and the two stayed two. Whoever put up the other one can still say that they are one. Nothing was changed."))
    notices.tell(by=row.by, person=asked, kind=Notice.Kind.SAME, key=f"need-same:{row.pk}", href=address(theirs))
    return row


def _make_one(row: NeedMerge, kept: Need, gone: Need) -> NeedMerge:
    """What leads to the one that is gone leads to the one that is kept; the author of the other is told."""
    row.agreed_at = row.agreed_at or clock.now()
    row.save(update_fields=["agreed_at"])
    _bring(row)
    Need.objects.filter(merged_into=gone).update(merged_into=kept, changed_at=clock.now())
    gone.merged_into = kept
    changed(gone, "merged_into")
    search.drop("need", [gone.pk])
    counted(kept)
    if gone.person is not None:
        notices.tell(by=None, person=gone.person, kind=Notice.Kind.MERGED, key=f"need-merged:{row.pk}", name=kept.words, href=address(kept))
    return row
