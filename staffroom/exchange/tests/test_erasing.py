"""Being erased: asked by a word, undone within a fortnight, and then nothing of me is anywhere."""

import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client

from staffroom.claims import actions as claims
from staffroom.claims.models import Ruling
from staffroom.exchange import actions, erasing
from staffroom.exchange.models import ErasureAsked
from staffroom.exchange.tests.conftest import fill
from staffroom.kit import clock, keystore, outbox
from staffroom.kit.backup import rows as kept_rows
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice
from staffroom.orgs import actions as orgs
from staffroom.people.models import AccessLine, Account
from staffroom.record import actions as record
from staffroom.record.models import Entry, Rung
from staffroom.schedule import SWEEPS

PASSWORD = "a long enough password"


def everywhere() -> bytes:
    """Every row of every table, whatever it belongs to, and every stored file: what is sealed is opened, with whatever key is left."""
    found = []
    for model in kept_rows.kept_models(apps):
        found += [line for part in kept_rows.lines(model) for line in part]
        for row in model._base_manager.all():
            found += [str(getattr(row, field.attname)).encode() for field in model._meta.concrete_fields]
    found += [str(session.get_decoded()).encode() for session in Session.objects.all()]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # names of our own tables
            found += [repr(row).encode() for row in cursor.fetchall()]
    for folder in ("evidence", "exports"):
        for name in default_storage.listdir(folder)[1] if default_storage.exists(folder) else ():
            found.append(name.encode())
    return b"\n".join(found)


CANARY = "c4n4ry"


@pytest.fixture
def gone(colleague, work, db):
    """Somebody of whom every word holds a canary, then erased; with what others keep of her."""
    somebody = make_account(f"Nora {CANARY}", email=f"{CANARY}@home.example", password=PASSWORD)
    fill(somebody, colleague)
    client = Client()
    client.post("/sign-in/", {"login": f"{CANARY}@home.example", "password": PASSWORD})
    sign_in(Client(), somebody)
    record.note(by=somebody, title=f"title {CANARY}", kind="read", minutes=5, on_on=clock.now().date(), note=f"note {CANARY}")
    entry = record.note(by=colleague, title="Hers", kind="read", minutes=5, on_on=clock.now().date())
    until = clock.now().date() + timedelta(days=5)
    record.confirm(by=somebody, ask=record.ask_confirmation(by=colleague, entry=entry, reader=somebody, until_on=until))
    body = orgs.found(by=None, parent=None, kind="district", name="Elsewhere")
    orgs.enrol(by=None, person=somebody, organisation=body, role="org_admin")
    record.accept(by=somebody, ask=record.ask_confirmation(by=colleague, entry=entry, reader=somebody, until_on=until, body=body))
    orgs.invite(by=somebody, organisation=body, role="teacher", to_name="Someone")
    orgs.enrol(by=None, person=colleague, organisation=body, role="teacher")
    claims.take_claims(by=somebody, organisation=body, pack="illinois", answer_days=14, appeal_days=30, needs_two=False, is_open=True)
    claims.decline(by=somebody, claim=claims.send(by=colleague, entry=entry, organisation=body), reason="So")
    notices.tell(by=somebody, person=colleague, kind="looked", key="looked:1", name=str(somebody))
    from staffroom.people.actions import log_access
    log_access(by=somebody, person=colleague, what="your roles", how="page", by_name=f"{somebody} (administrator)")
    outbox.put("people.letter", "a-letter", {"letter": "prove", "addresses": [EmailAddress.objects.get(user=somebody).pk]}, due_at=until_later())
    actions.ask_export(by=somebody)
    assert everywhere().count(CANARY.encode()) > 10
    pk, stored = somebody.pk, list(erasing.stored_by(somebody))
    assert len(stored) == 3
    actions.erase(by=None, account=somebody)
    work()
    assert not [name for folder, name in stored if default_storage.exists(f"{folder}/{name}")]
    return pk


def until_later():
    return clock.now() + timedelta(days=1)


def test_no_word_of_hers_is_anywhere(gone):
    assert CANARY.encode() not in everywhere()


def test_her_key_is_destroyed_and_no_row_of_hers_is_left(gone):
    with pytest.raises(keystore.KeyGone):
        keystore.get(gone)
    assert not Account.objects.filter(pk=gone).exists()
    for model in apps.get_models():
        path = getattr(model, "owned_by", None)
        if model.__module__.startswith("staffroom.") and path:
            assert not model._base_manager.filter(**{path: gone}).exists(), model


def test_what_a_colleague_relies_on_stays_without_the_name(gone, colleague):
    entry = Entry.objects.get(person=colleague)
    assert {rung.step: rung.in_name for rung in Rung.objects.filter(entry=entry)} == {
        "noted": "Cora Colleague", "confirmed": "removed account", "accepted": "Elsewhere (removed account)"}
    assert (Ruling.objects.get(person=colleague).in_name, Ruling.objects.get(person=colleague).by) == ("Elsewhere (removed account)", None)
    assert AccessLine.objects.get(person=colleague).by_name == "removed account (administrator)"
    assert Notice.objects.filter(person=colleague, name="removed account").exists()


def test_an_invitation_of_hers_opens_nothing_any_more(gone):
    from staffroom.orgs.models import Invitation
    invitation = Invitation.objects.get()
    assert invitation.by is None
    assert not invitation.is_open()


def test_no_promise_about_her_is_left_but_that_of_the_key(gone):
    left = outbox.OutboxRow.objects.exclude(kind__in=["record.unshelve", "exchange.unshelve"])
    assert [row.kind for row in left if str(gone) in json.dumps(row.payload) + row.key] == ["exchange.destroy_key"]
    assert not left.filter(kind="people.letter").exists()


def test_no_kind_that_names_an_owner_says_that_it_stays():
    for model in apps.get_models():
        if model.__module__.startswith("staffroom.") and getattr(model, "owned_by", None):
            assert model.on_erase == "delete", model


def test_every_other_tie_to_an_account_lets_it_go_or_goes_with_it():
    from django.db import models
    for field in Account._meta.related_objects:
        assert field.on_delete in {models.CASCADE, models.SET_NULL}, field


def test_others_keep_everything_of_theirs(gone, colleague):
    assert Entry.objects.filter(person=colleague).count() == 1
    assert keystore.get(colleague.pk)


# Asking and undoing


@pytest.fixture
def signed_in(ann):
    """Ann's browser, by her password just now."""
    client = Client()
    assert client.post("/sign-in/", {"login": ann.email, "password": PASSWORD}).status_code == 302
    assert client.session["assurance"] == "self"
    return client


def ask(client, word="erase"):
    return client.post("/me/erase/", {"op_id": op_id(), "word": word})


def test_the_word_is_asked_and_ends_every_session(signed_in, ann):
    other = Client()
    other.post("/sign-in/", {"login": ann.email, "password": PASSWORD})
    assert ask(signed_in)["Location"] == "/me/erase/asked/"
    assert ErasureAsked.objects.get().due_at > clock.now() + timedelta(days=13, hours=23)
    for client in (signed_in, other):
        assert client.get("/today/").status_code == 302
    assert "You are signed out everywhere" in signed_in.get("/me/erase/asked/").content.decode()


def test_another_word_changes_nothing(signed_in, ann):
    assert ask(signed_in, "earse").status_code == 422
    assert not ErasureAsked.objects.exists()
    assert signed_in.get("/today/").status_code == 200


def test_a_session_that_is_old_is_asked_for_its_key_again(client, ann):
    sign_in(client, ann)
    assert "again" in ask(client)["Location"]
    assert not ErasureAsked.objects.exists()


def test_who_signs_in_again_is_led_to_undo_it(signed_in, ann):
    ask(signed_in)
    back = Client()
    assert back.post("/sign-in/", {"login": ann.email, "password": PASSWORD})["Location"] == "/me/erase/"
    assert "Undo it: keep my account" in back.get("/me/erase/").content.decode()
    assert back.post("/me/erase/undo/", {"op_id": op_id()})["Location"] == "/today/"
    assert not ErasureAsked.objects.exists()


def test_within_a_fortnight_nothing_is_erased_and_after_it_the_clock_does_it(signed_in, full, work, time_machine):
    ask(signed_in)
    sweep, = [sweep for sweep in SWEEPS if sweep.name == "exchange.leaving"]
    time_machine.move_to(clock.now() + timedelta(days=13, hours=23), tick=False)
    sweep.run()
    assert Entry.objects.filter(person=full).exists()
    time_machine.move_to(clock.now() + timedelta(hours=2), tick=False)
    sweep.run()
    work()
    assert not Account.objects.filter(pk=full.pk).exists()
    with pytest.raises(keystore.KeyGone):
        keystore.get(full.pk)


def test_somebody_of_the_demo_world_cannot_be_erased_by_a_visitor(client, ann):
    Account.objects.filter(pk=ann.pk).update(is_demo=True)
    client.post("/sign-in/", {"login": ann.email, "password": PASSWORD})
    answer = ask(client)
    assert answer.status_code == 422
    assert "demo world" in answer.content.decode()
    assert not ErasureAsked.objects.exists()


def test_erasing_twice_at_once_is_erasing_once(full, work):
    actions.erase(by=None, account=full)
    with pytest.raises(Account.DoesNotExist):
        actions.erase(by=None, account=Account(pk=full.pk))
    work()
    assert settings.DATA.exists()
