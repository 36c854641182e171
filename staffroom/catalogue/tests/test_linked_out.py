"""What an offer tells machines, and that another Staffroom reads the same facts out of it."""

import json
import re
from datetime import date

import pytest

from staffroom.catalogue import actions
from staffroom.catalogue.described import FIELDS
from staffroom.catalogue.models import Offer

pytestmark = pytest.mark.django_db
NOT_SAID = {"key", "url_key", "published_at"}  # made here from the others; and when a post came, only its feed says
FULL = {
    "kind": "webinar", "title": 'Asking </script> & "better" questions', "url": "https://course.example/ask?a=1&b=2", "summary": "Four evenings.",
    "first_step": "Ask one colleague.", "body": "# One\n\nSome *words*.", "maker": "A school, of education", "paid_by": "A foundation", "minutes": 100_000,
    "minutes_from": "counted", "watch_minutes": 60, "do_minutes": 61, "relate_minutes": 5, "cost": "paid", "cost_minor": 1_250, "currency": "EUR",
    "level": "practised", "language": "zh-hant", "licence": "CC BY-SA 4.0", "follow_up": False, "evidence": "review", "evidence_note": "Two reviews.",
    "evidence_url": "https://study.example/", "asks_of_you": "an account", "captions": True, "transcript": False, "screen_reader": False,
    "keyboard": True, "counts_where": "Nowhere yet", "found_in": "A list", "looked_on": date(2026, 1, 5),
    "starts_on": date(2031, 5, 12), "ends_on": date(2031, 5, 13), "closes_on": date(2031, 4, 1), "zone": "Europe/Paris", "place": "Lyon", "online": True,
    "isbn": "9780306406157", "topics": [("theme", "talk"), ("stage", "middle"), ("subject", "any-subject")],
}  # fmt: skip


def said(offer: Offer) -> dict:
    facts = {name: getattr(offer, name) for name in FIELDS if name not in NOT_SAID}
    return facts | {"topics": sorted(offer.topics.values_list("kind", "slug"))}


def brought_again(by, data: bytes, name: str) -> Offer:
    """The only offer of a wall from which all else has gone, after this file was brought in."""
    Offer.objects.all().delete()
    run = actions.apply_import(by=by, run=actions.draft_import(by=by, name=name, data=data))
    assert (run.added_count, run.errors) == (1, [])
    return Offer.objects.get()


def test_the_test_names_every_fact(shelf):
    held = said(shelf(**FULL))
    assert [name for name, value in held.items() if value in ("", None, [])] == []


def test_its_own_address_gives_every_fact_and_they_are_read_as_the_same(client, ann, shelf):
    offer = shelf(**FULL)
    before, answer = said(offer), client.get(f"/find/{offer.code}.json")
    assert answer["Content-Type"] == "application/ld+json"
    assert said(brought_again(ann, answer.content, "offer.json")) == before


def test_the_saved_page_gives_every_fact_but_the_text(client, ann, shelf):
    offer = shelf(**FULL)
    before, page = said(offer), client.get(f"/find/{offer.code}/").content
    assert f'<link rel="alternate" type="application/ld+json" href="/find/{offer.code}.json">'.encode() in page
    assert said(brought_again(ann, page, "offer.html")) == before | {"body": ""}


@pytest.mark.parametrize("kind", Offer.Kind.values)
def test_what_is_not_known_stays_so_whatever_it_is(client, ann, shelf, kind):
    offer = shelf(title="Bare", kind=kind)
    before, answer = said(offer), client.get(f"/find/{offer.code}.json")
    assert set(answer.json()) - {"@context", "@type", "@id", "staffroom:form", "name", "learningResourceType", "audience", "dateModified"} == set()
    assert said(brought_again(ann, answer.content, "offer.json")) == before


@pytest.mark.parametrize("facts", [{"online": False, "place": "Lyon"}, {"online": True}, {"place": "Lyon"}, {"cost": "free"}, {"cost": "paid"},
                                   {"minutes": 7}, {"minutes": 60, "minutes_from": "stated"}, {"do_minutes": 5}, {"follow_up": True}, {"level": "anyone"},
                                   {"cost": "paid", "cost_minor": 1_200, "currency": "JPY"}, {"cost": "paid", "cost_minor": 1_250, "currency": "KWD"}])  # fmt: skip
def test_a_single_fact_comes_alone(client, ann, shelf, facts):
    offer = shelf(kind="event", starts_on=date(2031, 5, 12), **facts)
    before, answer = said(offer), client.get(f"/find/{offer.code}.json")
    assert said(brought_again(ann, answer.content, "offer.json")) == before


def test_a_price_stands_in_the_digits_of_its_currency(client, shelf):
    prices = {"EUR": "12.50", "JPY": "1250", "KWD": "1.250"}
    for currency, price in prices.items():
        offer = shelf(title=f"In {currency}", cost="paid", cost_minor=1_250, currency=currency)
        assert client.get(f"/find/{offer.code}.json").json()["offers"] == {"@type": "Offer", "price": price, "priceCurrency": currency}


def test_what_hangs_already_is_changed_by_none_of_it(client, ann, shelf):
    offer = shelf(**FULL)
    data = client.get(f"/find/{offer.code}.json").content
    run = actions.apply_import(by=ann, run=actions.draft_import(by=ann, name="offer.json", data=data))
    assert (run.added_count, run.changed_count, run.same_count) == (0, 0, 1)


def test_it_is_asked_politely_and_what_is_not_there_is_not_told(client, shelf):
    offer = shelf()
    first = client.get(f"/find/{offer.code}.json")
    assert client.get(f"/find/{offer.code}.json", headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get("/find/nosuchoffer.json").status_code == 404


def test_the_block_in_the_page_ends_nowhere_early(client, shelf):
    page = client.get(f"/find/{shelf(**FULL).code}/").content.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1]
    assert json.loads(block)["name"] == FULL["title"]
