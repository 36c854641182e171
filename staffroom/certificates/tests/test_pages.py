"""The pages of certificates: before it is issued, the paper, whoever runs it, a guest, and anybody who checks."""

import re
from datetime import timedelta

import page
import pytest
from django.core.cache import cache
from django.test import Client

from staffroom.certificates import actions, printed, views
from staffroom.certificates.models import Certificate
from staffroom.certificates.tests.conftest import after
from staffroom.certificates.tests.test_certificates import issue
from staffroom.events import actions as events
from staffroom.events import codes
from staffroom.events.models import Presence
from staffroom.events.tests.conftest import worker
from staffroom.events.tests.test_pages import send, words_of
from staffroom.events.tokens import token_of
from staffroom.kit import fresh
from staffroom.kit.testing import sign_in
from staffroom.kit.tests.test_pdf import needs_fonts, pages_of

pytestmark = pytest.mark.django_db
NAMES = {"sixty characters": "Maximiliana Wolfeschlegelstein-Hausenbergerdorff von Trapezun", "no place to break": "W" * 60, "Arabic": "مريم العبدالله",
         "Khmer": "សុខា ចាន់ថា", "Thai": "สมชาย ใจดี", "Hindi": "कृष्णा शर्मा", "Vietnamese": "Nguyễn Thị Bích Ngọc", "emoji": "Ann 🦊🎉",
         "markup": "<script>alert(1)</script> #eval(1) *x*"}


@pytest.fixture(autouse=True)
def no_limits():
    cache.clear()


def failures(data: bytes) -> list[str]:
    found = [f"{failure.rule_id}: {failure.message}" for failure in page.validate_pdf_bytes(data, profile="ua1").failures]
    return [failure for failure in found if "rendered Type3 byte" not in failure]  # the checker reads the width of a coloured letter as 0


@needs_fonts
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_ex03_a_certificate_in_any_script_meets_pdf_ua_on_one_page_without_a_missing_letter(there, name):
    there.person.name = name
    there.person.save()
    row = issue(there, takeaway=f"{name} " * 4)
    data = printed.made(row)
    assert failures(data) == [] and printed.letters_missing(printed.frozen.told(row.facts)) == []
    shown = pages_of(data)
    assert len(shown) == 1 and row.number in shown[0].replace("-", "") and "[U+" not in shown[0]
    if name.isascii():  # the text of other scripts stands in another order in the file
        said = "".join(shown[0].split()).replace("-", "")
        assert said.count("".join(name.split()).replace("-", "")) == 5, "the whole name, and four times in the holder's own words"


def test_the_paper_and_the_check_page_say_the_same_and_nothing_else(there, client):
    row = issue(there, takeaway="Sort at the door.")
    paper = printed.document(row)
    said = words_of(client.get(f"/verify/{row.number}"))
    for words in (paper["name"], paper["did"], paper["own"], *paper["notes"], row.written, *(text for pair in paper["facts"] for text in pair)):
        assert " ".join(words.split()) in said, words
    known = {*row.facts} - {"v", "starts_at", "ends_at", "zone", "meal_minutes", "online", "part", "how", "measured", "kind", "minutes", "confirmed_on", "is_demo"}
    assert known == {"name", "title", "organiser", "place", "confirmed_by"}
    assert there.person.email not in said and there.event.code not in said and "noindex" in client.get(f"/verify/{row.number}").content.decode()


def test_whoever_has_the_number_checks_it_in_three_statements_however_it_is_typed(there, client, django_assert_max_num_queries, event):
    row = issue(there)
    with django_assert_max_num_queries(3):
        assert "Valid: it stands as it was issued." in words_of(client.get(f"/verify/{row.number}"))
    assert client.get("/verify/", {"number": f" {row.written.upper()} "}).headers["Location"] == f"/verify/{row.number}"
    assert "Valid" in words_of(client.get(f"/verify/{row.written}")) and client.get("/verify/").status_code == 200
    with after(event):
        events.correct(by=event.host, presence=there, minutes=60, why="Left at seven.")
    fresh.forget()
    second = Certificate.objects.get(ended_at=None)
    said = words_of(client.get(f"/verify/{row.number}"))
    assert "Corrected: another certificate stands in its place." in said and second.written in said and "Left at seven." in said and "90 minutes" in said
    actions.revoke(by=there.person, certificate=second, why="Not mine.")
    fresh.forget()
    assert "Revoked: it counts no more." in words_of(client.get(f"/verify/{second.number}")) and "Valid" not in words_of(client.get(f"/verify/{row.number}"))


def test_a_second_after_it_is_revoked_nobody_reads_that_it_stands(there, client, monkeypatch):
    row = issue(there)
    assert "Valid" in words_of(client.get(f"/verify/{row.number}"))
    actions.revoke(by=there.person, certificate=row, why="Not mine.")
    monkeypatch.setattr(fresh, "SURE", 0)
    assert "Revoked" in words_of(client.get(f"/verify/{row.number}"))


def test_rl01_whoever_guesses_is_asked_to_wait_and_others_are_not(there, client):
    row = issue(there)
    answers = [client.get(f"/verify/{number:016d}").status_code for number in range(views.GUESSES[1] + 2)]
    assert answers == [404] * views.GUESSES[1] + [429] * 2
    shut = client.get(f"/verify/{row.number}")
    assert shut.status_code == 429 and int(shut.headers["Retry-After"]) <= 600
    assert client.get(f"/verify/{row.number}", REMOTE_ADDR="198.51.100.7").status_code == 200


def test_the_page_before_says_everything_and_which_letters_are_missing_and_nothing_is_issued(there, event, world):
    world.zoe.name = "Zoe \U0001F8FF"
    world.zoe.save()
    with after(event):
        zoe = sign_in(Client(), world.zoe)
        events.will_try(by=world.zoe, event=event, words="Sort at the door")
        said = words_of(zoe.get(f"/certificates/new/{there.code}/"))
        assert "Nothing is issued yet." in said and "1 hour 30 minutes (90 minutes)" in said and "Sort at the door" in said
        assert "Some letters cannot be printed here:" in said and not Certificate.objects.exists()
        made = send(zoe, f"/certificates/new/{there.code}/", takeaway="Sort\r\nat the door")
        row = Certificate.objects.get()
        assert made.headers["Location"] == row.href and row.takeaway == "Sort\nat the door"
        paper = zoe.get(f"/certificates/{row.code}.pdf")
        assert paper.content.startswith(b"%PDF") and paper.headers["Content-Type"] == "application/pdf" and "no-store" in paper.headers["Cache-Control"]
        assert "[U+1F8FF]" in "".join(pages_of(paper.content))
        assert row.written in words_of(zoe.get("/certificates/")) and "My certificate" in words_of(zoe.get(event.href))
        assert sign_in(Client(), world.pia).get(f"/certificates/{row.code}.pdf").status_code == 404


def test_whoever_runs_it_issues_to_all_who_wish_and_each_is_told(there, event, world):
    zoe = sign_in(Client(), world.zoe)
    assert "I would like a certificate afterwards" in words_of(zoe.get(event.href))
    send(zoe, f"/certificates/wish/{event.code}/yes/")
    with after(event):
        tom = sign_in(Client(), world.tom)
        assert "Certificates of this event" in words_of(tom.get(f"{event.href}list/"))
        assert "Were there and have none yet: 1." in words_of(tom.get(f"/certificates/of/{event.code}/"))
        send(tom, f"/certificates/of/{event.code}/")
        worker()
        row = Certificate.objects.get()
        assert row.written in words_of(tom.get(f"/certificates/of/{event.code}/"))
        assert sign_in(Client(), world.pia).get(f"/certificates/of/{event.code}/").status_code == 404
        send(tom, f"/certificates/{row.code}/revoke/", why="The wrong event.")
        assert "The wrong event." in words_of(tom.get(row.href)) and send(tom, f"/certificates/{row.code}/anew/", why="So.").status_code == 404


def test_the_pages_of_an_event_cost_the_same_however_many_have_one(there, event, world, django_assert_max_num_queries):
    with after(event):
        tom = sign_in(Client(), world.tom)
        issue(there)
        with django_assert_max_num_queries(12):
            tom.get(f"/certificates/of/{event.code}/")


def test_a_guest_takes_theirs_by_their_link(event, world, client):
    guest = events.come_as_guest(by=None, event=event, name="Gus", code=codes.for_guests(event.door_key))
    token = token_of(guest.code)
    with after(event):
        assert client.get(f"/certificates/guest/{token}/").status_code == 404
        events.confirm(by=world.tom, event=event, guests=[guest])
        assert "Certificate of attendance" in words_of(client.get(f"/events/guest/{token}/"))
        assert "What it would say" in words_of(client.get(f"/certificates/guest/{token}/"))
        assert send(client, f"/certificates/guest/{token}/", takeaway="").status_code == 302
        assert client.get(f"/certificates/guest/{token}.pdf").content.startswith(b"%PDF")
        row = Certificate.objects.get()
        assert (row.person, row.facts["name"]) == (None, "Gus") and row.number in client.get(f"/certificates/guest/{token}/").content.decode()
        assert client.get(f"/certificates/guest/{'A' * 43}.pdf").status_code == 404


def test_no_pdf_is_made_within_a_transaction_nor_stored(there, event, world, monkeypatch):
    made = []
    monkeypatch.setattr(printed.pdf, "compile_pdf", lambda *args: made.append(args) or b"%PDF")
    with after(event):
        row = actions.issue(by=world.zoe, presence=there)
        assert made == [] and not re.search(r"stored|file", " ".join(field.name for field in Certificate._meta.fields))
        sign_in(Client(), world.zoe).get(f"/certificates/{row.code}.pdf")
    assert len(made) == 1 and Presence.objects.count() == 1 and timedelta(1)


def test_of_many_certificates_a_page_shows_some_and_finds_by_name_and_none_is_forgotten_in_the_counts(there, event, world):
    with after(event):
        events.put_on_list(by=world.tom, event=event, names=[f"Guest {number:02}" for number in range(25)])
        first = issue(there)
        Certificate.objects.bulk_create(Certificate(event=event, presence=row, facts=first.facts | {"name": row.guest.name}, language="en")
                                        for row in Presence.objects.exclude(guest=None).select_related("guest"))
        Certificate.objects.filter(pk=first.pk).update(made_at=event.ends_at)
        tom, here = sign_in(Client(), world.tom), f"/certificates/of/{event.code}/"
        assert "1 to 20 of 26" in words_of(tom.get(here)) and "21 to 26 of 26" in words_of(tom.get(f"{here}?page=2"))
        found = words_of(tom.get(f"{here}?q=guest 07"))
        assert "Guest 07" in found and "Zoe Example" not in found and "Nobody on the list fits this." in words_of(tom.get(f"{here}?q=nobody"))
        actions.wish(by=world.zoe, event=event, yes=True)
        assert "Were there and have none yet: 0." in words_of(tom.get(f"{here}?page=2")), "on whichever page the certificate stands"
        Certificate.objects.update(person=world.zoe)
        assert "21 to 26 of 26" in words_of(sign_in(Client(), world.zoe).get("/certificates/?page=2"))
