"""The same thing twice: found, shown side by side to whoever brought it, made one with a row that says who and when, and undone."""

import pytest

from staffroom.catalogue import actions
from staffroom.catalogue.described import described, isbn_of, untitled
from staffroom.catalogue.models import Merge, Offer
from staffroom.catalogue.queries import doubles
from staffroom.kit import outbox, search
from staffroom.kit.acts import Refusal
from staffroom.kit.models import AuditLine
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.practice.models import PlanStep
from staffroom.sharing.viewers import NOBODY

pytestmark = pytest.mark.django_db


def link(by, url, title, **more):
    return actions.add_link(by=by, link=described(url=url, title=title, **({"kind": "article"} | more)))


@pytest.fixture
def pair(ann, shelf):
    """(mine, the one that hung before)"""
    before = shelf(title="Exit tickets, in short", maker="A school", url="https://old.example/exit")
    return link(ann, "https://new.example/exit-tickets", "EXIT TICKETS, in short!", maker="a  school"), before


def alike(offer) -> list[str]:
    return [other.code for other in doubles.of(NOBODY, offer)]


def test_one_title_of_one_maker_is_found_however_it_is_spelled(pair, shelf):
    mine, before = pair
    assert alike(mine) == []  # an exclamation mark more is another title
    Offer.objects.filter(pk=mine.pk).update(title="Exit  TICKETS, in short")
    assert alike(Offer.objects.get(pk=mine.pk)) == [before.code]
    Offer.objects.filter(pk=before.pk).update(maker="Another school")
    assert alike(Offer.objects.get(pk=mine.pk)) == []
    Offer.objects.filter(pk=before.pk).update(maker="")
    assert alike(Offer.objects.get(pk=mine.pk)) == [before.code]


def test_editions_of_one_book_are_found_by_their_isbn(shelf, ann):
    book = shelf(title="Talk in class", kind="book", url="https://a.example/1", isbn="0-306-40615-2")
    mine = link(ann, "https://b.example/2", "Talk in class, second printing", kind="book", isbn="978 0 306 40615 7")
    assert alike(mine) == [book.code]


@pytest.mark.parametrize(("text", "isbn"), [("0306406152", "9780306406157"), ("0-8044-2957-X", "9780804429573"), ("9780306406157", "9780306406157"),
                                            ("9780306406158", ""), ("0306406153", ""), ("123", ""), ("", ""), ("٣٠٦٤٠٦١٥٢0", "")])  # fmt: skip
def test_an_isbn_is_one_by_its_check_digit(text, isbn):
    assert isbn_of(text) == isbn


def test_where_an_address_leads_is_known_and_a_front_door_says_nothing(site, shelf, ann):
    before = shelf(title="The page", url="https://example.org/real")
    mine = actions.add_link(by=ann, link=untitled(url="https://short.example/x", kind="article"))
    Offer.objects.filter(pk=before.pk).update(url_key=f"{site.at}/real")
    Offer.objects.filter(pk=mine.pk).update(url=f"http://{site.at}/x")
    site.says("/x", status=302, Location=f"http://{site.at}/real")
    site.says("/real", b"<title>Another title", kind="text/html")
    outbox.run_due()
    mine.refresh_from_db()
    assert mine.resolved_key == ""  # an inner address has no key
    Offer.objects.filter(pk=mine.pk).update(resolved_key=f"{site.at}/real")
    assert alike(Offer.objects.get(pk=mine.pk)) == [before.code]


def test_one_conference_in_two_years_is_two(ann, shelf):
    from datetime import date

    shelf(title="Days", kind="conference", url="https://days.example/", starts_on=date(2031, 5, 1))
    mine = link(ann, "https://days.example/", "Days", kind="conference", starts_on=date(2032, 5, 1))
    assert alike(mine) == []


def test_whoever_brings_it_sees_both_and_makes_them_one(as_ann, ann, shelf, client):
    before = shelf(title="Exit tickets", url="https://old.example/exit", minutes=5, minutes_from="stated")
    answer = as_ann.post("/find/add/link/", {"op_id": op_id(), "link-url": "https://new.example/exit", "link-title": "Exit tickets", "link-kind": "video"})
    mine = Offer.objects.get(added_by=ann)
    assert answer["Location"] == f"/find/{mine.code}/same/"
    page = as_ann.get(answer["Location"]).content.decode()
    for words in ("Is it the same?", "https://old.example/exit", "https://new.example/exit", "5 min", "Video", "Article"):
        assert words.lower() in page.lower()
    as_ann.post(f"/find/{mine.code}/plan/", {"op_id": op_id()})
    done = as_ann.post(f"/find/{mine.code}/same/", {"op_id": op_id(), "kept": before.code})
    assert done["Location"] == f"/find/{before.code}/"
    row = Merge.objects.get()
    assert (row.gone, row.kept, row.by, row.undone_at) == (mine, before, ann, None)
    assert AuditLine.objects.filter(act="catalogue.merge", by_id=ann.pk, row_id=row.pk).count() == 1
    assert as_ann.get(PlanStep.objects.get().link)["Location"] == f"/find/{before.code}/"
    assert sign_in(client, make_account("Ben")).get(f"/find/{mine.code}/")["Location"] == f"/find/{before.code}/"
    assert len(search.find("offer", search.parse("exit"))) == 1


def test_undoing_hangs_it_again(as_ann, ann, pair):
    mine, before = pair
    actions.merge(by=ann, gone=mine, kept=before)
    row = Merge.objects.get()
    assert "They are two" in as_ann.get("/find/add/").content.decode()
    assert as_ann.post(f"/find/add/one/{row.code}/undo/", {"op_id": op_id()}).status_code == 302
    row.refresh_from_db()
    mine.refresh_from_db()
    assert (row.undone_at is not None, mine.merged_into, mine.taken_down_at) == (True, None, None)
    assert as_ann.get(f"/find/{mine.code}/").status_code == 200
    assert as_ann.post(f"/find/add/one/{row.code}/undo/", {"op_id": op_id()}).status_code == 404
    actions.merge(by=ann, gone=mine, kept=before)
    assert Merge.objects.count() == 2


def test_only_whoever_put_it_up_makes_it_one_and_nobody_undoes_what_another_did(client, ann, pair):
    mine, before = pair
    ben = sign_in(client, make_account("Ben"))
    assert ben.get(f"/find/{mine.code}/same/").status_code == 404
    assert ben.post(f"/find/{before.code}/same/", {"op_id": op_id(), "kept": mine.code}).status_code == 404
    row = actions.merge(by=ann, gone=mine, kept=before)
    assert ben.post(f"/find/add/one/{row.code}/undo/", {"op_id": op_id()}).status_code == 404
    assert "They are two" not in ben.get("/find/add/").content.decode()
    sign_in(client, ann, assurance="org")
    assert client.post(f"/find/add/one/{row.code}/undo/", {"op_id": op_id()}).status_code == 403


def test_an_address_that_was_merged_away_leads_to_the_kept_one_also_when_it_is_added_or_brought_again(ann, pair):
    mine, before = pair
    actions.merge(by=ann, gone=mine, kept=before)
    assert link(ann, "https://new.example/exit-tickets", "Again") == before
    run = actions.apply_import(by=ann, run=actions.draft_import(by=ann, name="x.csv", data=b"Title,Link\nAgain,https://new.example/exit-tickets\n"))
    assert (run.added_count, run.same_count) == (0, 1)
    with pytest.raises(Refusal):
        actions.merge(by=ann, gone=mine, kept=before)
    with pytest.raises(Refusal):
        actions.merge(by=ann, gone=before, kept=before)


def test_a_chain_of_old_addresses_leads_to_its_end_and_taking_the_end_back_frees_the_others(client, ann):
    run = actions.apply_import(by=ann, run=actions.draft_import(by=ann, name="x.csv", data=b"Title,Link\nEnd,https://end.example/\n"))
    end = Offer.objects.get()
    one, two = link(ann, "https://one.example/", "One"), link(ann, "https://two.example/", "Two")
    actions.merge(by=ann, gone=one, kept=two)
    actions.merge(by=ann, gone=two, kept=end)
    assert client.get(f"/find/{one.code}/")["Location"] == f"/find/{end.code}/"
    actions.undo_import(by=ann, run=run)
    assert client.get(f"/find/{end.code}/").status_code == 404
    assert client.get(f"/find/{two.code}/").status_code == 200
    assert client.get(f"/find/{one.code}/")["Location"] == f"/find/{two.code}/"


def test_looking_for_doubles_costs_the_same_on_any_shelf(shelf, ann, django_assert_max_num_queries):
    shelf(60)
    mine = link(ann, "https://new.example/", "Exit ticket number 7")
    with django_assert_max_num_queries(3):
        assert len(alike(mine)) == 1
