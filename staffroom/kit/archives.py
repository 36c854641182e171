"""Zip archives and the office files made of them: looked at before anything is expanded.

Limits: ``MOST_FILES`` entries, ``MOST_BYTES`` expanded, and no entry over ``MOST_RATIO`` times its
packed size once it is larger than 1 MB. Sizes are those that the archive declares; zipfile never
reads more of an entry than it declares, so a lie ends in an error and not in more bytes.
"""

import io
import posixpath
import re
import stat
import struct
import zipfile
from typing import BinaryIO
from xml.etree import ElementTree

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from staffroom.kit.pictures import without_segments
from staffroom.kit.unwelcome import Unwelcome

MOST_FILES = 2_000
MOST_DIRECTORY = 1_000_000
MOST_BYTES = 200_000_000
MOST_RATIO = 200
_SMALL = 1_000_000
END_RECORD = b"PK\x05\x06"
_END_SIZE = 22
END_REACH = 65_557  # the end record and the longest comment that may follow it


def open_checked(stream: BinaryIO, *, most_files: int = MOST_FILES, most_bytes: int = MOST_BYTES) -> zipfile.ZipFile:
    """The archive in ``stream``, once it has passed every check; raises ``Unwelcome``.

    Refused: more entries, bytes or growth than the limits; entries that overlap, are encrypted, are
    links, occur twice (also when only case differs), or whose names leave the archive.
    """
    _check_end_record(stream, most_files)
    try:
        archive = zipfile.ZipFile(stream)
        entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError) as error:
        raise Unwelcome("damaged") from error
    if len(entries) > most_files:
        raise Unwelcome("bomb")
    _check_growth(entries, most_bytes)
    _check_names(entries)
    return archive


def _check_end_record(stream: BinaryIO, most_files: int) -> None:
    """Refuse a huge or a 64-bit directory before zipfile makes an object of each entry."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - END_REACH))
    tail = stream.read(END_REACH)
    at = tail.rfind(END_RECORD)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise Unwelcome("damaged")
    count, directory_size, directory_at = struct.unpack_from("<HII", tail, at + 10)
    if count > most_files or directory_size > MOST_DIRECTORY:
        raise Unwelcome("bomb")
    if directory_at + directory_size != max(0, size - len(tail)) + at:
        raise Unwelcome("polyglot")
    stream.seek(0)


def _check_growth(entries: list[zipfile.ZipInfo], most_bytes: int) -> None:
    if sum(entry.file_size for entry in entries) > most_bytes:
        raise Unwelcome("bomb")
    if any(entry.file_size > max(_SMALL, entry.compress_size * MOST_RATIO) for entry in entries):
        raise Unwelcome("bomb")
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise Unwelcome("bomb")
        end = entry.header_offset + 30 + len(entry.filename.encode("cp437", "replace")) + entry.compress_size
        if entry.flag_bits & 0x1:
            raise Unwelcome("locked")


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    seen = set()
    for entry in entries:
        name = entry.orig_filename
        parts = name.split("/")
        outside = name.startswith("/") or ".." in parts or "\\" in name or ":" in parts[0] or "\x00" in name
        key = posixpath.normpath(name).casefold()
        if outside or not name or key in seen or stat.S_ISLNK(entry.external_attr >> 16):
            raise Unwelcome("paths")
        seen.add(key)


# Office files

_MIME_OF_PART = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_ODT = "application/vnd.oasis.opendocument.text"
_ACTIVE_PART = re.compile(r"vbaProject|activeX|(^|/)Basic/|(^|/)Scripts/|\.(bin|exe|js|vbs|bat|cmd|jar)$", re.IGNORECASE)
_HARMLESS_BIN = re.compile(r"(printerSettings\d*|embeddings/oleObject\d*)\.bin$")


def office_mime(archive: zipfile.ZipFile) -> str:
    """The media type of a docx, pptx, xlsx or odt; raises ``Unwelcome`` for any other archive.

    Macros and programs inside are refused as ``active``.
    """
    names = archive.namelist()
    if any(_ACTIVE_PART.search(name) and not _HARMLESS_BIN.search(name) for name in names):
        raise Unwelcome("active")
    if "mimetype" in names and _read(archive, "mimetype").decode("ascii", "replace").strip() == _ODT:
        return _ODT
    found = [mime for part, mime in _MIME_OF_PART.items() if part in names]
    if "[Content_Types].xml" not in names or len(found) != 1:
        raise Unwelcome("kind")
    return found[0]


_NAMES_IN = {
    "docProps/core.xml": ("creator", "lastModifiedBy"),
    "docProps/app.xml": ("Company", "Manager"),
    "meta.xml": ("initial-creator", "creator", "printed-by"),
}
_AUTHORED = re.compile(rb"(w:author|authorId|cx:author|<p:cmAuthor |<author>|office:annotation)[ =>]")


def strip_office(stream: BinaryIO) -> tuple[bytes, tuple[str, ...]]:
    """A copy without the author, company and manager, and without data hidden in its photos.

    Returns the bytes and what is still there: ``("comments",)`` when comments or tracked changes
    carry names, else ``()``.
    """
    archive, out, left = open_checked(stream), io.BytesIO(), False
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in archive.infolist():
            data = _read(archive, entry.filename)
            left = left or (entry.filename.endswith(".xml") and bool(_AUTHORED.search(data)))
            fresh = zipfile.ZipInfo(entry.filename)  # without the time and the system of the author
            fresh.compress_type = zipfile.ZIP_STORED if entry.filename == "mimetype" else zipfile.ZIP_DEFLATED
            copy.writestr(fresh, _without_names(entry.filename, data))
    return out.getvalue(), ("comments",) if left else ()


def _without_names(name: str, data: bytes) -> bytes:
    if name.lower().endswith((".jpg", ".jpeg")):
        return without_segments(data)
    if name not in _NAMES_IN:
        return data
    try:
        tree = fromstring(data, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as error:
        raise Unwelcome("damaged") from error
    for element in tree.iter():
        if element.tag.rpartition("}")[2] in _NAMES_IN[name]:
            element.text = ""
    return ElementTree.tostring(tree, encoding="UTF-8", xml_declaration=True)


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as member:
            return member.read()
    except Exception as error:  # zlib, lzma and bz2 each have an error of their own
        raise Unwelcome("damaged") from error
