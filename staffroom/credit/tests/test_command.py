"""`staffroom credit`, as it is called."""

import io
import json

import pytest

from staffroom.cli import main
from staffroom.credit import counting
from staffroom.credit.counting import vocabulary

pytestmark = pytest.mark.either
RECORD = {"licence": {"from": "2023-09-01", "to": "2028-08-31", "certificates": ["teacher"]}, "entries": [
    {"id": "a", "kind": "webinar", "role": "participant", "title": "Reading aloud", "started_at": "2025-11-02T00:30:00-04:00",
     "ended_at": "2025-11-02T01:30:00-05:00", "minutes": 120, "meal_minutes": 0, "topics": ["equity_based_school_practices"],
     "provider": {"kind": "school_district", "approved": True}, "preapproved_on": "2025-10-01", "evidence": [{"kind": "form"}]}]}


@pytest.fixture
def explain(tmp_path, capsys):
    def explain(text, *more: str, pack: str = "washington"):
        file = tmp_path / "record.json"
        file.write_bytes(text if isinstance(text, bytes) else (text if isinstance(text, str) else json.dumps(text)).encode())
        code = main(["credit", "explain", "--pack", pack, "--as-of", "2026-11-30", *more, str(file)])
        return code, capsys.readouterr()
    return explain


def test_the_packs_and_the_words_are_listed(capsys):
    assert main(["credit", "packs", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [pack["id"] for pack in told["packs"]] == list(counting.IDS)
    assert all({"id", "title", "version", "reviewed_on"} <= set(pack) and pack["reviewed_by"] == "" for pack in told["packs"])
    assert told["vocabularies"] == {name: list(words) for name, words in vocabulary.ALL.items()}
    assert set(told["vocabularies"]) == {"kind", "role", "provider_kind", "topics", "certificates"}
    assert main(["credit", "packs"]) == 0
    assert "reviewed by nobody yet" in capsys.readouterr().out


def test_the_answer_has_the_promised_shape(explain):
    code, told = explain(RECORD)
    answer = json.loads(told.out)
    assert code == 0
    assert list(answer) == ["pack", "version", "reviewed_on", "required_minutes", "counted_minutes", "entries", "rules", "short"]
    assert (answer["pack"], answer["required_minutes"], answer["counted_minutes"]) == ("washington", 6000, 120)
    assert answer["entries"] == [{"id": "a", "counted_minutes": 120, "reasons": ["Counts 2 h."]}]
    assert all(list(rule) == ["id", "verdict", "reason", "datum"] and rule["verdict"] in {"pass", "fail", "unknown"} for rule in answer["rules"])
    assert [(short["id"], short["minutes"]) for short in answer["short"]] == [("hours", 5880), ("equity-teacher", 780)]


def test_the_reasons_come_in_spanish(explain):
    assert json.loads(explain(RECORD, "--language", "es")[1].out)["short"][0]["reason"] == "Cuentan 2 h, se exigen 100 h: faltan 98 h."


@pytest.mark.parametrize(("text", "sentence"), [
    ("{", "record is not JSON"), (b"\xff", "record is not JSON"), ("[" * 100_000, "record is not JSON"), ("[]", "record must be an object"),
    (json.dumps(RECORD).replace('"minutes": 120', '"minutes": NaN'), "entries[0].minutes must be a whole number of minutes."),
    (json.dumps(RECORD).replace('"minutes": 120', '"minutes": 1e309'), "entries[0].minutes must be a whole number of minutes."),
    (json.dumps(RECORD).replace('"minutes": 120', '"minutes": 120, "minutes": 60'), "the field minutes stands twice"),
    (json.dumps(RECORD).replace('"minutes": 120', f'"minutes": {"9" * 5_000}'), "record is not JSON"),
    (json.dumps(RECORD).replace('"webinar"', '"seance"'), "entries[0].kind does not know the word 'seance'; allowed are workshop, course"),
    (b" " * 20_000_001, "record is larger than 20,000,000 bytes."),
])
def test_what_cannot_be_used_ends_with_two_and_one_sentence(explain, text, sentence):
    code, told = explain(text)
    assert (code, told.out) == (2, "")
    assert told.err.startswith("staffroom: ") and sentence in told.err and told.err.count("\n") == 1


def test_a_call_that_is_off_ends_with_two(explain, capsys, monkeypatch, tmp_path):
    code, told = explain(RECORD, pack="atlantis")
    assert (code, told.err) == (2, f"staffroom: --pack does not know the id 'atlantis'; there are {', '.join(counting.IDS)}.\n")
    assert explain(RECORD, "--as-of", "2026-W48-1")[0] == 2
    assert main(["credit", "explain", "--pack", "texas", str(tmp_path / "none.json")]) == 2
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(RECORD).encode())))
    capsys.readouterr()
    assert main(["credit", "explain", "--pack", "illinois", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["pack"] == "illinois"
