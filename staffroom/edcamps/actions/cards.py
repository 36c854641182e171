"""Cards are put up, changed, led, taken back, made one."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staffroom.edcamps.actions.held import Stand, card_of, hold, keeps, moved, seat_leads, set_cards, since, stand_of, takes_part
from staffroom.edcamps.models import FEATURES, Card, Edcamp, Lead, Move
from staffroom.events.models import Guest
from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.kit.words import fold
from staffroom.people.models import Account

MOST_OF_ONE = 12
MOST = 400
MOST_LEADS = 6


@dataclass(frozen=True, kw_only=True)
class Says:
    """What a card says."""

    kind: str
    title: str
    words: str = ""
    format: str = Card.Format.DISCUSSION
    level: str = ""
    tags: str = ""
    needs: tuple[str, ...] = ()


@act("edcamps.put_up_card")
def put_up_card(*, by: Account | None, edcamp: Edcamp, says: Says, name: str = "", paper: str | None = None, guest: Guest | None = None) -> Card:
    """The card lies on the table, and whoever put it up, an account or a `guest`, leads it if it says so, by the `name` that hangs there.

    With `paper` a helper enters one that somebody wrote on paper with that number; `name` is then the one that stands on it. Raises Refusal.
    """
    held = hold(edcamp)
    if by is None or paper is None:
        takes_part(by, held, guest)
        mine = Card.objects.filter(edcamp=held, **_whose(by, guest, "author"))
        if mine.exclude(state=Card.State.GONE).count() >= MOST_OF_ONE:
            raise Refusal(_("You put up twelve cards. Take one back, then this one can hang; nothing was put up."))
    else:
        keeps(by, held)
        if paper and Card.objects.filter(edcamp=held, paper=paper).exists():
            raise Refusal(_("The paper card %(number)s was entered already. Nothing was put up.") % {"number": paper})
    has_room(held, 1)
    whose = _whose(by, guest, "author") if by is None or paper is None else {"entered_by": by}
    made = _hung(Card(edcamp=held, paper=paper or "", **whose), says)
    if says.kind != Card.Kind.LEARN and (name or paper is None):
        _add_lead(made, by if paper is None else None, name or str(by or guest), guest)
    moved(held, by, Move.Kind.PUT_UP, title=made.title, cards=[_touched(made)])
    return made


@act("edcamps.put_up_list")
def put_up_list(*, by: Account, edcamp: Edcamp, lines: list[tuple[str, str]]) -> list[Card]:
    """Whoever keeps the board puts up many cards at once, as from a list of wishes: (title, who leads it, or empty where somebody wants to learn it).
    One that hangs already, whatever its capitals and accents, is passed over; those that are new come back. One move. Raises Refusal.
    """
    held = hold(edcamp)
    keeps(by, held)
    there = {fold(title) for title in Card.objects.filter(edcamp=held).exclude(state=Card.State.GONE).values_list("title", flat=True)}
    wanted = {fold(title): (title, name) for title, name in reversed(lines) if fold(title) not in there}
    has_room(held, len(wanted))
    made = []
    for title, name in reversed(wanted.values()):
        card = _hung(Card(edcamp=held, entered_by=by), Says(kind=Card.Kind.LEAD if name else Card.Kind.LEARN, title=title))
        if name:
            _add_lead(card, None, name)
        made.append(card)
    if made:
        words = ngettext("%(n)s card", "%(n)s cards", len(made)) % {"n": len(made)}
        moved(held, by, Move.Kind.PUT_UP, title=made[0].title if len(made) == 1 else words, cards=[_touched(card) for card in made])
    return made


def _whose(by: Account | None, guest: Guest | None, name: str = "person") -> dict[str, Account | Guest | None]:
    """By what a row is known to be somebody's: an account (under this name), or else a guest."""
    return {name: by} if by is not None else {"guest": guest}


def has_room(held: Edcamp, more: int) -> None:
    """Raise Refusal where a board has no room for so many more."""
    if Card.objects.filter(edcamp=held).count() + more > MOST:
        raise Refusal(_("A board takes four hundred cards. Nothing was put up."))


def _hung(card: Card, says: Says) -> Card:
    _write(card, says)
    card.save(force_insert=True)
    return card


def _touched(card: Card) -> dict:
    said = stand_of(card).said()
    return {"card": card.code, "was": said, "is": said}


def _write(card: Card, says: Says) -> None:
    card.kind, card.title, card.words = Card.Kind(says.kind), says.title, says.words
    card.format, card.level, card.tags = Card.Format(says.format), Card.Level(says.level), says.tags
    card.needs = sorted(set(says.needs) & set(FEATURES))


def _add_lead(card: Card, person: Account | None, name: str, guest: Guest | None = None) -> Lead:
    key = f"account:{person.pk}" if person else f"guest:{guest.pk}" if guest else f"name:{fold(name)}"
    if Lead.objects.filter(card=card).count() >= MOST_LEADS:
        raise Refusal(_("Six people lead it already. Nothing was changed."))
    lead, _new = Lead.objects.get_or_create(card=card, key=key[:120], defaults={"person": person, "guest": guest, "name": name[:80]})
    return lead


@act("edcamps.change_card")
def change_card(*, by: Account | None, card: Card, says: Says, version: int, guest: Guest | None = None) -> Card:
    """The card reads so from now on; its author may, and whoever keeps the board. Raises Refusal, or Meanwhile when it was touched since."""
    held, row = _mine(by, card, guest)
    since(held, version, cards=[row])
    if set(says.needs) - set(row.needs) and row.room and set(says.needs) - set(row.room.features):
        raise Refusal(_("The room in which it is placed has not what this card needs now. Move it first; nothing was changed."))
    _write(row, says)
    row.save()
    moved(held, by, Move.Kind.CHANGED, title=row.title, cards=[_touched(row)])
    return row


def _mine(by: Account | None, card: Card, guest: Guest | None) -> tuple[Edcamp, Card]:
    held = hold(card.edcamp)
    row = card_of(held, card)
    if by is None:
        takes_part(None, held, guest)
        if guest is None or row.guest_id != guest.pk:
            raise Refusal(_("Somebody else put up this card. Nothing was changed."))
    elif row.author_id != by.pk:
        keeps(by, held)
    return held, row


@act("edcamps.take_back")
def take_back(*, by: Account | None, card: Card, guest: Guest | None = None) -> Move:
    """The card hangs no more: taken back by its author, or by whoever keeps the board. Undoing brings it again. Raises Refusal."""
    held, row = _mine(by, card, guest)
    return set_cards(held, by, Move.Kind.GONE, [(row, Stand(Card.State.GONE))])


@act("edcamps.lead")
def lead(*, by: Account | None, card: Card, name: str = "", other: bool = False, guest: Guest | None = None) -> Lead:
    """This person or guest leads the card from now on, by that name; with `other` whoever keeps the board says so for somebody without an account.
    Raises Refusal for twice at one time.
    """
    held = hold(card.edcamp)
    row = card_of(held, card)
    if row.state not in {Card.State.TABLE, Card.State.PLACED}:
        raise Refusal(_("This card is not open any more. Nothing was changed."))
    if other and by is not None:
        keeps(by, held)
        if not name:
            raise Refusal(_("Say who leads it. Nothing was changed."))
    else:
        takes_part(by, held, guest)
    made = _add_lead(row, None if other else by, name or str(by or guest), guest)
    seat_leads(held)
    moved(held, by, Move.Kind.LED, title=row.title, cards=[_touched(row)])
    return made


@act("edcamps.lead_no_more")
def lead_no_more(*, by: Account | None, lead: Lead, guest: Guest | None = None) -> Card:
    """Somebody leads the card no longer: they themselves say so, or whoever keeps the board. The session stays where it is. Raises Refusal."""
    held = hold(lead.card.edcamp)
    row = Lead.objects.select_related("card").filter(pk=lead.pk).first()
    if row is None:
        return lead.card
    if by is None:
        if guest is None or row.guest_id != guest.pk:
            raise Refusal(_("Somebody else leads it. Nothing was changed."))
    elif row.person_id != by.pk and not (row.person_id is None and row.card.author_id == by.pk):
        keeps(by, held)
    row.delete()
    moved(held, by, Move.Kind.LEFT, title=row.card.title, cards=[_touched(card_of(held, row.card))])
    return row.card


@act("edcamps.merge")
def merge(*, by: Account, card: Card, into: Card, version: int) -> Move:
    """The card is one with another: who leads it leads that one, and its dots count there, each person once. Raises Refusal."""
    held = hold(card.edcamp)
    keeps(by, held)
    row, other = card_of(held, card), card_of(held, into)
    if row.pk == other.pk or other.state == Card.State.MERGED or row.state == Card.State.MERGED:
        raise Refusal(_("These two cannot be made one. Nothing was changed."))
    since(held, version, cards=[row, other])
    changes = [(row, Stand(Card.State.MERGED, merged_into=other))]
    for one in Card.objects.select_related("slot", "room", "merged_into").filter(edcamp=held, merged_into=row):
        changes.append((one, replace(stand_of(one), merged_into=other)))
    return set_cards(held, by, Move.Kind.MERGED, changes, title=f"{row.title} + {other.title}"[:120])


@act("edcamps.part")
def part(*, by: Account, card: Card) -> Move:
    """Two cards that were one are two again; this one lies on the table. Raises Refusal."""
    held = hold(card.edcamp)
    keeps(by, held)
    row = card_of(held, card)
    if row.state != Card.State.MERGED:
        raise Refusal(_("This card is not one with another. Nothing was changed."))
    return set_cards(held, by, Move.Kind.PARTED, [(row, Stand())])


def take_down_card(card: Card) -> None:
    """Within an act: the card hangs for nobody but its author, and its place on the board is free."""
    _set_down(card, clock.now())


def hang_card_again(card: Card) -> None:
    """Within an act: the card lies on the table again."""
    _set_down(card, None)


def _set_down(card: Card, at) -> None:
    held = Edcamp.objects.select_for_update(of=("self",)).select_related("event").get(pk=card.edcamp_id)
    row = Card.objects.get(pk=card.pk)
    row.taken_down_at, row.state, row.slot, row.room, row.lane, row.is_locked = at, Card.State.TABLE, None, None, None, False
    row.save()
    seat_leads(held)
    moved(held, None, Move.Kind.CHANGED, cards=[_touched(row)])
