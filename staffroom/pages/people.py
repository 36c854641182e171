"""What the page People shows."""

from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import Q

from staffroom.kit import clock
from staffroom.kit.order import by_key, by_name
from staffroom.kit.paging import page_of
from staffroom.kit.words import fold, skeleton
from staffroom.orgs.models import Invitation, Membership, in_force
from staffroom.orgs.queries import office_holders
from staffroom.people.models import Profile
from staffroom.people.rules import visible_directory
from staffroom.sharing.bodies import readers_of_role
from staffroom.sharing.models import Copy
from staffroom.sharing.queries import handed_to
from staffroom.sharing.rules import Reader, can, visible_to
from staffroom.sharing.viewers import Viewer

A_PAGE = 25
MOST_COPIES = 50


@dataclass(frozen=True)
class Belonging:
    """A role of mine, who can know of it, and whether I can leave it in this session."""

    membership: Membership
    readers: list[Reader]
    may_leave: bool


def belongings(viewer: Viewer) -> list[Belonging]:
    """The roles I hold today, by the name of the body."""
    mine = visible_to(viewer, Membership).filter(in_force(clock.now().date()), person_id=viewer.pk)
    rows = list(mine.order_by(by_name("organisation__name"), "role", "pk"))
    holders = office_holders([row.organisation for row in rows])
    return [Belonging(row, readers_of_role(row, holders[row.organisation_id]), can(viewer, "leave", row)) for row in rows]


def waiting(viewer: Viewer) -> list[Invitation]:
    """Invitations that wait for me by name."""
    rows = visible_to(viewer, Invitation).filter(to_person_id=viewer.pk, accepted_at=None, withdrawn_at=None, lapses_at__gt=clock.now())
    return [row for row in rows.order_by("made_at", "pk")[:20] if can(viewer, "answer", row)]


def findable(viewer: Viewer, text: str, number: str) -> Page:
    """Colleagues who wish to be found whose name holds every word of `text`, one page of them."""
    rows = visible_directory(viewer).exclude(person_id=viewer.pk).select_related("person")
    for word in text.split()[:6]:
        alike = Q(person__name__icontains=word) | Q(person__name__icontains=fold(word))
        shape = skeleton(word)
        rows = rows.filter(alike | Q(person__name_shape__contains=shape) if shape else alike)
    return page_of(rows.order_by(by_key("person__name_key"), "pk"), number, A_PAGE)


def is_findable(viewer: Viewer) -> bool:
    """Have I put myself into the directory?"""
    return Profile.objects.filter(person_id=viewer.pk, in_directory=True).exists()


def copies(viewer: Viewer) -> dict[str, list[Copy]]:
    """Copies that were handed to me, and those that I handed over and can still be read."""
    given = visible_to(viewer, Copy).filter(person_id=viewer.pk).order_by("-made_at", "-pk")[:MOST_COPIES]
    return {"handed_to": handed_to(viewer), "handed_by": list(given)}
