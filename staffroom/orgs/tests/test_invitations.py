from datetime import timedelta

import pytest

from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.models import AuditLine
from staffroom.kit.testing import make_account
from staffroom.orgs import actions, tokens
from staffroom.orgs.models import Invitation, Membership
from staffroom.orgs.queries import by_token, current, holds

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(db):
    return actions.found(by=None, parent=None, kind="school", name="Juniper School")


@pytest.fixture
def admin(school):
    account = make_account("Dana Whitfield")
    actions.enrol(by=None, person=account, organisation=school, role="org_admin")
    return account


def test_the_secret_of_a_link_is_not_stored(admin, school):
    made = actions.invite(by=admin, organisation=school, role="teacher", to_name="Ann Example")
    assert len(made.token) == 43
    stored = Invitation.objects.values().get()
    assert made.token not in "".join(map(str, stored.values()))
    assert stored["token_hash"] == tokens.hash_of(made.token)
    assert by_token(made.token) == made
    assert by_token(made.token[:-1] + "_") is None
    assert not hasattr(by_token(made.token), "token")


def test_a_pasted_link_is_found_in_what_was_pasted(admin, school):
    token = actions.invite(by=admin, organisation=school, role="teacher").token
    for text in (token, f"https://x.example/join/{token}/", f"Here: http://127.0.0.1:8000/join/{token}/ see you", f"{token}/"):
        assert tokens.in_link(text) == token
    assert tokens.in_link("http://x.example/join/") == ""


def test_accepting_gives_the_role_once_and_wipes_the_name(admin, ann, ben, school):
    made = actions.invite(by=admin, organisation=school, role="coach", to_name="Ann Example")
    actions.accept(by=ann, invitation=made)
    assert list(current().filter(role="coach").values_list("person", flat=True)) == [ann.pk]
    for person in (ann, ben):
        with pytest.raises(Refusal):
            actions.accept(by=person, invitation=by_token(made.token))
    assert Invitation.objects.get().to_name == ""
    assert Membership.objects.filter(role="coach").count() == 1


def test_a_refused_acceptance_leaves_the_link_open(admin, ann, ben, school):
    actions.enrol(by=None, person=ann, organisation=school, role="coach")
    made = actions.invite(by=admin, organisation=school, role="coach")
    with pytest.raises(Refusal, match="stays open"):
        actions.accept(by=ann, invitation=made)
    assert actions.accept(by=ben, invitation=made).person == ben


def test_a_link_lapses_after_14_days(admin, ann, school):
    made = actions.invite(by=admin, organisation=school, role="teacher")
    assert made.lapses_at - made.made_at >= timedelta(days=14) - timedelta(minutes=1)
    Invitation.objects.update(lapses_at=clock.now() - timedelta(seconds=1))
    with pytest.raises(actions.Gone):
        actions.accept(by=ann, invitation=made)
    assert not current().filter(person=ann).exists()


def test_a_withdrawn_link_opens_nothing_and_an_accepted_one_stays_accepted(admin, ann, ben, school):
    made = actions.invite(by=admin, organisation=school, role="teacher", to_name="Ann")
    assert actions.withdraw(by=admin, invitation=made).to_name == ""
    with pytest.raises(actions.Gone):
        actions.accept(by=ann, invitation=made)
    used = actions.invite(by=admin, organisation=school, role="teacher")
    actions.accept(by=ben, invitation=used)
    assert actions.withdraw(by=admin, invitation=used).withdrawn_at is None
    with pytest.raises(Refusal):
        actions.withdraw(by=ben, invitation=actions.invite(by=admin, organisation=school, role="mentor"))


def test_links_do_not_outlive_the_role_of_whoever_made_them(admin, ann, ben, school):
    actions.enrol(by=None, person=ben, organisation=school, role="org_admin")
    made = actions.invite(by=admin, organisation=school, role="org_admin")
    actions.end_membership(by=ben, membership=Membership.objects.get(person=admin))
    assert not holds(by_token(made.token))
    assert Invitation.objects.get().withdrawn_at is not None
    with pytest.raises(actions.Gone):
        actions.accept(by=ann, invitation=made)


def test_a_role_that_ran_out_takes_its_links_along(admin, ann, school):
    made = actions.invite(by=admin, organisation=school, role="org_admin")
    Membership.objects.filter(person=admin).update(from_on=clock.now().date() - timedelta(9), to_on=clock.now().date() - timedelta(1))
    with pytest.raises(actions.Gone):
        actions.accept(by=ann, invitation=made)


def test_one_that_waits_by_name_is_for_that_person(admin, ann, ben, school):
    made = actions.invite(by=admin, organisation=school, role="mentor", to_person=ann)
    for verb in (actions.accept, actions.decline):
        with pytest.raises(Refusal):
            verb(by=ben, invitation=made)
    assert actions.decline(by=ann, invitation=made).withdrawn_at
    with pytest.raises(Refusal):
        actions.accept(by=ann, invitation=made)


@pytest.mark.parametrize("role", ["superadmin", "instance_admin", "", "ORG_ADMIN"])
def test_a_role_that_does_not_exist_is_refused(admin, school, role):
    with pytest.raises(Refusal):
        actions.invite(by=admin, organisation=school, role=role)
    assert not Invitation.objects.exists()


def test_nobody_invites_into_a_body_of_others(admin):
    other = actions.found(by=None, parent=None, kind="school", name="Willow School")
    with pytest.raises(Refusal):
        actions.invite(by=admin, organisation=other, role="teacher")


def test_a_sender_has_at_most_fifty_open_and_a_name_three_a_day(admin, school):
    for number in range(3):
        last = actions.invite(by=admin, organisation=school, role="teacher", to_name="Ann  EXAMPLE" if number else "ann example")
        actions.withdraw(by=admin, invitation=last)
    with pytest.raises(Refusal, match="three times"):
        actions.invite(by=admin, organisation=school, role="coach", to_name="Ann Example")
    for _number in range(actions.MOST_OPEN):
        actions.invite(by=admin, organisation=school, role="teacher")
    with pytest.raises(Refusal, match="Fifty"):
        actions.invite(by=admin, organisation=school, role="teacher")


def test_an_address_is_counted_across_senders_and_bodies_and_a_name_is_not(admin, school):
    other = actions.found(by=None, parent=None, kind="school", name="Willow School")
    for body in (school, other, school):
        actions.invite(by=None, organisation=body, role="teacher", to_name="ann@home.example")
        actions.invite(by=None, organisation=body, role="teacher", to_name="Ann Example")
    with pytest.raises(Refusal):
        actions.invite(by=None, organisation=other, role="teacher", to_name="Ann@Home.example")
    assert actions.invite(by=None, organisation=other, role="teacher", to_name="Ann Example")


def test_an_invitation_with_somebodys_address_changes_nothing_of_the_account(admin, school):
    ann = make_account("Ann Example", email="ann@home.example")
    before = type(ann).objects.values().get(pk=ann.pk)
    actions.invite(by=admin, organisation=school, role="teacher", to_name="ann@home.example")
    assert type(ann).objects.values().get(pk=ann.pk) == before
    assert not Membership.objects.filter(person=ann).exists()
    assert Invitation.objects.get().to_person is None


def test_what_came_to_nothing_is_forgotten_30_days_after(admin, school):
    for days in (29, 31):
        made = actions.invite(by=admin, organisation=school, role="teacher", to_name="Ann")
        Invitation.objects.filter(pk=made.pk).update(lapses_at=clock.now() - timedelta(days=days))
    actions.forget_invitations(by=None)
    assert Invitation.objects.count() == 1


def test_each_act_leaves_one_line_without_words(admin, ann, school):
    AuditLine.objects.all().delete()
    made = actions.invite(by=admin, organisation=school, role="teacher", to_name="Ann Example")
    actions.accept(by=ann, invitation=made)
    assert list(AuditLine.objects.order_by("pk").values_list("act", "by_id", "row_kind")) == [
        ("orgs.invite", admin.pk, "orgs.Invitation"), ("orgs.accept", ann.pk, "orgs.Membership")]
