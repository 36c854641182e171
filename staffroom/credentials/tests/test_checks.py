"""A badge in every shape that is read: what holds, what does not, what could not be checked; and nothing tampered with holds."""

import copy
import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from staffroom.credentials.openbadges import contexts, keys, said, shapes
from staffroom.credentials.tests import making
from staffroom.credentials.tests.making import (
    BADGE_CLASS,
    ISSUER,
    KEY,
    LETTERS,
    LIST,
    METHOD,
    NOW,
    OTHER,
    PROFILE,
    PUBLISHED,
    WEB,
    assertion,
    by_web,
    changed,
    codes,
    did_document,
    hashed,
    own_token,
    plain,
    png,
    record_of,
    signed,
    status_list,
    svg,
    token,
    verify,
    with_status,
)

DID = "https://badges.example/.well-known/did.json"


def test_a_signed_badge_holds_in_every_shape_and_says_what_it_is_for():
    shapes_of = [json.dumps(signed()), token(), png(json.dumps(signed())), png(token()), png(token(), packed=True), svg(json.dumps(signed())), svg(token(), is_token=True)]
    for one, form in zip(shapes_of, ["json", "jwt", "png", "png", "png", "svg", "svg"], strict=True):
        found = verify(one)
        assert (found["ok"], found["form"], found["kind"], codes(found, False), codes(found, None)) == (True, form, "badge3", [], [])
        told = found["told"]
        assert (told["title"], told["issuer"], told["awarded_on"], told["credits"]) == ("Asking better questions", "Example Institute", "2026-03-01", "6")


TAMPERED = {
    "another title": (("name",), "Asking good questions"),
    "more credits": (("credentialSubject", "creditsEarned"), 60),
    "other criteria": (("credentialSubject", "achievement", "criteria", "narrative"), "Being there."),
    "an earlier day": (("validFrom",), "2020-03-01T00:00:00Z"),
    "a later end": (("validUntil",), "2046-03-01T00:00:00Z"),
    "another recipient": (("credentialSubject", "identifier", 0, "identityHash"), hashed("bob@school.example", "pepper")),
    "a picture added": (("credentialSubject", "achievement", "image"), {"id": "https://badges.example/x.png", "type": "Image"}),
    "another name of the issuer": (("issuer", "name"), "Example University"),
    "a word that no vocabulary knows": (("credentialSubject", "hoursOfGlory"), 40),
    "a kind that no vocabulary knows": (("type",), ["VerifiableCredential", "OpenBadgeCredential", "GoldMedal"]),
    "the vocabularies in another order": (("@context",), [contexts.OPEN_BADGES, contexts.V2]),
    "a vocabulary from elsewhere": (("@context",), [contexts.V2, contexts.OPEN_BADGES, "https://evil.example/context.json"]),
    "a word given another meaning": (("@context",), [contexts.V2, contexts.OPEN_BADGES, {"name": "https://evil.example/name"}]),
    "a vocabulary of its own inside": (("credentialSubject", "@context"), {"achievement": None}),
    "a part outside the tree": (("@included",), [{"id": "urn:x:y"}]),
    "a word written as an address": (("credentialSubject", "https://schema.org/name"), "Ann"),
    "another key named": (("proof", 0, "verificationMethod"), f"did:key:{keys.as_multikey(OTHER.public_key())}"),
    "a signature of nothing": (("proof", 0, "proofValue"), "z" + keys.base58(bytes(range(64)))),
    "a signature cut short": (("proof", 0, "proofValue"), "z3d7Qn"),
    "another purpose": (("proof", 0, "proofPurpose"), "authentication"),
    "another time of signing": (("proof", 0, "created"), "2026-03-02T00:00:00Z"),
    "signed in the future": (("proof", 0, "created"), "2027-03-01T00:00:00Z"),
    "no proof": (("proof",), []),
    "no issuer": (("issuer",), {"name": "Example Institute"}),
    "another issuer": (("issuer", "id"), "https://example.org/"),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_tampered_with_does_not_hold(what):
    path, value = TAMPERED[what]
    assert verify(changed(signed(), path, value))["ok"] is False


def test_what_a_badge_says_of_itself_cannot_be_moved_to_where_nobody_reads_it():
    document = plain(validUntil="2026-04-01T00:00:00Z", evidence=[{"id": plain()["id"], "type": ["Evidence"]}])
    assert codes(verify(signed(document)), False) == ["time.expired"]
    moved = signed(document)
    moved["evidence"][0]["validUntil"] = moved.pop("validUntil")  # the same graph, so the signature fits
    assert codes(verify(moved), False) == ["vocabulary.again"]


def test_what_another_key_signed_in_the_name_of_the_issuer_does_not_hold():
    letters = keys.as_multikey(OTHER.public_key())
    assert codes(verify(signed(key=OTHER)), False) == ["signature.bad"]
    assert codes(verify(signed(key=OTHER, method=f"did:key:{letters}#{letters}")), False) == ["key.other"]
    assert verify(token(key=OTHER))["ok"] is False


@pytest.mark.parametrize(("more", "code"), [
    ({"validFrom": "2026-12-24T00:00:00Z"}, "time.early"), ({"validUntil": "2026-11-29T00:00:00Z"}, "time.expired"), ({"validUntil": "soon"}, "time.unreadable")])
def test_before_and_after_its_time_it_does_not_hold(more, code):
    assert codes(verify(signed(**more)), False) == [code]


def test_a_badge_that_was_taken_back_or_suspended_does_not_hold_and_a_list_that_is_away_is_said():
    assert codes(verify(with_status()), None) == ["status.away"] and verify(with_status())["wanted"] == [LIST]
    assert verify(with_status(), at_hand={LIST: status_list(1)})["ok"] is True
    assert codes(verify(with_status(), at_hand={LIST: status_list(94_567)}), False) == ["status.revocation"]
    assert codes(verify(with_status("suspension"), at_hand={LIST: status_list(94_567, purpose="suspension")}), False) == ["status.suspension"]
    assert codes(verify(with_status(), at_hand={LIST: status_list(94_567, purpose="suspension")}), False) == ["status.other"]
    assert codes(verify(with_status(), at_hand={LIST: status_list(1, key=OTHER)}), False) == ["status.bad"]
    assert codes(verify(with_status(index=999_999), at_hand={LIST: status_list(1)}), False) == ["status.unreadable"]
    assert codes(verify(signed(credentialStatus={"id": "https://badges.example/r", "type": "1EdTechRevocationList"})), None) == ["status.unknown"]


def test_a_key_on_the_issuers_page_is_believed_only_with_that_page_at_hand():
    assert (codes(verify(by_web()), None), verify(by_web())["wanted"]) == (["signature.later", "key.away"], [DID])
    assert verify(by_web(), at_hand={DID: did_document()})["ok"] is True
    for page, code in ((did_document(OTHER), "signature.bad"), (did_document() | {"assertionMethod": []}, "key.unlisted"),
                       (did_document() | {"id": "did:web:evil.example"}, "key.unlisted"), (did_document(revoked="2026-01-01T00:00:00Z"), "key.withdrawn"),
                       (did_document(controller="did:web:evil.example"), "key.unlisted"), (did_document(expires="2026-02-01T00:00:00Z"), "key.ended")):
        assert code in codes(verify(by_web(), at_hand={DID: page}), False)
    assert verify(by_web(), at_hand={DID: did_document(expires="2026-04-01T00:00:00Z")})["ok"] is True  # it was in use when this was signed
    turned = did_document() | {"assertionMethod": [f"{WEB}#2", f"{WEB}#1"]}
    assert verify(by_web(), at_hand={DID: turned})["ok"] is True  # another key came after it


def test_a_key_that_the_file_itself_brings_tells_of_changes_and_never_makes_it_hold():
    page = "https://badges.example/issuer"
    mine = signed(plain(issuer={"id": page, "type": ["Profile"]}), method=f"{page}#{LETTERS}")
    assert (verify(mine)["ok"], codes(verify(mine), None)) == (None, ["key.asserted"])
    assert codes(verify(changed(mine, ("name",), "Else")), False) == ["signature.bad"]
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": packed(KEY.public_key().public_bytes_raw())}
    carried = own_token({"alg": "EdDSA", "jwk": jwk}, plain(issuer=page), KEY.sign)
    assert (verify(carried)["ok"], codes(verify(carried), None)) == (None, ["key.carried"])


def packed(data):
    import base64
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def test_a_token_may_hold_its_badge_at_the_top_or_inside():
    inner = plain()
    at_top = plain() | {"iss": ISSUER, "nbf": 1_772_323_200, "jti": inner["id"]}
    inside = {"iss": ISSUER, "nbf": 1_772_323_200, "jti": inner["id"], "vc": {name: value for name, value in inner.items() if name != "issuer"}}
    for claims in (at_top, inside):
        assert verify(own_token({"alg": "EdDSA", "kid": METHOD}, claims, KEY.sign))["ok"] is True
    for claims in (at_top | {"iss": "did:key:z6Mk"}, at_top | {"jti": "urn:x"}, inside | {"vc": inner, "iss": "https://a.example"}, at_top | {"exp": 1_772_323_201},
                   at_top | {"nbf": 1_998_000_000}, at_top | {"exp": 1e300}, at_top | {"sub": "did:a", "credentialSubject": inner["credentialSubject"] | {"id": "did:b"}}):
        assert verify(own_token({"alg": "EdDSA", "kid": METHOD}, claims, KEY.sign))["ok"] is False


def test_a_token_chooses_neither_how_it_is_signed_nor_where_its_key_lies():
    import hashlib
    import hmac

    public = KEY.public_key().public_bytes_raw()
    for said_alg in ("none", "None", "nOnE", "", "HS256", "RS512", None):
        def sign(data):
            return hmac.new(public, data, hashlib.sha256).digest()
        assert codes(verify(own_token({"alg": said_alg, "kid": METHOD}, plain(), sign)), False)[0] == "token.algorithm"
    for header in ({"alg": "RS256", "kid": METHOD}, {"alg": "EdDSA", "kid": METHOD, "crit": ["b64"], "b64": False}):
        assert verify(own_token(header, plain(), KEY.sign))["ok"] is False
    assert verify(own_token({"alg": "EdDSA", "kid": METHOD}, plain(), lambda _data: b""))["ok"] is False
    for header in ({"kid": "../../dev/null"}, {"kid": "' OR 1=1"}, {"jku": "https://evil.example/keys"}, {"x5u": "https://evil.example/x"}):
        found = verify(own_token({"alg": "EdDSA"} | header, plain(), KEY.sign))
        assert (found["ok"], found["wanted"]) == (None, [])


def test_a_token_signed_with_rsa_holds_with_the_key_of_its_issuer():
    key = rsa.generate_private_key(65_537, 2_048)
    numbers = key.public_key().public_numbers()
    jwk = {"kty": "RSA", "n": packed(numbers.n.to_bytes(256)), "e": "AQAB"}
    page = {"id": WEB, "assertionMethod": [{"id": f"{WEB}#r", "type": "JsonWebKey", "controller": WEB, "publicKeyJwk": jwk}]}
    made = own_token({"alg": "RS256", "kid": f"{WEB}#r"}, plain(issuer=WEB), lambda data: key.sign(data, PKCS1v15(), SHA256()))
    assert verify(made, at_hand={DID: page})["ok"] is True and verify(made)["ok"] is None
    weak = {"kty": "RSA", "n": packed((2**1_000 + 1).to_bytes(126)), "e": "AQAB"}
    assert codes(verify(own_token({"alg": "RS256", "jwk": weak}, plain(), KEY.sign)), False)[:1] == ["key.weak"]


def test_whose_it_is_is_compared_with_addresses_plain_or_hashed():
    mine = signed()
    for addresses, ok, code in ((("ann@school.example",), True, "recipient.yours"), (("x@y.example", "Ann@School.example"), True, "recipient.yours"),
                                (("bob@school.example",), False, "recipient.other"), ((), False, "recipient.other")):
        found = verify(mine, addresses=addresses)
        assert [(one["ok"], one["code"]) for one in found["checks"] if one["name"] == "recipient"] == [(ok, code)]
    bare = plain()
    bare["credentialSubject"]["identifier"][0] |= {"hashed": False, "identityHash": "Ann@School.Example"}
    assert verify(signed(bare), addresses=("ann@school.example",))["ok"] is True
    broken = plain()
    broken["credentialSubject"]["identifier"][0]["identityHash"] = "md5$0123"
    assert codes(verify(signed(broken), addresses=("ann@school.example",)), None) == ["recipient.hash"]
    without = plain()
    del without["credentialSubject"]["identifier"]
    assert codes(verify(signed(without), addresses=("ann@school.example",)), None) == ["recipient.unknown"]


def test_a_learner_record_is_checked_with_all_that_it_holds():
    assert verify(record_of(signed(), token()))["ok"] is True and verify(record_of(signed(), token()))["told"]["inside"] == ["Asking better questions"]
    assert verify(record_of(plain()))["ok"] is True  # the signature around it covers it
    assert codes(verify(record_of(signed(), changed(signed(), ("name",), "Else"))), False) == ["signature.bad"]
    record = record_of(signed())
    assert verify(changed(record, ("credentialSubject", "verifiableCredential"), []))["ok"] is False


def test_an_older_badge_counts_as_it_stands_at_its_issuers_address():
    there = PUBLISHED | {"https://badges.example/2/1": assertion()}
    away = verify(assertion())
    assert (away["ok"], codes(away, None), away["wanted"]) == (None, ["hosted.away"], ["https://badges.example/2/class", "https://badges.example/2/1"])
    found = verify(assertion(), at_hand=there, addresses=("ann@school.example",))
    assert (found["ok"], found["told"]["title"], found["told"]["issuer"]) == (True, "Asking better questions", "Example Institute")
    assert codes(verify(assertion(issuedOn="2025-06-01T00:00:00Z"), at_hand=there), False) == ["hosted.differs"]
    assert codes(verify(assertion(), at_hand=there | {"https://badges.example/2/1": {"id": "https://badges.example/2/1", "revoked": True}}), False) == ["status.revocation"]
    assert codes(verify(assertion(id="https://evil.example/2/1"), at_hand=there | {"https://evil.example/2/1": assertion(id="https://evil.example/2/1")}), False) == ["hosted.elsewhere"]
    assert codes(verify(assertion(expires="2025-06-01T00:00:00Z"), at_hand=there), False) == ["hosted.differs", "time.expired"]
    lent = PROFILE | {"verification": {"startsWith": ["https://lent.example/ours/"]}}
    ours = assertion(id="https://lent.example/ours/1")
    assert verify(ours, at_hand=PUBLISHED | {PROFILE["id"]: lent, ours["id"]: ours})["ok"] is True
    theirs = assertion(id="https://lent.example/theirs/1")
    assert codes(verify(theirs, at_hand=PUBLISHED | {PROFILE["id"]: lent, theirs["id"]: theirs}), False) == ["hosted.elsewhere"]


def test_an_older_badge_that_is_signed_holds_with_the_key_that_its_issuer_lists():
    key = rsa.generate_private_key(65_537, 2_048)
    pem = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
    creator, gone = "https://badges.example/2/key", "https://badges.example/2/gone"
    made = own_token({"alg": "RS256"}, assertion(id="urn:uuid:1", verification={"type": "signed", "creator": creator}), lambda data: key.sign(data, PKCS1v15(), SHA256()))
    there = {BADGE_CLASS["id"]: BADGE_CLASS, PROFILE["id"]: PROFILE | {"publicKey": creator, "revocationList": gone},
             creator: {"type": "CryptographicKey", "id": creator, "owner": PROFILE["id"], "publicKeyPem": pem}, gone: {"revokedAssertions": []}}
    assert verify(png(made, b"openbadges"), at_hand=there)["ok"] is True
    assert codes(verify(made), None) == ["signature.later", "key.away"]
    assert codes(verify(made, at_hand=there | {gone: {"revokedAssertions": [{"id": "urn:uuid:1"}]}}), False) == ["status.revocation"]
    assert codes(verify(made, at_hand=there | {PROFILE["id"]: PROFILE}), False) == ["key.unlisted"]
    head, body, _signature = made.split(".")
    assert verify(f"{head}.{body}.{'A' * 342}", at_hand=there)["ok"] is False


def test_every_check_has_its_sentence_and_every_sentence_its_check():
    from pathlib import Path
    source = "".join(path.read_text() for path in Path(said.__file__).parent.glob("*.py") if path.name != "said.py")
    kinds = {f"kind.{kind}" for _name, kind in (*shapes.KINDS_2, *shapes.KINDS_3)} | {"kind.credential", "kind.criteria2", "kind.other"}
    made = {f"status.{purpose}" for purpose in ("revocation", "suspension")}
    assert {code for code in said.SAID if f'"{code}"' not in source} == kinds | made - {"status.revocation"}


def test_nothing_of_what_is_read_is_changed():
    document = signed()
    before = copy.deepcopy(document)
    making.checks.verify(json.dumps(document).encode(), now=datetime(2026, 11, 30, tzinfo=UTC))
    assert contexts.context(contexts.V2)["@context"]["@protected"] is True and document == before and NOW
