"""Facts that pages and files tell machines (JSON-LD of schema.org and LRMI): as a file, and as the page of a link."""

import json
from datetime import date

import pytest

from staffroom.catalogue import actions, lists
from staffroom.catalogue.described import untitled
from staffroom.catalogue.lists import linked, lrmi
from staffroom.catalogue.models import Offer
from staffroom.kit import clock, outbox
from staffroom.kit.acts import Refusal

pytestmark = pytest.mark.django_db
COURSE = {
    "@context": "https://schema.org", "@type": ["Course", "LearningResource"], "name": "Asking better questions", "url": "https://course.example/ask",
    "description": "Four sessions.", "provider": {"@id": "#us"}, "funder": {"@type": "Organization", "name": "A foundation"},
    "timeRequired": "PT1H30M", "isAccessibleForFree": "https://schema.org/True", "inLanguage": "en-GB", "educationalLevel": "Beginner",
    "license": "http://creativecommons.org/licenses/by/4.0/", "conditionsOfAccess": "An account with an address",
}  # fmt: skip
US = {"@id": "#us", "@type": "Organization", "name": "A school of education"}
EVENT = {"@context": "http://schema.org/", "@type": "EducationEvent", "name": "Reading Days", "startDate": "2031-05-12T09:00+02:00", "endDate": "2031-05-13",
         "location": {"@type": "Place", "name": "Lyon"}, "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
         "offers": {"@type": "Offer", "price": "120.50", "priceCurrency": "EUR"}}  # fmt: skip


def page(*blocks, more: str = "") -> bytes:
    scripts = "\n".join(f'<script type="application/ld+json">{block if isinstance(block, str) else json.dumps(block)}</script>' for block in blocks)
    return f"<!doctype html>\n<html><head><title>A page</title>\n{scripts}</head><body>{more}</body></html>".encode()


def bring(by, data: bytes, name="page.html"):
    return actions.apply_import(by=by, run=actions.draft_import(by=by, name=name, data=data))


def test_a_saved_page_gives_its_facts(ann):
    run = bring(ann, page({"@context": "https://schema.org", "@graph": [COURSE, US]}))
    assert (run.form, run.added_count, run.errors) == ("page", 1, [])
    held = Offer.objects.get()
    assert (held.title, held.kind, held.maker, held.paid_by, held.minutes, held.minutes_from, held.cost, held.language, held.level, held.licence,
            held.asks_of_you, held.url_key) == (
        "Asking better questions", "course", "A school of education", "A foundation", 90, "stated", "free", "en-gb", "rookie", "CC BY 4.0",
        "An account with an address", "course.example/ask")  # fmt: skip
    assert bring(ann, page({"@context": "https://schema.org", "@graph": [COURSE, US]})).same_count == 1


def test_a_file_of_several_things_gives_each(ann):
    data = json.dumps({"@context": "https://schema.org", "@type": "ItemList", "itemListElement": [
        {"@type": "ListItem", "item": COURSE}, {"@type": "ListItem", "item": EVENT}, {"@type": "ListItem", "item": {"@type": "Course"}}]}).encode()
    run = bring(ann, data, "list.jsonld")
    assert (run.form, run.added_count, run.errors) == ("linked", 2, [[3, "it has no title"]])
    held = Offer.objects.get(kind="event")
    assert (held.starts_on, held.ends_on, held.place, held.online, held.cost, held.cost_minor, held.currency) == (
        date(2031, 5, 12), date(2031, 5, 13), "Lyon", False, "paid", 12050, "EUR")  # fmt: skip
    assert bring(ann, data, "list.jsonld").same_count == 2


@pytest.mark.parametrize(("price", "minor"), [("0.29", 29), ("19.9", 1990), ("12", 1200), ("12.345", None), ("1\u00b2", None), ("\u0663", None), ("1.2.3", None)])
def test_a_price_is_counted_in_whole_cents_or_not_at_all(ann, price, minor):
    bring(ann, page(EVENT | {"offers": {"@type": "Offer", "price": price, "priceCurrency": "EUR"}, "isAccessibleForFree": False}))
    assert Offer.objects.get().cost_minor == minor


def test_a_link_gets_the_facts_of_its_page_that_nobody_gave(site, ann):
    offer = actions.add_link(by=ann, link=untitled(url="https://course.example/ask", kind="article", minutes=20, minutes_from="stated"))
    Offer.objects.update(url=f"http://{site.at}/ask")
    site.says("/ask", page({**COURSE, "url": "http://www.course.example/ask/"}, US), kind="text/html")
    outbox.run_due()
    offer.refresh_from_db()
    assert (offer.title, offer.kind, offer.minutes, offer.cost, offer.licence, offer.url_key) == (
        "A page", "article", 20, "free", "CC BY 4.0", "course.example/ask")  # fmt: skip
    outbox.run_due()
    assert Offer.objects.get().changed_at == offer.changed_at


def test_of_several_things_only_the_one_at_this_address_counts(site, ann):
    offer = actions.add_link(by=ann, link=untitled(url="https://course.example/ask", kind="course"))
    Offer.objects.update(url=f"http://{site.at}/ask")
    site.says("/ask", page({**COURSE, "url": "https://other.example/"}, {**COURSE, "url": "https://third.example/", "name": "Another"}), kind="text/html")
    outbox.run_due()
    offer.refresh_from_db()
    assert (offer.title, offer.maker, offer.cost) == ("A page", "", "")


ODD = [
    "[" * 100_000,
    "{not json",
    '{"@context": "https://schema.org", "@type": "Course", "name": "' + "x" * 5_000 + '"}',
    json.dumps({"@context": "https://schema.org", "@type": 7, "name": []}),
    json.dumps({"@graph": "x", "@type": ["Course", None], "name": {"@value": "A"}, "timeRequired": {"a": 1}, "startDate": [{}], "staffroom:followUp": "yes"}),
    json.dumps({"@type": "Course", "name": "Deep", "about": [[[[[[[{"x": [[[[]]]]}]]]]]]]}),
    json.dumps({"@type": "Course", "@id": "#a", "name": "Circle", "provider": {"@id": "#a"}}),
]


@pytest.mark.parametrize("block", ODD)
def test_odd_blocks_break_nothing(ann, block):
    try:
        run = actions.draft_import(by=ann, name="odd.html", data=page(block))
    except Refusal as refusal:
        assert "for machines" in str(refusal) or "cannot read" in str(refusal)
    else:
        actions.apply_import(by=ann, run=run)
    assert list(lists.rows_of("linked", [], {}, clock.now())) == []


def test_depth_beyond_reason_is_refused(ann):
    deep = '{"a":' * 300 + "1" + "}" * 300
    with pytest.raises(Refusal, match="cannot read"):
        actions.draft_import(by=ann, name="deep.jsonld", data=f'{{"@context": "x", "b": {deep}}}'.encode())


@pytest.mark.parametrize(
    ("text", "minutes"), [("PT90S", 2), ("PT45M", 45), ("PT2H", 120), ("P0DT1H5M", 65), ("P6W", None), ("P1D", None), ("PT", None), ("90", None)]
)
def test_a_length_in_minutes_is_read_and_days_are_not_turned_into_any(text, minutes):
    assert linked.minutes_of(text) == minutes


def test_an_address_in_a_page_leads_nowhere_else():
    assert lrmi.facts_of({"@type": "Course", "name": "A", "url": "javascript:alert(1)", "@id": "#x"}).get("url") is None
