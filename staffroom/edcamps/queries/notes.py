"""The notes of a session as they are read, how they came to be, and how they begin."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from staffroom.edcamps.models import Card, Edcamp, Lead, Notes, NotesVersion, Turn
from staffroom.events import doors
from staffroom.events.guests import COOKIE
from staffroom.events.guests import of as guest_of
from staffroom.events.models import Guest
from staffroom.kit.markdown import addresses_in

MOST_VERSIONS = 30
MOST_LINES_TOLD = 40


@dataclass(frozen=True)
class Bit:
    """Words of a line; with `href` they are an address."""

    words: str
    href: str = ""


@dataclass(frozen=True)
class Noted:
    """The notes of a card: their text, the same in lines, each address once, and notes of cards that became one with it, as (title, lines)."""

    notes: Notes | None
    text: str
    version: int
    lines: list[list[Bit]]
    links: list[str]
    merged: list[tuple[str, list[list[Bit]]]]
    is_down: bool = False


@dataclass(frozen=True)
class Step:
    """What came with a version: lines that were written and lines that were taken away."""

    version: NotesVersion
    added: list[str]
    gone: list[str]
    is_first: bool


def beginning() -> str:
    """How notes begin that nobody wrote in."""
    return "\n".join(f"{words}\n" for words in (_("Who was here:"), _("Ideas that came up:"), _("Links:"), _("What we will try:")))


def lines_of(text: str) -> list[list[Bit]]:
    """Each line in bits, without the blank lines that nobody misses."""
    lines = [_bits(line.rstrip()) for line in text.strip().split("\n")] if text.strip() else []
    return [line for line, before in zip(lines, [[], *lines], strict=False) if line or before]


def _bits(line: str) -> list[Bit]:
    found, at = [], 0
    for start, end, href in addresses_in(line):
        found += [Bit(line[at:start]), Bit(line[start:end], href)]
        at = end
    return [bit for bit in (*found, Bit(line[at:])) if bit.words]


def links_of(lines: list[list[Bit]]) -> list[str]:
    """Every address once."""
    return list(dict.fromkeys(bit.href for line in lines for bit in line if bit.href))


def noted(card: Card) -> Noted:
    """The notes of a card that this reader may read. One statement."""
    rows = Notes.objects.select_related("card").filter(Q(card=card) | Q(card__merged_into=card))  # house: whoever reads the card reads its notes
    own, merged = None, []
    for row in rows.order_by("made_at", "pk"):
        if row.card_id == card.pk:
            own = row
        elif row.text and row.taken_down_at is None and row.card.taken_down_at is None:
            merged.append((row.card.title, lines_of(row.text)))
    if own is None or own.taken_down_at is not None:
        return Noted(own, "", own.version if own else 0, [], [], merged, own is not None)
    lines = lines_of(own.text)
    return Noted(own, own.text, own.version, lines, links_of(lines), merged)


def steps(card: Card) -> tuple[Notes | None, list[Step]]:
    """How the notes of a card came to be, the newest first, for those who may write there. Two statements."""
    notes = Notes.objects.filter(card=card, taken_down_at=None).first()  # house: whoever reads the card reads its notes
    if notes is None:
        return None, []
    rows = NotesVersion.objects.filter(notes=notes).select_related("by", "guest")  # house: those who write there see who did
    found = list(rows.order_by("-number")[:MOST_VERSIONS + 1])
    told = []
    for row, before in zip(found, [*found[1:], None], strict=False):
        added, gone = _between(before.text if before else "", row.text)
        told.append(Step(row, added, gone, before is None))
    return notes, told[:MOST_VERSIONS]


def _between(before: str, after: str) -> tuple[list[str], list[str]]:
    """Lines that came and lines that went."""
    one, other = before.split("\n"), after.split("\n")
    added, gone = [], []
    for tag, a, b, c, d in SequenceMatcher(None, one, other).get_opcodes():
        if tag != "equal":
            gone += [line for line in one[a:b] if line.strip()]
            added += [line for line in other[c:d] if line.strip()]
    return added[:MOST_LINES_TOLD], gone[:MOST_LINES_TOLD]


def version_of_notes(card: Card, number: int) -> NotesVersion | None:
    """The version of that number, for those who may write there."""
    rows = NotesVersion.objects.select_related("notes__card").filter(notes__card=card, number=number, notes__taken_down_at=None)
    return rows.first()  # house: those who write there see who did


def leads_of(card: Card) -> list[str]:
    """The names of those who lead it, as they hang; no statement."""
    return next((one["leads"] for one in card.edcamp.board["cards"] if one["code"] == card.code), [])


# Guests


def edcamp_by_door(request: HttpRequest, code: str) -> Edcamp | None:
    """The board of an edcamp whose link was opened in this browser; it is theirs to read. Without the cookie no statement is needed."""
    if not doors.held(request):
        return None
    rows = Edcamp.objects.select_related("event__organisation", "event__host", "event__series")
    found = rows.filter(code=code, event__taken_down_at=None).first()  # house: the link is the right to read it
    return found if found is not None and doors.holds(request, found.event) else None


def card_by_door(request: HttpRequest, code: str) -> Card | None:
    """The same of a card of it."""
    if not doors.held(request):
        return None
    rows = Card.objects.select_related("edcamp__event__organisation", "slot__edcamp__event", "room").exclude(state=Card.State.GONE)
    found = rows.filter(code=code, taken_down_at=None, edcamp__event__taken_down_at=None).first()  # house: the link is the right to read it
    return found if found is not None and doors.holds(request, found.edcamp.event) else None


def card_of_guest(request: HttpRequest, code: str) -> tuple[Card | None, Guest | None]:
    """The card, where this browser opened the link of a guest of its edcamp; their board is theirs to read."""
    if COOKIE not in request.COOKIES:
        return None, None
    rows = Card.objects.select_related("edcamp__event__organisation", "slot__edcamp__event", "room").exclude(state=Card.State.GONE)
    card = rows.filter(code=code, taken_down_at=None, edcamp__event__taken_down_at=None).first()  # house: a guest's link is the right to read it
    guest = guest_of(request, card.edcamp.event) if card else None
    return (card, guest) if guest else (None, None)


def lead_of_guest(request: HttpRequest, code: str) -> tuple[Lead | None, Guest | None]:
    """What a guest leads, by their own link."""
    if COOKIE not in request.COOKIES:
        return None, None
    lead = Lead.objects.select_related("card__edcamp__event").filter(code=code).exclude(guest=None).first()  # house: their link is the right to it
    guest = guest_of(request, lead.card.edcamp.event) if lead else None
    return (lead, guest) if guest and lead and lead.guest_id == guest.pk else (None, None)


def turn_of_guest(request: HttpRequest, code: str) -> tuple[Turn | None, Guest | None]:
    """A turn in the queue that is a guest's own, by their link."""
    if COOKIE not in request.COOKIES:
        return None, None
    turn = Turn.objects.select_related("edcamp__event").filter(code=code).exclude(guest=None).first()  # house: their link is the right to it
    guest = guest_of(request, turn.edcamp.event) if turn else None
    return (turn, guest) if guest and turn and turn.guest_id == guest.pk else (None, None)


def edcamp_of_guest(request: HttpRequest, code: str) -> tuple[Edcamp | None, Guest | None]:
    """The same of a board."""
    if COOKIE not in request.COOKIES:
        return None, None
    rows = Edcamp.objects.select_related("event__organisation", "event__host", "event__series")
    found = rows.filter(code=code, event__taken_down_at=None).first()  # house: a guest's link is the right to read it
    guest = guest_of(request, found.event) if found else None
    return (found, guest) if guest else (None, None)
