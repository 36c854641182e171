"""For tests: people and sessions, made by the product's own acts."""

import itertools

from django.test import Client

_numbers = itertools.count(1)


def make_account(name: str = "Ann Example", *, email: str | None = None, password: str = "a long enough password", **fields):  # noqa: S107  # a password of tests
    """An account with a proved address of its own, a password, and a key."""
    from allauth.account.models import EmailAddress
    from django.contrib.auth import get_user_model
    email = email or f"person{next(_numbers)}@home.example"
    account = get_user_model().objects.make(email=email, name=name, password=password, **fields)
    EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
    return account


def sign_in(client: Client, account, assurance: str = "self", body: str = "") -> Client:
    """Open a session for the account, by a factor of its own ("self") or of an employer ("org"; `body` is its code)."""
    client.force_login(account)
    session = client.session
    session["assurance"], session["assured_by"] = assurance, body
    session.save()
    return client


def op_id() -> str:
    """An operation id, as a form carries it."""
    from staffroom.kit.ops import new_op_id
    return new_op_id()
