"""Whether a credential was taken back: Bitstring Status List (W3C), where the list is at hand."""

from typing import Any

from staffroom.credentials.openbadges import keys
from staffroom.credentials.openbadges.reading import Bad, gunzipped

LEAST_BITS = 131_072
PURPOSES = {"revocation", "suspension"}


def entries(document: dict) -> list[dict]:
    """The places of status lists that a credential names."""
    found = document.get("credentialStatus")
    return [one for one in (found if isinstance(found, list) else [found]) if isinstance(one, dict)][:5]


def bit(entry: dict, listing: dict) -> bool:
    """Whether the bit of this entry is set in the list (its credential, already checked); raises `Bad`.

    Index 0 is the highest bit of the first byte (Bitstring Status List 1.0, 3.1 to 3.3).
    """
    subject: Any = listing.get("credentialSubject")
    if not isinstance(subject, dict) or subject.get("statusPurpose") != entry.get("statusPurpose"):
        raise Bad("status.other")
    packed, place = subject.get("encodedList"), str(entry.get("statusListIndex", ""))
    if not isinstance(packed, str) or not packed.startswith("u") or not place.isascii() or not place.isdigit() or len(place) > 9:
        raise Bad("status.unreadable")
    bits = gunzipped(keys.from_base64url(packed[1:]))
    if len(bits) * 8 < LEAST_BITS or int(place) >= len(bits) * 8:
        raise Bad("status.unreadable")
    return bool(bits[int(place) // 8] & 0x80 >> int(place) % 8)
