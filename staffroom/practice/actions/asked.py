"""Asking three and six weeks later what became of something, and telling it to others. Nobody is told unless its author says so."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice
from staffroom.orgs.models import Organisation
from staffroom.orgs.queries import schools_of
from staffroom.people.models import Account
from staffroom.practice.models import Easier, FollowUp, Still, Telling
from staffroom.practice.mornings import MORNING
from staffroom.record.actions import DraftMark
from staffroom.record.actions.drafts import use_up

AFTER_DAYS = (21, 42)
AT_ONCE = 200


@act("practice.ask_later")
def ask_later(*, by: Account, title: str, about_kind: str = "", about_id: UUID | None = None, from_id: UUID) -> None:
    """Three and six weeks from today, in the morning where the person lives, the questions about this are due. Asked again it changes nothing.

    `about` names something that others may hear of, "offer" and its key; without it the answers stay private. `from_id` is
    the person's own thing that ended.
    """
    today, kind = clock.today_in(by.zone), about_kind if about_id else ""
    for days in AFTER_DAYS:
        due_at = datetime.combine(today + timedelta(days=days), MORNING, ZoneInfo(by.zone))
        row = FollowUp(person=by, title=title, about_kind=kind, about_id=about_id, from_id=from_id, after_days=days, due_at=due_at)
        FollowUp.objects.bulk_create([row], ignore_conflicts=True)


@act("practice.ask_due")
def ask_due(*, by: None) -> int:
    """Everybody for whom questions are due is told once that day, without a word of what they are about. How many questions that were."""
    due = FollowUp.objects.filter(due_at__lte=clock.now(), asked_at=None).order_by("due_at", "pk").select_for_update(skip_locked=True, of=("self",))
    found = list(due.select_related("person")[:AT_ONCE])
    for row in found:
        if row.is_open:
            day = clock.today_in(row.person.zone)
            notices.tell(by=None, person=row.person, kind=Notice.Kind.ASKED, key=f"asked:{day}", href=reverse("practice:asked"))
    FollowUp.objects.filter(pk__in=[row.pk for row in found]).update(asked_at=clock.now())
    return len(found)


@act("practice.ask_no_more")
def ask_no_more(*, by: Account, from_id: UUID) -> None:
    """The thing did not end after all: questions about it that have no answer are gone."""
    FollowUp.objects.filter(person=by, from_id=from_id, answered_at=None).delete()


@act("practice.answer")
def answer(*, by: Account, follow_up: FollowUp, easier: str, still: str = "", pupils: str = "", draft: DraftMark | None = None) -> FollowUp:
    """The answers are kept, private, and the draft of their form ends. A later answer takes the place of the one before.

    What was told to others stays as it was told.
    """
    held = FollowUp.objects.select_for_update().get(pk=follow_up.pk, person=by)
    held.easier, held.pupils = Easier(easier), pupils
    held.still = Still(still) if still and easier != Easier.NOT_DONE else ""
    held.answered_at, held.set_aside_at = clock.now(), None
    held.save()
    use_up(by, draft)
    return held


@act("practice.set_aside")
def set_aside(*, by: Account, follow_up: FollowUp) -> FollowUp:
    """The question is not asked any more. An answer that was given stays."""
    FollowUp.objects.filter(pk=follow_up.pk, person=by, answered_at=None).update(set_aside_at=clock.now())
    follow_up.refresh_from_db()
    return follow_up


@act("practice.tell")
def tell(*, by: Account, follow_up: FollowUp, is_named: bool = False, school: Organisation | None = None) -> Telling:
    """The answers stand on the wall as one row about this thing: a published act. What the person told of it before is replaced.

    `school` is one of theirs that counts among the schools where it was tried. Raises Refusal when there is no answer, or nothing that
    others could look at, and for a school that is not theirs today.
    """
    held = FollowUp.objects.select_for_update().get(pk=follow_up.pk, person=by)
    if not held.may_be_told:
        raise Refusal(_("There is no answer yet that could be put up."))
    if school is not None and school not in schools_of(by.pk):
        raise Refusal(_("You do not belong to this school today, so nothing was put up."))
    said = {"easier": held.easier, "still": held.still, "after_days": held.after_days, "is_named": is_named, "school": school, "told_at": clock.now()}
    row, _new = Telling.objects.update_or_create(person=by, about_kind=held.about_kind, about_id=held.about_id, defaults=said)
    return row


@act("practice.take_back")
def take_back(*, by: Account, about_kind: str, about_id: UUID) -> None:
    """What the person told about this thing is gone from the wall and from every figure."""
    Telling.objects.filter(person=by, about_kind=about_kind, about_id=about_id).delete()
