"""A teacher whose record reached every step of proof, and the key of this place in a file of the test's own."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress

from staffroom.credentials import actions as credentials
from staffroom.kit import clock, fresh, outbox
from staffroom.kit.testing import make_account
from staffroom.orgs import actions as orgs
from staffroom.record import actions as record
from staffroom.topics.actions import load
from staffroom.topics.models import Topic
from staffroom.transcripts import actions
from staffroom.transcripts.models import Transcript

PRIVATE = {"note": "PRIVATE-note", "source": "PRIVATE-source", "link": "https://private.example/"}
ADDRESS = "ann@school.example"


@pytest.fixture(autouse=True)
def issuer_key(settings, tmp_path):
    """A file of this test's own; nothing of an earlier page is kept."""
    fresh.forget()
    settings.BASE_URL = "https://staffroom.example"
    settings.ALLOWED_HOSTS = ["*"]
    (tmp_path / "secrets").mkdir()
    settings.ISSUER_KEY_FILE = tmp_path / "secrets" / "issuer.key"
    return settings.ISSUER_KEY_FILE


@pytest.fixture
def steps(ann):
    """Ann's entries by the step of proof that each reached: noted, proof, confirmed, accepted; and changed, which was accepted before it was changed."""
    load(by=None)
    EmailAddress.objects.filter(user=ann).update(email=ADDRESS, verified=True)
    body = orgs.found(by=None, parent=None, kind="district", name="North District")
    tom = make_account("Tom Office")
    orgs.enrol(by=None, person=tom, organisation=body, role="pd_coordinator")
    until, found = clock.now().date() + timedelta(days=30), {}
    for number, name in enumerate(("noted", "proof", "confirmed", "accepted", "changed"), 1):
        found[name] = record.note(by=ann, title=f"Title {name}", kind="course", minutes=10 * number, on_on=date(2026, 3, number), **PRIVATE,
                                  topics=Topic.objects.filter(slug="talk"))
    record.add_evidence(by=ann, entry=found["proof"], link="https://private.example/proof", name="PRIVATE-proof")
    record.confirm(by=tom, ask=record.ask_confirmation(by=ann, entry=found["confirmed"], reader=tom, until_on=until))
    for name in ("accepted", "changed"):
        record.accept(by=tom, ask=record.ask_confirmation(by=ann, entry=found[name], reader=tom, until_on=until, body=body))
    record.add_sitting(by=ann, entry=found["changed"], on_on=date(2026, 3, 9), minutes=600)
    for entry in found.values():
        entry.refresh_from_db()
    return found


def chosen(entries):
    return [(entry.code, entry.version) for entry in entries]


def work() -> None:
    """The worker's turn, until nothing is due."""
    while outbox.run_due():
        pass
    fresh.forget()


@pytest.fixture
def made(ann, steps) -> Transcript:
    """A transcript of everything, signed."""
    row = actions.make(by=ann, chosen=chosen(steps.values()))
    work()
    row.refresh_from_db()
    return row


@pytest.fixture
def rotate():
    return credentials.rotate
