import pytest

from staffroom.orgs import actions, queries
from staffroom.people import factors
from staffroom.people.adapters import body_of

pytestmark = pytest.mark.django_db


def test_a_session_by_mail_is_opened_by_the_body_that_claims_the_nearest_domain():
    district = actions.found(by=None, parent=None, kind="district", name="Juniper")
    school = actions.found(by=None, parent=district, kind="school", name="Alder")
    actions.claim_domain(by=None, organisation=district, domain="juniper.example")
    actions.claim_domain(by=None, organisation=school, domain="alder.juniper.example")
    assert queries.claimant("alder.juniper.example") == school.code
    assert factors.body_of_mailbox("Ann@Staff.Juniper.example") == district.code
    assert body_of([{"method": "code", "email": "ann@alder.juniper.example"}]) == school.code
    assert body_of([{"method": "code", "email": "ann@home.example"}]) == ""
