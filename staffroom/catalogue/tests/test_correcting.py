"""Facts are set right by people: under their name, with how they know, and nothing writes over them."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from staffroom.catalogue import actions
from staffroom.catalogue.actions.shelving import shelve
from staffroom.catalogue.described import FIELDS, described
from staffroom.catalogue.models import Correction, Offer
from staffroom.catalogue.queries import corrections
from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.sharing.viewers import SELF, Viewer

pytestmark = pytest.mark.django_db
URL = "https://course.example/ask"


def correct(by, offer, how="eyes", **facts):
    was = corrections.facts_of(Offer.objects.get(pk=offer.pk))
    return actions.correct(by=by, offer=offer, was=was, now=was | facts, how=how)


def form_of(page, **changes) -> dict:
    """What a browser would send of the form on this page, with some fields changed."""
    text = page.content.decode()
    was = re.search(r'name="was" value="([^"]*)"', text)[1].replace("&quot;", '"')
    return {name: "" if value is None else value for name, value in page.context["form"].initial.items() if name != "was"} | {
        "was": was, "op_id": op_id(), "how": "eyes"} | changes


def test_a_fact_is_set_right_by_a_plain_form_and_stands_on_the_label(as_ann, ann, shelf):
    offer = shelf(title="Asking", url=URL, minutes=90, minutes_from="stated", maker="Nobody")
    path = f"/find/{offer.code}/facts/"
    sent = form_of(as_ann.get(path), minutes="45", captions="yes", keyboard="no", counts_where="Texas, 1 hour", exact_cost="12.50", currency="eur",
                   how="page", link="https://maker.example/about")  # fmt: skip
    assert as_ann.post(path, sent)["Location"] == f"/find/{offer.code}/"
    offer.refresh_from_db()
    assert (offer.minutes, offer.minutes_from, offer.captions, offer.keyboard, offer.transcript, offer.counts_where, offer.maker) == (
        45, "told", True, False, None, "Texas, 1 hour", "Nobody")  # fmt: skip
    assert (offer.cost, offer.cost_minor, offer.currency, offer.looked_on) == ("paid", 1_250, "EUR", None)
    page = Client().get(f"/find/{offer.code}/").content.decode()
    assert "Captions; not with the keyboard alone" in page and "Texas, 1 hour" in page and "EUR 12.50" in page
    assert "Set right by teachers: Minutes, Cost, Price, Captions, Works with the keyboard alone, Counts where." in page and str(ann) not in page


def test_the_history_says_who_when_and_what_it_said_before(as_ann, ann, ben, shelf):
    offer = shelf(title="Asking", minutes=90, minutes_from="stated")
    row = correct(ben, offer, minutes=45, paid_by="A foundation")
    page = as_ann.get(f"/find/{offer.code}/facts/").content.decode()
    assert str(ben) in page and "Minutes: <bdi>1 h 30 min</bdi> → <bdi>45 min</bdi>" in page and "Paid by: <bdi>not known</bdi> → <bdi>A foundation</bdi>" in page
    assert row.facts["looked_on"] == [None, clock.today_in(ben.zone).isoformat()]
    ben.delete()
    assert "somebody who has left" in as_ann.get(f"/find/{offer.code}/facts/").content.decode()


def test_nothing_writes_over_it_neither_a_list_nor_its_undoing_nor_the_page_of_a_link(ann, ben, shelf):
    data = f"title,url,minutes,maker,cost\nAsking,{URL},90,A school,free\n".encode()
    run = actions.apply_import(by=ben, run=actions.draft_import(by=ben, name="l.csv", data=data))
    offer = Offer.objects.get(url=URL)
    correct(ann, offer, minutes=45, maker="", level="expert")
    again = data.replace(b"90", b"120").replace(b"A school", b"Another school").replace(b"free", b"paid")
    second = actions.apply_import(by=ben, run=actions.draft_import(by=ben, name="l.csv", data=again))
    offer.refresh_from_db()
    assert (second.changed_count, offer.minutes, offer.minutes_from, offer.maker, offer.level, offer.cost) == (1, 45, "told", "", "expert", "paid")
    actions.undo_import(by=ben, run=second)
    actions.complete_link(by=None, offer=offer, title="Asking", told=described(title="Asking", kind="course", maker="The page", minutes=7))
    offer.refresh_from_db()
    assert (offer.minutes, offer.maker, offer.level, offer.cost) == (45, "", "expert", "free")
    assert run.source.pk == offer.source_id


def test_a_row_that_differs_only_in_what_a_person_set_right_changes_nothing(ann, shelf):
    offer = shelf(title="Asking", url=URL, minutes=90, minutes_from="stated")
    correct(ann, offer, minutes=45)
    before = Offer.objects.get().changed_at
    assert shelve(offer.source, [described(title="Asking", kind="article", url=URL, minutes=30, minutes_from="stated")]).same == 1
    assert Offer.objects.get().changed_at == before


def test_anybody_takes_it_back_and_the_source_has_the_word_again(ann, ben, shelf):
    offer = shelf(title="Asking", url=URL, minutes=90, minutes_from="stated", maker="A school")
    before = {name: getattr(offer, name) for name in FIELDS}
    row = correct(ann, offer, minutes=45, maker="Me")
    undone = actions.undo_correction(by=ben, correction=row)
    held = Offer.objects.get()
    assert ({name: getattr(held, name) for name in FIELDS}, held.corrected) == (before, [])
    assert actions.undo_correction(by=ann, correction=row) == undone
    actions.undo_correction(by=ann, correction=undone)
    held = Offer.objects.get()
    assert (held.minutes, held.maker, held.corrected) == (45, "Me", ["looked_on", "maker", "minutes", "minutes_from"])


def test_taking_back_leaves_what_somebody_changed_since(ann, ben, shelf):
    offer = shelf(title="Asking", minutes=90)
    row = correct(ann, offer, minutes=45, maker="Me")
    correct(ben, offer, how="page", minutes=50)
    actions.undo_correction(by=ben, correction=row)
    held = Offer.objects.get()
    assert (held.minutes, held.maker) == (50, "")
    last = correct(ann, offer, how="page", minutes=60)
    correct(ben, offer, how="page", minutes=70)
    with pytest.raises(Refusal, match="changed again"):
        actions.undo_correction(by=ann, correction=last)


def test_two_at_once_are_shown_side_by_side_and_other_facts_do_not_clash(as_ann, ann, ben, shelf):
    offer = shelf(title="Asking", minutes=90)
    path = f"/find/{offer.code}/facts/"
    sent = form_of(as_ann.get(path), minutes="45", licence="CC BY 4.0")
    correct(ben, offer, minutes=50, maker="A school")
    answer = as_ann.post(path, sent)
    text = answer.content.decode()
    assert answer.status_code == 409 and 'value="45"' in text
    assert re.findall(r'data-h="(?:There now|Yours)"><bdi>(.*?)</bdi>', text) == ["50 min", "45 min"]
    assert Offer.objects.get().minutes == 50
    again = sent | {"op_id": op_id(), "was": re.search(r'name="was" value="([^"]*)"', text)[1].replace("&quot;", '"'), "maker": "A school"}
    assert as_ann.post(path, again).status_code == 302
    held = Offer.objects.get()
    assert (held.minutes, held.maker, held.licence) == (45, "A school", "CC BY 4.0")


def test_the_same_set_right_by_two_is_no_quarrel_and_nothing_new_is_refused(ann, ben, shelf):
    offer = shelf(title="Asking", minutes=90)
    was = corrections.facts_of(offer)
    correct(ben, offer, minutes=45)
    with pytest.raises(Refusal, match="Nothing differs"):
        actions.correct(by=ann, offer=offer, was=was, now=was | {"minutes": 45}, how="eyes")
    assert Correction.objects.count() == 1


@pytest.mark.parametrize("changes", [{"how": ""}, {"how": "page"}, {"how": "page", "link": "javascript:alert(1)"}, {"minutes": "0"}, {"level": "wise"},
                                     {"language": "English"}, {"exact_cost": "12"}, {"exact_cost": "-1", "currency": "EUR"}, {"exact_cost": "1.5", "currency": "JPY"}])  # fmt: skip
def test_what_cannot_be_is_said_and_what_was_typed_stays(as_ann, shelf, changes):
    offer = shelf(title="Asking", minutes=90)
    path = f"/find/{offer.code}/facts/"
    answer = as_ann.post(path, form_of(as_ann.get(path), maker="Typed", **changes))
    assert answer.status_code == 422 and 'value="Typed"' in answer.content.decode()
    assert (Offer.objects.get().corrected, Correction.objects.count()) == ([], 0)


def test_a_form_whose_memory_was_spoilt_changes_only_what_differs(as_ann, shelf):
    offer = shelf(title="Asking", minutes=90, maker="A school")
    path = f"/find/{offer.code}/facts/"
    for was in ("{", "[]", '"x"'):
        assert as_ann.post(path, form_of(as_ann.get(path), was=was, licence=f"For {was}")).status_code == 302
    assert {name for row in Correction.objects.all() for name in row.facts} == {"licence", "looked_on"}


def test_so_often_a_day_and_less_often_while_new(ann, shelf):
    offer = shelf(title="Asking")
    for minutes in range(1, 11):
        correct(ann, offer, minutes=minutes)
    with pytest.raises(Refusal, match="enough for one day"):
        correct(ann, offer, minutes=11)
    ann.made_at = clock.now() - timedelta(days=4)
    correct(ann, offer, minutes=11)
    Correction.objects.update(made_at=clock.now() - timedelta(days=2))
    ann.made_at = clock.now()
    correct(ann, offer, minutes=12)


def test_a_session_of_an_employer_and_a_stranger_set_nothing_right(ann, shelf):
    offer = shelf(title="Asking")
    row = correct(ann, offer, minutes=5)
    assert Client().get(f"/find/{offer.code}/facts/").status_code == 302
    by_body = sign_in(Client(), make_account("By body"), "org")
    assert by_body.get(f"/find/{offer.code}/facts/").status_code == 403
    assert by_body.post(f"/find/facts/{row.code}/undo/", {"op_id": op_id()}).status_code == 403
    assert "facts/" not in Client().get(f"/find/{offer.code}/").content.decode()


def test_what_nobody_knows_is_asked_quietly_of_whoever_is_signed_in(as_ann, shelf):
    offer = shelf(title="Asking")
    page = as_ann.get(f"/find/{offer.code}/").content.decode()
    assert f'<a href="/find/{offer.code}/facts/">14 facts are not known. Do you know one?</a>' in page
    assert "Do you know" not in Client().get(f"/find/{offer.code}/").content.decode()


def test_taking_back_by_the_page_and_twice_is_once(as_ann, ann, ben, shelf):
    offer = shelf(title="Asking", minutes=90)
    row = correct(ben, offer, minutes=45)
    body = {"op_id": op_id()}
    for _time in range(2):
        assert as_ann.post(f"/find/facts/{row.code}/undo/", body)["Location"] == f"/find/{offer.code}/facts/"
    assert (Offer.objects.get().minutes, Correction.objects.count()) == (90, 2)
    history = corrections.history(Viewer(ann, SELF), offer)
    assert [(line.row.by, line.undone) for line in history] == [(ann, False), (ben, True)]


def test_the_statements_of_the_page_do_not_grow_with_its_history(as_ann, ann, shelf, django_assert_max_num_queries):
    offer = shelf(title="Asking")
    for minutes in range(1, 9):
        correct(ann, offer, minutes=minutes)
        with django_assert_max_num_queries(8):
            as_ann.get(f"/find/{offer.code}/facts/")
