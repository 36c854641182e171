"""A4: a session that an employer can open never opens the notebook, and cannot be turned into one that does."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from staffroom.kit.testing import op_id, sign_in
from staffroom.people import letters
from staffroom.people.actions import prove_address
from staffroom.sharing.rules import RULES, visible_to
from staffroom.sharing.viewers import ORG, SELF, Viewer
from tests.attacks import asking
from tests.attacks.routes import OWN, ROUTES, SHUT
from tests.attacks.world import ANN, ANN_BY_ORG

pytestmark = pytest.mark.django_db
# What a session of a body may know: that it was invited, given a role, or lost one; and its own name.
NOT_OF_THE_NOTEBOOK = {"Notice", "Account"}
FACTORS = ("account/keys/codes/on/", "account/keys/codes/off/", "account/keys/recovery/new/", "account/keys/passkeys/add/", "account/password/",
           "account/addresses/", "account/bodies/", "account/sessions/")


@pytest.mark.one_engine
def test_no_address_of_the_notebook_opens(world):
    wrong = [f"{method} {route}" for route, row in ROUTES.items() for method in ("GET", "POST") if (row.post if method == "POST" else row.get) == OWN
             for target in row.of(world, method) if asking.kind(asking.ask(world, ANN_BY_ORG, method, route, target), method) != SHUT]
    assert wrong == []


def test_no_rule_of_the_notebook_shows_a_row(world):
    """The table itself, asked without any page."""
    by_org = Viewer(world.people[ANN], ORG, body=world.bodies["north"].code)
    shown = [model.__name__ for model, rule in RULES.items() if rule.private and visible_to(by_org, model).exists()]
    assert [name for name in shown if name not in NOT_OF_THE_NOTEBOOK] == []
    own = Viewer(world.people[ANN], SELF)
    assert sum(visible_to(own, model).exists() for model, rule in RULES.items() if rule.private) > 8


def test_no_verb_of_the_notebook_may_be_done(world):
    by_org = Viewer(world.people[ANN], ORG, body=world.bodies["north"].code)
    may = [f"{verb} {model.__name__}" for model, things in world.things.items() for thing in things if model in RULES and RULES[model].private
           for verb, predicate in RULES[model].verbs.items() if predicate(by_org, thing.row)]
    assert [line for line in may if line.split()[1] not in NOT_OF_THE_NOTEBOOK] == []


def test_a_way_in_cannot_be_added_or_changed(world):
    before = asking.rows_digest(but=())
    for route in FACTORS:
        answer = asking.send(world, ANN_BY_ORG, "POST", f"/{route}", {"password": "another long password", "password1": "another long password",
                                                                     "email": "new@home.example", "code": "123456", "end": "others"})
        assert answer.status == 403, route
    assert asking.changed(before, but=()) == set()


def test_nothing_that_a_browser_sends_changes_the_assurance(world):
    """ID-11: a field, a cookie, a header, a query."""
    client = world.client(ANN_BY_ORG)
    for name in ("assurance", "assured_by", "org", "body", "is_staff", "viewer"):
        client.cookies[name] = "self"
        assert client.get(f"/record/?{name}=self", headers={f"X-{name}": "self", "Cookie-Assurance": "self"}).status_code == 403
        assert client.post(f"/record/new/?{name}=self", {"op_id": op_id(), name: "self", "title": "x"}).status_code == 403


def test_a_session_without_a_word_about_its_key_counts_as_the_employers(world):
    client = Client()
    client.force_login(world.people[ANN])
    assert client.get("/record/").status_code == 403


def test_a_new_password_through_the_employers_mailbox_opens_no_notebook(world):
    """T-02: the district resets the password and signs in as her; her own password stays hers."""
    ann = world.people[ANN]
    address = EmailAddress.objects.create(user=ann, email="ann@north.example", verified=True)
    prove_address(by=ann, address=address)
    client = Client()
    token = letters.reset_token(address)
    client.post(f"/account/password/reset/{token}/", {"op_id": op_id(), "password": "set by the district"})
    for password, status in (("set by the district", 403), ("a long enough password", 200)):
        browser = Client()
        answer = browser.post("/sign-in/", {"login": "ann@north.example", "password": password})
        assert answer.status_code == 302, answer.content
        assert browser.get("/record/").status_code == status, password


def test_the_office_of_another_body_stays_shut_in_a_session_of_a_body(world):
    """A session of the south district opens no office of the north, even for somebody who holds one there."""
    browser = sign_in(Client(), world.people["org_admin"], assurance="org", body=world.bodies["south"].code)
    assert browser.get(f"/office/{world.bodies['north'].code}/").status_code == 404
    here = sign_in(Client(), world.people["org_admin"], assurance="org", body=world.bodies["north"].code)
    assert here.get(f"/office/{world.bodies['north'].code}/").status_code == 200


