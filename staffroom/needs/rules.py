"""Needs and answers hang on the wall for anyone. Who said "me too" is each one's own; who may answer is asked of the roles that bodies give."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.needs.models import Answer, Backing, Kind, Need
from staffroom.orgs.models import CHAIN
from staffroom.orgs.queries import has_voice
from staffroom.orgs.rules import may_speak
from staffroom.sharing.rules import WALL, Columns, Reader, declare, declare_notebook
from staffroom.sharing.viewers import Viewer

YES = gettext_lazy("Yes")
ANYONE = Columns(named=YES, group=YES, principal=YES, office=YES, server=YES)
ANY_KIND = tuple(Kind)
OF_ANYBODY = (Kind.OFFER, Kind.ELSEWHERE)


def _needs(viewer: Viewer) -> QuerySet[Need]:
    """What hangs, and to its author what was taken down of theirs."""
    own = Q(person=viewer.pk) if viewer.holds_own_key else Q(pk__in=[])
    return Need.objects.select_related("person", f"organisation__{CHAIN}").filter(Q(taken_down_at=None) | own)


def kinds_for(viewer: Viewer, need: Need) -> tuple[Kind, ...]:
    """How this viewer may answer: an office of the body in every way; where nobody speaks for a body, anyone signed in by leading somewhere."""
    if need.organisation is not None and may_speak(viewer, need.organisation):
        return ANY_KIND
    if not viewer.holds_own_key or (need.organisation is not None and has_voice(need.organisation)):
        return ()
    return OF_ANYBODY


def is_author(viewer: Viewer, need: Need) -> bool:
    return viewer.holds_own_key and need.person_id is not None and need.person_id == viewer.pk


def anyone(thing) -> list[Reader]:
    return [Reader(name=_("Anyone"), why=_("It hangs on the wall, also for people who are not signed in. A name is read only by people who are."))]


declare(Need, words=gettext_lazy("What people miss, and how many"), home=WALL, visible=_needs, readers=anyone, columns=ANYONE, verbs={
    "read": lambda viewer, need: need.taken_down_at is None or is_author(viewer, need),
    "join": lambda viewer, need: viewer.holds_own_key,
    "answer": lambda viewer, need: bool(kinds_for(viewer, need)),
    "reopen": lambda viewer, need: is_author(viewer, need) and bool(need.answered_as)})
declare(Answer, words=gettext_lazy("Answers to what people miss"), home=WALL, visible=lambda viewer: Answer.objects.filter(taken_down_at=None),
        verbs={"read": lambda viewer, answer: answer.taken_down_at is None}, readers=anyone, columns=ANYONE)
declare_notebook(Backing, words=gettext_lazy("Which needs you share: only how many do is public"),
                 columns=Columns(server=gettext_lazy("Could read it")))
