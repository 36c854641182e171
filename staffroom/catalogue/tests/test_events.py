"""Events and what has a deadline: brought in, shown with their days, and gone from lists when they are over."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from staffroom.catalogue import actions, dated
from staffroom.catalogue.described import Bad, described, over_at
from staffroom.catalogue.models import Offer
from staffroom.kit import clock, search
from staffroom.schedule import SWEEPS

pytestmark = pytest.mark.django_db
CONFS = Path(__file__).resolve().parents[4] / "shared" / "data" / "pd_events_confs" / "confs_tech_2026_2027.json"
SPRING = datetime(2026, 3, 1, 12, tzinfo=UTC)
LIST = [
    {"name": "Reading Days", "url": "https://days.example/", "startDate": "2026-05-12", "endDate": "2026-05-13", "city": "Lyon", "country": "France",
     "online": True, "locales": "FR,EN", "cfpUrl": "https://days.example/call"},
    {"name": "Reading  days", "url": "https://other.example/", "startDate": "2026-05-12", "endDate": "2026-05-13", "online": False},
    {"name": "Reading Days", "url": "https://days.example/", "startDate": "2027-05-11", "endDate": "2027-05-12"},
    {"name": "Winter School", "url": "https://winter.example/", "startDate": "2026-02-01", "endDate": "2026-02-03"},
    {"name": "Backwards", "url": "https://back.example/", "startDate": "2026-06-02", "endDate": "2026-06-01"},
    {"name": "Never", "url": "https://never.example/", "startDate": "2026-02-30", "endDate": "2026-03-01"},
    {"name": "Some day", "url": "https://some.example/", "startDate": "soon", "endDate": ""}]  # fmt: skip


def bring(by, rows):
    return actions.apply_import(by=by, run=actions.draft_import(by=by, name="events.json", data=json.dumps(rows).encode()))


@time_machine.travel(SPRING, tick=False)
def test_a_list_of_conferences_comes_in_with_its_days_places_and_reasons(ann):
    first, again = bring(ann, LIST), bring(ann, LIST)
    assert (first.added_count, again.added_count, again.changed_count, again.same_count) == (2, 0, 0, 2)
    assert first.errors == again.errors == [
        [2, "it stands in row 1 already"],
        [4, "its last day was 2026-02-03"],
        [5, "it ends before it begins"],
        [6, "there is no day “2026-02-30”"],
        [7, "it does not say on which day it is"],
    ]
    held = Offer.objects.get(starts_on=date(2026, 5, 12))
    assert (held.kind, held.ends_on, held.place, held.online, held.language, held.closes_on) == (
        "conference", date(2026, 5, 13), "Lyon, France", True, "fr", None)  # fmt: skip
    assert Offer.objects.get(starts_on=date(2027, 5, 11)).url == held.url


@time_machine.travel(SPRING, tick=False)
def test_its_page_tells_when_and_where_and_until_when(ann, client, shelf):
    offer = shelf(title="A prize", kind="award", url="https://prize.example/", closes_on=date(2026, 4, 2), zone="America/Denver", place="Boulder", online=True)
    page = client.get(f"/find/{offer.code}/").content.decode()
    for words in ("Deadline", "Thursday 2 April, midnight in America/Denver", "Boulder, and online"):
        assert words in page
    assert "until 2 Apr" in client.get("/find/").content.decode()


def test_it_leaves_lists_and_search_when_it_is_over_and_keeps_its_page(client, shelf):
    """S0-47: by the clock of its own zone; with none, when the day has ended in the last place on earth."""
    with time_machine.travel(SPRING, tick=False) as now:
        shelf(title="A prize", kind="award", url="https://prize.example/", closes_on=date(2026, 4, 2), zone="Asia/Tokyo")
        shelf(title="A grant", kind="grant", url="https://grant.example/", closes_on=date(2026, 4, 2))
        prize, grant = Offer.objects.get(title="A prize"), Offer.objects.get(title="A grant")
        now.move_to(datetime(2026, 4, 2, 14, 59, tzinfo=UTC))
        assert actions.close_over(by=None) == 0
        now.move_to(datetime(2026, 4, 2, 15, 0, tzinfo=UTC))
        assert (actions.close_over(by=None), actions.close_over(by=None)) == (1, 0)
        assert [offer.code for offer in Offer.objects.filter(closed_at=None)] == [grant.code]
        assert (len(search.find("offer", search.parse("prize"))), len(search.find("offer", search.parse("grant")))) == (0, 1)
        assert "A prize" not in client.get("/find/").content.decode()
        page = client.get(f"/find/{prize.code}/")
        assert (page.status_code, "It is over." in page.content.decode()) == (200, True)
        now.move_to(datetime(2026, 4, 3, 11, 59, tzinfo=UTC))
        assert actions.close_over(by=None) == 0
        now.move_to(datetime(2026, 4, 3, 12, 0, tzinfo=UTC))
        assert actions.close_over(by=None) == 1


def test_a_list_of_conferences_is_one_tap_from_the_events_leaves_by_itself_and_is_taken_back_whole(ann, client):
    with time_machine.travel(SPRING, tick=False) as now:
        run = bring(ann, LIST)
        there = re.search(r'href="(/find/[^"]*)"[^>]*>Conferences', client.get("/events/").content.decode())[1]
        page = client.get(there).content.decode()
        assert page.count("Reading Days") >= 2 and "12 May" in page
        now.move_to(datetime(2026, 5, 14, 12, tzinfo=UTC))
        assert actions.close_over(by=None) == 1
        page = client.get(there).content.decode()
        assert "12 May" not in page and "11 May" in page
        actions.undo_import(by=ann, run=run)
        assert "Reading Days" not in client.get(there).content.decode()


def test_the_clock_closes_what_is_over():
    assert next(sweep for sweep in SWEEPS if sweep.name == "catalogue.over").every <= timedelta(minutes=10)


@time_machine.travel(SPRING, tick=False)
def test_a_deadline_that_was_put_off_brings_it_back(ann):
    rows = [{"title": "A prize", "kind": "award", "link": "https://prize.example/", "deadline": "2026-03-10"}]
    bring(ann, rows)
    with time_machine.travel(datetime(2026, 3, 20, tzinfo=UTC), tick=False):
        actions.close_over(by=None)
        assert Offer.objects.get().closed_at
        bring(ann, [rows[0] | {"deadline": "2026-04-10"}])
        assert (Offer.objects.get().closed_at, len(search.find("offer", search.parse("prize")))) == (None, 1)


def test_a_course_goes_on_after_its_first_day_and_a_talk_does_not():
    day = date(2026, 3, 1)
    assert over_at(described(title="A", kind="course", starts_on=day)) is None
    assert over_at(described(title="A", kind="webinar", starts_on=day)) == datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert over_at(described(title="A", kind="webinar", starts_on=day, zone="Pacific/Auckland")) == datetime(2026, 3, 1, 11, tzinfo=UTC)
    with pytest.raises(Bad, match="not a time zone"):
        described(title="A", kind="award", closes_on=day, zone="Mars/Olympus")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-05-12", date(2026, 5, 12)),
        ("2026-05-12T09:00:00+02:00", date(2026, 5, 12)),
        ("12 May 2026", date(2026, 5, 12)),
        ("May 12th, 2026", date(2026, 5, 12)),
        ("31/12/2026", date(2026, 12, 31)),
        ("12/31/2026", date(2026, 12, 31)),
        ("05.05.2026", date(2026, 5, 5)),
        ("29 February 2028", date(2028, 2, 29)),
        ("soon", None),
        ("", None),
    ],
)
def test_a_day_is_read_when_it_can_be_only_one(text, day):
    assert dated.day_in(text) == day


@pytest.mark.parametrize(("text", "code"), [("03/04/2026", "two"), ("2026-02-30", "none"), ("29 Feb 2026", "none"), ("40/40/2026", "none"), ("2026", "none")])
def test_a_day_that_could_be_two_or_is_none_is_refused(text, code):
    with pytest.raises(dated.NoDay) as refused:
        dated.day_in(text)
    assert refused.value.code == code


@pytest.mark.data
@time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC), tick=False)
def test_the_real_list_of_conferences_comes_in_once(ann):
    if not CONFS.exists():
        pytest.skip("the folder shared/data is not here")
    first, again = (bring(ann, json.loads(CONFS.read_text())) for _time in range(2))
    assert (first.added_count, len(first.errors)) == (393, 140)
    assert all("stands in row" in words for _line, words in first.errors)
    assert (again.added_count, again.changed_count, again.same_count) == (0, 0, 393)
    assert Offer.objects.filter(kind="conference", starts_on=None).count() == 0
    assert clock.now().year == 2026
