import pytest

from staffroom.notices.models import Notice
from staffroom.notices.receivers import changes
from staffroom.orgs import actions as orgs
from staffroom.people.factors import CHANGES
from staffroom.people.signals import factor_changed

pytestmark = pytest.mark.django_db


def kinds(person):
    return sorted(Notice.objects.filter(person=person).values_list("kind", "name"))


def test_who_was_enrolled_and_who_lost_a_role_is_told_and_who_left_knows(ann, ben):
    school = orgs.found(by=None, parent=None, kind="school", name="Juniper School")
    first = orgs.enrol(by=None, person=ann, organisation=school, role="coach")
    second = orgs.enrol(by=None, person=ben, organisation=school, role="teacher")
    orgs.end_membership(by=None, membership=first)
    orgs.end_membership(by=ben, membership=second)
    assert kinds(ann) == [("ended", "coach, Juniper School"), ("joined", "coach, Juniper School")]
    assert kinds(ben) == [("joined", "teacher, Juniper School")]


def test_an_invitation_by_name_is_told_and_accepting_it_is_not(ann, ben):
    school = orgs.found(by=None, parent=None, kind="school", name="Juniper School")
    invitation = orgs.invite(by=None, organisation=school, role="mentor", to_person=ann)
    orgs.invite(by=None, organisation=school, role="mentor", to_name="Ben Example")
    orgs.accept(by=ann, invitation=invitation)
    assert kinds(ann) == [("invited", "Juniper School")]
    assert kinds(ben) == []


def test_every_change_of_a_way_in_is_told_each_time(ann):
    assert set(changes()) == set(CHANGES)
    for what in (*CHANGES, "password"):
        factor_changed.send(type(ann), account=ann, what=what, by_org=False)
    assert Notice.objects.filter(person=ann, kind="factor").count() == len(CHANGES) + 1
