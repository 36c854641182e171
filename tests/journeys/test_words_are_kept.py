"""What somebody is writing survives a reload, the end of a session, and another tab; what somebody signed out of is gone."""

import pytest

from tests import browsing
from tests.journeys import main_job
from tests.journeys.walking import Walk

pytestmark = browsing.needed


@pytest.fixture
def walk(empty, seat):
    """A new teacher on a phone, at the form of the record."""
    return main_job.sign_up(Walk(seat(empty, **browsing.PHONE))).open("/record/new/")


def kept(page):
    page.wait_for_selector("form[data-state=saved]")


def test_a_draft_survives_a_reload(walk):
    walk.write("What was it?", "Watched Luz start a lab")
    kept(walk.page)
    walk.page.reload()
    walk.tap("Go on with it", kind="link")
    assert walk.page.get_by_label("What was it?").input_value() == "Watched Luz start a lab"
    walk.open("/today/")
    assert walk.sees("Watched Luz start a lab"), "Today tells of it"


def test_what_is_sent_after_the_session_ended_is_there_when_one_is_back(walk):
    address = walk.page.evaluate("() => fetch('/me/').then(answer => answer.text())")
    walk.write("What was it?", "Read about the door").choose("Read").write("Minutes", "12")
    cookies = [cookie for cookie in walk.page.context.cookies() if cookie["name"] != "session"]
    walk.page.context.clear_cookies()
    walk.page.context.add_cookies(cookies)
    walk.tap("Keep in my record")
    assert "sign-in" in walk.page.url
    mail = next(word for word in address.split() if "@home.example" in word).strip("<>(),").split(">")[-1].split("<")[0]
    walk.write("Your address", mail).write("Your password", "three odd words together").tap("Sign in")
    assert walk.page.get_by_label("What was it?").input_value() == "Read about the door"
    assert walk.page.get_by_label("Minutes").first.input_value() == "12"
    walk.tap("Keep in my record")
    walk.tap("Record", kind="link", within="nav.places")
    assert walk.page.get_by_role("link", name="Read about the door").count() == 1


def test_two_tabs_tell_each_other_and_neither_is_lost(walk):
    other = walk.page.context.new_page()
    other.goto("/record/new/")
    other.wait_for_timeout(500)
    walk.write("What was it?", "From this tab")
    kept(walk.page)
    other.get_by_text("Saved in another place.").wait_for()
    other.get_by_label("What was it?").fill("From that tab")
    other.wait_for_selector("form[data-state=elsewhere]")
    walk.open("/record/drafts/")
    assert walk.sees("From this tab") and walk.sees("From that tab")


def test_after_signing_out_the_button_back_shows_nothing(walk):
    walk.open("/record/")
    walk.open("/me/").tap("Sign out")
    walk.page.go_back()
    assert "Everything about my account" not in walk.page.locator("body").inner_text()
    walk.page.go_back()
    assert "sign-in" in walk.page.url or "Sign in" in walk.page.locator("body").inner_text()
    answer = walk.page.goto("/record/")
    assert "sign-in" in walk.page.url and answer.ok
