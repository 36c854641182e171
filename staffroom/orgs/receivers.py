"""What the room below asks of bodies, and what it tells them."""

from django.dispatch import receiver

from staffroom.orgs import actions, queries
from staffroom.people import factors, rules, sessions
from staffroom.people.signals import identity_moved

rules.COLLEAGUES.append(queries.colleagues_of)
factors.BODY_DOMAINS.append(queries.is_claimed)
factors.BODY_OF_DOMAIN.append(queries.claimant)
sessions.ALONG["holds_office"] = queries.holds_office


@receiver(identity_moved)
def roles_move_with_a_sign_in(*, away, to, **_more):
    """The roles of an account that had nothing but a body's sign-in move with that sign-in."""
    actions.carry_over(by=None, away=away, to=to)
