"""A need is answered, its answer does not fit, and those who share it are told."""

from datetime import datetime

from django.utils.translation import gettext as _

from staffroom.catalogue.actions import add_link
from staffroom.catalogue.described import Described
from staffroom.catalogue.models import Offer
from staffroom.kit import clock, outbox
from staffroom.kit.acts import Refusal, act
from staffroom.needs.actions.held import address, changed, hanging
from staffroom.needs.models import Answer, Backing, Kind, Need
from staffroom.needs.rules import BACK
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice
from staffroom.orgs.queries import has_voice, speaks_for
from staffroom.people.models import Account

AT_ONCE = 200
TELL = "needs.tell"


@act("needs.answer")
def answer(*, by: Account, need: Need, kind: str, offer: Offer | None = None, link: Described | None = None, words: str = "") -> Answer:
    """The answer stands beside the need with its day, in the name of the body for which this person speaks; all who share the need are told.

    Where nobody speaks for a body, anyone may lead somewhere or tell it in words. `link` is put up first, like any link. Raises Refusal.
    """
    held = hanging(need)
    body = speaks_for(by.pk, held.organisation) if held.organisation else None
    if body is None and (kind not in {Kind.OFFER, Kind.ELSEWHERE, Kind.TOLD} or (held.organisation and has_voice(held.organisation))):
        raise Refusal(_("An office of the body that was asked answers this. Nothing was put up."))
    if offer is None and link is not None:
        offer = add_link(by=by, link=link)
    if kind in {Kind.OFFER, Kind.ELSEWHERE} and (offer is None or offer.taken_down_at):
        raise Refusal(_("This offer does not hang here any more. Choose another, or give an address."))
    if kind == Kind.DECLINED and not words:
        raise Refusal(_("Say why, please: people read it under your answer."))
    if kind == Kind.TOLD and not words:
        raise Refusal(_("Write what you know, please."))
    if body is None and offer is not None:
        kind = Kind.OFFER if offer.added_by_id == by.pk else Kind.ELSEWHERE
    leads = offer if kind in {Kind.OFFER, Kind.ELSEWHERE} else None
    made = Answer.objects.create(need=held, by=by, organisation=body, kind=Kind(kind), offer=leads, words=words)
    held.answered_as = made.kind
    outbox.put(TELL, f"answer:{made.pk}", {"answer": str(made.pk)})
    changed(held, "answered_as")
    return made


@act("needs.take_back_answer")
def take_back_answer(*, by: Account, answer: Answer) -> Need:
    """Whoever gave the answer takes it back within fourteen days: it is gone, and the one before it stands again. Raises Refusal."""
    held = Need.objects.select_for_update().get(pk=answer.need_id)
    row = Answer.objects.filter(pk=answer.pk, by=by, taken_down_at=None, made_at__gt=clock.now() - BACK).first()
    if row is None:
        raise Refusal(_("This answer cannot be taken back any more. Nothing was changed."))
    row.delete()
    return _newest_stands(held)


@act("needs.reopen")
def reopen(*, by: Account, need: Need, why: str) -> Answer:
    """The answer that stands does not fit, says the author, and why; the need is open again, and whoever answered is told. Raises Refusal."""
    held = hanging(need)
    rows = Answer.objects.filter(need=held, taken_down_at=None).select_related("by").order_by("-made_at", "-pk")
    stands = rows.first() if held.answered_as else None
    if held.person_id != by.pk or stands is None or stands.unfit_at:
        raise Refusal(_("There is no answer that you could open again. Nothing was changed."))
    stands.unfit_at, stands.unfit_why = clock.now(), why
    stands.save(update_fields=["unfit_at", "unfit_why"])
    held.answered_as = ""
    changed(held, "answered_as")
    if stands.by is not None and stands.by.pk != by.pk:
        notices.tell(by=by, person=stands.by, kind=Notice.Kind.REOPENED, key=f"need-unfit:{stands.pk}", name=held.words, href=address(held))
    return stands


@act("needs.tell")
def tell(*, by: None, answer: Answer, after: str = "") -> str:
    """The next two hundred of those who shared the need when it was answered are told of it, each once; the last key, empty when all were told."""
    rows = Backing.objects.filter(need=answer.need, made_at__lte=answer.made_at).exclude(person=answer.by_id).select_related("person")
    found = list((rows.filter(pk__gt=after) if after else rows).order_by("pk")[:AT_ONCE])
    for row in found:
        notices.tell(by=None, person=row.person, kind=Notice.Kind.ANSWERED, key=f"need-answer:{answer.pk}", name=answer.need.words,
                     href=address(answer.need))
    return str(found[-1].pk) if len(found) == AT_ONCE else ""


def take_down_answer(answer: Answer) -> None:
    """Within an act: it stands beside no need; one that stood leaves its place to the one before it."""
    _set_answer_down(answer, clock.now())


def put_up_answer(answer: Answer) -> None:
    """Within an act: it stands again."""
    _set_answer_down(answer, None)


def _set_answer_down(answer: Answer, at: datetime | None) -> None:
    held = Need.objects.select_for_update().get(pk=answer.need_id)
    Answer.objects.filter(pk=answer.pk).update(taken_down_at=at)
    _newest_stands(held)


def _newest_stands(held: Need) -> Need:
    newest = Answer.objects.filter(need=held, taken_down_at=None).order_by("-made_at", "-pk").first()
    held.answered_as = newest.kind if newest is not None and newest.unfit_at is None else ""
    return changed(held, "answered_as")
