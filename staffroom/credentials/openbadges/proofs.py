"""Data Integrity proofs (W3C vc-di-eddsa): what is hashed, whether a signature is of it, and signing.

`eddsa-rdfc-2022` (also under its older name `eddsa-2022`, and `Ed25519Signature2020`) signs the RDF that a document means, in canonical order;
`eddsa-jcs-2022` signs its JSON in canonical order. Putting a graph in order can be made to take for ever: the work is counted and bounded.
"""

import hashlib
import math
import re
from typing import Any

from c14n.Canonicalize import canonicalize
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pyld import jsonld
from pyld.canon import URDNA2015

from staffroom.credentials.openbadges import contexts, keys
from staffroom.credentials.openbadges.contexts import Extra
from staffroom.credentials.openbadges.reading import Bad, look_through

RDFC = "eddsa-rdfc-2022"
JCS = "eddsa-jcs-2022"
OLD = "eddsa-2022"
OLDER = "Ed25519Signature2020"
MOST_WORK = 20_000
MOST_QUADS = 16_000
ABSOLUTE = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*|_):[^\s<>\"{}|\\^`]*")


class _Counted(URDNA2015):
    """The canonical order of a graph (RDFC-1.0), given up when it takes more work than any honest credential does."""

    def __init__(self) -> None:
        super().__init__()
        self.work = 0

    def create_hash_to_related(self, id_, issuer):
        found = super().create_hash_to_related(id_, issuer)
        self.work += sum(math.factorial(min(len(related), 12)) for related in found.values()) + len(issuer.order)
        if self.work > MOST_WORK:
            raise Bad("graph.work")
        return found


def canonical(document: dict, extra: Extra | None = None) -> str:
    """The document as canonical N-Quads. Raises `Bad` for a word that no vocabulary knows: it would not be covered by the signature."""
    contexts.check(document, extra)

    def load(address: str, _options: Any) -> dict:
        if extra and address in extra:
            return {"contextUrl": None, "documentUrl": address, "document": extra[address]}
        return {"contextUrl": None, "documentUrl": address, "document": contexts.context(address), "tag": "static"}  # it never changes: prepared once

    def dropped(name: Any) -> None:
        raise Bad("vocabulary.word", name=str(name or "?")[:60])

    try:
        expanded = jsonld.expand(document, {"documentLoader": load, "base": ""}, on_property_dropped=dropped)
        _absolute(expanded)
        dataset = jsonld.to_rdf(expanded, {"base": ""})
    except jsonld.JsonLdError as error:
        raise Bad("vocabulary.misused", about=str(getattr(error, "code", "") or "")[:60]) from None
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise Bad("vocabulary.misused", about="") from None
    if sum(map(len, dataset.values())) > MOST_QUADS:
        raise Bad("graph.work")
    return _Counted().main(dataset, {"format": "application/n-quads"})


def _absolute(expanded: Any) -> None:
    """Every name and kind is an address: others would fall out of the graph, and out of the signature, without a word."""
    left = [expanded]
    while left:
        value = left.pop()
        if isinstance(value, list):
            left += value
        elif isinstance(value, dict):
            names = [name for name in value if not name.startswith("@")]
            named = [*names, *_strings(value.get("@id")), *_strings(value.get("@type"))]
            if wrong := next((name for name in named if not ABSOLUTE.fullmatch(name) and name != "@json"), None):
                raise Bad("vocabulary.word", name=wrong[:60])
            left += value.values()


def _strings(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def suite(proof: dict) -> str:
    """RDFC, JCS, or "" for one that is not known here."""
    if proof.get("type") == OLDER:
        return RDFC
    name = proof.get("cryptosuite") if proof.get("type") == "DataIntegrityProof" else ""
    return {RDFC: RDFC, OLD: RDFC, JCS: JCS}.get(name if isinstance(name, str) else "", "")


def hashed(document: dict, proof: dict, extra: Extra | None = None) -> bytes:
    """The 64 bytes that are signed: the hash of the proof's own words, then that of the document without its proof."""
    plain = {name: value for name, value in document.items() if name != "proof"}
    words = {name: value for name, value in proof.items() if name not in ("proofValue", "@context")}
    if suite(proof) == JCS:
        return hashlib.sha256(_jcs(_with_context(words, proof))).digest() + hashlib.sha256(_jcs(plain)).digest()
    parts = canonical({"@context": document.get("@context"), **words}, extra), canonical(plain, extra)
    return b"".join(hashlib.sha256(part.encode()).digest() for part in parts)


def _with_context(words: dict, proof: dict) -> dict:
    return words | ({"@context": proof["@context"]} if "@context" in proof else {})


def _jcs(value: dict) -> bytes:
    return canonicalize(value)


def signature(proof: dict) -> bytes:
    """The 64 bytes of `proofValue`; raises `Bad`."""
    value = proof.get("proofValue")
    data = keys.from_base58(value[1:]) if isinstance(value, str) and value.startswith("z") else b""
    if len(data) != 64:
        raise Bad("signature.unreadable")
    return data


def sign(document: dict, key: Ed25519PrivateKey, *, method: str, created: str, suite: str = RDFC, extra: Extra | None = None) -> dict:
    """The document with a proof of its own: `method` names the key, `created` is of RFC 3339. Raises `Bad` for what no verifier would take."""
    look_through(document)
    proof = {"type": "DataIntegrityProof", "cryptosuite": suite, "created": created, "verificationMethod": method, "proofPurpose": "assertionMethod"}
    if suite == JCS:
        contexts.check(document, extra)
        proof["@context"] = document["@context"]
    proof["proofValue"] = "z" + keys.base58(key.sign(hashed(document, proof, extra)))
    return document | {"proof": [proof]}
