"""One card, what is one's own, cards that say much the same, and what was moved."""

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from staffroom.edcamps.models import SECONDS, Card, Dot, Edcamp, Lead, Move, Turn
from staffroom.edcamps.rules import KEEPS_BOARD, TAKES_PART, may_run
from staffroom.edcamps.said import cell_words
from staffroom.events.models import Going, Guest
from staffroom.kit.words import fold
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer

MOST_MOVES = 30
ALIKE = 0.5
SMALL = frozenset((
    "and", "are", "can", "for", "from", "how", "our", "that", "the", "what", "when", "with", "without", "you", "your", "con", "del", "las", "los",
    "para", "por", "que", "una"))


@dataclass(frozen=True)
class Mine:
    """What this viewer has here: whether they take part, keep and run it, what they lead, and on which cards their dots are."""

    takes_part: bool = False
    keeps: bool = False
    runs: bool = False
    leads: tuple[Lead, ...] = ()
    dots: frozenset[str] = frozenset()
    dots_left: int = 0


def mine(viewer: Viewer, edcamp: Edcamp, *, dots: bool = True, leads: bool = True) -> Mine:
    """In four statements at most; none for somebody without a key of their own."""
    if not viewer.holds_own_key:
        return Mine()
    going = visible_to(viewer, Going).filter(event=edcamp.event_id, person=viewer.pk).first()
    runs = may_run(viewer, edcamp)
    keeps = runs or (going is not None and going.part in KEEPS_BOARD)
    part = going is not None and going.answer in TAKES_PART
    led = tuple(Lead.objects.select_related("card__slot", "card__room").filter(card__edcamp=edcamp, person=viewer.pk).exclude(
        card__state=Card.State.GONE).order_by("made_at", "pk")) if part and leads else ()
    given: frozenset[str] = frozenset()
    if part and dots and edcamp.voting != Edcamp.Voting.BEFORE:
        given = frozenset(visible_to(viewer, Dot).filter(edcamp=edcamp).values_list("card__code", flat=True))
    return Mine(part, keeps, runs, led, given, max(edcamp.dots_count - len(given), 0))


def mine_of_guest(guest: Guest, edcamp: Edcamp) -> Mine:
    """The same for a guest whose link was opened in this browser, in two statements at most."""
    led = Lead.objects.select_related("card__slot", "card__room").filter(card__edcamp=edcamp, guest=guest)  # house: the link is the right to read it
    leads = tuple(led.exclude(card__state=Card.State.GONE).order_by("made_at", "pk"))
    given: frozenset[str] = frozenset()
    if edcamp.voting != Edcamp.Voting.BEFORE:
        given = frozenset(Dot.objects.filter(edcamp=edcamp, guest=guest).values_list("card__code", flat=True))  # house: the same
    return Mine(takes_part=True, leads=leads, dots=given, dots_left=max(edcamp.dots_count - len(given), 0))


def card_shown(card: Card) -> list[Lead]:
    """Who leads a card, and whose card that was which became one with it."""
    return list(Lead.objects.filter(card=card).order_by("made_at", "pk"))  # house: whoever reads the card reads who leads it


def place_words(card: Card) -> str:
    """Where and when a card takes place: "10:30, Library"; empty for one that is not on the board."""
    return cell_words(card.edcamp, card.slot, card.room) if card.slot and card.room else ""


def _words(text: str) -> set[str]:
    found = {word.strip(".,:;!?()“”\"'") for word in fold(text).split()}
    return {word[:6] for word in found if len(word) > 2 and word not in SMALL}


def alike(edcamp: Edcamp) -> list[tuple[dict, dict]]:
    """Pairs of cards whose titles share half of their words or more, the likest first: perhaps one card. No statement."""
    open_cards = [one for one in edcamp.board["cards"] if one["state"] in {Card.State.TABLE, Card.State.PLACED}]
    words = [_words(one["title"]) for one in open_cards]
    found = []
    for first in range(len(open_cards)):
        for second in range(first + 1, len(open_cards)):
            shared = len(words[first] & words[second])
            if shared >= 2 and shared / len(words[first] | words[second]) >= ALIKE:
                found.append((shared / len(words[first] | words[second]), open_cards[first], open_cards[second]))
    return [(one, other) for _points, one, other in sorted(found, key=lambda row: -row[0])][:10]


def moves(viewer: Viewer, edcamp: Edcamp) -> list[Move]:
    """The last moves, the newest first, each with who made it and whether it was undone."""
    return list(visible_to(viewer, Move).filter(edcamp=edcamp).select_related("by", "undone_by").order_by("-number")[:MOST_MOVES])


@dataclass(frozen=True)
class Turns:
    """The queue: who speaks and until when by the clock there, who waits in their order, who had their turn."""

    now: list[Turn]
    waits: list[Turn]
    done: list[Turn]
    until: str = ""


def turns(edcamp: Edcamp) -> Turns:
    """In one statement."""
    found: dict[str, list[Turn]] = {}
    rows = Turn.objects.filter(edcamp=edcamp).exclude(state=Turn.State.GONE)
    for turn in rows.order_by("place")[:500]:  # house: whoever reads the board reads its queue
        found.setdefault(turn.state, []).append(turn)
    now = found.get(Turn.State.NOW, [])
    ends_at = now[0].began_at + timedelta(seconds=SECONDS) if now and now[0].began_at else None
    until = f"{ends_at.astimezone(ZoneInfo(edcamp.event.zone)):%-H:%M:%S}" if ends_at else ""
    return Turns(now, found.get(Turn.State.WAITS, []), found.get(Turn.State.DONE, []), until)
