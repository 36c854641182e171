"""Many at once, on PostgreSQL: SQLite lets one writer in at a time and hides what these look for."""

import threading

import pytest
from django.db import connection, connections

from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account
from staffroom.orgs import actions
from staffroom.orgs.models import Invitation, Membership
from staffroom.orgs.queries import current

pytestmark = [
    pytest.mark.postgres, pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs DATABASE_URL of a PostgreSQL server"),
]
ROUNDS = 20


def at_once(*acts):
    """Do them in threads of their own from one barrier on; "done" or "refused" for each. An act is a function and its keywords."""
    barrier, answers = threading.Barrier(len(acts)), []

    def run(act, given):
        barrier.wait(timeout=20)
        try:
            act(**given)
            answers.append("done")
        except Refusal:
            answers.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(answers)


@pytest.fixture
def school(transactional_db):
    return actions.found(by=None, parent=None, kind="school", name="Juniper School")


@pytest.fixture
def admin(school):
    account = make_account("Dana Whitfield")
    actions.enrol(by=None, person=account, organisation=school, role="org_admin")
    return account


def test_two_people_on_one_link_in_one_moment_make_one_member(school, admin):
    assert connection.vendor == "postgresql"
    for _round in range(ROUNDS):
        made, ann, ben = actions.invite(by=admin, organisation=school, role="coach"), make_account("Ann"), make_account("Ben")
        tries = [(actions.accept, {"by": person, "invitation": Invitation.objects.get(pk=made.pk)}) for person in (ann, ben)]
        assert at_once(*tries) == ["done", "refused"]
        assert current().filter(person__in=[ann, ben]).count() == 1


def test_one_person_on_two_links_in_one_moment_holds_the_role_once(school, admin):
    for _round in range(ROUNDS):
        ann = make_account("Ann")
        links = [actions.invite(by=admin, organisation=school, role="coach") for _link in range(2)]
        at_once(*((actions.accept, {"by": ann, "invitation": link}) for link in links))
        assert current().filter(person=ann).count() == 1
        assert Invitation.objects.filter(accepted_by=ann).count() == 1


def test_accepting_and_withdrawing_in_one_moment_never_both_count(school, admin):
    for _round in range(ROUNDS):
        made, ann = actions.invite(by=admin, organisation=school, role="coach"), make_account("Ann")
        same = Invitation.objects.get(pk=made.pk)
        at_once((actions.accept, {"by": ann, "invitation": made}), (actions.withdraw, {"by": admin, "invitation": same}))
        made.refresh_from_db()
        assert (made.accepted_at is None) != (made.withdrawn_at is None)
        assert current().filter(person=ann).exists() == (made.accepted_at is not None)


def test_two_last_administrators_who_leave_in_one_moment_leave_one(school, admin):
    for _round in range(ROUNDS):
        Membership.objects.all().delete()
        held = [actions.enrol(by=None, person=make_account(name), organisation=school, role="org_admin") for name in ("Ann", "Ben")]
        assert at_once(*((actions.end_membership, {"by": one.person, "membership": one}) for one in held)) == ["done", "refused"]
        assert current().count() == 1


def test_the_cap_of_a_name_holds_in_one_moment(school, admin):
    answers = at_once(*[(actions.invite, {"by": admin, "organisation": school, "role": "coach", "to_name": "Ann"})] * 6)
    assert answers.count("done") == Invitation.objects.count() == actions.MOST_A_DAY
