"""What of this room can be reported and taken down: offers, facts that somebody set right, reviews."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from staffroom.catalogue.actions import cards, correcting, reviewing, shelving
from staffroom.catalogue.models import Correction, Offer, PracticeCard, Review
from staffroom.catalogue.queries import corrections, reviews
from staffroom.moderation.kinds import Kind, Thing, register


def _offers_there() -> QuerySet:
    return Offer.objects.filter(merged_into=None)


def _reviews_there() -> QuerySet:
    return Review.objects.filter(until_at=None)


def _offers(**which) -> list[Thing]:
    rows = _offers_there().filter(**which).select_related("added_by")
    return [Thing(row=row, words="\n".join(filter(None, (row.title, row.summary, row.url))), link=reverse("catalogue:offer", args=[row.code]),
                  author=row.added_by, down=row.taken_down_at is not None) for row in rows]


def _corrections(**which) -> list[Thing]:
    rows = Correction.objects.filter(**which).select_related("by", "offer")
    return [Thing(row=row, words=_facts(row), link=reverse("catalogue:facts", args=[row.offer.code]), author=row.by,
                  down=row.taken_down_at is not None or row.offer.taken_down_at is not None) for row in rows]


def _facts(row: Correction) -> str:
    told = [f"{name}: {before} → {there}" for name, before, there in corrections.told(row.facts, row.offer)]
    return "\n".join([row.offer.title, *told, *([row.link] if row.link else [])])


def _reviews(**which) -> list[Thing]:
    rows = _reviews_there().filter(**which).select_related("person", "offer")
    return [Thing(row=row, words=_answers(row), link=reverse("catalogue:reviews", args=[row.offer.code]), author=row.person,
                  down=row.taken_down_at is not None or row.offer.taken_down_at is not None) for row in rows]


def _answers(row: Review) -> str:
    lines = [f"{question}: {found}{f' ({why})' if why else ''}" for question, found, why in reviews.lines(row)]
    return "\n".join([row.offer.title, *lines, *filter(None, (row.changes, row.conflict))])


def _down(row: Offer) -> None:
    shelving.take_down([row])
    cards.say_anew(row)


def _up(row: Offer) -> None:
    """It hangs again, but not a practice card that its author took back meanwhile."""
    if not PracticeCard.objects.filter(offer=row).exclude(withdrawn_at=None).exists():
        shelving.put_up([row])
        cards.say_anew(row)


register("offer", Kind(words=_("an offer"), there=_offers_there, author="added_by", read=_offers, down=_down,
                       up=_up))
register("facts", Kind(words=_("facts that somebody set right"), there=Correction.objects.all, author="by", read=_corrections,
                       down=correcting.take_down_correction, up=correcting.put_up_correction))
register("review", Kind(words=_("a review"), there=_reviews_there, author="person", read=_reviews, down=reviewing.take_down_review,
                        up=reviewing.put_up_review))
