"""Files that people add: told by their content, made harmless, named safely, written so that they stay.

The way of a file: ``inspect`` (what is it, may it come in) → ``strip`` (a copy without hidden data)
→ ``write_durably`` under a random name. ``clean_name`` and ``disposition`` are for showing and
sending it. Nothing here believes a name or a media type that came with a file.
"""

import contextlib
import hashlib
import io
import os
import re
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import puremagic
from django.utils.http import content_disposition_header

from staffroom.kit import archives, papers, pictures, words
from staffroom.kit.disk import keep_names
from staffroom.kit.pictures import thumbnail
from staffroom.kit.unwelcome import Unwelcome

__all__ = [
    "Inspected", "Stripped", "Unwelcome", "clean_name", "disposition", "inspect", "strip", "sweep", "thumbnail",
    "write_durably",
]  # fmt: skip

MEGA = 1_000_000
MOST_BYTES = {"image": 20 * MEGA, "document": 30 * MEGA, "text": 5 * MEGA, "audio": 100 * MEGA, "video": 300 * MEGA}
_OFFICE = "application/vnd.openxmlformats-officedocument."
_KINDS = {
    "image/jpeg": ("image", "jpg"),
    "image/png": ("image", "png"),
    "image/webp": ("image", "webp"),
    "image/gif": ("image", "gif"),
    "application/pdf": ("document", "pdf"),
    f"{_OFFICE}wordprocessingml.document": ("document", "docx"),
    f"{_OFFICE}presentationml.presentation": ("document", "pptx"),
    f"{_OFFICE}spreadsheetml.sheet": ("document", "xlsx"),
    "application/vnd.oasis.opendocument.text": ("document", "odt"),
    "text/plain": ("text", "txt"),
    "text/csv": ("text", "csv"),
    "audio/mpeg": ("audio", "mp3"),
    "audio/mp4": ("audio", "m4a"),
    "video/mp4": ("video", "mp4"),
}
_KIND_OF_EXT = {ext: kind for kind, ext in _KINDS.values()} | {"jpeg": "image", "m4v": "video", "md": "text"}
_ACTIVE_EXT = re.compile(r"\.(html?|xhtml|xht|shtml|svgz?|xml|js|mjs|php\d?|exe|com|bat|cmd|scr|msi|ps1|vbs|jar|sh|docm|xlsm|pptm|hta|lnk)\Z")
_ACTIVE_TYPE = re.compile(r"html|svg|xml\Z|script|x-ms|x-sh|flash", re.IGNORECASE)
_MARKUP = re.compile(rb"\s*(<!--.*?-->\s*)*<(!doctype|html|head|body|svg|script|\?xml|\?php|iframe|x:)", re.I | re.S)


@dataclass(frozen=True)
class Inspected:
    """A file that may come in: ``kind`` image, document, text, audio or video; ``size`` in bytes."""

    kind: str
    mime: str
    ext: str
    clean_name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Stripped:
    """A copy without hidden data. ``left`` names what could not be taken out, for the page to say:
    ``author`` (the name of the author), ``comments`` (names in comments), ``media`` (notes in sound and film).
    """

    data: bytes
    left: tuple[str, ...]


def inspect(stream: BinaryIO, declared_name: str, declared_type: str) -> Inspected:
    """Say what a seekable binary stream holds, or raise ``Unwelcome``.

    The content decides. The declared name and type can only add a reason to refuse: a name of
    something that runs, or of another kind than the content. Nothing is decoded or expanded.
    """
    size = stream.seek(0, io.SEEK_END)
    if not size:
        raise Unwelcome("empty")
    stream.seek(0)
    mime = _mime(stream, declared_name)
    kind, ext = _KINDS[mime]
    if size > MOST_BYTES[kind]:
        raise Unwelcome("size", f"{MOST_BYTES[kind] // MEGA} MB")
    _check_content(stream, kind, mime)
    _check_declared(kind, declared_name, declared_type)
    stream.seek(0)
    digest = _sha256(stream)
    stream.seek(0)
    return Inspected(kind, mime, ext, clean_name(declared_name, ext), size, digest)


def _sha256(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while piece := stream.read(MEGA):
        digest.update(piece)
    return digest.hexdigest()


def _mime(stream: BinaryIO, declared_name: str) -> str:
    head = stream.read(4096)
    if head.startswith(b"PK\x03\x04"):
        return archives.office_mime(archives.open_checked(stream))
    found = _signature(head)
    if found:
        return found
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unwelcome("kind", _second_opinion(head))
    return "text/csv" if declared_name.lower().endswith(".csv") else "text/plain"


def _signature(head: bytes) -> str:
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith((b"%PDF-1.", b"%PDF-2.")):
        return "application/pdf"
    if head[4:8] == b"ftyp":
        return _film(head[8:12])
    if head.startswith(b"ID3") or (head[0] == 0xFF and len(head) > 3 and _mp3_frame(head)):
        return "audio/mpeg"
    return ""


def _film(brand: bytes) -> str:
    if brand in (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"):
        raise Unwelcome("heic")
    if brand in (b"M4A ", b"M4B "):
        return "audio/mp4"
    if brand[:3] in (b"iso", b"mp4", b"M4V", b"avc", b"das", b"MSN", b"3gp"):
        return "video/mp4"
    raise Unwelcome("kind")


def _mp3_frame(head: bytes) -> bool:
    """A layer III frame header with possible values (ISO 11172-3, 2.4.2.3)."""
    return head[1] & 0xE6 == 0xE2 and head[1] & 0x18 != 0x08 and 0 < head[2] >> 4 < 15 and head[2] & 0x0C != 0x0C and head[3] & 0x03 != 0x02


def _second_opinion(head: bytes) -> str:
    """What puremagic takes it for, as ``.ext``; only for a log line and never to let a file in."""
    try:
        return puremagic.from_string(head)
    except (puremagic.PureError, ValueError):
        return ""


def _check_declared(kind: str, name: str, declared_type: str) -> None:
    if _ACTIVE_EXT.search(name.strip().lower()) or _ACTIVE_TYPE.search(declared_type.split(";")[0]):
        raise Unwelcome("kind")
    said = _KIND_OF_EXT.get(name.rpartition(".")[2].strip().lower(), kind)
    if said != kind and {said, kind} != {"audio", "video"}:
        raise Unwelcome("mismatch")


def _check_content(stream: BinaryIO, kind: str, mime: str) -> None:
    if kind in ("audio", "video") or mime.startswith((_OFFICE, "application/vnd.oasis")):
        return
    stream.seek(0)
    data = stream.read()
    if kind == "text":
        return _check_text(data)
    if archives.END_RECORD in data[-archives.END_REACH :] or (kind == "image" and _two_in_one(data)):
        raise Unwelcome("polyglot")
    if kind == "image":
        pictures.measure(data)
    else:
        papers.check_pdf(data)


def _two_in_one(data: bytes) -> bool:
    start = data[:1024].lower()
    return b"%pdf-" in start or b"<script" in start or b"<html" in start or b"<!doctype" in start


def _check_text(data: bytes) -> None:
    bare = data[:8192].removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    if _MARKUP.match(bare.replace(b"\x00", b"")):
        raise Unwelcome("kind")
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unwelcome("damaged")


# Without hidden data


def strip(stream: BinaryIO, inspected: Inspected) -> Stripped:
    """A copy of an inspected file without the place, time, device, author and thumbnail it carries.

    Pictures are decoded and encoded again. Office files lose author, company and the notes in their
    photos. A PDF loses its author where that stands open in it and it is not signed. Text has
    nothing hidden. Sound and film come back as they are, with ``left`` saying so.
    """
    stream.seek(0)
    if inspected.mime == "application/pdf":
        return Stripped(*papers.without_author(stream.read()))
    if inspected.kind == "document":
        return Stripped(*archives.strip_office(stream))
    data = stream.read()
    if inspected.kind == "image":
        return Stripped(pictures.strip_picture(data, inspected.mime), ())
    return Stripped(data, () if inspected.kind == "text" else ("media",))


# Names

_FORBIDDEN = re.compile(r'[<>:"|?*]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)\Z", re.IGNORECASE)
_EXT = re.compile(r"\.[A-Za-z0-9]{1,8}\Z")


def clean_name(name: str, ext: str = "") -> str:
    """A name to show and to send, at most 100 characters: no folder, control, override or device name.

    ``ext`` is the ending that fits the content; another ending in ``name`` gives way to it.
    """
    line = words.outside_line(re.split(r"[/\\]", name.replace("\x00", ""))[-1], 5_000)
    ending = _EXT.search(line)
    stem, said = (line[: ending.start()], ending.group()[1:]) if ending else (line, "")
    stem = _FORBIDDEN.sub("_", stem).strip(". ")
    stem = words.cut(stem, 90).strip(". ") or "file"
    if _DEVICES.match(stem.split(".")[0].strip()):
        stem = f"_{stem}"
    ext = said if said and (not ext or _same(said.lower(), ext)) else ext
    return f"{stem}.{ext}" if ext else stem


def _same(said: str, ext: str) -> bool:
    return said == ext or (said, ext) in (("jpeg", "jpg"), ("m4v", "mp4"), ("md", "txt"))


def disposition(name: str) -> str:
    """The Content-Disposition header of a download (RFC 6266): always an attachment."""
    return content_disposition_header(as_attachment=True, filename=clean_name(name)) or "attachment"


# On disk

_STORED_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}\Z")


def write_durably(folder: Path, name: str, chunks: Iterable[bytes]) -> Path:
    """Write ``folder/name`` so that it is there whole after a power cut, or not at all; its path.

    Another file of that name is replaced. ``name`` is one of ours (letters, digits, ``._-``); a
    name with a path in it raises ``ValueError``. A failure leaves nothing but, after a kill, a
    ``.part`` file for ``sweep``.
    """
    if not _STORED_NAME.match(name):
        raise ValueError("not a name for a stored file")
    part = folder / f".{name}.{secrets.token_hex(8)}.part"
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        part.replace(folder / name)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            part.unlink()
        raise
    keep_names(folder)
    return folder / name


def sweep(folder: Path, seconds: float = 86_400) -> int:
    """Remove ``.part`` files untouched for ``seconds``; returns how many."""
    before, count = time.time() - seconds, 0
    for part in folder.glob(".*.part"):
        with contextlib.suppress(FileNotFoundError):
            if part.stat().st_mtime <= before:
                part.unlink()
                count += 1
    return count
