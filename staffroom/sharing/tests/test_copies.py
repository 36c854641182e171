"""A copy: frozen, for one named person, until a day, and gone when it is taken back."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.orgs import actions as orgs
from staffroom.practice import actions as practice
from staffroom.practice.models import PlanStep
from staffroom.sharing import actions, colleagues
from staffroom.sharing.models import Copy
from staffroom.sharing.queries import copies_of, handed_to
from staffroom.sharing.rules import HANDED, NOTEBOOK, can, material, visible_to, who_can_see
from staffroom.sharing.viewers import ORG, SELF, Viewer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)
UNTIL = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def school(ann, ben):
    body = orgs.found(by=None, parent=None, kind="school", name="Juniper School")
    for person in (ann, ben):
        orgs.enrol(by=None, person=person, organisation=body, role="teacher")
    return body


@pytest.fixture
def step(ann):
    return practice.plan(by=ann, title="Stand at the door", why="the first minutes")


@pytest.fixture
def copy(ann, ben, step):
    return actions.hand(by=ann, thing=step, reader=ben, until_on=UNTIL)


def eyes(account, assurance=SELF):
    return Viewer(account=account, assurance=assurance)


def test_the_reader_and_the_owner_read_it_and_nobody_else(copy, ann, ben):
    other = make_account("Carla Example")
    assert [visible_to(eyes(who), Copy).count() for who in (ann, ben, other)] == [1, 1, 0]
    assert [can(eyes(who), "read", copy) for who in (ann, ben, other)] == [True, True, False]
    assert [can(eyes(who), "take_back", copy) for who in (ann, ben, other)] == [True, False, False]
    assert [reader.account for reader in who_can_see(copy)] == [ann, ben]


def test_neither_reads_it_in_a_session_of_a_body(copy, ann, ben):
    assert [can(eyes(who, ORG), "read", copy) for who in (ann, ben)] == [False, False]
    assert handed_to(eyes(ben, ORG)) == []


def test_later_changes_do_not_reach_it(copy, ann, step, ben):
    practice.change(by=ann, step=step, version=1, title="Something else", minutes=None, planned_on=None, note="new words")
    page = sign_in(Client(), ben).get(f"/shared/{copy.code}/").content
    assert b"Stand at the door" in page
    assert b"Something else" not in page and b"new words" not in page


def test_taken_back_it_is_gone_with_the_next_request_and_its_words_with_it(copy, ann, ben):
    browser = sign_in(Client(), ben)
    assert browser.get(f"/shared/{copy.code}/").status_code == 200
    answer = sign_in(Client(), ann).post(f"/shared/{copy.code}/take-back/", {"op_id": op_id()})
    assert answer.status_code == 302
    assert browser.get(f"/shared/{copy.code}/").status_code == 404
    held = Copy.objects.get()
    assert (held.title, held.body) == ("", "")
    assert handed_to(eyes(ben)) == copies_of(held) == []
    assert [can(eyes(who), verb, held) for who in (ann, ben) for verb in ("read", "take_back")] == [False] * 4
    assert actions.take_back(by=ann, copy=copy).taken_back_at == held.taken_back_at


def test_it_ends_with_its_day(copy, ben):
    browser = sign_in(Client(), ben)
    with time_machine.travel(datetime(2026, 12, 1, 23, 59, tzinfo=UTC), tick=False):
        assert browser.get(f"/shared/{copy.code}/").status_code == 200
    with time_machine.travel(datetime(2026, 12, 2, 0, 1, tzinfo=UTC), tick=False):
        assert browser.get(f"/shared/{copy.code}/").status_code == 404


@pytest.mark.parametrize(("zone", "last", "over"), [
    ("America/Denver", datetime(2026, 12, 2, 6, 59, tzinfo=UTC), datetime(2026, 12, 2, 7, 1, tzinfo=UTC)),
    ("Pacific/Auckland", datetime(2026, 12, 1, 10, 59, tzinfo=UTC), datetime(2026, 12, 1, 11, 1, tzinfo=UTC)),
])
def test_its_day_is_the_day_where_its_owner_lives(copy, ann, ben, zone, last, over):
    ann.zone = zone
    ann.save()
    browser = sign_in(Client(), ben)
    for moment, held in ((last, 1), (over, 0)):
        with time_machine.travel(moment, tick=False):
            assert [browser.get(f"/shared/{copy.code}/").status_code, len(handed_to(eyes(ben))), len(copies_of(practice_step(copy)))] == [
                200 if held else 404, held, held]
            assert [can(eyes(ben), "read", Copy.objects.get()), visible_to(eyes(ben), Copy).count()] == [bool(held), held]


def practice_step(copy):
    return PlanStep.objects.get(pk=copy.about)


def test_handed_in_the_evening_for_today_it_can_be_read(ann, ben, step):
    ann.zone = "Pacific/Honolulu"
    ann.save()
    with time_machine.travel(datetime(2026, 12, 2, 5, tzinfo=UTC), tick=False):
        held = actions.hand(by=ann, thing=step, reader=ben, until_on=date(2026, 12, 1))
        assert sign_in(Client(), ben).get(f"/shared/{held.code}/").status_code == 200


def test_only_the_owner_hands_and_takes_back(copy, ann, ben, step):
    carla = make_account("Carla Example")
    with pytest.raises(Refusal, match="No copy of this"):
        actions.hand(by=ben, thing=step, reader=carla, until_on=UNTIL)
    with pytest.raises(Copy.DoesNotExist):
        actions.take_back(by=ben, copy=copy)
    assert Copy.objects.get().taken_back_at is None


def test_one_person_holds_one_copy(copy, ann, ben, step):
    with pytest.raises(Refusal, match="holds a copy already"):
        actions.hand(by=ann, thing=step, reader=ben, until_on=UNTIL)
    actions.take_back(by=ann, copy=copy)
    assert actions.hand(by=ann, thing=step, reader=ben, until_on=UNTIL).pk != copy.pk


@pytest.mark.parametrize("days", [-1, 367])
def test_the_day_is_between_today_and_a_year_ahead(ann, ben, step, days):
    with pytest.raises(Refusal, match="Choose a day"):
        actions.hand(by=ann, thing=step, reader=ben, until_on=NOW.date() + timedelta(days=days))


def test_it_is_not_handed_to_oneself_or_to_nobody(ann, step):
    for reader, words in ((ann, "have it already"), (None, "cannot be named")):
        with pytest.raises(Refusal, match=words):
            actions.hand(by=ann, thing=step, reader=reader, until_on=UNTIL)


def test_a_thing_that_is_handed_is_shown_as_handed(ann, ben, step):
    assert material(eyes(ann), step) == NOTEBOOK
    actions.hand(by=ann, thing=step, reader=ben, until_on=UNTIL)
    assert material(eyes(ann), step) == HANDED


def test_one_can_name_those_who_share_a_body_and_those_who_wish_to_be_found(ann, ben, school):
    carla = make_account("Carla Example")
    assert list(colleagues.nameable(eyes(ann))) == [ben]
    assert colleagues.like(eyes(ann), "carla") == []
    from staffroom.people.actions import tell
    tell(by=carla, told={}, seen={}, in_directory=True)
    assert colleagues.like(eyes(ann), "carla") == [carla]


def test_handing_by_the_page_shows_first_what_leaves_and_happens_once(ann, ben, school, step):
    browser, path, op = sign_in(Client(), ann), f"/shared/hand/planstep/{step.code}/", op_id()
    shown = browser.get(path, {"q": "Ben"})
    assert b"Stand at the door" in shown.content and b"the first minutes" in shown.content
    for _time in range(2):
        answer = browser.post(path, {"op_id": op, "reader": ben.code, "until_on": UNTIL.isoformat()})
        assert answer.status_code in {302, 303}
    assert Copy.objects.count() == 1
    stranger = make_account("Carla Example")
    assert browser.post(path, {"op_id": op_id(), "reader": stranger.code, "until_on": UNTIL.isoformat()}).status_code == 422
    assert browser.post(path, {"op_id": op_id(), "reader": "zzzzzzzzzzzz", "until_on": UNTIL.isoformat()}).status_code == 422
    assert Copy.objects.count() == 1


def test_a_copy_does_not_pass_on_with_a_post(copy, ann, ben, school):
    """R5: it belongs to the person; whoever has the same role next holds nothing."""
    carla = make_account("Carla Example")
    orgs.enrol(by=None, person=carla, organisation=school, role="principal")
    assert handed_to(eyes(carla)) == []
    assert visible_to(eyes(carla), Copy).count() == 0


def test_nothing_widens_when_the_tree_of_bodies_changes(copy, ann, ben, school):
    """R6."""
    before = {model: visible_to(eyes(ben), model).count() for model in (Copy, type(copy))}
    region = orgs.found(by=None, parent=None, kind="region", name="A region")
    school.parent = region
    school.save()
    carla = make_account("Carla Example")
    orgs.enrol(by=None, person=carla, organisation=region, role="superintendent")
    assert {model: visible_to(eyes(ben), model).count() for model in (Copy, type(copy))} == before
    assert visible_to(eyes(carla), Copy).count() == 0


def test_a_copy_says_in_which_language_it_was_handed_over(client, ben, step):
    ben.language = "es"
    ben.save()
    copy = actions.hand(by=step.person, thing=step, reader=ben, until_on=UNTIL)
    page = sign_in(client, ben).get(f"/shared/{copy.code}/").content.decode()
    assert '<html lang="es"' in page
    assert f'<h1 id="h" lang="en" dir="auto">{copy.title}</h1>' in page
