"""What is gone, what is one's own, and who stays unknown: nothing of it stands in the way of others, and nothing leaks."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from staffroom.catalogue import actions as catalogue
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.moderation import actions, queries
from staffroom.moderation.models import Decision, Objection, Report
from staffroom.moderation.tests.conftest import KINDS, worker
from staffroom.moderation.tests.test_pages import words_of
from staffroom.needs import actions as needs
from staffroom.notices.models import Notice
from staffroom.people.models import AccessLine
from staffroom.sharing.viewers import SELF, Viewer


def waits(wall, by=None) -> list[str]:
    return [case.kind for case in queries.desk(Viewer(by or wall.cara, SELF)).cases]


def became(person) -> list[str]:
    return [one.became for one in queries.mine(Viewer(person, SELF))]


def test_an_author_who_is_not_named_stays_unknown_to_those_who_look_after_the_wall(wall):
    decision = wall.decide("need")
    actions.object_to(by=wall.ann, decision=decision, words="It is so.")
    page = words_of(sign_in(Client(), wall.cara).get(f"/reports/decisions/{decision.code}/"))
    assert "Its author It is theirs." in page
    assert "Ann" not in page


@pytest.mark.parametrize("kind", KINDS)
def test_a_caretaker_reads_nothing_of_what_was_reported_of_theirs(wall, kind):
    wall.report(kind)
    actions.appoint(by=None, person=wall.ann)
    assert (waits(wall, wall.ann), waits(wall)) == ([], [kind])
    path = f"/reports/open/{kind}/{wall.rows[kind].code}/"
    assert [sign_in(Client(), person).get(path).status_code for person in (wall.ann, wall.cara)] == [404, 200]
    wall.decide(kind, takes_down=False)
    desk = queries.desk(Viewer(wall.ann, SELF))
    assert (desk.answered, desk.decided) == ([], [])


def test_reports_of_what_is_gone_hide_no_others_and_whoever_sent_them_reads_that_it_is_gone(wall, monkeypatch):
    monkeypatch.setattr(queries, "MOST", 2)
    for number in range(3):
        need = needs.put_up(by=wall.dan, words=f"Missing {number}")
        wall.rows["need"] = need
        wall.report("need")
        needs.take_back(by=wall.dan, need=need)
    wall.report("review")
    assert (waits(wall), became(wall.ben)) == (["review"], ["", "gone"])
    assert "It is gone, so nobody looks" in words_of(sign_in(Client(), wall.ben).get("/reports/"))


def test_a_review_that_is_sent_again_takes_its_reports_along(wall):
    wall.report("review")
    again = catalogue.review(by=wall.ann, offer=wall.offer, answers=wall.rows["review"].answers)
    assert (Report.objects.get().about_id, waits(wall), became(wall.ben)) == (again.pk, ["review"], [""])


def test_a_decision_costs_the_same_for_two_reports_and_for_thirty_and_all_are_told_once(wall, monkeypatch):
    monkeypatch.setattr(actions, "AT_ONCE", 7)
    used = []
    for kind, count in (("need", 2), ("answer", 30)):
        for number in range(count):
            wall.report(kind, by=make_account(f"Reader {kind} {number}"))
        with CaptureQueriesContext(connection) as held:
            wall.decide(kind, takes_down=False)
        used.append(len(held))
        worker()
    assert used[0] == used[1], used
    assert Notice.objects.filter(kind="decided").count() == 32


def test_only_where_a_report_waits_does_the_author_read_that_somebody_looked(wall):
    cara, path = sign_in(Client(), wall.cara), f"/reports/open/need/{wall.rows['need'].code}/"
    assert "because of a report" not in words_of(cara.get(path))
    assert not AccessLine.objects.filter(person=wall.ann).exists()
    wall.report("need")
    assert "because of a report" in words_of(cara.get(path))
    assert AccessLine.objects.filter(person=wall.ann).count() == 1


def test_whoever_reports_reads_what_its_author_learns(wall):
    page = words_of(sign_in(Client(), wall.ben).get(f"/reports/new/need/{wall.rows['need'].code}/"))
    assert "Its author reads that it was looked at because of a report, not by whom." in page


def test_what_was_typed_is_there_again_after_the_session_has_ended(wall):
    wall.report("review")
    decision = wall.decide("offer")
    forms = [(wall.ben, f"/reports/new/need/{wall.rows['need'].code}/", "words"), (wall.cara, f"/reports/open/review/{wall.rows['review'].code}/", "why"),
             (wall.ann, f"/reports/decisions/{decision.code}/", "words")]
    for person, path, name in forms:
        browser = sign_in(Client(), person)
        whose = browser.get(path).context["request"].whose
        browser.logout()
        assert browser.post(path, {name: "So it was typed.", "whose": whose, "op_id": op_id()}).status_code == 302
        assert "So it was typed." in words_of(sign_in(browser, person).get(path))
    assert not Objection.objects.exists() and Decision.objects.count() == 1
