"""Trials UP-01 to UP-05, UP-07, UP-08 and UP-14 as far as files themselves go; every file is made here."""

import io
import random
import struct
import subprocess
import sys
import zipfile
import zlib

import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from staffroom.kit import archives, files, papers, pictures


def look(data: bytes, name: str = "file", declared_type: str = "application/octet-stream") -> files.Inspected:
    return files.inspect(io.BytesIO(data), name, declared_type)


def refusal(data: bytes, name: str = "file", declared_type: str = "application/octet-stream") -> str:
    with pytest.raises(files.Unwelcome) as caught:
        look(data, name, declared_type)
    return caught.value.code


def photo(form: str = "JPEG", size=(40, 30), **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, form, **options)
    return out.getvalue()


def pdf(body: bytes = b"", info: bytes = b"") -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog " + body + b" >>\nendobj\n2 0 obj\n<< " + info + b" >>\nendobj\ntrailer << /Info 2 0 R >>\n%%EOF\n"


def packed(parts: dict[str, bytes], **attributes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            for key, value in attributes.items():
                setattr(entry, key, value)
            archive.writestr(entry, data)
    return out.getvalue()


CORE = b"""<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties
 xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">
 <dc:title>Plan</dc:title><dc:creator>Ann Secret</dc:creator><cp:lastModifiedBy>Ann Secret</cp:lastModifiedBy></cp:coreProperties>"""
DOCX = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document>lesson</w:document>", "docProps/core.xml": CORE}


def test_what_teachers_keep_is_told_by_its_content():
    m4a = b"\0\0\0\x20ftypM4A \0\0\0\0" + bytes(64)
    odt = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}
    office = {"[Content_Types].xml": b"<Types/>"}
    found = {
        name: (look(data, name).kind, look(data, name).ext)
        for name, data in {
            "a.jpg": photo(), "a.png": photo("PNG"), "a.webp": photo("WEBP"), "a.gif": photo("GIF"), "a.pdf": pdf(),
            "a.docx": packed(DOCX), "a.odt": packed(odt), "a.pptx": packed(office | {"ppt/presentation.xml": b"<a/>"}),
            "a.xlsx": packed(office | {"xl/workbook.xml": b"<a/>"}), "a.txt": "Grüße".encode(), "a.csv": b"a,b\n1,2\n",
            "b.txt": "Grüße".encode("utf-16"), "c.txt": "Grüße".encode("latin-1"), "a.mp3": b"ID3\x04" + bytes(90),
            "b.mp3": b"\xff\xfb\x90\x00" + bytes(90), "a.m4a": m4a, "a.mp4": m4a.replace(b"M4A ", b"isom"),
        }.items()
    }  # fmt: skip
    kinds = dict.fromkeys(["jpg", "png", "webp", "gif"], "image") | dict.fromkeys(["pdf", "docx", "odt", "pptx", "xlsx"], "document")
    kinds |= {"txt": "text", "csv": "text", "mp3": "audio", "m4a": "audio", "mp4": "video"}
    assert found == {name: (kinds[name[2:]], name[2:]) for name in found}


def test_an_inspection_says_size_and_hash_of_the_whole_and_leaves_the_stream_at_its_start():
    stream = io.BytesIO(b"hello")
    found = files.inspect(stream, "../My notes.txt", "text/plain")
    assert found == files.Inspected(
        "text", "text/plain", "txt", "My notes.txt", 5, "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    )
    assert stream.tell() == 0


@pytest.mark.parametrize(
    ("data", "name", "declared", "code"),
    [
        (b"", "a.txt", "text/plain", "empty"),
        (b"<html><script>alert(1)</script>", "evil.html", "text/html", "kind"),
        (b"<html><script>alert(1)</script>", "evil.png", "image/png", "kind"),
        (b"\xef\xbb\xbf \n<!-- a --><!DOCTYPE html><p>", "notes.txt", "text/plain", "kind"),
        ("<svg onload='alert(1)'>".encode("utf-16"), "a.txt", "text/plain", "kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.svg", "image/svg+xml", "kind"),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>", "a.xhtml", "", "kind"),
        (b"plain words", "a.js", "text/javascript", "kind"),
        (b"plain words", "a.txt", "text/html; charset=utf-8", "kind"),
        (b"GIF89a/*" + b"\0" * 5 + b"*/=1;alert(1)//", "a.gif", "image/gif", "damaged"),
        (photo("GIF")[:-1] + b"!\xfe\x0a<script>a(\x00;", "a.gif", "image/gif", "polyglot"),
        (photo() + packed(DOCX), "a.jpg", "image/jpeg", "polyglot"),
        (b"\xff\xd8\xff\xfe\x00\x0a%PDF-1.7" + photo()[2:], "a.jpg", "image/jpeg", "polyglot"),
        (pdf(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "a.jpg", "image/jpeg", "active"),
        (pdf(), "a.jpg", "image/jpeg", "mismatch"),
        (pdf(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "a.pdf", "application/pdf", "active"),
        (pdf(b"/OpenAction << /S /J#61vaScr#69pt /JS (app.alert(1)) >>"), "a.pdf", "", "active"),
        (pdf(b"/A << /S /Launch /F (cmd.exe) >>"), "a.pdf", "", "active"),
        (pdf(b"/Encrypt 9 0 R"), "a.pdf", "", "locked"),
        (pdf()[:-7], "a.pdf", "", "damaged"),
        (b"MZ\x90\x00\x03\x00\x00\x00" + bytes(90), "a.txt", "", "kind"),
        (b"\0\0\0\x18ftypheic\0\0\0\0" + bytes(64), "a.heic", "image/heic", "heic"),
        (b"some text\x00 and more" + b"x" * 5000, "a.txt", "", "kind"),
        (b"x" * 5000 + b"\x00", "a.txt", "", "damaged"),
        (b"x" * 5_000_001, "a.txt", "", "size"),
        (packed({"a.txt": b"x"}), "a.zip", "application/zip", "kind"),
        (packed(DOCX | {"word/vbaProject.bin": b"x"}), "a.docx", "", "active"),
    ],
)
def test_what_runs_hides_or_is_broken_is_refused_by_name(data, name, declared, code):
    assert refusal(data, name, declared) == code


def test_every_refusal_has_a_sentence():
    from staffroom.kit import unwelcome

    class Plain(dict):
        """The table of sentences without a translation."""

    unwelcome_gettext, unwelcome._ = unwelcome._, str
    try:
        codes = Plain(unwelcome._sentences())
        assert all(unwelcome.Unwelcome(code, "7").sentence().endswith(".") for code in codes)
        assert unwelcome.Unwelcome("pixels", "40").sentence().startswith("This picture has more than 40 million pixels.")
    finally:
        unwelcome._ = unwelcome_gettext


def test_a_script_packed_away_in_a_pdf_is_found():
    def with_objects(objects: bytes, keys: bytes = b"/Filter /FlateDecode") -> bytes:
        return pdf()[:-6] + b"5 0 obj << /Type /ObjStm " + keys + b" >> stream\n" + objects + b"\nendstream endobj\n%%EOF\n"

    assert look(with_objects(zlib.compress(b"1 0 << /Type /Page >>")), "a.pdf").ext == "pdf"
    assert refusal(with_objects(zlib.compress(b"1 0 << /S /JavaScript /JS (x) >>"))) == "active"
    assert refusal(with_objects(zlib.compress(b"x"), b"/Filter /FlateDecode /DecodeParms << >>")) == "damaged"
    assert refusal(with_objects(b"not deflated")) == "damaged"
    assert refusal(with_objects(zlib.compress(bytes(60_000_000)))) == "bomb"


# Pictures: sizes are refused before anything decodes them


def png_of(width: int, height: int, frames: int = 0) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    control = chunk(b"acTL", struct.pack(">II", frames, 0)) if frames else b""
    return b"\x89PNG\r\n\x1a\n" + header + control + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def gif_of(frames: int) -> bytes:
    frame = b",\0\0\0\0\1\0\1\0\0\2\2D\1\0"
    return b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff" + frame * frames + b";"


def webp_of(width: int, height: int, frames: int) -> bytes:
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    chunks = b"VP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + sides + (b"ANMF" + struct.pack("<I", 0)) * frames
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WEBP" + chunks


def tiff_of(width: int, height: int) -> bytes:
    tags = struct.pack("<HHII", 256, 4, 1, width) + struct.pack("<HHII", 257, 4, 1, height) + struct.pack("<HHIHH", 258, 3, 1, 16, 0)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", 3) + tags + b"\0\0\0\0"


def jpeg_with(hidden: int, width: int = 8, height: int = 8) -> bytes:
    notes = (b"\xff\xe1" + struct.pack(">H", 65_535) + bytes(65_533)) * (hidden // 65_535 + 1)
    return b"\xff\xd8" + notes + b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width) + bytes(12)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (png_of(50_000, 50_000), "pixels"),
        (png_of(8_000, 5_001), "pixels"),
        (png_of(10, 10, frames=201), "frames"),
        (png_of(1_000, 1_000, frames=41), "pixels"),
        (gif_of(10_000), "frames"),
        (webp_of(16_000, 16_000, 0), "pixels"),
        (webp_of(10, 10, 300), "frames"),
        (tiff_of(60_000, 60_000), "pixels"),
        (jpeg_with(0, 65_000, 65_000), "pixels"),
        (jpeg_with(5_000_000), "metadata"),
        (png_of(0, 5), "damaged"),
        (photo()[:20], "damaged"),
    ],
)
def test_a_picture_is_refused_by_its_declared_size(data, code):
    with pytest.raises(files.Unwelcome) as caught:
        pictures.measure(data)
    assert caught.value.code == code


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "TIFF"])
def test_the_measure_agrees_with_a_decoder(form):
    assert pictures.measure(photo(form, (123, 45))) == pictures.Measured(123, 45, 1)
    if form in ("GIF", "WEBP", "PNG"):
        more = [Image.new("RGB", (20, 10), colour) for colour in ("red", "blue", "green")]
        assert pictures.measure(photo(form, (20, 10), save_all=True, append_images=more)) == pictures.Measured(20, 10, 4)
    if form == "WEBP":
        assert pictures.measure(photo(form, (321, 54), lossless=True)) == pictures.Measured(321, 54, 1)


def test_no_cut_off_or_flipped_picture_raises_anything_else():
    chance = random.Random(7)
    for form in ("JPEG", "PNG", "GIF", "WEBP", "TIFF"):
        whole = photo(form)
        for _round in range(150):
            data = bytearray(whole[: chance.randrange(len(whole))] if chance.random() < 0.5 else whole)
            if data:
                data[chance.randrange(len(data))] = chance.randrange(256)
            for attempt in (pictures.measure, lambda data: files.thumbnail(data, 16)):
                try:
                    attempt(bytes(data))
                except files.Unwelcome:
                    pass


def test_refusing_bombs_takes_no_memory(tmp_path):
    (tmp_path / "bomb.png").write_bytes(png_of(50_000, 50_000))
    (tmp_path / "bomb.gif").write_bytes(gif_of(10_000))
    (tmp_path / "bomb.jpg").write_bytes(jpeg_with(19_000_000))
    program = """
import resource, sys
from staffroom.kit import files
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
before = peak()
for name in sys.argv[1:]:
    try:
        files.inspect(open(name, "rb"), name, "")
    except files.Unwelcome as error:
        print(error.code)
print(peak() - before < 50)
"""
    names = [str(tmp_path / f"bomb.{ext}") for ext in ("png", "gif", "jpg")]
    told = subprocess.run([sys.executable, "-c", program, *names], capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.split() == ["pixels", "frames", "metadata", "True"]


# Archives


def directory(count: int) -> bytes:
    return b"PK\x03\x04" + bytes(26) + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, 0, 30, 0)


def overlapping() -> bytes:
    data = packed({"a": b"x" * 100, "b": b"x" * 100})
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    return data[: second + 42] + struct.pack("<I", 0) + data[second + 46 :]


def encrypted() -> bytes:
    data = bytearray(packed({"a": b"x"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def twice(one: str, other: str) -> bytes:
    return (
        packed({"x" * len(one.encode()): b"1", "y" * len(other.encode()): b"2"})
        .replace(b"x" * len(one.encode()), one.encode())
        .replace(b"y" * len(other.encode()), other.encode())
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (packed({"a": bytes(190_000_000)}), "bomb"),
        (packed({f"{i}": bytes(1_000_000) for i in range(201)}), "bomb"),
        (packed({str(number): b"" for number in range(2_001)}), "bomb"),
        (directory(65_535), "bomb"),
        (overlapping(), "bomb"),
        (encrypted(), "locked"),
        (packed({"../../x": b"1"}), "paths"),
        (packed({"/etc/passwd": b"1"}), "paths"),
        (packed({"C:/x": b"1"}), "paths"),
        (twice("a\\..\\x", "bbbbbb"), "paths"),
        (twice("same.xml", "same.xml"), "paths"),
        (twice("word/A.xml", "word/a.xml"), "paths"),
        (packed({"link": b"/etc/passwd"}, external_attr=0o120777 << 16, create_system=3), "paths"),
        (packed({"a": b"1"})[:-10], "damaged"),
        (b"#!/bin/sh\n" + packed({"a": b"1"}), "polyglot"),
        (b"PK\x03\x04" + bytes(100), "damaged"),
    ],
)
def test_an_archive_is_refused_before_anything_is_expanded(data, code):
    with pytest.raises(files.Unwelcome) as caught:
        archives.open_checked(io.BytesIO(data))
    assert caught.value.code == code


def test_an_archive_that_lies_about_its_sizes_gives_no_more_than_it_declares():
    data = bytearray(packed(DOCX | {"docProps/core.xml": CORE * 500}))
    at = data.index(b"docProps/core.xml", data.index(b"PK\x01\x02")) - 46
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    with pytest.raises(files.Unwelcome) as caught:
        archives.strip_office(io.BytesIO(bytes(data)))
    assert caught.value.code == "damaged"


# Hidden data


def photo_from_a_phone(turned: int = 6) -> bytes:
    notes = Image.Exif()
    notes[0x0112], notes[0x013B] = turned, "Ann Secret"
    notes.get_ifd(0x8825).update({1: "N", 2: (IFDRational(48), IFDRational(51), IFDRational(30)), 3: "E", 4: (2.0, 21.0, 7.0)})
    picture = Image.new("RGB", (40, 30), "teal")
    picture.paste("red", (0, 0, 20, 15))
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=notes.tobytes(), comment=b"Ann Secret", quality=95)
    return out.getvalue()


def test_a_photo_loses_place_and_name_and_keeps_its_picture_upright():
    data = photo_from_a_phone()
    assert b"Ann Secret" in data and Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825)
    copy = files.strip(io.BytesIO(data), look(data, "a.jpg"))
    assert copy.left == () and b"Ann Secret" not in copy.data and b"Exif" not in copy.data
    upright = Image.open(io.BytesIO(copy.data))
    assert upright.size == (30, 40) and not upright.getexif()
    red, green, _blue = upright.getpixel((27, 3))
    assert red > 200 and green < 60


@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF"])
def test_a_moving_or_clear_picture_stays_so(form):
    frames = [Image.new("RGBA", (20, 10), colour) for colour in ("#ff000080", "#00ff00ff", "#0000ffff")]
    out = io.BytesIO()
    frames[0].save(out, form, save_all=True, append_images=frames[1:], duration=70, comment=b"Ann Secret", xmp=b"Ann Secret")
    copy = files.strip(io.BytesIO(out.getvalue()), look(out.getvalue(), f"a.{form.lower()}"))
    picture = Image.open(io.BytesIO(copy.data))
    assert (picture.n_frames, picture.has_transparency_data or form == "GIF", b"Ann Secret" in copy.data) == (3, True, False)


def test_nothing_that_follows_a_picture_survives():
    data = photo("GIF") + bytes(1_100) + b"<script>alert(1)</script>"
    assert b"<script" not in files.strip(io.BytesIO(data), look(data, "a.gif")).data


def test_an_office_file_loses_author_and_the_place_in_its_photos():
    data = packed(DOCX | {"word/media/image1.jpeg": photo_from_a_phone(1)}, date_time=(2026, 3, 4, 5, 6, 8))
    copy = files.strip(io.BytesIO(data), look(data, "a.docx"))
    archive = zipfile.ZipFile(io.BytesIO(copy.data))
    assert copy.left == () and sorted(archive.namelist()) == sorted([*DOCX, "word/media/image1.jpeg"])
    core, image = archive.read("docProps/core.xml"), archive.read("word/media/image1.jpeg")
    assert b"Ann Secret" not in core and b"Plan</" in core and b"Ann Secret" not in image and b"Exif" not in image
    assert Image.open(io.BytesIO(image)).tobytes() == Image.open(io.BytesIO(photo_from_a_phone(1))).tobytes()
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_names_in_comments_are_left_and_said():
    data = packed(DOCX | {"word/comments.xml": b'<w:comment w:author="Ann Secret"/>'})
    assert files.strip(io.BytesIO(data), look(data, "a.docx")).left == ("comments",)


def test_an_office_file_with_entities_in_its_properties_is_refused():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    with pytest.raises(files.Unwelcome):
        archives.strip_office(io.BytesIO(packed(DOCX | {"docProps/core.xml": bomb})))


@pytest.mark.parametrize("author", [b"/Author (Ann \\) Secret)", b"/Author <416e6e20536563726574>", b"/Author(Ann Secret)"])
def test_a_pdf_loses_an_author_that_stands_open(author):
    data = pdf(info=author + b" /Title (Plan)")
    copy = files.strip(io.BytesIO(data), look(data, "a.pdf"))
    assert copy.left == () and len(copy.data) == len(data) and b"Plan" in copy.data
    assert b"Secret" not in copy.data and b"536563726574" not in copy.data


def test_a_pdf_says_when_an_author_may_be_left():
    xmp = b"<dc:creator><rdf:Seq><rdf:li>Ann Secret</rdf:li></rdf:Seq></dc:creator>"
    assert papers.without_author(pdf(xmp)) == (pdf(xmp.replace(b"Ann Secret", b" " * 10)), ())
    assert papers.without_author(pdf(info=b"/Author (Ann (Secret))"))[1] == ("author",)
    assert papers.without_author(pdf(info=b"/Author (A) /ByteRange [0 1 2 3]"))[1] == ("author",)
    assert papers.without_author(pdf(b"/Type /ObjStm"))[1] == ("author",)


def test_a_thumbnail_is_small_upright_and_clean():
    small = files.thumbnail(photo_from_a_phone(), 16)
    picture = Image.open(io.BytesIO(small))
    assert (picture.format, picture.size, b"Ann Secret" in small) == ("WEBP", (12, 16), False)


# Names


@pytest.mark.parametrize(
    ("name", "ext", "cleaned"),
    [
        ("../../etc/passwd", "txt", "passwd.txt"),
        ("..\\..\\a.png", "png", "a.png"),
        ("a\0.png", "png", "a.png"),
        ("CON", "txt", "_CON.txt"),
        ("com1.txt", "txt", "_com1.txt"),
        ("ex\u202efdp.exe", "pdf", "exfdp.pdf"),
        ("line\r\nSet-Cookie: a=b.png", "png", "line Set-Cookie_ a=b.png"),
        ("🎉 fête.jpeg", "jpg", "🎉 fête.jpeg"),
        ("photo.png", "jpg", "photo.jpg"),
        (" .hidden. ", "", "hidden"),
        ("...", "pdf", "file.pdf"),
        ("", "pdf", "file.pdf"),
        ('a"b<c>.pdf', "pdf", "a_b_c_.pdf"),
        ("\ud800.pdf", "pdf", "\ufffd.pdf"),
    ],
)
def test_a_name_is_shown_clean(name, ext, cleaned):
    assert files.clean_name(name, ext) == cleaned
    assert files.clean_name(cleaned, ext) == cleaned


def test_a_name_of_five_thousand_characters_is_cut():
    assert len(files.clean_name("ñ" * 5_000 + ".pdf", "pdf")) == 94


@pytest.mark.parametrize("name", ["a\r\nX: y.pdf", 'q".pdf', "é🎉.pdf", "../x.pdf", ""])
def test_a_download_header_is_one_ascii_line_and_always_an_attachment(name):
    header = files.disposition(name)
    assert header.startswith("attachment; filename") and header.isascii() and header.isprintable()


def test_a_download_header_carries_any_script():
    assert files.disposition("é.pdf") == "attachment; filename*=utf-8''%C3%A9.pdf"
    assert files.disposition("plan.pdf") == 'attachment; filename="plan.pdf"'


# On disk


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    assert files.write_durably(tmp_path, "ab12.jpg", [b"one", b"two"]).read_bytes() == b"onetwo"

    def broken():
        yield b"half"
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        files.write_durably(tmp_path, "cd34.jpg", broken())
    assert [path.name for path in tmp_path.iterdir()] == ["ab12.jpg"]


@pytest.mark.parametrize("name", ["../x", "/x", "", ".x", "a/b", "a\0", "a\n"])
def test_a_stored_name_is_one_of_ours(tmp_path, name):
    with pytest.raises(ValueError, match="stored file"):
        files.write_durably(tmp_path, name, [b"x"])
    assert list(tmp_path.iterdir()) == []


def test_parts_left_by_a_kill_are_swept_after_a_while(tmp_path):
    (tmp_path / ".ab12.jpg.0011.part").write_bytes(b"half")
    (tmp_path / "kept.jpg").write_bytes(b"whole")
    assert (files.sweep(tmp_path), files.sweep(tmp_path, seconds=-1)) == (0, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["kept.jpg"]


def test_a_file_is_forced_to_disk_before_its_name_and_its_name_before_the_answer(tmp_path):
    program = "import sys,pathlib; from staffroom.kit import files; files.write_durably(pathlib.Path(sys.argv[1]), 'n.bin', [b'x'])"
    log = tmp_path / "calls"
    command = ["strace", "-f", "-o", str(log), "-e", "trace=fsync,rename,renameat,renameat2,write", sys.executable, "-c", program, str(tmp_path)]
    try:
        subprocess.run(command, check=True, timeout=60)
    except FileNotFoundError:
        pytest.skip("strace is not installed")
    calls = [line.split("(")[0].split()[-1] for line in log.read_text().splitlines() if "fsync(" in line or "rename" in line]
    assert calls == ["fsync", "rename", "fsync"]
