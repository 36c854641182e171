"""Once a week, those who wish it are asked by mail what a colleague misses."""

from datetime import timedelta

from django.conf import settings

from staffroom.kit import clock
from staffroom.kit.acts import act
from staffroom.needs.actions.held import address
from staffroom.needs.queries import to_ask
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice, Preference
from staffroom.notices.queries import mailbox_of

AT_ONCE = 50
EVERY = timedelta(days=7)


@act("needs.ask_by_mail")
def ask_by_mail(*, by: None, after: str = "") -> str:
    """The next fifty who wish to be asked, and were not this week, are asked one thing each; the last key, empty when all were.

    Nobody is asked the same thing twice, nor what they miss or answered themselves.
    """
    if not settings.REPLIES_WORK:
        return ""
    lately = Notice.objects.filter(kind=Notice.Kind.NEEDED, made_at__gt=clock.now() - EVERY).values("person")
    rows = Preference.objects.filter(is_asked=True, person__is_active=True).exclude(person__in=lately).select_related("person")
    found = list((rows.filter(pk__gt=after) if after else rows).order_by("pk")[:AT_ONCE])
    for row in found:
        viewer = mailbox_of(row.person)
        need = to_ask(viewer) if viewer and viewer.holds_own_key else None
        if need is not None:
            notices.tell(by=None, person=row.person, kind=Notice.Kind.NEEDED, key=f"needed:{need.pk}", name=need.words, href=address(need))
    return str(found[-1].pk) if len(found) == AT_ONCE else ""
