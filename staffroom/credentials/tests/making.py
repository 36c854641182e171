"""Badges made by the tests: invented, signed with keys made here, in every shape that is read."""

import base64
import copy
import gzip
import json
import struct
import zlib
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from staffroom.credentials.openbadges import checks, contexts, keys, proofs, tokens

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
LETTERS = keys.as_multikey(KEY.public_key())
ISSUER = f"did:key:{LETTERS}"
METHOD = f"{ISSUER}#{LETTERS}"
WEB = "did:web:badges.example"
OB = [contexts.V2, contexts.OPEN_BADGES]


def plain(**more):
    """A badge that nobody signed yet."""
    return {
        "@context": list(OB), "id": "urn:uuid:0d2f6c0e-6f1c-4d0f-9d52-2f1d6d0c1a11", "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Asking better questions", "issuer": {"id": ISSUER, "type": ["Profile"], "name": "Example Institute"}, "validFrom": "2026-03-01T00:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"], "creditsEarned": 6,
            "identifier": [{"type": "IdentityObject", "hashed": True, "identityHash": hashed("ann@school.example", "pepper"), "identityType": "emailAddress",
                            "salt": "pepper"}],
            "achievement": {"id": "https://badges.example/a/questions", "type": ["Achievement"], "name": "Asking better questions",
                            "description": "Plans questions that open a talk.", "criteria": {"narrative": "Two lessons and what pupils said."}}}} | more


def hashed(address, salt=""):
    import hashlib
    return "sha256$" + hashlib.sha256((address + salt).encode()).hexdigest()


def signed(document=None, key=KEY, method=METHOD, created="2026-03-01T00:00:00Z", **more):
    return proofs.sign(document or plain(**more), key, method=method, created=created)


def token(document=None, key=KEY, kid=METHOD, **more):
    return tokens.sign(document or plain(**more), key, kid=kid, now=datetime(2026, 3, 1, tzinfo=UTC))


def own_token(header, payload, sign):
    """A token with any header at all; `sign` makes the signature of its bytes."""
    def packed(value):
        data = value if isinstance(value, bytes) else json.dumps(value).encode()
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
    text = f"{packed(header)}.{packed(payload)}"
    return f"{text}.{packed(sign(text.encode()))}"


def verify(document, *, now=NOW, **more):
    data = document if isinstance(document, bytes) else document.encode() if isinstance(document, str) else json.dumps(document).encode()
    return checks.verify(data, now=now, **more)


def codes(found, ok):
    return [one["code"] for one in found["checks"] if one["ok"] is ok]


def changed(document, path, value):
    """The same with one thing in it changed: a path of names and numbers."""
    document = copy.deepcopy(document)
    at = document
    for name in path[:-1]:
        at = at[name]
    at[path[-1]] = value
    return document


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(text, keyword=b"openbadgecredential", packed=False, twice=False):
    """A picture of one pixel that a badge is baked into."""
    body = text.encode() if isinstance(text, str) else text
    flags = b"\1\0" if packed else b"\0\0"
    baked = chunk(b"iTXt", keyword + b"\0" + flags + b"\0\0" + (zlib.compress(body) if packed else body))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)) + baked * (2 if twice else 1)
            + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b""))


def svg(text, is_token=False):
    inner = f'<openbadges:credential verify="{text}"/>' if is_token else f"<openbadges:credential><![CDATA[{text}]]></openbadges:credential>"
    return f'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">{inner}<g/></svg>'.encode()


def did_document(key=KEY, **more):
    """What the issuer's page lists."""
    letters = keys.as_multikey(key.public_key())
    return {"id": WEB, "assertionMethod": [f"{WEB}#1"], "verificationMethod": [
        {"id": f"{WEB}#1", "type": "Multikey", "controller": WEB, "publicKeyMultibase": letters} | more]}


def by_web(**more):
    """A badge whose issuer is a web page, and its key there."""
    return signed(plain(issuer={"id": WEB, "type": ["Profile"], "name": "Example Institute"}, **more), method=f"{WEB}#1")


LIST = "https://badges.example/status/1"


def with_status(purpose="revocation", index=94_567):
    entry = {"id": f"{LIST}#{index}", "type": "BitstringStatusListEntry", "statusPurpose": purpose, "statusListIndex": str(index), "statusListCredential": LIST}
    return signed(credentialStatus=entry)


def status_list(*indexes, purpose="revocation", key=KEY):
    bits = bytearray(16_384)
    for index in indexes:
        bits[index // 8] |= 0x80 >> index % 8
    packed = "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits))).rstrip(b"=").decode()
    return signed({"@context": [contexts.V2], "id": LIST, "type": ["VerifiableCredential", "BitstringStatusListCredential"], "issuer": ISSUER,
                   "validFrom": "2026-01-01T00:00:00Z", "credentialSubject": {
                       "id": f"{LIST}#list", "type": "BitstringStatusList", "statusPurpose": purpose, "encodedList": packed}}, key=key)


def record_of(*held):
    """A CLR that holds these."""
    return signed({"@context": [contexts.V2, "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", contexts.OPEN_BADGES],
                   "id": "urn:uuid:0d2f6c0e-6f1c-4d0f-9d52-2f1d6d0c1a12", "type": ["VerifiableCredential", "ClrCredential"], "name": "Learner record",
                   "issuer": {"id": ISSUER, "type": ["Profile"], "name": "Example Institute"}, "validFrom": "2026-03-01T00:00:00Z",
                   "credentialSubject": {"type": ["ClrSubject"], "verifiableCredential": list(held)}})


def assertion(**more):
    """A badge of Open Badges 2.0 that lies at its issuer's address."""
    return {"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "https://badges.example/2/1", "issuedOn": "2025-05-01T00:00:00Z",
            "recipient": {"type": "email", "hashed": True, "salt": "s", "identity": hashed("ann@school.example", "s")},
            "badge": "https://badges.example/2/class", "verification": {"type": "hosted"}} | more


BADGE_CLASS = {"@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass", "id": "https://badges.example/2/class", "name": "Asking better questions",
               "description": "Plans questions.", "issuer": "https://badges.example/2/issuer"}
PROFILE = {"@context": "https://w3id.org/openbadges/v2", "type": "Issuer", "id": "https://badges.example/2/issuer", "name": "Example Institute"}
PUBLISHED = {BADGE_CLASS["id"]: BADGE_CLASS, PROFILE["id"]: PROFILE}


def clique(size):
    """A credential whose graph looks the same from every side: putting it in order takes for ever (RDFC-1.0, test074)."""
    def profile(number):
        return {"id": f"_:p{number}", "type": ["Profile"], "parentOrg": [{"id": f"_:p{other}", "type": ["Profile"]} for other in range(size) if other != number]}
    document = plain()
    document["credentialSubject"]["source"] = {"type": ["Profile"], "parentOrg": profile(0)}
    document["credentialSubject"]["achievement"]["endorsement"] = []
    del document["credentialSubject"]["achievement"]["endorsement"]
    document["credentialSubject"]["achievement"]["creator"] = {"type": ["Profile"], "parentOrg": [profile(number) for number in range(size)]}
    return document | {"proof": signed()["proof"]}
