"""Bringing a framework in: looked at before it is kept, hers alone, twice the same, and taken out again; versions keep what was tagged."""

import argparse
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from staffroom.frameworks import actions, case, queries
from staffroom.frameworks.models import Framework, OwnFramework
from staffroom.frameworks.pins import Pin, dumps, loads
from staffroom.frameworks.tests.conftest import first, identifier, item, package, second
from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.orgs import actions as orgs
from staffroom.sharing.rules import who_can_see
from staffroom.sharing.viewers import NOBODY, SELF, Viewer

pytestmark = pytest.mark.django_db


def upload(browser, said, name="ours.json"):
    data = said if isinstance(said, bytes) else json.dumps(said).encode()
    return browser.post("/frameworks/bring/", {"op_id": op_id(), "file": SimpleUploadedFile(name, data)})


def press(browser, own, how, **more):
    return browser.post(f"/frameworks/mine/{own.code}/{how}/", {"op_id": op_id(), **more})


def test_a_framework_is_looked_at_before_it_is_kept_and_can_be_taken_out_again(as_ann):
    twice = package(item(10, "First", "7.3"), item(10, "Second", "7.3"))
    answer = upload(as_ann, twice)
    own = OwnFramework.objects.get()
    assert answer["Location"] == f"/frameworks/mine/{own.code}/"
    page = as_ann.get(answer["Location"]).content.decode()
    for words in ("Our standards", "2 statements", "Nothing is kept yet", "Row 2: its identifier", "stands twice; both are kept", "First", "Second", "Only you"):
        assert words in page
    assert press(as_ann, own, "keep").status_code == 302
    assert "As a CASE package" in as_ann.get(f"/frameworks/mine/{own.code}/").content.decode()
    assert json.loads(as_ann.get(f"/frameworks/mine/{own.code}/case.json").content)["CFDocument"]["title"] == "Our standards"
    press(as_ann, own, "drop")
    assert OwnFramework.objects.count() == 0


def test_the_same_file_twice_changes_nothing(as_ann, ann):
    upload(as_ann, first())
    own = OwnFramework.objects.get()
    press(as_ann, own, "keep")
    reordered = json.dumps(first(), sort_keys=True, indent=4).encode()
    assert upload(as_ann, reordered)["Location"] == f"/frameworks/mine/{own.code}/"
    held = OwnFramework.objects.get()
    assert (held.kept_at is not None, held.package) == (True, case.stored(first()))
    for _n in range(2):
        hung = actions.put_up(by=None, package=first())
    assert (Framework.objects.count(), hung.number) == (1, 1)


def test_it_is_hers_alone(client, ann):
    own = actions.keep(by=ann, own=actions.bring(by=ann, name="ours.json", data=json.dumps(first()).encode()))
    assert [reader.account for reader in who_can_see(own)] == [ann]
    ben = sign_in(client, make_account("Ben"))
    for answer in (ben.get(f"/frameworks/mine/{own.code}/"), ben.get(f"/frameworks/mine/{own.code}/case.json"), ben.get(f"/frameworks/{own.code}/"),
                   press(ben, own, "keep"), press(ben, own, "drop"), press(ben, own, "put-up", body="x")):
        assert answer.status_code == 404
    assert b"Our standards" not in ben.get("/frameworks/").content
    assert client.get(f"/ims/case/v1p1/CFPackages/{identifier(1)}").status_code == 404
    sign_in(client, ann, assurance="org")
    assert client.get(f"/frameworks/mine/{own.code}/").status_code == 403
    assert b"Our standards" not in client.get("/frameworks/").content


def test_its_words_are_sealed(ann):
    from django.db import connection
    own = actions.bring(by=ann, name="ours.json", data=json.dumps(first()).encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT title, family, package FROM frameworks_ownframework WHERE code = %s", [own.code])
        kept = b"".join(bytes(one) for one in cursor.fetchone())
    assert b"standards" not in kept and identifier(1).encode() not in kept


def test_only_an_administrator_puts_it_up_in_the_name_of_her_own_body(client, ann):
    district = orgs.found(by=None, parent=None, kind="district", name="Cedar District")
    other = orgs.found(by=None, parent=None, kind="district", name="Other District")
    orgs.enrol(by=None, person=ann, organisation=district, role="org_admin")
    own = actions.keep(by=ann, own=actions.bring(by=ann, name="ours.json", data=json.dumps(first()).encode()))
    browser = sign_in(client, ann)
    assert "Put it up, as Cedar District" in browser.get(f"/frameworks/mine/{own.code}/").content.decode()
    assert press(browser, own, "put-up", body=other.code).status_code == 404
    assert Framework.objects.count() == 0
    press(browser, own, "put-up", body=district.code)
    hung = Framework.objects.get()
    assert (hung.title, hung.body, hung.statements_count) == ("Our standards", district, 5)
    assert "Cedar District" in sign_in(client, make_account("Ben")).get("/frameworks/").content.decode()
    taken = {"op_id": op_id()}
    assert client.post(f"/frameworks/{hung.code}/take-down/", taken).status_code == 404
    assert sign_in(client, ann).post(f"/frameworks/{hung.code}/take-down/", taken).status_code == 302
    assert client.get(f"/frameworks/{hung.code}/").status_code == 404
    assert actions.put_up(by=None, package=first()).pk == hung.pk
    assert client.get(f"/frameworks/{hung.code}/").status_code == 200


def test_a_new_version_stands_beside_the_old_one_and_says_what_is_different(client, ann):
    old, new = actions.put_up(by=None, package=first()), actions.put_up(by=None, package=second())
    assert (old.family, new.family, old.number, new.number, old.label, new.label) == (identifier(1), identifier(1), 1, 2, "2023", "2026")
    page = client.get(f"/frameworks/{new.code}/?since={old.code}").content.decode()
    for words in ("From 2023 to 2026", "One statement stays as it was" if "One statement stays" in page else "1 statement stays as it was",
                  "In 2026 it reads: “I greet every pupil.”", "In 2026 this takes its place: “I plan with others.”", "In 2026 it has ended, on 2026-06-30.",
                  "In 2026 the same words stand at another place: 2.1.", "I let go."):
        assert words in page, words
    listing = client.get("/frameworks/").content.decode()
    assert listing.count("Our standards") == 1 and ">2023</a>" in listing


def test_what_was_tagged_keeps_its_version_and_the_mapping_is_shown(ann):
    old = actions.put_up(by=None, package=first())
    pin = Pin(old.family, old.title, old.label, identifier(11), "1.1", "I greet pupils.")
    viewer = Viewer(ann, SELF)
    assert [(one.pin, one.href, one.since) for one in queries.tagged(viewer, [pin])] == [(pin, f"/frameworks/{old.code}/", "")]
    actions.put_up(by=None, package=second())
    assert queries.tagged(viewer, [pin])[0].since == "In 2026 it reads: “I greet every pupil.”"
    assert queries.tagged(viewer, [pin])[0].pin.words == "I greet pupils."
    actions.take_down(by=None, framework=old)
    assert [(one.href, one.since) for one in queries.tagged(NOBODY, [pin])] == [("", "In 2026 it reads: “I greet every pupil.”")]
    assert loads(dumps([pin])) == [pin]
    assert [loads(text) for text in ("", "{", "[1]", '[{"family": 7}]', "7", "[" * 9_999)] == [[], [], [], [], [], []]


def test_a_version_under_another_identifier_is_one_because_she_says_so(as_ann, ann):
    old = actions.put_up(by=None, package=first())
    other = second()
    other["CFDocument"]["identifier"] = identifier(2)
    upload(as_ann, other)
    own = OwnFramework.objects.get()
    assert "Is it a new version" in as_ann.get(f"/frameworks/mine/{own.code}/").content.decode()
    press(as_ann, own, "keep", family=old.family)
    own.refresh_from_db()
    assert own.family == old.family
    versions = queries.editions_of(Viewer(ann, SELF), [old.family])[old.family]
    assert [(one.label, one.own) for one in versions] == [("2023", False), ("2026", True)]
    assert [one.label for one in queries.editions_of(NOBODY, [old.family])[old.family]] == ["2023"]


def test_a_file_that_is_none_is_refused_in_words_and_nothing_is_kept(as_ann):
    for data, words in ((b"{", "cannot read this as a framework"), (b"a,b\n1,2\n", "No column holds the statements"), (b"", "There are no rows"),
                        (b"x" * 5_000_001, "too large"), (b"PK\x03\x04", "damaged")):
        answer = upload(as_ann, data)
        assert answer.status_code == 422
        assert words in answer.content.decode() or not data
    assert OwnFramework.objects.count() == 0


def spreadsheet(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in {"xl/workbook.xml": '<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
                           '<sheet name="Ours" r:id="r1"/></sheets></workbook>',
                           "xl/_rels/workbook.xml.rels": '<R><Relationship Id="r1" Target="/xl/worksheets/sheet1.xml"/></R>'}.items():
            made.writestr(name, text)
        for name, text in parts.items():
            made.writestr({"sheet": "xl/worksheets/sheet1.xml", "shared": "xl/sharedStrings.xml"}[name], text)
    return out.getvalue()


def test_a_spreadsheet_with_one_sheet_is_read_row_by_row(ann):
    sheet = ('<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Number</t></is></c><c r="C1" t="s"><v>0</v></c></row>'
             '<row r="3"><c r="A3"><v>1</v></c><c r="C3" t="s"><v>1</v></c></row><row r="4"><c r="A4"><v>1.1</v></c><c r="C4" t="s"><v>2</v></c></row></sheetData></worksheet>')
    shared = "<sst><si><t>Statement</t></si><si><r><t>A </t></r><r><t>room</t></r></si><si><t>Greet</t><rPh><t>no</t></rPh></si></sst>"
    own = actions.bring(by=ann, name="Ours.xlsx", data=spreadsheet(sheet=sheet, shared=shared))
    tree = case.tree(case.opened(own.package))
    assert [(node.number, node.statement, node.depth) for node in tree.nodes] == [("1", "A room", 0), ("1.1", "Greet", 1)]


@pytest.mark.parametrize("parts", [
    {}, {"sheet": "<no"}, {"sheet": '<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'}, {"sheet": '<worksheet><row><c t="s"><v>99</v></c></row></worksheet>'},
    {"sheet": '<worksheet><row r="1"><c r="ZZZ1"><v>1</v></c></row></worksheet>'}, {"sheet": "<worksheet/>"},
    {"sheet": f'<worksheet><row><c t="inlineStr"><is><t>{"x" * 20_001}</t></is></c></row></worksheet>'}])
def test_a_spreadsheet_that_is_none_is_refused(ann, parts):
    with pytest.raises(Refusal):
        actions.bring(by=ann, name="ours.xlsx", data=spreadsheet(**parts))


def test_drafts_that_nobody_kept_are_forgotten_and_there_is_an_end(ann):
    kept = actions.keep(by=ann, own=actions.bring(by=ann, name="a.csv", data=b"statement\nA\n"))
    draft = actions.bring(by=ann, name="b.csv", data=b"statement\nB\n")
    OwnFramework.objects.update(made_at=clock.now() - timedelta(days=8))
    assert actions.forget_drafts(by=None) == 1
    assert list(OwnFramework.objects.values_list("pk", flat=True)) == [kept.pk] != [draft.pk]
    for n in range(29):
        actions.bring(by=ann, name=f"{n}.csv", data=f"statement\nN{n}\n".encode())
    with pytest.raises(Refusal, match="30 frameworks"):
        actions.bring(by=ann, name="more.csv", data=b"statement\nMore\n")


def test_a_large_framework_is_shown_in_parts(client, ann):
    rows = "".join(f"{a}.{b},Statement {a}.{b}\n" for a in range(1, 31) for b in range(1, 31))
    tops = "".join(f"{a},Area {a}\n" for a in range(1, 31))
    hung = actions.put_up(by=None, package=actions.read("big.csv", ("number,statement\n" + tops + rows).encode()))
    page = client.get(f"/frameworks/{hung.code}/").content.decode()
    assert page.count("<li>") < 80 and "Area 30" in page and "Statement 1.1" not in page
    top = queries.edition(NOBODY, hung.code).tree.nodes[0]
    below = client.get(f"/frameworks/{hung.code}/?under={top.identifier}").content.decode()
    assert "Statement 1.30" in below and "Statement 2.1" not in below
    assert client.get(f"/frameworks/{hung.code}/?under=nobody").status_code == 200


def test_pages_cost_the_same_however_many_there_are(client, ann, django_assert_max_num_queries):
    for n in range(12):
        actions.put_up(by=None, package=actions.read(f"{n}.csv", b"statement\nA\n"))
        actions.bring(by=ann, name=f"m{n}.csv", data=b"statement\nA\n")
    hung = Framework.objects.first()
    with django_assert_max_num_queries(3):
        client.get("/frameworks/")
    with django_assert_max_num_queries(3):
        client.get(f"/frameworks/{hung.code}/")
    sign_in(client, ann)
    for path in ("/frameworks/", f"/frameworks/{hung.code}/", f"/frameworks/mine/{OwnFramework.objects.first().code}/"):
        with django_assert_max_num_queries(8):
            assert client.get(path).status_code == 200


def test_anybody_gets_the_package_as_the_service_of_case_gives_it(client):
    actions.put_up(by=None, package=first())
    newest = actions.put_up(by=None, package=second())
    answer = client.get(f"/ims/case/v1p1/CFPackages/{identifier(1)}")
    assert (answer.status_code, answer["Content-Type"], json.loads(answer.content)) == (200, "application/json; charset=utf-8", second())
    assert client.get(f"/frameworks/{newest.code}/case.json").content == answer.content
    assert client.get("/ims/case/v1p1/CFPackages/no-such").status_code == 404


def test_the_command_puts_a_framework_up_and_says_what_it_did(tmp_path, capsys):
    from staffroom.cli import Problem, import_
    path = tmp_path / "ours.json"
    path.write_text(json.dumps(first()))

    def run(**more):
        return import_.framework(path, argparse.Namespace(**{"look": False, "version_of": None} | more))

    for look, said in ((True, "would hang on the wall"), (False, "hangs on the wall"), (False, "was here already; nothing was changed")):
        assert run(look=look) == 0
        assert said in capsys.readouterr().out
    hung = Framework.objects.get()
    path.write_text(json.dumps(second() | {"CFDocument": second()["CFDocument"] | {"identifier": identifier(9)}}))
    assert run(version_of=hung.code) == 0
    assert list(Framework.objects.order_by("number").values_list("family", "number")) == [(identifier(1), 1), (identifier(1), 2)]
    with pytest.raises(Problem, match="No framework here"):
        run(version_of="zzz")
    path.write_text("{")
    with pytest.raises(Problem, match="cannot read this"):
        run()
