"""Telling people things: in the inbox at once; by mail only if they wish, outside their quiet hours, without private words."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from staffroom.kit import clock, outbox
from staffroom.kit.acts import act
from staffroom.notices.models import Notice, Preference
from staffroom.notices.quiet import next_loud
from staffroom.orgs.models import Organisation
from staffroom.people.models import Account


@act("notices.tell")
def tell(*, by, person: Account, kind: str, key: str, name: str = "", href: str = "", body: Organisation | None = None,
         until_at: datetime | None = None) -> Notice:
    """The person is told once for each `key`; `body` is whose doing it tells.

    With mail wished for, a mail follows when it is not quiet where they live; none from `until_at` on.
    """
    said = {"kind": Notice.Kind(kind), "name": name[:160], "href": href, "body": body}
    notice, new = Notice.objects.get_or_create(person=person, key=key, defaults=said)
    wish = Preference.objects.filter(person=person, by_mail=True).first() if new and settings.MAIL_WORKS else None
    if wish:
        due = next_loud(clock.now(), person.zone, wish.quiet_from, wish.quiet_to)
        if until_at is None or due < until_at:
            outbox.put("notices.mail", f"notice:{notice.pk}", {"notice": str(notice.pk)}, due_at=due)
    return notice


@act("notices.read")
def read(*, by: Account, shown: Iterable[UUID]) -> None:
    """What was shown counts as read."""
    Notice.objects.filter(person=by, pk__in=list(shown), read_at=None).update(read_at=clock.now())


@act("notices.prefer")
def prefer(*, by: Account, by_mail: bool, quiet_from: int, quiet_to: int, reminds: str = Preference.Reminds.MORNING) -> Preference:
    """How this person wants to be told from now on."""
    said = {"by_mail": by_mail, "quiet_from": quiet_from, "quiet_to": quiet_to, "reminds": Preference.Reminds(reminds)}
    wish, _new = Preference.objects.update_or_create(person=by, defaults=said)
    return wish


@outbox.handles("notices.mail")
def mail_notice(payload: dict) -> None:
    """One mail that says how many things wait, and where. A repeat carries the same Message-ID."""
    notice = Notice.objects.select_related("person").filter(pk=UUID(payload["notice"]), read_at=None).first()
    if notice is None or not notice.person.email or not notice.person.is_active:
        return
    with translation.override(notice.person.language):
        waiting = Notice.objects.filter(person=notice.person, read_at=None).count()
        text = translation.ngettext("One thing waits for you at %(site)s.", "%(n)s things wait for you at %(site)s.", waiting) % {
            "n": waiting, "site": settings.SITE_NAME}
        change = _("Change or stop these mails: %(url)s") % {"url": f"{settings.BASE_URL}/notices/how/"}
        words = f"{text}\n\n{settings.BASE_URL}/notices/\n\n{change}"
        EmailMessage(text, words, settings.DEFAULT_FROM_EMAIL, [notice.person.email],
                     headers={"Message-ID": f"<{notice.pk}@{settings.BASE_URL.split('/')[2].split(':')[0]}>"}).send()


