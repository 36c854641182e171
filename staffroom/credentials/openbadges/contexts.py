"""The vocabularies that signatures were made with, pinned in `thirdparty/contexts`; no other is ever read."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from staffroom.credentials.openbadges.reading import Bad

FOLDER = Path(__file__).resolve().parents[2] / "thirdparty" / "contexts"
FIRST = {"https://www.w3.org/ns/credentials/v2": "credentials-v2.jsonld", "https://www.w3.org/2018/credentials/v1": "2018-credentials-v1.jsonld"}
V2 = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
PINNED = FIRST | {
    "https://purl.imsglobal.org/spec/ob/v3p0/context.json": "ob-v3p0.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json": "ob-v3p0-3.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": "ob-v3p0-3.0.2.json",
    OPEN_BADGES: "ob-v3p0-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "ob-v3p0-extensions.json",
    "https://purl.imsglobal.org/spec/clr/v2p0/context.json": "clr-v2p0.json",
    CLR: "clr-v2p0-2.0.1.json",
    "https://w3id.org/security/suites/ed25519-2020/v1": "suites-ed25519-2020.jsonld",
    "https://w3id.org/security/data-integrity/v1": "data-integrity-v1.jsonld",
    "https://w3id.org/security/data-integrity/v2": "data-integrity-v2.jsonld",
}
Extra = dict[str, Any]  # more contexts, by address: only tests of vectors that need one give any


@cache
def context(address: str) -> Any:
    """The pinned context at an address; raises `Bad` for any other. The caller changes nothing in it."""
    if address not in PINNED:
        raise Bad("vocabulary.unknown", address=address[:120])
    return json.loads((FOLDER / PINNED[address]).read_text())


def check(document: Any, extra: Extra | None = None) -> None:
    """Every vocabulary in the document is pinned, and named; the first is that of credentials. Raises `Bad`.

    A document that brings words of its own, or says more of itself in another place, could make ours read something else than was signed.
    """
    known, left, at_top = PINNED.keys() | (extra or {}).keys(), [document], True
    own = document.get("id") if isinstance(document, dict) else None
    while left:
        value = left.pop()
        if isinstance(value, list):
            left += value
        if not isinstance(value, dict):
            continue
        if "@context" in value or at_top:
            _check_one(value.get("@context"), known, at_top)
        if own is not None and not at_top and value.get("id") == own and value.keys() - {"id", "type"}:
            raise Bad("vocabulary.again")
        for name in value:
            if name.startswith("@") and name not in {"@context", "@value", "@language", "@direction"}:
                raise Bad("vocabulary.own", name=name[:60])
            if ":" in name:
                raise Bad("vocabulary.own", name=name[:60])
        left += [inner for name, inner in value.items() if name != "@context"]
        at_top = False


def _check_one(found: Any, known: Any, is_top: bool) -> None:
    addresses = found if isinstance(found, list) else [found]
    if len(addresses) > 10:
        raise Bad("vocabulary.many")
    for address in addresses:
        if not isinstance(address, str):
            raise Bad("vocabulary.own", name="@context")
        if address not in known:
            raise Bad("vocabulary.unknown", address=address[:120])
    if is_top and (not addresses or addresses[0] not in FIRST):
        raise Bad("vocabulary.first")
