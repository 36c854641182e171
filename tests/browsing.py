"""A real browser for tests: Chromium, told to stay quiet, and pages that write down what goes wrong in them."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
WIDE = {"viewport": {"width": 1280, "height": 800}}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
needed = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]
_AXE = """async ([kind, values]) => {
  const found = await axe.run(document, {runOnly: {type: kind, values}, resultTypes: ['violations']});
  return found.violations.map(one => one.id + ': ' + one.nodes.slice(0, 2).map(
    node => node.html.slice(0, 160) + ' ' + (node.any[0] || node.all[0] || node.none[0] || {}).message).join(' | '));
}"""


@contextmanager
def chromium() -> Iterator:
    """A browser; pages in it fail fast."""
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        try:
            yield browser
        finally:
            browser.close()


def visitor(browser, home: str, cookie: str = "", **options):
    """Somebody's browser (a context), with their session if there is one."""
    context = browser.new_context(base_url=home, **options)
    context.set_default_timeout(30_000)
    if cookie:
        context.add_cookies([{"name": "session", "value": cookie, "url": home}])
    return context


def watched(context, home: str, *, expected: str = ""):
    """A new page; what its console, its scripts and the network complain of stands in `page.complaints`."""
    page = context.new_page()
    page.complaints = []

    def tell(words: str) -> None:
        if not (expected and expected in words):
            page.complaints.append(words)

    page.on("console", lambda line: tell(f"console: {line.text}") if line.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: tell(f"script: {error}"))
    page.on("request", lambda request: tell(f"asked another host: {request.url}") if not request.url.startswith((home, "data:", "blob:")) else None)
    return page


@cache
def _axe_source() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text()


def axe(page, *, rules: tuple[str, ...] = ()) -> list[str]:
    """What axe finds wrong in the page as it is now: by the tags of WCAG 2.2 AA, or only some rules. The policy for scripts must be bypassed."""
    page.evaluate("source => window.axe || (0, eval)(source)", _axe_source())
    return page.evaluate(_AXE, ["rule", list(rules)] if rules else ["tag", WCAG])
