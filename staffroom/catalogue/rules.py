"""Who may know offers: anyone. Who follows which feed, and what was imported: the person alone."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from staffroom.catalogue.models import (
    CardEdition,
    Correction,
    Follow,
    ImportRun,
    Merge,
    Offer,
    PracticeCard,
    Review,
    SavedSearch,
    Source,
)
from staffroom.kit.words import fold
from staffroom.sharing.rules import WALL, Columns, Reader, declare, declare_notebook, same_for_all
from staffroom.sharing.viewers import Viewer

ANYONE = Columns(named=_("Yes"), group=_("Yes"), principal=_("Yes"), office=_("Yes"), server=_("Yes"))


def _offers(viewer: Viewer) -> QuerySet:
    return Offer.objects.filter(taken_down_at=None)


def _hangs(viewer: Viewer, offer: Offer) -> bool:
    return offer.taken_down_at is None


def is_authored(offer: Offer) -> bool:
    """Is it a practice card, or put up for those who made it? They alone say what stands on it."""
    return offer.source.kind in {Source.Kind.CARDS, Source.Kind.OFFERED}


def _brought(viewer: Viewer, offer: Offer) -> bool:
    """Whoever put it up may set it right, in a session of their own."""
    return viewer.holds_own_key and offer.added_by_id is not None and offer.added_by_id == viewer.pk and not is_authored(offer)


def _may_ask(viewer: Viewer, offer: Offer) -> bool:
    """Anybody who is signed in with a key of their own may ask for a review."""
    return viewer.holds_own_key and offer.taken_down_at is None


def _may_correct(viewer: Viewer, offer: Offer) -> bool:
    """They may set its facts right too, but not those of what teachers made here."""
    return _may_ask(viewer, offer) and not is_authored(offer)


def made_by(account, offer: Offer) -> bool:
    """Did this person put it up, or is it made under their name?"""
    return offer.added_by_id == account.pk or (bool(account.name) and fold(account.name) == fold(offer.maker))


def _may_review(viewer: Viewer, offer: Offer) -> bool:
    """Anybody with a key of their own, but not of what they made or put up."""
    return _may_ask(viewer, offer) and not made_by(viewer.account, offer)


def _cards(viewer: Viewer) -> QuerySet[PracticeCard]:
    """What hangs, and to its author what they took back or what was taken down of theirs."""
    own = Q(person=viewer.pk) if viewer.holds_own_key else Q(pk__in=[])
    return PracticeCard.objects.select_related("offer").filter(Q(offer__taken_down_at=None) | own)


def wrote(viewer: Viewer, card: PracticeCard) -> bool:
    """Did this viewer write the card, and come in a session of their own?"""
    return viewer.holds_own_key and card.person_id is not None and card.person_id == viewer.pk


def _may_adapt(viewer: Viewer, card: PracticeCard) -> bool:
    return viewer.holds_own_key and card.hangs


def _corrections(viewer: Viewer) -> QuerySet:
    """What stands in the history; what was taken down stands there no longer, nor does what came of it."""
    stands = Correction.objects.filter(offer__taken_down_at=None, taken_down_at=None)
    return stands if viewer.account else Correction.objects.none()


def _reviews(viewer: Viewer) -> QuerySet:
    """What stands, and to its author what was taken down of theirs."""
    own = Q(person=viewer.pk) if viewer.holds_own_key else Q(pk__in=[])
    return Review.objects.filter(Q(taken_down_at=None) | own, until_at=None, offer__taken_down_at=None)


def _wrote(viewer: Viewer, review: Review) -> bool:
    return viewer.holds_own_key and review.person_id is not None and review.person_id == viewer.pk


def _signed_in(correction: Correction) -> list[Reader]:
    return [Reader(name=_("Everybody who is signed in"), why=_("Whoever sets a fact right does so under their name."))]


def _anyone(thing) -> list[Reader]:
    return [Reader(name=_("Anyone"), why=_("It hangs on the wall, also for people who are not signed in."))]


declare(Offer, words=_("Offers and their facts"), home=WALL, visible=_offers, readers=_anyone, columns=ANYONE,
        with_code=same_for_all(_offers), verbs={"read": _hangs, "change": _brought, "correct": _may_correct, "review": _may_review, "ask": _may_ask})
declare(PracticeCard, words=_("Practice cards: what teachers tried and wrote down"), home=WALL, visible=_cards, readers=_anyone,
        columns=ANYONE, verbs={
    "read": lambda viewer, card: card.hangs or wrote(viewer, card), "change": wrote, "adapt": _may_adapt})
declare(CardEdition, words=_("How a practice card read before"), home=WALL, readers=_anyone, columns=ANYONE,
        visible=lambda viewer: CardEdition.objects.filter(card__in=_cards(viewer)),
        verbs={"read": lambda viewer, row: row.card.hangs or wrote(viewer, row.card)})
declare(Correction, words=_("Facts of offers that you set right"), home=WALL, visible=_corrections, verbs={
    "read": lambda viewer, row: viewer.account is not None, "undo": lambda viewer, row: viewer.holds_own_key}, readers=_signed_in, columns=ANYONE)
declare(Review, words=_("Reviews of offers"), home=WALL, visible=_reviews, readers=_anyone, columns=ANYONE, verbs={
    "read": lambda viewer, row: row.taken_down_at is None or _wrote(viewer, row), "change": _wrote})
declare(Source, words=_("Where offers come from"), home=WALL, visible=lambda viewer: Source.objects.all(),
        verbs={"read": lambda viewer, source: True}, readers=_anyone, columns=ANYONE)
declare_notebook(ImportRun, words=_("Lists you brought in"), owner="by", columns=Columns(server=_("Could read it")),
                 verbs={"undo": lambda viewer, run: bool(run.applied_at and not run.undone_at)})
declare_notebook(Merge, words=_("Offers that you made one"), owner="by", columns=Columns(server=_("Could read it")),
                 verbs={"undo": lambda viewer, row: row.undone_at is None})
declare_notebook(Follow, words=_("Feeds you follow"), columns=Columns(server=_("Could read it")))
declare_notebook(SavedSearch, words=_("Searches you keep"))
