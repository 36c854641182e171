"""Mails that ask something which a reply answers, and those that say what became of a reply. Public words alone."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from staffroom.kit.replied import MARK
from staffroom.notices.codes import address_of
from staffroom.notices.models import Notice, ReplyCode
from staffroom.notices.replies import Asked


def ask(notice: Notice, asked: Asked, code: ReplyCode) -> None:
    """One question; Reply-To leads to its code alone. A repeat carries the same Message-ID."""
    reply = address_of(code.code)
    _send(code, "ask", str(notice.pk), {"asked": asked}, {
        "Reply-To": reply, "List-Unsubscribe": f"<mailto:{reply}?subject=stop>", "Auto-Submitted": "auto-generated"})


def tell_back(code: ReplyCode, words: str, href: str, back: ReplyCode | None, mark: str) -> None:
    """What became of a reply; with `back` the answer to this mail takes it back, else the answer is another try."""
    again = back or (code if code.used_at is None and not code.has_lapsed() else None)
    headers = {"Reply-To": address_of(again.code)} if again else {}
    _send(code, "back", mark, {"words": words, "link": settings.BASE_URL + href if href else "", "back": back, "again": again},
          headers | {"Auto-Submitted": "auto-replied"})


def _send(code: ReplyCode, kind: str, mark: str, context: dict, headers: dict) -> None:
    with translation.override(code.person.language):
        text = render_to_string(f"notices/mail/{kind}.txt", {"site_name": settings.SITE_NAME, "base_url": settings.BASE_URL, "mark": MARK, **context})
    subject, _, body = text.strip().partition("\n")
    EmailMessage(" ".join(subject.split()), body.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [code.address.email],
                 headers={"Message-ID": f"<{mark}@{urlsplit(settings.BASE_URL).hostname}>", **headers}).send()
