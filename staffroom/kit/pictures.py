"""Pictures: measured from their header before anything decodes them, then re-made without hidden data.

``measure`` reads JPEG, PNG (and APNG), GIF, WebP and TIFF headers by hand, so a picture of 2.5
billion pixels in a kilobyte costs nothing. Only then may Pillow see it.
"""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps, ImageSequence, UnidentifiedImageError

from staffroom.kit.unwelcome import Unwelcome

MOST_PIXELS = 40_000_000
MOST_FRAMES = 200
MOST_METADATA = 4_000_000
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF"}


@dataclass(frozen=True)
class Measured:
    """What the header declares: pixels across and down, and frames (1 for a still picture)."""

    width: int
    height: int
    frames: int = 1


def measure(data: bytes) -> Measured:
    """The declared size of a picture, within the limits; raises ``Unwelcome``.

    The limit of pixels holds for all frames together, because all of them are decoded.
    """
    try:
        found = _reader(data)(data)
    except (struct.error, IndexError) as error:
        raise Unwelcome("damaged") from error
    if found.width < 1 or found.height < 1 or found.frames < 1:
        raise Unwelcome("damaged")
    if found.frames > MOST_FRAMES:
        raise Unwelcome("frames", str(MOST_FRAMES))
    if found.width * found.height * found.frames > MOST_PIXELS:
        raise Unwelcome("pixels", str(MOST_PIXELS // 1_000_000))
    return found


def _reader(data: bytes):
    for start, reader in (
        (b"\xff\xd8\xff", _jpeg),
        (b"\x89PNG\r\n\x1a\n", _png),
        (b"GIF87a", _gif),
        (b"GIF89a", _gif),
        (b"RIFF", _webp),
        (b"II*\0", _tiff),
        (b"MM\0*", _tiff),
    ):
        if data.startswith(start):
            return reader
    raise Unwelcome("kind")


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """(marker, start, end) of each JPEG segment before the picture data; start is at the 0xFF."""
    at = 2
    while data[at] == 0xFF:
        while data[at + 1] == 0xFF:
            at += 1
        marker = data[at + 1]
        bare = 0xD0 <= marker <= 0xD9 or marker == 0x01
        end = at + 2 if bare else at + 2 + struct.unpack_from(">H", data, at + 2)[0]
        yield marker, at, end
        if marker in (0xDA, 0xD9):
            return
        at = end
    raise Unwelcome("damaged")


def _jpeg(data: bytes) -> Measured:
    hidden = 0
    for marker, start, end in _segments(data):
        if 0xE0 <= marker <= 0xEF or marker == 0xFE:
            hidden += end - start
        if hidden > MOST_METADATA:
            raise Unwelcome("metadata")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, start + 5)
            return Measured(width, height)
    raise Unwelcome("damaged")


def _png(data: bytes) -> Measured:
    if data[12:16] != b"IHDR":
        raise Unwelcome("damaged")
    width, height = struct.unpack_from(">II", data, 16)
    at, frames = 8, 1
    while at + 8 <= len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        if name == b"acTL":
            frames = struct.unpack_from(">I", data, at + 8)[0]
        if name in (b"IDAT", b"IEND"):
            break
        at += 12 + size
    return Measured(width, height, frames)


def _gif(data: bytes) -> Measured:
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    at = 13 + _colours(flags)
    frames = 0
    while (kind := data[at]) != 0x3B:
        if kind == 0x21:
            at = _after_blocks(data, at + 2)
        elif kind == 0x2C:
            frames += 1
            at = _after_blocks(data, at + 11 + _colours(data[at + 9]))
        else:
            raise Unwelcome("damaged")
        if frames > MOST_FRAMES:
            break
    return Measured(width, height, frames)


def _colours(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytes, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1


def _webp(data: bytes) -> Measured:
    if data[8:12] != b"WEBP":
        raise Unwelcome("kind")
    kind = data[12:16]
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return Measured(width & 0x3FFF, height & 0x3FFF)
    if kind == b"VP8L":
        bits = struct.unpack_from("<I", data, 21)[0]
        return Measured((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if kind != b"VP8X":
        raise Unwelcome("damaged")
    sides = [int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27)]
    return Measured(sides[0], sides[1], max(1, _webp_frames(data)))


def _webp_frames(data: bytes) -> int:
    at, frames = 12, 0
    while at + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        frames += name == b"ANMF"
        at += 8 + size + (size & 1)
    return frames


def _tiff(data: bytes) -> Measured:
    order = "<" if data.startswith(b"II") else ">"
    at = struct.unpack_from(f"{order}I", data, 4)[0]
    count = struct.unpack_from(f"{order}H", data, at)[0]
    sides = {}
    for entry in range(at + 2, at + 2 + 12 * count, 12):
        tag, kind = struct.unpack_from(f"{order}HH", data, entry)
        if tag in (256, 257):
            sides[tag] = struct.unpack_from(f"{order}{'H' if kind == 3 else 'I'}", data, entry + 8)[0]
    return Measured(sides.get(256, 0), sides.get(257, 0))


# Made anew


def without_segments(data: bytes) -> bytes:
    """A JPEG without application data and comments, its picture data untouched.

    The colour profile (APP2) and the Adobe marker (APP14) stay: the colours depend on them. What is
    no JPEG comes back as it is.
    """
    if not data.startswith(b"\xff\xd8\xff"):
        return data
    kept = [data[:2]]
    try:
        for marker, start, end in _segments(data):
            if marker == 0xDA:
                finish = data.rfind(b"\xff\xd9")
                kept.append(data[start : finish + 2 if finish > start else None])
                break
            profile = marker == 0xE2 and data[start + 4 : start + 15] == b"ICC_PROFILE"
            if profile or marker == 0xEE or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
                kept.append(data[start:end])
    except (Unwelcome, struct.error, IndexError):
        return data
    return b"".join(kept)


def strip_picture(data: bytes, mime: str) -> bytes:
    """The same picture, upright, decoded and encoded again: no EXIF, place, thumbnail, text or tail.

    ``mime`` is the measured kind and stays. Raises ``Unwelcome`` when it cannot be decoded.
    """
    measure(data)
    try:
        with Image.open(io.BytesIO(data), formats=[_FORMATS[mime]]) as picture:
            frames = [_plain(frame) for frame in ImageSequence.Iterator(picture)]
            timing = [frame.info.get("duration", 100) for frame in ImageSequence.Iterator(picture)]
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise Unwelcome("damaged") from error
    return _encoded(frames, timing, _FORMATS[mime])


def _plain(frame: Image.Image) -> Image.Image:
    """The pixels alone, upright, in sRGB, without any of the file's notes."""
    upright = ImageOps.exif_transpose(frame)
    clear = upright.has_transparency_data
    profile = upright.info.get("icc_profile")
    if profile and upright.mode in ("RGB", "RGBA", "CMYK", "L"):
        upright = _in_srgb(upright, profile)
    pixels = upright.convert("RGBA" if clear else "L" if upright.mode in ("L", "1") else "RGB")
    return Image.frombytes(pixels.mode, pixels.size, pixels.tobytes())


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode) or picture
    except (ImageCms.PyCMSError, OSError):
        return picture  # a broken profile: the colours are then read as sRGB


def _encoded(frames: list[Image.Image], timing: list[float], form: str) -> bytes:
    out = io.BytesIO()
    options: dict = {"quality": 90} if form in ("JPEG", "WEBP") else {"optimize": form == "PNG"}
    if len(frames) > 1 and form != "JPEG":
        options |= {"save_all": True, "append_images": frames[1:], "duration": timing, "loop": 0}
    first = frames[0].convert("RGB") if form == "JPEG" and frames[0].mode == "RGBA" else frames[0]
    first.save(out, form, **options)
    return out.getvalue()


def thumbnail(data: bytes, side: int = 320) -> bytes:
    """The first frame as WebP within ``side`` × ``side`` pixels, without hidden data; raises ``Unwelcome``."""
    measure(data)
    try:
        with Image.open(io.BytesIO(data), formats=list(_FORMATS.values())) as picture:
            picture.draft("RGB", (side, side))
            small = _plain(picture)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise Unwelcome("damaged") from error
    small.thumbnail((side, side))
    out = io.BytesIO()
    small.save(out, "WEBP", quality=80)
    return out.getvalue()
