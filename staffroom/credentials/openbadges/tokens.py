"""Signed tokens (JWS, RFC 7515): VC-JWT of Open Badges 3.0 and the signed assertions of 2.0. EdDSA and RS256 alone.

What a token says of its own key is never believed: an address in its header is not asked, and a key that it carries only tells of changes.
"""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from staffroom.credentials.openbadges import keys
from staffroom.credentials.openbadges.keys import Key
from staffroom.credentials.openbadges.reading import TOKEN, Bad, parse

ALGORITHMS = {"EdDSA", "RS256"}


@dataclass(frozen=True)
class Token:
    """A token taken apart; nothing of it is believed yet."""

    header: dict
    payload: dict
    signed: bytes
    signature: bytes


def take_apart(text: str) -> Token:
    """The parts of a compact token; raises `Bad`."""
    if not TOKEN.fullmatch(text):
        raise Bad("read.kind")
    head, body, signature = text.split(".")
    parts = [_object(keys.from_base64url(part)) for part in (head, body)]
    return Token(*parts, f"{head}.{body}".encode(), keys.from_base64url(signature))


def _object(data: bytes) -> dict:
    try:
        found = parse(data.decode())
    except UnicodeDecodeError:
        raise Bad("read.json") from None
    if not isinstance(found, dict):
        raise Bad("read.json")
    return found


def check_header(token: Token) -> None:
    """Only the two ways of signing, and nothing that would change what is signed; raises `Bad`."""
    said = token.header.get("alg")
    if said not in ALGORITHMS:
        raise Bad("token.algorithm", name=str(said)[:30])
    if "crit" in token.header or "b64" in token.header:
        raise Bad("token.header")


def holds(token: Token, public: keys.Public) -> bool:
    """Whether the token is signed with this key, in the way its kind of key signs: a header cannot choose another."""
    wanted = "EdDSA" if isinstance(public, Ed25519PublicKey) else "RS256"
    return token.header["alg"] == wanted and keys.holds(public, token.signature, token.signed)


def key_of(token: Token, issuer: str, at_hand: keys.AtHand, at: datetime | None) -> Key:
    """The key of a credential's token: named by `kid`, or carried as `jwk`. Raises `Bad`."""
    kid, jwk = token.header.get("kid"), token.header.get("jwk")
    if isinstance(kid, str) and kid.startswith("#"):
        kid = issuer + kid
    if isinstance(kid, str) and kid.startswith(("did:", "https://", "http://")):
        return keys.find(kid, issuer, at_hand, at)
    if jwk is None:
        raise Bad("key.unnamed", is_refused=False)
    public = keys.from_jwk(jwk)
    own = isinstance(public, Ed25519PublicKey) and issuer == f"did:key:{keys.as_multikey(public)}"
    return Key(public, True if own else None, "key.own" if own else "key.carried", [])


def credential(token: Token) -> dict:
    """The credential in a token: the claims themselves, or what their `vc` holds (VC Data Model 1.1). Raises `Bad` where they contradict it."""
    claims = token.payload
    inner = claims.get("vc")
    document = dict(inner) if isinstance(inner, dict) else {name: value for name, value in claims.items() if name not in _CLAIMS}
    _agree(document, "issuer", claims.get("iss"), inner is not None)
    _agree(document, "id", claims.get("jti"), inner is not None)
    subject = document.get("credentialSubject")
    if isinstance(subject, dict) and isinstance(claims.get("sub"), str) and subject.get("id", claims["sub"]) != claims["sub"]:
        raise Bad("token.differs", name="sub")
    return document


_CLAIMS = {"iss", "jti", "nbf", "exp", "iat", "sub", "aud"}


def _agree(document: dict, name: str, claim: Any, may_stand_for_it: bool) -> None:
    found = document.get(name)
    said = found.get("id") if isinstance(found, dict) else found
    if claim is None or said == claim:
        return
    if said is not None or not may_stand_for_it:
        raise Bad("token.differs", name=name)
    document[name] = (found | {"id": claim}) if isinstance(found, dict) else claim


def time(token: Token, name: str) -> datetime | None:
    """A NumericDate of the claims (RFC 7519, 2); raises `Bad` for one that is none."""
    value = token.payload.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 32_503_680_000:
        raise Bad("read.number")
    return datetime.fromtimestamp(value, UTC)


def sign(document: dict, key: Ed25519PrivateKey, *, kid: str, now: datetime) -> str:
    """The credential as a token: its words at the top level, and those that every token has."""
    def packed(value: dict | bytes) -> str:
        data = value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    issuer = document["issuer"]
    claims = document | {"iss": issuer["id"] if isinstance(issuer, dict) else issuer, "nbf": int(now.timestamp()), "jti": document["id"]}
    text = f"{packed({'alg': 'EdDSA', 'typ': 'vc+jwt', 'kid': kid})}.{packed(claims)}"
    return f"{text}.{packed(key.sign(text.encode()))}"
