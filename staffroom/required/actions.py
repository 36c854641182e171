"""What happens to a requirement: put up, changed, ended, answered with something else; and what those who are asked do and say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from staffroom.catalogue.models import Offer
from staffroom.kit import clock, outbox
from staffroom.kit.acts import Refusal, act
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice
from staffroom.orgs.models import Organisation, below
from staffroom.orgs.queries import current, speaks_for
from staffroom.people.models import Account
from staffroom.people.queries import alone
from staffroom.practice import actions as practice
from staffroom.practice.models import PlanStep, Required
from staffroom.required.models import ASKED, MOST_MINUTES, Change, Done, NotForMe, Option, Requirement
from staffroom.required.rules import asked

MOST_OPEN = 30
MOST_OPTIONS = 20
LATEST = timedelta(days=730)
AT_ONCE = 50
TELL = "required.tell"


@dataclass(frozen=True)
class Wanted:
    """One thing that is to be required: an offer that hangs here, or words with perhaps an address."""

    title: str
    link: str = ""
    offer: Offer | None = None


class Changed(Refusal):
    """The requirement was changed elsewhere since the form was opened; `requirement` is how it stands now."""

    def __init__(self, requirement: Requirement):
        super().__init__(_("Somebody changed this meanwhile."))
        self.requirement = requirement


@act("required.put_up")
def put_up(*, by: Account, organisation: Organisation, title: str, reason: str, minutes: int | None, due_on: date | None, roles: Sequence[str],
           must: Sequence[Wanted] = (), may: Sequence[Wanted] = (), choose_count: int = 0, shown_count: int = 3) -> Requirement:
    """The body requires it of whoever holds one of these roles in it or below it, and each of them is told once, by the worker.

    Raises Refusal without a reason, minutes or a last day, or from somebody who does not speak for the body.
    """
    alone(person=by.pk)
    _speaks(by, organisation)
    if Requirement.objects.filter(organisation=organisation, ended_at=None).count() >= MOST_OPEN:
        raise Refusal(_("This body requires thirty things already. End one before you put up another; nothing was put up."))
    _check(title, reason, minutes, due_on, clock.today_in(by.zone))
    if not roles or not set(roles) <= set(ASKED):
        raise Refusal(_("Say for whom it is. Nothing was put up."))
    if not (must or may) or len(must) + len(may) > MOST_OPTIONS:
        raise Refusal(_("Name one thing at least and twenty at most. Nothing was put up."))
    if (may and not 1 <= choose_count <= len(may)) or shown_count < 1:
        raise Refusal(_("Say how many of the things to choose among are enough. Nothing was put up."))
    made = Requirement.objects.create(organisation=organisation, by=by, title=title, reason=reason, minutes=minutes, due_on=due_on,
                                      roles=f",{','.join(roles)},", choose_count=choose_count if may else 0, shown_count=shown_count)
    for kind, rows in ((Option.Kind.MUST, must), (Option.Kind.MAY, may)):
        for position, row in enumerate(rows):
            Option.objects.create(requirement=made, by=by, kind=kind, position=position, title=row.title, link=row.link, offer=row.offer)
    _promise_to_tell(made, Notice.Kind.REQUIRED, "up")
    return made


@act("required.change")
def change(*, by: Account, requirement: Requirement, version: int, title: str, reason: str, minutes: int | None, due_on: date | None,
           why: str) -> Requirement:
    """It reads so from now on; how it read before, and why it was changed, stays beside it. All who are asked are told.

    Raises Changed when it was changed elsewhere since `version`, Refusal as `put_up` does.
    """
    held = _held(requirement)
    _speaks(by, held.organisation)
    if held.version != version:
        raise Changed(held)
    _check(title, reason, minutes, due_on, min(held.due_on, clock.today_in(by.zone)))
    if not why:
        raise Refusal(_("Say why you change it. Nothing was changed."))
    Change.objects.create(requirement=held, by=by, title=held.title, reason=held.reason, minutes=held.minutes, due_on=held.due_on, why=why)
    held.title, held.reason, held.minutes, held.due_on, held.version = title, reason, minutes, due_on, version + 1
    held.save()
    _promise_to_tell(held, Notice.Kind.ALTERED, f"v{held.version}")
    return held


@act("required.end")
def end(*, by: Account, requirement: Requirement, why: str) -> Requirement:
    """It is required no longer, and why stands beside it. What people planned and noted is theirs and stays. All who were asked are told."""
    held = _held(requirement)
    _speaks(by, held.organisation)
    if not why:
        raise Refusal(_("Say why it ends. Nothing was changed."))
    held.ended_at, held.ended_why = clock.now(), why
    held.save(update_fields=["ended_at", "ended_why"])
    _promise_to_tell(held, Notice.Kind.ALTERED, "end")
    return held


@act("required.offer_instead")
def offer_instead(*, by: Account, requirement: Requirement, instead: Wanted, words: str = "") -> Option:
    """Something else counts in place of it, for everybody who is asked; all of them are told. Raises Refusal."""
    held = _held(requirement)
    _speaks(by, held.organisation)
    count = Option.objects.filter(requirement=held).count()
    if count >= 2 * MOST_OPTIONS:
        raise Refusal(_("Forty things stand beside this already. Nothing was added."))
    made = Option.objects.create(requirement=held, by=by, kind=Option.Kind.INSTEAD, position=count, title=instead.title, link=instead.link,
                                 offer=instead.offer, words=words)
    _promise_to_tell(held, Notice.Kind.ALTERED, f"instead:{made.code}")
    return made


# Those who are asked


@act("required.plan")
def plan(*, by: Account, option: Option) -> PlanStep:
    """A step of my plan that says by whom it is required, why, and its last day. Nobody else is told. Raises Refusal."""
    requirement = _held(option.requirement)
    _is_asked(by, requirement)
    if option.is_gone:
        raise Refusal(_("It hangs here no more. Nothing was added to your plan."))
    body, offer = str(requirement.organisation), option.offer
    only = requirement.choose_count == 0 and Option.objects.filter(requirement=requirement, kind=Option.Kind.MUST).count() == 1
    link = reverse("catalogue:offer", args=[offer.code]) if offer else option.link or reverse("required:one", args=[requirement.code])
    return practice.plan(
        by=by, title=option.name[:200], about_kind="offer" if offer else "", about_id=offer.pk if offer else None,
        minutes=option.minutes or (requirement.minutes if only else None), link=link, planned_on=requirement.due_on,
        why=_("%(body)s says: %(reason)s") % {"body": body, "reason": requirement.reason}, required=Required(body, option.pk))


@act("required.say_done")
def say_done(*, by: Account, requirement: Requirement) -> Done:
    """The offices that reach the body read this name and this day: an act of its owner alone. Said twice it is said once. Raises Refusal."""
    held = _held(requirement)
    _is_asked(by, held)
    Done.objects.bulk_create([Done(person=by, requirement=held)], ignore_conflicts=True)
    return Done.objects.get(person=by, requirement=held)


@act("required.take_done_back")
def take_done_back(*, by: Account, requirement: Requirement) -> None:
    """The offices read it no longer."""
    Done.objects.filter(person=by, requirement=requirement).delete()


@act("required.not_for_me")
def not_for_me(*, by: Account, requirement: Requirement, why: str) -> NotForMe:
    """It does not meet this person's need, for this reason: one more is counted, once, and nobody reads who. Another reason takes the place of
    the first. It is required as before. Raises Refusal.
    """
    held = _held(requirement)
    _is_asked(by, held)
    NotForMe.objects.bulk_create([NotForMe(person=by, requirement=held, why=NotForMe.Why(why))], update_conflicts=True,
                                 unique_fields=["person", "requirement"], update_fields=["why"])
    return NotForMe.objects.get(person=by, requirement=held)


@act("required.take_back")
def take_back(*, by: Account, requirement: Requirement) -> None:
    """This person said nothing of the kind; it counts no more."""
    NotForMe.objects.filter(person=by, requirement=requirement).delete()


# The worker


@act("required.tell")
def tell(*, by: None, requirement: Requirement, kind: str, mark: str, after: str = "") -> str:
    """The next fifty of those who are asked are told, each once: whose it is, never what. The last key, empty when all were told."""
    rows = current().filter(role__in=requirement.role_list, organisation__in=below([requirement.organisation_id]), person__is_active=True)
    keys = rows.order_by("person").values_list("person", flat=True).distinct()
    found = list((keys.filter(person__gt=after) if after else keys)[:AT_ONCE])
    for person in Account.objects.filter(pk__in=found).exclude(pk=requirement.by_id):
        notices.tell(by=None, person=person, kind=kind, key=f"required:{requirement.code}:{mark}", name=str(requirement.organisation),
                     href=reverse("required:one", args=[requirement.code]), body=requirement.organisation)
    return str(found[-1]) if len(found) == AT_ONCE else ""


def _promise_to_tell(requirement: Requirement, kind: str, mark: str) -> None:
    outbox.put(TELL, f"required:{requirement.pk}:{mark}", {"requirement": str(requirement.pk), "kind": str(kind), "mark": mark})


def _held(requirement: Requirement) -> Requirement:
    """The row, locked. Raises Refusal when it has ended."""
    held = Requirement.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=requirement.pk)
    if held.ended_at:
        raise Refusal(_("This has ended meanwhile, so it is required no longer. Nothing was changed."))
    return held


def _speaks(by: Account, organisation: Organisation) -> None:
    if speaks_for(by.pk, organisation) is None:
        raise Refusal(_("You do not speak for this body today. Nothing was changed."))


def _is_asked(by: Account, requirement: Requirement) -> None:
    if not Requirement.objects.filter(asked(person_id=by.pk), pk=requirement.pk).exists():
        raise Refusal(_("This is not required of you today. Nothing was changed."))


def _check(title: str, reason: str, minutes: int | None, due_on: date | None, first: date) -> None:
    """What nobody may leave out who requires something of others. `first` is the first day that may be its last."""
    if not title or not reason:
        raise Refusal(_("Say what it is and why. Nothing is required here without a reason; nothing was put up."))
    if minutes is None or not 1 <= minutes <= MOST_MINUTES:
        raise Refusal(_("Say how many minutes it takes. Nothing is required here without its time; nothing was put up."))
    if due_on is None or not first <= due_on <= first + LATEST:
        raise Refusal(_("Give its last day, from today on and within two years. Nothing was put up."))
