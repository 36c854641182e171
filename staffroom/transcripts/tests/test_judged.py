"""What this place signs holds for verifiers that are not ours, each tampering is refused; after another key, after leaving, and with the files of the archive alone."""

import copy
import io
import json
import subprocess
import sys
import zipfile
from datetime import timedelta

import pytest

from staffroom.credentials.openbadges import checks, contexts, keys, proofs
from staffroom.credentials.tests.making import OTHER, changed
from staffroom.exchange import archive
from staffroom.kit import clock, fresh
from staffroom.transcripts import actions
from staffroom.transcripts.tests.conftest import ADDRESS, chosen, work
from tests import judges

pytestmark = pytest.mark.django_db
INSIDE = ("credentialSubject", "verifiableCredential")


def published(client, made) -> dict:
    """What anybody reads at the addresses of the issuer."""
    fresh.forget()
    number = made.listed.list.number
    did = json.loads(client.get("/.well-known/did.json").content)
    listing = json.loads(client.get(f"/credentials/status/{number}").content)
    methods = {one["id"]: {"@context": "https://w3id.org/security/multikey/v1", **one} for one in did["verificationMethod"]}
    return {did["id"]: did, keys.address_of(did["id"]): did, listing["id"]: listing, **methods}


def ours(document, at_hand, **more):
    return checks.verify(json.dumps(document).encode(), now=clock.now() + timedelta(seconds=1), at_hand=at_hand, **more)["ok"]


def theirs(documents, pages):
    known = {address: contexts.context(address) for address in contexts.PINNED}
    try:
        return [[one[0] for one in judges.badges(documents, known, pages, (clock.now() + timedelta(seconds=1)).isoformat())],
                [one[0] for one in judges.wallet(documents, known, pages)]]
    except judges.Missing as missing:
        pytest.skip(str(missing))


def entry_of(document, step) -> int:
    held = document["credentialSubject"]["verifiableCredential"]
    return next(number for number, one in enumerate(held) if one["credentialSubject"]["result"][0]["value"] == step)


def tampered(good) -> dict[str, dict]:
    """Ways to make more of it than was signed."""
    noted, accepted = entry_of(good, "noted"), entry_of(good, "accepted")
    of_noted, of_accepted = (*INSIDE, noted), (*INSIDE, accepted)
    swapped = copy.deepcopy(good)
    one, other = (swapped["credentialSubject"]["verifiableCredential"][number]["credentialSubject"] for number in (noted, accepted))
    one["result"], other["result"] = other["result"], one["result"]
    moved = copy.deepcopy(good)
    held = moved["credentialSubject"]["verifiableCredential"]
    held[noted]["credentialSubject"]["achievement"] = held[accepted]["credentialSubject"]["achievement"]
    forged = proofs.sign({name: value for name, value in good.items() if name != "proof"}, OTHER, method=good["proof"][0]["verificationMethod"],
                         created=good["proof"][0]["created"])
    return {
        "noted called accepted": changed(good, (*of_noted, "credentialSubject", "result", 0, "value"), "accepted"),
        "more minutes": changed(good, (*of_noted, "credentialSubject", "result", 1, "value"), "6000"),
        "words of acceptance": changed(good, (*of_noted, "credentialSubject", "narrative"), good["credentialSubject"]["verifiableCredential"][accepted][
            "credentialSubject"]["narrative"]),
        "another issuer inside": changed(good, (*of_noted, "issuer"), good["issuer"]),
        "another title": changed(good, (*of_accepted, "credentialSubject", "achievement", "name"), "Another course"),
        "another day": changed(good, (*of_accepted, "credentialSubject", "activityEndDate"), "2027-03-01T00:00:00Z"),
        "who accepted it": changed(good, (*of_accepted, "credentialSubject", "source", "name"), "State Board"),
        "another name": changed(good, ("credentialSubject", "identifier", 0, "identityHash"), "Bob Example"),
        "another address": changed(good, ("credentialSubject", "identifier", 1, "identityHash"), "sha256$" + "0" * 64),
        "an entry left out": changed(good, INSIDE, good["credentialSubject"]["verifiableCredential"][1:]),
        "an entry twice over": changed(good, INSIDE, [*good["credentialSubject"]["verifiableCredential"], copy.deepcopy(
            good["credentialSubject"]["verifiableCredential"][0]) | {"id": "urn:uuid:7c7c7c7c-0000-4000-8000-000000000000"}]),
        "steps of two entries swapped": swapped, "what was done of two entries swapped": moved,
        "another place in the list": changed(good, ("credentialStatus", "statusListIndex"), "3"),
        "no list": {name: value for name, value in good.items() if name != "credentialStatus"},
        "another day of making": changed(good, ("validFrom",), "2020-01-01T00:00:00Z"),
        "a word that no vocabulary knows": changed(good, ("credentialSubject", "acceptedBy"), "State Board"),
        "another key": forged, "no proof": changed(good, ("proof",), []),
    }


def test_three_verifiers_accept_it_and_refuse_each_tampering(made, client):
    good, pages = json.loads(made.signed), published(client, made)
    wrong = tampered(good)
    listing = next(page for page in pages.values() if page.get("type") == ["VerifiableCredential", "BitstringStatusListCredential"])
    assert ours(good, pages, addresses=(ADDRESS,)) is True and ours(listing, pages) is True and ours(good, pages, addresses=("bob@school.example",)) is False
    assert [name for name, one in wrong.items() if ours(one, pages) is not False] == []
    for verdicts in theirs([good, listing, *wrong.values()], pages):
        assert verdicts[:2] == [True, True] and [name for name, one in zip(wrong, verdicts[2:], strict=True) if one is not False] == []
    assert len(wrong) > 15 and contexts.CLR in good["@context"] and good["proof"][0]["cryptosuite"] == "eddsa-rdfc-2022"


def test_taken_back_it_is_refused_and_a_list_that_was_tampered_with_helps_nobody(made, client, ann, steps):
    other = actions.make(by=ann, chosen=chosen([steps["noted"]]))
    actions.end(by=ann, transcript=made)
    work()
    other.refresh_from_db()
    good, standing, pages = json.loads(made.signed), json.loads(other.signed), published(client, made)
    address = good["credentialStatus"]["statusListCredential"]
    cleared = pages | {address: changed(pages[address], ("credentialSubject", "encodedList"), "uH4sIAAAAAAAC_-3BIQEAAAACIP1_2hkWoAEAAAAAAAAAAAAAAAAAAADeBjn7xTYAQAAA")}
    assert [ours(one, pages) for one in (good, standing)] == [False, True] and ours(good, cleared) is False and ours(standing, cleared) is False
    assert theirs([good, standing], pages) == [[False, True]] * 2 and theirs([good, standing], cleared) == [[False, False]] * 2


def test_it_holds_after_another_key_signs_and_after_its_holder_left_the_district(made, client, ann, steps, rotate):
    before = json.loads(made.signed)["proof"][0]["verificationMethod"]
    rotate()
    other = actions.make(by=ann, chosen=chosen([steps["noted"]]))
    work()
    other.refresh_from_db()
    good, newer, pages = json.loads(made.signed), json.loads(other.signed), published(client, made)
    assert newer["proof"][0]["verificationMethod"] != before and len(pages["did:web:staffroom.example"]["assertionMethod"]) == 2
    assert [ours(one, pages) for one in (good, newer)] == [True, True] and theirs([good, newer], pages) == [[True, True]] * 2
    forgotten = copy.deepcopy(pages["did:web:staffroom.example"])
    forgotten["assertionMethod"], forgotten["verificationMethod"] = forgotten["assertionMethod"][1:], forgotten["verificationMethod"][1:]
    assert ours(good, pages | {keys.address_of("did:web:staffroom.example"): forgotten}) is False, "a key that is not listed is nobody's"


def test_ten_years_later_it_is_checked_with_the_files_of_the_archive_alone(made, tmp_path, rotate):
    rotate()
    with zipfile.ZipFile(io.BytesIO(b"".join(archive.pieces(archive.members(made.person))))) as zipped:
        zipped.extractall(tmp_path)
    held = tmp_path / "transcripts" / f"{made.number}.json"

    def badge(*beside):
        done = subprocess.run([sys.executable, "-m", "staffroom", "badge", "verify", *(part for one in beside for part in ("--with", str(tmp_path / "verify" / one))),
                               str(held)], capture_output=True, text=True, check=False)
        return done.returncode
    assert (badge("did.json", "status-1.json"), badge("did.json"), badge("status-1.json")) == (0, 2, 2)
    held.write_text(held.read_text().replace('"noted"', '"accepted"', 1))
    assert badge("did.json", "status-1.json") == 1
    assert {path.name for path in (tmp_path / "verify" / "contexts").iterdir()} == {"credentials-v2.jsonld", "clr-v2p0-2.0.1.json", "ob-v3p0-3.0.3.json"}
    assert "only its issuer can say" in (tmp_path / "verify" / "README.txt").read_text()
