"""Who a session opens for, by the statements that every page asks: the first one of a session, and those after it."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from staffroom.kit import clock
from staffroom.kit.testing import make_account, sign_in
from staffroom.people import actions, sessions

pytestmark = pytest.mark.django_db


def opens(browser: Client) -> bool:
    return browser.get("/today/").status_code == 200


def test_a_session_opens_for_its_own_account_until_it_ends():
    ann, ben = sign_in(Client(), make_account("Ann")), sign_in(Client(), make_account("Ben"))
    assert (opens(ann), opens(ben), opens(Client())) == (True, True, False)
    Session.objects.filter(pk=ann.session.session_key).update(expire_date=clock.now() - timedelta(seconds=1))
    assert (opens(ann), opens(ben)) == (False, True)
    assert str(ben.get("/me/").context["viewer"].account) == "Ben"


@pytest.mark.parametrize("met", [False, True])
def test_a_session_ends_with_itself_its_account_and_its_password(met):
    people = [make_account(name) for name in ("Ann", "Ben", "Cleo", "Dee")]
    browsers = [sign_in(Client(), person) for person in people]
    if not met:
        sessions._whose.clear()
    browsers[0].session.flush()
    people[1].is_active = False
    people[1].save()
    actions.set_password(by=people[2], account=people[2], password="another one that is long")
    people[3].delete()
    assert [opens(browser) for browser in browsers] == [False] * 4


def test_what_a_process_remembers_of_a_session_is_never_believed():
    ann, ben = make_account("Ann"), make_account("Ben")
    browser = sign_in(Client(), ann)
    sessions._whose[browser.session.session_key] = ben.pk
    assert str(browser.get("/me/").context["viewer"].account) == "Ann"
    assert sessions._whose[browser.session.session_key] == ann.pk
    sessions._whose["x" * 32] = ann.pk
    stranger = Client()
    stranger.cookies["session"] = "x" * 32
    assert not opens(stranger)


def test_session_account_and_office_are_one_statement(django_assert_num_queries):
    browser = sign_in(Client(), make_account("Ann"))
    browser.get("/help/")
    with django_assert_num_queries(1):
        browser.get("/help/")


def test_a_key_that_never_was_opens_nothing():
    sign_in(Client(), make_account("Ann"))
    browser = Client()
    for odd in ("x" * 32, "' OR 1=1 --", "%s"):
        browser.cookies["session"] = odd
        assert not opens(browser)


def test_a_session_of_an_account_that_is_shut_or_gone_opens_nothing():
    ann, ben = make_account("Ann"), make_account("Ben")
    browsers = sign_in(Client(), ann), sign_in(Client(), ben)
    ann.is_active = False
    ann.save()
    ben.delete()
    assert [opens(browser) for browser in browsers] == [False, False]


@pytest.mark.parametrize("met", [False, True])
def test_a_session_that_was_changed_in_its_row_opens_nothing(met):
    ann, ben = sign_in(Client(), make_account("Ann")), sign_in(Client(), make_account("Ben"))
    if met:
        assert (opens(ann), opens(ben)) == (True, True)
    words = {key: Session.objects.get(pk=key).session_data for key in (ann.session.session_key, ben.session.session_key)}
    signature = words[ann.session.session_key].rpartition(":")[2]
    Session.objects.filter(pk=ann.session.session_key).update(session_data=f"{words[ben.session.session_key].rpartition(':')[0]}:{signature}")
    assert (opens(ann), opens(ben)) == (False, True)
