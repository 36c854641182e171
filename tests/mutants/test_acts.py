"""What an act promises outside the database belongs to it, is done once, and is tried again when it fails."""

import pytest

from staffroom.kit import outbox
from staffroom.kit.acts import ACTS, act
from staffroom.kit.models import AuditLine, OutboxRow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kind():
    """A kind of effect of this test alone, and what it did."""
    done: list[dict] = []
    outbox.HANDLERS["test.effect"] = done.append
    yield done
    del outbox.HANDLERS["test.effect"]
    ACTS.pop("test.act", None)


def test_an_act_that_fails_promises_nothing(kind):
    @act("test.act")
    def promise(*, by):
        outbox.put("test.effect", "one")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        promise(by=None)
    assert (OutboxRow.objects.count(), AuditLine.objects.count(), outbox.run_due(), kind) == (0, 0, 0, [])


def test_what_is_promised_twice_is_done_once(kind):
    for _time in range(2):
        outbox.put("test.effect", "one", {"n": 1})
    while outbox.run_due():
        pass
    assert kind == [{"n": 1}]


def test_what_failed_is_tried_again(kind):
    def broken(payload):
        raise RuntimeError

    outbox.HANDLERS["test.effect"] = broken
    outbox.put("test.effect", "one")
    assert outbox.run_due() == 1
    assert OutboxRow.objects.get().state == "ready"
    OutboxRow.objects.update(due_at="2020-01-01T00:00Z")
    outbox.HANDLERS["test.effect"] = kind.append
    outbox.run_due()
    assert (OutboxRow.objects.get().state, kind) == ("done", [{}])
