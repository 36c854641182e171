"""A whole day (journey J3) in five browsers: who hosts it, who keeps the board with the projector beside, a teacher's phone, a phone without scripts that
comes as a guest, and a phone that loses its line. The clock cannot be turned in a running instance: the event is moved instead.
"""

import re
from datetime import date, timedelta

from tests import browsing

pytestmark = browsing.needed
PEOPLE = """
from django.test import Client
from staffroom.kit.testing import make_account, sign_in
answer({name: sign_in(Client(), make_account(f"{name} Rivera", email=f"{name}@day.example")).cookies["session"].value for name in ("Dana", "Hugo", "Ann", "Ben")})
"""
MOVE = """
from datetime import timedelta
from staffroom.events.models import Event
from staffroom.kit import clock
event = Event.objects.get(code="{code}")
lasts = event.ends_at - event.starts_at
event.starts_at = clock.now().replace(second=0, microsecond=0) - timedelta(minutes={minutes})
event.ends_at, event.version = event.starts_at + lasts, event.version + 1
event.save()
"""
CARD = "Grading less, saying more"


def of(words, title):
    """Words of a button or link, and what it is about, which only a reader who does not see it is told."""
    return re.compile(f"^{re.escape(words)} ?: {re.escape(title)}$")


def press(page, name, **more):
    """Press a button and read the page that comes."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, **more).first.click()


def put_up(page, wall, kind, title):
    page.goto(wall)
    page.get_by_role("link", name="Put up a card").first.click()
    page.get_by_label(kind, exact=True).check()
    page.get_by_label("In a few words").fill(title)
    press(page, re.compile("put it up$", re.I))
    page.get_by_text(f"“{title}” lies on the table.").wait_for()


def type_after(page, line, words):
    """Write after a line of the notes, as a hand would."""
    page.locator("#notes-form textarea").evaluate("(one, line) => { const at = one.value.indexOf(line) + line.length; one.focus(); one.setSelectionRange(at, at); }", line)
    page.keyboard.type(words)


def stands(page, words):
    page.wait_for_function("words => document.querySelector('#notes-form textarea').value.includes(words)", arg=words)


def written(page) -> str:
    return page.locator("#notes-form textarea").input_value()


def test_a_whole_day_from_making_it_to_the_certificate(empty, browser, seat):
    keys = empty.ask(PEOPLE)
    dana, hugo = (seat(empty, cookie=keys[name], bypass_csp=True, **browsing.WIDE) for name in ("Dana", "Hugo"))
    ann, ben = (seat(empty, cookie=keys[name], bypass_csp=True, **browsing.PHONE) for name in ("Ann", "Ben"))
    gus = seat(empty, java_script_enabled=False, **browsing.PHONE)

    # Before: it is made, the board has rooms, who helps is named, a guest comes with the code.
    dana.goto("/edcamps/new/")
    dana.get_by_label("What is it called?").fill("Edcamp of the valley")
    dana.get_by_label("An evening").check()
    dana.get_by_label("Day", exact=True).fill((date.today() + timedelta(days=1)).isoformat())
    dana.get_by_label("Where", exact=True).fill("Alder Hall")
    press(dana, "Show me how it would hang")
    press(dana, "Put it up")
    press(dana, "Keep", exact=True)
    wall = dana.url.removesuffix("keep/")
    dana.goto(wall)
    event = dana.locator(".p-where a").get_attribute("href")
    for page in (hugo, ben):
        page.goto(event)
        press(page, "I go", exact=True)
    dana.goto(f"{event}list/")
    helps = dana.get_by_role("row", name="Hugo Rivera")
    helps.get_by_role("combobox").select_option("helps")
    with dana.expect_navigation():
        helps.get_by_role("button", name="Keep").click()
    come = dana.locator("a", has_text="/guest/?c=").get_attribute("href")
    gus.goto(come)
    gus.get_by_label("Your name").fill("Gus Guest")
    press(gus, "I come")
    guest_page = gus.url
    gus.get_by_role("link", name="To the board").click()
    assert gus.get_by_text("Empty").first.is_visible()

    # The morning: cards, one of them from paper, dots, the board; the projector and open phones follow by themselves.
    projector = browsing.watched(hugo.context, empty.url)
    projector.goto(f"{wall}?wall")
    put_up(ann, wall, "I can lead this", CARD)
    put_up(ben, wall, "I want to learn this", "A debate with 34 pupils")
    gus.goto(wall)
    put_up(gus, wall, "I want to learn this", "Chalk or screen?")
    hugo.goto(f"{wall}card/?paper=1")
    hugo.get_by_label("I want to learn this", exact=True).check()
    hugo.get_by_label("In a few words").fill("What is enough?")
    hugo.get_by_label("Number of the paper card").fill("7")
    press(hugo, "Put it up")
    projector.locator(".table-of").get_by_text("What is enough?").wait_for()
    hugo.goto(f"{wall}keep/")
    press(hugo, "Open the voting")
    ben.goto(f"{wall}dots/")
    press(ben, of("I would like this", CARD))
    gus.goto(f"{wall}dots/")
    press(gus, of("I would like this", CARD))
    press(hugo, "Close the voting and show the numbers")
    for card in (CARD, "What is enough?"):
        hugo.locator(".table-of").get_by_role("link", name=card).click()
        press(hugo, "Put it here")
        hugo.get_by_text(f"“{card}” is on the board.").wait_for()
    projector.locator(".board h3").get_by_text(CARD).wait_for()

    # The day has begun: the code at the door, and notes that everybody writes at once.
    code = event.strip("/").split("/")[-1]
    empty.ask(MOVE.format(code=code, minutes=40))
    dana.goto(f"{event}door/")
    door = dana.locator(".qty").inner_text().strip()
    ann.goto(f"{event}here/")
    ann.get_by_label("Code at the door").fill(door)
    press(ann, "Say that I was there")
    gus.goto(guest_page)
    gus.get_by_label("Code at the door").fill(door)
    press(gus, "Say that I was there")
    for page in (ann, ben):
        page.goto(wall)
        page.locator(".board").get_by_role("link", name=of("Notes", CARD)).click()
        page.locator("#notes-form").wait_for()
    type_after(ann, "Who was here:", "\nAnn and nine others")
    stands(ben, "nine others")
    gus.goto(wall)
    gus.locator(".board").get_by_role("link", name=of("Notes", CARD)).click()
    gus.get_by_text("Add a text from elsewhere …").click()
    gus.get_by_label("A text written elsewhere").fill("From paper: one comment, no number.")
    press(gus, "Add it at the end")
    for page in (ann, ben):
        stands(page, "From paper")
    ben.context.set_offline(True)
    type_after(ben, "Ideas that came up:", "\nWritten on the bus")
    ben.get_by_text("No line. Kept on this page").wait_for()
    type_after(ann, "Links:", "\nhttps://example.org/one-comment")
    ann.locator("#notes-form[data-state=saved]").wait_for()
    ben.complaints.clear()  # that there was no line
    ben.context.set_offline(False)
    stands(ben, "one-comment")
    stands(ann, "Written on the bus")
    assert written(ann) == written(ben) and "nine others" in written(ann)
    gus.reload()
    shown = gus.locator("#notes-form textarea").input_value()
    assert all(words in shown for words in ("nine others", "Written on the bus", "one-comment", "From paper"))

    # A room is lost, and the smackdown gathers what was found.
    ben.goto(wall)
    hugo.goto(f"{wall}keep/")
    hugo.get_by_label("A room cannot be used any more").select_option(label="Room 3")
    press(hugo, "It is lost")
    ben.get_by_text("This room cannot be used.").first.wait_for()
    ann.goto(f"{wall}smackdown/")
    ann.get_by_label("What do you show?").fill("A timer that nobody fears")
    ann.get_by_label("Link").fill("https://example.org/timer")
    press(ann, "Into the queue")
    hugo.goto(f"{wall}smackdown/")
    for _each in range(2):
        press(hugo, "The next one")

    # After: the list is confirmed, thanks are given, what came of the day is there for anyone, and the paper is made and checked.
    empty.ask(MOVE.format(code=code, minutes=400))
    dana.goto(f"{event}list/")
    dana.get_by_role("row", name="Ann Rivera").get_by_role("checkbox").check()
    press(dana, "Keep: those I ticked were there")
    ben.goto(f"{wall}archive/")
    press(ben, "Thank Ann Rivera")
    ann.goto("/notices/")
    ann.get_by_role("link", name=re.compile("thanks you")).click()
    assert ann.get_by_text("1 person thanks you").is_visible() and "Ben" not in ann.locator("main").inner_text()
    stranger = browsing.watched(browsing.visitor(browser, empty.url, java_script_enabled=False, **browsing.PHONE), empty.url)
    stranger.goto(f"{wall}archive/?q=bus")
    archived = stranger.locator("main").inner_text()
    assert all(words in archived for words in (CARD, "Ann Rivera", "Written on the bus")) and "A timer" not in archived
    stranger.goto(f"{wall}archive/")
    assert all(stranger.locator(f"a[href='https://example.org/{name}']").count() for name in ("one-comment", "timer"))
    ann.goto(event)
    ann.get_by_role("link", name="Certificate of attendance …").click()
    press(ann, "Issue it to me")
    stranger.goto(ann.locator("main a[href^='/verify/']").get_attribute("href"))
    assert "Ann Rivera" in stranger.locator("main").inner_text() and "Edcamp of the valley" in stranger.locator("main").inner_text()
    stranger.context.close()
    assert [page.complaints for page in (dana, hugo, projector, ann, ben, gus, stranger)] == [[]] * 7
