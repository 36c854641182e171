"""Where no demo world may be made, and where none is."""

import pytest

from staffroom.kit import keystore
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account
from staffroom.orgs.models import Organisation
from staffroom.pages import demo
from staffroom.people.models import Account
from staffroom.topics import actions as topics


def test_a_world_is_not_made_where_somebody_real_has_an_account(db):
    make_account("Real Teacher")
    with pytest.raises(Refusal):
        demo.make()
    assert not demo.demo_mark().exists()
    assert not Organisation.objects.exists()


def test_a_world_that_could_not_be_finished_leaves_nothing(db, monkeypatch):
    broken = [*demo.lines(), {"d": -1, "by": "naomi", "do": "note", "title": "x", "kind": "read", "min": 0}]
    monkeypatch.setattr(demo, "lines", lambda: broken)
    topics.load(by=None)
    keys = keystore.accounts()
    with pytest.raises(Refusal):
        demo.make()
    assert keystore.accounts() == keys
    assert not Account.objects.exists()
    assert not demo.demo_mark().exists()


def test_the_mark_alone_opens_nothing_where_nobody_is_demo(client, db):
    make_account("Real Teacher")
    demo.demo_mark().write_text("forged\n")
    try:
        assert client.get("/demo/").status_code == 404
    finally:
        demo.demo_mark().unlink(missing_ok=True)
