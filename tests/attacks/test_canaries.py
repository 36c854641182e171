"""A7: what is written in a notebook stands nowhere else."""

import io
import json
import logging
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client

from staffroom.exchange import actions as exchange
from staffroom.exchange import kept
from staffroom.exchange.models import Export
from staffroom.kit import keystore, outbox
from staffroom.kit.backup import make, read
from staffroom.kit.sealed import SealedText
from staffroom.kit.testing import op_id
from staffroom.record import actions as record
from staffroom.record.models import Entry
from staffroom.sharing.rules import RULES
from tests.attacks import asking, crawl
from tests.attacks.changes import CHANGES
from tests.attacks.makers import private_models, word_fields
from tests.attacks.world import ANN, ANN_BY_ORG, VIEWERS, World

pytestmark = pytest.mark.django_db
COULD_READ = ("could read", "yes")


def sealed_tokens(world: World) -> dict[str, str]:
    """The canaries that are sealed with a key: {token: where}."""
    sealed = {f"{model._meta.label}.{field.name}" for model in private_models() for field in model._meta.concrete_fields if isinstance(field, SealedText)}
    sealed |= {f"{model._meta.label}.{name}" for model in private_models() for name in getattr(model, "holds_files", {})}
    sealed |= {"record.Entry.text", "record.Entry.body", "sharing.Copy.note", "record.Upload.pieces", "record.KeptWords.body"}
    return {token: f"{canary.model}.{canary.field}" for token, canary in world.canaries.items() if f"{canary.model}.{canary.field}" in sealed}


def found_in(data: bytes, tokens) -> set[str]:
    return {token for token in tokens if token.encode() in data}


@pytest.mark.parametrize("group", [0, *(pytest.param(group, marks=pytest.mark.one_engine) for group in (1, 2, 3))])
def test_nobody_else_reads_a_canary_at_any_address(world, group):
    """Every address, every viewer; a canary may be read by its owner in a session of their own, and by those it was handed to."""
    leaks = []
    for viewer in VIEWERS[group::4]:
        for path, answer in crawl.read_untouched(world, viewer, crawl.addresses(world)).items():
            for token in {one.decode() for one in re.findall(rb"[0-9a-f]{32}", answer.plain)} & world.canaries.keys():
                canary = world.canaries[token]
                is_guest = path.startswith("/events/guest/") and f"{canary.model}.{canary.field}" == "events.Event.link"  # the secret in the address is theirs
                if viewer not in {canary.owner, *canary.readers} and token not in path and not is_guest:
                    leaks.append(f"{viewer} reads {canary} at {path}")
    assert leaks == []


def test_the_owner_reads_most_of_them(world):
    """Otherwise the test above would say nothing."""
    text = b"".join(answer.plain for answer in crawl.read_untouched(world, ANN, crawl.addresses(world)).values())
    mine = {token for token, canary in world.canaries.items() if canary.owner == ANN}
    assert len({token for token in mine if token.encode() in text}) > len(mine) * 0.6


@pytest.mark.one_engine
def test_no_canary_is_logged_mailed_audited_or_promised(world, caplog):
    caplog.set_level(logging.DEBUG)
    mail.outbox = []
    tokens = dict(world.canaries)
    for viewer in (ANN, "ben", "anon"):
        crawl.read(world, viewer, [one for one in crawl.addresses(world) if "?q=" not in one[0]])
    for change in CHANGES[:6]:
        change.make(world)
    while outbox.run_due(100):
        pass
    logs = caplog.text.encode()
    letters = "".join(f"{one.subject}{one.body}{one.extra_headers}" for one in mail.outbox).encode()
    assert {"logs": found_in(logs, tokens), "mail": found_in(letters, tokens)} == {"logs": set(), "mail": set()}
    for table in ("kit_auditline", "kit_outboxrow", "kit_sent", "kit_clockrow", "kit_searchdoc"):
        assert found_in(_rows(table), world.canaries) == set(), table


def test_the_search_index_holds_no_canary(world):
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            tables = [name for name in connection.introspection.table_names(cursor) if name.startswith("kit_search")]
        data = b"".join(_rows(table) for table in tables) + connection.connection.serialize()
        assert not {token for token in sealed_tokens(world) if token.encode() in data}
    nothing = asking.send(world, "anon", "GET", f"/find/?q={'0' * 32}", cut=("0" * 32,))
    for token in list(world.canaries)[:30]:
        assert asking.send(world, "anon", "GET", f"/find/?q={token}", cut=(token,)).body == nothing.body


def test_a_page_for_a_fault_says_nothing_of_what_was_sent(world, monkeypatch, caplog):
    """The fault is planted in the act; what was typed stands neither on the page nor in the log."""
    caplog.set_level(logging.DEBUG)
    token = world.token()

    def broken(**words):
        raise RuntimeError("planted")

    monkeypatch.setattr(record, "note", broken)
    answer = asking.send(world, ANN, "POST", "/record/new/", {"title": token, "kind": "visit", "minutes": "20", "on_on": "2026-11-18", "time_kind": "own",
                                                               "origin": "chosen", "note": token})
    assert answer.status == 500
    assert token.encode() not in answer.plain
    assert token not in caplog.text


@pytest.mark.one_engine
def test_no_session_and_no_sent_form_keeps_words_in_the_clear(world):
    """Forms that were sent, also one whose session had ended and one that asked for a key first."""
    token = world.token()
    fields = {"title": token, "kind": "visit", "minutes": "20", "on_on": "2026-11-18", "time_kind": "own", "origin": "chosen", "note": token, "text": token}
    for path in ("/record/new/", "/practice/start/", "/practice/new/", "/record/drafts/record.new/", "/trust/check/"):
        asking.send(world, ANN, "POST", path, fields)
        asking.send(world, "anon", "POST", path, fields)
        asking.send(world, ANN_BY_ORG, "POST", path, fields)
    assert Entry.objects.count() and token.encode() not in _sessions() + _rows("kit_sent") + _rows("django_session")


def test_a_password_that_waits_for_a_key_is_not_kept(world):
    """Changing the password asks for a key once more; what was typed before that stands in no session."""
    client, password = Client(), world.token()
    client.force_login(world.people[ANN])
    session = client.session
    session["assurance"] = "self"
    session.save()
    answer = client.post("/account/password/", {"op_id": op_id(), "password": password})
    assert answer["Location"] == "/account/again/?next=%2Faccount%2Fpassword%2F"
    assert password.encode() not in _sessions()


def test_a_backup_without_the_keys_and_the_files_hold_none(world, shelf, tmp_path):
    tokens = sealed_tokens(world)
    made = make.backup(tmp_path / "one.backup")
    assert made.row_count > 100
    whole = b"".join(data for _name, data in read.members(made.path)) + made.path.read_bytes()
    assert found_in(whole, tokens) == set()
    files = b"".join(path.read_bytes() for path in shelf.rglob("*") if path.is_file())
    assert files and found_in(files, tokens) == set()


def test_no_row_holds_a_sealed_canary(world):
    tokens = sealed_tokens(world)
    data = b"".join(_rows(table) for table in _tables())
    assert len(tokens) > 30
    assert found_in(data, tokens) == set()


def test_what_is_not_sealed_says_so_in_the_table():
    """A kind whose row in the table says "sealed" has no private words in the clear."""
    wrong = []
    for model in private_models():
        clear = [name for name in word_fields(model) if name not in getattr(model, "holds_files", {})
                 and not isinstance(model._meta.get_field(name), SealedText)]
        rule = RULES.get(model)
        if clear and (rule is None or rule.columns is None or not any(words in str(rule.columns.server).lower() for words in COULD_READ)
                      or "sealed" in str(rule.columns.server).lower()):
            wrong.append(f"{model._meta.label}: {clear}")
    assert wrong == []


def test_the_bytes_on_the_disk_hold_none_of_it(tmp_path):
    """A real instance on SQLite: database, write-ahead log, free pages, files; while rows were changed and deleted in it."""
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "KEYS_URL", "STAFFROOM_DATA"}}
    done = subprocess.run([sys.executable, "-m", "tests.attacks.on_disk"], cwd=Path(__file__).resolve().parents[2], capture_output=True, text=True,
                          env=environment | {"STAFFROOM_DATA": str(tmp_path)}, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(done.stdout.strip().splitlines()[-1])
    assert said["found"] == []
    assert said["sealed"] > 30 and said["wal"] > 0 and said["clear"] > 0


def test_an_export_holds_what_is_its_owners_and_nothing_of_others(world):
    ben = world.first(Export, "ben")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(kept.opened(ben.stored, ben.pk))))
    text = b"".join(archive.read(name) for name in archive.namelist())
    others = {token for token, canary in world.canaries.items() if canary.owner != "ben"}
    mine = {token for token in set(world.canaries) - others if token.encode() in text}
    assert found_in(text, others) == set()
    assert len(mine) > 20


def test_an_erased_account_leaves_none_of_its_words_readable(world, shelf):
    """Erasure is tried by looking for the person's words everywhere, not by looking at known tables."""
    ann = world.people[ANN]
    mine = {token: canary for token, canary in world.canaries.items() if canary.owner == ANN}
    before = {path.name for path in shelf.rglob("*") if path.is_file()}
    asked = [one for one in crawl.addresses(world) if "?q=" not in one[0]]
    exchange.erase(by=None, account=ann)
    while outbox.run_due(100):
        pass
    left = found_in(b"".join(_rows(table) for table in _tables()) + _sessions(), mine)
    assert sorted(f"{mine[token].model}.{mine[token].field}" for token in left) == []
    with pytest.raises(keystore.KeyGone):
        keystore.get(ann.pk)
    assert len({path.name for path in shelf.rglob("*") if path.is_file()}) < len(before)
    for viewer in ("ben", "rosa", "principal", "org_admin", "anon"):
        for path, answer in crawl.read(world, viewer, asked).items():
            assert found_in(answer.plain, mine) == set(), f"{viewer} {path}"


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        return [name for name in connection.introspection.table_names(cursor) if not name.startswith("kit_search_fts")]


def _rows(table: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  a name out of the database's own list
        return b"\n".join(b"|".join(bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode() for cell in row) for row in cursor.fetchall())


def _sessions() -> bytes:
    return json.dumps([row.get_decoded() for row in Session.objects.all()], default=str).encode()


