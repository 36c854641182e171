"""In a real browser: open an account, make a passkey, sign out, and come back with the passkey alone."""

import os
import shutil

import pytest
from django.core.cache import cache

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]


@pytest.fixture
def home(monkeypatch, settings, live_server):
    """Our pages at http://localhost, where a browser makes passkeys without https."""
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's driver runs a loop in this thread
    cache.clear()
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def tab(home):
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        page = browser.new_context(timezone_id="Asia/Tokyo", viewport={"width": 390, "height": 780}).new_page()
        page.complaints = []
        page.on("console", lambda line: page.complaints.append(f"{line.text} {line.location['url']}")
                if line.type == "error" and "favicon" not in line.location["url"] else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("requestfailed", lambda request: page.complaints.append(request.url) if not request.url.startswith(home) else None)
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        page.authenticator = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
            "automaticPresenceSimulation": True}})["authenticatorId"]
        page.devtools = devtools
        yield page
        browser.close()


def open_account(tab, home):
    tab.goto(f"{home}/sign-up/")
    tab.get_by_label("An address of your own").fill("ann@home.example")
    tab.get_by_label("A password").fill("three odd words together")
    tab.get_by_role("button", name="Open my account").click()
    tab.wait_for_url(f"{home}/today/")


def test_a_passkey_is_made_and_signs_in_alone(tab, home):
    from staffroom.people.models import Account
    open_account(tab, home)
    assert Account.objects.get().zone == "Asia/Tokyo", "the browser told its zone"
    tab.goto(f"{home}/account/keys/passkeys/add/")
    tab.get_by_label("What you call it").fill("My phone")
    tab.get_by_role("button", name="Make a passkey").click()
    tab.wait_for_url(f"{home}/account/keys/recovery/")
    assert len(tab.devtools.send("WebAuthn.getCredentials", {"authenticatorId": tab.authenticator})["credentials"]) == 1
    tab.goto(f"{home}/sign-out/")
    tab.locator("main").get_by_role("button", name="Sign out").click()
    tab.wait_for_url(f"{home}/")
    tab.goto(f"{home}/sign-in/")
    tab.get_by_role("button", name="Sign in with a passkey").click()
    tab.wait_for_url(f"{home}/today/")
    tab.goto(f"{home}/me/profile/")
    assert tab.get_by_role("heading", level=1).inner_text() == "What I tell about myself", "a passkey opens the notebook"
    assert tab.complaints == []


def test_a_passkey_opens_the_notebook_in_a_session_that_a_body_opened(tab, home):
    from django.contrib.sessions.backends.db import SessionStore
    open_account(tab, home)
    tab.goto(f"{home}/account/keys/passkeys/add/")
    tab.get_by_role("button", name="Make a passkey").click()
    tab.wait_for_url(f"{home}/account/keys/recovery/")
    cookie = next(cookie for cookie in tab.context.cookies() if cookie["name"] == "session")
    session = SessionStore(cookie["value"])
    session["assurance"] = "org"
    session.save()
    tab.goto(f"{home}/me/profile/")
    tab.get_by_role("link", name="Open my notebook").click()
    tab.get_by_role("link", name="Passkey").click()
    tab.get_by_role("button", name="Use a passkey").click()
    tab.wait_for_url(f"{home}/me/profile/")
    assert tab.get_by_role("heading", level=1).inner_text() == "What I tell about myself"
    assert [line for line in tab.complaints if "403" not in line] == []


def test_without_scripts_the_pages_still_open_an_account_and_sign_in(tab, home):
    plain = tab.context.browser.new_context(java_script_enabled=False).new_page()
    open_account(plain, home)
    plain.goto(f"{home}/me/")
    plain.locator("main").get_by_role("button", name="Sign out").click()
    plain.goto(f"{home}/sign-in/")
    assert not plain.get_by_role("button", name="Sign in with a passkey").is_visible()
    plain.get_by_label("Your address").fill("ann@home.example")
    plain.get_by_label("Your password").fill("three odd words together")
    plain.get_by_role("button", name="Sign in", exact=True).click()
    plain.wait_for_url(f"{home}/today/")
