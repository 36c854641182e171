"""What was taken along comes back: same words, days, codes and digests, and nothing that was not the bringer's own."""

import io
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from staffroom.claims import sent
from staffroom.claims.models import Claim, Ruling
from staffroom.credentials.models import Badge
from staffroom.exchange import actions, archive, bringing
from staffroom.exchange.tests.conftest import WORDS, inside, repacked, rows_in
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.orgs.models import Membership
from staffroom.people.models import Profile
from staffroom.record import shelf
from staffroom.record.models import Ask, Draft, Entry, Evidence, Removal, Rung
from staffroom.sharing.models import Copy

BACK = [f"data/{model._meta.label_lower}.json" for model in bringing.COMES_BACK] + ["data/catalogue.follow.json"]


def pack(account) -> bytes:
    return b"".join(archive.pieces(archive.members(account)))


@pytest.fixture
def new(full, packed, work):
    """A fresh account where the old one is no more, so that every code is free again."""
    actions.erase(by=None, account=full)
    work()
    return make_account("")


def without_readers(rows: dict) -> dict:
    """Everything that comes back; who may know a profile does not."""
    kept = {name: [dict(row) for row in rows[name]] for name in BACK}
    for profile in kept["data/people.profile.json"]:
        profile["seen"], profile["in_directory"] = {}, False
    return kept


def test_out_in_and_out_again_is_the_same(new, packed):
    actions.bring(by=new, archive=io.BytesIO(packed))
    again = pack(new)
    assert without_readers(rows_in(again)) == without_readers(rows_in(packed))
    files = {name: data for name, data in inside(packed).items() if name.startswith("files/")}
    assert files == {name: data for name, data in inside(again).items() if name.startswith("files/")}
    assert rows_in(again)["data/people.account.json"][0]["name"] == "Ann Example"


def test_what_was_done_on_one_day_stays_in_its_order(new, packed, full):
    from staffroom.record import actions as record
    for number in range(12):
        record.note(by=new, title=str(number), kind="read", minutes=5, on_on=new.made_at.date())
    mine = pack(new)
    actions.erase(by=None, account=new)
    other = make_account("Other")
    actions.bring(by=other, archive=io.BytesIO(mine))
    assert [entry.title for entry in Entry.objects.filter(person=other).order_by("on_on", "id")] == list(map(str, range(12)))


def test_a_row_that_names_somebody_elses_row_gets_nothing_of_it(new, packed, ben):
    from staffroom.record import actions as record
    theirs = record.note(by=ben, title="of Ben", kind="read", minutes=5, on_on=new.made_at.date())
    with pytest.raises(Refusal):
        actions.bring(by=new, archive=spoilt(packed, "record.sitting", first("entry", theirs.code)))
    assert theirs.sittings.count() == 1


def test_the_counts_are_those_of_the_list(new, packed):
    counts = actions.bring(by=new, archive=io.BytesIO(packed))
    said = json.loads(inside(packed)["manifest.json"])["counts"]
    assert dict(counts.added) == {name[5:-5]: said[name[5:-5]] for name in BACK}
    assert set(counts.left) == {label for label, count in said.items() if count and f"data/{label}.json" not in BACK} - {"people.account"}
    assert counts.files == 2


def test_days_history_and_digests_are_the_old_ones(new, packed, full):
    before = {row["code"]: row for row in rows_in(packed)["data/record.entry.json"]}
    actions.bring(by=new, archive=io.BytesIO(packed))
    for entry in Entry.objects.filter(person=new):
        assert (entry.made_at.isoformat(), entry.version, entry.minutes) == tuple(before[entry.code][name] for name in ("made_at", "version", "minutes"))
    proof = Evidence.objects.exclude(entry__from_kind="badge").get(person=new, kind="file")
    assert shelf.get(proof.stored, shelf.evidence_label(proof.pk)).decode() == f"a file {WORDS}\n" * 10
    assert Removal.objects.filter(person=new).count() == 1
    assert Draft.objects.get(person=new).read() == {"title": ["unfinished"]}


def test_a_badge_comes_along_to_the_letter_and_counts_for_nothing_before_it_is_checked_here(new, packed, client):
    actions.bring(by=new, archive=io.BytesIO(packed))
    badge = Badge.objects.get(person=new)
    sign_in(client, new)
    said = client.get(badge.href).content.decode()
    assert badge.read()["ok"] is False and "Not checked here yet" in said and "Nothing was changed" not in said
    client.post(f"{badge.href}check/", {"op_id": op_id()})
    assert "Nothing was changed since it was signed." in client.get(badge.href).content.decode()


def test_what_a_forged_file_says_of_a_badge_is_not_believed(new, packed, client):
    members = inside(packed)
    document = json.loads(members["data/credentials.badge.json"])
    document["rows"][0]["found"] |= {"ok": True, "place": "", "checks": [{"name": "signature", "ok": True, "code": "signature.good", "values": {}}]}
    actions.bring(by=new, archive=repacked(members | {"data/credentials.badge.json": json.dumps(document).encode()}))
    said = sign_in(client, new).get(Badge.objects.get(person=new).href).content.decode()
    assert "Not checked here yet" in said and "Every check holds." not in said and "Nothing was changed" not in said


def test_bringing_it_in_twice_changes_nothing(new, packed):
    actions.bring(by=new, archive=io.BytesIO(packed))
    before = rows_in(pack(new))
    counts = actions.bring(by=new, archive=io.BytesIO(packed))
    assert counts.added_count == 0
    assert {name: before[name] for name in BACK} == {name: rows_in(pack(new))[name] for name in BACK}


def test_no_share_role_or_reader_comes_back(new, packed):
    actions.bring(by=new, archive=io.BytesIO(packed))
    assert not Copy.objects.filter(person=new).exists()
    assert not Ask.objects.filter(person=new).exists()
    assert not Membership.objects.filter(person=new).exists()
    profile = Profile.objects.get(person=new)
    assert (profile.about, profile.seen, profile.in_directory, profile.widest) == (WORDS, {}, False, 0)


def test_what_others_confirmed_says_where_and_is_in_nobodys_name_here(new, packed):
    actions.bring(by=new, archive=io.BytesIO(packed))
    confirmed = Rung.objects.exclude(entry__from_kind="event").get(person=new, step="confirmed")
    assert (confirmed.by, confirmed.in_name) == (None, "Cora Colleague [127.0.0.1:8000]")
    assert Rung.objects.filter(person=new, step="noted", by=new).count() == 4


def test_a_forged_confirmation_never_reads_like_one_of_here(new, packed):
    members = inside(packed)
    rungs = json.loads(members["data/record.rung.json"])
    for rung in rungs["rows"]:
        rung["in_name"], rung["by"] = "The Superintendent", "me"
    actions.bring(by=new, archive=repacked(members | {"data/record.rung.json": json.dumps(rungs).encode()}))
    for rung in Rung.objects.filter(person=new, step__in=["confirmed", "accepted"]):
        assert (rung.by, rung.in_name) == (None, "The Superintendent [from a file]")


def test_a_forged_claim_goes_to_no_office_here_and_says_that_it_is_from_a_file(new, packed):
    members = inside(packed)
    claims, rulings = (json.loads(members[f"data/claims.{name}.json"]) for name in ("claim", "ruling"))
    claims["rows"][0] |= {"body_name": "The District", "state": "submitted", "granted_minutes": None}
    rulings["rows"][0]["in_name"] = "The Superintendent"
    changed = {"data/claims.claim.json": json.dumps(claims).encode(), "data/claims.ruling.json": json.dumps(rulings).encode()}
    actions.bring(by=new, archive=repacked(members | changed))
    claim, ruling = Claim.objects.get(person=new), Ruling.objects.get(person=new)
    assert (claim.organisation, claim.body_name, ruling.in_name, ruling.by) == (None, "The District [from a file]", "The Superintendent [from a file]", None)
    assert Entry.objects.get(person=new, code=sent.loads(claim.body).entry) == claim.entry


def test_beside_an_account_that_is_in_use_everything_comes_under_codes_of_its_own(full, packed, ben):
    counts = actions.bring(by=ben, archive=io.BytesIO(packed))
    assert counts.added["record.entry"] == Entry.objects.filter(person=full).count() == Entry.objects.filter(person=ben).count()
    assert not set(Entry.objects.filter(person=full).values_list("code", flat=True)) & set(Entry.objects.filter(person=ben).values_list("code", flat=True))
    assert Entry.objects.exclude(from_kind__in=["event", "badge"]).get(person=ben, gone=None).note == WORDS


def test_a_look_names_its_entry_by_the_code_that_it_has_here(full, packed, ben):
    from staffroom.looks import seen
    from staffroom.looks.models import Look
    actions.bring(by=ben, archive=io.BytesIO(packed))
    entry = Entry.objects.exclude(from_kind__in=["event", "badge"]).get(person=ben, gone=None)
    assert [answer.entry for answer in seen.loads(Look.objects.get(person=ben).body).answers] == [entry.code]


def test_what_was_told_for_a_licence_names_its_entry_by_the_code_that_it_has_here(full, packed, ben):
    from staffroom.credit import kept
    from staffroom.credit.models import Licence
    actions.bring(by=ben, archive=io.BytesIO(packed))
    entry = Entry.objects.exclude(from_kind__in=["event", "badge"]).get(person=ben, gone=None)
    held, before = (kept.loads(Licence.objects.get(person=person).body) for person in (ben, full))
    assert (held.pack, held.first_on, held.last_on, held.certificates) == (before.pack, before.first_on, before.last_on, before.certificates)
    assert held.told == {entry.code: next(iter(before.told.values()))}


def test_a_draft_of_the_same_form_comes_beside_the_one_here(new, packed):
    from staffroom.record import actions as record
    record.keep_draft(by=new, mark=record.DraftMark("record.new", 0, "t"), body={"title": ["mine"]})
    actions.bring(by=new, archive=io.BytesIO(packed))
    assert sorted((draft.beside, draft.read()["title"][0]) for draft in Draft.objects.filter(person=new)) == [(False, "mine"), (True, "unfinished")]


# What is not taken


def spoilt(packed: bytes, label: str, change) -> io.BytesIO:
    members = inside(packed)
    name = f"data/{label}.json"
    document = json.loads(members[name])
    change(document["rows"])
    return repacked(members | {name: json.dumps(document).encode()})


def first(field: str, value):
    return lambda rows: rows[0].__setitem__(field, value)


BAD = {
    "minutes as text": ("record.sitting", first("minutes", "20")),
    "minutes that do not add up": ("record.entry", first("minutes", 999)),
    "no minutes at all": ("record.sitting", first("minutes", 0)),
    "a kind nobody knows": ("record.entry", first("kind", "dancing")),
    "a day that is none": ("record.entry", first("on_on", "2026-13-45")),
    "a moment without a zone": ("record.entry", first("made_at", "2026-01-01T00:00:00")),
    "a number where words belong": ("record.entry", first("title", 7)),
    "a character that no text holds": ("growth.sentence", first("text", "a\x00b")),
    "a sitting of an entry that is not there": ("record.sitting", first("entry", "nothere")),
    "a field left out": ("record.entry", lambda rows: rows[0].pop("note")),
    "a digest that is not that of the file": ("record.evidence", lambda rows: [row.update(sha256="0" * 64) for row in rows]),
    "a file said to be a picture": ("record.evidence", lambda rows: [row.update(mime="image/png") for row in rows]),
    "a draft at the very end": ("record.draft", first("version", "1")),
    "a framework that is none": ("frameworks.ownframework", first("package", "{}")),
    "two rungs of one step": ("record.rung", lambda rows: rows.append(rows[0] | {"code": "another1"})),
    "a photo without the word about pupils": ("record.evidence", lambda rows: [row.update(says_no_pupils=False) for row in rows]),
}


@pytest.mark.one_engine
@pytest.mark.parametrize("what", BAD)
def test_an_archive_that_cannot_be_so_brings_in_nothing(what, new, packed):
    label, change = BAD[what]
    files = set(shelf.older_than(new.made_at + timedelta(days=1)))
    with pytest.raises(Refusal):
        actions.bring(by=new, archive=spoilt(packed, label, change))
    assert not Entry.objects.filter(person=new).exists()
    assert set(shelf.older_than(new.made_at + timedelta(days=1))) == files


def test_one_changed_byte_is_noticed(new, packed):
    members = inside(packed)
    name = next(name for name in members if name.startswith("files/"))
    with pytest.raises(Refusal, match="changed or is missing"):
        actions.bring(by=new, archive=repacked(members | {name: members[name] + b" "}, digests=False))
    members.pop(name)
    with pytest.raises(Refusal, match="changed or is missing"):
        actions.bring(by=new, archive=repacked(members, digests=False))


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04" + bytes(100), b"PK\x05\x06" + bytes(18)])
def test_something_else_is_refused_kindly(data, new):
    with pytest.raises(Refusal):
        actions.bring(by=new, archive=io.BytesIO(data))


def test_an_archive_of_a_later_form_is_refused(new, packed):
    members = inside(packed)
    manifest = json.loads(members["manifest.json"]) | {"form": "staffroom.account/2"}
    made = repacked(members | {"manifest.json": json.dumps(manifest).encode()})
    with pytest.raises(Refusal, match="another version"):
        actions.bring(by=new, archive=made)


def test_a_file_that_runs_is_not_taken_however_well_it_is_listed(new, packed):
    import hashlib
    members = inside(packed)
    document = json.loads(members["data/record.evidence.json"])
    proof, = [row for row in document["rows"] if row["name"] == "What it shows"]
    page = b"<!doctype html><script>alert(1)</script>"
    proof["sha256"], proof["size"] = hashlib.sha256(page).hexdigest(), len(page)
    made = repacked(members | {proof["file"]: page, "data/record.evidence.json": json.dumps(document).encode()})
    with pytest.raises(Refusal):
        actions.bring(by=new, archive=made)
    assert not Evidence.objects.filter(person=new).exists()


# The page


def test_the_page_brings_it_in_and_says_what_came(client, new, packed):
    sign_in(client, new)
    answer = client.post("/take/bring/", {"op_id": op_id(), "file": SimpleUploadedFile("mine.zip", packed, "application/zip")})
    assert answer["Location"] == "/record/"
    page = client.get("/record/").content.decode()
    assert "4 entries came along." in page
    assert "Noted" in page


def test_the_page_says_what_is_wrong_with_another_file(client, ann):
    sign_in(client, ann)
    answer = client.post("/take/bring/", {"op_id": op_id(), "file": SimpleUploadedFile("mine.zip", b"no", "application/zip")})
    assert answer.status_code == 422
    assert "damaged" in answer.content.decode()
