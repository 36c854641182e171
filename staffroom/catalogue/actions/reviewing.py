"""Reviews of offers: asked for, put up by name, taken back; and what they come to."""

from datetime import datetime

from django.utils.translation import gettext as _

from staffroom.catalogue import rubric
from staffroom.catalogue.models import Offer, Review
from staffroom.catalogue.rules import made_by
from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.moderation.actions import carry_on
from staffroom.moderation.queries import down_of
from staffroom.people.models import Account


@act("catalogue.ask_for_review")
def ask_for_review(*, by: Account, offer: Offer) -> Offer:
    """The offer says that a review is asked for; by whom, nobody is told. One that has reviews stays as it is."""
    held = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    if not held.review:
        _say(held, rubric.Outcome("asked"))
    return held


@act("catalogue.review")
def review(*, by: Account, offer: Offer, answers: dict[str, list[str]], conflict: str = "", changes: str = "") -> Review:
    """The review stands under the name of `by`, in the place of an earlier one of theirs. `answers`: for each question what was found, and why.

    Raises Refusal for who made it or put it up, for what hangs no longer, while an earlier one of theirs is taken down, and when fewer than three
    questions were looked at.
    """
    held = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    if held.taken_down_at or made_by(by, held):
        raise Refusal(_("Who made something or put it up does not review it, so nothing was put up."))
    if sum(found != Review.Answer.NOT_LOOKED for found, _why in answers.values()) < rubric.LOOKED_AT:
        raise Refusal(_("Look at three of the six questions at least; nothing was put up yet."))
    if down_of("review", Review.objects.filter(offer=held, person=by).values("pk")):
        raise Refusal(_("A review of yours of this was taken down. Read why under Reports, and answer there; a new one does not stand in its place."))
    earlier = Review.objects.filter(offer=held, person=by, until_at=None).first()
    Review.objects.filter(offer=held, person=by, until_at=None).update(until_at=clock.now())
    row = Review(offer=held, person=by, answers=answers, conflict=conflict, changes=changes, on_on=clock.today_in(by.zone))
    row.save(force_insert=True)
    if earlier is not None:
        carry_on(by=by, kind="review", gone=earlier.pk, there=row.pk)
    _reckon(held)
    return row


@act("catalogue.take_review_back")
def take_review_back(*, by: Account, review: Review) -> Review:
    """The review is gone from the page, and the offer says what the others come to."""
    held = Offer.objects.select_for_update(of=("self",)).get(pk=review.offer_id)
    Review.objects.filter(pk=review.pk, until_at=None).update(until_at=clock.now())
    _reckon(held)
    return review


def take_down_review(review: Review) -> None:
    """Within an act: it stands on no page, and the offer says what the others come to."""
    _set_down(review, clock.now())


def put_up_review(review: Review) -> None:
    """Within an act: it stands again, unless a later one took its place."""
    _set_down(review, None)


def _set_down(review: Review, at: datetime | None) -> None:
    held = Offer.objects.select_for_update(of=("self",)).get(pk=review.offer_id)
    Review.objects.filter(pk=review.pk).update(taken_down_at=at)
    _reckon(held)


def _reckon(offer: Offer) -> None:
    rows = Review.objects.filter(offer=offer, until_at=None, taken_down_at=None).order_by("on_on", "pk")
    _say(offer, rubric.outcome(rubric.Said(row.on_on, bool(row.changes), bool(row.conflict)) for row in rows))


def _say(offer: Offer, told: rubric.Outcome) -> None:
    offer.review, offer.reviewed_on, offer.review_due_on, offer.changed_at = told.state, told.on, told.due_on, clock.now()
    offer.save(update_fields=["review", "reviewed_on", "review_due_on", "changed_at"])
