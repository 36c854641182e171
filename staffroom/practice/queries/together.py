"""A study group as those who are in it see it."""

from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import QuerySet

from staffroom.kit.paging import page_of
from staffroom.practice.models import PlanStep, StudyMember, StudyNote
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer

SHOWN = 25


@dataclass(frozen=True)
class Together:
    """A group: me in it, everybody who is in it (the longest first), and a page of what was told since I joined, newest first."""

    me: StudyMember
    members: list[StudyMember]
    notes: Page


def together(viewer: Viewer, step: PlanStep, number: str = "") -> Together | None:
    """The study group in which I take the course that this step is, if there is one."""
    me = visible_to(viewer, StudyMember).filter(study__step=step, person=viewer.pk).first()
    if me is None:
        return None
    notes = visible_to(viewer, StudyNote).filter(member__group=me.group).select_related("person").order_by("-made_at", "-pk")
    return Together(me, list(_in(viewer, me).select_related("person")), page_of(notes, number, SHOWN))


def _in(viewer: Viewer, me: StudyMember) -> QuerySet[StudyMember]:
    return visible_to(viewer, StudyMember).filter(group=me.group).order_by("made_at", "pk")


def asked_in_by(door: str) -> StudyMember | None:
    """Who asks others in by this link, with their course; whoever holds the link may read what it was called that day, and nothing else."""
    rows = StudyMember.objects.filter(door=door, person__is_active=True)  # house: the secret of the link is the right to read it
    return rows.select_related("person", "study__step").first()


def home_in(viewer: Viewer, member: StudyMember) -> PlanStep | None:
    """My own step in the group of this member, if I am in it."""
    mine = visible_to(viewer, StudyMember).filter(group=member.group, person=viewer.pk).select_related("study__step").first()
    return mine.study.step if mine else None
