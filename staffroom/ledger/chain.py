"""What holds the ledger together, without Django: the text of a posting, hashes, trees, checkpoints, signatures.

A posting is a JSON object; its *text* is that object with sorted keys and without blanks, in UTF-8. From it are reckoned
    leaf   SHA-256(00 | text)
    chain  SHA-256(02 | chain of the posting before | leaf)         of the first: 32 zero bytes before
    node   SHA-256(01 | left | right)                                a tree as in RFC 9162, section 2.1
A *checkpoint* is such an object about the postings since the one before: the root of the tree of their leaves, the chain at the last of them and the
SHA-256(03 | text) of the checkpoint before. It is signed with Ed25519 (RFC 8032).
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ZERO = "0" * 64
PURPOSE = b"staffroom.checkpoint/1\n"
POSTING = ("number", "code", "at", "lines", "office", "office_name", "pack", "version", "category", "earned_on", "inside", "reverses", "reason")
CHECKPOINT = ("number", "on", "at", "first", "last", "tree", "chain", "before", "place", "key")


def text_of(thing: Mapping[str, Any]) -> bytes:
    """The one text of an object."""
    return json.dumps(thing, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")


def _hash(mark: bytes, *parts: bytes) -> str:
    return hashlib.sha256(mark + b"".join(parts)).hexdigest()


def leaf_of(posting: Mapping[str, Any]) -> str:
    return _hash(b"\0", text_of(posting))


def chained(before: str, leaf: str) -> str:
    """The chain after one more leaf."""
    return _hash(b"\2", bytes.fromhex(before), bytes.fromhex(leaf))


def inside(*values: object) -> str:
    """A digest of what is never shown (keys, the operation, what it is about): so those are in the chain too, and a leaf cannot be guessed."""
    return hashlib.sha256("|".join(map(str, values)).encode()).hexdigest()


def _node(left: str, right: str) -> str:
    return _hash(b"\1", bytes.fromhex(left), bytes.fromhex(right))


def _half(count: int) -> int:
    """The largest power of two below a count."""
    return 1 << (count - 1).bit_length() - 1


def tree_of(leaves: Sequence[str]) -> list[list[str]]:
    """The tree over at least one leaf, row by row, the leaves first. Pairing from the left gives that of RFC 9162."""
    rows = [list(leaves)]
    while len(row := rows[-1]) > 1:
        rows.append([_node(*row[place:place + 2]) if place + 1 < len(row) else row[place] for place in range(0, len(row), 2)])
    return rows


def root_of(leaves: Sequence[str]) -> str:
    return tree_of(leaves)[-1][0]


def path_of(tree: list[list[str]], place: int) -> list[str]:
    """What proves the leaf at a place (0 is the first): the roots beside its way up, the lowest first."""
    return [row[beside] for up, row in enumerate(tree[:-1]) if (beside := place >> up ^ 1) < len(row)]


def climbed(leaf: str, place: int, count: int, path: Sequence[str]) -> str | None:
    """The root to which a path leads from the leaf at a place among so many; None where the path is too long or too short."""
    if not 0 <= place < count:
        return None
    if count == 1:
        return leaf if not path else None
    if not path:
        return None
    half, rest, beside = _half(count), path[:-1], path[-1]
    below = climbed(leaf, place, half, rest) if place < half else climbed(leaf, place - half, count - half, rest)
    if below is None:
        return None
    return _node(below, beside) if place < half else _node(beside, below)


def hash_of_checkpoint(checkpoint: Mapping[str, Any]) -> str:
    """How the next checkpoint names this one."""
    return _hash(b"\3", text_of({name: checkpoint.get(name) for name in CHECKPOINT}))


def public_of(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def sign(key: Ed25519PrivateKey, checkpoint: Mapping[str, Any]) -> str:
    return key.sign(PURPOSE + text_of({name: checkpoint[name] for name in CHECKPOINT})).hex()


def is_signed(checkpoint: Mapping[str, Any]) -> bool:
    """Is this checkpoint signed by the key that it names?"""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(str(checkpoint["key"])))
        key.verify(bytes.fromhex(str(checkpoint["signature"])), PURPOSE + text_of({name: checkpoint[name] for name in CHECKPOINT}))
    except (InvalidSignature, ValueError, KeyError):
        return False
    return True
