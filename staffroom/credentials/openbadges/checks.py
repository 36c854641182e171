"""What a file is, and each check of it by itself: it holds (True), it does not (False), it could not be made (None).

Nothing is fetched: documents of the issuer that somebody brought along are `at_hand`; what would help is `wanted`.
"""

from datetime import datetime
from typing import Any

from staffroom.credentials.openbadges import contexts, keys, proofs, reading, shapes, status, tokens
from staffroom.credentials.openbadges.checking import SKEW, Checking, check_time
from staffroom.credentials.openbadges.keys import AtHand, Key
from staffroom.credentials.openbadges.older import check_assertion
from staffroom.credentials.openbadges.reading import Bad
from staffroom.credentials.openbadges.recipients import recipient_3

MOST_PROOFS = 5


def verify(data: bytes, *, now: datetime, addresses: tuple[str, ...] | None = None, at_hand: AtHand | None = None,
           extra: contexts.Extra | None = None) -> dict:
    """{ok, checks: [{name, ok, detail, code, values}], kind, form, told, wanted, text}. `addresses`: those that the recipient is compared with;
    None leaves that check out. `at_hand`: documents by address. It never raises for anything that the bytes hold.
    """
    seen = Checking(now, addresses, at_hand or {}, extra)
    form, kind, text, told = "", "", "", shapes.told(None, "", {})
    try:
        read = reading.read(data)
        form, text = read.form, read.text
        if read.address:
            seen.say("read.address", None, address=read.address)
        else:
            token = tokens.take_apart(read.token) if read.token else None
            document = _document(token) if token else read.document
            kind = shapes.kind(document)
            told = shapes.told(document, kind, seen.at_hand)
            _check(seen, document, kind, token)
    except Bad as problem:
        seen.bad(problem)
    return {"ok": seen.ok, "checks": seen.checks, "kind": kind, "form": form, "told": told, "wanted": seen.wanted[:10], "text": text}


def _document(token: tokens.Token) -> dict:
    return token.payload if shapes.kind(token.payload) == "badge2" else tokens.credential(token)


def _check(seen: Checking, document: Any, kind: str, token: tokens.Token | None) -> None:
    if not kind:
        seen.say("kind.unknown", False)
    elif kind in shapes.CREDENTIALS:
        seen.say(f"kind.{kind}", True)
        check_credential(seen, document, token)
        _check_inside(seen, document, kind)
    elif kind == "badge2":
        seen.say(f"kind.{kind}", True)
        check_assertion(seen, document, token)
    else:
        seen.say(f"kind.{kind}", None)


# A credential (Open Badges 3.0, CLR 2.0)


def check_credential(seen: Checking, document: dict, token: tokens.Token | None) -> None:
    """Every check of a verifiable credential, whether a token signs it or a proof of its own."""
    issuer = shapes.id_of(document.get("issuer"))
    if not issuer:
        seen.say("issuer.none", False)
        return
    if token:
        _check_token(seen, document, token, issuer)
    else:
        _check_proofs(seen, document, issuer)
    if not seen.inside:
        _check_time(seen, document, token)
    _check_status(seen, document, issuer)
    if seen.addresses is not None and not seen.inside:
        ok, code, values = recipient_3(document, seen.addresses)
        seen.say(code, ok, **values)


def _check_token(seen: Checking, document: dict, token: tokens.Token, issuer: str) -> None:
    try:
        tokens.check_header(token)
        contexts.check(document, seen.extra)
        seen.say("vocabulary.known", True)
        _check_key(seen, tokens.key_of(token, issuer, seen.at_hand, tokens.time(token, "iat")), issuer, lambda key: tokens.holds(token, key))
    except Bad as problem:
        seen.bad(problem)


def _check_proofs(seen: Checking, document: dict, issuer: str) -> None:
    found = [one for one in shapes.several(document.get("proof")) if isinstance(one, dict)]
    known = [one for one in found if proofs.suite(one) and "previousProof" not in one]
    if not found:
        seen.say("signature.inside" if seen.inside else "signature.none", bool(seen.inside))
        return
    if len(found) > MOST_PROOFS:
        raise Bad("read.many", most=MOST_PROOFS)
    if not known:
        _check_words(seen, document)
        seen.say("signature.unknown", None, name=str(found[0].get("cryptosuite") or found[0].get("type"))[:60])
    for proof in known:
        try:
            _check_proof(seen, document, proof, issuer)
        except Bad as problem:
            seen.bad(problem)


def _check_words(seen: Checking, document: dict) -> None:
    try:
        contexts.check(document, seen.extra)
        seen.say("vocabulary.known", True)
    except Bad as problem:
        seen.bad(problem)


def _check_proof(seen: Checking, document: dict, proof: dict, issuer: str) -> None:
    if proof.get("proofPurpose") != "assertionMethod":
        raise Bad("signature.purpose")
    made, until = keys.moment(proof.get("created")), keys.moment(proof.get("expires"))
    if made is not None and made > seen.now + SKEW:
        raise Bad("signature.early")
    if until is not None and until < seen.now:
        raise Bad("signature.expired", day=until.date().isoformat())
    signature = proofs.signature(proof)
    signed = proofs.hashed(document, proof, seen.extra)
    seen.say("vocabulary.known", True)
    _check_key(seen, keys.find(proof.get("verificationMethod"), issuer, seen.at_hand, made), issuer, lambda key: keys.holds(key, signature, signed))


def _check_key(seen: Checking, key: Key, issuer: str, holds: Any) -> None:
    if key.public is None:
        seen.say("signature.later", None)
    else:
        fits = holds(key.public)
        seen.say("signature.good" if fits else "signature.bad", fits)
    seen.say(key.why, key.binding, **({"issuer": issuer[:200]} if key.binding is None else {}))
    for address in key.wanted if key.binding is None else []:
        seen.want(address)


def _check_time(seen: Checking, document: dict, token: tokens.Token | None) -> None:
    begins = [document.get(name) for name in ("validFrom", "issuanceDate") if name in document]
    ends = [document.get(name) for name in ("validUntil", "expirationDate") if name in document]
    check_time(seen, begins, ends, tokens.time(token, "nbf") if token else None, tokens.time(token, "exp") if token else None)


# Taken back


def _check_status(seen: Checking, document: dict, issuer: str) -> None:
    for entry in status.entries(document):
        if entry.get("type") != "BitstringStatusListEntry" or str(entry.get("statusPurpose")) not in status.PURPOSES:
            seen.say("status.unknown", None)
            continue
        address = entry.get("statusListCredential")
        listing = seen.at_hand.get(address) if isinstance(address, str) else None
        if listing is None:
            seen.say("status.away", None)
            seen.want(str(address))
            continue
        try:
            _check_bit(seen, entry, listing, issuer)
        except Bad as problem:
            seen.say("status.unreadable" if not problem.code.startswith("status") else problem.code, False)


def _check_bit(seen: Checking, entry: dict, listing: Any, issuer: str) -> None:
    token = tokens.take_apart(listing) if isinstance(listing, str) else None
    document = tokens.credential(token) if token else listing
    inner = Checking(seen.now, None, {name: one for name, one in seen.at_hand.items() if one is not listing}, seen.extra)
    if not isinstance(document, dict) or shapes.id_of(document.get("issuer")) != issuer:
        raise Bad("status.bad")
    check_credential(inner, document, token)
    for address in inner.wanted:
        seen.want(address)
    if not inner.ok:
        seen.say("status.bad" if inner.ok is False else "status.away", inner.ok)
    elif status.bit(entry, document):
        seen.say(f"status.{entry['statusPurpose']}", False)
    else:
        seen.say("status.good", True)


# A learner record


def _check_inside(seen: Checking, document: dict, kind: str) -> None:
    """Each credential that a CLR holds, by itself; when it expires is told on it, and does not end the record."""
    held = shapes.inside(document) if kind == "clr" else []
    if len(held) > shapes.MOST_INSIDE:
        raise Bad("read.many", most=shapes.MOST_INSIDE)
    for number, one in enumerate(held, 1):
        seen.inside = f"inside {number}: "
        try:
            token = tokens.take_apart(one) if isinstance(one, str) else None
            inner = tokens.credential(token) if token else one
            if not isinstance(inner, dict):
                raise Bad("read.json")
            check_credential(seen, inner, token)
        except Bad as problem:
            seen.bad(problem)
    seen.inside = ""
