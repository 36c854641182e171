"""FO-07 and FO-08: words that nobody may lose."""

import re

import pytest
from django.test import Client

from staffroom.growth.models import Sentence
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.orgs import actions as orgs
from staffroom.practice import actions as practice
from staffroom.practice.models import PlanStep
from staffroom.record.models import Entry, KeptWords

pytestmark = pytest.mark.django_db
FORMS = {
    "a sentence": ("/practice/start/", "/practice/start/", {"text": "Nobody listens at first", "mood": "curious", "minutes": "30"}, "text", Sentence),
    "a sentence on Today": ("/today/", "/practice/start/", {"text": "Nobody listens at first", "mood": "bothering", "minutes": "15"}, "text", Sentence),
    "a step": ("/practice/new/", "/practice/new/", {"title": "Wait three seconds", "minutes": "5", "note": "In 4b"}, "title", PlanStep),
    "an entry": ("/record/new/", "/record/new/", {"title": "Saw a lesson", "kind": "visit", "minutes": "45", "on_on": "2026-01-07", "time_kind": "own"}, "title", Entry),
}


def whose(page) -> str:
    return re.search(r'name="whose" value="([^"]+)"', page.content.decode())[1]


def ended(client: Client) -> Client:
    """The same browser, after its session has ended."""
    client.session.flush()
    return client


@pytest.mark.parametrize("what", FORMS)
def test_fo08_words_sent_after_the_session_ended_are_there_after_signing_in_and_count_once(what):
    page, address, words, field, model = FORMS[what]
    ann = make_account("Ann Example")
    browser = sign_in(Client(), ann)
    sent = words | {"whose": whose(browser.get(page)), "op_id": op_id()}
    answer = ended(browser).post(address, sent)
    assert answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in/?next=")
    assert model.objects.count() == 0
    again = sign_in(browser, ann).get(address)
    assert words[field] in again.content.decode() and "We kept what you were writing." in again.content.decode()
    browser.post(address, sent)
    browser.post(address, sent)
    assert [getattr(row, field) for row in model.objects.all()] == [words[field]]
    assert KeptWords.objects.count() == 0
    assert "We kept what you were writing." not in browser.get(address).content.decode()


def test_fo08_a_changed_step_comes_back_over_the_version_that_it_was_written_for():
    ann = make_account("Ann Example")
    browser = sign_in(Client(), ann)
    step = practice.plan(by=ann, title="Wait three seconds", minutes=5)
    address = f"/practice/{step.code}/"
    sent = {"title": "Wait five seconds", "minutes": "5", "note": "", "base": "1", "whose": whose(browser.get(address)), "op_id": op_id()}
    ended(browser).post(address, sent)
    practice.change(by=ann, step=step, version=1, title="Wait ten seconds", minutes=5, planned_on=None, note="")
    page = sign_in(browser, ann).get(address).content.decode()
    assert "Wait five seconds" in page and 'name="base" value="1"' in page
    both = browser.post(address, sent)
    assert both.status_code == 409 and "Wait five seconds" in both.content.decode() and "Wait ten seconds" in both.content.decode()


@pytest.mark.parametrize("what", FORMS)
def test_fo08_on_the_same_device_another_account_gets_none_of_it(what):
    page, address, words, field, _model = FORMS[what]
    ann, ben = make_account("Ann Example"), make_account("Ben Example")
    browser = sign_in(Client(), ann)
    sent = words | {"whose": whose(browser.get(page)), "op_id": op_id()}
    ended(browser).post(address, sent)
    assert words[field] not in sign_in(browser, ben).get(address).content.decode()


def test_fo07_two_who_change_the_name_of_a_body_at_once_see_both_names():
    district = orgs.found(by=None, parent=None, kind="district", name="Cedar District")
    browsers = [sign_in(Client(), make_account(name)) for name in ("Pat Rivers", "Kim Rivers")]
    for browser in browsers:
        orgs.enrol(by=None, person=browser.get("/me/").context["user"], organisation=district, role="org_admin")
    address = f"/office/{district.code}/name/"
    base = [re.search(r'name="base" value="([^"]+)"', browser.get(address).content.decode())[1] for browser in browsers]
    assert browsers[0].post(address, {"name": "Cedar Valley", "place": "", "base": base[0], "op_id": op_id()}).status_code == 302
    both = browsers[1].post(address, {"name": "Cedar Creek", "place": "", "base": base[1], "op_id": op_id()})
    text = both.content.decode()
    assert both.status_code == 409 and "it is “Cedar Valley” now" in text and 'value="Cedar Creek"' in text
    district.refresh_from_db()
    assert district.name == "Cedar Valley"
    again = re.search(r'name="base" value="([^"]+)"', text)[1]
    assert browsers[1].post(address, {"name": "Cedar Creek", "place": "", "base": again, "op_id": op_id()}).status_code == 302
    district.refresh_from_db()
    assert district.name == "Cedar Creek"
