"""Checking with the issuer's help: what a badge wants is read through the one guarded door, and the badge is checked again with it."""

from datetime import datetime

from staffroom.credentials.openbadges import child, reading
from staffroom.credentials.openbadges.keys import AtHand, address_of
from staffroom.credentials.openbadges.shapes import id_of
from staffroom.credentials.openbadges.tokens import credential, take_apart
from staffroom.kit.fetch import Door, Refused, Unreachable, safe_fetch

TYPES = ("application/json", "application/ld+json", "application/did+json", "application/did+ld+json", "application/vc", "application/vc+ld+json",
         "application/vc+jwt", "application/jwt", "text/plain")
ROUNDS = 3
MOST_ASKED = 8
SECONDS = 5


def verify(data: bytes, *, now: datetime, addresses: tuple[str, ...] | None = None, at_hand: AtHand | None = None, door: Door | None = None) -> dict:
    """`child.verify`, asked again with what the issuer publishes: its keys, the badge as it stands there, what was taken back.

    At most eight addresses are asked; one that does not answer leaves its check open. Nothing is sent but the question.
    """
    known, asked = dict(at_hand or {}), set()
    found = child.verify(data, now=now, addresses=addresses, at_hand=known)
    for _round in range(ROUNDS):
        wanted = [address for address in found["wanted"] if address not in asked][:MOST_ASKED - len(asked)]
        if found["ok"] is False or not wanted:
            break
        asked |= set(wanted)
        known |= {address: document for address in wanted if (document := _ask(address, door)) is not None}
        found = child.verify(data, now=now, addresses=addresses, at_hand=known)
    return found


def _ask(address: str, door: Door | None) -> object:
    try:
        answer = safe_fetch(address, accept=TYPES, max_bytes=1_000_000, seconds=SECONDS, door=door)
        return document(answer.body)[1] if answer.status == 200 else None
    except (Refused, Unreachable, reading.Bad):
        return None


def document(data: bytes) -> tuple[str, object]:
    """(address, document) of something that an issuer publishes: parsed, or a token as text. Raises `reading.Bad`."""
    read = reading.read(data)
    if read.token:
        return id_of(credential(take_apart(read.token))), read.token
    name = id_of(read.document)
    return address_of(name) or name, read.document
