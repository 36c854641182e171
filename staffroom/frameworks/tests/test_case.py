"""Reading and writing CASE: nothing is lost, nothing is swallowed, and the official schema takes what we write."""

import json
import random

import pytest

from staffroom.frameworks import case, listed, mapping
from staffroom.frameworks.strict import as_said, strict
from staffroom.frameworks.tests.conftest import DATA, first, identifier, item, link, package, second
from staffroom.frameworks.tests.schema import wrong

SCHEMA = DATA / "case" / "case-v1p1-cfpackage.json"
REAL = {  # file: (title, statements, areas, problems)
    "case/opensalt-samples/AdoptedTestFramework.json": ("Adopted Test", 1, [1], []),
    "case/opensalt-samples/EmptyExternalFramework.json": ("Test Framework External Empty", 0, [], []),
    "case/opensalt-samples/ItemTypeTestFramework.json": ("Item Type Test", 1, [1], []),
    "case/opensalt-samples/MarkdownFramework.json": ("Test Markdown Framework", 2, [2], []),
    "case/opensalt-samples/SequenceNumberFramework.json": ("Sequence Number Test", 2, [2], []),
    "case/opensalt-samples/SmartLevelFramework.json": ("SmartLevel Test", 14, [10, 2], []),
    "competency_frameworks/digcompedu-de-hb.matrix.json": ("DigCompEdu HB 2025", 36, [4, 3, 4, 3, 3, 8, 4], []),
    "competency_frameworks/digcompedu.matrix.json": ("DigCompEdu HB 2025", 36, [4, 3, 4, 3, 3, 8, 4], [("number twice", 36, "7.3")]),
    "competency_frameworks/opensalt_sample_case.csv": ("opensalt sample case", 10, [2, 1, 1], []),
    "competency_frameworks/opensalt_sample_case_package.json": ("What Standards Could Be", 16, [2, 4, 2, 4], []),
    "competency_frameworks/opensalt_spreadsheet_import_sample.xlsx": ("SampleFramework", 4, [1, 1], []),
    "competency_frameworks/uk_teachers_standards_part1.json": ("Teachers' Standards (England), Part One: Teaching", 43, [3, 5, 5, 5, 4, 4, 4, 5], []),
}


def real(name: str) -> bytes:
    path = DATA / name
    if not path.exists():
        pytest.skip("the folder shared/data is not here")
    return path.read_bytes()


def official() -> dict:
    if not SCHEMA.exists():
        pytest.skip("the folder shared/data is not here")
    return json.loads(SCHEMA.read_text())


@pytest.mark.data
@pytest.mark.parametrize("name", REAL)
def test_real_frameworks_are_read_whole(name):
    found = listed.read(real(name), name.rpartition("/")[2])
    tree = case.tree(found)
    said = [(one.code, one.row, one.name) for one in case.problems(found)]
    assert (tree.title, len(tree.nodes), [len(area.statements) for area in case.areas(tree)], said) == REAL[name]


@pytest.mark.data
@pytest.mark.parametrize("name", REAL)
def test_what_we_write_of_a_real_framework_is_read_as_the_same_and_written_as_the_same_bytes(name):
    found = listed.read(real(name), name.rpartition("/")[2])
    written = case.dumps(found)
    again = listed.read(written.encode(), "other.json")
    assert again == found
    assert case.dumps(again) == written
    assert wrong(json.loads(written), official()) == []


def test_the_judge_judges():
    """The small validator sees what is not allowed: a field too many, one too few, a wrong type."""
    for change in ({"more": 1}, {"identifier": "7"}, {"lastChangeDateTime": "2026-01-01"}, {"fullStatement": None}, {"statusEndDate": "soon"}):
        broken = package(item(2, "x") | change)
        assert wrong(broken, official()) != []
    assert wrong({}, official()) != []
    assert wrong(package(item(2, "x")), official()) == []


def test_a_package_that_is_strict_already_is_written_as_it_came():
    assert strict(first()) == first()
    assert strict(package(item(2, "x", extensions={"theirs": [1]}))) == package(item(2, "x", extensions={"theirs": [1]}))


def odd(seed: int) -> dict:
    """A package in which anything may be missing, null, twice, of another type or unknown."""
    rng = random.Random(seed)  # noqa: S311  the same package for the same seed is the point
    values = [None, "", "x", 7, 1.5, True, [], ["a", None], {}, {"title": "t"}, "2026-01-01", "2026-01-01T00:00:00", "2026-01-01T00:00:00Z", identifier(rng.randint(1, 9)),
              {"title": "t", "identifier": identifier(3), "uri": "u"}, {"extensions": {"staffroom": {"kept": {}, "filled": []}}}, "\ud800", "\x00"]
    names = ["identifier", "uri", "title", "fullStatement", "humanCodingScheme", "lastChangeDateTime", "statusEndDate", "conceptKeywords", "extensions",
             "CFItemTypeURI", "associationType", "originNodeURI", "destinationNodeURI", "sequenceNumber", "description", "hierarchyCode", "theirs"]

    def thing() -> dict:
        return {name: rng.choice(values[:-3] if name == "extensions" else values) for name in rng.sample(names, rng.randint(0, 9))}

    levels = [{"CFRubricCriteria": [thing() | {"CFRubricCriterionLevels": [thing(), thing() | {"extensions": [{"a": 1}]}]}]}]
    return {"CFDocument": thing() | {"title": "T"}, "CFItems": [thing() for _n in range(rng.randint(0, 6))], "CFAssociations": [thing() for _n in range(4)],
            "CFDefinitions": {"CFItemTypes": [thing(), thing()], "CFThings": 7, "extensions": {"b": 2}}, "CFRubrics": [thing() | levels[0]], "more": thing()}


@pytest.mark.data
def test_no_oddity_is_lost_and_none_gets_past_the_schema():
    judge = official()
    for seed in range(300):
        said = odd(seed)
        written = strict(said, case.ids_of(said["CFItems"]))
        assert as_said(written) == said, seed
        assert wrong(json.loads(json.dumps(written)), judge) == [], seed
        once = case.dumps(case.package_of(said))
        assert case.dumps(case.read(once.encode())) == once, seed


def test_two_rows_with_one_identifier_are_both_kept_and_named():
    found = package(item(2, "First", "7.3"), item(2, "Second", "7.4"), item(3, "Child"), links=(link(9, identifier(3), identifier(2)),))
    assert [(one.code, one.row, one.name) for one in case.problems(found)] == [("twice", 2, f"{identifier(2)} (7.4)")]
    tree = case.tree(found)
    assert [(node.statement, node.depth) for node in tree.nodes] == [("First", 0), ("Child", 1), ("Second", 0)]
    assert len({node.identifier for node in tree.nodes}) == 3
    written = json.loads(case.dumps(found))
    assert len({one["identifier"] for one in written["CFItems"]}) == 3
    assert as_said(written) == found


def test_an_identifier_that_case_does_not_take_is_another_one_at_both_ends():
    found = listed.read(b"id,statement,parent\nM,Everything,\nM.F,Fractions,M\n", "maths.csv")
    written = json.loads(case.dumps(found))
    names = {one["fullStatement"]: one["identifier"] for one in written["CFItems"]}
    child = next(one for one in written["CFAssociations"] if one["originNodeURI"]["identifier"] == names["Fractions"])
    assert child["destinationNodeURI"]["identifier"] == names["Everything"]
    assert as_said(written) == found


def test_what_is_wrong_is_named_by_its_row():
    found = package(item(2, ""), {"fullStatement": "No name"}, "no item", links=(link(9, identifier(2), identifier(77)), {"identifier": "x"}, link(9, "a", "b", "precedes")))
    assert [(one.code, one.row) for one in case.problems(found)] == [
        ("no words", 1), ("no identifier", 2), ("no item", 3), ("loose", 1), ("no association", 2), ("association twice", 3)]
    assert [node.statement for node in case.tree(found).nodes] == ["", "No name"]


def test_the_order_is_that_of_the_numbers_and_a_ring_hangs_nobody():
    rows = (item(2, "b"), item(3, "a"), item(4, "c"), item(5, "d"))
    found = package(*rows, links=(link(9, identifier(2), identifier(1), sequenceNumber=2), link(10, identifier(3), identifier(1), sequenceNumber=1),
                                  link(11, identifier(4), identifier(5)), link(12, identifier(5), identifier(4))))
    assert [(node.statement, node.depth) for node in case.tree(found).nodes] == [("a", 0), ("b", 0), ("c", 0), ("d", 1)]


def test_an_older_package_that_names_its_ends_by_address_is_read():
    found = {"CFDocument": {"title": "T", "identifier": "d"}, "CFItems": [{"identifier": "i", "fullStatement": "x"}], "CFAssociations": [
        {"associationType": "isChildOf", "originNodeURI": "https://x.example/uri/i", "destinationNodeURI": "https://x.example/uri/d"}]}
    assert [(node.statement, node.parent) for node in case.tree(found).nodes] == [("x", "d")]


@pytest.mark.parametrize(("data", "code"), [
    (b"", "empty"), (b"{", "json"), (b"[1]", "shape"), (b'{"CFDocument": {}}', "title"), (b'{"CFDocument": {"title": "x"}, "CFItems": 7}', "shape"),
    (b"[" * 100_000, "json"), (b"a,b\n1,2\n", "column"), (b"statement,Statement\na,b\n", "repeated"), (b'statement\n"open\n' + b"x\n" * 9, "quote"),
    (b"PK\x03\x04no", "damaged"), (b"statement\nx\x00\n", "nul"), (b'{"items": [7], "title": "x"}', "shape"), (b'{"framework": {"standardelements": [7]}}', "shape"),
    (json.dumps({"CFDocument": {"title": "x"}, "CFItems": [{}] * 20_001}).encode(), "size")])
def test_a_file_that_is_no_framework_is_refused_by_name(data, code):
    with pytest.raises(case.Unfit) as told:
        listed.read(data, "x.csv")
    assert told.value.code == code


def test_a_table_hangs_by_its_parents_or_by_its_numbers_and_keeps_what_it_says_besides():
    found = listed.read("Number;Statement;Parent;Our note\n1;Room;;x\n1.1;Greet;;\n2;Talk;1;\n".encode("utf-16"), "Our list-2026.csv")
    tree = case.tree(found)
    assert (tree.title, [(node.number, node.statement, node.depth) for node in tree.nodes]) == (
        "Our list 2026", [("1", "Room", 0), ("1.1", "Greet", 1), ("2", "Talk", 1)])
    assert found["CFItems"][0]["Our note"] == "x"
    assert as_said(json.loads(case.dumps(found))) == found


def test_what_became_of_each_statement_is_said_by_its_maker_first():
    older, newer = case.tree(first()), case.tree(second())
    found = {node.number: mapping.became(node.identifier, node.number, node.statement, newer) for node in older.nodes}
    assert {number: (one.how, one.node.statement if one.node else "") for number, one in found.items()} == {
        "1": ("same", "A room"), "1.1": ("reworded", "I greet every pupil."), "1.2": ("replaced", "I plan with others."), "1.3": ("ended", "I use chalk."),
        "1.4": ("words", "I wait three seconds."), "1.5": ("number", "Something else")}
    assert mapping.became("x", "", "Nothing like it", newer).how == "gone"
    assert mapping.became("x", "1", "i GREET every pupil", newer).how == "words"
