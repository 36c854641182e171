"""Who may know a framework: anyone, what hangs on the wall; its owner alone, what somebody brought in for herself."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from staffroom.frameworks.models import Framework, OwnFramework
from staffroom.orgs.models import Membership
from staffroom.sharing.rules import WALL, Columns, Reader, declare, declare_notebook
from staffroom.sharing.viewers import Viewer

ADMIN = Membership.Role.ORG_ADMIN
ANYONE = Columns(named=_("Yes"), group=_("Yes"), principal=_("Yes"), office=_("Yes"), server=_("Yes"))


def _hanging(viewer: Viewer) -> QuerySet[Framework]:
    return Framework.objects.filter(taken_down_at=None).defer("package")


def _hangs(viewer: Viewer, framework: Framework) -> bool:
    return framework.taken_down_at is None


def may_take_down(viewer: Viewer, framework: Framework) -> bool:
    """An administrator of the body that put it up."""
    return framework.body_id is not None and _hangs(viewer, framework) and any(
        office.role == ADMIN and office.organisation_id == framework.body_id for office in viewer.offices)


def may_put_up(viewer: Viewer, own: OwnFramework) -> bool:
    """An administrator of a body puts up what she brought in, in its name."""
    return any(office.role == ADMIN for office in viewer.offices)


declare(Framework, words=_("Frameworks, and our practice map"), home=WALL, visible=_hanging, verbs={"read": _hangs, "take_down": may_take_down},
        readers=lambda framework: [Reader(name=_("Anyone"), why=_("It hangs on the wall, also for people who are not signed in."))], columns=ANYONE)
declare_notebook(OwnFramework, words=_("Frameworks you brought in for yourself"), verbs={"put_up": may_put_up})
