"""The archive holds everything of mine, nothing of anybody else, and says so in a list that can be checked."""

import hashlib
import json
import re
from datetime import date

import pytest
from django.apps import apps

from staffroom.exchange import archive, belongings, readable, schema
from staffroom.exchange.tests.conftest import WORDS, inside, put_file, rows_in
from staffroom.kit import keystore
from staffroom.kit.archives import open_checked
from staffroom.kit.rows import who_may_know
from staffroom.practice.actions import drop_saved, end, plan, save
from staffroom.practice.savable import Thing
from staffroom.record import actions as record
from staffroom.record import shelf
from staffroom.record.models import Entry, Evidence
from staffroom.sharing.rules import RULES


def test_every_kind_of_thing_that_names_an_owner_goes_along(packed):
    rows = rows_in(packed)
    for model in apps.get_models():
        if model.__module__.startswith("staffroom.") and getattr(model, "owned_by", None):
            open_fields = [field.name for field in model._meta.fields if who_may_know(model, field.name) not in {None, "never"}]
            if set(open_fields) - {"code", "made_at", model.owned_by}:
                assert f"data/{model._meta.label_lower}.json" in rows, model


def test_there_is_a_row_of_every_kind_that_a_person_can_have(packed, full):
    empty = {name for name, rows in rows_in(packed).items() if not rows}
    assert empty == {"data/catalogue.importrun.json", "data/exchange.erasureasked.json", "data/exchange.export.json"}


def test_a_field_that_never_leaves_is_in_no_row(packed):
    for model in belongings.kinds():
        never = {field.name for field in model._meta.fields if who_may_know(model, field.name) == "never"}
        for row in rows_in(packed)[f"data/{model._meta.label_lower}.json"]:
            assert not never & set(row), model


def test_no_secret_key_or_inner_identifier_stands_anywhere_in_it(packed, full):
    whole = b"\n".join(data for name, data in inside(packed).items() if not name.startswith("files/"))
    assert full.password.encode() not in whole
    assert keystore.get(full.pk) not in whole
    assert str(full.pk).encode() not in whole
    assert Evidence.objects.exclude(stored="").first().stored.encode() not in whole


def test_the_list_names_every_file_with_its_digest_and_every_count(packed):
    members = inside(packed)
    manifest = json.loads(members.pop("manifest.json"))
    assert manifest["form"] == "staffroom.account/1"
    assert {name: said["sha256"] for name, said in manifest["files"].items()} == {
        name: hashlib.sha256(data).hexdigest() for name, data in members.items()}
    assert manifest["counts"] == {name[5:-5]: len(rows) for name, rows in rows_in(packed).items() if name != "data/sign-in.json"}
    assert manifest["missing"] == []


def test_words_in_any_script_and_files_come_out_as_they_went_in(packed):
    row, = [row for row in rows_in(packed)["data/record.entry.json"] if row["title"] == "Noted"]
    assert row["note"] == WORDS
    assert row["minutes"] == 45
    assert row["topics"] == ["theme:settle", "theme:talk"]
    proof, = [row for row in rows_in(packed)["data/record.evidence.json"] if row["name"] == "What it shows"]
    data = inside(packed)[proof["file"]]
    assert data.decode() == f"a file {WORDS}\n" * 10
    assert hashlib.sha256(data).hexdigest() == proof["sha256"]


def test_nothing_of_anybody_else_goes_along(full, ben):
    entry = record.note(by=ben, title="canary-of-ben", kind="read", minutes=5, on_on=full.made_at.date(), note="canary-of-ben")
    put_file(ben, entry, "canary-of-ben in a file")
    assert b"canary-of-ben" not in b"".join(inside(b"".join(archive.pieces(archive.members(full)))).values())


def test_a_copy_that_was_handed_to_me_stays_its_owners(full, ben):
    from datetime import timedelta

    from staffroom.kit import clock
    from staffroom.sharing import actions as sharing
    entry = record.note(by=ben, title="canary-of-ben", kind="read", minutes=5, on_on=full.made_at.date())
    sharing.hand(by=ben, thing=entry, reader=full, until_on=clock.now().date() + timedelta(days=3))
    assert b"canary-of-ben" not in b"".join(inside(b"".join(archive.pieces(archive.members(full)))).values())


def test_every_row_has_the_fields_of_its_schema_and_no_other(packed):
    shapes = json.loads(inside(packed)["schema.json"])["$defs"]
    for name, rows in rows_in(packed).items():
        if name != "data/sign-in.json":
            shape = shapes[name[5:-5]]
            for row in rows:
                assert set(shape["required"]) <= set(row) <= set(shape["properties"]), name
                assert all(fits(row[field], shape["properties"][field]) for field in row), (name, row)


def fits(value, shape) -> bool:
    """A small reading of JSON Schema: type, enum, anyOf."""
    if "anyOf" in shape:
        return any(fits(value, one) for one in shape["anyOf"])
    if "enum" in shape:
        return value in shape["enum"]
    kinds = shape.get("type", [])
    names = {"string": str, "integer": int, "boolean": bool, "null": type(None), "object": dict, "array": list}
    wanted = [names[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds)]
    return not wanted or type(value) in wanted


def test_the_schema_describes_every_special_value(db):
    assert set(schema.document()["$defs"]) == {model._meta.label_lower for model in belongings.kinds()}


def test_the_page_in_it_runs_nothing_loads_nothing_and_shows_my_words(full):
    record.note(by=full, title="<script>alert(1)</script>", kind="read", minutes=5, on_on=full.made_at.date(), note="<b>bold</b>", link="https://x.example/")
    page = inside(b"".join(archive.pieces(archive.members(full))))["index.html"].decode()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "&lt;b&gt;bold" in page
    assert WORDS in page
    assert not re.search(r'(src|href)="(?!https://x\.example/|https://example\.org/x|https://meet\.example/|https?://[^"/]+/(events|verify)/|https://feed|style\.css|#|files/)', page)


def test_every_kind_is_called_by_words_that_people_use(db):
    for model in belongings.kinds():
        assert model in RULES or model._meta.label_lower in readable.WORDS, model


def test_the_table_in_it_runs_nothing_in_a_spreadsheet(full):
    record.note(by=full, title="=cmd()", kind="read", minutes=5, on_on=full.made_at.date())
    table = inside(b"".join(archive.pieces(archive.members(full))))["record.csv"].decode("utf-8-sig")
    assert "'=cmd()" in table
    assert "Noted" in table
    assert "Let go" not in table


def test_the_same_account_makes_the_same_bytes_apart_from_the_list(full):
    first, second = (inside(b"".join(archive.pieces(archive.members(full)))) for _ in range(2))
    first.pop("manifest.json"), second.pop("manifest.json")
    assert first == second


def test_it_passes_the_checks_of_any_archive_that_comes_in(packed):
    import io
    assert open_checked(io.BytesIO(packed)).testzip() is None


def test_a_file_that_is_lost_is_named_and_everything_else_goes_along(full):
    lost = Evidence.objects.exclude(stored="").first()
    shelf.remove(lost.stored)
    members = inside(b"".join(archive.pieces(archive.members(full))))
    assert json.loads(members["manifest.json"])["missing"] == [f"files/{lost.code}.txt"]
    assert len(json.loads(members["data/record.entry.json"])["rows"]) == Entry.objects.filter(person=full).count()


@pytest.mark.parametrize("model", [model for model in apps.get_models() if hasattr(model, "holds_files")])
def test_every_kind_that_holds_files_is_opened_or_is_a_piece_on_its_way(model):
    assert model in belongings.FILES or model._meta.label == "record.Piece"


def test_the_plan_and_what_waits_go_along_for_other_programs(ann, settings):
    settings.BASE_URL = "https://staffroom.example"
    save(by=ann, thing=Thing(title="Exit & tickets", link="/find/abc/"), asked_for="some_day", why="for Monday")
    drop_saved(by=ann, saved=save(by=ann, thing=Thing(title="Dropped", link="/find/x/"), asked_for="some_day"))
    step = plan(by=ann, title="Try it", planned_on=date(2031, 5, 12))
    plan(by=ann, title="Without a day")
    end(by=ann, step=plan(by=ann, title="Done", planned_on=date(2031, 5, 13)), ended_as="done")
    held = inside(b"".join(archive.pieces(archive.members(ann))))
    assert re.findall(r"<A HREF=\"(.*?)\".*>(.*)</A>", held["go-back.html"].decode()) == [("https://staffroom.example/find/abc/", "Exit &amp; tickets")]
    lines = held["plan.ics"].decode().split("\r\n")
    assert [line for line in lines if line.startswith(("UID", "SUMMARY", "DTSTART"))] == [
        f"UID:{step.code}@staffroom", "DTSTART;VALUE=DATE:20310512", "SUMMARY:Try it"]


def test_without_a_plan_there_are_no_empty_files(ann):
    assert {"plan.ics", "go-back.html"} & set(inside(b"".join(archive.pieces(archive.members(ann))))) == set()
