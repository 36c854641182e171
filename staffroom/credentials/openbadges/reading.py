"""From bytes to a document: JSON, a signed token, or a picture that one of them was baked into. Everything is bounded before it is believed.

A PNG holds it in an iTXt chunk, an SVG in an element of its own (Open Badges 3.0, section 5.3; 2.0, "Baking").
"""

import json
import re
import struct
import zlib
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

MOST_BYTES = 4_000_000
MOST_TEXT = 1_500_000
MOST_DEPTH = 40
MOST_VALUES = 50_000
MOST_NUMBER = 10**15
PNG = b"\x89PNG\r\n\x1a\n"
KEYWORDS = {b"openbadgecredential", b"openbadges"}
SVG_NAMES = {"{https://purl.imsglobal.org/ob/v3p0}credential", "{http://openbadges.org}assertion", "{https://openbadges.org}assertion"}
TOKEN = re.compile(r"[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]*")
ADDRESS = re.compile(r"https?://[^\s\"<>]{3,1000}")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Bad(Exception):
    """It is not taken: `code` names the sentence (see `said.py`), `values` fill it. `is_refused` is False where it could only not be checked."""

    def __init__(self, code: str, is_refused: bool = True, **values: str | int):
        super().__init__(code)
        self.code, self.is_refused, self.values = code, is_refused, values


@dataclass(frozen=True)
class Read:
    """What a file held: `form` is json, jwt, png, svg or address; `token`: signed as one; `address`: it only names one;
    `text`: of a drawing, what it held.
    """

    form: str
    document: Any = None
    token: str = ""
    address: str = ""
    text: str = ""


def read(data: bytes) -> Read:
    """The document in these bytes; raises `Bad`."""
    if len(data) > MOST_BYTES:
        raise Bad("read.large", most=MOST_BYTES // 1_000_000)
    if data.startswith(PNG):
        return _text(_from_png(data), "png")
    text = _decoded(data)
    if text.startswith("<") and "<svg" in text[:20_000]:
        inner = _from_svg(text)
        return replace(_text(inner, "svg"), text=inner)
    return _text(text, "")


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise Bad("read.kind") from None


def _text(text: str, baked: str) -> Read:
    text = text.strip()
    if TOKEN.fullmatch(text):
        if len(text) > MOST_TEXT:
            raise Bad("read.large", most=MOST_TEXT // 1_000_000)
        return Read(baked or "jwt", token=text)
    if ADDRESS.fullmatch(text):
        return Read(baked or "address", address=text)
    if not text.startswith(("{", "[")):
        raise Bad("read.kind")
    return Read(baked or "json", document=parse(text))


def parse(text: str) -> Any:
    """JSON as I-JSON (RFC 7493) wants it: no name twice, nothing deeper, longer or larger than the limits; raises `Bad`."""
    if len(text) > MOST_TEXT:
        raise Bad("read.large", most=MOST_TEXT // 1_000_000)
    if _depth(text) > MOST_DEPTH:
        raise Bad("read.deep", most=MOST_DEPTH)
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Bad("read.json") from None
    look_through(found)
    return found


def _depth(text: str) -> int:
    """How deep brackets are nested, whatever stands in strings; counted before anything is parsed."""
    deepest = depth = 0
    for found in re.finditer(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[{]|[\]}]', text, re.DOTALL):
        if found[0] in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif found[0] in "]}":
            depth -= 1
    return deepest


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = sorted(name for name, _value in pairs)
        raise Bad("read.twice", name=next(one for one, other in pairwise(names) if one == other)[:60])
    return found


def _no_number(_text: str) -> None:
    raise Bad("read.json")


def look_through(found: Any) -> None:
    left, count = [found], 0
    while left:
        value = left.pop()
        count += 1
        if count > MOST_VALUES:
            raise Bad("read.many", most=MOST_VALUES)
        if isinstance(value, dict):
            left += [*value, *value.values()]
        elif isinstance(value, list):
            left += value
        elif isinstance(value, str) and UNPRINTABLE.search(value):
            raise Bad("read.unprintable")
        elif isinstance(value, int | float) and not -MOST_NUMBER < value < MOST_NUMBER:
            raise Bad("read.number")


# Baked


def _from_png(data: bytes) -> str:
    """The text of the one iTXt chunk that holds a badge; nothing of the picture is decoded."""
    at, found = len(PNG), []
    while at + 12 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8:at + 8 + size]
        if data[at + 8 + size:at + 12 + size] != struct.pack(">I", zlib.crc32(kind + body)):
            raise Bad("read.damaged")
        if kind == b"iTXt" and body.split(b"\0", 1)[0] in KEYWORDS:
            found.append(body)
        if kind == b"IEND":
            break
        at += 12 + size
    else:
        raise Bad("read.damaged")
    if len(found) != 1:
        raise Bad("read.unbaked" if not found else "read.two")
    return _decoded(_itxt(found[0]))


def _itxt(body: bytes) -> bytes:
    """The text of an iTXt chunk: keyword, two flags, language, translated keyword, text (PNG, 11.3.3.4)."""
    rest = body.split(b"\0", 1)[1]
    parts = rest[2:].split(b"\0", 2)
    if len(rest) < 2 or len(parts) != 3 or rest[0] > 1:
        raise Bad("read.damaged")
    return _unpacked(parts[2], zlib.MAX_WBITS) if rest[0] else parts[2]


def _unpacked(packed: bytes, bits: int) -> bytes:
    """What was packed, never more than the limit; raises `Bad`."""
    reader = zlib.decompressobj(bits)
    try:
        text = reader.decompress(packed, MOST_TEXT)
    except zlib.error:
        raise Bad("read.damaged") from None
    if reader.unconsumed_tail or not reader.eof:
        raise Bad("read.bomb" if reader.unconsumed_tail else "read.damaged")
    return text


def gunzipped(packed: bytes) -> bytes:
    """What a gzip holds, never more than the limit; raises `Bad`."""
    return _unpacked(packed, 16 + zlib.MAX_WBITS)


def _from_svg(text: str) -> str:
    """The text of the one element that holds a badge, or what its `verify` holds."""
    if len(text) > MOST_TEXT * 2:
        raise Bad("read.large", most=MOST_TEXT // 1_000_000)
    try:
        root = ElementTree.fromstring(text, forbid_dtd=True)
        found = [element for element in root.iter() if element.tag in SVG_NAMES]
    except (ElementTree.ParseError, DefusedXmlException, RecursionError, ValueError):
        raise Bad("read.damaged") from None
    if len(found) != 1:
        raise Bad("read.unbaked" if not found else "read.two")
    return (found[0].text or "").strip() or found[0].get("verify", "")
