"""Who would be a buddy, the members of the body read; who asked whom, the two alone. No office reads who asked."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.buddies.models import Offering, Pair
from staffroom.orgs.queries import current
from staffroom.sharing.rules import NOTEBOOK, WALL, Columns, Reader, declare, only_owner
from staffroom.sharing.viewers import Viewer

SERVER = gettext_lazy("Could read it")


def _offerings(viewer: Viewer) -> QuerySet[Offering]:
    """Those of the bodies to which this viewer belongs today, by people who still belong there."""
    if not viewer.holds_own_key:
        return Offering.objects.none()
    mine = current().filter(person=viewer.pk).values("organisation")
    there = Exists(current().filter(person=OuterRef("person"), organisation=OuterRef("organisation")))
    return Offering.objects.select_related("person", "organisation").filter(there, organisation__in=mine, person__is_active=True)


def _pairs(viewer: Viewer) -> QuerySet[Pair]:
    if not viewer.holds_own_key:
        return Pair.objects.none()
    rows = Pair.objects.select_related("person", "buddy", "organisation").filter(ended_at=None, person__is_active=True, buddy__is_active=True)
    return rows.filter(Q(person=viewer.pk) | Q(buddy=viewer.pk))


def is_one_of(viewer: Viewer, pair: Pair) -> bool:
    return viewer.holds_own_key and pair.ended_at is None and viewer.pk in (pair.person_id, pair.buddy_id)


def may_agree(viewer: Viewer, pair: Pair) -> bool:
    """Whoever was asked, until they said yes."""
    return is_one_of(viewer, pair) and viewer.pk == pair.buddy_id and pair.agreed_at is None


def may_ask(viewer: Viewer, offering: Offering) -> bool:
    return viewer.holds_own_key and offering.person_id != viewer.pk


declare(Offering, words=gettext_lazy("That you would be a buddy in a body"), home=WALL, visible=_offerings, verbs={
    "read": lambda viewer, offering: viewer.holds_own_key, "ask": may_ask},
    readers=lambda offering: [Reader(name=_("Members of %(body)s") % {"body": offering.organisation}, why=_("So that somebody new can ask you."))],
    columns=Columns(group=gettext_lazy("Members of the body"), principal=gettext_lazy("As a member"), office=gettext_lazy("As a member"),
                    server=SERVER))
declare(Pair, words=gettext_lazy("Whom you asked to be your buddy, and who asked you"), home=NOTEBOOK, visible=_pairs, private=True, verbs={
    "read": is_one_of, "agree": may_agree, "end": is_one_of},
    readers=lambda pair: [only_owner(pair.person), Reader(name=str(pair.buddy), why=_("They were asked."), account=pair.buddy)],
    columns=Columns(named=gettext_lazy("The one you asked"), server=SERVER))
