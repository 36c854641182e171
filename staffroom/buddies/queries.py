"""What the page of buddies shows."""

from dataclasses import dataclass

from staffroom.buddies.models import Offering, Pair
from staffroom.kit.order import by_key
from staffroom.orgs.models import Organisation
from staffroom.orgs.queries import current
from staffroom.people.models import Account
from staffroom.people.rules import visible_profiles
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer

MOST = 50


@dataclass(frozen=True)
class Side:
    """A pair from one side: the other one, whether their profile tells this viewer anything, and who has to say something."""

    pair: Pair
    other: Account
    has_page: bool
    waits_for_me: bool


@dataclass(frozen=True)
class Here:
    """A body of mine: who would be a buddy there whom I have not asked, and whether I would."""

    body: Organisation
    others: list[Offering]
    mine: Offering | None


@dataclass(frozen=True)
class Shown:
    sides: list[Side]
    bodies: list[Here]


def shown(viewer: Viewer) -> Shown:
    """My pairs, and the bodies to which I belong today, by name. At most five statements."""
    pairs = list(visible_to(viewer, Pair).order_by("-agreed_at", "made_at", "pk")[:MOST])
    others = [pair.buddy if pair.person_id == viewer.pk else pair.person for pair in pairs]
    told = set(visible_profiles(viewer).filter(person__in=others).values_list("person_id", flat=True)) if others else set()
    sides = [Side(pair, other, other.pk in told, pair.agreed_at is None and pair.buddy_id == viewer.pk)
             for pair, other in zip(pairs, others, strict=True)]
    held = {row.organisation for row in current().filter(person=viewer.pk).select_related("organisation")}
    offered = visible_to(viewer, Offering).filter(organisation__in=held)
    mine = {row.organisation_id: row for row in offered.filter(person=viewer.pk)} if held else {}
    others_offer = offered.exclude(person=viewer.pk).exclude(person__in=others).order_by(by_key("person__name_key"), "pk")
    found = list(others_offer[:MOST * 4]) if held else []
    bodies = [Here(body, [row for row in found if row.organisation_id == body.pk][:MOST], mine.get(body.pk))
              for body in sorted(held, key=lambda body: (body.name, body.code))]
    return Shown(sides, bodies)
