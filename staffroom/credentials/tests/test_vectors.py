"""What others signed is read as they meant it: the W3C vectors byte for byte, and real files of 1EdTech each as what it is."""

import hashlib
import json
from pathlib import Path

import pytest

from staffroom.credentials.openbadges import checks, contexts, keys, proofs
from staffroom.credentials.tests.making import NOW, codes

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
VECTORS = DATA / "vc-di-eddsa" / "TestVectors"
BADGES = DATA / "badges_openbadges"
# The context of the vectors' examples gives every unknown word a meaning; it belongs to them alone and is pinned nowhere.
EXAMPLES = {"https://www.w3.org/ns/credentials/examples/v2": {"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}}
FOLDERS = {  # what each file is, by where it lies and what it is called; written down by hand
    "ob20/assets": {"altbadgeurl": "class2", "badgecriteria": "criteria2", "badgeclass": "class2", "badge-": "class2", "basic-badge": "class2", "robotics": "class2",
                    "empty-revocation": "revoked2", "revocation": "revoked2", "endorsement": "endorsement2", "key": "key2", "organization": "issuer2"},
    "ob20/rdf-validation": {"valid-alignment": "alignment2", "valid-badge": "class2", "valid-cool": "other", "valid-issuer": "issuer2"},
    "ob20": {"assertion": "badge2", "basic-assertion": "badge2", "badge-class": "class2", "issuer": "issuer2"},
    "ob30": {"endorsement": "endorsement3", "": "badge3"}, "ob30/sd": {"": "badge3"}, "clr20": {"": "clr"}}


def vector(name):
    return (VECTORS / name).read_text()


def key_pair():
    return keys.private_multikey(json.loads(vector("keyPair.json"))["privateKeyMultibase"])


@pytest.mark.data
def test_the_main_vector_is_reproduced_byte_for_byte():
    folder, wanted = "eddsa-rdfc-2022/", json.loads(vector("eddsa-rdfc-2022/signedDataInt.json"))
    unsigned = json.loads(vector("unsigned.json"))
    proof = {name: value for name, value in wanted["proof"].items() if name != "proofValue"}
    document, config = (proofs.canonical(one, EXAMPLES) for one in (unsigned, {"@context": unsigned["@context"], **proof}))
    assert (document, config) == (vector(folder + "canonDocDataInt.txt"), vector(folder + "proofCanonDataInt.txt"))
    assert [hashlib.sha256(one.encode()).hexdigest() for one in (document, config)] == [
        vector(folder + "docHashDataInt.txt").strip(), vector(folder + "proofHashDataInt.txt").strip()]
    assert proofs.hashed(unsigned, proof, EXAMPLES).hex() == vector(folder + "combinedHashDataInt.txt").strip()
    signed = proofs.sign(unsigned, key_pair(), method=proof["verificationMethod"], created=proof["created"], extra=EXAMPLES)
    assert signed["proof"] == [wanted["proof"]]
    assert proofs.signature(wanted["proof"]).hex() == vector(folder + "sigHexDataInt.txt").strip()
    assert keys.as_multikey(key_pair().public_key()) == json.loads(vector("keyPair.json"))["publicKeyMultibase"]


@pytest.mark.data
def test_the_vector_in_canonical_json_is_reproduced_byte_for_byte():
    wanted = json.loads(vector("eddsa-jcs-2022/signedJCS.json"))
    signed = proofs.sign(json.loads(vector("unsigned.json")), key_pair(), method=wanted["proof"]["verificationMethod"],
                         created=wanted["proof"]["created"], suite=proofs.JCS, extra=EXAMPLES)
    assert signed["proof"] == [wanted["proof"]]


@pytest.mark.data
@pytest.mark.parametrize("name", ["eddsa-rdfc-2022/signedDataInt.json", "eddsa-jcs-2022/signedJCS.json", "Ed25519Signature2020/signedEdSig.json"])
def test_each_signed_vector_holds_and_not_with_one_letter_changed(name):
    document = json.loads(vector(name))
    for words, fits in (("The School of Examples", True), ("The School of Example", False)):
        document["credentialSubject"]["alumniOf"] = words
        found = checks.verify(json.dumps(document).encode(), now=NOW, extra=EXAMPLES)
        assert [one["ok"] for one in found["checks"] if one["name"] == "signature"] == [fits]


def expected(path):
    names = FOLDERS[str(path.parent.relative_to(BADGES))]
    return next(kind for start, kind in sorted(names.items(), key=lambda one: -len(one[0])) if path.name.startswith(start))


@pytest.mark.data
def test_every_real_file_is_recognised_as_what_it_is():
    files = sorted(BADGES.rglob("*.json"))
    assert len(files) == 58
    found = {str(path.relative_to(BADGES)): checks.verify(path.read_bytes(), now=NOW)["kind"] for path in files}
    assert found == {str(path.relative_to(BADGES)): expected(path) for path in files}


@pytest.mark.data
def test_real_signatures_fit_and_the_issuer_who_was_not_asked_is_said():
    fits = ["ob30/simple", "ob30/simple-context-alias", "ob30/simple-context-version", "ob30/simple-did-web-method", "ob30/simple-eddsa-2022",
            "ob30/simple-multiple-proofs", "ob30/simple_v1", "ob30/endorsement-valid", "clr20/simple"]
    for name in fits:
        found = checks.verify((BADGES / f"{name}.json").read_bytes(), now=NOW)
        assert (found["ok"], set(codes(found, None)), codes(found, False)) == (None, {"key.asserted"}, []), name
        assert "signature.good" in codes(found, True)
    for name, why in {"ob30/simple-noproof": "signature.none", "ob30/complete_v1": "time.expired", "ob30/simple-did-key-method": "key.other",
                      "clr20/simple_old_safesigned": "vocabulary.unknown"}.items():
        assert why in codes(checks.verify((BADGES / f"{name}.json").read_bytes(), now=NOW), False), name
    for path in (BADGES / "ob20").glob("*assertion*.json"):
        assert codes(checks.verify(path.read_bytes(), now=NOW), None) == ["hosted.away"]


def test_the_pinned_vocabularies_are_what_they_were():
    lines = dict(reversed(line.split()) for line in (contexts.FOLDER / "sha256sums").read_text().splitlines())
    assert lines == {name: hashlib.sha256((contexts.FOLDER / name).read_bytes()).hexdigest() for name in contexts.PINNED.values()}
    assert lines["credentials-v2.jsonld"] == "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"  # normative: VC Data Model 2.0, B.1
