import json

import pytest
from django.test import Client

from staffroom.kit import device
from staffroom.kit.testing import op_id, sign_in
from staffroom.practice import actions as practice
from staffroom.record.models import Entry

pytestmark = pytest.mark.django_db
ENTRY = {"title": "At the door", "kind": "tried", "minutes": "7", "on_on": "2026-03-02", "time_kind": "own"}


def switch(client, keep):
    return client.post("/me/device/", {"op_id": op_id(), "keep": keep})


def test_nothing_is_kept_until_its_owner_switches_it_on_for_this_device(as_ann, ann):
    assert 'id="keep"' not in as_ann.get("/today/").content.decode()
    switch(as_ann, "yes")
    assert as_ann.cookies[device.cookie_name()].value == ann.code
    assert as_ann.cookies[device.cookie_name()]["httponly"]
    page = as_ann.get("/today/").content.decode()
    assert f'data-account="{ann.code}"' in page and "data-other" not in page
    assert 'id="keep"' not in sign_in(Client(), ann).get("/today/").content.decode(), "another device"


def test_switching_it_off_empties_the_device(as_ann):
    switch(as_ann, "yes")
    answer = switch(as_ann, "no")
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    assert as_ann.cookies[device.cookie_name()].value == ""


def test_signing_out_empties_the_device(as_ann):
    switch(as_ann, "yes")
    answer = as_ann.post("/sign-out/")
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    assert as_ann.cookies[device.cookie_name()].value == ""


def test_signing_out_where_nothing_is_kept_says_nothing_of_it(as_ann):
    assert "Clear-Site-Data" not in as_ann.post("/sign-out/").headers


def test_for_another_account_on_this_device_the_script_only_forgets(as_ann, ben):
    switch(as_ann, "yes")
    as_ann.logout()
    as_ann.cookies[device.cookie_name()] = (cookie := "aaaaaaaaaaaa")
    page = sign_in(as_ann, ben).get("/today/").content.decode()
    assert f'data-account="{cookie}"' in page and 'data-other="yes"' in page


def test_in_a_session_of_a_body_the_script_only_forgets(as_ann, ann):
    switch(as_ann, "yes")
    page = sign_in(as_ann, ann, "org").get("/today/").content.decode()
    assert 'data-other="yes"' in page


def test_the_plan_for_a_device_is_the_owners_open_steps_and_nothing_else(as_ann, ann, ben):
    step = practice.plan(by=ann, title="Sort at the door", minutes=6, why="Period 3")
    practice.end(by=ann, step=practice.plan(by=ann, title="Done long ago"), ended_as="done")
    practice.plan(by=ben, title="Of somebody else")
    read = json.loads(as_ann.get("/offline/mine.json").content)
    assert read["account"] == ann.code and read["zone"] == ann.zone
    assert read["steps"] == [{"code": step.code, "title": "Sort at the door", "why": "Period 3", "note": "", "day": "", "minutes": "6 min", "offer": None}]


def test_over_plain_http_to_other_machines_nothing_is_kept(as_ann, settings):
    settings.LAN = True
    as_ann.defaults["HTTP_HOST"] = "localhost"
    assert device.cookie_name() not in switch(as_ann, "yes").cookies
    assert "plain http" in as_ann.get("/me/device/").content.decode()


def test_a_form_of_one_account_is_never_kept_in_another(as_ann, ann, ben):
    whose = json.loads(as_ann.get("/offline/mine.json").content)["whose"]
    answer = sign_in(Client(), ben).post("/record/new/", ENTRY | {"op_id": op_id(), "whose": whose})
    assert answer.status_code == 409 and "another account" in answer.content.decode()
    assert Entry.objects.count() == 0
    assert as_ann.post("/record/new/", ENTRY | {"op_id": op_id(), "whose": whose}).status_code == 302
    assert [entry.person_id for entry in Entry.objects.all()] == [ann.pk]


def test_what_was_written_without_a_line_arrives_once_however_often_it_is_sent(as_ann):
    words = ENTRY | {"op_id": op_id(), "whose": json.loads(as_ann.get("/offline/mine.json").content)["whose"]}
    assert {as_ann.post("/record/new/", words)["Location"] for _time in range(3)} == {f"/record/{Entry.objects.get().code}/?kept=1"}


def test_the_page_and_the_worker_are_the_same_for_everybody(as_ann):
    for path in ("/offline/?in=en", "/worker.js?in=en", "/staffroom.webmanifest"):
        assert as_ann.get(path).content == Client().get(path).content, path


def test_the_worker_keeps_only_the_page_and_what_it_is_made_of():
    said = Client().get("/worker.js?in=xx")
    assert said.headers["Content-Type"].startswith("text/javascript")
    assert 'const PAGE = "/offline/?in\\u003Den";' in said.content.decode(), "an unknown language is the first one"
