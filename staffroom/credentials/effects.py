"""What the worker does for this room, with nothing locked: asking an issuer; signing the lists of what was taken back."""

from uuid import UUID

from staffroom.credentials import actions, asking, bringing
from staffroom.credentials.models import Badge
from staffroom.kit.keystore import KeyGone
from staffroom.kit.outbox import handles


@handles(actions.ASK)
def ask(payload: dict) -> None:
    """Check a badge with what its issuer publishes; done twice it says what is so the second time."""
    badge = Badge.objects.select_related("person", "evidence").filter(pk=UUID(payload["badge"])).first()
    if badge is None:
        return
    try:
        data = bringing.data_of(badge)
    except (FileNotFoundError, ValueError, KeyGone):
        return
    found = bringing.examine(badge.person, data, asking.verify)
    if Badge.objects.filter(pk=badge.pk).exists():
        actions.checked(by=badge.person, badge=badge, found=found)


@handles(actions.SIGN_LIST)
def sign_list(payload: dict) -> None:
    actions.sign_list(payload["number"])
