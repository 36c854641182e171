"""The line goes: the plan can still be read, what is written arrives once, and nothing of it crosses to another account on the same device."""

import pytest

from tests import browsing
from tests.instance import Instance, fresh
from tests.journeys import main_job
from tests.journeys.walking import Walk

pytestmark = browsing.needed


@pytest.fixture
def site(tmp_path):
    with Instance(fresh(tmp_path / "data")).running() as instance:
        yield instance


@pytest.fixture
def walk(site, browser):
    """A new teacher on a phone who switched it on for this device, with one step planned."""
    context = browsing.visitor(browser, site.url, **browsing.PHONE)
    walk = main_job.sign_up(Walk(context.new_page()))
    walk.open("/practice/new/").write("What do you mean to do", "Sort at the door").tap("Keep in my plan")
    walk.open("/me/device/").tap("Keep my plan on this device")
    settled(walk.page)
    yield walk
    context.close()


def settled(page):
    """The worker stands and the plan is kept."""
    page.evaluate("() => navigator.serviceWorker.ready.then(() => null)")
    page.wait_for_function("""async () => {
      const store = await import(document.getElementById('keep').dataset.store);
      return Boolean((await store.kept())?.thing.steps.length);
    }""")


def write_without_a_line(page, title, minutes="7"):
    page.get_by_label("What was it?").fill(title)
    page.get_by_label("Minutes").fill(minutes)
    page.get_by_role("button", name="Keep until the line is back").click()
    page.get_by_text("It goes into your record once").wait_for()


def away(site, page):
    """The server is gone; the page that comes instead."""
    site.stop()
    page.goto("/record/")
    page.get_by_role("heading", name="Without a line").wait_for()
    page.get_by_text("Sort at the door").wait_for()


def in_the_record(page, title):
    page.goto("/record/")
    return page.get_by_role("link", name=title).count()


def test_the_plan_is_there_and_what_is_written_arrives_once(site, walk):
    page = walk.page
    away(site, page)
    write_without_a_line(page, "Eleven minutes at the door")
    assert page.get_by_role("heading", name="Waiting for the line").is_visible()
    site.start()
    page.goto("/today/")
    page.get_by_text("What you wrote without a line has arrived.").wait_for()
    assert in_the_record(page, "Eleven minutes at the door") == 1
    page.goto("/today/")
    page.wait_for_timeout(500)
    assert in_the_record(page, "Eleven minutes at the door") == 1
    page.goto("/offline/")
    page.get_by_text("Sort at the door").wait_for()
    assert not page.get_by_role("heading", name="Waiting for the line").is_visible()


def test_a_try_of_a_step_arrives_as_the_end_of_that_step(site, walk):
    page = walk.page
    away(site, page)
    page.get_by_role("button", name="Note how it went").click()
    assert page.get_by_label("What was it?").input_value() == "Sort at the door"
    page.get_by_label("Minutes").fill("11")
    page.get_by_role("button", name="Keep until the line is back").click()
    page.get_by_text("It goes into your record once").wait_for()
    site.start()
    page.goto("/today/")
    page.get_by_text("What you wrote without a line has arrived.").wait_for()
    page.goto("/practice/")
    assert "Done" in page.locator("main").inner_text()


def test_what_the_server_will_not_take_stays_here_and_can_be_mended(site, walk):
    page = walk.page
    away(site, page)
    write_without_a_line(page, "Far too long", "9999")
    site.start()
    page.goto("/today/")
    page.get_by_text("could not be noted as it is").wait_for()
    page.locator("[data-device-refused]").get_by_role("link").click()
    page.get_by_role("button", name="Change it").click()
    assert page.get_by_label("What was it?").input_value() == "Far too long"
    page.get_by_label("Minutes").fill("99")
    page.get_by_role("button", name="Keep until the line is back").click()
    page.get_by_text("It goes into your record once").wait_for()
    page.goto("/today/")
    page.get_by_text("What you wrote without a line has arrived.").wait_for()
    assert in_the_record(page, "Far too long") == 1


def test_another_account_on_this_device_neither_reads_nor_receives_it(site, walk):
    page, context = walk.page, walk.page.context
    away(site, page)
    write_without_a_line(page, "Only for the first of us")
    site.start()
    context.clear_cookies(name="session")  # the session ended by itself: nobody signed out
    page.goto("/sign-in/")
    page.wait_for_function("async () => !(await (await import(document.getElementById('keep').dataset.store)).kept())")
    other = main_job.sign_up(Walk(page))
    other.open("/today/")
    page.wait_for_timeout(500)
    assert in_the_record(page, "Only for the first of us") == 0
    page.goto("/offline/")
    page.get_by_text("Nothing is kept on this device").wait_for()
    assert "Sort at the door" not in page.locator("body").inner_text()


def test_signing_out_empties_the_device(site, walk):
    page = walk.page
    walk.open("/me/").tap("Sign out")
    page.goto("/offline/")
    page.get_by_text("Nothing is kept on this device").wait_for()
    assert page.evaluate("async () => (await indexedDB.databases()).map(one => one.name)") in ([], ["staffroom"])
    assert page.evaluate("""async () => {
      const store = await import(document.querySelector('[data-store]').dataset.store);
      return [await store.kept(), localStorage.length];
    }""") == [None, 0]


def test_whoever_signs_out_with_something_waiting_is_told_first(site, walk):
    page = walk.page
    away(site, page)
    write_without_a_line(page, "Far too long", "9999")
    site.start()
    walk.open("/me/")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_text("has not arrived yet").wait_for()
    walk.tap("Sign out")
    assert page.get_by_role("link", name="Sign in").first.is_visible()


def test_a_draft_waits_on_the_device_while_the_line_is_away_and_is_offered_again(site, walk):
    page = walk.page
    walk.open("/record/new/")
    site.stop()
    page.get_by_label("What was it?").fill("Watched Luz start a lab")
    page.get_by_text("No line. Kept on this device").wait_for()
    held = page.evaluate("async () => JSON.stringify(await new Promise(done => { const ask = indexedDB.open('staffroom'); ask.onsuccess = () => { "
                         "const all = ask.result.transaction('drafts').objectStore('drafts').getAll(); all.onsuccess = () => done(all.result.map("
                         "row => new TextDecoder().decode(row.data))); }; }))")
    assert held != "[]" and "Luz" not in held, "sealed"
    page.close()
    site.start()
    again = walk.page = page.context.new_page()
    again.goto("/record/new/")
    again.get_by_role("button", name="Go on with it").click()
    assert again.get_by_label("What was it?").input_value() == "Watched Luz start a lab"
    again.wait_for_selector("form[data-state=saved]")
