"""What goes on a transcript and what never does; how well each entry is proved, never more; ended, erased, taken along."""

import csv
import io
import json
from datetime import date

import pytest
from django.apps import apps
from django.test import Client

from staffroom.credentials import actions as credentials
from staffroom.credentials import bringing
from staffroom.credentials.models import IssuerKey, Listed, StatusList
from staffroom.credentials.openbadges import checks, keys, status
from staffroom.credentials.tests import making
from staffroom.exchange import actions as exchange
from staffroom.exchange import archive
from staffroom.kit.acts import Refusal
from staffroom.kit.backup.rows import kept_models
from staffroom.kit.backup.rows import lines as backup_lines
from staffroom.kit.testing import sign_in
from staffroom.record import actions as record
from staffroom.record.models import Rung
from staffroom.transcripts import actions, frozen, printed, queries
from staffroom.transcripts.models import Transcript
from staffroom.transcripts.tests.conftest import ADDRESS, chosen, work

pytestmark = pytest.mark.django_db


def by_title(facts):
    return {entry["title"].removeprefix("Title "): entry for entry in facts["entries"]}


def test_each_entry_stands_with_the_step_that_covers_what_it_says_and_never_with_a_higher_one(made):
    found = by_title(made.facts())
    assert {name: (entry["step"], entry["for_minutes"]) for name, entry in found.items()} == {
        "noted": ("noted", 0), "proof": ("proof", 0), "confirmed": ("confirmed", 30), "accepted": ("accepted", 40), "changed": ("noted", 0)}
    said = {name: frozen.line(entry) for name, entry in found.items()}
    assert "North District" in said["accepted"].says and "no office has accepted it" in said["confirmed"].says
    assert "nobody else has confirmed it" in said["noted"].says and "it was changed since, and that is not accepted" in said["changed"].also
    assert frozen.minutes_by_step(made.facts()["entries"]) == {"accepted": 40, "confirmed": 30, "noted": 10 + 20 + 650}


def test_what_another_place_only_said_is_not_accepted_here(ann, steps):
    Rung.objects.filter(entry=steps["noted"]).delete()
    Rung.objects.create(person=ann, entry=steps["noted"], step="accepted", in_name="Forged Office [elsewhere.example]", minutes=10)
    entry = actions.make(by=ann, chosen=chosen([steps["noted"]])).facts()["entries"][0]
    assert (entry["step"], entry["for_minutes"]) == ("noted", 0) and "was not checked here" in frozen.line(entry).also


def test_what_was_accepted_for_less_counts_for_less(ann, steps):
    Rung.objects.filter(entry=steps["accepted"], step="accepted").update(minutes=15)
    found = actions.make(by=ann, chosen=chosen([steps["accepted"]])).facts()["entries"]
    assert frozen.minutes_by_step(found) == {"accepted": 15, "confirmed": 0, "noted": 25} and "15 min" in frozen.line(found[0]).says


def everything(made, client) -> dict[str, str]:
    """All that leaves: page, record, table, and the words of the paper."""
    table = b"".join(sign_in(Client(), made.person).get(f"/record/transcript/{made.code}.csv").streaming_content)
    return {"page": client.get(f"/verify/transcript/{made.number}").content.decode(), "record": made.signed, "table": table.decode("utf-8-sig"),
            "paper": json.dumps(printed.document(made, made.facts()), ensure_ascii=False), "facts": made.body}


def test_nothing_private_is_on_it_in_any_form(made, client):
    found = everything(made, client)
    for form, text in found.items():
        assert "PRIVATE" not in text and "private.example" not in text and ADDRESS not in text, form
        assert ("Title accepted" in text and "Ann Example" in text) or form == "table", form
    assert {*by_title(made.facts())["noted"]} == {"title", "first_on", "last_on", "minutes", "kind", "topics", "step", "who", "on", "for_minutes", "was", "elsewhere", "badge"}
    rows = list(csv.DictReader(io.StringIO(found["table"])))
    assert [(row["title"], row["step"], row["minutes_covered"]) for row in rows][-2:] == [("Title proof", "proof", ""), ("Title noted", "noted", "")]


def test_s2_14_a_badge_from_elsewhere_is_on_it_with_what_was_found_of_it_and_is_not_accepted_by_that(ann, steps):
    sentences = []
    for document in (making.signed(), making.by_web(), making.changed(making.signed(), ("name",), "Something else")):
        badge = credentials.bring(by=ann, looked=bringing.look(ann, json.dumps(document).encode(), "badge.json", verify=checks.verify))
        kept = credentials.keep(by=ann, badge=badge, file=bringing.as_proof(badge), kind="course", minutes=30, on_on=date(2026, 3, 1), says_no_pupils=True)
        made = actions.make(by=ann, chosen=chosen([kept.evidence.entry]))
        work()
        made.refresh_from_db()
        entry, said = made.facts()["entries"][0], frozen.line(made.facts()["entries"][0])
        assert (entry["step"], entry["for_minutes"], entry["badge"]["issuer"]) == ("proof", 0, "Example Institute") and said.badge in made.signed
        sentences.append(said.badge)
    assert ["every check of it held" in sentences[0], "not everything of it could be checked" in sentences[1], "did not hold" in sentences[2]] == [True] * 3


def test_it_stays_as_it_was_made_and_another_one_is_another(ann, made, steps):
    before = made.body
    record.add_sitting(by=ann, entry=steps["noted"], on_on=date(2026, 3, 20), minutes=5)
    steps["noted"].refresh_from_db()
    other = actions.make(by=ann, chosen=chosen([steps["noted"]]))
    made.refresh_from_db()
    assert made.body == before and other.number != made.number and other.facts()["entries"][0]["minutes"] == 15


def test_what_is_not_mine_not_as_it_was_shown_nothing_or_too_much_is_refused(ann, ben, steps, monkeypatch):
    theirs = record.note(by=ben, title="Ben's", kind="read", minutes=5, on_on=date(2026, 3, 1))
    late = [(steps["noted"].code, steps["noted"].version + 1)]
    for wrong in (chosen([theirs]), late, [], [("zzzzzzzzzzzz", 1)]):
        with pytest.raises(Refusal):
            actions.make(by=ann, chosen=wrong)
    record.let_go(by=ann, entry=steps["noted"])
    with pytest.raises(actions.Changed):
        actions.make(by=ann, chosen=chosen([steps["noted"]]))
    monkeypatch.setattr(queries, "MOST", 1)
    with pytest.raises(Refusal):
        actions.make(by=ann, chosen=chosen([steps["proof"], steps["accepted"]]))
    assert not Transcript.objects.exists() and not Listed.objects.exists()


def bit(made) -> bool:
    listing = json.loads(StatusList.objects.get().signed)
    return status.bit(json.loads(made.signed)["credentialStatus"], listing)


def test_ended_its_page_says_so_shows_nothing_of_it_and_the_record_is_taken_back(made, client):
    here = f"/verify/transcript/{made.number}"
    assert "It stands as it was made." in client.get(here).content.decode() and bit(made) is False
    actions.end(by=made.person, transcript=made)
    actions.end(by=made.person, transcript=made)
    work()
    said = client.get(here).content.decode()
    assert "Ended by its holder" in said and "Ann Example" not in said and "Title" not in said and bit(made) is True
    assert client.get(f"{here}.json").status_code == 410 and client.get(here, HTTP_ACCEPT="application/vc").status_code == 410
    assert "Title accepted" in sign_in(Client(), made.person).get(made.href).content.decode(), "its holder keeps it"


def test_whoever_is_erased_takes_it_along_and_its_record_is_taken_back(made, client):
    record_of, number = made.signed, made.number
    exchange.erase(by=None, account=made.person)
    work()
    from staffroom.schedule import SWEEPS
    next(sweep for sweep in SWEEPS if sweep.name == "credentials.taken_back").run()
    listing = json.loads(StatusList.objects.get().signed)
    assert client.get(f"/verify/transcript/{number}").status_code == 404
    assert status.bit(json.loads(record_of)["credentialStatus"], listing) is True and Listed.objects.get().person is None


def test_neighbours_in_the_list_are_drawn_by_lot_and_each_has_a_place_of_its_own(ann, steps):
    places = [actions.make(by=ann, chosen=chosen([steps["noted"]])).listed.place for _one in range(12)]
    assert len(set(places)) == 12 and places != sorted(places) and max(places) > 12


def test_no_page_has_the_key_the_worker_signs(ann, steps, client, issuer_key):
    row = actions.make(by=ann, chosen=chosen([steps["noted"]]))
    assert client.get(f"/verify/transcript/{row.number}").status_code == 200 and client.get(f"/verify/transcript/{row.number}.json").status_code == 503
    assert client.get("/.well-known/did.json").status_code == 404 and not issuer_key.exists()
    work()
    assert issuer_key.exists() and issuer_key.stat().st_mode & 0o077 == 0
    assert client.get(f"/verify/transcript/{row.number}.json").status_code == 200


def test_the_key_is_in_no_row_no_backup_and_nothing_taken_along(made, issuer_key, rotate):
    from staffroom.credentials import issuer
    rotate()
    secret, private = issuer_key.read_text().strip(), issuer.key()
    forms = [secret.encode(), private.private_bytes_raw(), private.private_bytes_raw().hex().encode(), keys.base58(private.private_bytes_raw()).encode()]
    held = b"".join(line for model in kept_models(apps) for part in backup_lines(model) for line in part)
    along = b"".join(archive.pieces(archive.members(made.person)))
    public = keys.as_multikey(private.public_key())
    assert IssuerKey.objects.filter(public=public).exists() and public.encode() in held
    assert not [form for form in forms if form in held or form in along]
