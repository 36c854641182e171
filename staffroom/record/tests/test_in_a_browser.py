"""In a real browser: words are kept while they are typed, and a file goes on where the line was cut."""

import io
import os
import shutil
from datetime import date

import pytest
from PIL import Image

from staffroom.kit.testing import make_account, sign_in
from staffroom.record import actions
from staffroom.record.models import Draft, Entry, Evidence

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]


@pytest.fixture
def phone(monkeypatch, live_server, client):
    """Ann's phone, signed in; `phone.home` is the address of the pages, `phone.ann` the account."""
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's driver runs a loop in this thread
    sync_api = pytest.importorskip("playwright.sync_api")
    ann = make_account("Ann Example")
    key = sign_in(client, ann).cookies["session"].value
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        context = browser.new_context(viewport={"width": 390, "height": 780})
        context.add_cookies([{"name": "session", "value": key, "url": live_server.url}])
        page = context.new_page()
        page.home, page.ann = live_server.url, ann
        yield page
        browser.close()


def saved(page):
    page.wait_for_selector("form[data-state=saved]")


def test_what_is_typed_is_kept_within_seconds_and_there_after_a_crash(phone):
    phone.goto(f"{phone.home}/record/new/")
    phone.fill("#id_title", "Watched Luz start a lab")
    saved(phone)
    assert Draft.objects.get().read()["title"] == ["Watched Luz start a lab"]
    other = phone.context.new_page()
    phone.close()
    other.goto(f"{phone.home}/record/new/")
    other.get_by_text("Go on with it").click()
    assert other.input_value("#id_title") == "Watched Luz start a lab"
    other.check("input[name=kind][value=visit]")
    other.fill("#id_minutes", "45")
    other.get_by_role("button", name="Keep in my record").click()
    other.wait_for_url("**/?kept=1")
    assert (Entry.objects.get().minutes, Draft.objects.count()) == (45, 0)


def test_two_tabs_never_write_over_each_other(phone):
    phone.goto(f"{phone.home}/record/new/")
    second = phone.context.new_page()
    second.goto(f"{phone.home}/record/new/")
    phone.fill("#id_note", "Try Monday")
    saved(phone)
    second.fill("#id_note", "Ask Luz")
    second.wait_for_selector("form[data-state=elsewhere]")
    assert sorted(draft.read()["note"][0] for draft in Draft.objects.all()) == ["Ask Luz", "Try Monday"]


def test_a_file_goes_on_where_the_line_was_cut(phone):
    entry = actions.note(by=phone.ann, title="Lab", kind="visit", minutes=5, on_on=date(2026, 11, 1))
    out = io.BytesIO()
    Image.effect_noise((2000, 1400), 90).convert("RGB").save(out, "JPEG", quality=95)
    assert out.tell() > 3 * 512 * 1024
    phone.goto(f"{phone.home}/record/{entry.code}/?proof=1")
    asked = []

    def cut(route):
        asked.append("cut" if len(asked) == 1 else "sent")
        route.abort() if asked[-1] == "cut" else route.continue_()

    phone.route("**/pieces/", cut)
    phone.set_input_files("#id_file", {"name": "board.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()})
    phone.check("#id_says_no_pupils")
    phone.get_by_role("button", name="Keep as proof").click()
    phone.wait_for_url("**/#proof")
    assert (asked.count("cut"), asked.count("sent")) == (1, -(-out.tell() // (512 * 1024)))
    assert Evidence.objects.get().name == "board.jpg"


def test_a_file_that_is_too_large_is_told_before_it_is_sent(phone, settings):
    settings.UPLOAD_BYTES = 600_000
    entry = actions.note(by=phone.ann, title="Lab", kind="visit", minutes=5, on_on=date(2026, 11, 1))
    phone.goto(f"{phone.home}/record/{entry.code}/?proof=1")
    phone.fill("#id_name", "The board")
    phone.set_input_files("#id_file", {"name": "board.txt", "mimeType": "text/plain", "buffer": b"x" * 700_000})
    phone.check("#id_says_no_pupils")
    phone.get_by_role("button", name="Keep as proof").click()
    line = phone.locator("[data-upload-line]")
    line.wait_for(state="visible")
    assert line.inner_text().strip().startswith("A file may have") and phone.input_value("#id_name") == "The board"
    phone.set_input_files("#id_file", {"name": "board.txt", "mimeType": "text/plain", "buffer": b"x" * 550_000})
    phone.get_by_role("button", name="Keep as proof").click()
    phone.wait_for_url("**/#proof")
    assert Evidence.objects.get().size == 550_000
