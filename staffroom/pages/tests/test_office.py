import re
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from staffroom.kit import clock
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.orgs import actions
from staffroom.orgs.models import ClaimedDomain, Invitation, Membership, Organisation
from staffroom.orgs.queries import current
from staffroom.pages.office import shut
from staffroom.pages.tests import world as worlds
from staffroom.people.models import AccessLine, Account
from staffroom.sharing.rules import RULES, can, visible_to, who_can_see
from staffroom.sharing.viewers import ORG, SELF, Viewer
from tests.laid import laid

pytestmark = pytest.mark.django_db
MISSING = "22222222222w"


@pytest.fixture
def world(db):
    return laid(worlds.make)


def browser(person, assurance="self", body=""):
    return sign_in(Client(), person, assurance, body)


def bare(response):
    """A page without what differs in every answer."""
    return re.sub(rb'(csrfmiddlewaretoken|op_id)" value="[^"]+"', b"", response.content)


def test_without_an_office_there_is_no_office(world):
    assert browser(world.tom).get("/office/").status_code == 404
    assert browser(make_account()).get("/office/").status_code == 404
    assert Client().get("/office/").status_code == 302


def test_one_office_is_opened_at_once_and_several_are_chosen_from(world):
    dana = browser(world.dana)
    assert dana.get("/office/")["Location"] == f"/office/{world.cedar.code}/"
    actions.enrol(by=None, person=world.dana, organisation=world.willow, role="auditor")
    assert dana.get("/office/").content.count(b'href="/office/') - 1 == 2


def test_an_office_reads_names_roles_and_dates_of_its_own_body_and_below(world):
    page = browser(world.dana).get(f"/office/{world.juniper.code}/").content.decode()
    assert "Tom Example" in page and "Pia Example" in page and "Wanda" not in page
    for private in (world.tom.email, world.tom.code, str(world.tom.pk)):
        assert private not in page


def places(body, role="", invited=""):
    one, link = f"members/{role or MISSING}/", f"invitations/{invited or MISSING}/"
    inside = ["", one, f"{one}end/", f"{one}offer/", link, f"{link}withdraw/", "invite/", "below/", "name/", "domains/"]
    return [f"/office/{body}/{place}" for place in inside]


def test_codes_of_another_district_answer_like_codes_that_never_were(world):
    """ID-04, ID-11: every address, to read and to write, for an administrator, a principal and a teacher of elsewhere."""
    made = actions.invite(by=world.will, organisation=world.willow, role="teacher", to_name="Canary")
    form = {"role": "teacher", "name": "X", "domain": "x.example", "kind": "school"}
    for person in (world.dana, world.pia, world.tom):
        client = browser(person)
        for body in (world.willow, world.alder):
            for there, never in zip(places(body.code, world.wanda_role.code, made.code), places(MISSING), strict=True):
                for method, given in ((client.get, {}), (client.post, form | {"op_id": op_id()})):
                    found, missing = method(there, given), method(never, given | {"op_id": op_id()} if given else {})
                    assert found.status_code == missing.status_code in {404, 405}, there
                    assert bare(found).replace(there.encode(), b"") == bare(missing).replace(never.encode(), b"")
    assert current().filter(organisation=world.willow).count() == 1
    assert Invitation.objects.get().is_open()


def test_a_mixed_address_of_my_body_and_anothers_member_is_nothing(world):
    dana = browser(world.dana)
    assert dana.get(f"/office/{world.cedar.code}/members/{world.wanda_role.code}/").status_code == 404
    assert dana.get(f"/office/{world.cedar.code}/members/{world.tom_role.code}/").status_code == 404
    assert dana.post(f"/office/{world.cedar.code}/members/{world.tom_role.code}/end/", {"op_id": op_id()}).status_code == 404
    assert dana.get(f"/office/{world.juniper.code}/members/{world.tom_role.code}/").status_code == 200


def test_an_office_below_does_not_reach_above(world):
    pia = browser(world.pia)
    assert pia.get(f"/office/{world.cedar.code}/").status_code == 404
    assert pia.get(f"/office/{world.juniper.code}/").status_code == 200


def test_a_principal_reads_and_changes_nothing(world):
    pia = browser(world.pia)
    page = pia.get(f"/office/{world.juniper.code}/").content
    assert b"Invite by a link" not in page and b"Open invitations" not in page
    for place in ("invite/", "name/", "domains/"):
        assert pia.get(f"/office/{world.juniper.code}/{place}").status_code == 404
    assert pia.post(f"/office/{world.juniper.code}/below/", {"op_id": op_id(), "kind": "school", "name": "X"}).status_code == 404
    assert pia.post(f"/office/{world.juniper.code}/members/{world.tom_role.code}/end/", {"op_id": op_id()}).status_code == 404
    assert current().filter(person=world.tom).exists()


def test_a_role_taken_away_is_gone_with_the_next_request(world):
    """AU-09."""
    pia = browser(world.pia)
    assert pia.get(f"/office/{world.juniper.code}/").status_code == 200
    actions.end_membership(by=world.dana, membership=world.pia_role)
    assert pia.get(f"/office/{world.juniper.code}/").status_code == 404
    assert b'href="/office/"' not in pia.get("/people/").content


def test_a_session_of_a_body_opens_that_bodys_office_alone(world):
    union = actions.found(by=None, parent=None, kind="union", name="Teachers’ Union")
    actions.enrol(by=None, person=world.pia, organisation=union, role="org_admin")
    by_district = browser(world.pia, "org", world.cedar.code)
    assert by_district.get(f"/office/{world.juniper.code}/").status_code == 200
    assert by_district.get(f"/office/{union.code}/").status_code == 404
    page = by_district.get("/people/").content.decode()
    assert "Juniper School" in page and "Union" not in page
    unknown = browser(world.pia, "org")
    assert unknown.get("/office/").status_code == 404
    assert "Juniper School" not in unknown.get("/people/").content.decode()


def test_who_looked_at_one_person_is_written_where_that_person_reads_it(world):
    pia = browser(world.pia)
    pia.get(f"/office/{world.juniper.code}/")
    assert not AccessLine.objects.exists()
    pia.get(f"/office/{world.juniper.code}/members/{world.tom_role.code}/")
    pia.get(f"/office/{world.juniper.code}/members/{world.pia_role.code}/")
    pia.head(f"/office/{world.juniper.code}/members/{world.tom_role.code}/")
    line = AccessLine.objects.get()
    assert (line.person, line.by, line.what, line.how) == (world.tom, world.pia, "your roles in Juniper School", "page")
    assert line.by_name == "Pia Example (principal, Juniper School)"
    browser(world.dana).get(f"/office/{world.juniper.code}/members/{world.tom_role.code}/")
    assert AccessLine.objects.latest("at").by_name == "Dana Example (administrator, Cedar District)"


def test_a_members_page_tells_no_role_elsewhere(world):
    actions.enrol(by=None, person=world.tom, organisation=world.willow, role="mentor")
    assert b"Willow" not in browser(world.dana).get(f"/office/{world.juniper.code}/members/{world.tom_role.code}/").content


def test_a_link_is_made_shown_for_a_while_to_its_maker_and_withdrawn(world):
    dana, other = browser(world.dana), browser(make_account("Olu"))
    actions.enrol(by=None, person=Membership.objects.latest("made_at").person, organisation=world.cedar, role="teacher")
    form = {"op_id": op_id(), "role": "teacher", "to_name": "Nguyễn Phước"}
    answer = dana.post(f"/office/{world.juniper.code}/invite/", form)
    assert dana.post(f"/office/{world.juniper.code}/invite/", form)["Location"] == answer["Location"]
    made = Invitation.objects.get()
    link = re.search(r"http://testserver(/join/[\w-]{43}/)", dana.get(answer["Location"]).content.decode())[1]
    assert other.get(link).status_code == 200
    colleague = make_account("Second Admin")
    actions.enrol(by=None, person=colleague, organisation=world.cedar, role="org_admin")
    assert b"/join/" not in browser(colleague).get(answer["Location"]).content
    Invitation.objects.update(made_at=clock.now() - timedelta(minutes=16))
    assert b"/join/" not in dana.get(answer["Location"]).content
    assert dana.post(f"/office/{world.juniper.code}/invitations/{made.code}/withdraw/", {"op_id": op_id()}).status_code == 302
    assert other.get(link).status_code == 410


def test_an_unknown_role_of_a_form_is_a_field_error(world):
    answer = browser(world.dana).post(f"/office/{world.juniper.code}/invite/", {"op_id": op_id(), "role": "superadmin"})
    assert answer.status_code == 422
    assert not Invitation.objects.exists()


def test_another_role_is_offered_and_waits_with_the_person(world):
    dana, tom = browser(world.dana), browser(world.tom)
    dana.post(f"/office/{world.juniper.code}/members/{world.tom_role.code}/offer/", {"op_id": op_id(), "role": "coach"})
    made = Invitation.objects.get()
    assert b"coach" in tom.get("/people/").content
    assert browser(world.wanda).post(f"/people/invitations/{made.code}/accept/", {"op_id": op_id()}).status_code == 404
    assert tom.post(f"/people/invitations/{made.code}/accept/", {"op_id": op_id()})["Location"] == "/people/"
    assert set(current().filter(person=world.tom).values_list("role", flat=True)) == {"teacher", "coach"}


def test_a_school_is_founded_a_body_renamed_a_domain_claimed(world):
    dana = browser(world.dana)
    assert dana.post(f"/office/{world.cedar.code}/below/", {"op_id": op_id(), "kind": "school", "name": "Oak School"}).status_code == 302
    assert Organisation.objects.get(name="Oak School").parent == world.cedar
    assert dana.post(f"/office/{world.cedar.code}/below/", {"op_id": op_id(), "kind": "region", "name": "R"}).status_code == 422
    assert dana.post(f"/office/{world.juniper.code}/name/", {"op_id": op_id(), "name": "Juniper Primary", "place": "Alder Falls"}).status_code == 302
    assert b"Juniper Primary" in dana.get(f"/office/{world.juniper.code}/").content
    assert dana.post(f"/office/{world.cedar.code}/domains/", {"op_id": op_id(), "domain": "gmail.com"}).status_code == 422
    assert dana.post(f"/office/{world.cedar.code}/domains/", {"op_id": op_id(), "domain": "home.example"}).status_code == 302
    assert ClaimedDomain.objects.get().domain == "home.example"


def test_ending_a_role_by_the_page_leaves_the_last_administrator(world):
    dana = browser(world.dana)
    assert dana.post(f"/office/{world.juniper.code}/members/{world.tom_role.code}/end/", {"op_id": op_id()}).status_code == 302
    assert not current().filter(person=world.tom).exists()
    assert b"Tom Example" in dana.get(f"/office/{world.juniper.code}/?show=left").content
    dana.post(f"/office/{world.cedar.code}/members/{world.dana_role.code}/end/", {"op_id": op_id()})
    assert current().filter(person=world.dana).exists()
    assert b"last administrator" in dana.get("/people/").content


def test_leaving_a_body_ends_the_sessions_that_its_sign_in_opened(world):
    from allauth.usersessions.models import UserSession
    keys = {}
    doors = {"own": ("self", ""), "school": ("org", world.juniper.code), "district": ("org", world.cedar.code), "other": ("org", world.alder.code)}
    for name, (assurance, body) in doors.items():
        client = browser(world.tom, assurance, body)
        keys[name] = client.session.session_key
        UserSession.objects.get_or_create(user=world.tom, session_key=keys[name], defaults={"ip": "127.0.0.1", "user_agent": "x"})
    actions.end_membership(by=world.dana, membership=world.tom_role)
    assert {name: SessionStore().exists(key) for name, key in keys.items()} == {"own": True, "school": False, "district": False, "other": True}


def test_the_shut_notebook_names_every_private_kind(world):
    private = {str(rule.words) for rule in RULES.values() if rule.private}
    assert set(shut()) == private and len(private) > 5
    page = browser(world.pia).get(f"/office/{world.juniper.code}/").content.decode()
    assert page.count("<li><svg") >= len(private)


def test_no_office_has_a_verb_on_a_private_kind(world):
    """R3: for every private kind and every office role, nothing is visible."""
    for role in Membership.OFFICE_ROLES:
        person = make_account(role)
        actions.enrol(by=None, person=person, organisation=world.cedar, role=role)
        for assurance in (SELF, ORG):
            viewer = Viewer(person, assurance, body=world.cedar.code if assurance == ORG else "")
            for model, rule in RULES.items():
                if rule.private:
                    rows = visible_to(viewer, model)
                    assert {getattr(row, "person_id", person.pk) for row in rows} <= {person.pk}, model


def test_who_can_see_a_role_is_who_can_open_it(world):
    people = [world.dana, world.pia, world.tom, world.will, world.wanda, make_account("Nobody")]
    for membership in Membership.objects.select_related("organisation__parent"):
        said = {reader.account.pk for reader in who_can_see(membership)}
        may = {person.pk for person in people if can(Viewer(person, SELF), "read", membership)}
        listed = {person.pk for person in people if visible_to(Viewer(person, SELF), Membership).filter(pk=membership.pk).exists()}
        assert said == may == listed


def test_who_can_see_an_invitation_is_who_can_open_it(world):
    people = [world.dana, world.pia, world.tom, world.will, world.wanda]
    waiting = actions.invite(by=world.dana, organisation=world.juniper, role="coach", to_person=world.tom)
    for made in (waiting, actions.invite(by=world.will, organisation=world.willow, role="coach")):
        said = {reader.account.pk for reader in who_can_see(made)}
        assert said == {person.pk for person in people if can(Viewer(person, SELF), "read", made)}
        assert said == {person.pk for person in people if visible_to(Viewer(person, SELF), Invitation).filter(pk=made.pk).exists()}


@pytest.mark.parametrize("number", ["99999999", "-1", "1e9", "x", "٣", "0", ""])
def test_a_number_that_is_no_page_is_the_first_page(world, number):
    assert browser(world.pia).get(f"/office/{world.juniper.code}/", {"page": number}).status_code == 200


def test_a_thousand_members_take_as_many_queries_as_three(world):
    client, path = browser(world.dana), f"/office/{world.juniper.code}/"

    def count():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    actions.invite(by=world.dana, organisation=world.juniper, role="teacher", to_name="First")
    Organisation.objects.create(parent=world.juniper, kind="other", name="Group")
    count()
    few = count()
    people = Account.objects.bulk_create([Account(name=f"Person {number:04}") for number in range(1000)])
    Membership.objects.bulk_create([Membership(person=one, organisation=world.juniper, role="teacher", from_on=clock.now().date()) for one in people])
    Organisation.objects.bulk_create([Organisation(parent=world.juniper, kind="other", name=f"Group {number}") for number in range(30)])
    for number in range(40):
        actions.invite(by=world.dana, organisation=world.juniper, role="teacher", to_name=f"Somebody {number}")
    assert count() == few
    page = client.get(path).content
    assert b"1 to 25 of 1002." in page
    assert len(page) < 120_000
