"""The main job as one walk: what is bothering me, three things worth my minutes, a plan, how it went, and the record that holds it."""

from tests.journeys.walking import Walk

SENTENCE = "Half the class nods and I still do not know who got it."
MOST_TAPS = 25
_count = iter(range(1, 1_000))


def sign_up(walk: Walk) -> Walk:
    """From the door to Today with a new account."""
    walk.open("/").tap("Open a notebook", kind="link")
    walk.write("An address of your own", f"teacher{next(_count)}@home.example").write("A password", "three odd words together")
    return walk.tap("Open my account")


def come_as(walk: Walk, name: str) -> Walk:
    """From the list of the demo world to the pages of one of its people."""
    return walk.open("/demo/").tap("Be this person", within=f'article:has(bdi:text-is("{name}"))', exact=False)


def say(walk: Walk) -> Walk:
    """From Today to suggestions, whether or not something is planned already."""
    if not walk.page.url.endswith("/today/"):
        walk.tap("Today", kind="link", within="nav.places")
    if walk.page.get_by_role("link", name="Something else is on my mind").count():
        walk.tap("Something else is on my mind", kind="link").write("In one sentence", SENTENCE)
    else:
        walk.write("What is bothering you", SENTENCE)
    return walk.tap("Note it and show me what fits")


def finish(walk: Walk) -> str:
    """From suggestions to the record; the title of what was planned, tried, and stands there now."""
    page = walk.page
    suggested = page.locator("article.line")
    assert 1 <= suggested.count() <= 3, "what was done or let go before does not come again"
    for number in range(suggested.count()):
        assert len(suggested.nth(number).locator("p.small:not(.quiet)").last.inner_text()) > 20, "each says why"
    title = suggested.first.locator("h3").inner_text()
    walk.tap("Plan this")
    assert page.locator("h1").inner_text() == title
    assert walk.sees("Only you can see this")
    walk.tap("Note how it went", kind="link")
    assert page.get_by_label("What was it?").input_value() == title, "nothing is asked that is known"
    assert page.locator("input[name=kind]:checked").input_value() == "tried", "nor what kind of thing it was"
    if not page.get_by_label("Minutes").first.input_value():
        walk.write("Minutes", "10")
    walk.write("One line, for yourself", "Eleven minutes. Two piles would do.")
    walk.tap("Keep in my record")
    assert walk.sees("Eleven minutes. Two piles would do.")
    walk.tap("Record", kind="link", within="nav.places")
    assert walk.page.locator("main").get_by_role("link", name=title).first.is_visible(), "the record shows it"
    walk.tap("Practice", kind="link", within="nav.places")
    assert "Done" in page.locator("main").inner_text(), "the plan knows that it is done"
    return title
