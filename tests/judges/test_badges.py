"""Badges that we sign hold for a verifier that is not ours, what was tampered with does not, and real files are judged as it judges them."""

import json
from pathlib import Path

import pytest

from staffroom.credentials.openbadges import contexts
from staffroom.credentials.tests.making import ISSUER, METHOD, NOW, changed, plain, record_of, signed, verify
from staffroom.credentials.tests.test_checks import TAMPERED
from tests import judges

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "badges_openbadges"
ODD = "Fragen – ¿qué? 漢字 \N{ARABIC LETTER SEEN} é \u2028 \"x\" \\ \t\n \U0001f389"
# What stands outside of what a proof covers: we refuse a proof from the future, and words and parts that could be read in another way.
OURS_ALONE = {"signed in the future", "a part outside the tree", "a word written as an address", "a vocabulary of its own inside"}


def judged(credentials, pages=None):
    try:
        found = judges.badges(credentials, {address: contexts.context(address) for address in contexts.PINNED}, pages or {}, NOW.isoformat())
    except judges.Missing as missing:
        pytest.skip(str(missing))
    return found


def test_what_we_sign_holds_there_too_and_each_tampering_is_refused_there_too():
    amounts = [6, 6.0, 0.5, 1.25, 12.75, 100_000.5]
    good = [signed(), record_of(signed()), signed(name=ODD, description=ODD),
            *[signed(changed(plain(), ("credentialSubject", "creditsEarned"), one)) for one in amounts]]
    names = [name for name in TAMPERED if name not in OURS_ALONE]
    found = judged([*good, *[changed(signed(), *TAMPERED[name]) for name in names]])
    assert [one for one in found[:len(good)] if one[0] is not True] == []
    assert [(name, one) for name, one in zip(names, found[len(good):], strict=True) if one[0] is not False] == []
    assert len(names) > 20 and all(verify(one)["ok"] is True for one in good) and ISSUER in METHOD


def pages_of(documents):
    """The pages of their issuers, made of the keys that their proofs name behind the #."""
    pages = {}
    for document in documents:
        proofs = document["proof"] if isinstance(document["proof"], list) else [document["proof"]]
        method = next(one for one in proofs if "verificationMethod" in one)["verificationMethod"]
        owner, _hash, letters = method.partition("#")
        page = pages.setdefault(owner, {"id": owner, "assertionMethod": [], "verificationMethod": []})
        page["assertionMethod"].append(method)
        page["verificationMethod"].append({"id": method, "type": "Multikey", "controller": owner, "publicKeyMultibase": letters})
    return {owner: page for owner, page in pages.items() if owner.startswith("https:")}


@pytest.mark.data
def test_real_files_are_judged_as_there():
    files = [path for folder in ("ob30", "clr20") for path in sorted((REAL / folder).glob("*.json")) if "eddsa-rdfc-2022" in path.read_text()]
    documents = [{name: value for name, value in json.loads(path.read_text()).items() if name != "credentialStatus"} for path in files]
    inside = [inner for one in documents for inner in one["credentialSubject"].get("verifiableCredential", [])]
    pages = pages_of([*documents, *inside])
    there = [one[0] for one in judged(documents, pages)]
    ours = [verify(one, at_hand=pages)["ok"] for one in documents]
    assert dict(zip(files, ours, strict=True)) == dict(zip(files, there, strict=True)) and there.count(True) == 7
