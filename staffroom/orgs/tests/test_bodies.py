from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account
from staffroom.orgs import actions
from staffroom.orgs.models import DEPTH, Membership, Organisation, below
from staffroom.orgs.queries import chains_of, current, offices_of
from staffroom.people import factors, rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def district(db):
    return actions.found(by=None, parent=None, kind="district", name="Cedar District")


@pytest.fixture
def school(district):
    return actions.found(by=None, parent=district, kind="school", name="Juniper School")


@pytest.fixture
def admin(district):
    account = make_account("Dana Whitfield", email="dana@cedar.example")
    actions.enrol(by=None, person=account, organisation=district, role="org_admin")
    return account


def test_an_administrator_founds_below_and_nowhere_else(admin, district, school):
    elsewhere = actions.found(by=None, parent=None, kind="district", name="Alder District")
    assert actions.found(by=admin, parent=district, kind="school", name="Willow School").parent == district
    for parent, kind in ((elsewhere, "school"), (None, "district"), (district, "region"), (school, "school")):
        with pytest.raises(Refusal):
            actions.found(by=admin, parent=parent, kind=kind, name="Another")
    with pytest.raises(Refusal):
        actions.found(by=admin, parent=district, kind="school", name="juniper school")
    assert Organisation.objects.count() == 4


def test_my_bodies_stand_in_the_order_of_names(db):
    person = make_account("Luz Example")
    for name in ("Zorzal", "Ñandú", "Nopal", "Ágora"):
        actions.enrol(by=None, person=person, organisation=actions.found(by=None, parent=None, kind="district", name=name), role="teacher")
    assert [body.name for body in chains_of(person.pk)] == ["Ágora", "Nopal", "Ñandú", "Zorzal"]


def test_the_tree_has_a_bottom(district):
    body = district
    for level in range(DEPTH - 1):
        body = actions.found(by=None, parent=body, kind="other", name=f"Level {level}")
    assert set(below([district.pk])) == set(body.chain())
    with pytest.raises(Refusal):
        actions.found(by=None, parent=body, kind="other", name="Too deep")


def test_what_stands_below_a_demo_body_is_demo_too(district):
    Organisation.objects.filter(pk=district.pk).update(is_demo=True)
    district.refresh_from_db()
    assert actions.found(by=None, parent=district, kind="school", name="A").is_demo


def test_a_body_is_renamed_by_its_administrators_alone(admin, ben, school):
    assert actions.rename(by=admin, organisation=school, name="Juniper Primary").place == ""
    with pytest.raises(Refusal):
        actions.rename(by=ben, organisation=school, name="Ben’s School")
    school.refresh_from_db()
    assert school.name == "Juniper Primary"


def test_a_principal_administers_nothing(ben, school):
    actions.enrol(by=None, person=ben, organisation=school, role="principal")
    for verb in (lambda: actions.rename(by=ben, organisation=school, name="X"), lambda: actions.invite(by=ben, organisation=school, role="teacher"),
                 lambda: actions.found(by=ben, parent=school, kind="other", name="X")):
        with pytest.raises(Refusal):
            verb()


def test_mail_to_a_claimed_domain_and_below_it_is_a_bodys(admin, district):
    EmailAddress.objects.filter(user=admin).update(verified=True)
    assert actions.claim_domain(by=admin, organisation=district, domain="@Cedar.Example.").domain == "cedar.example"
    for address, claimed in (("a@cedar.example", True), ("a@staff.CEDAR.example", True), ("a@xcedar.example", False), ("a@example", False)):
        assert factors.is_body_domain(address) is claimed, address


def test_nobody_claims_a_domain_of_others_or_of_everybody(admin, ben, district):
    other = actions.found(by=None, parent=None, kind="district", name="Alder District")
    actions.claim_domain(by=None, organisation=other, domain="alder.example")
    EmailAddress.objects.create(user=admin, email="dana@gmail.com", verified=True)
    EmailAddress.objects.create(user=admin, email="dana@unproved.example", verified=False)
    EmailAddress.objects.create(user=admin, email="dana@alder.example", verified=True)
    others = ("gmail.com", "unproved.example", "alder.example", "never-seen.example")
    for domain in (*others, "example", "a b.example", "", "x" * 200 + ".example", "-a.example"):
        with pytest.raises(Refusal):
            actions.claim_domain(by=admin, organisation=district, domain=domain)
    with pytest.raises(Refusal):
        actions.claim_domain(by=ben, organisation=district, domain="cedar.example")


def test_a_role_ends_at_once_and_the_person_keeps_the_account(admin, ben, school):
    held = actions.enrol(by=None, person=ben, organisation=school, role="principal")
    assert [office.role for office in offices_of(ben.pk)] == ["principal"]
    before = (ben.email, ben.name, ben.password)
    ended = actions.end_membership(by=admin, membership=held)
    assert offices_of(ben.pk) == ()
    ben.refresh_from_db()
    assert (ben.email, ben.name, ben.password) == before
    assert actions.end_membership(by=admin, membership=held).ended_at == ended.ended_at
    assert actions.enrol(by=None, person=ben, organisation=school, role="principal").pk != held.pk


def test_only_the_person_and_administrators_end_a_role(admin, ann, ben, school):
    held = actions.enrol(by=None, person=ben, organisation=school, role="teacher")
    with pytest.raises(Refusal):
        actions.end_membership(by=ann, membership=held)
    assert actions.end_membership(by=ben, membership=held).ended_at


def test_the_last_administrator_hands_over_first(admin, ann, district):
    last = Membership.objects.get(person=admin)
    with pytest.raises(Refusal, match="last administrator of Cedar District"):
        actions.end_membership(by=admin, membership=last)
    actions.enrol(by=None, person=ann, organisation=district, role="org_admin")
    assert actions.end_membership(by=admin, membership=last).ended_at


def test_a_role_with_a_last_day_is_over_the_day_after(ben, school):
    from staffroom.kit import clock
    today = clock.now().date()
    actions.enrol(by=None, person=ben, organisation=school, role="auditor", from_on=today - timedelta(9), to_on=today)
    assert current(today).count() == 1
    assert current(today + timedelta(1)).count() == 0
    assert current(today - timedelta(10)).count() == 0


def test_only_whoever_runs_the_instance_enrols(admin, ben, district):
    with pytest.raises(Refusal):
        actions.enrol(by=admin, person=ben, organisation=district, role="teacher")
    assert not current().filter(person=ben).exists()


def test_colleagues_share_a_body_today(ann, ben, admin, school):
    for person in (ann, ben):
        held = actions.enrol(by=None, person=person, organisation=school, role="teacher")
    keys = rules.COLLEAGUES[0]
    assert set(keys(ann.pk, clock.now().date()).values_list("person_id", flat=True)) == {ann.pk, ben.pk}
    actions.end_membership(by=None, membership=held)
    assert set(keys(ann.pk, clock.now().date()).values_list("person_id", flat=True)) == {ann.pk}
