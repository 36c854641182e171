import pytest

from staffroom.kit.testing import make_account
from staffroom.orgs import actions
from staffroom.orgs.models import Membership
from staffroom.people.signals import identity_moved

pytestmark = pytest.mark.django_db


def test_roles_move_with_a_bodys_sign_in_and_none_is_doubled(ann):
    school = actions.found(by=None, parent=None, kind="school", name="Alder School")
    away = make_account("Ann at school")
    for person, role in ((away, "teacher"), (away, "mentor"), (ann, "teacher")):
        actions.enrol(by=None, person=person, organisation=school, role=role)
    identity_moved.send(sender=None, away=away, to=ann, provider="x")
    assert sorted(Membership.objects.values_list("person__name", "role")) == [("Ann Example", "mentor"), ("Ann Example", "teacher")]
