"""Behaviours, width and access, in a real browser that is given pages without a server."""

import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import RequestFactory

from staffroom.ui import sheet, views

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
STATIC = Path(__file__).resolve().parents[1] / "static"
HOME = "http://staffroom.test"
KINDS = {".js": "text/javascript", ".svg": "image/svg+xml", ".css": "text/css"}

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]


@pytest.fixture(scope="module")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as play:
        running = play.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield running
        running.close()


@pytest.fixture
def shown(browser, settings):
    """A tab that gets pages from ``pages`` (path -> html), files from this room, and answers for posts from ``answers``."""
    settings.GALLERY = True
    tabs = []

    def open_tab(pages: dict, answers: list | None = None, **options):
        context = browser.new_context(**options)
        tab = context.new_page()
        tab.posted = []

        def serve(route):
            path = re.sub(r"\.[0-9a-f]{12}(\.\w+)$", r"\1", urlsplit(route.request.url).path)  # built files carry a digest
            if route.request.method == "POST":
                tab.posted.append((path, route.request.post_data or ""))
                answer = answers.pop(0) if answers else {"status": 204}
                return route.abort() if answer == "no line" else route.fulfill(**answer)
            if path == "/static/ui/app.css":
                return route.fulfill(body=sheet.joined(), content_type="text/css")
            if path.startswith("/static/"):
                file = STATIC / path.removeprefix("/static/")
                return route.fulfill(body=file.read_text(), content_type=KINDS[file.suffix])
            return (
                route.fulfill(body=pages[path], content_type="text/html; charset=utf-8")
                if path in pages
                else route.fulfill(status=404, body="")
            )

        tab.route("**/*", serve)
        tabs.append(context)
        return tab

    yield open_tab
    for context in tabs:
        context.close()


def gallery(query: str = "") -> str:
    return views.gallery(RequestFactory().get(f"/gallery/{query}")).content.decode()


def example(name: str, query: str = "") -> str:
    return views.pattern(RequestFactory().get(f"/gallery/{name}/{query}"), page=name).content.decode()


def form(inside: str, attributes: str = "", scripts: str = "page autosave") -> str:
    loaded = "".join(f'<script type="module" src="/static/ui/js/{name}.js"></script>' for name in scripts.split())
    return f'<!doctype html><html lang="en"><title>x</title>{loaded}<form method="post" action="/send" {attributes}>{inside}</form>'


LINE = (
    '<p data-autosave-line data-saving="Saving" data-saved="Saved {time}" data-offline="No line" data-device="No line, kept here" '
    'data-failed="Not saved" data-signed-out="Signed out" data-elsewhere="Elsewhere">'
    '<svg><use href="/static/ui/sprite.svg#notebook"/></svg><span></span></p>'
)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_the_gallery_or_on_an_example(shown, theme, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    pages = {"/gallery/": gallery(), **{f"/{name}/": example(name) for name in views.PATTERNS}}
    tab = shown(pages, viewport={"width": width, "height": 800}, color_scheme=theme)
    found = []
    for path in pages:
        tab.goto(HOME + path)
        tab.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        faults = axe.Axe().run(tab).response["violations"]
        if path == "/gallery/":  # the same case stands on both sides there, so two labels have one name
            faults = [fault for fault in faults if fault["id"] != "landmark-unique"]
        found += [(path, fault["id"], fault["nodes"][0]["html"][:120]) for fault in faults]
    assert found == []


@pytest.mark.parametrize("size", ["100%", "200%"])
def test_no_page_scrolls_sideways_on_a_phone(shown, size):
    pages = {"/gallery/": gallery(), "/rtl/": gallery("?lang=ar"), **{f"/{name}/": example(name) for name in views.PATTERNS}}
    tab = shown(pages, viewport={"width": 360, "height": 800})
    wide = []
    for path in pages:
        tab.goto(HOME + path)
        tab.evaluate("size => document.documentElement.style.fontSize = `calc(106.25% * ${parseInt(size) / 100})`", size)
        if tab.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(path)
    assert wide == []


def test_main_acts_are_large_enough_for_a_finger(shown):
    pages = {f"/{name}/": example(name) for name in views.PATTERNS}
    tab = shown(pages, viewport={"width": 360, "height": 800})
    small = []
    for path in pages:
        tab.goto(HOME + path)
        small += tab.eval_on_selector_all(
            ".btn, .tool, .places a, .field, .chips label, .pick label, summary",
            "all => all.filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.9).map(e => e.outerHTML.slice(0, 90))",
        )
    assert small == []


def test_a_double_click_sends_once_and_keeps_the_buttons_value(shown):
    tab = shown({"/": form('<button name="keep" value="both">Keep</button>', scripts="page")}, [{"status": 204}] * 3)
    tab.goto(HOME)
    for _ in range(2):
        tab.evaluate("document.querySelector('button').click()")
        tab.wait_for_timeout(200)
    assert [path for path, _ in tab.posted] == ["/send"]
    assert "both" in tab.posted[0][1]


def test_what_is_written_is_saved_and_the_line_says_when(shown):
    answer = {"status": 200, "body": '{"at": "12:44", "version": 4}', "content_type": "application/json"}
    tab = shown(
        {
            "/": form(
                f'<input type="hidden" name="op_id" value="x"><textarea name="line"></textarea>{LINE}',
                'data-autosave="/draft" data-version="3"',
            )
        },
        [answer],
    )
    tab.goto(HOME)
    tab.fill("textarea", "Three piles")
    tab.wait_for_selector("text=Saved 12:44")
    assert [path for path, _ in tab.posted] == ["/draft"]
    assert "Three piles" in tab.posted[0][1]
    assert "op_id" not in tab.posted[0][1]
    assert tab.get_attribute("form", "data-version") == "4"
    assert tab.get_attribute("use", "href").endswith("#tick")


@pytest.mark.parametrize(
    ("answer", "words", "bold"),
    [
        ("no line", "No line", False),
        ({"status": 500}, "Not saved", True),
        ({"status": 401}, "Signed out", True),
        ({"status": 409}, "Elsewhere", False),
    ],
)
def test_the_line_says_what_went_wrong_and_nothing_is_kept_on_the_device(shown, answer, words, bold):
    tab = shown({"/": form(f'<textarea name="line"></textarea>{LINE}', 'data-autosave="/draft"')}, [answer])
    tab.goto(HOME)
    tab.fill("textarea", "Three piles")
    tab.wait_for_selector(f"text={words}")
    assert tab.eval_on_selector("[data-autosave-line]", "line => line.classList.contains('bad')") is bold
    assert tab.evaluate("localStorage.length") == 0


def test_the_keys_work_stay_out_of_fields_and_can_be_switched_off(shown):
    html = example("find").replace("</main>", '<a data-key="n" href="#made">New</a></main>')
    tab = shown({"/": html})
    tab.goto(HOME)
    tab.keyboard.press("/")
    assert tab.evaluate("document.activeElement.name") == "q"
    tab.keyboard.press("n")
    assert tab.url == HOME + "/"
    tab.evaluate("document.activeElement.blur()")
    tab.keyboard.press("n")
    assert tab.url.endswith("#made")
    tab.keyboard.press("?")
    assert tab.evaluate("document.getElementById('keys').open")
    tab.uncheck("[data-keys-on]")
    tab.reload()
    tab.evaluate("document.activeElement.blur()")
    tab.keyboard.press("/")
    assert tab.evaluate("document.activeElement.name") is None


def test_a_live_page_has_one_stream_shows_what_happened_and_closes_it(shown):
    html = (
        "<!doctype html><title>x</title><script>window.made = []; window.EventSource = class extends EventTarget { constructor(url) { super();"
        "this.url = url; this.open = true; made.push(this) } close() { this.open = false } }</script>"
        '<script type="module" src="/static/ui/js/live.js"></script><body data-live="/live/1" data-live-events="saved">'
        '<p data-on="saved" hidden>Saved elsewhere</p>'
    )
    tab = shown({"/": html})
    tab.goto(HOME)
    tab.evaluate("document.addEventListener('live:saved', event => window.heard = event.detail)")
    tab.evaluate("made[0].dispatchEvent(new MessageEvent('saved', { data: '{\"version\": 4}' }))")
    assert tab.is_visible("text=Saved elsewhere")
    assert tab.evaluate("heard") == {"version": 4}
    tab.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    assert tab.evaluate("made.map(stream => stream.open)") == [False]
    tab.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert tab.evaluate("made.map(stream => stream.open)") == [False, True]
