"""What the rooms below announce, told to the person whom it concerns, in their language."""

from django.dispatch import receiver
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from staffroom.kit.ids import new_code
from staffroom.notices.actions import tell
from staffroom.orgs import signals
from staffroom.orgs.models import Membership
from staffroom.people.signals import factor_changed
from staffroom.sharing.signals import handed


@receiver(handed)
def a_copy_was_handed(*, copy, **more):
    href = reverse("sharing:copy", args=[copy.code])
    tell(by=copy.person, person=copy.reader, kind="copy", key=f"copy:{copy.code}", name=str(copy.person), href=href)


@receiver(factor_changed)
def a_way_in_was_changed(*, account, what, **more):
    """Told here too: mail may not work, or be read by somebody else."""
    with translation.override(account.language):
        tell(by=account, person=account, kind="factor", key=f"factor:{new_code()}", name=changes()[what], href=reverse("people:me"))


def changes() -> dict[str, str]:
    """What each change of people.factors.CHANGES is called."""
    return {
        "password": _("the password"), "password_by_body": _("the password, through a mailbox of a body"),
        "password_by_mail": _("the password, by mail"),
        "passkey_added": _("a passkey was added"), "passkey_removed": _("a passkey was removed"), "codes_on": _("codes of an app were turned on"),
        "codes_off": _("codes of an app were turned off"), "recovery_renewed": _("new recovery codes"), "address_added": _("an address was added"),
        "address_removed": _("an address was removed"), "address_main": _("the main address"), "address_proved": _("an address was proved"),
        "body_linked": _("the sign-in of a body was linked"), "body_unlinked": _("the sign-in of a body was unlinked")}


@receiver(signals.invited)
def somebody_is_invited(*, invitation, **more):
    """One by name waits on the person's own page; one by link has nobody to be told yet."""
    if invitation.to_person:
        name = str(invitation.organisation)
        tell(by=invitation.by, person=invitation.to_person, kind="invited", key=f"invited:{invitation.code}", name=name, href="/people/",
             body=invitation.organisation)


@receiver(signals.joined)
def somebody_was_enrolled(*, membership, by, **more):
    """Who accepted an invitation knows; who was enrolled is told."""
    if by != membership.person:
        tell(by=by, person=membership.person, kind="joined", key=f"joined:{membership.code}", name=_role(membership), href="/people/",
             body=membership.organisation)


@receiver(signals.ended)
def a_role_was_ended(*, membership, by, **more):
    if by != membership.person:
        tell(by=by, person=membership.person, kind="ended", key=f"ended:{membership.code}", name=_role(membership), href="/people/",
             body=membership.organisation)


def _role(membership: Membership) -> str:
    with translation.override(membership.person.language):
        return f"{membership.get_role_display()}, {membership.organisation}"
