"""The issuer is asked through the one guarded door, by a real server of its own; what does not answer stays open."""

import json

from staffroom.credentials import asking
from staffroom.credentials.tests.making import NOW, assertion, codes, did_document, plain, signed
from staffroom.kit.tests.test_fetch import always, certificates, connections, door, page, serving

JSON = "application/json"


def by_page_at(port):
    web = f"did:web:badges.example%3A{port}"
    made = signed(plain(issuer={"id": web, "type": ["Profile"], "name": "Example Institute"}), method=f"{web}#1")
    return json.dumps(made).encode(), json.loads(json.dumps(did_document()).replace("did:web:badges.example", web))


def test_the_key_is_read_from_the_issuers_page_once(tmp_path):
    server, client = certificates(tmp_path, "badges.example")
    answers = {}
    with serving(lambda stream, _request: stream.sendall(answers["now"]), server) as (port, seen):
        data, listed = by_page_at(port)
        through = door(port, {"badges.example": ["127.0.0.1"]}, tls=client)
        answers["now"] = page(json.dumps(listed).encode(), JSON)
        found = asking.verify(data, now=NOW, door=through)
        assert (found["ok"], len(seen)) == (True, 1) and b"GET /.well-known/did.json" in seen[0] and b"ann@" not in seen[0]
        for answer in (page(b"", JSON, "404 Not Found"), page(b"[" * 90_000, JSON), page(b"\xff", JSON), page(b"{}", "text/html")):
            answers["now"] = answer
            assert codes(asking.verify(data, now=NOW, door=through), None) == ["signature.later", "key.away"]
        answers["now"] = page(json.dumps(listed | {"assertionMethod": []}).encode(), JSON)
        assert codes(asking.verify(data, now=NOW, door=through), False) == ["key.unlisted"]


def test_nobody_is_asked_inside_the_house_or_about_what_does_not_hold_anyway():
    connections.clear()
    for inner in ("did:web:127.0.0.1", "did:web:localhost", "did:web:169.254.169.254"):
        made = signed(plain(issuer={"id": inner, "type": ["Profile"]}), method=f"{inner}#1")
        assert asking.verify(json.dumps(made).encode(), now=NOW)["ok"] is None
    assert asking.verify(json.dumps(assertion(id="http://127.0.0.1:9/1", badge="http://127.0.0.1:9/2")).encode(), now=NOW)["ok"] is None
    assert asking.verify(json.dumps(signed() | {"name": "Else"}).encode(), now=NOW)["ok"] is False
    assert connections == []


def test_at_most_eight_are_asked(tmp_path):
    server, client = certificates(tmp_path, "badges.example")
    with serving(always(page(b"{}", JSON)), server) as (port, seen):
        entries = [{"type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "1",
                    "statusListCredential": f"https://badges.example:{port}/{number}"} for number in range(20)]
        asking.verify(json.dumps(signed(credentialStatus=entries)).encode(), now=NOW, door=door(port, {"badges.example": ["127.0.0.1"]}, tls=client))
    assert 0 < len(seen) <= asking.MOST_ASKED
