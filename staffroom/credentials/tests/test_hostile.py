"""What was made to do harm is refused, within hard limits, and nothing is asked of anybody."""

import base64
import gzip
import json
import zlib

import pytest

from staffroom.cli import main
from staffroom.credentials.openbadges import child, proofs
from staffroom.credentials.openbadges.reading import MOST_BYTES, Bad
from staffroom.credentials.tests.making import (
    LIST,
    NOW,
    assertion,
    changed,
    chunk,
    clique,
    codes,
    plain,
    png,
    record_of,
    signed,
    status_list,
    svg,
    token,
    verify,
    with_status,
)
from staffroom.kit.tests.test_fetch import look_ups

BOMB = zlib.compress(b"{" + b" " * 60_000_000)
LAUGHS = '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>'
FILES = {
    "nothing": (b"", "read.kind"),
    "not text": (b"\xff\xfe\x00", "read.kind"),
    "a page": (b"<html><body>badge</body></html>", "read.kind"),
    "too large": (b"{" + b" " * MOST_BYTES + b"}", "read.large"),
    "brackets without end": (b"[" * 100_000, "read.deep"),
    "deeper than any badge": (('{"a":' * 60 + "1" + "}" * 60).encode(), "read.deep"),
    "brackets in a string are no depth": (json.dumps({"type": "x", "name": "[" * 500}).encode(), "kind.unknown"),
    "a name twice": (json.dumps(signed()).replace('"name":', '"name": "Else", "name":', 1).encode(), "read.twice"),
    "a number without end": (b'{"type": "Assertion", "n": 1e999}', "read.number"),
    "a number of many digits": (b'{"type": "Assertion", "n": ' + b"9" * 5_000 + b"}", "read.json"),
    "no number": (b'{"type": "Assertion", "n": NaN}', "read.json"),
    "half a letter": (b'{"type": "Assertion", "name": "\\ud800"}', "read.unprintable"),
    "a bell": (json.dumps(signed(plain()) | {"description": "ding\x07"}).encode(), "read.unprintable"),
    "very many values": (json.dumps({"type": "Assertion", "n": list(range(60_000))}).encode(), "read.many"),
    "a picture without a badge": (png("", b"Comment"), "read.unbaked"),
    "a picture with two": (png(json.dumps(signed()), twice=True), "read.two"),
    "a picture cut short": (png(json.dumps(signed()))[:-40], "read.damaged"),
    "a picture with a changed letter": (png(json.dumps(signed())).replace(b"better", b"bitter", 1), "read.damaged"),
    "a bomb in a picture": (b"\x89PNG\r\n\x1a\n" + chunk(b"iTXt", b"openbadges\0\1\0\0\0" + BOMB) + chunk(b"IEND", b""), "read.bomb"),
    "a drawing of entities": (LAUGHS.encode(), "read.damaged"),
    "a drawing without a badge": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "read.unbaked"),
    "a drawing with a page in it": (svg("hello"), "read.kind"),
}


@pytest.mark.parametrize("what", FILES)
def test_a_hostile_file_is_refused_with_its_reason(what):
    data, code = FILES[what]
    assert (verify(data)["ok"], codes(verify(data), False)) == (False, [code])


DOCUMENTS = {
    "a graph that cannot be put in order": lambda: clique(10),
    "fifty thousand brackets": lambda: "[" * 50_000,
    "vocabularies from another place": lambda: changed(signed(), ("@context", 1), "http://127.0.0.1:9/context"),
    "a huge vocabulary of its own": lambda: changed(signed(), ("@context", 1), {f"w{n}": f"https://evil.example/{n}" for n in range(4_000)}),
    "two thousand kinds": lambda: changed(signed(), ("type",), ["VerifiableCredential", *["Achievement", "Profile", "Result"] * 2_000]),
    "many proofs": lambda: signed() | {"proof": signed()["proof"] * 1_000},
    "a signature of a million letters": lambda: changed(signed(), ("proof", 0, "proofValue"), "z" + "2" * 1_000_000),
    "a key of a million letters": lambda: changed(signed(), ("proof", 0, "verificationMethod"), "did:key:z" + "2" * 1_000_000),
    "a record of many": lambda: record_of(*[plain(id=f"urn:x:{n}") for n in range(501)]),
    "a token in five parts": lambda: token() + ".A.B",
    "an algorithm of none": lambda: "eyJhbGciOiJub25lIn0." + token().split(".")[1] + ".",
}


@pytest.mark.parametrize("what", DOCUMENTS)
def test_a_hostile_document_is_refused_in_a_process_of_its_own(what):
    document = DOCUMENTS[what]()
    data = document.encode() if isinstance(document, str) else json.dumps(document).encode()
    assert child.verify(data, now=NOW)["ok"] is False


def test_a_graph_that_looks_the_same_from_every_side_is_given_up_by_count():
    assert codes(verify(clique(8)), False) == ["graph.work"] and "graph.work" not in codes(verify(clique(3)), False)


def test_what_hangs_or_devours_memory_ends_there(monkeypatch):
    for harm, code in (("while True: pass", "read.time"), ("x = ' ' * 10**9", "read.time"), ("import os; os.kill(os.getpid(), 11)", "read.time"),
                       ("import time; time.sleep(60)", "read.slow")):
        monkeypatch.setattr(child, "COMMAND", ("-c", f"from staffroom.credentials.openbadges.child import confine; confine()\n{harm}"))
        monkeypatch.setattr(child, "CPU_SECONDS", 1)
        monkeypatch.setattr(child, "WALL_SECONDS", 0.8 if code == "read.slow" else 30)
        found = child.verify(b"{}", now=NOW)
        assert (found["checks"][0]["code"], found["ok"]) == (code, None if code == "read.slow" else False), harm


def test_a_list_that_is_a_bomb_is_not_unpacked():
    packed = "u" + base64.urlsafe_b64encode(gzip.compress(b"\0" * 60_000_000)).rstrip(b"=").decode()
    listing = status_list(1)
    listing["credentialSubject"]["encodedList"] = packed
    again = signed({name: value for name, value in listing.items() if name != "proof"})
    assert codes(verify(with_status(), at_hand={LIST: again}), False) == ["status.unreadable"]


def test_nothing_unprintable_is_ever_signed():
    with pytest.raises(Bad):
        signed(plain(description="ding\x07"))
    with pytest.raises(Bad):
        proofs.canonical(plain(hoursOfGlory=4))


def test_the_command_says_each_check_and_its_exit_code(tmp_path, capsys):
    def said(*arguments):
        code = main(["badge", "verify", *map(str, arguments)])
        return code, json.loads(capsys.readouterr().out)

    files = {}
    for name, document in {"good": signed(), "bad": signed() | {"name": "Else"}, "away": with_status(), "list": status_list(94_567), "older": assertion()}.items():
        files[name] = tmp_path / f"{name}.json"
        files[name].write_text(json.dumps(document))
    code, found = said(files["good"])
    assert (code, found["ok"], {tuple(one) for one in found["checks"]}) == (0, True, {("name", "ok", "detail")})
    assert said(files["bad"])[0] == 1 and said(files["away"])[0] == 2 and said(files["older"])[1]["ok"] is None
    assert said(files["away"], "--with", files["list"])[0] == 1
    assert said(files["good"], "--address", "ann@school.example")[0] == 0 and said(files["good"], "--address", "bob@school.example")[0] == 1
    assert main(["badge", "verify", str(tmp_path / "none")]) == 2 and "cannot read" in capsys.readouterr().err


def test_without_being_told_to_the_command_asks_nobody(tmp_path, capsys):
    look_ups.clear()
    path = tmp_path / "a.json"
    path.write_text(json.dumps(assertion()))
    assert main(["badge", "verify", str(path)]) == 2 and look_ups == [] and capsys.readouterr().out
