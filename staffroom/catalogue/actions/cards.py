"""Practice cards: written, adapted, corrected, taken back and put up again. Each hangs as an offer that only its author changes."""


from django.utils.translation import gettext as _

from staffroom.catalogue.actions.shelving import blank, index, put_up, shelve, take_down
from staffroom.catalogue.carded import EDITION, Says, maker_of, written_on
from staffroom.catalogue.described import Described, described
from staffroom.catalogue.models import CardEdition, Offer, PracticeCard, Source
from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.moderation.queries import down_of
from staffroom.people.models import Account
from staffroom.practice.models import Telling
from staffroom.record.actions import DraftMark
from staffroom.record.actions.drafts import use_up


class CardChanged(Refusal):
    """The card was corrected since this form was opened; `card` is how it stands now."""

    def __init__(self, card: PracticeCard):
        super().__init__(_("This card was corrected in another place meanwhile."))
        self.card = card


def _described(card: PracticeCard, says: Says) -> Described:
    return described(
        title=says.title, kind=Offer.Kind.PRACTICE, key=_key(card), summary=says.what, body=written_on(says),
        maker=maker_of(card.person, card.is_named, says.language), minutes=says.minutes,
        minutes_from=Offer.MinutesFrom.STATED if says.minutes else "",
        cost=Offer.Cost.FREE, language=says.language, licence=card.licence, evidence=Offer.Evidence.PRACTICE, topics=says.topics)


def _key(card: PracticeCard) -> str:
    return f"card:{card.code}"


def _hang(card: PracticeCard, says: Says, by: Account | None = None) -> None:
    source, _new = Source.objects.get_or_create(kind=Source.Kind.CARDS, defaults={"name": "Practice cards"})
    shelve(source, [_described(card, says)], by=by)


def _as_it_hangs(card: PracticeCard) -> Says:
    """What its newest edition says."""
    row = CardEdition.objects.get(card=card, number=card.edition)
    topics = frozenset(card.offer.topics.values_list("kind", "slug"))
    return Says(**{name: getattr(row, name) for name in EDITION}, topics=topics)


def _held(card: PracticeCard) -> PracticeCard:
    """The card with its offer, held."""
    return PracticeCard.objects.select_for_update(of=("self", "offer")).select_related("offer", "person").get(pk=card.pk)


def say_anew(offer: Offer) -> None:
    """Within an act: the pages of what was made of this card are made anew, for they say what it is called and whose it is."""
    Offer.objects.filter(card__came_from__offer=offer).update(changed_at=clock.now())


@act("catalogue.write_card")
def write_card(*, by: Account, says: Says, is_named: bool, licence: str = PracticeCard.Licence.BY, came_from: PracticeCard | None = None,
               difference: str = "", draft: DraftMark | None = None) -> PracticeCard:
    """The card hangs for anyone: a published act. With `came_from` it is an adaptation, and says of what and what is different.

    What is made of a card that is to stay as free keeps its licence. Raises Refusal for a card that hangs no more.
    """
    parent = _held(came_from) if came_from else None
    if parent is not None:
        if not parent.hangs:
            raise Refusal(_("The card that you adapt was taken back. Your words are still in the form; nothing was put up."))
        if not difference:
            raise Refusal(_("Say what is different, please: people read it on your card. Nothing was put up yet."))
        if parent.licence == PracticeCard.Licence.BY_SA:
            licence = parent.licence
    card = PracticeCard(person=by, is_named=is_named, licence=PracticeCard.Licence(licence), came_from=parent,
                        family_id=(parent.family_id or parent.pk) if parent else None, difference=difference if parent else "")
    _hang(card, says, by)
    card.offer = Offer.objects.get(key=_key(card))
    card.save(force_insert=True)
    CardEdition.objects.create(card=card, number=1, **says.words)
    use_up(by, draft)
    return card


@act("catalogue.correct_card")
def correct_card(*, by: Account, card: PracticeCard, edition: int, says: Says, is_named: bool, why: str = "", draft: DraftMark | None = None,
                 ) -> PracticeCard:
    """The card says this from now on, and its history what it said before. `edition` is what the form was filled from.

    Raises CardChanged when it is another by now, and Refusal for one that hangs no more.
    """
    held = _held(card)
    if held.edition != edition:
        raise CardChanged(held)
    if not held.hangs:
        raise Refusal(_("This card hangs no more, so it was not corrected. Your words are still in the form."))
    before = _as_it_hangs(held)
    held.is_named = is_named
    if says.words != before.words:
        held.edition += 1
        CardEdition.objects.create(card=held, number=held.edition, why=why, **says.words)
    held.save(update_fields=["is_named", "edition"])
    _hang(held, says)
    say_anew(held.offer)
    use_up(by, draft)
    return held


@act("catalogue.take_card_back")
def take_card_back(*, by: Account, card: PracticeCard) -> PracticeCard:
    """The card hangs no more and is not found; its author has it still. What others made of it hangs on, and names it no longer."""
    held = _held(card)
    if held.withdrawn_at is None:
        held.withdrawn_at = clock.now()
        held.save(update_fields=["withdrawn_at"])
        take_down([held.offer])
        say_anew(held.offer)
    return held


@act("catalogue.put_card_up_again")
def put_card_up_again(*, by: Account, card: PracticeCard) -> PracticeCard:
    """A card that was taken back hangs again. Raises Refusal for one that those who look after the wall took down."""
    held = _held(card)
    if down_of("offer", [held.offer_id]):
        raise Refusal(_("Those who look after the wall took this down, so it was not put up again."))
    if held.withdrawn_at is not None:
        held.withdrawn_at = None
        held.save(update_fields=["withdrawn_at"])
        put_up([held.offer])
        say_anew(held.offer)
    return held


def call_again(account: Account) -> None:
    """Within an act: the cards that carry this person's name carry the one that they have now."""
    for row in PracticeCard.objects.filter(person=account, is_named=True).order_by("pk"):
        _credit(_held(row))


def leave(*, account: Account) -> None:
    """Somebody is erased: a card on which others built stays without the name, every other goes with all its words."""
    for row in PracticeCard.objects.filter(person=account).order_by("-pk"):
        held = _held(row)
        built_on = PracticeCard.objects.filter(came_from=held).exists()
        told = Telling.objects.filter(about_kind="offer", about_id=held.offer_id).exclude(person=account).exists()
        held.person, held.is_named = None, False
        if not built_on and not told and not held.offer.offered:
            blank(held.offer)
            held.delete()
            continue
        held.save(update_fields=["person", "is_named"])
        if held.withdrawn_at is None:
            _credit(held)
        else:
            blank(held.offer)
            held.editions.all().delete()


def _credit(card: PracticeCard) -> None:
    """Its offer credits whom it is to credit now, also where it does not hang."""
    offer = card.offer
    offer.maker, offer.changed_at = maker_of(card.person, card.is_named, offer.language), clock.now()
    offer.save(update_fields=["maker", "changed_at"])
    index([offer])
    say_anew(offer)
