"""Needs and answers hang on the wall for anyone. Who said "me too" is each one's own; who may answer is asked of the roles that bodies give."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.kit import clock
from staffroom.moderation.rules import is_caretaker
from staffroom.needs.models import Answer, Backing, Kind, Need, NeedMerge
from staffroom.orgs.models import CHAIN
from staffroom.orgs.queries import has_voice
from staffroom.orgs.rules import may_speak
from staffroom.sharing.rules import WALL, Columns, Reader, declare, declare_notebook
from staffroom.sharing.viewers import Viewer

YES = gettext_lazy("Yes")
ANYONE = Columns(named=YES, group=YES, principal=YES, office=YES, server=YES)
ANY_KIND = tuple(Kind)
OF_ANYBODY = (Kind.OFFER, Kind.ELSEWHERE, Kind.TOLD)
BACK = timedelta(days=14)


def _needs(viewer: Viewer) -> QuerySet[Need]:
    """What hangs, and to its author what was taken down of theirs."""
    own = Q(person=viewer.pk) if viewer.holds_own_key else Q(pk__in=[])
    return Need.objects.select_related("person", f"organisation__{CHAIN}").filter(Q(taken_down_at=None) | own)


def kinds_for(viewer: Viewer, need: Need) -> tuple[Kind, ...]:
    """How this viewer may answer: an office of the body in every way; where nobody speaks for a body, anyone signed in by leading
    somewhere or telling it in words."""
    if need.organisation is not None and may_speak(viewer, need.organisation):
        return ANY_KIND
    if not viewer.holds_own_key or (need.organisation is not None and has_voice(need.organisation)):
        return ()
    return OF_ANYBODY


def may_take_back(viewer: Viewer, answer: Answer) -> bool:
    """Whoever gave it, for fourteen days, where it was not taken down: in the name of a body as long as they speak for it."""
    if viewer.account is None or answer.by_id != viewer.pk or answer.taken_down_at or answer.made_at < clock.now() - BACK:
        return False
    return viewer.holds_own_key if answer.organisation is None else may_speak(viewer, answer.organisation)


def is_author(viewer: Viewer, need: Need) -> bool:
    return viewer.holds_own_key and need.person_id is not None and need.person_id == viewer.pk


def may_merge(viewer: Viewer, need: Need) -> bool:
    """Its author, and those who look after the wall."""
    return need.taken_down_at is None and (is_author(viewer, need) or is_caretaker(viewer))


def _merges(viewer: Viewer) -> QuerySet[NeedMerge]:
    """What was made one, for people who are signed in; what an author is asked, for the authors of the two."""
    if viewer.account is None:
        return NeedMerge.objects.none()
    mine = Q(kept__person=viewer.pk) | Q(gone__person=viewer.pk) if viewer.holds_own_key else Q(pk__in=[])
    return NeedMerge.objects.filter(Q(agreed_at__isnull=False) | mine, undone_at=None, kept__taken_down_at=None, gone__taken_down_at=None)


def writes(viewer: Viewer, merge: NeedMerge) -> bool:
    """Is this viewer the author of one of the two?"""
    return is_author(viewer, merge.kept) or is_author(viewer, merge.gone)


def may_agree(viewer: Viewer, merge: NeedMerge) -> bool:
    """The author who was asked, not the one who asks."""
    return merge.agreed_at is None and writes(viewer, merge) and merge.by_id != viewer.pk


def may_undo(viewer: Viewer, merge: NeedMerge) -> bool:
    """Either author, whether it is asked or done; those who look after the wall, once it is done."""
    return writes(viewer, merge) or (merge.agreed_at is not None and is_caretaker(viewer))


def anyone(thing) -> list[Reader]:
    return [Reader(name=_("Anyone"), why=_("It hangs on the wall, also for people who are not signed in. A name is read only by people who are."))]


declare(Need, words=gettext_lazy("What people miss, and how many"), home=WALL, visible=_needs, readers=anyone, columns=ANYONE, verbs={
    "read": lambda viewer, need: need.taken_down_at is None or is_author(viewer, need),
    "join": lambda viewer, need: viewer.holds_own_key,
    "answer": lambda viewer, need: bool(kinds_for(viewer, need)),
    "merge": may_merge,
    "reopen": lambda viewer, need: is_author(viewer, need) and bool(need.answered_as)})
declare(Answer, words=gettext_lazy("Answers to what people miss"), home=WALL, visible=lambda viewer: Answer.objects.filter(taken_down_at=None),
        verbs={"read": lambda viewer, answer: answer.taken_down_at is None, "take_back": may_take_back}, readers=anyone, columns=ANYONE)
declare(NeedMerge, words=gettext_lazy("Which needs were made one"), home=WALL, visible=_merges, columns=ANYONE, readers=lambda merge: [
    Reader(name=_("Everybody who is signed in"), why=_("They say the same, and the address of one leads to the other."))], verbs={
    "read": lambda viewer, merge: viewer.account is not None and (merge.agreed_at is not None or writes(viewer, merge)),
    "agree": may_agree, "undo": may_undo})
declare_notebook(Backing, words=gettext_lazy("Which needs you share: only how many do is public"),
                 columns=Columns(server=gettext_lazy("Could read it")))
