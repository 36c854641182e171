"""Whom a person can name: those who belong to the same body today, and those who wish to be found."""

from django.db.models import Q

from staffroom.kit.order import by_key
from staffroom.kit.words import fold
from staffroom.orgs.queries import current
from staffroom.people.models import Account
from staffroom.sharing.viewers import Viewer

MOST = 20


def nameable(viewer: Viewer):
    """Accounts that this person may name; never the person."""
    mine = current().filter(person_id=viewer.pk).values("organisation_id")
    together = current().filter(organisation_id__in=mine).values("person_id")
    found = Q(pk__in=together) | Q(profile__in_directory=True)
    return Account.objects.filter(found, is_active=True).exclude(pk=viewer.pk).exclude(name="").distinct()


def like(viewer: Viewer, text: str) -> list[Account]:
    """At most twenty whose name holds these words, in the order of names."""
    words = fold(text).split()
    rows = [row for row in nameable(viewer).order_by(by_key("name_key"), "pk")[:2_000] if all(word in fold(row.name) for word in words)]
    return rows[:MOST]
