"""My accepted hours on a page, their receipts, and how a receipt stands for anybody who holds it."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from staffroom.kit.testing import sign_in
from staffroom.ledger import about, actions, checking
from staffroom.ledger.models import Posting
from staffroom.ledger.tests.conftest import accept, take_back
from staffroom.orgs.actions import enrol
from staffroom.orgs.models import Organisation
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer

pytestmark = pytest.mark.django_db
HOURS = "/record/hours/"


def text(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_without_lines_the_page_says_so_kindly_and_nothing_leads_there(as_ann):
    assert "No office has accepted hours of yours here yet" in text(as_ann, HOURS)
    assert HOURS not in text(as_ann, "/record/counts/licence/")
    assert as_ann.get("/trust/checkpoints.txt").status_code == 404


def test_my_lines_stand_there_with_what_was_taken_back_and_the_sums(as_ann, ann, ben, office):
    other = Organisation.objects.create(kind="district", name="Cedar")
    accept(ann, office, 90, earned_on=None)
    wrong = accept(ann, office, 600)
    accept(ann, other, 61, pack="own-pack")
    accept(ben, office, 77)
    take_back(wrong, reason_code="absent")
    page = text(as_ann, HOURS)
    assert HOURS in text(as_ann, "/record/counts/licence/")
    for words in ("Juniper Valley School District", "Washington: clock hours", "conference", "<b>1 h 30 min</b>", "<b>1 h 1 min</b>", "own-pack",
                  "<b>10 h</b> taken back, from line 2", "the person was not there", "Taken back by line 5.", "Receipt 1", "coming day"):
        assert words in page, words
    assert "1 h 17 min" not in page and "Line 4" not in page


def test_a_room_above_says_what_was_decided_on(as_ann, ann, office, monkeypatch):
    key = uuid4()
    accept(ann, office, about=key)
    monkeypatch.setattr(about.READERS, "known", {})

    @about.register
    def claims(viewer, keys):
        assert viewer.pk == ann.pk
        return {one: about.About("An afternoon at the sea", "/claims/x/") for one in keys if one == key}
    assert '<a href="/claims/x/" dir="auto">An afternoon at the sea</a>' in text(as_ann, HOURS)


def test_a_session_of_a_body_shows_what_that_body_accepted_alone(ann, office):
    other = Organisation.objects.create(kind="district", name="Cedar")
    accept(ann, office, 90)
    theirs = accept(ann, other, 61)
    client = sign_in(Client(), ann, "org", office.code)
    page = text(client, HOURS)
    assert "1 h 30 min" in page and "Cedar" not in page and "1 h 1 min" not in page
    assert client.get(f"{HOURS}{theirs.code}/receipt.txt").status_code == 404


def test_whoever_holds_the_office_has_no_hours_of_others_on_their_page(client, ann, ben, office):
    enrol(by=None, person=ben, organisation=office, role="org_admin")
    posting = accept(ann, office, 90)
    sign_in(client, ben)
    assert "No office has accepted hours of yours here yet" in text(client, HOURS)
    assert client.get(f"{HOURS}{posting.code}/receipt.txt").status_code == 404
    assert visible_to(Viewer(account=ben, assurance="self"), Posting).get() == posting  # the office that accepted them may read the line
    assert not visible_to(Viewer(), Posting).exists()


def test_a_receipt_proves_its_line_and_says_in_words_what_it_proves(as_ann, ann, ben, office):
    mine, theirs = accept(ann, office, 90), accept(ben, office, 30)
    path = f"{HOURS}{mine.code}/receipt.txt"
    assert "Fetch it again tomorrow" in text(as_ann, path) and checking.check(text(as_ann, path).split("\n")).ok is None
    actions.seal(by=None)
    response = as_ann.get(path)
    receipt = response.content.decode()
    assert response.headers["Content-Type"].startswith("text/plain") and "receipt-1.txt" in response.headers["Content-Disposition"]
    found = checking.check(receipt.split("\n"))
    assert (found.ok, found.postings, list(found.minutes.values())) == (True, 1, [90])
    assert "1 h 30 min accepted by Juniper Valley School District" in receipt and f"/receipts/{mine.code}/" in receipt
    assert ann.name not in receipt and theirs.code not in receipt
    assert as_ann.get(f"{HOURS}{theirs.code}/receipt.txt").status_code == 404
    public = b"".join(as_ann.get("/trust/checkpoints.txt")).decode()
    assert checking.check(public.split("\n")).ok and list(checking.checkpoints_in(public.split("\n"))) == [1]


def test_whoever_holds_a_receipt_sees_whether_the_hours_still_stand_and_no_name(client, ann, office):
    posting = accept(ann, office, 90)
    actions.seal(by=None)
    page = text(client, f"/receipts/{posting.code}/")
    assert "These hours stand." in page and "1 h 30 min" in page and "by checkpoint 1" in page and ann.name not in page
    back = take_back(posting, reason_code="double")
    page = text(client, f"/receipts/{posting.code}/")
    assert "These hours were taken back." in page and "counted twice" in page and "These hours stand." not in page
    assert "This line takes hours back." in text(client, f"/receipts/{back.code}/")
    assert client.get("/receipts/zzzzzzzzzzzz/").status_code == 404


def test_an_office_name_that_changes_later_stays_on_what_it_accepted(as_ann, ann, office):
    accept(ann, office)
    Organisation.objects.filter(pk=office.pk).update(name="Another name")
    actions.seal(by=None)
    from staffroom.ledger import written
    assert written.walk(checking.Whole()).ok and "Juniper Valley School District" in text(as_ann, HOURS)


def test_the_page_asks_as_often_for_many_lines_as_for_few(as_ann, ann, office):
    accept(ann, office)
    text(as_ann, HOURS)
    with CaptureQueriesContext(connection) as few:
        text(as_ann, HOURS)
    for number in range(15):
        posting = accept(ann, office)
        if number % 3 == 0:
            take_back(posting)
    with CaptureQueriesContext(connection) as many:
        text(as_ann, HOURS)
    assert len(many) == len(few) <= 8
