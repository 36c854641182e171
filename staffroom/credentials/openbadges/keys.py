"""Public keys, and whose they are: multibase (Multikey), JWK, `did:key`, `did:jwk`, and documents of an issuer that are at hand."""

import base64
import binascii
import json
import string
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers

from staffroom.credentials.openbadges.reading import Bad

LETTERS = "".join(one for one in string.digits + string.ascii_uppercase + string.ascii_lowercase if one not in "0OIl")  # base58, the order of Bitcoin
MOST_LETTERS = 130
ED25519 = b"\xed\x01"
PRIVATE = b"\x80\x26"
Public = Ed25519PublicKey | RSAPublicKey
AtHand = dict[str, Any]  # documents by their address: parsed JSON, or a token as text


@dataclass
class Key:
    """A key. `binding`: whether it is the issuer's: True, False, or None when that could not be checked; `why` is the code of its sentence."""

    public: Public | None
    binding: bool | None
    why: str
    wanted: list[str] = field(default_factory=list)


def base58(data: bytes) -> str:
    number, text = int.from_bytes(data), ""
    while number:
        number, rest = divmod(number, 58)
        text = LETTERS[rest] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def from_base58(text: str) -> bytes:
    if not text or len(text) > MOST_LETTERS or any(letter not in LETTERS for letter in text):
        raise Bad("key.unreadable")
    number = 0
    for letter in text:
        number = number * 58 + LETTERS.index(letter)
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)


def from_base64url(text: str) -> bytes:
    """Bytes of base64url without padding; raises `Bad`."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        raise Bad("key.unreadable") from None


def multikey(text: Any) -> Ed25519PublicKey:
    """The Ed25519 key in a multibase text such as z6Mk…; raises `Bad`."""
    if not isinstance(text, str) or not text.startswith("z"):
        raise Bad("key.unreadable")
    data = from_base58(text[1:])
    if data[:2] != ED25519 or len(data) != 34:
        raise Bad("key.kind", is_refused=False)
    return Ed25519PublicKey.from_public_bytes(data[2:])


def as_multikey(public: Ed25519PublicKey) -> str:
    return "z" + base58(ED25519 + public.public_bytes_raw())


def private_multikey(text: str) -> Ed25519PrivateKey:
    """The private key in a multibase text such as z3u2…; raises `Bad`."""
    data = from_base58(text[1:])
    if data[:2] != PRIVATE or len(data) != 34:
        raise Bad("key.unreadable")
    return Ed25519PrivateKey.from_private_bytes(data[2:])


def from_jwk(jwk: Any) -> Public:
    """The key of a JWK (RFC 7517, 8037): Ed25519, or RSA of 2,048 to 8,192 bits; raises `Bad`."""
    if not isinstance(jwk, dict) or "d" in jwk:
        raise Bad("key.unreadable")
    try:
        if jwk.get("kty") == "OKP" and jwk.get("crv") == "Ed25519":
            return Ed25519PublicKey.from_public_bytes(from_base64url(jwk["x"]))
        if jwk.get("kty") == "RSA":
            n, e = (int.from_bytes(from_base64url(jwk[name])) for name in "ne")
            if not 2_048 <= n.bit_length() <= 8_192 or not 3 <= e < 2**33:
                raise Bad("key.weak")
            return RSAPublicNumbers(e, n).public_key()
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Bad("key.unreadable") from None
    raise Bad("key.kind", is_refused=False)


def from_pem(text: Any) -> Public:
    """The key of a PEM, as Open Badges 2.0 publish it; raises `Bad`."""
    try:
        key = serialization.load_pem_public_key(str(text).encode())
    except (ValueError, UnsupportedAlgorithm):
        raise Bad("key.unreadable") from None
    if isinstance(key, RSAPublicKey) and 2_048 <= key.key_size <= 8_192:
        return key
    if isinstance(key, Ed25519PublicKey):
        return key
    raise Bad("key.kind", is_refused=False)


def holds(public: Public, signature: bytes, signed: bytes) -> bool:
    """Whether the signature is of these bytes: Ed25519, or RSA with PKCS #1 v1.5 and SHA-256, as the kind of the key says."""
    try:
        if isinstance(public, Ed25519PublicKey):
            public.verify(signature, signed)
        else:
            public.verify(signature, signed, PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True


def same(one: Public, other: Public) -> bool:
    form = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    return one.public_bytes(*form) == other.public_bytes(*form)


def find(method: Any, issuer: str, at_hand: AtHand, at: datetime | None) -> Key:
    """The key that a proof names, and whether it is the issuer's. `at`: when it was signed, where the proof says so. Raises `Bad`."""
    if not isinstance(method, str) or not method or len(method) > 2_000:
        raise Bad("key.unnamed")
    owner, _hash, fragment = method.partition("#")
    if owner.startswith("did:key:"):
        if fragment and fragment != owner.removeprefix("did:key:"):
            raise Bad("key.unreadable")
        public: Public = multikey(owner.removeprefix("did:key:"))
    elif owner.startswith("did:jwk:"):
        public = from_jwk(_json(from_base64url(owner.removeprefix("did:jwk:"))))
    else:
        return _remote(method, owner, fragment, issuer, at_hand, at)
    return Key(public, owner == issuer, "key.own" if owner == issuer else "key.other")


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise Bad("key.unreadable") from None


def _remote(method: str, owner: str, fragment: str, issuer: str, at_hand: AtHand, at: datetime | None) -> Key:
    """A key that an address names: believed only with the issuer's own document at hand; a key written behind the # only tells of changes."""
    if owner != issuer:
        return Key(None, False, "key.other")
    address = address_of(owner)
    document = at_hand.get(address)
    if isinstance(document, dict):
        return _listed(document, method, owner, at)
    inline = multikey(fragment) if fragment.startswith("z6Mk") else None
    return Key(inline, None, "key.asserted" if inline else "key.away", [address] if address else [])


def address_of(owner: str) -> str:
    """Where the document of an issuer lies: itself for https, by the rule of did:web for that; "" for others."""
    if owner.startswith(("https://", "http://")):
        return owner
    if not owner.startswith("did:web:"):
        return ""
    host, *path = owner.removeprefix("did:web:").split(":")
    return f"https://{unquote(host)}/{'/'.join([*path, 'did.json'] if path else ['.well-known', 'did.json'])}"


def _listed(document: dict, method: str, owner: str, at: datetime | None) -> Key:
    """The key as the issuer's document lists it for assertions (DID Core, 5.2 and 5.3.2)."""
    if document.get("id") != owner:
        return Key(None, False, "key.unlisted")
    uses = [one for one in _list(document.get("assertionMethod")) if method in (one, one.get("id") if isinstance(one, dict) else None)]
    entries = [one for one in [*uses, *_list(document.get("verificationMethod"))] if isinstance(one, dict) and one.get("id") == method]
    if not uses or not entries or entries[0].get("controller", owner) != owner:
        return Key(None, False, "key.unlisted")
    entry = entries[0]
    public = multikey(entry["publicKeyMultibase"]) if "publicKeyMultibase" in entry else from_jwk(entry.get("publicKeyJwk"))
    if entry.get("revoked"):
        return Key(public, False, "key.withdrawn")
    ended = moment(entry.get("expires"))
    if ended is not None and (at is None or at >= ended):
        return Key(public, False, "key.ended")
    return Key(public, True, "key.listed")


def _list(value: Any) -> list:
    return value if isinstance(value, list) else [] if value is None else [value]


def moment(text: Any) -> datetime | None:
    """A moment of RFC 3339 with its zone (a bare day is midnight UTC), or None."""
    try:
        found = datetime.fromisoformat(text if "T" in text else f"{text}T00:00:00+00:00")
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else None
