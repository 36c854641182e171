"""A morning at the board: an organiser, a keeper, somebody without scripts, a phone of nobody in particular that loses its line and comes back."""

from datetime import date, timedelta

from tests import browsing

pytestmark = browsing.needed
PEOPLE = """
from django.test import Client
from staffroom.kit.testing import make_account, sign_in
answer({name: sign_in(Client(), make_account(f"{name} Example")).cookies["session"].value for name in ("Dana", "Hugo", "Ann")})
"""


def test_a_morning_at_the_board(empty, browser, seat):
    keys = empty.ask(PEOPLE)
    dana = seat(empty, cookie=keys["Dana"], **browsing.WIDE)
    dana.goto("/edcamps/new/")
    dana.get_by_label("What is it called?").fill("Edcamp of the valley")
    dana.get_by_label("An evening").check()
    dana.get_by_label("Day", exact=True).fill((date.today() + timedelta(days=30)).isoformat())
    dana.get_by_label("Where", exact=True).fill("Alder Hall")
    dana.get_by_role("button", name="Show me how it would hang").click()
    dana.get_by_role("button", name="Put it up").click()
    dana.get_by_label("Name of room 1").fill("Library")
    dana.get_by_role("button", name="Keep", exact=True).click()
    assert dana.get_by_role("heading", name="Keep the board").is_visible()
    wall = dana.url.removesuffix("keep/")

    phone = seat(empty, **browsing.PHONE)
    phone.goto(wall)
    assert phone.get_by_text("Empty").first.is_visible() and phone.get_by_role("link", name="Sign in").is_visible()
    plain = seat(empty, cookie=keys["Ann"], java_script_enabled=False, **browsing.PHONE)
    plain.goto(wall)
    plain.get_by_role("link", name="Put up a card").first.click()
    plain.get_by_label("I can lead this", exact=True).check()
    plain.get_by_label("In a few words").fill("Grading less, saying more")
    plain.get_by_role("button", name="I go, and put it up").click()
    assert plain.get_by_text("Grading less, saying more").first.is_visible()
    phone.locator(".table-of").get_by_text("Grading less, saying more").wait_for()  # the open page hears of it

    dana.locator(".table-of").get_by_role("link", name="Grading less, saying more").click()
    dana.get_by_role("button", name="Put it here").first.focus()
    dana.keyboard.press("Enter")
    dana.get_by_text("“Grading less, saying more” is on the board.").wait_for()
    phone.locator(".board h3").get_by_text("Grading less, saying more").wait_for()
    plain.reload()
    assert plain.locator(".board h3").get_by_text("Grading less, saying more").is_visible() and plain.get_by_text("You lead this").is_visible()

    phone.context.set_offline(True)
    phone.get_by_text("No line just now.").wait_for()
    assert "This is the board of" in phone.locator("#cut").inner_text() and phone.locator(".board h3").get_by_text("Grading less").is_visible()
    dana.locator("#moves").locator("..").get_by_role("button", name="Undo").first.click()
    dana.get_by_text("Undone.").wait_for()
    assert phone.locator(".board h3").get_by_text("Grading less").is_visible()
    phone.reload()
    phone.get_by_text("No line just now.").wait_for()
    assert "This is the board of" in phone.locator("#cut").inner_text() and phone.locator(".board h3").get_by_text("Grading less").is_visible()
    phone.complaints.clear()  # that there was no line
    phone.context.set_offline(False)
    phone.locator(".table-of").get_by_text("Grading less, saying more").wait_for()
    phone.get_by_text("No line just now.").wait_for(state="hidden")
    assert [page.complaints for page in (dana, plain)] == [[], []]
