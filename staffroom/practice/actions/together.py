"""What happens in a study group. Nobody is told that somebody began, joined, rests or left; those who are in it see who else is."""

from datetime import date

from django.utils.translation import gettext as _

from staffroom.kit.acts import Refusal, act
from staffroom.people.models import Account
from staffroom.people.queries import alone
from staffroom.practice.actions.steps import plan
from staffroom.practice.actions.studies import begin_study, check_in
from staffroom.practice.models import PlanStep, Study, StudyMember, StudyNote

MOST_TOGETHER = 12
MOST_NOTES = 300


@act("practice.begin_group")
def begin_group(*, by: Account, study: Study) -> StudyMember:
    """The course has a study group, with one member so far. Begun already, it stays as it is."""
    held = Study.objects.select_for_update().get(pk=study.pk, person=by)
    step, member = held.step, StudyMember.objects.filter(study=held).first()
    return member or StudyMember.objects.create(person=by, study=held, title=step.title, link=step.link)


@act("practice.join_group")
def join_group(*, by: Account, member: StudyMember, week_minutes: int) -> StudyMember:
    """Who was asked in by this member is in the group, with the course in their own plan and its log begun. Joined already, nothing changes.

    Raises Refusal when the group is full, the one who asked has left, or the same course is in another group of theirs.
    """
    alone(person=by.pk)
    others = list(StudyMember.objects.select_for_update().filter(group=member.group).order_by("pk"))
    if mine := next((one for one in others if one.person_id == by.pk), None):
        return mine
    if member.pk not in {one.pk for one in others}:
        raise Refusal(_("Who asked you in is not in the group any more. Nothing was added."))
    if len(others) >= MOST_TOGETHER:
        raise Refusal(_("This study group has twelve members, and that is the most. Nothing was added."))
    theirs: PlanStep = member.study.step
    step = plan(by=by, title=member.title, about_kind=theirs.about_kind, about_id=theirs.about_id, link=member.link)
    study = begin_study(by=by, step=step, week_minutes=week_minutes)
    if StudyMember.objects.filter(study=study).exists():
        raise Refusal(_("You take this course in another study group already. Leave that one first; nothing was added."))
    return StudyMember.objects.create(person=by, study=study, title=member.title, link=member.link, group=member.group)


@act("practice.leave_group")
def leave_group(*, by: Account, member: StudyMember) -> None:
    """The person is gone from the group with what they told it. Their step, its log and its entry stay theirs as they are."""
    StudyMember.objects.filter(pk=member.pk, person=by).delete()


@act("practice.tell_group")
def tell_group(*, by: Account, member: StudyMember, body: str) -> StudyNote:
    """Those who are in the group now, and whoever is in it still later, read this. Raises Refusal beyond three hundred."""
    held = StudyMember.objects.select_for_update().get(pk=member.pk, person=by)
    if StudyNote.objects.filter(member=held).count() >= MOST_NOTES:
        raise Refusal(_("You told this group 300 things. Take some back first; nothing was added."))
    return StudyNote.objects.create(person=by, member=held, body=body)


@act("practice.check_in_together")
def check_in_together(*, by: Account, study: Study, on_on: date, minutes: int, line: str = "", tell: bool = False) -> None:
    """A sitting of the course stands in the record; its line is told to the study group too, if its owner said so."""
    check_in(by=by, study=study, on_on=on_on, minutes=minutes, line=line)
    member = StudyMember.objects.filter(study=study, person=by).first() if tell and line else None
    if member:
        tell_group(by=by, member=member, body=line)


@act("practice.untell_group")
def untell_group(*, by: Account, note: StudyNote) -> None:
    """Nobody in the group reads this any more."""
    StudyNote.objects.filter(pk=note.pk, person=by).delete()
