"""A sheet on the wall of a staff room: several people join a body as teachers, each from inside their own account."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client

from staffroom.exchange.actions import erase
from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.orgs import actions
from staffroom.orgs.models import JoinSheet, Membership
from staffroom.orgs.queries import current
from staffroom.orgs.tokens import as_sheet, sheet_code
from staffroom.pages.tests import world as worlds
from staffroom.pages.views.people import GUESSES
from tests.laid import laid

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    cache.clear()
    return laid(worlds.make)


@pytest.fixture
def sheet(world):
    return actions.print_sheet(by=world.dana, organisation=world.juniper, most=2, days=14)


def browser(person, assurance="self", body=""):
    return sign_in(Client(), person, assurance, body)


def send(client, path, **fields):
    return client.post(path, fields | {"op_id": op_id()})


def door(sheet) -> str:
    return f"/join/sheet/{sheet_code(sheet.code)}/"


def test_an_administrator_prints_a_sheet_and_teachers_join_by_its_code_or_its_picture(world, ann):
    office = browser(world.dana)
    path = send(office, f"/office/{world.juniper.code}/sheets/", most="30", days="14")["Location"]
    page = office.get(path).content.decode()
    made = JoinSheet.objects.get()
    code = sheet_code(made.code)
    assert f"{code[:4]}-{code[4:]}" in page and "data:image/svg+xml" in page and "0 of 30 joined" in page
    assert send(Client(), "/join/", link=f" {code[:4].upper()} - {code[4:].upper()} ")["Location"] == door(made)
    signed_out = Client().get(door(made))
    assert signed_out.status_code == 200 and "Juniper School" in signed_out.content.decode() and "next=/join/sheet/" in signed_out.content.decode()
    assert send(Client(), door(made)).status_code == 403
    mine = browser(ann)
    before = (ann.email, ann.name, ann.password)
    assert b">Join</button>" in mine.get(door(made)).content.replace(b"</svg>", b">") and not current().filter(person=ann).exists()
    assert send(mine, door(made))["Location"] == "/people/"
    ann.refresh_from_db()
    assert current().get(person=ann).role == "teacher" and (ann.email, ann.name, ann.password) == before
    assert "1 of 30 joined" in office.get(path).content.decode()


def test_never_more_than_it_was_made_for_and_nobody_twice(world, sheet, ann, ben):
    for person in (ann, ann, ben):
        try:
            actions.join_by_sheet(by=person, sheet=sheet)
        except Refusal as refusal:
            assert "already" in str(refusal)
    zoe = make_account("Zoe Example")
    for stands in (sheet, JoinSheet.objects.get()):  # as it was read a moment ago, and as it is
        with pytest.raises(Refusal, match="any more"):
            actions.join_by_sheet(by=zoe, sheet=stands)
    assert (JoinSheet.objects.get().joins_count, current().filter(organisation=world.juniper, person__in=[ann, ben, zoe]).count()) == (2, 2)
    assert browser(zoe).get(door(sheet)).status_code == 410
    with pytest.raises(IntegrityError), transaction.atomic():
        JoinSheet.objects.update(joins_count=3)


@pytest.mark.parametrize("how", ["ended", "lapsed", "its maker administers no more", "its maker was erased"])
def test_a_sheet_that_is_over_opens_nothing_and_who_joined_stays(world, sheet, ann, ben, how):
    actions.join_by_sheet(by=ann, sheet=sheet)
    if how == "ended":
        send(browser(world.dana), f"/office/{world.juniper.code}/sheets/{sheet.code}/end/")
    elif how == "lapsed":
        JoinSheet.objects.update(lapses_at=clock.now() - timedelta(seconds=1))
    elif how == "its maker was erased":
        erase(by=None, account=world.dana)
    else:
        Membership.objects.filter(person=world.dana).update(ended_at=clock.now(), to_on=clock.now().date())
    assert browser(ben).get(door(sheet)).status_code == 410
    with pytest.raises(Refusal):
        actions.join_by_sheet(by=ben, sheet=JoinSheet.objects.get())
    assert current().filter(person=ann, role="teacher").exists() and not current().filter(person=ben).exists()


def test_whom_the_office_ended_does_not_come_back_by_the_sheet(world, sheet, ann):
    actions.end_membership(by=world.dana, membership=actions.join_by_sheet(by=ann, sheet=sheet))
    with pytest.raises(Refusal, match="invitation of your own"):
        actions.join_by_sheet(by=ann, sheet=sheet)
    assert JoinSheet.objects.get().joins_count == 1


def test_only_administrators_of_the_body_print_read_and_end_them(world, sheet):
    office = f"/office/{world.juniper.code}/sheets/"
    for person, assurance in ((world.pia, "self"), (world.tom, "self"), (world.will, "self"), (world.dana, "org")):
        there = browser(person, assurance)
        assert {there.get(office).status_code, there.get(f"{office}{sheet.code}/").status_code, send(there, office, most="3", days="3").status_code,
                send(there, f"{office}{sheet.code}/end/").status_code} == {404}
    with pytest.raises(Refusal):
        actions.print_sheet(by=world.pia, organisation=world.juniper, most=3, days=3)
    assert JoinSheet.objects.get().ended_at is None
    for person, body in ((world.will, world.willow), (world.dana, world.cedar)):
        assert browser(person).get(f"/office/{body.code}/sheets/{sheet.code}/").status_code == 404


def test_a_session_that_the_body_opened_joins_nobody_with_a_key_of_their_own(world, sheet):
    assert send(browser(world.wanda, "org", world.juniper.code), door(sheet)).status_code == 403
    assert JoinSheet.objects.get().joins_count == 0


def test_codes_are_not_found_by_trying(world, sheet, ann):
    there = browser(ann)
    for number in range(GUESSES[0]):
        if number % 2:
            assert there.get(f"/join/sheet/2345678{'abcdefghjkmnpqrstvwxyz'[number % 20]}/").status_code == 404
        else:
            assert send(there, "/join/", link=f"2345-678{'abcdefghjkmnpqrstvwxyz'[number % 20]}").status_code == 422
    assert there.get(door(sheet)).status_code == send(there, "/join/", link=sheet_code(sheet.code)).status_code == send(there, door(sheet)).status_code == 429
    assert not current().filter(person=ann).exists()
    assert JoinSheet.objects.get().token_hash not in sheet_code(sheet.code) and as_sheet("not a code") == as_sheet("oooo-1111") == ""
