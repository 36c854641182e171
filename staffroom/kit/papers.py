"""PDF files from people: looked into for anything that runs, and relieved of their author's name.

A scan of names, not a parser: it finds what ISO 32000-1 can run (scripts, launching, media with
scripts, XFA forms, files inside) in the open and in deflated object streams, and refuses the
files that it cannot look into. PDFs are still only ever sent as attachments.
"""

import re
import zlib

from staffroom.kit.unwelcome import Unwelcome


def _pdf_name(name: str) -> bytes:
    """A pattern for ``/name`` in which each letter may be written as ``#xx`` (ISO 32000-1, 7.3.5)."""
    return b"/" + b"".join(b"(?:%c|#%02x|#%02X)" % (ord(c), ord(c), ord(c)) for c in name)


_PDF_ACTIVE = re.compile(
    b"(?:" + b"|".join(map(_pdf_name, ("JavaScript", "Rendition", "Launch", "RichMedia", "EmbeddedFile", "XFA"))) + rb")[s\s/<\[(>]"
)
_PDF_OBJECTS = re.compile(_pdf_name("ObjStm"))
_PDF_ENCRYPT = re.compile(_pdf_name("Encrypt") + rb"[\s<\d]")
_PDF_STREAM = re.compile(rb"stream\r?\n")
_MOST_INFLATED = 50_000_000


def check_pdf(data: bytes) -> None:
    """Refuse scripts, programs and files inside, also in packed objects; refuse what cannot be looked into."""
    if b"%%EOF" not in data[-2048:]:
        raise Unwelcome("damaged")
    if _PDF_ENCRYPT.search(data):
        raise Unwelcome("locked")
    if _PDF_ACTIVE.search(data):
        raise Unwelcome("active")
    room = _MOST_INFLATED
    for found in _PDF_OBJECTS.finditer(data):
        objects = _inflated(data, _stream_after(data, found), room)
        room -= len(objects)
        if _PDF_ACTIVE.search(objects):
            raise Unwelcome("active")


def _stream_after(data: bytes, found: re.Match) -> int:
    """Where the packed objects begin, once their dictionary promises plain deflate."""
    begin = _PDF_STREAM.search(data, found.end(), found.end() + 2048)
    dictionary = data[data.rfind(b"obj", 0, found.start()) : begin.end() if begin else None]
    if not begin or b"/DecodeParms" in dictionary or b"/Filter" not in dictionary:
        raise Unwelcome("damaged")
    return begin.end()


def _inflated(data: bytes, at: int, room: int) -> bytes:
    inflater = zlib.decompressobj()
    try:
        objects = inflater.decompress(memoryview(data)[at:], max(1, room))
    except zlib.error as error:
        raise Unwelcome("damaged") from error
    if len(objects) >= room:
        raise Unwelcome("bomb")
    return objects


_PDF_AUTHOR = re.compile(rb"(/Author\s*\()((?:[^()\\]|\\.)*)(\))|(/Author\s*<)([0-9a-fA-F\s]*)(>)", re.DOTALL)
_XMP_AUTHOR = re.compile(rb"(<(dc:creator|pdf:Author|xmp:Author)>)(.*?)(</\2>)", re.DOTALL)
_AUTHOR_LEFT = re.compile(rb"/Author\s*(\(\s*[^\s)]|<[0\s]*[^0\s>]|\d)")
_ANY = re.compile(rb".+", re.DOTALL)
_XMP_NAME = re.compile(rb"(?<=<rdf:li>)[^<]+")


def without_author(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The same PDF with its author blanked, and ``("author",)`` if a name may still be there.

    Every length stays, so the file's own offsets stay true. A signed PDF is left alone, since any
    change breaks the signature; what is packed in object streams is not reached.
    """
    packed = _PDF_OBJECTS.search(data) is not None
    if b"/ByteRange" in data:
        return data, ("author",)

    def blanked(found: re.Match) -> bytes:
        opening, inner, closing = found.group(1, 2, 3) if found.group(1) else found.group(4, 5, 6)
        return opening + (b" " if found.group(1) else b"0") * len(inner) + closing

    def unnamed(found: re.Match) -> bytes:
        blank = _XMP_NAME if b"<" in found.group(3) else _ANY
        inner = blank.sub(lambda name: b" " * len(name.group()), found.group(3))
        return found.group(1) + inner + found.group(4)

    copy = _XMP_AUTHOR.sub(unnamed, _PDF_AUTHOR.sub(blanked, data))
    return copy, ("author",) if packed or _AUTHOR_LEFT.search(copy) else ()
