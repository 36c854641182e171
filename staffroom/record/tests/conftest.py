"""A record with something in it."""

from datetime import date

import pytest

from staffroom.kit.testing import op_id, sign_in
from staffroom.record import actions
from staffroom.sharing.viewers import SELF, Viewer
from staffroom.topics.actions import load


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """A shelf of this test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage",
                                                         "OPTIONS": {"location": str(tmp_path / "media")}}}
    return tmp_path / "media"


@pytest.fixture
def topics(db):
    load(by=None)


@pytest.fixture
def visit(ann):
    """Ann's entry about a visit to a colleague."""
    return actions.note(by=ann, title="Watched Tomás sort at the door", kind="visit", minutes=45, on_on=date(2026, 11, 12), note="three piles")


@pytest.fixture
def as_ben(ben, client_class):
    return sign_in(client_class(), ben)


@pytest.fixture
def client_class():
    from django.test import Client
    return Client


@pytest.fixture
def post():
    """Send a form as the page does: post(client, "/record/new/", title=…)."""
    def send(client, path, *, op=None, **fields):
        return client.post(path, {"op_id": op or op_id(), **fields})
    return send


@pytest.fixture
def eyes():
    """The viewer of an account: eyes(ann)."""
    return lambda account, assurance=SELF: Viewer(account=account, assurance=assurance)


@pytest.fixture
def good():
    """The five things that the form asks."""
    return {"title": "Watched Luz start a lab", "kind": "visit", "minutes": "45", "on_on": "2026-11-18", "time_kind": "own"}


