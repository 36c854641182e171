import re
from uuid import uuid4

import pytest
from django.test import Client

from staffroom.catalogue.models import Offer
from staffroom.growth.models import Sentence
from staffroom.kit.testing import op_id, sign_in
from staffroom.practice import actions as practice
from staffroom.practice.savable import Thing
from staffroom.sharing.models import Copy
from tests import laid

pytestmark = pytest.mark.django_db


@pytest.fixture
def commons(db):
    laid.laid(laid.commons)


def test_the_door_shows_four_pieces_and_sends_those_who_are_in_to_today(commons, client, as_ann):
    assert Client().get("/").content.decode().count('class="sheet link stack"') == 4
    assert as_ann.get("/")["Location"] == "/today/"


def test_the_door_stands_also_without_any_offer():
    assert Client().get("/").status_code == 200


def test_today_begins_with_a_question_and_then_shows_the_step_that_fits(commons, as_ann, ann):
    assert "What is on your mind?" in as_ann.get("/today/").content.decode()
    practice.plan(by=ann, title="Ask at the door", minutes=6)
    page = as_ann.get("/today/?minutes=6").content.decode()
    assert "Ask at the door" in page and "Note how it went" in page


def test_the_minutes_are_chosen_within_the_form_so_that_choosing_them_loses_no_word(commons, as_ann):
    page = as_ann.get("/today/?minutes=6").content.decode()
    form = page.split('action="/practice/start/"')[1].split("</form>")[0]
    assert re.findall(r'<input type="radio" name="minutes" value="(\d+)"( checked)?>', form) == [("6", " checked"), ("15", ""), ("30", "")]
    assert 'href="?minutes=' not in page
    assert as_ann.post("/practice/start/", {"op_id": op_id(), "mood": "bothering", "text": "They are loud", "minutes": "6"}).status_code == 302
    assert Sentence.objects.get().minutes == 6


@pytest.mark.parametrize("minutes", ["", "7", "-6", "６", "6e9", "x"])
def test_minutes_that_are_not_offered_are_passed_over(as_ann, minutes):
    assert as_ann.get("/today/", {"minutes": minutes}).status_code == 200


def test_today_takes_few_statements_however_much_is_planned(commons, as_ann, ann, django_assert_max_num_queries):
    for number in range(40):
        practice.plan(by=ann, title=f"Step {number}", minutes=5)
        practice.save(by=ann, thing=Thing(title=f"Later {number}"), asked_for="some_day")
        practice.ask_later(by=ann, title=f"Tried {number}", from_id=uuid4())
    as_ann.get("/today/")
    with django_assert_max_num_queries(10):
        as_ann.get("/today/")


def test_a_school_session_sees_the_wall_and_why_the_notebook_stays_shut(commons, ann):
    practice.plan(by=ann, title="A private step", minutes=6)
    page = sign_in(Client(), ann, "org").get("/today/").content.decode()
    assert "A private step" not in page
    assert "Your notebook stays shut in this session" in page


def test_what_is_handed_to_me_lies_torn_on_the_wall_side(commons, as_ann, ann, ben):
    Copy.objects.create(person=ben, reader=ann, kind="practice.PlanStep", about=ben.pk, title="From Ben", body="x", until_on="2099-01-01")
    assert "From Ben" in as_ann.get("/today/").content.decode()


def test_help_and_source_are_for_everybody():
    assert [Client().get(path).status_code for path in ("/help/", "/source", "/trust")] == [200, 200, 200]
    archive = Client().get("/source/staffroom.zip")
    assert archive.status_code == 200 and archive["Content-Type"] == "application/zip"
    archive.close()


def test_a_page_that_is_not_there_says_the_same_to_everybody(as_ann):
    answer = as_ann.get("/nothing/here/")
    assert answer.status_code == 404 and "Not here, or not for you" in answer.content.decode()


def test_a_form_without_its_token_is_refused_kindly_and_changes_nothing(ann):
    client = sign_in(Client(enforce_csrf_checks=True), ann)
    answer = client.post("/practice/new/", {"op_id": op_id(), "title": "Call"})
    assert answer.status_code == 403 and "csrf" not in answer.content.decode().lower().replace("csrfmiddlewaretoken", "")


def test_what_is_planned_leads_to_how_it_went_and_not_to_the_plan_again(commons, as_ann, ann, ben):
    piece = Offer.objects.filter(kind="piece")[0]
    planned = as_ann.post(f"/find/{piece.code}/plan/", {"op_id": op_id()})["Location"]
    assert "It is in your plan." in as_ann.get(planned).content.decode()
    mine, hers = (client.get(f"/find/{piece.code}/").content.decode() for client in (as_ann, sign_in(Client(), ben)))
    assert [("Plan this in my notebook" in page, "It is in your plan" in page) for page in (mine, hers)] == [(False, True), (True, False)]


def test_of_very_many_copies_the_newest_lie_open_and_all_can_be_reached(as_ann, ann, ben):
    for number in range(8):
        Copy.objects.create(person=ben, reader=ann, kind="practice.PlanStep", about=ben.pk, title=f"Copy {number}", body="x", until_on="2099-01-01")
    page = as_ann.get("/people/").content.decode()
    assert page.count('class="torn stack"') == 6
    assert [page.count(f">Copy {number}<") for number in range(8)] == [1] * 8
