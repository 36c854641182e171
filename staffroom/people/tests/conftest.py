"""Fixtures of this room: nothing counted before, mail that works, and hands that fill in forms."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from staffroom.kit import clock, outbox
from staffroom.kit.testing import op_id, sign_in
from staffroom.people import factors
from staffroom.people.models import Proof

PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def _nothing_counted():
    cache.clear()


@pytest.fixture
def letters(settings):
    """Mail works; the letters that were promised are written and handed over when asked for."""
    settings.MAIL_WORKS = settings.ACCOUNT_LOGIN_BY_CODE_ENABLED = True

    def read() -> list:
        mail.outbox.clear()
        outbox.run_due()
        return list(mail.outbox)

    return read


@pytest.fixture
def body_domain():
    """A body claims district.example."""
    def claimed(domain):
        return domain == "district.example" or domain.endswith(".district.example")
    factors.BODY_DOMAINS.append(claimed)
    yield "district.example"
    factors.BODY_DOMAINS.remove(claimed)


@pytest.fixture
def as_ann_by_body(client, ann):
    """Ann's account in a session that her district's sign-in opened."""
    return sign_in(client, ann, "org")


def post(client: Client, path: str, **data):
    """Send a form as a browser does, with an operation id of its own."""
    return client.post(path, {"op_id": op_id(), **data})


def enter(client: Client, email: str, password: str = PASSWORD, **more):
    return client.post("/sign-in/", {"login": email, "password": password, **more})


def assurance(client: Client) -> str:
    """What the product says this browser may open."""
    return client.session.get(factors.SESSION_KEY, "none") if "_auth_user_id" in client.session else "none"


def prove(account, email: str, hours_ago: int = 100) -> EmailAddress:
    """An address that this account proved so many hours ago."""
    address, _ = EmailAddress.objects.update_or_create(user=account, email=email, defaults={"verified": True})
    proof, _ = Proof.objects.update_or_create(address=address, defaults={"person": account})
    Proof.objects.filter(pk=proof.pk).update(made_at=clock.now() - timedelta(hours=hours_ago))
    return EmailAddress.objects.select_related("proof").get(pk=address.pk)


def link_in(letter) -> str:
    """The path of the link in a letter."""
    return re.search(r"https?://[^/\s]+(/\S+)", letter.body)[1]
