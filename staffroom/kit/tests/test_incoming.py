"""What a mail program sends as a reply, read: the person's own words alone, and no word of a machine."""

import pytest

from staffroom.kit.incoming import MOST_BYTES, read
from staffroom.kit.replied import MARK, own_words

SAID = "Try a bell.\n\nIt works in my class."
LINE = f"{MARK} Write your answer above this line {MARK}"


@pytest.mark.parametrize("around", [
    "{said}\n",
    "{said}\r\n\r\nOn Mon, 2 Nov 2026 at 10:01, Staffroom <replies@school.example> wrote:\r\n> {line}\r\n>\r\n> Noise after lunch\r\n",
    "On Monday, somebody in Staffroom\nat the school <replies@school.example>\nwrote:\n> {line}\n> Noise\n\n{said}\n",
    "El lun, 2 nov 2026 a las 10:01, Staffroom (<r@s.example>) escribió:\n\n> Ruido\n\n{said}",
    "{said}\n\n-- \nAnn Example\nJuniper School, room 12",
    "{said}\n--\nAnn",
    "{said}\n\nSent from my iPhone\n",
    "{said}\n\n-----Original Message-----\nFrom: Staffroom\n{line}\nNoise",
    "{said}\n\n________________________________\nDe: Staffroom <r@s.example>\nEnviado: lunes\nAsunto: Ruido\n\n{line}\n",
    "{said}\n\nFrom: Staffroom <replies@school.example>\nSent: Monday\n\n{line}\nNoise",
    "{said}\n{line}\nNoise after lunch\n",
])
def test_only_the_words_of_the_reply_are_kept(around):
    assert own_words(around.format(said=SAID, line=LINE)) == SAID


def test_a_quote_between_two_answers_goes_and_a_reply_of_quotes_alone_says_nothing():
    assert own_words("Yes.\n> one\nAnd a bell.\n> two") == "Yes.\nAnd a bell."
    assert own_words(f"> all of\n> it\n{LINE}\nNoise") == ""
    assert own_words("She wrote: be kind.") == "She wrote: be kind."


def mail(body: bytes, *heads: str) -> bytes:
    return "\r\n".join(["Message-ID: <one@home.example>", "From: Ann <ann@home.example>", "To: Replies <R+abc@School.example>", *heads, "", ""]).encode() + body


TWO = mail(b"--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Page</p>\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nPlain caf\xc3\xa9\r\n"
           b"--x\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename=a.png\r\n\r\nnot words\r\n--x\r\n"
           b"Content-Type: text/plain\r\nContent-Disposition: attachment; filename=b.txt\r\n\r\nnor these\r\n--x--\r\n",
           'Content-Type: multipart/mixed; boundary="x"')
PAGE = (b"<html><head><style>p {}</style></head><body><div>Try a&nbsp;bell<br>and <a href='https://x.example/bell'>wait</a>.</div><script>no()</script>"
        b"<blockquote>old</blockquote><div class='gmail_quote'>On Monday x wrote: <p>old</p></div></body></html>")


@pytest.mark.parametrize(("raw", "text", "attached"), [
    (mail(b"Caf\xe9", "Content-Type: text/plain; charset=iso-8859-1"), "Café", 0),
    (mail(b"Q2Fmw6k=", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64"), "Café", 0),
    (mail(b"Caf=C3=A9 =\r\nnoir", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable"), "Café noir", 0),
    (mail("Café".encode(), "Content-Type: text/plain; charset=klingon-8"), "Café", 0),
    (mail(b"A line that \r\nflows on.\r\n-- \r\nAnn", "Content-Type: text/plain; format=flowed"), "A line that flows on.\n-- \nAnn", 0),
    (mail(PAGE, "Content-Type: text/html; charset=utf-8"), "Try a bell\nand  https://x.example/bell wait.", 0),
    (TWO, "Plain café", 2),
    (mail(b"\xff\xfe\x00", "Content-Type: text/plain; charset=utf-8"), "\ufffd\ufffd\x00", 0),
])
def test_words_are_read_in_whatever_encoding_and_files_are_counted_and_left(raw, text, attached):
    letter = read(raw)
    assert (letter.text.strip(), letter.attachments_count, letter.is_automatic) == (text, attached, False)


def test_it_knows_to_whom_it_came_and_the_same_message_twice():
    letter = read(mail(b"Hello"))
    assert letter.recipients == ("r+abc@school.example",) and letter.mark == "<one@home.example>"
    assert read(mail(b"Hello"), "ann@home.example", "R+Xyz@school.example").recipients == ("r+xyz@school.example",)
    assert read(b"To: r@s.example\n\nHello").mark == read(b"To: r@s.example\n\nHello").mark != read(b"To: r@s.example\n\nHullo").mark
    assert read(mail(b"x" * MOST_BYTES)).is_large and not read(mail(b"x")).is_large


@pytest.mark.parametrize("head", [
    "Auto-Submitted: auto-replied", "Auto-Submitted: auto-generated; x=y", "Precedence: bulk", "List-Id: <a.list>", "X-Loop: yes", "Return-Path: <>",
    "From: MAILER-DAEMON@home.example", "Content-Type: multipart/report; boundary=x", "Subject: Automatic reply: Can you help?",
    "Subject: =?utf-8?q?Respuesta_autom=C3=A1tica?="])
def test_a_machine_is_never_taken_for_a_person(head):
    assert read(mail(b"Away", head)).is_automatic
    assert read(mail(b"Here", "Auto-Submitted: no"), "ann@home.example").is_automatic is False


@pytest.mark.parametrize("sender", ["", "<>", "MAILER-DAEMON", "mailer-daemon@school.example"])
def test_a_bounce_is_known_by_its_envelope(sender):
    assert read(mail(b"Failed"), sender).is_automatic


@pytest.mark.parametrize("raw", [b"", b"\x00\xff" * 50, b"To: =?x?q?\xff?=\nSubject: =?utf-8?b?!!?=\nFrom: @@<<>>\n\nhi", b"Content-Type: multipart/mixed\n\nx",
                                 b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n" * 2_000, b"Content-Transfer-Encoding: base64\n\n!!!!",
                                 b"Content-Type: text/html\n\n<![CDATA[<a <b <!-- </p></p>" + b"<div>" * 5_000])
def test_nothing_that_a_stranger_writes_is_an_error(raw):
    assert own_words(read(raw).text) is not None
