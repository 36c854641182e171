"""A district that takes claims by the rules of Illinois: two coordinators and an administrator decide, Tom teaches in its school."""

import io
from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client

from staffroom.claims import actions
from staffroom.claims.models import Claim
from staffroom.credit import actions as credit
from staffroom.credit.kept import Kept, Told
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.orgs import actions as orgs
from staffroom.pages.tests.world import make
from staffroom.record import actions as record
from staffroom.record import shelf
from tests.laid import laid

DAY = date(2026, 11, 12)
DESK = {"pack": "illinois", "answer_days": 14, "appeal_days": 30, "needs_two": False, "is_open": True}


@pytest.fixture
def world(db, settings, tmp_path):
    """pia is principal of juniper, dana administers cedar, cora and sue decide there, audrey audits it, will decides in another district."""
    media = tmp_path / "media"
    settings.MEDIA_ROOT = media
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(media)}}}
    return laid(people, media)


def people() -> SimpleNamespace:
    held = make()
    for name, role in (("cora", "pd_coordinator"), ("sue", "superintendent"), ("audrey", "auditor")):
        setattr(held, name, make_account(f"{name.title()} Example"))
        orgs.enrol(by=None, person=getattr(held, name), organisation=held.cedar, role=role)
    held.desk = actions.take_claims(by=held.dana, organisation=held.cedar, **DESK)
    credit.choose(by=held.tom, chosen=Kept("illinois", date(2024, 7, 1), date(2029, 6, 30), ("teacher",)))
    held.entry = entry(held.tom)
    return held


def entry(person, title="Fractions with paper", minutes=60, day=DAY, *, told=True, proof=True):
    """An entry with a note, a file and a link; of its provider it was told that they are approved."""
    made = record.note(by=person, title=title, kind="course", minutes=minutes, on_on=day, note="Nobody else reads this line.", source="A colleague")
    if told:
        credit.tell(by=person, entry=made, told=Told(approved=True))
    if proof:
        file = shelf.bring_in(person.pk, io.BytesIO(b"What it shows, in words\n"), "notes.txt", "text/plain")
        record.add_evidence(by=person, entry=made, file=file, name="My sheet", says_no_pupils=True)
        record.add_evidence(by=person, entry=made, link="https://example.org/other", name="Another page")
    return made



def sent(world, made=None, **more) -> Claim:
    """Tom sends an entry to the district, with the file alone."""
    made = made or world.entry
    files = [one.code for one in made.evidence.all() if one.name == "My sheet"]
    return actions.send(by=world.tom, entry=made, organisation=world.cedar, **{"pieces": files} | more)


def browser(person, assurance="self", body=""):
    return sign_in(Client(), person, assurance, body) if body else sign_in(Client(), person, assurance)


def words(answer) -> str:
    return answer.content.decode()


def post(client, path, **fields):
    return client.post(path, {"op_id": op_id(), **fields})


def again(claim: Claim) -> Claim:
    return Claim.objects.get(pk=claim.pk)
