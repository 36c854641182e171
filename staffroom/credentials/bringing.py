"""A file on its way in: looked at in a process of its own, its picture made small and harmless, its bytes laid down sealed as they came."""

import base64
import binascii
import contextlib
import hashlib
import io
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit
from uuid import UUID

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _

from staffroom.credentials.models import Badge
from staffroom.credentials.openbadges import child, shapes
from staffroom.credentials.openbadges.reading import MOST_BYTES, PNG
from staffroom.credentials.openbadges.said import SAID
from staffroom.kit import clock, files, pictures, words
from staffroom.kit.acts import Refusal
from staffroom.kit.ids import uuid7
from staffroom.people.models import Account
from staffroom.record import shelf
from staffroom.ui import paper

SIDE = 240
AT_ONCE = threading.BoundedSemaphore(2)
SECONDS = 10


@dataclass
class Looked:
    """A file that was looked at and laid down; it belongs to no row until an act takes it."""

    pk: UUID
    name: str
    stored: str
    size: int
    found: dict
    taken: bool = field(default=False)

    def put_back(self) -> None:
        """Take it away again unless an act took it."""
        if not self.taken:
            shelf.remove(self.stored)


def look(by: Account, data: bytes, name: str, verify: Callable[..., dict] = child.verify) -> Looked:
    """Look at a file. It is kept as it came: what signs it lies inside. Slow: call it outside a transaction. Raises Refusal and files.Unwelcome."""
    if len(data) > MOST_BYTES:
        raise Refusal(_("A badge may have %(most)s MB at most. Nothing was kept.") % {"most": MOST_BYTES // 1_000_000})
    found = examine(by, data, verify)
    if text := found.pop("text", ""):  # out of a drawing, which can run: the badge alone is kept
        data = text.encode()
    if found["kind"] not in shapes.TO_KEEP:
        raise Refusal(" ".join([_("Nothing was kept."), *(sentence(one) for one in found["checks"] if one["ok"] is not True)]))
    ending = "png" if data.startswith(PNG) else "txt"
    files.inspect(io.BytesIO(data), f"badge.{ending}", "")
    found["picture"] = _picture(data, found["told"].pop("picture", ""))
    pk = uuid7()
    return Looked(pk, words.cut(files.clean_name(name or "badge", ending), 120), shelf.put(by.pk, shelf.evidence_label(pk), data), len(data), found)


def examine(by: Account, data: bytes, verify: Callable[..., dict] = child.verify) -> dict:
    """What the file is and what of it holds, for this person. Two at a time in one process; whoever finds no room is told."""
    if not AT_ONCE.acquire(timeout=SECONDS):
        raise Refusal(_("Many badges are being looked at just now. Please try again in a minute; nothing was lost."))
    try:
        return verify(data, now=clock.now(), addresses=proved(by))
    finally:
        AT_ONCE.release()


def proved(by: Account) -> tuple[str, ...]:
    """The mail addresses that this person proved to be theirs."""
    return tuple(EmailAddress.objects.filter(user=by, verified=True).values_list("email", flat=True))


def data_of(badge: Badge) -> bytes:
    """The file as it came. Raises FileNotFoundError, ValueError or keystore.KeyGone."""
    kept = badge.evidence
    return shelf.get(kept.stored, shelf.evidence_label(kept.pk)) if kept else shelf.get(badge.stored, badge.label)


def as_proof(badge: Badge) -> shelf.BroughtIn:
    """The file of a badge that is not kept yet, as a piece of proof. It has the badge's key, so that its bytes stay sealed as they lie."""
    data = data_of(badge)
    return shelf.BroughtIn(pk=badge.pk, kind="file", name=badge.name, mime="image/png" if data.startswith(PNG) else "text/plain", size=len(data),
                           sha256=hashlib.sha256(data).hexdigest(), left="", stored=badge.stored)


def dumps(found: dict) -> str:
    """What was found, as it is sealed: without sentences, which each page says in its reader's language."""
    checks = [{name: one[name] for name in ("name", "ok", "code", "values")} for one in found["checks"]]
    said = {name: found.get(name) for name in ("ok", "kind", "form", "told", "wanted", "picture")}
    return json.dumps(said | {"checks": checks}, ensure_ascii=False)


def title_of(found: dict) -> str:
    """What a badge is called, if only by where it comes from."""
    told = found.get("told")
    told = told if isinstance(told, dict) else {}
    if told.get("title"):
        return words.cut(str(told["title"]), 200)
    host = host_of(told.get("issuer_id"))
    return _("A badge from %(host)s") % {"host": host} if host else _("A badge from elsewhere")


def host_of(address: object) -> str:
    """Where an address of the web leads; empty for anything else."""
    try:
        parts = urlsplit(str(address))
        return parts.hostname or "" if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _picture(data: bytes, inside: str) -> str:
    """The picture of a badge, small, decoded and encoded again, as base64; empty for none, or one that is not welcome."""
    with contextlib.suppress(files.Unwelcome, binascii.Error, ValueError):
        source = data if data.startswith(PNG) else base64.b64decode(inside.partition(",")[2], validate=True)
        return base64.b64encode(pictures.thumbnail(source, SIDE)).decode() if source else ""
    return ""


def sentence(check: dict) -> str:
    """What a check says, in the reader's language; empty for one that is not known here."""
    said = SAID.get(str(check.get("code")))
    if check.get("code") == "recipient.other":
        return _("It was not issued to an address that you have proved here: it is somebody else’s, or it went to another address of yours.")
    try:
        return _(said) % _values(check) if said else ""
    except (KeyError, TypeError, ValueError):
        return ""


def _values(check: dict) -> dict:
    """What fills the sentence, with a day as people write it."""
    values = dict(check.get("values") or {})
    return values | ({"day": paper.whole_day(date.fromisoformat(values["day"]))} if "day" in values else {})
