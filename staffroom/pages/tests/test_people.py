import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from staffroom.kit.models import Sent
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.orgs import actions
from staffroom.orgs.models import Invitation, Membership
from staffroom.orgs.queries import current
from staffroom.pages.tests import world as worlds
from staffroom.people.actions import tell
from staffroom.sharing.models import Copy
from tests.laid import laid

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return laid(worlds.make)


def browser(person, assurance="self", body=""):
    return sign_in(Client(), person, assurance, body)


def invite(world, **more):
    return actions.invite(by=world.dana, organisation=world.juniper, role="coach", **more)


def test_belonging_to_nothing_is_said_kindly(as_ann):
    page = as_ann.get("/people/").content.decode()
    assert "You belong to no body here" in page and "Nothing is missing." in page


def test_each_body_stands_with_what_it_sees_and_who_that_is(world):
    page = browser(world.tom).get("/people/").content.decode()
    assert "It sees your name, this role and its dates." in page
    for name in ("Juniper School", "Pia Example", "Dana Example"):
        assert name in page
    assert "Alder" not in page and "Will" not in page


def test_an_invitation_is_read_signed_out_and_accepted_from_inside(world, ann):
    link = f"/join/{invite(world).token}/"
    page = Client().get(link)
    assert page.status_code == 200 and b"Juniper School" in page.content and b"Accept</button>" not in page.content
    assert Client().post(link, {"op_id": op_id()}).status_code == 403
    assert browser(ann).get(link).status_code == 200
    assert not current().filter(person=ann).exists()
    assert browser(ann).post(link, {"op_id": op_id()})["Location"] == "/people/"
    assert current().get(person=ann).role == "coach"


def test_the_second_on_one_link_is_told_that_it_is_used(world, ann, ben):
    """RA-11."""
    link = f"/join/{invite(world).token}/"
    form = {"op_id": op_id()}
    client = browser(ann)
    assert [client.post(link, form).status_code for _again in range(2)] == [302, 302]
    assert client.get(link)["Location"] == "/people/"
    for answer in (browser(ben).get(link), browser(ben).post(link, {"op_id": op_id()}), Client().get(link)):
        assert answer.status_code == 410
        assert b"This invitation was used already" in answer.content and b"Ann" not in answer.content
    assert current().filter(role="coach").count() == 1


def test_a_lapsed_and_a_withdrawn_link_are_over_and_one_that_never_was_is_nothing(world, ann):
    made = invite(world)
    Invitation.objects.update(lapses_at=timezone.now())
    for answer in (browser(ann).get(f"/join/{made.token}/"), browser(ann).post(f"/join/{made.token}/", {"op_id": op_id()})):
        assert answer.status_code == 410 and b"This invitation is over" in answer.content
    assert browser(ann).get(f"/join/{made.token[:-2]}__/").status_code == 404


def test_a_link_that_waits_for_somebody_by_name_is_nobody_elses(world, ann):
    token = invite(world, to_person=world.tom).token
    assert browser(ann).get(f"/join/{token}/").status_code == 410


def test_a_sign_in_that_a_body_controls_joins_nobody_to_anything(world):
    """An account with a key of its own is joined by that key alone; one that a body made may join that body."""
    made = invite(world)
    for body in (world.juniper.code, world.cedar.code, world.alder.code, ""):
        client = browser(world.wanda, "org", body)
        assert b"Open your notebook first." in client.get(f"/join/{made.token}/").content
        assert client.post(f"/join/{made.token}/", {"op_id": op_id()}).status_code == 403
    only = make_account("Only By School")
    only.set_unusable_password()
    only.save()
    assert browser(only, "org", world.alder.code).post(f"/join/{made.token}/", {"op_id": op_id()}).status_code == 403
    assert not current().filter(role="coach").exists()
    assert browser(only, "org", world.cedar.code).post(f"/join/{made.token}/", {"op_id": op_id()}).status_code == 302


def test_a_pasted_link_leads_to_the_invitation_and_leaves_no_trace(world, as_ann):
    token = invite(world).token
    assert as_ann.post("/join/", {"op_id": op_id(), "link": f"see http://x.example/join/{token}/"})["Location"] == f"/join/{token}/"
    assert not Sent.objects.exists()
    for link in ("", "nothing", f"/join/{token[:-2]}__/"):
        assert as_ann.post("/join/", {"op_id": op_id(), "link": link}).status_code == 422


def test_leaving_ends_the_role_and_nothing_else(world):
    client = browser(world.tom)
    assert browser(world.wanda).post(f"/people/roles/{world.tom_role.code}/leave/", {"op_id": op_id()}).status_code == 404
    assert client.post(f"/people/roles/{world.tom_role.code}/leave/", {"op_id": op_id()}).status_code == 302
    assert "You belong to no body here" in client.get("/people/").content.decode()
    assert Membership.objects.filter(person=world.tom).count() == 1


def test_only_those_who_asked_for_it_are_found(world):
    for person, found in ((world.wanda, True), (world.pia, False)):
        tell(by=person, told={}, seen={}, in_directory=found)
    client = browser(world.tom)
    assert "Wanda Example" in client.get("/people/").content.decode()
    assert "Wanda Example" in client.get("/people/?q=wänDA").content.decode()
    for words in ("Pia", "wanda pia", "zzz"):
        page = client.get("/people/", {"q": words}).content.decode()
        assert "Nobody of this name wishes to be found" in page
    assert client.get("/people/", {"q": '"><b>', "page": "7"}).content.count(b"<b>&") == 0


def test_copies_stand_with_those_who_hold_them_and_not_in_a_session_of_a_body(world):
    Copy.objects.create(person=world.tom, reader=world.wanda, kind="record.Entry", about=world.tom.pk, title="Canary title",
                        until_on=timezone.now().date())
    for person in (world.tom, world.wanda):
        assert "Canary title" in browser(person).get("/people/").content.decode()
        assert "Canary" not in browser(person, "org", world.cedar.code).get("/people/").content.decode()
    assert "Canary" not in browser(world.dana).get("/people/").content.decode()


def test_many_bodies_take_as_many_queries_as_two(world):
    client = browser(world.tom)

    def count():
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/people/").status_code == 200
        return len(seen)

    actions.enrol(by=None, person=world.tom, organisation=world.willow, role="mentor")
    invite(world, to_person=world.tom)
    tell(by=world.wanda, told={}, seen={}, in_directory=True)
    count()
    few = count()
    for number in range(12):
        body = actions.found(by=None, parent=world.cedar, kind="school", name=f"School {number}")
        actions.enrol(by=None, person=world.tom, organisation=body, role="mentor")
        actions.invite(by=world.dana, organisation=body, role="coach", to_person=None)
        tell(by=make_account(f"Person {number}"), told={}, seen={}, in_directory=True)
    actions.invite(by=world.dana, organisation=body, role="coach", to_person=world.tom)
    assert count() == few
