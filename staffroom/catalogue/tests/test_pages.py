import json
import re

import pytest

from staffroom.catalogue.models import Offer
from staffroom.kit import clock
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.practice.models import PlanStep

pytestmark = pytest.mark.django_db


def address(offer) -> str:
    return f"/find/{offer.code}/"


def test_anybody_reads_an_offer_and_its_facts_in_three_statements(client, shelf, django_assert_max_num_queries):
    offer = shelf(title="Exit tickets", summary="Three piles.", url="https://www.example.org/x", maker="Somebody", first_step="Write one question.")
    client.get("/find/how/")
    with django_assert_max_num_queries(4):  # three, and the topics that are then kept for a minute
        page = client.get(address(offer)).content.decode()
    for words in (
        "Exit tickets",
        "Three piles.",
        "Write one question.",
        "Time not known",
        "Cost not known",
        "Nobody here has told yet.",
        "Sign in and plan",
    ):
        assert words in page
    assert 'href="https://www.example.org/x" rel="noopener nofollow"' in page
    assert "Open it at <bdi>example.org</bdi>" in page
    assert "<form" not in page


def test_what_is_not_there_or_was_taken_down_is_the_same_404(client, as_ann, shelf):
    offer = shelf()
    Offer.objects.update(taken_down_at=clock.now())
    for reader in (client, as_ann):
        gone, never = reader.get(address(offer)), reader.get("/find/23456789abcd/")
        assert (gone.status_code, never.status_code) == (404, 404)
        assert gone.content == never.content


def test_a_public_page_is_not_sent_again_and_changes_when_the_offer_does(client, shelf):
    from staffroom.kit import fresh

    offer = shelf(title="Before")
    first = client.get(address(offer))
    assert client.get(address(offer), headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert "Set-Cookie" not in first.headers
    Offer.objects.filter(pk=offer.pk).update(title="After", changed_at=clock.now())
    for kept in fresh._pages.values():
        kept.sure -= 1.1
    again = client.get(address(offer), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, "After" in again.content.decode()) == (200, True)


def test_a_signed_in_reader_never_gets_or_fills_the_kept_page(client, shelf):
    offer = shelf()
    ann = sign_in(client, make_account("Ann Someone"))
    assert "Plan this in my notebook" in ann.get(address(offer)).content.decode()
    from django.test import Client

    nobody = Client()
    assert "Sign in and plan this" in nobody.get(address(offer)).content.decode()
    page = ann.get(address(offer))
    assert "Plan this in my notebook" in page.content.decode()
    assert page["Cache-Control"] == "no-store"


def test_machines_read_the_same_facts_and_no_title_breaks_out(client, shelf):
    offer = shelf(
        title='</script><script>alert(1)</script> & "q"', minutes=7, minutes_from="stated", cost="free", url="https://example.org/a?b=1&c=2"
    )
    page = client.get(address(offer)).content.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1]
    told = json.loads(block)
    assert (told["@type"], told["timeRequired"], told["isAccessibleForFree"], told["name"]) == (["LearningResource", "Article"], "PT7M", True, offer.title)
    assert "<script>alert" not in page


def test_planning_makes_one_step_that_only_its_owner_sees(as_ann, ann, shelf):
    offer = shelf(title="Exit tickets", minutes=6, minutes_from="stated")
    body = {"op_id": op_id()}
    first = as_ann.post(address(offer) + "plan/", body)
    assert as_ann.post(address(offer) + "plan/", body)["Location"] == first["Location"]
    assert as_ann.post(address(offer) + "plan/", {"op_id": op_id()})["Location"] == first["Location"]
    step = PlanStep.objects.get()
    assert (step.person, step.title, step.minutes, step.about_id, step.link) == (ann, "Exit tickets", 6, offer.pk, address(offer))


def test_planning_needs_a_session_of_ones_own(client, shelf):
    offer = shelf()
    assert client.post(address(offer) + "plan/", {"op_id": op_id()})["Location"].startswith("/sign-in/")
    sign_in(client, make_account("Org Only"), assurance="org")
    assert client.post(address(offer) + "plan/", {"op_id": op_id()}).status_code == 403
    assert "Plan</button>" not in client.get("/find/").content.decode()
    assert PlanStep.objects.count() == 0


def test_planning_what_is_not_there_is_404(as_ann, shelf):
    offer = shelf()
    Offer.objects.update(taken_down_at=clock.now())
    assert as_ann.post(address(offer) + "plan/", {"op_id": op_id()}).status_code == 404


def test_each_row_of_find_can_be_planned_with_an_operation_of_its_own(as_ann, shelf):
    shelf(12)
    page = as_ann.get("/find/?kind=article").content.decode()
    ids = re.findall(r'formaction="(/find/\w+/plan/)" name="op_id" value="([\w-]+)"', page)
    assert len(ids) == len(set(ids)) == len({one for _path, one in ids}) == 4
    for path, one in ids[:2]:
        assert as_ann.post(path, {"op_id": one}).status_code == 302
    assert PlanStep.objects.count() == 2


def test_a_change_of_filter_swaps_the_same_fragment_and_keeps_a_short_address(as_ann, shelf):
    shelf(12)
    whole = as_ann.get("/find/?q=exit&stage=middle").content.decode()
    swapped = as_ann.get("/find/?q=exit&theme=&stage=middle&language=", headers={"HX-Request": "true"})
    part = swapped.content.decode()
    assert "<html" not in part
    assert swapped["HX-Push-Url"] == "/find/?q=exit&stage=middle"
    rows = r'<h3><a href="(/find/\w+/)"'
    assert re.findall(rows, part) == re.findall(rows, whole) != []
    assert 'data-hx-swap-oob="innerHTML"' in part


def test_find_says_what_is_not_known_and_where_it_ends(client, shelf):
    shelf(12)
    page = client.get("/find/?minutes=15").content.decode()
    assert "might fit: their time is not known" in page
    assert "The list ends here." in page
    empty = client.get("/find/?q=zebra").content.decode()
    assert "Nothing here fits" in empty
    assert "See everything" in empty


def test_an_empty_shelf_is_said(client, db):
    page = client.get("/find/").content.decode()
    assert "Nothing hangs here yet." in page


def test_words_stand_in_the_page_as_text(client, shelf):
    shelf(3)
    page = client.get('/find/?q="><script>alert(1)</script>').content.decode()
    assert "<script>alert" not in page
    assert "&quot;&gt;&lt;script&gt;" in page


def test_too_many_searches_are_asked_to_wait(client, db, monkeypatch):
    """RL-01: a budget for each reader; the plain page costs nothing and is never refused."""
    monkeypatch.setattr("staffroom.kit.limits.time.time", lambda: 1_800_000_000.0)
    client.get("/find/")
    answers = [client.get("/find/?q=a").status_code for _n in range(300)]
    assert (set(answers[:299]), answers[299]) == ({200}, 429)
    assert client.get("/find/?q=a").headers["Retry-After"]
    assert client.get("/find/").status_code == 200
    assert client.get("/find/?q=a", REMOTE_ADDR="203.0.113.9").status_code == 200


def test_how_it_is_ordered_is_told(client, db):
    assert "nobody can pay for a place" in client.get("/find/how/").content.decode()


def test_a_row_shows_the_offer_as_it_is_now(as_ann, shelf):
    offer = shelf(title="Before", maker="Somebody")
    assert "Before" in as_ann.get("/find/").content.decode()
    Offer.objects.filter(pk=offer.pk).update(title="After", changed_at=clock.now())
    page = as_ann.get("/find/").content.decode()
    assert "After" in page
    assert "Before" not in page


def test_what_was_chosen_stays_chosen(as_ann, shelf):
    shelf(12)
    as_ann.get("/find/")
    page = as_ann.get("/find/?stage=middle&language=fr").content.decode().split("<main")[1]
    assert re.findall(r'<input[^>]*value="(\w+)"[^>]*checked', page) == ["middle"]
    assert re.findall(r'<option value="(\w+)" selected', page) == ["fr"]
