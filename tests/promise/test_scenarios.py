"""Given, when, then: one test for each promise that no single room shows."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from staffroom.catalogue import actions as catalogue
from staffroom.catalogue import commons, effects
from staffroom.catalogue.models import Offer, Source
from staffroom.catalogue.queries import shelf as shelf_memory
from staffroom.catalogue.tests.conftest import site
from staffroom.catalogue.tests.test_feeds import item, rss
from staffroom.credit.counting import packs
from staffroom.growth.tests.test_sentences import tell_of
from staffroom.kit import clock
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.orgs import actions as orgs
from staffroom.practice.models import PlanStep
from staffroom.required.models import Requirement
from staffroom.topics import actions as topics
from tests.attacks.conftest import frozen, shelf, world
from tests.attacks.world import ANN, NOBODY, cold
from tests.trials import shown

__all__ = ["frozen", "shelf", "site", "world"]
pytestmark = pytest.mark.django_db
BILL = re.compile(r"\b(checkout|payment|pay now|credit card|subscription|upgrade to|premium|free trial|price plan|invoice)\b", re.I)


@pytest.fixture(autouse=True)
def nothing_kept():
    cold()
    shelf_memory.forget()
    yield
    cold()
    shelf_memory.forget()


def words_of(answer) -> str:
    return " ".join(unescape(re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.S)).split())


@pytest.fixture
def ann_in():
    topics.load(by=None)
    return sign_in(Client(), make_account("Ann Example"))


def send(browser, path, **fields):
    return browser.post(path, fields | {"op_id": op_id()})


def test_s0_07_a_link_is_kept_with_title_source_my_note_and_what_it_is_about(ann_in):
    link = {"link-url": "https://www.example.org/starting-a-lesson", "link-title": "Starting a lesson well", "link-kind": "article", "link-theme": "start"}
    themes = re.findall(r'<option value="([a-z-]+)"', ann_in.get("/find/add/").content.decode())
    link["link-theme"] = next(value for value in themes if value not in dict(Offer.Kind.choices))
    offer = send(ann_in, "/find/add/link/", **link).headers["Location"]
    page = words_of(ann_in.get(offer))
    theme = topics_named(link["link-theme"])
    assert "Starting a lesson well" in page and "example.org" in page and theme in page
    step = send(ann_in, f"{offer}plan/").headers["Location"]
    held = PlanStep.objects.get()
    send(ann_in, step, title=held.title, minutes="15", planned_on="", note="For 4b, after the break", version="1")
    mine = ann_in.get(step).content.decode()
    assert "Starting a lesson well" in mine and "For 4b, after the break" in mine and offer in mine


def topics_named(slug: str) -> str:
    from staffroom.topics.models import Topic

    return Topic.objects.get(kind="theme", slug=slug).name


@pytest.mark.either
def test_s0_20_nobody_is_asked_to_pay_for_anything(world):
    """Every page, and every field of every form, as a teacher, an office and a visitor."""
    asked = []
    for viewer, path, answer in shown.pages(world, (ANN, "org_admin", NOBODY)):
        if dict(answer.headers).get("Content-Type", "").startswith("text/html"):
            text = re.sub(r"<[^>]+>", " ", answer.plain.decode())
            asked += [f"{path} as {viewer}: {found[0]}" for found in BILL.finditer(text)]
    fields = {name for form in shown.forms(world) for name in form.kinds}
    assert asked == []
    assert not {name for name in fields if re.search(r"card.?(?:no|number|holder)|credit.?card|cvc|iban|pay|amount|price|plan_id", name)}


def test_s1_06_changing_districts_leaves_everything_with_the_teacher(ann_in):
    ann = ann_in.get("/me/").context["user"]
    old = orgs.found(by=None, parent=None, kind="district", name="Cedar District")
    role = orgs.enrol(by=None, person=ann, organisation=old, role="teacher")
    head = make_account("Pat Rivers")
    orgs.enrol(by=None, person=head, organisation=old, role="superintendent")
    entry = send(ann_in, "/record/new/", title="Saw a lesson", kind="visit", minutes="45", on_on="2026-01-07", time_kind="own").headers["Location"].partition("?")[0]
    step = send(ann_in, "/practice/new/", title="Wait three seconds", minutes="5", note="").headers["Location"]
    assert send(ann_in, f"/people/roles/{role.code}/leave/").status_code == 302
    new = orgs.found(by=None, parent=None, kind="district", name="Birch District")
    orgs.enrol(by=None, person=ann, organisation=new, role="teacher")
    assert ann_in.get(entry).status_code == 200 and ann_in.get(step).status_code == 200
    assert "Saw a lesson" in ann_in.get("/record/take/record.json").content.decode()
    theirs = sign_in(Client(), head)
    assert theirs.get(entry).status_code == 404 and theirs.get(step).status_code == 404
    assert "Saw a lesson" not in theirs.get(f"/office/{old.code}/?show=left").content.decode()


@pytest.mark.one_engine
def test_s3_14_a_fresh_instance_holds_no_figures_about_anybody_for_a_leader(world):
    """No page of an office counts entries, minutes, visits or searches, and no office may ask for anything private."""
    from staffroom.sharing.rules import RULES

    laws = {words for pack in packs.shipped() for words in pack.title.values()}  # "Scotland: 35 hours a year" is the name of a rule, nobody's figure
    for viewer in ("principal", "coordinator", "superintendent", "org_admin"):
        for _viewer, path, answer in shown.pages(world, (viewer,)):
            if path.startswith("/office/"):
                text = re.sub("|".join(map(re.escape, laws)), " ", re.sub(r"<[^>]+>", " ", answer.plain.decode()))
                assert not re.search(r"\d+\s+(entries|minutes|hours|visits|searches|views|steps|logins)\b", text), f"{path} as {viewer}"
    assert RULES


def test_s4_07_new_posts_of_a_blog_come_to_a_page_of_their_own_and_to_nobody_else(ann_in, site):
    site.says("/rss", rss(item("a", "Wait three seconds"), title="A teacher writes"))
    assert send(ann_in, "/find/add/feed/", **{"feed-url": "https://example.org/rss"}).status_code == 302
    Source.objects.filter(kind=Source.Kind.FEED).update(url=f"http://{site.at}/rss")
    effects.read_feed({"source": str(Source.objects.get(kind=Source.Kind.FEED).pk)})
    shelf_memory.forget()
    assert "Wait three seconds" in words_of(ann_in.get("/find/feeds/"))
    assert "Wait three seconds" not in words_of(ann_in.get("/today/"))
    assert "Wait three seconds" not in words_of(ann_in.get("/find/"))
    assert "Wait three seconds" not in words_of(sign_in(Client(), make_account("Ben Example")).get("/find/feeds/"))


def test_s4_10_every_way_of_learning_says_what_it_is_how_long_it_takes_and_the_first_step(ann_in):
    catalogue.load_commons(by=None, folder=commons.FOLDER)
    shelf_memory.forget()
    ways = list(Offer.objects.filter(kind=Offer.Kind.WAY, taken_down_at=None))
    assert len(ways) >= 5
    pages = " ".join(words_of(ann_in.get(f"/find/?kind=way&page={number}")) for number in (1, 2, 3))
    for way in ways:
        page = words_of(ann_in.get(f"/find/{way.code}/"))
        assert way.title in pages, "they stand in one list"
        assert all(head in page for head in (way.title, "What it is", "Minutes", "First step this week")), way.title


def test_s2_04_a_suggestion_says_why_in_words_and_with_what_teachers_published_and_can_be_turned_off(ann_in):
    catalogue.load_commons(by=None)
    said = send(ann_in, "/practice/start/", text="Half the class nods and I do not know who got it", mood="bothering", minutes="15").headers["Location"]
    first = Offer.objects.get(key="one-question-at-the-end")
    tell_of(first, 6, 8)
    page = words_of(ann_in.get(said))
    assert page.count("Plan this") == 3
    for reason in ("You said “nods”, “who got it”.", "It is about “Knowing who got it”.", "4 minutes fit into your 15.", "6 of 8 teachers who told of it kept it."):
        assert reason in page
    assert "show me what fits" in words_of(ann_in.get("/today/"))
    send(ann_in, "/me/suggestions/", on="no")
    page, today, plan, start = (words_of(ann_in.get(path)) for path in (said, "/today/", "/practice/", "/practice/start/"))
    assert ann_in.get(said).context["suggestions"] == []
    assert "Plan this" not in page and "Half the class nods" in page and "Search everything" in page
    assert "show me what fits" not in today and "What would you like to find?" in today and "Suggestions are off." in today
    assert "what is on your mind" not in plan and "show me what fits" not in start
    assert "Say what would, in one sentence" not in words_of(ann_in.get("/find/?q=zzzz"))
    send(ann_in, "/me/suggestions/", on="yes")
    assert words_of(ann_in.get(said)).count("Plan this") == 3 and "show me what fits" in words_of(ann_in.get("/today/"))


def test_s2_10_an_expert_who_opens_a_topic_is_offered_to_teach_to_mentor_or_to_inquire_and_no_basics(ann_in):
    catalogue.load_commons(by=None)
    offered = {}
    for mood in ("good_at", "curious"):
        said = send(ann_in, "/practice/start/", text="Experiments in physics", mood=mood, minutes="15").headers["Location"]
        offered[mood] = ann_in.get(said)
    page = words_of(offered["good_at"])
    roles = [page.count(f"You are good at it: here you would {role}.") for role in ("lead others", "stand by a colleague", "look into it more closely")]
    assert sorted(roles)[1:] == [1, 1] and "Ways to pass it on" in page, roles
    assert {one.offer.level for one in offered["good_at"].context["suggestions"]} <= {"anyone", "practised", "expert"}
    assert "You are good at it" not in words_of(offered["curious"])
    step = re.search(r'action="(/practice/start/[^"]+/plan/)"', offered["good_at"].content.decode())[1]
    assert send(ann_in, step).status_code == 302 and PlanStep.objects.count() == 1


def test_s0_54_the_record_as_pdf_has_the_same_numbers_pages_a_date_and_an_address(ann_in, settings):
    from staffroom.record.printed import document
    from staffroom.sharing.viewers import Viewer

    for day in ("2026-01-07", "2025-11-05"):
        send(ann_in, "/record/new/", title="Saw a lesson", kind="visit", minutes="45", on_on=day, time_kind="own")
    answer = ann_in.get("/record/take/record.pdf")
    assert answer.headers["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF-")
    printed = document(Viewer(account=ann_in.get("/me/").context["user"], assurance="self"))
    assert settings.BASE_URL in printed["source"] and "made on" in printed["source"] and "{n}" in printed["page"]
    assert [row[0] for row in printed["totals"]] == ["2026", "2025"] and "45 min" in str(printed["totals"])
    assert words_of(ann_in.get("/record/time/")).count("45 min") >= 2


def a_school(ann, others: int = 13):
    """Ann and others teach there; Cora coordinates. (the school, Cora's browser, the others)"""
    school = orgs.found(by=None, parent=None, kind="school", name="Cedar School")
    cora, people = make_account("Cora Rivers"), [make_account(f"Colleague {number}") for number in range(others)]
    for person, role in ((ann, "teacher"), (cora, "pd_coordinator"), *((person, "teacher") for person in people)):
        orgs.enrol(by=None, person=person, organisation=school, role=role)
    return school, sign_in(Client(), cora), people


MANDATE = {"title": "Calm lessons, a course", "reason": "Half of us asked for it.", "minutes": "90", "roles": ["teacher"],
           "due_on": (clock.now().date() + timedelta(days=30)).isoformat(), "must": "The course https://www.example.org/calm"}


def test_s0_03_not_for_me_and_why_gets_an_alternative_and_is_counted_without_a_name(ann_in):
    catalogue.load_commons(by=None, folder=commons.FOLDER)
    shelf_memory.forget()
    school, cora, others = a_school(ann_in.get("/me/").context["user"])
    office = send(cora, f"/office/{school.code}/required/new/", **MANDATE, up="1").headers["Location"]
    held = Requirement.objects.get()
    here = f"/practice/required/{held.code}/"
    assert send(ann_in, f"{here}not-for-me/", why="known").headers["Location"] == f"{here}#instead"
    mine = ann_in.get(here).content.decode()
    near = re.findall(r'href="(/find/[0-9a-z]{12}/)"', mine.partition('id="instead"')[2])
    assert 1 <= len(near) <= 3 and ann_in.get(near[0]).status_code == 200, "an alternative is offered"
    assert "Too few to say." in words_of(cora.get(office)), "one who says so is one who can be guessed"
    for person in others[:5]:
        send(sign_in(Client(), person), f"{here}not-for-me/", why="known")
    page = words_of(cora.get(office))
    assert "5 or more say that it does not meet their need I know it already: 5 or more" in page
    assert "Ann Example" not in page and "Colleague" not in page, "it is counted without a name"
    send(cora, f"{office}instead/", line=near[0], words="Whoever knows it does this.")
    assert "This counts in place of it" in words_of(ann_in.get(here)) and "Whoever knows it does this." in words_of(sign_in(Client(), others[9]).get(here))
    send(ann_in, f"{here}for-me/")
    assert "Not for you, you said" not in words_of(ann_in.get(here))


def test_s1_10_a_mandate_without_a_reason_is_refused_and_required_is_told_apart_from_chosen(ann_in):
    school, cora, _others = a_school(ann_in.get("/me/").context["user"])
    refused = send(cora, f"/office/{school.code}/required/new/", **(MANDATE | {"reason": ""}), up="1")
    assert (refused.status_code, Requirement.objects.count()) == (422, 0)
    assert "Nothing is required here without a reason." in words_of(refused) and "Calm lessons, a course" in refused.content.decode()
    send(cora, f"/office/{school.code}/required/new/", **MANDATE, up="1")
    assert "Required by Cedar School Calm lessons, a course Half of us asked for it. 1 h 30 min" in words_of(ann_in.get("/today/"))
    plan, = re.findall(r'action="(/practice/required/[^"]+/plan/)"', ann_in.get(f"/practice/required/{Requirement.objects.get().code}/").content.decode())
    step = send(ann_in, plan).headers["Location"].partition("?")[0]
    send(ann_in, "/practice/new/", title="Wait three seconds", minutes="5", note="")
    assert words_of(ann_in.get("/practice/")).count("Required by Cedar School") == 1
    note = {"kind": "course", "on_on": "2026-01-07", "time_kind": "own"}
    send(ann_in, "/record/new/", title="The course", minutes="90", **{"from": f"step:{step.split('/')[2]}"}, **note)
    send(ann_in, "/record/new/", title="Read", minutes="30", origin="chosen", **note)
    share = words_of(ann_in.get("/record/time/?year=2026"))
    assert re.search(r"2026 (0\.50|30 min) (1\.50|1 h 30 min)", share), share


def test_s2_03_of_five_options_no_more_than_the_set_number_is_shown_first_and_show_all_is_there(ann_in):
    school, cora, _others = a_school(ann_in.get("/me/").context["user"])
    options = {"may": "\n".join(f"Session {letter}" for letter in "ABCDE"), "choose_count": "2", "shown_count": "3"}
    send(cora, f"/office/{school.code}/required/new/", **(MANDATE | {"must": "Welcome in the hall"}), **options, up="1")
    here = f"/practice/required/{Requirement.objects.get().code}/"
    first, every = words_of(ann_in.get(here)), words_of(ann_in.get(f"{here}?show=all"))
    assert [f"Session {letter}" in first for letter in "ABCDE"] == [True, True, True, False, False]
    assert "Everybody does this Welcome in the hall" in first and "You choose: any 2 of these 5 are enough" in first and "Show all 5" in first
    assert all(f"Session {letter}" in every for letter in "ABCDE")
