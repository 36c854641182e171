"""What happens to the go-back list. Every act is its owner's; nobody else knows, and nothing is counted for anybody else."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.people.models import Account
from staffroom.practice.actions.steps import plan
from staffroom.practice.models import PlanStep, Saved
from staffroom.practice.savable import Thing

MOST_SAVED = 500


def back_on(by: Account, asked_for: str, on_on: date | None = None) -> date | None:
    """The day from which a thing comes up again; None: some day. Planning time is the next working day."""
    day = clock.today_in(by.zone) + timedelta(days=1)
    match asked_for:
        case Saved.When.TOMORROW:
            return day
        case Saved.When.PLANNING:
            return day if day.weekday() < 5 else day + timedelta(days=7 - day.weekday())
        case Saved.When.UNIT:
            return on_on
    return None


@act("practice.save")
def save(*, by: Account, thing: Thing, asked_for: str, on_on: date | None = None, why: str = "") -> Saved:
    """The thing waits in the go-back list for the time that was asked for. Saved again it waits anew, once. Raises Refusal beyond 500."""
    said = {"asked_for": Saved.When(asked_for), "back_on": back_on(by, asked_for, on_on)}
    held = _waits(by, thing)
    if held is None:
        if Saved.objects.filter(person=by, became="").count() >= MOST_SAVED:
            raise Refusal(_("Your go-back list holds 500 things. Drop some first; nothing was added."))
        held = Saved(person=by, title=thing.title, why=why, link=thing.link, about_kind=thing.about_kind, about_id=thing.about_id,
                     minutes=thing.minutes, **said)
        try:
            with transaction.atomic():
                held.save(force_insert=True)
            return held
        except IntegrityError:
            held = Saved.objects.get(person=by, about_kind=thing.about_kind, about_id=thing.about_id, became="")
    held.asked_for, held.back_on, held.touched_at, held.why = said["asked_for"], said["back_on"], clock.now(), why or held.why
    held.save()
    return held


def _waits(by: Account, thing: Thing) -> Saved | None:
    if thing.about_id is None:
        return None
    return Saved.objects.select_for_update().filter(person=by, about_kind=thing.about_kind, about_id=thing.about_id, became="").first()


@act("practice.put_off")
def put_off(*, by: Account, saved: Saved, asked_for: str, on_on: date | None = None) -> Saved:
    """It comes up again at another time. That counts as touched."""
    Saved.objects.filter(pk=saved.pk, person=by, became="").update(
        asked_for=Saved.When(asked_for), back_on=back_on(by, asked_for, on_on), touched_at=clock.now())
    saved.refresh_from_db()
    return saved


@act("practice.keep_saved")
def keep_saved(*, by: Account, saved: Saved) -> Saved:
    """It stays in the list as it is, touched today."""
    Saved.objects.filter(pk=saved.pk, person=by, became="").update(touched_at=clock.now())
    saved.refresh_from_db()
    return saved


@act("practice.try_saved")
def try_saved(*, by: Account, saved: Saved) -> PlanStep:
    """It stands in the plan and no longer in the list. Raises Refusal when the plan is full."""
    step = plan(by=by, title=saved.title, about_kind=saved.about_kind, about_id=saved.about_id, minutes=saved.minutes, link=saved.link, why=saved.why)
    Saved.objects.filter(pk=saved.pk, person=by, became="").update(became=Saved.Became.PLANNED, ended_at=clock.now())
    return step


@act("practice.drop_saved")
def drop_saved(*, by: Account, saved: Saved) -> Saved:
    """It is gone from the list; it can be taken up again."""
    Saved.objects.filter(pk=saved.pk, person=by, became="").update(became=Saved.Became.DROPPED, ended_at=clock.now())
    saved.refresh_from_db()
    return saved


@act("practice.take_up_saved")
def take_up_saved(*, by: Account, saved: Saved) -> Saved:
    """What was dropped waits again, unless the same thing waits already: then that one."""
    same = Saved.objects.filter(person=by, about_kind=saved.about_kind, about_id=saved.about_id, became="").exclude(about_id=None).first()
    if same:
        return same
    Saved.objects.filter(pk=saved.pk, person=by, became=Saved.Became.DROPPED).update(became="", ended_at=None, touched_at=clock.now())
    saved.refresh_from_db()
    return saved
