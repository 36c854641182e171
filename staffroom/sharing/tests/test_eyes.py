"""What others would get, said so that nobody is frightened by their own list."""

from staffroom.record import actions as record


def test_a_page_that_everybody_has_is_said_to_be_their_own(as_ann):
    said = as_ann.get("/trust/eyes/?path=/record/").content.decode()
    assert said.count("gets a page of their own at this address, not yours") == 4
    assert "can open it" not in said


def test_an_entry_is_not_here_for_any_of_them(as_ann, ann):
    entry = record.note(by=ann, title="A visit", kind="visit", minutes=5, on_on="2026-11-01")
    said = as_ann.get(f"/trust/eyes/?path=/record/{entry.code}/").content.decode()
    assert "can open it" not in said and "of their own" not in said
    assert said.count("not here, or not for you") == 4


def test_being_led_on_is_not_said_to_be_the_door(as_ann):
    said = as_ann.get("/trust/eyes/?path=/office/").content.decode()
    assert (said.count("is led on to another page"), said.count("is sent to the door")) == (3, 1)
