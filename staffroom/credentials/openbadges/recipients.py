"""To whom a badge was issued: its recipient, plain or hashed, compared with mail addresses somebody proved to be theirs."""

import hashlib
import hmac
from typing import Any

from staffroom.credentials.openbadges import shapes

Answer = tuple[bool | None, str, dict]
MAIL = {"emailaddress", "email"}


def recipient_3(document: dict, addresses: tuple[str, ...]) -> Answer:
    """Of Open Badges 3.0: an identifier of the subject, or an address as its very id."""
    subject = shapes.subject_of(document)
    identity = [one for one in shapes.several(subject.get("identifier")) if isinstance(one, dict)]
    known = [(one.get("identityHash"), one.get("hashed"), one.get("salt")) for one in identity
             if str(one.get("identityType", "")).lower() in MAIL]
    if str(subject.get("id", "")).lower().startswith("mailto:"):
        known.append((str(subject["id"])[7:], False, None))
    return _compared(known, addresses)


def recipient_2(document: dict, addresses: tuple[str, ...]) -> Answer:
    """Of Open Badges 2.0: its `recipient`."""
    one = document.get("recipient")
    if not isinstance(one, dict) or str(one.get("type")) not in MAIL:
        return None, "recipient.unknown", {}
    return _compared([(one.get("identity"), one.get("hashed"), one.get("salt"))], addresses)


def _compared(known: list[tuple[Any, Any, Any]], addresses: tuple[str, ...]) -> Answer:
    if not known:
        return None, "recipient.unknown", {}
    could_not = False
    for identity, hashed, salt in known:
        if not isinstance(identity, str) or (hashed and not identity.lower().startswith("sha256$")):
            could_not = True
            continue
        for address in addresses:
            if any(_is(one, identity, bool(hashed), salt if isinstance(salt, str) else "") for one in (address, address.lower())):
                return True, "recipient.yours", {"address": address}
    return (None, "recipient.hash", {}) if could_not else (False, "recipient.other", {})


def _is(address: str, identity: str, hashed: bool, salt: str) -> bool:
    """Plain addresses are compared without regard to case; a hash is of the address as it stands, or in small letters."""
    if not hashed:
        return identity.strip().casefold() == address.casefold()
    digest = hashlib.sha256((address + salt).encode()).hexdigest()
    return hmac.compare_digest(identity.partition("$")[2].lower().encode(), digest.encode())
