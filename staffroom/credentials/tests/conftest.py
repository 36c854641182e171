"""Fixtures of this room: somebody with a proved address, and a way to bring a badge."""

import json

import pytest
from allauth.account.models import EmailAddress

from staffroom.credentials import actions, bringing
from staffroom.credentials.tests.making import signed

ADDRESS = "ann@school.example"


@pytest.fixture
def proved(ann):
    """Ann, who proved the address that the tests' badges are issued to."""
    EmailAddress.objects.filter(user=ann).update(email=ADDRESS, verified=True)
    return ann


@pytest.fixture
def bring(proved):
    """Bring a badge: a document, or the bytes of a file."""
    def bring(document=None, name="badge.json", by=proved):
        data = document if isinstance(document, bytes) else json.dumps(document or signed()).encode()
        return actions.bring(by=by, looked=bringing.look(by, data, name))
    return bring
