"""Who may know a plan: its owner, by a key of their own, and whoever was handed a copy of a step. What was told of a thing: anyone."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.practice.models import CalendarAddress, FollowUp, Goal, Pace, Period, PlanStep, Saved, Study, StudyMember, StudyNote, Telling
from staffroom.sharing.queries import copies_of, reader_of
from staffroom.sharing.rules import HANDED, WALL, Columns, Reader, declare, declare_notebook, only_owner
from staffroom.sharing.viewers import Viewer

MOST_IN_A_COPY = 100


def readers(thing: PlanStep | Goal) -> list[Reader]:
    return [only_owner(thing.person), *(reader_of(copy, _("You handed over a copy.")) for copy in copies_of(thing))]


def frozen(step: PlanStep) -> tuple[str, str]:
    """Title and text of a copy: what, how long, which day, why, and the note."""
    lines = [
        step.planned_on.isoformat() if step.planned_on else "",
        _("%(n)s minutes") % {"n": step.minutes} if step.minutes else "",
        step.why,
        step.note,
    ]
    return step.title, "\n".join(line for line in lines if line)


def frozen_goal(goal: Goal) -> tuple[str, str]:
    """Title and text of a copy: the sentence, the day, and what the steps are called. Never why, nor a note."""
    ends = {"": _("to do"), **dict(PlanStep.Ended.choices)}
    steps = goal.steps.filter(person=goal.person_id).order_by("made_at", "pk")
    lines = [goal.by_on.isoformat() if goal.by_on else "", *(f"{step.title} ({ends[step.ended_as]})" for step in steps[:MOST_IN_A_COPY])]
    return goal.title, "\n".join(line for line in lines if line)


declare_notebook(
    PlanStep,
    words=gettext_lazy("Plan: what you mean to do"),
    columns=Columns(named=gettext_lazy("A copy that you hand over")),
    readers=readers,
    frozen=frozen,
)
declare_notebook(
    Goal,
    words=gettext_lazy("Goals: what you want to get to"),
    columns=Columns(named=gettext_lazy("A copy that you hand over")),
    readers=readers,
    frozen=frozen_goal,
)
declare_notebook(
    FollowUp,
    words=gettext_lazy("What became of what you tried: your answers"),
    verbs={"tell": lambda viewer, asked: asked.may_be_told, "set_aside": lambda viewer, asked: asked.answered_at is None},
)
declare_notebook(Pace, words=gettext_lazy("Minutes a week that you mean to give"), columns=Columns(server=gettext_lazy("Could read it")))
declare_notebook(
    Period,
    words=gettext_lazy("Planning periods: when you have time of your own"),
    columns=Columns(server=gettext_lazy("Could read it")),
)
declare_notebook(Study, words=gettext_lazy("Courses over weeks: when you sat, paused or left"), columns=Columns(server=gettext_lazy("Could read it")))
declare_notebook(
    CalendarAddress,
    words=gettext_lazy("Your secret calendar address: that it is on, and whether titles go along"),
    columns=Columns(named=gettext_lazy("Whoever has the address reads the calendar"), server=gettext_lazy("Could read it")),
)
declare_notebook(Saved, words=gettext_lazy("Go-back list: what you saved for later"))


def _members(viewer: Viewer) -> QuerySet[StudyMember]:
    """Those with whom this viewer is in a study group, and the viewer."""
    if not viewer.holds_own_key:
        return StudyMember.objects.none()
    mine = StudyMember.objects.filter(person_id=viewer.pk, group=OuterRef("group"))
    return StudyMember.objects.filter(Exists(mine), person__is_active=True)


def _told(viewer: Viewer) -> QuerySet[StudyNote]:
    """What was told in the viewer's groups since they joined."""
    if not viewer.holds_own_key:
        return StudyNote.objects.none()
    mine = StudyMember.objects.filter(person_id=viewer.pk, group=OuterRef("member__group"), made_at__lte=OuterRef("made_at"))
    return StudyNote.objects.filter(Exists(mine), person__is_active=True)


def _in_group(thing: StudyMember) -> list[Reader]:
    members = StudyMember.objects.filter(group=thing.group, person__is_active=True).exclude(pk=thing.pk)
    found = members.select_related("person").order_by("made_at", "pk")
    return [only_owner(thing.person), *(Reader(name=str(one.person), why=_("In your study group."), account=one.person) for one in found)]


def _hear(note: StudyNote) -> list[Reader]:
    members = StudyMember.objects.filter(group=note.member.group, made_at__lte=note.made_at, person__is_active=True).exclude(pk=note.member_id)
    heard = members.select_related("person").order_by("made_at", "pk")
    return [only_owner(note.person), *(Reader(name=str(one.person), why=_("In your study group since then."), account=one.person) for one in heard)]


def _may(visible, own: bool):
    def may(viewer: Viewer, thing: StudyMember | StudyNote) -> bool:
        return thing.person_id == viewer.pk and viewer.holds_own_key if own else visible(viewer).filter(pk=thing.pk).exists()
    return may


declare(
    StudyMember,
    words=gettext_lazy("Study groups: that you are in one, and since when"),
    home=HANDED,
    visible=_members,
    verbs={"read": _may(_members, own=False)},
    readers=_in_group,
    columns=Columns(group=gettext_lazy("Yes, who is in it with you"), server=gettext_lazy("Could read it")),
)
declare(
    StudyNote,
    words=gettext_lazy("What you tell a study group"),
    home=HANDED,
    visible=_told,
    verbs={"read": _may(_told, own=False), "remove": _may(_told, own=True)},
    readers=_hear,
    columns=Columns(group=gettext_lazy("Yes, who was in it by then")),
)


def anyone(telling: Telling) -> list[Reader]:
    return [Reader(name=_("Anyone"), why=_("You put it up. Your name stands beside it only if you chose so."))]


YES = gettext_lazy("Yes")
declare(
    Telling,
    words=gettext_lazy("What you put up about something you tried"),
    home=WALL,
    visible=lambda viewer: Telling.objects.all(),
    verbs={"read": lambda viewer, telling: True},
    readers=anyone,
    columns=Columns(named=YES, group=YES, principal=YES, office=YES, server=YES),
)
