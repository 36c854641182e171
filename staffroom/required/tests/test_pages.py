"""The pages of what is required: what is shown before anything is up, what an office reads and what it cannot."""

import re
import time
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from staffroom.catalogue.models import Offer
from staffroom.kit import clock
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.orgs import actions as orgs
from staffroom.practice.models import PlanStep
from staffroom.record.models import Entry
from staffroom.required import actions
from staffroom.required.actions import Wanted
from staffroom.required.forms import LinesField, Said
from staffroom.required.models import Done, NotForMe, Option, Requirement
from staffroom.required.tests.conftest import require, soon, teachers

pytestmark = pytest.mark.django_db
MINE = "/practice/required/"


def words_of(answer) -> str:
    return " ".join(unescape(re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.S)).split())


def send(browser, path, **fields):
    return browser.post(path, fields | {"op_id": op_id()})


@pytest.fixture
def tom(client, world):
    return sign_in(client, world.tom)


@pytest.fixture
def pia(world):
    return sign_in(Client(), world.pia)


def form(**more):
    return {"title": "First aid", "reason": "The law asks it.", "minutes": "90", "due_on": soon().isoformat(), "roles": ["teacher", "coach"],
            "must": "In the hall", "may": "", "choose_count": "", "shown_count": ""} | more


@pytest.mark.parametrize(("lacks", "error"), [("reason", "Nothing is required here without a reason."), ("minutes", "Nothing is required here without its time."),
                                              ("due_on", "Nothing is required here without a last day.")])
def test_without_reason_minutes_or_last_day_it_is_refused_and_nothing_typed_is_lost(pia, world, lacks, error):
    here = f"/office/{world.juniper.code}/required/new/"
    for more in ({}, {"up": "1"}):
        bad = send(pia, here, **form(**{lacks: ""}), **more)
        page = bad.content.decode()
        assert (bad.status_code, error in unescape(page)) == (422, True)
        typed = {"title": 'value="First aid"', "reason": "The law asks it.</textarea>", "minutes": 'value="90"', "due_on": f'value="{soon()}"'}
        assert all(there in page for name, there in typed.items() if name != lacks) and "In the hall</textarea>" in page
        assert 'value="coach" id="id_roles_3" checked' in page or re.search(r'value="coach"[^>]*checked', page)
    assert not Requirement.objects.exists()


def test_a_long_line_of_spaces_is_read_as_fast_as_any_other():
    lines = f"a{' ' * 9_900}b\nOur page   https://www.example.org/ours\n/find/0123456789ab/"
    begun = time.process_time()
    assert LinesField().clean(lines) == [Said("a b"), Said("Our page", "https://www.example.org/ours"), Said("", code="0123456789ab")]
    assert time.process_time() - begun < 10  # a guard against hanging; usual is well under one second


def test_it_is_shown_first_and_only_the_second_tap_puts_it_up(pia, world, offers):
    here = f"/office/{world.juniper.code}/required/new/"
    lines = f"/find/{offers['Calm'].code}/\nA walk with Ben\nOur page https://www.example.org/ours"
    looked = send(pia, here, **form(may=lines, choose_count="1"))
    said = words_of(looked)
    assert looked.status_code == 200 and "This is what people would read." in said
    assert "You choose: one of these 3 is enough Calm in a class of two ages hangs here · 8 min A walk with Ben without an address Our page https://www.example.org/ours" in said
    assert not Requirement.objects.exists()
    again = send(pia, here, **form(may=lines, choose_count="1"), change="1").content.decode()
    assert "A walk with Ben\nOur page" in again and not Requirement.objects.exists()
    up = send(pia, here, **form(may=lines, choose_count="1"), up="1")
    held = Requirement.objects.get()
    assert up.headers["Location"] == f"/office/{world.juniper.code}/required/{held.code}/"
    assert (held.roles, held.minutes, held.choose_count, held.shown_count, held.organisation) == (",teacher,coach,", 90, 1, 3, world.juniper)
    assert [(row.kind, row.name, row.link) for row in Option.objects.order_by("kind", "position")] == [
        ("may", "Calm in a class of two ages", ""), ("may", "A walk with Ben", ""), ("may", "Our page", "https://www.example.org/ours"), ("must", "In the hall", "")]


@pytest.mark.parametrize(("more", "error"), [
    ({"must": ""}, "Name one thing"), ({"must": "https://www.example.org/"}, "Put some words before"), ({"must": "x https://localhost/a"}, "leads to no page"),
    ({"must": "/find/23456789abcd/"}, "No offer hangs at"), ({"may": "One\nTwo"}, "Say how many are enough"), ({"may": "One", "choose_count": "2"}, "Say how many"),
    ({"minutes": "٣٠"}, "Whole minutes"), ({"minutes": "-5"}, "Whole minutes"), ({"minutes": "1e9"}, "Whole minutes"), ({"minutes": "99999"}, "At most 14,400"),
    ({"roles": []}, "Say for whom"), ({"roles": ["funder"]}, "not one of the available"), ({"must": "x\n" * 21}, "Twenty lines at most"),
    ({"due_on": "2001-01-01", "up": "1"}, "Give its last day")])
def test_what_cannot_be_is_told_beside_its_field(pia, world, more, error):
    bad = send(pia, f"/office/{world.juniper.code}/required/new/", **form(**more))
    assert (bad.status_code, error in words_of(bad), Requirement.objects.count()) == (422, True, 0)


def test_the_office_is_for_who_reaches_the_body_and_putting_up_for_who_speaks_for_it(tom, pia, world):
    held = require(world)
    ada = make_account("Ada Auditor")
    orgs.enrol(by=None, person=ada, organisation=world.juniper, role="auditor")
    browsers = {"tom": tom, "pia": pia, "ada": sign_in(Client(), ada), "will": sign_in(Client(), world.will)}
    pages = ("required/", f"required/{held.code}/", "required/new/", f"required/{held.code}/change/", f"required/{held.code}/end/", f"required/{held.code}/instead/")
    found = {name: [browser.get(f"/office/{world.juniper.code}/{page}").status_code for page in pages] for name, browser in browsers.items()}
    assert found == {"tom": [404] * 6, "pia": [200] * 6, "ada": [200, 200, 404, 404, 404, 404], "will": [404] * 6}
    assert pia.get(f"/office/{world.cedar.code}/required/{held.code}/").status_code == 404


def test_no_more_than_the_number_that_the_body_set_is_shown_first_and_all_by_one_tap(tom, world):
    held = require(world, must=[Wanted("The hour for all")], may=[Wanted(f"Choice {number}") for number in range(5)], choose_count=2, shown_count=3)
    first = words_of(tom.get(f"{MINE}{held.code}/"))
    assert [f"Choice {number}" in first for number in range(5)] == [True, True, True, False, False]
    assert "Everybody does this The hour for all" in first and "You choose: any 2 of these 5 are enough" in first and "Show all 5" in first
    every = words_of(tom.get(f"{MINE}{held.code}/?show=all"))
    assert all(f"Choice {number}" in every for number in range(5)) and "Show all" not in every


def test_it_stands_on_today_and_in_practice_told_apart_from_what_i_chose(tom, world):
    held = require(world)
    today = words_of(tom.get("/today/"))
    assert "Required by Juniper School First aid, every second year The law asks it of everybody who is alone with pupils. 1 h 30 min · by" in today
    assert "First aid, every second year" in words_of(tom.get(MINE)) and f'href="{MINE}"' in tom.get("/practice/").content.decode()
    option = Option.objects.get()
    step = send(tom, f"{MINE}{held.code}/{option.code}/plan/").headers["Location"]
    assert "Required by Juniper School" in words_of(tom.get(step)) and "Required by Juniper School" in words_of(tom.get("/practice/"))
    today = tom.get("/today/?minutes=30").content.decode()
    assert f'href="{MINE}{held.code}/"' not in today, "once it is in the plan the sheet is gone"


def test_an_entry_out_of_a_required_step_is_noted_as_required_also_where_the_form_does_not_ask(tom, world):
    held = require(world)
    send(tom, f"{MINE}{held.code}/{Option.objects.get().code}/plan/")
    step = PlanStep.objects.get()
    page = tom.get(f"/record/new/?from=step:{step.code}").content.decode()
    assert re.search(r'name="origin" value="required"[^>]*checked', page)
    said = {"title": "First aid", "kind": "course", "minutes": "90", "on_on": "2026-01-07", "time_kind": "contract", "from": f"step:{step.code}"}
    send(tom, "/record/new/", **said)
    assert Entry.objects.get().origin == "required"
    assert "1 h 30 min that was required" not in words_of(Client().get(MINE))


def test_done_is_told_by_one_tap_that_says_who_reads_it_and_is_taken_back_by_another(tom, pia, world):
    held = require(world)
    office = f"/office/{world.juniper.code}/required/{held.code}/"
    assert "Only if you say so here, offices that reach Juniper School read that you have done it: your name and the day." in words_of(tom.get(f"{MINE}{held.code}/"))
    assert "Tom Example" not in words_of(pia.get(office))
    send(tom, f"{MINE}{held.code}/done/")
    assert "Tom Example" in words_of(pia.get(office)) and "1 told you: done" in words_of(pia.get(f"/office/{world.juniper.code}/required/"))
    send(tom, f"{MINE}{held.code}/not-done/")
    assert "Tom Example" not in words_of(pia.get(office)) and not Done.objects.exists()


def test_not_for_me_says_who_learns_what_shows_what_is_near_and_tells_no_office_who(tom, pia, world, offers):
    teachers(world.juniper, 20)
    held = require(world, title="Talk in class", must=[Wanted("Talk", offer=offers["Talk"])])
    office = f"/office/{world.juniper.code}/required/{held.code}/"
    before = [re.sub(r'value="[^"]+"', "", pia.get(path).content.decode()) for path in (office, f"/office/{world.juniper.code}/required/")]
    asked = words_of(tom.get(f"{MINE}{held.code}/not-for-me/"))
    assert "counted without your name" in asked and "no field for words of your own" in asked
    assert send(tom, f"{MINE}{held.code}/not-for-me/").status_code == 422
    send(tom, f"{MINE}{held.code}/not-for-me/", why="known")
    said = words_of(tom.get(f"{MINE}{held.code}/"))
    assert "I know it already" in said and "Perhaps one of these" in said and "in a class of two ages" in said.partition("Perhaps")[2]
    after = [re.sub(r'value="[^"]+"', "", pia.get(path).content.decode()) for path in (office, f"/office/{world.juniper.code}/required/")]
    assert after == before, "one who says so is noticed by nobody"
    send(tom, f"{MINE}{held.code}/for-me/")
    assert not NotForMe.objects.exists() and "Perhaps one of these" not in words_of(tom.get(f"{MINE}{held.code}/"))


def test_a_session_of_the_school_reads_what_is_required_and_nothing_that_i_planned_or_said(world):
    held = require(world)
    own, by_school = sign_in(Client(), world.tom), sign_in(Client(), world.tom, assurance="org", body=world.juniper.code)
    send(own, f"{MINE}{held.code}/{Option.objects.get().code}/plan/")
    before = [words_of(by_school.get(path)) for path in (MINE, f"{MINE}{held.code}/", "/today/")]
    send(own, f"{MINE}{held.code}/not-for-me/", why="known")
    assert [words_of(by_school.get(path)) for path in (MINE, f"{MINE}{held.code}/", "/today/")] == before
    assert "First aid, every second year" in before[0] and "in your plan" not in before[0] and "Chosen and required" not in before[0]
    assert [send(by_school, f"{MINE}{held.code}/{what}/").status_code for what in ("done", "not-for-me", "for-me")] == [403, 403, 403]


def test_whoever_is_not_asked_reads_it_without_a_button_and_strangers_get_nothing(pia, world):
    held = require(world)
    page = pia.get(f"{MINE}{held.code}/")
    assert "It is not required of you." in words_of(page) and "/plan/" not in page.content.decode()
    assert [send(pia, f"{MINE}{held.code}/{what}/").status_code for what in ("done", "not-for-me")] == [404, 404]
    zoe = sign_in(Client(), world.zoe)
    assert [zoe.get(path).status_code for path in (f"{MINE}{held.code}/", f"{MINE}{held.code}/not-for-me/", MINE)] == [404, 404, 200]
    assert "Nothing is required of you here" in words_of(zoe.get(MINE))


def test_a_change_shows_how_it_read_and_two_at_once_show_both(tom, pia, world):
    held = require(world)
    here = f"/office/{world.juniper.code}/required/{held.code}/"
    said = {"title": held.title, "reason": "A better reason.", "minutes": "60", "due_on": held.due_on.isoformat(), "why": "It takes less."}
    assert send(pia, f"{here}change/", **(said | {"why": ""}), base="1").status_code == 422
    send(pia, f"{here}change/", **said, base="1")
    page = words_of(tom.get(f"{MINE}{held.code}/"))
    assert "It takes less. Before that it read: First aid, every second year · 1 h 30 min" in page and "A better reason." in page
    both = send(pia, f"{here}change/", **(said | {"reason": "Mine."}), base="1")
    assert both.status_code == 409 and "Mine.</textarea>" in both.content.decode() and "A better reason." in words_of(both) and 'name="base" value="2"' in both.content.decode()
    send(pia, f"{here}change/", **(said | {"reason": "Mine."}), base="2")
    held.refresh_from_db()
    assert (held.reason, held.version) == ("Mine.", 3)


def test_an_office_lets_something_else_count_and_all_who_are_asked_see_it(tom, pia, world, offers):
    held = require(world)
    here = f"/office/{world.juniper.code}/required/{held.code}/instead/"
    assert send(pia, here, line="One\nTwo", words="So").status_code == 422
    send(pia, here, line=f"/find/{offers['Maps'].code}/", words="For who did it last year.")
    page = words_of(tom.get(f"{MINE}{held.code}/"))
    assert "This counts in place of it Maps in a class of two ages For who did it last year." in page


def test_of_what_was_taken_down_only_that_it_hangs_here_no_more_is_shown(tom, pia, world, offers):
    held = require(world, must=[Wanted("Calm", offer=offers["Calm"])])
    Offer.objects.filter(pk=offers["Calm"].pk).update(taken_down_at=clock.now())
    for browser, path in ((tom, f"{MINE}{held.code}/"), (pia, f"/office/{world.juniper.code}/required/{held.code}/")):
        page = browser.get(path)
        assert ["It hangs here no more." in words_of(page), "Calm" in words_of(page), "/plan/" in page.content.decode()] == [True, False, False]


def test_who_left_can_take_back_what_they_told_and_said(tom, world):
    held, other = require(world), require(world, title="Another")
    for what, more in (("done", {}), ("not-for-me", {"why": "time"})):
        send(tom, f"{MINE}{held.code}/{what}/", **more)
    actions.not_for_me(by=world.wanda, requirement=require(world, by=world.will, body=world.alder), why="known")
    assert "Told and said before" not in words_of(tom.get(MINE))
    orgs.end_membership(by=None, membership=world.tom_role)
    page = words_of(tom.get(MINE))
    assert "Told and said before" in page and page.count("Juniper School") == 2 and "I have no time for it by then" in page and "First aid" not in page
    by_school = sign_in(Client(), world.tom, assurance="org", body=world.juniper.code)
    assert "Told and said before" not in words_of(by_school.get(MINE))
    assert [send(tom, f"{MINE}{held.code}/{what}/").headers["Location"] for what in ("not-done", "for-me")] == [MINE] * 2
    assert (Done.objects.count(), NotForMe.objects.filter(person=world.tom).count()) == (0, 0)
    assert [send(tom, f"{MINE}{row.code}/{what}/").status_code for row in (held, other) for what in ("not-done", "for-me", "done")] == [404] * 6
    assert "Told and said before" not in words_of(tom.get(MINE)) and NotForMe.objects.count() == 1


@pytest.mark.parametrize(("what", "typed"), [("change", {"title": "Typed", "reason": "So", "minutes": "60", "due_on": "2099-01-01", "why": "Because", "base": "7"}),
                                             ("end", {"why": "Because"}), ("instead", {"line": "A book", "words": "Because"})])
def test_what_was_typed_is_there_again_after_the_session_ended(pia, world, what, typed):
    here = f"/office/{world.juniper.code}/required/{require(world).code}/{what}/"
    whose = re.search(r'name="whose" value="([^"]+)"', pia.get(here).content.decode())[1]
    pia.logout()
    assert send(pia, here, **typed, whose=whose)["Location"].startswith("/sign-in/")
    sign_in(pia, world.pia)
    page = pia.get(here).content.decode()
    assert all(words in page for words in typed.values()) and "Because</textarea>" in page


def test_it_ends_with_its_reason_and_stays_to_be_read(tom, pia, world):
    held = require(world)
    here = f"/office/{world.juniper.code}/required/{held.code}/"
    send(tom, f"{MINE}{held.code}/done/")
    assert send(pia, f"{here}end/", why="").status_code == 422
    send(pia, f"{here}end/", why="The law was changed.")
    page = words_of(tom.get(f"{MINE}{held.code}/"))
    assert "It is required no longer" in page and "The law was changed." in page and "Not for me" not in page and "You told the office: done" in page
    assert "First aid" not in words_of(tom.get(MINE)) and "First aid" in words_of(tom.get(f"{MINE}?show=over"))
    assert "Change it" not in words_of(pia.get(here))


def test_a_page_asks_no_more_for_many_than_for_one(tom, pia, world, offers):
    def counts():
        found = []
        for browser, path in ((tom, MINE), (tom, f"{MINE}{held.code}/"), (tom, f"{MINE}{held.code}/not-for-me/"), (pia, f"/office/{world.juniper.code}/required/"),
                              (pia, f"/office/{world.juniper.code}/required/{held.code}/"), (pia, f"/office/{world.juniper.code}/required/new/")):
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(path).status_code == 200
            found.append(len(asked))
        return found

    held = require(world, may=[Wanted("Calm", offer=offers["Calm"]), Wanted("A walk")], choose_count=1)
    actions.not_for_me(by=world.tom, requirement=held, why="known")
    actions.say_done(by=world.tom, requirement=held)
    counts()
    few = counts()
    for person in teachers(world.juniper, 12):
        actions.not_for_me(by=person, requirement=held, why="time")
        actions.say_done(by=person, requirement=held)
    for number in range(12):
        require(world, title=f"Another {number}")
        held = actions.change(by=world.pia, requirement=held, version=held.version, title=held.title, reason=f"So {number}", minutes=60, due_on=held.due_on, why="So")
        actions.offer_instead(by=world.pia, requirement=held, instead=Wanted(f"Instead {number}", offer=offers["Maps"]))
    assert counts() == few
    assert max(few) <= 10, few


def test_what_is_sent_twice_is_put_up_once(pia, world):
    sent = form(up="1", op_id=op_id())
    here = f"/office/{world.juniper.code}/required/new/"
    assert pia.post(here, sent).headers["Location"] == pia.post(here, sent).headers["Location"]
    assert Requirement.objects.count() == 1
