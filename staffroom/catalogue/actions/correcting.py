"""Facts that people set right, with who, when, what was said before, and how they know."""

from datetime import date, timedelta
from itertools import takewhile
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from staffroom.catalogue.actions.shelving import index
from staffroom.catalogue.described import SET_BY_PEOPLE
from staffroom.catalogue.models import Correction, Offer
from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.moderation.queries import down_of
from staffroom.people.models import Account

MOST_A_DAY = 40
NEW, MOST_WHILE_NEW = timedelta(days=3), 10
GROUPS = (("minutes", "minutes_from"), ("watch_minutes", "do_minutes", "relate_minutes"), ("cost", "cost_minor", "currency"))  # held together
Facts = dict[str, Any]


class Changed(Refusal):
    """Somebody set the same facts right since this form was opened; `offer` is how it stands now, `facts` are those that differ."""

    def __init__(self, offer: Offer, facts: list[str]):
        super().__init__(_("Somebody else set these facts right meanwhile."))
        self.offer, self.facts = offer, facts


@act("catalogue.correct")
def correct(*, by: Account, offer: Offer, was: Facts, now: Facts, how: str, link: str = "") -> Correction:
    """The facts in which `now` differs from `was` (what the form showed) say what `now` says, under the name of `by`; nothing writes over them.

    Somebody who looked has looked on this day. Raises Changed when one of them says something else than it did, and Refusal when nothing
    differs, after forty times a day (ten for a new account), and for what hangs no longer.
    """
    held = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    wanted = {name: value for name, value in now.items() if name in SET_BY_PEOPLE and value != was.get(name)}
    beside = [name for name, value in wanted.items() if getattr(held, name) not in (was.get(name), value)]
    if beside:
        raise Changed(held, beside)
    told = {name: [getattr(held, name), value] for name, value in wanted.items() if getattr(held, name) != value}
    if held.taken_down_at or not told:
        raise Refusal(_("Nothing differs from what stands there, so nothing was changed."))
    _check_pace(by)
    if "minutes" in told:
        told["minutes_from"] = [held.minutes_from, Offer.MinutesFrom.TOLD if told["minutes"][1] else ""]
    if how == Correction.How.EYES:
        told["looked_on"] = [held.looked_on.isoformat() if held.looked_on else None, clock.today_in(by.zone).isoformat()]
    return _write(held, Correction(offer=held, by=by, facts=told, how=how, link=link if how == Correction.How.PAGE else ""))


def _check_pace(by: Account) -> None:
    most = MOST_WHILE_NEW if clock.now() - by.made_at < NEW else MOST_A_DAY
    if Correction.objects.filter(by=by, made_at__gt=clock.now() - timedelta(days=1)).count() >= most:
        raise Refusal(_("That is enough for one day. Nothing was changed; come back tomorrow."))


@act("catalogue.undo_correction")
def undo_correction(*, by: Account, correction: Correction) -> Correction:
    """What it changed says again what it said before; what somebody changed since stays. Undone once; the undoing can be undone too."""
    held = Offer.objects.select_for_update(of=("self",)).get(pk=correction.offer_id)
    done = Correction.objects.filter(undoes=correction).first()
    if done is not None:
        return done
    back = _back_of(held, correction)
    if not back:
        raise Refusal(_("These facts were changed again since then, so there is nothing to take back."))
    _check_pace(by)
    return _write(held, Correction(offer=held, by=by, facts=back, undoes=correction))


def take_down_correction(correction: Correction) -> None:
    """Within an act: it and all that took it back or put it back stand in no history; what it changed says again what it said, where nobody
    changed it since.
    """
    held = Offer.objects.select_for_update(of=("self",)).get(pk=correction.offer_id)
    last, stands = _end_of(correction, _undone_in(held))
    if stands:
        _turn_back(held, last)
    Correction.objects.filter(pk__in=_came_of(correction, held)).update(taken_down_at=clock.now())


def put_up_correction(correction: Correction) -> None:
    """Within an act: it stands again, and so does what it said, where nobody changed it since. What else was taken down of it stays down."""
    held = Offer.objects.select_for_update(of=("self",)).get(pk=correction.offer_id)
    last, stands = _end_of(correction, _undone_in(held))
    if not stands and last.how == Correction.How.WALL:
        _turn_back(held, last)
    keys = _came_of(correction, held)
    barred = down_of("facts", keys[1:])
    Correction.objects.filter(pk__in=keys).update(taken_down_at=clock.now())
    Correction.objects.filter(pk__in=takewhile(lambda key: key not in barred, keys)).update(taken_down_at=None)


def _undone_in(offer: Offer) -> dict[UUID, Correction]:
    """What took back what, by the key of what was taken back."""
    return {row.undoes_id: row for row in Correction.objects.filter(offer=offer).exclude(undoes=None)}


def _end_of(row: Correction, undone: dict[UUID, Correction]) -> tuple[Correction, bool]:
    """The last row of those that took it back and put it back again, and whether it stands by them."""
    stands = True
    while row.pk in undone:
        row, stands = undone[row.pk], not stands
    return row, stands


def _came_of(correction: Correction, offer: Offer) -> list[UUID]:
    """Its key and those of all that took it back and put it back, in that order."""
    keys, undone = [correction.pk], _undone_in(offer)
    while keys[-1] in undone:
        keys.append(undone[keys[-1]].pk)
    return keys


def _turn_back(offer: Offer, correction: Correction) -> None:
    back = _back_of(offer, correction)
    if back:
        _write(offer, Correction(offer=offer, by=None, facts=back, how=Correction.How.WALL, undoes=correction))


def _back_of(offer: Offer, correction: Correction) -> dict[str, list]:
    """What the correction changed and nobody changed since, as [now, before]."""
    back = {name: [there, before] for name, (before, there) in correction.facts.items() if _plain(getattr(offer, name)) == there}
    for group in GROUPS:
        if any(name in correction.facts and name not in back for name in group):
            back = {name: pair for name, pair in back.items() if name not in group}
    return {} if set(back) <= {"looked_on"} else back


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _write(offer: Offer, row: Correction) -> Correction:
    row.save(force_insert=True)
    for name, (_before, there) in row.facts.items():
        setattr(offer, name, date.fromisoformat(there) if name == "looked_on" and there else there)
    offer.corrected, offer.changed_at = _kept_by_people(offer), clock.now()
    offer.save(update_fields=[*row.facts, "corrected", "changed_at"])
    index([offer])
    return row


def _kept_by_people(offer: Offer) -> list[str]:
    """The facts that some correction which stands speaks of, with those that belong to them."""
    undone = _undone_in(offer)
    told = {name for row in Correction.objects.filter(offer=offer, undoes=None) if _end_of(row, undone)[1] for name in row.facts}
    together = {name for group in GROUPS if told & set(group) for name in group}
    return sorted(told | together)
