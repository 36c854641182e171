"""AU-09, ID-11: what a role may do ends with the role, in the session that is open; nothing a browser sends gives one back."""

import pytest
from django.test import Client

from staffroom.kit.testing import make_account, sign_in
from staffroom.orgs import actions as orgs
from staffroom.orgs.models import Membership, Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    district = orgs.found(by=None, parent=None, kind=Organisation.Kind.DISTRICT, name="Cedar District")
    return orgs.found(by=None, parent=district, kind=Organisation.Kind.SCHOOL, name="Cedar School")


def offices(client: Client) -> tuple:
    """What the product itself says about the reader of a page."""
    return client.get("/me/").context["viewer"].offices


def test_a_role_taken_away_is_gone_with_the_next_request(school):
    head, other = make_account("Pat Rivers"), make_account("Kim Rivers")
    for person in (head, other):
        orgs.enrol(by=None, person=person, organisation=school, role="principal")
    client = sign_in(Client(), head)
    assert [office.role for office in offices(client)] == ["principal"]
    membership = Membership.objects.get(person=head)
    orgs.end_membership(by=None, membership=membership)
    assert offices(client) == ()


def test_a_role_cannot_be_sent_along(school):
    ann = make_account("Ann Example")
    client = sign_in(Client(), ann)
    session = client.session
    session["offices"], session["organisation"], session["role"] = ["principal"], str(school.pk), "superintendent"
    session.save()
    client.cookies["organisation"], client.cookies["role"] = school.code, "org_admin"
    answer = client.get(f"/me/?org={school.code}&role=principal&as=superintendent", HTTP_X_ROLE="principal", HTTP_X_ORGANISATION=school.code)
    assert answer.context["viewer"].offices == ()
