"""A message that a mail server hands over, read (RFC 5322): to whom, what kind of message it is, what it says. Pure; it never raises.

Nothing here is believed: who wrote it is not even asked (a From is easily made up). What counts is the code in the address it came to.
"""

import email
import hashlib
import re
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from html.parser import HTMLParser

MOST_BYTES = 1_000_000
MOST_PARTS = 100
MOST_TEXT = 200_000
TO = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")
NOBODY = {"", "<>", "mailer-daemon"}
BULK = {"bulk", "junk", "list", "auto_reply", "auto-reply"}
ADDRESS = re.compile(r"[^\s<>,;:\"()]{1,200}@[^\s<>,;:\"()]{1,250}")
AWAY = re.compile(r"(re:\s*)?(auto(matic)?[ -]?(reply|response)|out of (the )?office|respuesta autom|fuera de (la )?oficina|abwesen|absence)",
                  re.IGNORECASE)
DAEMONS = {"mailer-daemon", "postmaster"}
LOOPS = ("x-loop", "x-autoreply", "x-autorespond", "x-auto-reply", "x-mail-autoreply", "x-failed-recipients", "feedback-id")


@dataclass(frozen=True)
class Incoming:
    """What came. `is_automatic`: no person wrote it, or it goes round in a loop; `mark` is the same for the same message come twice."""

    mark: str
    recipients: tuple[str, ...]
    is_automatic: bool
    is_large: bool
    subject: str
    text: str
    attachments_count: int


def read(raw: bytes, sender: str | None = None, recipient: str = "") -> Incoming:
    """`sender` and `recipient` are those of the envelope, where the mail server tells them; an empty sender is that of a bounce."""
    is_large = len(raw) > MOST_BYTES
    message = email.message_from_bytes(raw[:MOST_BYTES], policy=policy.default)
    named = _values(message, "message-id")[:1]
    mark = named[0].strip() if named and named[0].strip() else hashlib.sha256(raw).hexdigest()
    said = [address for name in TO for address in _addresses(message, name)]
    parts = list(message.walk())[:MOST_PARTS]
    text, attached = ("", 0) if is_large else _body(parts)
    return Incoming(mark[:500], (recipient.lower(),) if recipient else tuple(said), _is_automatic(message, sender), is_large,
                    " ".join(_values(message, "subject")[:1]).strip()[:200], text, attached)


def _values(message: EmailMessage, name: str) -> list[str]:
    """The values of a header as text; one that cannot be read is empty."""
    try:
        return [str(value) for value in message.get_all(name, [])]
    except Exception:  # noqa: BLE001  # parsers of headers stumble in many ways over what strangers write
        return []


def _addresses(message: EmailMessage, name: str) -> list[str]:
    """The addresses in a header, in small letters, however it is written."""
    return [address.lower() for value in _values(message, name) for address in ADDRESS.findall(value)]


def _is_automatic(message: EmailMessage, sender: str | None) -> bool:
    """Is it from a machine, from a list, or one that has been here: RFC 3834, and what is older and in use."""
    names = {name.lower() for name in message.keys()}  # noqa: SIM118  # a message is no mapping
    path = _values(message, "return-path")[:1]
    empty = sender is not None and sender.strip().lower().split("@")[0] in NOBODY
    auto = " ".join(_values(message, "auto-submitted")).split(";")[0].strip().lower()
    return (empty or (sender is None and bool(path) and path[0].strip().lower() in NOBODY)
            or auto not in {"", "no"}
            or any(AWAY.match(value.strip()) for value in _values(message, "subject")[:1])
            or any(value.strip().lower() in BULK for value in _values(message, "precedence"))
            or any(name.startswith("list-") or name in LOOPS for name in names)
            or message.get_content_type() in {"multipart/report", "message/delivery-status"}
            or any(address.split("@")[0] in DAEMONS for address in _addresses(message, "from")))


def _body(parts: list[EmailMessage]) -> tuple[str, int]:
    """The first plain text, else the first page of HTML as text; and how many other things hang on it."""
    plain = html = None
    attached = 0
    for part in parts:
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        if kind in {"text/plain", "text/html"} and part.get_content_disposition() != "attachment":
            if kind == "text/plain" and plain is None:
                plain = _unflowed(_text(part)) if part.get_param("format") == "flowed" else _text(part)
            elif kind == "text/html" and html is None:
                html = _text(part)
        elif part.get_content_disposition() == "attachment" or part.get_content_maintype() != "text":
            attached += 1
    return (plain if plain is not None and plain.strip() else of_page(html or ""))[:MOST_TEXT], attached


def _text(part: EmailMessage) -> str:
    """The text of a part in whatever encoding it says; an encoding nobody knows is read as UTF-8, and what cannot be read is marked."""
    raw = part.get_payload(decode=True)
    data = raw if isinstance(raw, bytes) else b""
    try:
        return data.decode(str(part.get_param("charset") or "utf-8"), "replace").replace("\r\n", "\n")
    except (LookupError, ValueError):
        return data.decode("utf-8", "replace").replace("\r\n", "\n")


def _unflowed(text: str) -> str:
    """Lines that a mail program broke are whole again (RFC 3676)."""
    lines: list[str] = []
    flows = False
    for line in text.split("\n"):
        quoted = line.startswith(">")
        plain = line[1:] if line.startswith(" ") else line
        joins = flows and not quoted and plain != "-- "
        if joins:
            lines[-1] += plain
        else:
            lines.append(plain)
        flows = plain.endswith(" ") and plain != "-- " and not quoted
    return "\n".join(lines)


class _Page(HTMLParser):
    """The words of a page, a line for each block; quotes go, and everything after the place where a mail program put the old mail."""

    BLOCKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "ul", "ol", "table", "hr"}
    HIDDEN = {"style", "script", "head", "title", "blockquote"}
    OLD = re.compile(r"gmail_quote|yahoo_quoted|divrplyfwdmsg|appendonsend|moz-cite-prefix|protonmail_quote", re.IGNORECASE)
    EMPTY = {"br", "hr", "img", "meta", "link", "input", "base", "col", "wbr", "area", "source"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.kept: list[str] = []
        self.inside: list[str] = []
        self.hidden, self.over = 0, False

    def handle_starttag(self, tag, attrs):
        marks = " ".join(str(value) for name, value in attrs if name in {"class", "id"})
        self.over = self.over or bool(self.OLD.search(marks))
        if tag in self.BLOCKS:
            self.kept.append("\n")
        if tag not in self.EMPTY:
            self.inside.append(tag)
            self.hidden += tag in self.HIDDEN
        address = dict(attrs).get("href") or ""
        if tag == "a" and address.startswith(("http://", "https://")) and not self.hidden and not self.over:
            self.kept.append(f" {address} ")

    def handle_endtag(self, tag):
        if tag in self.inside:
            while (last := self.inside.pop()) != tag:
                self.hidden -= last in self.HIDDEN
            self.hidden -= tag in self.HIDDEN
        if tag in self.BLOCKS:
            self.kept.append("\n")

    def handle_data(self, data):
        if not self.hidden and not self.over:
            self.kept.append(re.sub(r"\s+", " ", data))


def of_page(html: str) -> str:
    """An HTML mail as text."""
    page = _Page()
    try:
        page.feed(html[:MOST_TEXT * 2])
        page.close()
    except Exception:  # noqa: BLE001  # a page that cannot be read says nothing
        return ""
    return re.sub(r"\n\s*\n+", "\n\n", "".join(page.kept)).strip()
