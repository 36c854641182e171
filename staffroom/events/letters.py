"""Letters to guests: promised with the act, written and sent by the worker. An address whose link nobody opened gets the first one alone."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from staffroom.events.models import Guest
from staffroom.events.said import over, when
from staffroom.events.tokens import token_of
from staffroom.kit import outbox

FIRST = "come"
NEXT = "next"  # of the next edition, for somebody who asked to be told first


def promise(kind: str, guest: Guest | None, key: str) -> None:
    """Promise a letter (events/mail/guest_<kind>.txt) to a guest who gave an address; told twice by the same key is told once."""
    if guest is not None and settings.MAIL_WORKS and guest.address and (kind == FIRST or guest.proved_at):
        outbox.put("events.letter", key, {"letter": kind, "guest": str(guest.pk), "mark": key})


@outbox.handles("events.letter")
def deliver(payload: dict[str, Any]) -> None:
    """One letter; a guest who is gone meanwhile gets none. A repeat carries the same Message-ID."""
    guest = Guest.objects.select_related("event", "next").filter(pk=UUID(payload["guest"])).exclude(address="").first()
    event = guest and (guest.next if payload["letter"] == NEXT else guest.event)
    if guest is None or event is None:
        return
    with translation.override(guest.language):
        base = settings.BASE_URL.rstrip("/")
        news = event.news.order_by("-made_at").first()
        text = render_to_string(f"events/mail/guest_{payload['letter']}.txt", {
            "site_name": settings.SITE_NAME, "base_url": base, "title": event.title, "when": when(event.span).there, "place": event.place,
            "why": news.why if news else "", "over": over(event), "over_words": event.over_words,
            "link": base + reverse("events:guest", args=[token_of(guest.code)])})
    subject, _, body = text.strip().partition("\n")
    mark = payload["mark"].replace(":", ".")
    EmailMessage(subject.strip(), body.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [guest.address],
                 headers={"Message-ID": f"<{mark}@{urlsplit(settings.BASE_URL).hostname}>"}).send()
