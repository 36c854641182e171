"""What the pages of leaving show."""

from staffroom.exchange.models import ErasureAsked, Export
from staffroom.people.models import Account
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer

MOST_SHOWN = 10


def exports_of(viewer: Viewer) -> list[Export]:
    """The newest files that were asked for."""
    return list(visible_to(viewer, Export).order_by("-made_at", "-pk")[:MOST_SHOWN])


def erasure_of(account: Account) -> ErasureAsked | None:
    """The wish of this person to be erased."""
    return ErasureAsked.objects.filter(person=account).first()


def accounts_named(words: str) -> list[Account]:
    """The accounts of a code or an address: one or none for a code; for an address all that list it, proved or not."""
    from staffroom.people.backends import candidates
    found = Account.objects.filter(code=words)
    return list(found) or candidates(words)
