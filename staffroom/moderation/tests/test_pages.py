"""The pages: a report is handed to those who look after the wall, and no name goes along."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from staffroom.cli import caretaker_
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.moderation import actions, kinds
from staffroom.moderation.models import Caretaker, Decision, Objection, Report
from staffroom.moderation.tests.conftest import KINDS
from staffroom.needs import actions as needs
from staffroom.people.models import AccessLine


def words_of(answer) -> str:
    return " ".join(unescape(re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.S)).split())


def send(browser, path, **fields):
    return browser.post(path, fields | {"op_id": op_id()})


def browser(account, **options):
    return sign_in(Client(), account, **options)


@pytest.mark.parametrize("kind", KINDS)
def test_something_is_wrong_here_stands_beside_it_for_others_and_leads_to_the_form(wall, kind):
    thing, here = wall.thing(kind), f'href="/reports/new/{kind}/{wall.rows[kind].code}/"'
    assert here in browser(wall.ben).get(thing.link).content.decode()
    assert here not in browser(wall.ann).get(thing.link).content.decode()
    assert here not in Client().get(thing.link).content.decode()
    form = words_of(browser(wall.ben).get(f"/reports/new/{kind}/{wall.rows[kind].code}/"))
    assert "without your name" in form and thing.words.split("\n")[-1] in form


def test_from_a_report_to_the_desk_the_decision_and_the_answer_without_a_name(wall):
    ben, cara, ann, code = browser(wall.ben), browser(wall.cara), browser(wall.ann), wall.rows["need"].code
    assert send(ben, f"/reports/new/need/{code}/", reason="hurts", words="It shames a class.").headers["Location"] == f"/find/needs/{code}/"
    assert "Those who look after the wall read it" in words_of(ben.get(f"/find/needs/{code}/"))
    desk = words_of(cara.get("/reports/open/"))
    assert "A need. 1 person since " in desk and "Quiet corridors" in desk
    case = words_of(cara.get(f"/reports/open/need/{code}/"))
    assert "It hurts or shames somebody" in case and "It shames a class." in case
    assert "Ben" not in case and "Ann" not in case
    assert AccessLine.objects.get(person=wall.ann).what == "a need"
    assert send(cara, f"/reports/open/need/{code}/", takes_down="yes", why="Say it without the class.").headers["Location"] == "/reports/open/"
    decision = Decision.objects.get()
    page = words_of(ann.get(f"/reports/decisions/{decision.code}/"))
    assert "Taken down: a need" in page and "Say it without the class." in page and "Somebody who looks after the wall" in page
    assert "Ben" not in page and "It shames a class." not in page
    assert (ben.get(f"/find/needs/{code}/").status_code, ann.get(f"/find/needs/{code}/").status_code) == (404, 200)
    send(ann, f"/reports/decisions/{decision.code}/", words="I said no name.")
    assert Objection.objects.get().words == "I said no name."
    assert "I said no name." in words_of(cara.get(f"/reports/decisions/{decision.code}/"))
    assert "It was taken down." in words_of(ben.get("/reports/"))
    send(cara, f"/reports/decisions/{decision.code}/put-back/")
    assert (ben.get(f"/find/needs/{code}/").status_code, "It hangs again" in words_of(ann.get("/reports/"))) == (200, True)


def test_pages_of_those_who_look_after_the_wall_are_there_for_nobody_else(wall):
    wall.report("need")
    decision = wall.decide("need")
    paths = ["/reports/open/", f"/reports/open/review/{wall.rows['review'].code}/", f"/reports/decisions/{decision.code}/"]
    assert [browser(wall.cara).get(path).status_code for path in paths] == [200, 200, 200]
    assert [browser(wall.dan).get(path).status_code for path in paths] == [404, 404, 404]
    assert [browser(wall.ben).get(path).status_code for path in paths] == [404, 404, 404]
    assert [browser(wall.ann).get(path).status_code for path in paths] == [404, 404, 200]
    assert [browser(wall.cara, assurance="org").get(path).status_code for path in paths] == [403, 403, 403]
    assert send(browser(wall.ann), f"/reports/decisions/{decision.code}/put-back/").status_code == 404


def test_nonsense_is_answered_calmly(wall):
    ben = browser(wall.ben)
    for path in ("/reports/new/need/nothing/", "/reports/new/nothing/nothing/", f"/reports/new/review/{wall.rows['need'].code}/"):
        assert ben.get(path).status_code == 404
    assert send(ben, f"/reports/new/need/{wall.rows['need'].code}/", reason="nonsense").status_code == 422
    assert send(browser(wall.cara), f"/reports/open/need/{wall.rows['need'].code}/", takes_down="yes").status_code == 422
    assert not Report.objects.exists() and not Decision.objects.exists()


def test_where_nobody_looks_after_the_wall_the_form_says_so(wall):
    actions.dismiss(by=None, person=wall.cara)
    ben, path = browser(wall.ben), f"/reports/new/need/{wall.rows['need'].code}/"
    assert "Nobody has been named yet" in words_of(ben.get(path))
    after = words_of(ben.get(send(ben, path, reason="other").headers["Location"]))
    assert ("until somebody is named" in after, "Those who look after the wall read it" in after) == (True, False)


def test_the_desk_costs_the_same_for_two_and_for_forty(wall):
    cara, used = browser(wall.cara), []
    for count in (2, 40):
        for number in range(count):
            need = needs.put_up(by=make_account(f"Person {count} {number}"), words=f"Missing {count} {number}")
            thing = kinds.by_code("need", need.code)
            actions.report(by=make_account(f"Reader {count} {number}"), kind="need", thing=thing, reason="other")
            if number % 2:
                actions.decide(by=wall.cara, kind="need", thing=thing, takes_down=True, why="No.")
        with CaptureQueriesContext(connection) as held:
            assert cara.get("/reports/open/").status_code == 200
        used.append(len(held))
    assert used[0] == used[1] <= 9, used


def test_whoever_runs_the_instance_says_who_looks_after_the_wall(wall, monkeypatch, capsys):
    monkeypatch.setattr("staffroom.cli.preflight.existing", lambda: None)
    monkeypatch.setattr("staffroom.cli.preflight.ready", lambda: None)
    monkeypatch.setattr("staffroom.cli.start_django", lambda: None)
    import argparse
    for who, end in ((wall.dan.code, False), (wall.cara.code, True), (None, False)):
        assert caretaker_.run(argparse.Namespace(who=who, end=end)) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"{wall.dan.code}  Dan Example"
    assert [row.person for row in Caretaker.objects.filter(until_at=None)] == [wall.dan]
