"""The main job, done by people who read the page and by nothing else: on a phone, without scripts, by keys alone, from right to left."""

import pytest

from tests import browsing
from tests.journeys import main_job
from tests.journeys.walking import Walk

pytestmark = browsing.needed


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
@pytest.mark.parametrize("come", ["demo", "sign-up"])
def test_from_the_door_to_the_record_on_a_phone(come, scripts, juniper, empty, seat):
    walk = Walk(seat(juniper if come == "demo" else empty, java_script_enabled=scripts, **browsing.PHONE))
    if come == "demo":
        main_job.come_as(walk, "Walt Pruitt" if scripts else "Joseph Kalani")
    else:
        main_job.sign_up(walk)
    main_job.say(walk)
    main_job.finish(walk)
    assert walk.taps <= main_job.MOST_TAPS, walk.told
    assert walk.page.complaints == []


def test_from_the_door_to_the_record_by_keys_alone(empty, seat):
    walk = Walk(seat(empty, **browsing.WIDE), by_keys=True)
    main_job.sign_up(walk)
    main_job.say(walk)
    main_job.finish(walk)
    assert walk.page.complaints == []


def test_the_first_key_leads_past_the_head_of_the_page(juniper, seat):
    page = seat(juniper, **browsing.WIDE)
    page.goto("/find/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"


def test_from_right_to_left_nothing_stands_outside_and_starts_are_starts(juniper, seat):
    walk = main_job.come_as(Walk(seat(juniper, **browsing.PHONE)), "Naomi Begaye").open("/me/settings/")
    walk.page.get_by_label("Language").select_option(label="Mirrored test language")
    walk.tap("Keep it like this")
    page = walk.page
    assert page.locator("html").get_attribute("dir") == "rtl"
    for path in ("/today/", "/find/", "/practice/", "/people/", "/record/", "/record/new/", "/record/time/", "/trust", "/me/"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        assert _untranslated(page) == [], path
        brand = page.locator(".brand").bounding_box()
        assert brand["x"] + brand["width"] > 340, "the name of the house stands at the right"
    assert page.complaints == []


def _untranslated(page) -> list[str]:
    """Words of the software that the mirrored language did not reach: headings and acts in plain Latin letters."""
    found = page.locator("main :is(button, label, legend, summary), nav.places a").all_inner_texts()
    return [words for words in found if words.strip() and words.isascii() and any(sign.isalpha() for sign in words)]
