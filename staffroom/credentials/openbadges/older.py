"""Open Badges 2.0: an assertion that counts as it stands at its issuer's address, or that a token signs."""

from typing import Any
from urllib.parse import urlsplit

from staffroom.credentials.openbadges import keys, shapes, tokens
from staffroom.credentials.openbadges.checking import Checking, check_time
from staffroom.credentials.openbadges.reading import Bad
from staffroom.credentials.openbadges.recipients import recipient_2

SIGNED = {"signed", "SignedBadge"}
HOSTED = {"hosted", "HostedBadge"}


def check_assertion(seen: Checking, document: dict, token: tokens.Token | None) -> None:
    """Every check of an assertion, hosted or signed."""
    verification = document.get("verification", document.get("verify"))
    verification = verification if isinstance(verification, dict) else {}
    kinds = {str(one) for one in shapes.several(verification.get("type"))}
    if token:
        _signed(seen, document, token, verification)
    elif kinds & SIGNED:
        seen.say("signature.none", False)
    elif kinds & HOSTED:
        _hosted(seen, document)
    else:
        seen.say("hosted.unnamed", None)
    check_time(seen, [document["issuedOn"]] if "issuedOn" in document else [], [document["expires"]] if "expires" in document else [])
    if document.get("revoked") is True:
        seen.say("status.revocation", False)
    if seen.addresses is not None:
        ok, code, values = recipient_2(document, seen.addresses)
        seen.say(code, ok, **values)


def _issuer(seen: Checking, document: dict) -> tuple[dict, str]:
    """The issuer's profile where it is at hand (else {}), and its address; asks for what is missing."""
    badge = _part(seen, document.get("badge"))
    issuer = badge.get("issuer")
    return _part(seen, issuer), shapes.id_of(issuer)


def _part(seen: Checking, value: Any) -> dict:
    """A part by its address alone: one that is written into the assertion was not published by anybody."""
    address = shapes.id_of(value)
    found = seen.at_hand.get(address)
    if isinstance(found, dict):
        return found
    seen.want(address)
    return value if isinstance(value, dict) else {}


def _hosted(seen: Checking, document: dict) -> None:
    address = shapes.id_of(document)
    profile, issuer = _issuer(seen, document)
    if issuer and not _may_lie_at(address, issuer, profile):
        seen.say("hosted.elsewhere", False)
        return
    found = seen.at_hand.get(address)
    if found is None:
        seen.say("hosted.away", None, address=address[:200] or "?")
        seen.want(address)
    elif isinstance(found, dict) and found.get("revoked") is True:
        seen.say("status.revocation", False)
    else:
        seen.say("hosted.same" if found == document else "hosted.differs", found == document, address=address[:200])
        if found == document and not issuer:
            seen.say("issuer.none", None)


def _may_lie_at(address: str, issuer: str, profile: dict) -> bool:
    """An assertion lies at its issuer's host, or where the issuer's profile says (Open Badges 2.0, VerificationObject)."""
    policy = profile.get("verification")
    policy = policy if isinstance(policy, dict) else {}
    starts = [one for one in shapes.several(policy.get("startsWith")) if isinstance(one, str)]
    hosts = [one for one in shapes.several(policy.get("allowedOrigins")) if isinstance(one, str)] or [urlsplit(issuer).netloc]
    try:
        host = urlsplit(address).netloc
    except ValueError:
        return False
    return address.startswith(tuple(starts)) if starts else bool(host) and host in hosts


def _signed(seen: Checking, document: dict, token: tokens.Token, verification: dict) -> None:
    try:
        tokens.check_header(token)
        creator = verification.get("creator", verification.get("url"))
        profile, issuer = _issuer(seen, document)
        entry = seen.at_hand.get(creator) if isinstance(creator, str) else None
        if not isinstance(entry, dict) or not profile.get("id"):
            seen.say("signature.later", None)
            seen.say("key.away", None, issuer=issuer[:200] or str(creator)[:200])
            seen.want(str(creator))
            return
        fits = tokens.holds(token, keys.from_pem(entry.get("publicKeyPem")))
        seen.say("signature.good" if fits else "signature.bad", fits)
        listed = creator in map(shapes.id_of, shapes.several(profile.get("publicKey"))) and shapes.id_of(entry.get("owner")) == issuer
        seen.say("key.listed" if listed else "key.unlisted", listed)
        _taken_back(seen, document, profile)
    except Bad as problem:
        seen.bad(problem)


def _taken_back(seen: Checking, document: dict, profile: dict) -> None:
    address = profile.get("revocationList")
    if not isinstance(address, str):
        return
    listing = seen.at_hand.get(address)
    if not isinstance(listing, dict):
        seen.say("status.away", None)
        seen.want(address)
        return
    gone = {shapes.id_of(one) for one in shapes.several(listing.get("revokedAssertions"))}
    taken = shapes.id_of(document) in gone
    seen.say("status.revocation" if taken else "status.good", not taken)
