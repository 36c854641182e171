"""The pages: a teacher's phone, an office's desk, and everybody who finds nothing there."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from staffroom.claims import actions
from staffroom.claims.models import Claim, Desk, Ruling
from staffroom.claims.tests.conftest import DAY, DESK, again, browser, entry, post, sent, words
from staffroom.kit import clock
from staffroom.orgs import actions as orgs
from staffroom.people.models import AccessLine
from staffroom.record import actions as record

pytestmark = pytest.mark.django_db


def the_file(made):
    return next(one for one in made.evidence.all() if one.name == "My sheet")


def test_from_the_entry_to_the_office_and_back_in_the_words_of_the_rules(world):
    tom, cora = browser(world.tom), browser(world.cora)
    here = f"/record/{world.entry.code}/claim/"
    assert f'href="{here}"' in words(tom.get(f"/record/{world.entry.code}/"))
    page = words(tom.get(here))
    assert "Fractions with paper" in page and "Cedar District" in page and "An answer is due by" in page and "Cora Example" in page
    assert "One entry that counts has no proof with it." in page and "until 30 days after their answer" in page
    looked = post(tom, here, to=world.cedar.code, pieces=[the_file(world.entry).code])
    assert looked.status_code == 200 and "Everything that counts has some proof with it." in words(looked) and not Claim.objects.exists()
    answer = post(tom, here, to=world.cedar.code, pieces=[the_file(world.entry).code], send="1")
    claim = Claim.objects.get()
    assert answer.headers["Location"] == f"/record/claims/{claim.code}/"
    assert "waits for an answer" in words(tom.get(f"/record/{world.entry.code}/")) and "Cedar District" in words(tom.get("/record/claims/"))
    queue = words(cora.get("/office/claims/"))
    assert "Fractions with paper" in queue and "Tom Example" in queue and "every rule about it is met" in queue
    page = words(cora.get(f"/office/claims/{claim.code}/"))
    assert "Source: A colleague" in page and "My sheet" in page and "Counts 1 h." in page
    assert "Nobody else reads this line." not in page and "example.org/other" not in page
    assert AccessLine.objects.filter(person=world.tom, how="page", by_name="Cora Example (Cedar District)").count() == 1
    assert post(cora, f"/office/claims/{claim.code}/", what="approve", minutes="60").status_code == 302
    assert "Cedar District (Cora Example)" in words(tom.get(f"/record/{world.entry.code}/"))
    assert "Accepted: 1 h" in words(tom.get("/record/counts/"))
    assert f'<a href="/record/claims/{claim.code}/" dir="auto">Fractions with paper</a>' in words(tom.get("/record/hours/"))
    assert "approved" in words(tom.get(f"/record/claims/{claim.code}/"))


def test_whoever_sends_a_claim_decides_nothing_about_it(world):
    """FO-02: fields that the form has not change nothing."""
    more = {"state": "approved", "status": "approved", "granted_minutes": "600", "minutes": "600", "by": world.tom.code, "is_clean": "1", "needs_two": ""}
    assert post(browser(world.tom), f"/record/{world.entry.code}/claim/", to=world.cedar.code, send="1", **more).status_code == 302
    claim = Claim.objects.get()
    assert (claim.state, claim.granted_minutes, claim.minutes) == ("submitted", None, world.entry.minutes) and not Ruling.objects.exists()


def test_a_claim_can_be_made_without_a_licence_and_without_an_office_it_says_whom_to_ask(world):
    wanda = browser(world.wanda)
    made = entry(world.wanda, told=False)
    page = words(wanda.get(f"/record/{made.code}/claim/"))
    assert "No office of yours takes claims here yet." in page and f"/record/{made.code}/ask/" in page
    actions.take_claims(by=world.will, organisation=world.alder, **DESK)
    orgs.enrol(by=None, person=world.cora, organisation=world.alder, role="pd_coordinator")
    assert "Alder District" in words(wanda.get(f"/record/{made.code}/claim/"))
    assert post(wanda, f"/record/{made.code}/claim/", to=world.alder.code, send="1").status_code == 302


def test_among_several_offices_one_is_chosen_and_one_that_was_never_offered_is_not(world):
    orgs.enrol(by=None, person=world.tom, organisation=world.willow, role="teacher")
    actions.take_claims(by=world.will, organisation=world.alder, **DESK | {"pack": "washington"})
    tom = browser(world.tom)
    here = f"/record/{world.entry.code}/claim/"
    assert "Send to Alder District" in words(tom.get(f"{here}?to={world.alder.code}")) and "Send to Cedar District" in words(tom.get(f"{here}?to=atlantis"))
    post(tom, here, to=world.alder.code, send="1")
    assert Claim.objects.get().organisation == world.alder


def test_the_file_that_went_along_is_handed_out_and_no_other(world):
    claim = sent(world)
    cora, other = browser(world.cora), entry(world.tom, "Another")
    answer = cora.get(f"/office/claims/{claim.code}/proof/{the_file(world.entry).code}/")
    assert (answer.status_code, answer.content) == (200, b"What it shows, in words\n") and answer.headers["Content-Disposition"].startswith("attachment")
    assert AccessLine.objects.filter(person=world.tom, how="file").count() == 1
    link = next(one for one in world.entry.evidence.all() if one.kind == "link")
    for code in (the_file(other).code, link.code, "zzzzzzzzzzzz"):
        assert cora.get(f"/office/claims/{claim.code}/proof/{code}/").status_code == 404
    record.remove_evidence(by=world.tom, evidence=the_file(world.entry))
    assert cora.get(f"/office/claims/{claim.code}/proof/{the_file(world.entry).code}/").status_code == 404
    assert "taken away by its owner since" in words(cora.get(f"/office/claims/{claim.code}/"))


def office_paths(claim, world) -> list[str]:
    return [f"/office/claims/{claim.code}/", f"/office/claims/{claim.code}/proof/{the_file(claim.entry).code}/"]


def test_for_everybody_else_there_is_nothing(world):
    claim = sent(world)
    for person in (world.pia, world.audrey, world.will, world.wanda, world.tom):
        held = browser(person)
        never = held.get("/office/claims/zzzzzzzzzzzz/")
        for path in office_paths(claim, world):
            answer = held.get(path)
            assert (answer.status_code, len(answer.content)) == (404, len(never.content)), (person, path)
        assert post(held, f"/office/claims/{claim.code}/", what="approve", minutes="60").status_code == 404
        page = held.get("/office/claims/")
        assert page.status_code == (200 if person == world.will else 404) and "Fractions" not in words(page)
        assert "Fractions" not in words(post(held, "/office/claims/approve/", claim=[claim.code]))
    for person in (world.cora, world.wanda):
        held = browser(person)
        for path in (f"/record/claims/{claim.code}/", f"/record/{world.entry.code}/claim/"):
            assert held.get(path).status_code == 404
        for path in (f"/record/claims/{claim.code}/withdraw/", f"/record/claims/{claim.code}/appeal/"):
            assert post(held, path, words="So").status_code == 404
    assert browser(world.tom, "org").get(f"/record/claims/{claim.code}/").status_code == 403
    assert again(claim).state == "submitted"


def test_after_the_window_and_after_withdrawing_the_office_finds_nothing(world):
    claim, other = sent(world), sent(world, entry(world.tom, "Another"))
    cora = browser(world.cora)
    actions.approve(by=world.cora, claim=claim, minutes=60)
    actions.withdraw(by=world.tom, claim=other)
    assert cora.get(f"/office/claims/{other.code}/").status_code == 404
    late = post(cora, f"/office/claims/{other.code}/", what="approve", minutes="60")
    assert (late.status_code, again(other).state) == (302, "withdrawn") and "withdrew this claim meanwhile" in words(cora.get("/office/claims/"))
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        cora = browser(world.cora)
        for path in office_paths(claim, world):
            assert cora.get(path).status_code == 404
        assert "Fractions" not in words(cora.get("/office/claims/?show=answered"))
        page = words(cora.get(f"/office/{world.cedar.code}/claims/decisions/"))
        ruling = Ruling.objects.get(what="approved")
        assert "Tom Example" in page and "Fractions" not in page and f"/office/claims/decisions/{ruling.code}/" in page
        change = f"/office/claims/decisions/{ruling.code}/"
        assert "Fractions" not in words(cora.get(change))
        assert post(cora, change, what="revoke", code="absent", reason="The list says otherwise").status_code == 302
        assert "The list says otherwise" in words(browser(world.tom).get(f"/record/claims/{claim.code}/"))


def test_an_answer_that_comes_second_is_told_what_happened_and_loses_nothing_typed(world):
    claim = sent(world)
    cora, sue = browser(world.cora), browser(world.sue)
    cora.get(f"/office/claims/{claim.code}/")
    post(sue, f"/office/claims/{claim.code}/", what="approve", minutes="60")
    late = post(cora, f"/office/claims/{claim.code}/", what="decline", reason="It is not in the plan")
    assert late.status_code == 422 and "It does not wait any more: approved." in words(late) and "It is not in the plan" in words(late)
    assert again(claim).state == "approved" and Ruling.objects.count() == 1


def test_what_is_missing_is_asked_for_and_what_was_typed_stays(world):
    claim = sent(world)
    cora, here = browser(world.cora), f"/office/claims/{claim.code}/"
    for fields, wanted in (({}, "Choose one."), ({"what": "decline"}, "Say why, in plain words"), ({"what": "approve", "minutes": ""}, "How many minutes count?"),
                           ({"what": "approve", "minutes": "9 h"}, "A whole number"), ({"what": "approve", "minutes": "30"}, "Say why fewer minutes count")):
        answer = post(cora, here, **fields)
        assert answer.status_code == 422 and wanted in words(answer), fields
    answer = post(cora, here, what="approve", minutes="999", reason="All of it, and more")
    assert "All of it, and more" in words(answer) and again(claim).state == "submitted"


def test_the_teacher_reads_why_and_sends_it_again_or_appeals(world):
    tom, cora, sue = browser(world.tom), browser(world.cora), browser(world.sue)
    claim = sent(world, remark="My words to you")
    post(cora, f"/office/claims/{claim.code}/", what="back", reason="Whose form is it?")
    here = f"/record/claims/{claim.code}/"
    assert "Whose form is it?" in words(tom.get(here))
    again_page = words(tom.get(f"/record/{world.entry.code}/claim/?to={world.cedar.code}"))
    assert "My words to you" in again_page and "checked" in again_page
    post(tom, f"/record/{world.entry.code}/claim/", to=world.cedar.code, send="1")
    post(cora, f"/office/claims/{claim.code}/", what="decline", reason="Not in the plan")
    assert post(tom, f"{here}appeal/", words="").status_code == 422
    assert post(tom, f"{here}appeal/", words="It is on page two.").status_code == 302
    assert "somebody else hears the appeal" in words(cora.get(f"/office/claims/{claim.code}/"))
    assert "It is on page two." in words(sue.get(f"/office/claims/{claim.code}/")) and "Fractions" in words(sue.get("/office/claims/?show=appeals"))
    post(sue, f"/office/claims/{claim.code}/", what="approve", minutes="60")
    page = words(tom.get(here))
    assert "cannot read the copy any more" in page and f"{here}appeal/" not in page


def test_withdrawing_is_one_tap_and_after_the_answer_it_says_so(world):
    tom, claim = browser(world.tom), sent(world)
    here = f"/record/claims/{claim.code}/"
    actions.approve(by=world.cora, claim=claim, minutes=60)
    assert f"{here}withdraw/" not in words(tom.get(here))
    post(tom, f"{here}withdraw/")
    assert "The office has answered already: approved." in words(tom.get(here))
    other = sent(world, entry(world.tom, "Another"))
    post(tom, f"/record/claims/{other.code}/withdraw/")
    assert again(other).state == "withdrawn"


def test_in_one_go_their_names_are_shown_before_anything_is_decided(world):
    claims = [sent(world, entry(world.tom, f"Course {number}", day=DAY - timedelta(days=number))) for number in range(3)]
    dirty = sent(world, entry(world.tom, "Without proof", day=DAY - timedelta(days=9)), pieces=[])
    cora, codes = browser(world.cora), [claim.code for claim in claims[:2]]
    named = post(cora, "/office/claims/approve/", claim=[*codes, dirty.code])
    assert named.status_code == 200 and "Course 0" in words(named) and "Course 1" in words(named) and "Without proof" not in words(named)
    assert not Ruling.objects.exists()
    assert post(cora, "/office/claims/approve/", claim=[*codes, dirty.code], sure="1").status_code == 302
    assert [again(claim).state for claim in (*claims, dirty)] == ["approved", "approved", "submitted", "submitted"]
    assert "2 claims are answered with yes." in words(cora.get("/office/claims/"))
    post(cora, "/office/claims/approve/", claim=[dirty.code], sure="1")
    assert "Tick at least one claim" in words(cora.get("/office/claims/")) and again(dirty).state == "submitted"


def test_the_filters_show_what_they_say_the_longest_waiting_first(world):
    claims = [sent(world, entry(world.tom, f"Course {number}", day=DAY - timedelta(days=number), proof=bool(number))) for number in range(3)]
    Claim.objects.filter(pk=claims[2].pk).update(due_on=DAY, sent_at=clock.now() - timedelta(days=40))
    cora = browser(world.cora)
    page = words(cora.get("/office/claims/"))
    assert page.index("Course 2") < page.index("Course 0") < page.index("Course 1") and "an answer was due by" in page
    for show, there in (("clean", {1, 2}), ("late", {2}), ("appeals", set()), ("returned", set()), ("answered", set()), ("nonsense", {0, 1, 2})):
        page = words(cora.get(f"/office/claims/?show={show}&body={world.cedar.code}"))
        assert {number for number in range(3) if f"Course {number}" in page} == there, show


def test_statements_do_not_grow_with_the_claims_and_a_long_queue_comes_in_pages(world):
    cora, tom = browser(world.cora), browser(world.tom)
    first = sent(world)

    def statements(held, path) -> int:
        with CaptureQueriesContext(connection) as found:
            assert held.get(path).status_code == 200
        return len(found)
    asked = [(cora, "/office/claims/"), (tom, "/record/claims/"), (tom, f"/record/{world.entry.code}/")]
    for held, path in asked:
        held.get(path)
    few = [statements(*each) for each in asked]
    columns = {column.attname: getattr(first, column.attname) for column in Claim._meta.concrete_fields if column.name not in {"id", "code", "body"}}
    Claim.objects.bulk_create([Claim(**columns | {"state": "submitted", "entry_id": None}) for _number in range(60)])
    assert [statements(*each) for each in asked] == few and max(few) <= 12
    assert "1 to 25 of 61." in words(cora.get("/office/claims/"))


def test_a_body_says_how_it_takes_claims(world):
    dana, here = browser(world.dana), f"/office/{world.cedar.code}/claims/"
    for fields in ({}, {"is_open": "yes", "pack": "atlantis", "answer_days": "5", "appeal_days": "30"}, {"is_open": "yes", "pack": "texas", "answer_days": "x", "appeal_days": "3"}):
        assert post(dana, here, **fields).status_code == 422
    assert post(dana, here, is_open="yes", pack="texas", answer_days="5", appeal_days="60", needs_two="on").status_code == 302
    held = Desk.objects.get(organisation=world.cedar)
    assert (held.pack, held.answer_days, held.appeal_days, held.needs_two, held.by) == ("texas", 5, 60, True, world.dana)
    for person in (world.pia, world.audrey, world.will, world.tom):
        assert browser(person).get(here).status_code == 404 and post(browser(person), here, is_open="no").status_code == 404
    assert here in words(dana.get(f"/office/{world.cedar.code}/"))
    assert browser(world.pia).get(f"/office/{world.juniper.code}/claims/").status_code == 404


def test_the_same_in_spanish(world):
    claim = sent(world)
    world.cora.language = "es"
    world.cora.save()
    page = words(browser(world.cora).get(f"/office/claims/{claim.code}/"))
    assert "Cuenta 1 h." in page and "Enviar esta respuesta" in page
