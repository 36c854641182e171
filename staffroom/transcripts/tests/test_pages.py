"""The pages of transcripts: choosing, one and its files, ended, and whoever checks."""

import json
import re
from datetime import date, timedelta

import page
import pytest
from django.core.cache import cache
from django.test import Client

from staffroom.events.tests.test_pages import send, words_of
from staffroom.kit.testing import make_account, sign_in
from staffroom.kit.tests.test_pdf import needs_fonts, pages_of
from staffroom.record import actions as record
from staffroom.record.models import Entry, Sitting
from staffroom.transcripts import actions, printed, queries, views
from staffroom.transcripts.models import Transcript
from staffroom.transcripts.tests.conftest import chosen, work

pytestmark = pytest.mark.django_db
NEW = "/record/transcript/new/"
MARCH = f"{NEW}?first_on=2026-03-01&last_on=2026-03-31"


@pytest.fixture(autouse=True)
def no_limits():
    cache.clear()


def boxes(answer) -> dict[str, bool]:
    return {value: bool(checked) for value, checked in re.findall(r'name="entry" value="([^"]+)"( checked)?', answer.content.decode())}


def test_i_choose_days_see_what_would_be_on_it_take_ticks_away_and_make_it(steps, as_ann):
    assert "2026</a>, 5 entries" in as_ann.get(NEW).content.decode()
    shown = as_ann.get(MARCH)
    said = words_of(shown)
    assert len(boxes(shown)) == 5 and all(boxes(shown).values()) and "PRIVATE" not in said and not Transcript.objects.exists()
    assert "Accepted by North District (Tom Office)" in said and "no office has accepted it" in said
    made = send(as_ann, MARCH, entry=[f"{steps[name].code}.{steps[name].version}" for name in ("accepted", "noted")])
    row = Transcript.objects.get()
    assert made.headers["Location"] == row.href and [entry["title"] for entry in row.facts()["entries"]] == ["Title accepted", "Title noted"]
    said = words_of(as_ann.get(row.href))
    assert row.address in said and "The signed record is being made" in said and row.written in words_of(as_ann.get("/record/transcript/"))


def test_what_was_changed_meanwhile_is_shown_again_with_my_ticks_and_nothing_is_made(steps, as_ann, ann):
    values = [f"{steps[name].code}.{steps[name].version}" for name in ("accepted", "noted")]
    record.add_sitting(by=ann, entry=steps["noted"], on_on=date(2026, 3, 20), minutes=5)
    answer = send(as_ann, MARCH, entry=values)
    assert answer.status_code == 422 and "was changed or let go since" in words_of(answer) and not Transcript.objects.exists()
    assert [value for value, ticked in boxes(answer).items() if ticked] == [values[0]]
    assert send(as_ann, MARCH).status_code == 422 and send(as_ann, MARCH, entry=["x", "../..", "a.b"]).status_code == 422
    backwards = as_ann.get(f"{NEW}?first_on=2026-03-31&last_on=2026-03-01")
    assert backwards.status_code == 422 and "That is before the first day." in words_of(backwards)


def test_a_thousand_entries_cost_the_statements_of_ten_and_the_rest_is_said(as_ann, ann, django_assert_max_num_queries):
    def more(first, count):
        rows = Entry.objects.bulk_create(Entry(person=ann, title=f"Entry {n}", kind="read", minutes=5, on_on=date(2025, 1, 1) + timedelta(days=n % 300))
                                         for n in range(first, first + count))
        Sitting.objects.bulk_create(Sitting(person=ann, entry=row, on_on=row.on_on, minutes=5) for row in rows)
    whole = f"{NEW}?first_on=2025-01-01&last_on=2025-12-31"
    for first, count in ((0, 10), (10, 990)):
        more(first, count)
        with django_assert_max_num_queries(12):
            shown = as_ann.get(whole)
    assert len(boxes(shown)) == queries.MOST and "600 more of these days are not shown" in words_of(shown)
    assert send(as_ann, whole, entry=list(boxes(shown))).status_code == 302
    work()
    row = Transcript.objects.get()
    assert len(json.loads(row.signed)["credentialSubject"]["verifiableCredential"]) == queries.MOST


def test_programs_are_given_the_signed_record_and_browsers_a_page(made, client):
    here = f"/verify/transcript/{made.number}"
    for accept in ("application/vc", "application/ld+json", "application/json", "application/json, text/html;q=0.5"):
        answer = client.get(here, HTTP_ACCEPT=accept)
        assert (answer.headers["Content-Type"], json.loads(answer.content)) == ("application/vc", json.loads(made.signed)), accept
        assert answer.headers["Access-Control-Allow-Origin"] == "*" and "Accept" in answer.headers["Vary"]
    for accept in ("text/html,application/xhtml+xml,*/*;q=0.8", "*/*", ""):
        assert "It stands as it was made." in client.get(here, HTTP_ACCEPT=accept).content.decode()
    assert client.get(f"{here}.json").content == made.signed.encode() and "noindex" in client.get(here).content.decode()
    typed = client.get("/verify/", {"number": f" {made.written.upper()} "})
    assert typed.headers["Location"] == here
    for address, kind in (("/.well-known/did.json", "application/did+json"), (f"/credentials/status/{made.listed.list.number}", "application/vc")):
        assert client.get(address).headers["Content-Type"] == kind and client.get(address).headers["Access-Control-Allow-Origin"] == "*"


def test_whoever_guesses_is_asked_to_wait(made, client):
    answers = [client.get(f"/verify/transcript/{number:020d}").status_code for number in range(views.GUESSES[1] + 1)]
    assert answers == [404] * views.GUESSES[1] + [429] and client.get(f"/verify/transcript/{made.number}.json").status_code == 429


def test_another_person_neither_sees_nor_ends_it(made, ben):
    theirs = sign_in(Client(), ben)
    for address in (made.href, *(f"/record/transcript/{made.code}.{form}" for form in ("pdf", "csv", "json"))):
        assert theirs.get(address).status_code == 404
    assert send(theirs, f"{made.href}end/").status_code == 404
    with pytest.raises(Transcript.DoesNotExist):
        actions.end(by=ben, transcript=made)
    assert send(sign_in(Client(), made.person), f"{made.href}end/").status_code == 302
    made.refresh_from_db()
    assert made.ended_at is not None and send(sign_in(Client(), made.person), f"{made.href}end/").status_code == 404


@needs_fonts
@pytest.mark.parametrize("name", ["مريم العبدالله", "សុខា ចាន់ថា", "W" * 60, "<script>alert(1)</script> #eval(1) *x*"])
def test_the_paper_meets_pdf_ua_in_any_script(name, steps, ann, as_ann):
    ann.name = name
    ann.save()
    row = actions.make(by=ann, chosen=chosen(steps.values()))
    data = as_ann.get(f"/record/transcript/{row.code}.pdf").content
    assert [failure.rule_id for failure in page.validate_pdf_bytes(data, profile="ua1").failures] == []
    shown = "".join(pages_of(data))
    assert row.written in shown and "[U+" not in shown and printed.letters_missing(row.facts()) == []


def test_an_account_that_only_its_body_opens_comes_to_none_of_it(made):
    shut = sign_in(Client(), make_account("Uma"), assurance="org")
    assert {shut.get(address).status_code for address in ("/record/transcript/", NEW, made.href)} <= {403, 404}
