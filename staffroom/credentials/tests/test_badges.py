"""A badge from elsewhere in a teacher's record: looked at first, kept with what was found, checked again, hers alone, and gone with her."""

import io
import json
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from staffroom.credentials import actions, bringing, queries
from staffroom.credentials.models import Badge
from staffroom.credentials.openbadges import checks
from staffroom.credentials.tests import making
from staffroom.credentials.tests.conftest import ADDRESS
from staffroom.credentials.tests.making import assertion, by_web, chunk, clique, plain, signed, svg, token
from staffroom.credentials.tests.test_vectors import BADGES
from staffroom.kit import clock, outbox
from staffroom.kit.acts import Refusal
from staffroom.kit.models import OutboxRow
from staffroom.kit.testing import op_id, sign_in
from staffroom.kit.tests.test_fetch import look_ups
from staffroom.record import actions as record
from staffroom.record import shelf
from staffroom.record.models import Entry, Evidence, Rung

pytestmark = pytest.mark.django_db
WHAT = {"minutes": "6 h", "on_on": "2026-03-01", "kind": "course", "says_no_pupils": "1"}


@pytest.fixture(autouse=True)
def no_limits():
    cache.clear()


@pytest.fixture
def hers(proved, client):
    return sign_in(client, proved)


def send(browser, path, **fields):
    return browser.post(path, {"op_id": op_id(), **fields})


def words_of(answer):
    import re
    from html import unescape
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def keep(person, badge):
    return actions.keep(by=person, badge=badge, file=bringing.as_proof(badge), kind="course", minutes=360, on_on=clock.now().date(), says_no_pupils=True)


def picture(document, side=40):
    """A picture that can be seen, with a badge baked in."""
    made = io.BytesIO()
    Image.new("RGB", (side, side), "teal").save(made, "PNG")
    data = made.getvalue()
    return data[:-12] + chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0" + json.dumps(document).encode()) + data[-12:]


def test_she_sees_what_it_is_before_she_keeps_it_and_it_becomes_an_entry_with_its_file_as_proof(hers, proved):
    data = picture(signed())
    there = send(hers, "/badges/bring/", file=SimpleUploadedFile("badge.png", data, "image/png"))["Location"]
    said = words_of(hers.get(there))
    for words in ("Asking better questions", "A badge (Open Badges 3.0).", "Example Institute", "Every check holds.", "Nothing was changed since it was signed.",
                  f"It was issued to {ADDRESS}.", "Plans questions that open a talk.", "Keep it in my record"):
        assert words in said, words
    assert hers.get(f"{there}picture.webp").content[8:12] == b"WEBP" and Entry.objects.count() == 0
    home = send(hers, f"{there}keep/", **WHAT)["Location"]
    entry, proof = Entry.objects.get(), Evidence.objects.get()
    assert (entry.title, entry.minutes, entry.source, entry.kind, home) == ("Asking better questions", 360, "Example Institute", "course", f"/record/{entry.code}/")
    assert shelf.get(proof.stored, shelf.evidence_label(proof.pk)) == data  # to the letter: the signature lies inside
    assert hers.get(f"/record/{entry.code}/proof/{proof.code}/").headers["Content-Disposition"].startswith("attachment")
    assert "Every check holds." in words_of(hers.get(home)) and set(Rung.objects.values_list("step", flat=True)) == {"noted", "proof"}
    assert "Its entry in my record" in words_of(hers.get(there)) and "Asking better questions" in words_of(hers.get("/badges/"))


def test_one_that_only_names_its_parts_is_called_by_where_it_comes_from(hers):
    assert "A badge from badges.example" in words_of(hers.get(send(hers, "/badges/bring/", text=json.dumps(assertion()))["Location"]))


@pytest.mark.parametrize("text", [lambda: json.dumps(signed()), token, lambda: svg(json.dumps(signed())).decode()], ids=["JSON", "token", "drawing"])
def test_pasted_text_is_taken_to_the_letter(hers, text):
    said = words_of(hers.get(send(hers, "/badges/bring/", text=text())["Location"]))
    assert "Every check holds." in said


def test_one_that_does_not_hold_can_be_kept_and_says_so_everywhere(hers):
    there = send(hers, "/badges/bring/", text=json.dumps(signed() | {"name": "Asking the best questions"}))["Location"]
    said = words_of(hers.get(there))
    assert "Something does not hold." in said and "The signature does not fit" in said and "Every check holds." not in said
    home = send(hers, f"{there}keep/", **WHAT)["Location"]
    said = words_of(hers.get(home))
    assert "Does not hold: Asking the best questions" in said and "Something does not hold." in said and "You can keep it" not in said
    assert "Something does not hold." in words_of(hers.get("/badges/"))


def test_the_badge_of_somebody_else_says_so_and_only_proved_addresses_count(hers, proved):
    for verified, theirs in ((True, False), (False, True)):
        EmailAddress.objects.filter(user=proved).update(verified=verified)
        there = send(hers, "/badges/bring/", text=json.dumps(signed()))["Location"]
        said = words_of(hers.get(there))
        assert ("It was not issued to an address that you have proved here." in said) is theirs and ("Something does not hold." in said) is theirs
    EmailAddress.objects.filter(user=proved).update(verified=True)
    assert "Every check holds." in words_of(hers.get(send(hers, f"{there}check/")["Location"]))


def test_what_could_not_be_checked_is_never_shown_as_good(hers):
    for document in (by_web(), assertion(), making.with_status()):
        said = words_of(hers.get(send(hers, "/badges/bring/", text=json.dumps(document))["Location"]))
        assert "Not everything could be checked." in said and "Could not be checked." in said and "Every check holds." not in said and "Ask the issuer" in said


@pytest.mark.parametrize(("text", "words"), [
    ("hello", "neither JSON"), ('{"type": "Else"}', "no badge that is known here"), ("[" * 90_000, "nested deeper"), (" ", "or paste its text"),
    (json.dumps(making.BADGE_CLASS), "It says nothing about you."), (json.dumps(making.PROFILE), "It says nothing about you.")])
def test_what_is_no_badge_is_refused_with_the_reason_and_the_text_stays(hers, text, words):
    answer = send(hers, "/badges/bring/", text=text)
    assert (answer.status_code, Badge.objects.count(), words in words_of(answer), text.strip()[:20] in words_of(answer)) == (422, 0, True, True)


def test_a_hostile_file_costs_this_process_nothing_and_leaves_nothing(hers):
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0\0\xc3\x50\0\0\xc3\x50\x08\2\0\0\0") + chunk(b"iTXt", b"openbadges\0\0\0\0\0" + json.dumps(signed()).encode())
    before = shelf.older_than(clock.now() + timedelta(days=1))
    for file in (bomb + chunk(b"IEND", b""), b"\x89PNG\r\n\x1a\n", b"{" + b" " * 4_100_000):
        answer = send(hers, "/badges/bring/", file=SimpleUploadedFile("badge.png", file))
        assert answer.status_code == 422
    assert not Badge.objects.exists() and shelf.older_than(clock.now() + timedelta(days=1)) == before


def test_a_poisoned_badge_is_shown_as_one_that_does_not_hold(hers):
    said = words_of(hers.get(send(hers, "/badges/bring/", text=json.dumps(clique(10)))["Location"]))
    assert "Something does not hold." in said and "would take more work than any honest badge" in said


def test_it_is_its_owners_alone(hers, bring, ben):
    badge = bring(picture(signed()))
    theirs, employer = sign_in(Client(), ben), sign_in(Client(), badge.person, "org")
    for path in ("", "picture.webp"):
        assert theirs.get(f"{badge.href}{path}").status_code == 404 and employer.get(f"{badge.href}{path}").status_code == 403
        assert Client().get(f"{badge.href}{path}").status_code == 302
    for path in ("keep/", "check/", "forget/"):
        assert send(theirs, f"{badge.href}{path}", **WHAT).status_code == 404
    assert "Asking better" not in words_of(theirs.get("/badges/")) and Badge.objects.filter(pk=badge.pk).exists()


def test_what_is_not_kept_is_gone_after_a_day_with_its_file_and_what_is_kept_stays(bring, proved):
    waiting, kept, let_go = bring(), bring(token().encode()), bring()
    keep(proved, kept)
    actions.forget(by=proved, badge=let_go)
    actions.forget(by=proved, badge=kept)  # what was kept is let go as proof, never so
    with time_machine.travel(clock.now() + timedelta(hours=25), tick=False):
        actions.sweep(by=None)
        record.sweep_shelf(by=None)
        while outbox.run_due():
            pass
    assert list(Badge.objects.all()) == [kept] and shelf.older_than(clock.now() + timedelta(days=2)) == [Evidence.objects.get().stored]
    kept.refresh_from_db()
    assert bringing.data_of(kept) == token().encode() and waiting.pk != kept.pk


def test_the_files_of_those_that_wait_are_not_swept_from_the_shelf(bring):
    badge = bring()
    with time_machine.travel(clock.now() + timedelta(days=3), tick=False):
        record.sweep_shelf(by=None)
    assert bringing.data_of(badge)


def test_let_go_with_its_entry_it_comes_back_with_it_and_ends_with_it(hers, bring, proved):
    badge = keep(proved, bring())
    record.let_go(by=proved, entry=badge.evidence.entry)
    assert "You let it go." in words_of(hers.get(badge.href)) and "Asking better" not in words_of(hers.get("/badges/"))
    with time_machine.travel(clock.now() + timedelta(days=15), tick=False):
        record.sweep_removals(by=None)
    assert not Badge.objects.exists() and not Evidence.objects.exists()


def test_kept_twice_it_is_one_entry_and_the_word_about_pupils_is_needed(bring, proved, hers):
    badge = bring()
    assert send(hers, f"{badge.href}keep/", **{**WHAT, "says_no_pupils": ""}).status_code == 422 and Entry.objects.count() == 0
    assert send(hers, f"{badge.href}keep/", **{**WHAT, "minutes": ""}).status_code == 422 and Entry.objects.count() == 0
    file = bringing.as_proof(badge)
    for _again in range(2):
        actions.keep(by=proved, badge=badge, file=file, kind="course", minutes=30, on_on=clock.now().date(), says_no_pupils=True)
    assert (Entry.objects.count(), Evidence.objects.count()) == (1, 1)


def test_no_more_wait_than_twenty(bring):
    first = bring()
    for number in range(1, actions.MOST_WAITING):
        Badge.objects.create(person=first.person, stored=f"x{number}")
    with pytest.raises(Refusal, match="20 badges wait"):
        bring()


def test_checked_again_it_says_what_is_so_today(hers, bring, proved):
    badge = bring(signed(validUntil="2027-01-01T00:00:00Z"))
    assert badge.read()["ok"] is True
    with time_machine.travel("2027-02-01T12:00:00Z", tick=False):
        sign_in(hers, proved)
        assert "Checked again" in words_of(hers.post(f"{badge.href}check/", {"op_id": op_id()}, follow=True))
        badge.refresh_from_db()
    assert (badge.read()["ok"], badge.checked_at.year) == (False, 2027)


def test_the_issuer_is_asked_only_when_she_says_so_and_by_the_worker(hers, bring):
    look_ups.clear()
    badge = bring(by_web())
    send(hers, f"{badge.href}check/")
    assert "badges.example" in words_of(hers.get(badge.href)) and look_ups == [] and not OutboxRow.objects.filter(kind=actions.ASK).exists()
    send(hers, f"{badge.href}check/", ask="1")
    assert look_ups == [] and "the answer is on its way" in words_of(hers.get(badge.href))
    with time_machine.travel(clock.now() + timedelta(seconds=5), tick=True):
        while outbox.run_due():
            pass
    assert look_ups == ["badges.example"]  # which is nowhere, so nothing more is known
    said = words_of(hers.get(badge.href))
    assert "Not everything could be checked." in said and "on its way" not in said
    send(hers, f"{badge.href}check/")  # again, as it was checked before: with the issuer
    assert OutboxRow.objects.filter(kind=actions.ASK).count() == 2


def test_nothing_of_a_badge_lies_open_in_the_database(bring):
    bring()
    from django.db import connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, found FROM credentials_badge")
        assert all(b"questions" not in bytes(value) and b"badge" not in bytes(value) for value in cursor.fetchone())


def test_lists_come_in_pages_and_cost_the_same_however_many(hers, bring, proved, django_assert_max_num_queries):
    first = bring()
    for _number in range(25):
        Badge.objects.create(person=proved, stored=f"s{_number}", found=first.found)
    with django_assert_max_num_queries(10):
        page = hers.get("/badges/")
    assert page.content.decode().count('class="line stack"') == queries.A_PAGE and "Asking better questions" in words_of(hers.get("/badges/?page=2"))


@pytest.mark.data
def test_every_real_badge_credential_and_record_comes_into_a_record_and_nothing_else_does(proved):
    kept = {}
    for path in sorted(BADGES.rglob("*.json")):
        data = path.read_bytes()
        try:
            looked = bringing.look(proved, data, path.name, verify=checks.verify)
        except Refusal as refusal:
            assert "It says nothing about you." in str(refusal), path
            continue
        badge = keep(proved, actions.bring(by=proved, looked=looked))
        assert bringing.data_of(badge) == data
        kept.setdefault(badge.read()["kind"], []).append(path.name)
    assert {kind: len(names) for kind, names in kept.items()} == {"badge3": 12, "clr": 5, "badge2": 10, "endorsement3": 1}
    assert Entry.objects.count() == Evidence.objects.count() == Badge.objects.count() == 28


def test_a_title_that_is_markup_stays_words(hers):
    said = hers.get(send(hers, "/badges/bring/", text=json.dumps(signed(plain(name="<script>alert(1)</script>"))))["Location"]).content.decode()
    assert "<script>alert(1)" not in said and "&lt;script&gt;" in said
