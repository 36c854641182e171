"""What the rooms below announce, told to the person whom it concerns, in their language."""

from django.dispatch import receiver
from django.utils import translation

from staffroom.notices.actions import tell
from staffroom.orgs import signals
from staffroom.orgs.models import Membership


@receiver(signals.invited)
def somebody_is_invited(*, invitation, **_):
    """One by name waits on the person's own page; one by link has nobody to be told yet."""
    if invitation.to_person:
        tell(by=invitation.by, person=invitation.to_person, kind="invited", key=f"invited:{invitation.code}", name=str(invitation.organisation), href="/people/")


@receiver(signals.joined)
def somebody_was_enrolled(*, membership, by, **_):
    """Who accepted an invitation knows; who was enrolled is told."""
    if by != membership.person:
        tell(by=by, person=membership.person, kind="joined", key=f"joined:{membership.code}", name=_role(membership), href="/people/")


@receiver(signals.ended)
def a_role_was_ended(*, membership, by, **_):
    if by != membership.person:
        tell(by=by, person=membership.person, kind="ended", key=f"ended:{membership.code}", name=_role(membership), href="/people/")


def _role(membership: Membership) -> str:
    with translation.override(membership.person.language):
        return f"{membership.get_role_display()}, {membership.organisation}"
