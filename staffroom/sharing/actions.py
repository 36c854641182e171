"""Handing a copy to a named person, and taking it back."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.people.models import Account
from staffroom.sharing.models import Copy
from staffroom.sharing.rules import rule_for
from staffroom.sharing.signals import handed

MOST_DAYS = 366


@act("sharing.hand")
def hand(*, by: Account, thing: Any, reader: Account | None, until_on: date) -> Copy:
    """`reader` holds a frozen copy of `thing` until a day. Later changes of the thing do not reach it."""
    today = clock.today_in(by.zone)
    if reader is None:
        raise Refusal(_("That person cannot be named. Nothing was handed over."))
    if reader.pk == by.pk:
        raise Refusal(_("You have it already."))
    if not today <= until_on <= date.fromordinal(today.toordinal() + MOST_DAYS):
        raise Refusal(_("Choose a day from today on, at most a year ahead."))
    freeze = rule_for(thing).frozen
    if freeze is None or thing.person_id != by.pk:
        raise Refusal(_("No copy of this can be handed over."))
    held = Copy.objects.filter(person=by, reader=reader, about=thing.pk, purpose=Copy.Purpose.READ, taken_back_at=None, until_on__gte=today).first()
    if held:
        raise Refusal(_("This person holds a copy already. Take it back first if you want to hand over a newer one."))
    title, body = freeze(thing)
    copy = Copy.objects.create(person=by, reader=reader, kind=thing._meta.label, about=thing.pk, title=title, body=body, until_on=until_on)
    handed.send(Copy, copy=copy)
    return copy


@act("sharing.take_back")
def take_back(*, by: Account, copy: Copy) -> Copy:
    """The copy is gone with the next request, and its words with it. Taking it back twice changes nothing."""
    held = Copy.objects.select_for_update().get(pk=copy.pk, person=by)
    if held.taken_back_at is None:
        held.title, held.body, held.taken_back_at = "", "", clock.now()
        held.save()
    return held
