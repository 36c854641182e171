"""What happens to needs: put up, joined, taken back, answered, opened again. Every act holds the row of the need first, so that counts are exact."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from staffroom.catalogue.actions import add_link
from staffroom.catalogue.described import Described
from staffroom.catalogue.models import Offer
from staffroom.kit import clock, outbox, search
from staffroom.kit.acts import Refusal, act
from staffroom.moderation.queries import looks_after
from staffroom.needs.models import WAITS, Answer, Backing, Kind, Need, NeedMerge
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice
from staffroom.orgs.models import Organisation
from staffroom.orgs.queries import chains_of, has_voice, speaks_for
from staffroom.people.models import Account
from staffroom.people.queries import alone, counted
from staffroom.topics.models import Topic

MOST_OPEN = 20
AT_ONCE = 200
TELL = "needs.tell"


@act("needs.put_up")
def put_up(*, by: Account, words: str, more: str = "", is_named: bool = False, level: str = "", topics: Iterable[Topic] = (),
           organisation: Organisation | None = None) -> Need:
    """The need hangs on the wall for anyone, and its author is the first of those who share it: a published act.

    `organisation` is the body that is asked to answer, one to which the author belongs today, or one above it. Raises Refusal.
    """
    alone(person=by.pk)
    if Need.objects.filter(person=by, answered_as__in=WAITS).count() >= MOST_OPEN:
        raise Refusal(_("Twenty needs of yours are open. Take one back, or wait for an answer, before you put up another."))
    if organisation is not None and organisation not in chains_of(by.pk):
        raise Refusal(_("You do not belong to this body today, so it is not asked. Nothing was put up."))
    need = Need.objects.create(person=by, words=words, more=more, is_named=is_named, level=level, organisation=organisation,
                               is_demo=by.is_demo)
    need.topics.set(list(topics))
    Backing.objects.create(need=need, person=by)
    _index(need)
    return _counted(need)


@act("needs.join")
def join(*, by: Account, need: Need) -> Need:
    """This person shares the need: one more, once, however often it is said. Raises Refusal when it was taken back."""
    held = _held(need)
    Backing.objects.bulk_create([Backing(need=held, person=by)], ignore_conflicts=True)
    return _counted(held)


@act("needs.take_back")
def take_back(*, by: Account, need: Need) -> Need | None:
    """This person shares it no longer. What its author takes back goes; where others joined or somebody answered, the words stay without the name.

    None when it is gone.
    """
    held = Need.objects.select_for_update().filter(pk=need.pk).first()
    if held is None:
        return None
    Backing.objects.filter(Q(need=held) | Q(need__merged_into=held), person=by).delete()
    if held.person_id == by.pk:
        held.person, held.is_named = None, False
    stays = held.person_id or Backing.objects.filter(need=held).exists() or Answer.objects.filter(need=held).exists()
    if stays:
        return _counted(held)
    search.drop("need", [held.pk])
    Need.objects.filter(pk=held.pk).delete()
    return None


@act("needs.answer")
def answer(*, by: Account, need: Need, kind: str, offer: Offer | None = None, link: Described | None = None, words: str = "") -> Answer:
    """The answer stands beside the need with its day, in the name of the body for which this person speaks; all who share the need are told.

    Where nobody speaks for a body, anyone may lead somewhere. `link` is put up first, like any link. Raises Refusal.
    """
    held = _held(need)
    body = speaks_for(by.pk, held.organisation) if held.organisation else None
    if body is None and (kind not in {Kind.OFFER, Kind.ELSEWHERE} or (held.organisation and has_voice(held.organisation))):
        raise Refusal(_("An office of the body that was asked answers this. Nothing was put up."))
    if offer is None and link is not None:
        offer = add_link(by=by, link=link)
    if kind in {Kind.OFFER, Kind.ELSEWHERE} and (offer is None or offer.taken_down_at):
        raise Refusal(_("This offer does not hang here any more. Choose another, or give an address."))
    if kind == Kind.DECLINED and not words:
        raise Refusal(_("Say why, please: people read it under your answer."))
    if body is None and offer is not None:
        kind = Kind.OFFER if offer.added_by_id == by.pk else Kind.ELSEWHERE
    leads = offer if kind in {Kind.OFFER, Kind.ELSEWHERE} else None
    made = Answer.objects.create(need=held, by=by, organisation=body, kind=Kind(kind), offer=leads, words=words)
    held.answered_as = made.kind
    outbox.put(TELL, f"answer:{made.pk}", {"answer": str(made.pk)})
    _changed(held)
    return made


@act("needs.reopen")
def reopen(*, by: Account, need: Need, why: str) -> Answer:
    """The answer that stands does not fit, says the author, and why; the need is open again, and whoever answered is told. Raises Refusal."""
    held = _held(need)
    rows = Answer.objects.filter(need=held, taken_down_at=None).select_related("by").order_by("-made_at", "-pk")
    stands = rows.first() if held.answered_as else None
    if held.person_id != by.pk or stands is None or stands.unfit_at:
        raise Refusal(_("There is no answer that you could open again. Nothing was changed."))
    stands.unfit_at, stands.unfit_why = clock.now(), why
    stands.save(update_fields=["unfit_at", "unfit_why"])
    held.answered_as = ""
    _changed(held)
    if stands.by is not None and stands.by.pk != by.pk:
        notices.tell(by=by, person=stands.by, kind=Notice.Kind.REOPENED, key=f"need-unfit:{stands.pk}", name=held.words, href=_address(held))
    return stands


@act("needs.merge")
def merge(*, by: Account, one: Need, other: Need) -> NeedMerge:
    """The two are one, if `by` wrote both or looks after the wall; else the author of the other is asked. The one that was answered stays.

    Raises Refusal where that cannot be.
    """
    rows = {row.pk: row for row in Need.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk, other.pk]).order_by("pk")}
    if len(rows) != 2 or any(row.taken_down_at or row.merged_into_id for row in rows.values()):
        raise Refusal(_("One of the two does not hang here any more. Nothing was changed."))
    kept, gone = _kept_first(rows[one.pk], rows[other.pk])
    cares = looks_after(by)
    if not cares and by.pk not in (kept.person_id, gone.person_id):
        raise Refusal(_("Whoever put one of them up can say so. Nothing was changed."))
    row = NeedMerge.objects.get_or_create(kept=kept, gone=gone, undone_at=None, defaults={"by": by})[0]
    if cares or kept.person_id == gone.person_id or row.by_id != by.pk:
        return _make_one(row, kept, gone)
    asked = gone.person if kept.person_id == by.pk else kept.person
    if asked is None:
        raise Refusal(_("Nobody can answer for the other one any more: whoever put it up took their name away. Nothing was changed."))
    notices.tell(by=by, person=asked, kind=Notice.Kind.SAME, key=f"need-same:{row.pk}", href=_address(gone if asked.pk == gone.person_id else kept))
    return row


@act("needs.agree")
def agree(*, by: Account, merge: NeedMerge) -> NeedMerge:
    """The author who was asked says that the two are one. Raises Refusal."""
    kept, gone = _both(merge)
    row = NeedMerge.objects.select_for_update().get(pk=merge.pk)
    if row.undone_at or by.pk not in (kept.person_id, gone.person_id) or by.pk == row.by_id:
        raise Refusal(_("There is nothing to agree to any more. Nothing was changed."))
    if any(need.taken_down_at or need.merged_into_id for need in (kept, gone)):
        raise Refusal(_("One of the two does not hang here any more. Nothing was changed."))
    return _make_one(row, kept, gone)


@act("needs.unmerge")
def unmerge(*, by: Account, merge: NeedMerge) -> NeedMerge:
    """The two are two: who shared the one that was gone shares it again; who joined since stays with the one that was kept."""
    kept, gone = _both(merge)
    row = NeedMerge.objects.select_for_update().get(pk=merge.pk)
    if row.undone_at:
        return row
    row.undone_at = clock.now()
    row.save(update_fields=["undone_at"])
    if row.agreed_at:
        Backing.objects.filter(via=row).delete()
        below = NeedMerge.objects.filter(kept=row.gone_id, agreed_at__isnull=False, undone_at=None).values("gone")
        Need.objects.filter(pk__in=below).update(merged_into=row.gone_id)
        gone.merged_into = None
        _counted(gone)
        if not gone.taken_down_at:
            _index(gone)
        _counted(kept)
    return row


def _both(merge: NeedMerge) -> tuple[Need, Need]:
    """The two, held: always before the row that says what they are, so that nobody waits for another."""
    rows = {need.pk: need for need in Need.objects.select_for_update(of=("self",)).filter(pk__in=[merge.kept_id, merge.gone_id]).order_by("pk")}
    return rows[merge.kept_id], rows[merge.gone_id]


def _kept_first(one: Need, other: Need) -> tuple[Need, Need]:
    """Which of two is kept: the one that was answered, else the one shared by more, else the older. Raises Refusal where they cannot be one."""
    if one.is_demo != other.is_demo or one.organisation_id != other.organisation_id:
        raise Refusal(_("They ask different bodies, so both stay. Nothing was changed."))
    answered = {need.pk for need in (one, other) if Answer.objects.filter(need=need).exists()}
    if len(answered) == 2:
        raise Refusal(_("Both were answered, so both stay. Nothing was changed."))
    kept, gone = sorted((one, other), key=lambda need: (need.pk not in answered, -need.backers_count, need.made_at))
    return kept, gone


def _make_one(row: NeedMerge, kept: Need, gone: Need) -> NeedMerge:
    """Everybody who shares one of them shares the one that is kept, once; the author of the other is told."""
    row.agreed_at = row.agreed_at or clock.now()
    row.save(update_fields=["agreed_at"])
    people = Backing.objects.filter(need=gone).values_list("person", flat=True)
    Backing.objects.bulk_create([Backing(need=kept, person_id=person, via=row) for person in people], ignore_conflicts=True)
    Need.objects.filter(merged_into=gone).update(merged_into=kept)
    gone.merged_into = kept
    _changed(gone)
    search.drop("need", [gone.pk])
    _counted(kept)
    if gone.person is not None:
        notices.tell(by=None, person=gone.person, kind=Notice.Kind.MERGED, key=f"need-merged:{row.pk}", name=kept.words, href=_address(kept))
    return row


@act("needs.tell")
def tell(*, by: None, answer: Answer, after: str = "") -> str:
    """The next two hundred of those who shared the need when it was answered are told of it, each once; the last key, empty when all were told."""
    rows = Backing.objects.filter(need=answer.need, made_at__lte=answer.made_at).exclude(person=answer.by_id).select_related("person")
    found = list((rows.filter(pk__gt=after) if after else rows).order_by("pk")[:AT_ONCE])
    for row in found:
        notices.tell(by=None, person=row.person, kind=Notice.Kind.ANSWERED, key=f"need-answer:{answer.pk}", name=answer.need.words,
                     href=_address(answer.need))
    return str(found[-1].pk) if len(found) == AT_ONCE else ""


def take_down_need(need: Need) -> None:
    """Within an act: it stands on no page and is not found; who shares it is not touched."""
    held = Need.objects.select_for_update().get(pk=need.pk)
    held.taken_down_at = clock.now()
    search.drop("need", [need.pk])
    _changed(held)


def put_up_need(need: Need) -> None:
    """Within an act: it hangs again as it did."""
    held = Need.objects.select_for_update().get(pk=need.pk)
    held.taken_down_at = None
    if held.merged_into_id is None:
        _index(held)
    _changed(held)


def take_down_answer(answer: Answer) -> None:
    """Within an act: it stands beside no need; one that stood leaves its place to the one before it."""
    _set_answer_down(answer, clock.now())


def put_up_answer(answer: Answer) -> None:
    """Within an act: it stands again."""
    _set_answer_down(answer, None)


def _set_answer_down(answer: Answer, at: datetime | None) -> None:
    held = Need.objects.select_for_update().get(pk=answer.need_id)
    Answer.objects.filter(pk=answer.pk).update(taken_down_at=at)
    newest = Answer.objects.filter(need=held, taken_down_at=None).order_by("-made_at", "-pk").first()
    held.answered_as = newest.kind if newest is not None and newest.unfit_at is None else ""
    _changed(held)


def _index(need: Need) -> None:
    search.put("need", [(need.pk, need.words, need.more, "", " ".join(topic.name for topic in need.topics.all()))])


def leave(*, account: Account) -> None:
    """Somebody is erased: what others joined or answered stays without the name, the rest goes."""
    for need in Need.objects.filter(person=account):
        take_back(by=account, need=need)
    for backing in Backing.objects.filter(person=account).select_related("need"):
        take_back(by=account, need=backing.need)


def _held(need: Need) -> Need:
    held = Need.objects.select_for_update(of=("self",)).select_related("organisation", "merged_into").filter(pk=need.pk).first()
    if held is None:
        raise Refusal(_("This need was taken back a moment ago. Nothing was put up."))
    if held.taken_down_at:
        raise Refusal(_("This need was taken down. Nothing was put up."))
    return _held(held.merged_into) if held.merged_into else held


def _counted(need: Need) -> Need:
    need.backers_count = Backing.objects.filter(Q() if need.is_demo else counted("person"), need=need).count()
    return _changed(need)


def _changed(need: Need) -> Need:
    need.changed_at = clock.now()
    need.save()
    return need


def _address(need: Need) -> str:
    return reverse("needs:need", args=[need.code])
