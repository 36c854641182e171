"""Every page, opened in Chromium by those who may: axe in both themes at 360 and 1280 px, no sideways scroll with doubled text,
nothing asked of another host, no complaint in the console, nothing that jumps while it loads."""

import pytest

from tests import browsing
from tests.pages.addresses import AS_THEY_STAND, FILLED, WORDS, inventory

pytestmark = browsing.needed
NARROW, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
JUMP = 0.02
# Answers that are right and yet no 200, and what Chromium writes into its console about them.
KIND_REFUSALS = {("school", "practice/start/"): 403, ("school", "record/"): 403, ("nobody", "account/bodies/failed/"): 401, ("office", "find/<slug:code>/"): 404}
_WATCH_JUMPS = """() => {
  window.jumped = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) if (!one.hadRecentInput) window.jumped += one.value; })
    .observe({type: 'layout-shift', buffered: true});
}"""
_WIDEST = """() => [...document.querySelectorAll('main *, header *, footer *')].filter(
  one => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.vh')).slice(-1).map(one => one.outerHTML.slice(0, 160)).join('')"""


def test_every_address_is_looked_at_or_says_why_not():
    known = set(AS_THEY_STAND) | set(FILLED) | set(WORDS)
    assert inventory() - known == set(), "give these to AS_THEY_STAND, FILLED or NO_PAGE in addresses.py"
    assert known - inventory() == set(), "these addresses are gone"


# The gallery is looked at in staffroom/ui/tests; `few` has less of what `many` has.
@pytest.mark.parametrize("route", sorted(route for route in {*AS_THEY_STAND, *FILLED} if not route.startswith("gallery/")))
def test_the_page_is_in_order_for_all_who_look(route, place, seats, long):
    wrong = []
    for who, path in place.pages[route]:
        if who != "few":
            wrong += [f"{who} {path}: {words}" for words in look(seats(who), place.home, path, KIND_REFUSALS.get((who, route), 200), long)]
    assert not wrong, "\n".join(wrong)


def look(context, home: str, path: str, status: int, long: bool) -> list[str]:
    """What is wrong with this page for this person. Every width and every theme is judged by axe; each with each only when there is time."""
    page = browsing.watched(context, home, expected=f"status of {status}")
    try:
        page.set_viewport_size(NARROW)
        page.add_init_script(f"({_WATCH_JUMPS})()")
        answer = page.goto(path)
        wrong = [] if answer.status == status and page.url == home + path else [f"answered {answer.status} at {page.url}, not {status}"]
        jumped = page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(() => done(window.jumped), 50)))")
        wrong += [f"jumps by {jumped:.3f}"] if jumped >= JUMP else []
        wrong += _judged(page, NARROW, "light") + _too_wide(page) + _judged(page, WIDE, "dark")
        if long:
            wrong += _judged(page, NARROW, "dark") + _judged(page, WIDE, "light")
        return wrong + page.complaints
    finally:
        page.close()


def _judged(page, size: dict[str, int], theme: str) -> list[str]:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=theme)
    return [f"{size['width']} {theme}, {words}" for words in browsing.axe(page)]


def _too_wide(page) -> list[str]:
    wrong = []
    for words, size in (("", ""), (" with doubled text", "212.5%")):
        page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
        width = page.evaluate("document.documentElement.scrollWidth")
        wrong += [f"{width} px wide at 360{words}: {page.evaluate(_WIDEST)}"] if width > 360 else []
    page.evaluate("document.documentElement.style.fontSize = ''")
    return wrong
