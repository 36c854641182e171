"""Searches that somebody keeps. Nobody else learns of them, and what they find changes nothing for anybody."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from staffroom.catalogue.models import SavedSearch
from staffroom.catalogue.queries import saved as queries
from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.kit.sealed import Unreadable
from staffroom.notices.actions import tell
from staffroom.people.models import Account

MOST_SAVED = 50
EVERY = timedelta(hours=24)
AT_ONCE = 50


@act("catalogue.save_search")
def save_search(*, by: Account, asked: str) -> SavedSearch:
    """The search is kept. The same one kept twice is one."""
    held = list(SavedSearch.objects.filter(person=by))
    same = next((row for row in held if row.asked == asked), None)
    if same is not None:
        return same
    if len(held) >= MOST_SAVED:
        raise Refusal(_("You keep fifty searches already. Forget one first; nothing was added."))
    return SavedSearch.objects.create(person=by, asked=asked)


@act("catalogue.let_tell")
def let_tell(*, by: Account, saved: SavedSearch, tells: bool) -> SavedSearch:
    """From now on the inbox says when something new fits, or does not. What hangs already is not news."""
    SavedSearch.objects.filter(pk=saved.pk, person=by).update(tells=tells, looked_at=clock.now())
    saved.tells = tells
    return saved


@act("catalogue.forget_search")
def forget_search(*, by: Account, saved: SavedSearch) -> None:
    """The search is gone."""
    SavedSearch.objects.filter(pk=saved.pk, person=by).delete()


@act("catalogue.look_again")
def look_again(*, by: None = None) -> int:
    """Of those that are due, at most fifty are looked at again, the longest waiting first; how many that was.

    Somebody is told once for a look that found something new, with a number and a link: no words of the search.
    """
    now = clock.now()
    due = list(SavedSearch.objects.select_related("person").filter(tells=True, looked_at__lte=now - EVERY).order_by("looked_at", "pk")[:AT_ONCE])
    for row in due:
        asked = row.asked
        fresh = 0 if isinstance(asked, Unreadable) or not row.person.is_active else queries.fresh(asked, row.looked_at)
        if fresh:
            tell(by=None, person=row.person, kind="found", key=f"found:{row.code}:{now:%Y%m%d%H}", name=str(fresh), href=reverse("catalogue:saved"))
    SavedSearch.objects.filter(pk__in=[row.pk for row in due]).update(looked_at=now)
    return len(due)
