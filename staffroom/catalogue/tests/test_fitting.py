"""What fits a teacher comes first on the shelf, with the reason; for that teacher alone, and never by what others do."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from staffroom.catalogue import fitting
from staffroom.catalogue.fitting import Teaching, teaching
from staffroom.catalogue.queries import finding, listed
from staffroom.catalogue.queries import shelf as memory
from staffroom.catalogue.wanted import Light, Wanted
from staffroom.kit.testing import make_account, sign_in
from staffroom.people import actions as people
from staffroom.sharing.viewers import NOBODY, ORG, SELF, Viewer

pytestmark = pytest.mark.django_db
MINE = teaching(["any-subject", "english"], ["primary"], ["languages"], "1-3")


def light(key: str, *topics: tuple[str, str], level: str = "") -> Light:
    return Light(key, "article", "", level, "en", 10, frozenset(topics))


def tell(account, seen=None, **told):
    return people.tell(by=account, told={"subjects": ["english"], "stages": ["primary"], "pupils": ["languages"], "years": "1-3"} | told, seen=seen or {})


@pytest.fixture
def hung(shelf):
    """Newest last: one for everything of hers, one for her subject, one for other pupils, one for anybody, one of no topic."""
    for name, topics, level in (
            ("All of it", [("theme", "languages"), ("stage", "primary"), ("subject", "english")], "rookie"),
            ("Her subject", [("subject", "english"), ("stage", "any-stage")], "expert"),
            ("For older pupils", [("theme", "languages"), ("stage", "secondary")], "rookie"),
            ("For anybody", [("stage", "any-stage"), ("subject", "any-subject")], "anyone"),
            ("Of no topic", [], "")):
        shelf(title=name, url=f"https://a.example/{name.replace(chr(32), chr(45))}", topics=topics, level=level)


def order(viewer, wanted=None) -> list[str]:
    return [offer.title for offer in finding.found(viewer, wanted or Wanted()).offers]


def test_a_profile_tells_topics_and_a_level():
    assert Teaching(frozenset({("subject", "english"), ("stage", "primary"), ("theme", "languages")}), "rookie") == MINE
    assert not teaching(["any-subject"], ["any-stage"], [], "retired")
    assert [teaching([], [], [], years).level for years in ("", "training", "4-9", "10-19", "20")] == ["", "rookie", "practised", "expert", "expert"]


def test_what_speaks_for_an_offer_is_named_and_other_ages_and_subjects_speak_against_it():
    assert fitting.reasons(light("a", ("theme", "languages"), ("stage", "primary"), level="rookie"), MINE) == (
        ("theme", "languages"), ("stage", "primary"), ("level", "rookie"))
    assert fitting.reasons(light("a", ("theme", "languages"), ("stage", "secondary")), MINE) == ()
    assert fitting.reasons(light("a", ("theme", "languages"), ("stage", "any-stage"), ("subject", "science")), MINE) == ()
    assert fitting.reasons(light("a", ("stage", "any-stage"), ("subject", "any-subject"), level="anyone"), MINE) == ()


def test_points_are_by_what_is_told_and_not_by_how_many_topics_an_offer_has():
    many = teaching(["english", "science"], ["primary"], ["languages"], "")
    two = light("two subjects", ("subject", "english"), ("subject", "science"))
    theme = light("a theme", ("theme", "languages"))
    both = light("subject and age", ("subject", "english"), ("stage", "primary"))
    assert list(fitting.first([two, theme, both], many)) == ["subject and age", "a theme", "two subjects"]


def test_no_more_than_five_hundred_are_looked_at_and_two_hundred_put_first():
    rows = [light(str(n), ("subject", "english")) for n in range(600)] + [light("late", ("theme", "languages"))]
    found = list(fitting.first(rows, MINE))
    assert (len(found), found[0], "late" in found) == (200, "0", False)


@pytest.mark.parametrize("most_held", [5_000, 2])
def test_what_fits_comes_first_then_the_newest(hung, monkeypatch, most_held):
    monkeypatch.setattr(memory, "MOST_HELD", most_held)
    ann = make_account("Ann Example")
    assert order(Viewer(ann, SELF)) == ["Of no topic", "For anybody", "For older pupils", "Her subject", "All of it"]
    tell(ann)
    assert order(Viewer(ann, SELF)) == ["All of it", "Her subject", "Of no topic", "For anybody", "For older pupils"]
    assert order(Viewer(ann, SELF), Wanted(order="new"))[0] == "Of no topic"
    assert order(Viewer(ann, SELF), Wanted(chosen={"stage": ("secondary",)})) == ["Her subject", "For anybody", "For older pupils"]
    small = [finding.found(Viewer(ann, SELF), Wanted(page=page), size=2).offers for page in (1, 2, 3)]
    assert [[offer.title for offer in page] for page in small] == [["All of it", "Her subject"], ["Of no topic", "For anybody"], ["For older pupils"]]


def test_the_page_says_why_and_can_be_switched(hung):
    ann = make_account("Ann Example")
    client = sign_in(Client(), ann)
    assert "Tell what you teach" in client.get("/find/").content.decode()
    tell(ann)
    page = client.get("/find/").content.decode()
    assert "Fits you: Many languages in one room; English and literacy; Primary; new to this." in page
    assert "What fits your profile first, then the newest. Only you see this order." in page
    assert '<a href="/find/?" aria-current="true">what fits me</a>' in page
    assert 'href="/find/?order=new"' in page
    newest = client.get("/find/?order=new").content.decode()
    assert ("Fits you" in newest, '<a href="/find/?order=new" aria-current="true">newest</a>' in newest) == (False, True)
    assert "what fits me" not in client.get("/find/?q=pupils").content.decode()


def test_nobody_else_and_no_employer_has_her_order(hung):
    ann = make_account("Ann Example")
    before = (order(NOBODY), order(Viewer(make_account("Ben Example"), SELF)))
    tell(ann, seen={"subjects": 3, "stages": 3, "pupils": 3, "years": 3})
    assert (order(NOBODY), order(Viewer(ann, ORG))) == before
    assert order(NOBODY, Wanted(order="me")) == before[0]


def test_a_list_that_leaves_has_the_order_of_the_page_and_a_feed_for_anybody_the_newest(hung):
    ann = make_account("Ann Example")
    tell(ann)
    assert listed.offers(Viewer(ann, SELF), Wanted())[0].title == "All of it"
    feed = listed.rss(Wanted(order="me"), "https://a.example/", "https://a.example/", lambda offer: f"https://a.example/{offer.code}")
    assert feed.index(b"Of no topic") < feed.index(b"All of it")


@pytest.mark.parametrize("most_held", [5_000, 2])
def test_it_costs_as_much_for_ten_offers_as_for_a_thousand(shelf, monkeypatch, most_held):
    ann = make_account("Ann Example")
    tell(ann, stages=["middle", "primary"])
    client, used = sign_in(Client(), ann), []
    monkeypatch.setattr(memory, "MOST_HELD", most_held)
    for count in (10, 1000):
        shelf(count)
        memory.forget()
        client.get("/find/")
        with CaptureQueriesContext(connection) as held:
            assert "Fits you: " in client.get("/find/").content.decode()
        used.append(len(held))
    assert max(used) <= (8 if most_held == 5_000 else 9), used
