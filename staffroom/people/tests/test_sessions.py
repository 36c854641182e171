"""Who a session opens for, by the two statements that every page asks."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from staffroom.kit import clock
from staffroom.kit.testing import make_account, sign_in

pytestmark = pytest.mark.django_db


def opens(browser: Client) -> bool:
    return browser.get("/today/").status_code == 200


def test_a_session_opens_for_its_own_account_until_it_ends():
    ann, ben = sign_in(Client(), make_account("Ann")), sign_in(Client(), make_account("Ben"))
    assert (opens(ann), opens(ben), opens(Client())) == (True, True, False)
    Session.objects.filter(pk=ann.session.session_key).update(expire_date=clock.now() - timedelta(seconds=1))
    assert (opens(ann), opens(ben)) == (False, True)
    assert str(ben.get("/me/").context["viewer"].account) == "Ben"


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
