from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from staffroom.edcamps import actions
from staffroom.edcamps.days import EXPRESS
from staffroom.edcamps.models import Edcamp, Room, Slot
from staffroom.events import actions as events
from staffroom.events import times
from staffroom.events.models import Going
from staffroom.kit import clock, fresh
from staffroom.kit.testing import make_account

NEW_YORK = "America/New_York"


@pytest.fixture(autouse=True)
def nothing_remembered():
    fresh.forget()


@dataclass
class Camp:
    """An edcamp of three rooms and two slots: dana hosts, hugo helps, ann and ben go, zoe has nothing to do with it."""

    edcamp: Edcamp
    people: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str):
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def again(self) -> Edcamp:
        return Edcamp.objects.select_related("event__organisation").get(pk=self.edcamp.pk)

    @property
    def version(self) -> int:
        return self.again().version

    def slot(self, number: int) -> Slot:
        return Slot.objects.filter(edcamp=self.edcamp, kind="session").order_by("from_minute")[number]

    def room(self, number: int) -> Room:
        return Room.objects.filter(edcamp=self.edcamp).order_by("number")[number]

    def card(self, by=None, title: str = "Grading less", kind: str = "lead", **more):
        return actions.put_up_card(by=by or self.ann, edcamp=self.edcamp, says=actions.Says(kind=kind, title=title, **more))

    def place(self, card, slot: int = 0, room: int = 0, *, by=None, version: int | None = None):
        return actions.place(by=by or self.dana, card=card, slot=self.slot(slot), room=self.room(room), version=self.version if version is None else version)


def make_camp(days: int = 7, **more) -> Camp:
    names = ("Dana", "Hugo", "Ann", "Ben", "Zoe")
    people = {name.lower(): make_account(f"{name} Example") for name in names}
    starts = clock.now().replace(second=0, microsecond=0) + timedelta(days=days)
    span = times.Span(starts, starts + timedelta(minutes=EXPRESS.minutes), NEW_YORK)
    what = events.What(**{"kind": "edcamp", "title": "Edcamp of the valley", "place": "Alder Hall", "span": span} | more)
    parts = [actions.Part(kind=kind, start=start, end=end) for kind, start, end, _name in EXPRESS.spans()]
    rooms = [actions.Place(name="Library", capacity=60, features=("step_free",)), actions.Place(name="Room 12", capacity=30),
             actions.Place(name="Courtyard", allows_parallel=True)]
    held = Camp(actions.put_up(by=people["dana"], what=what, rooms=rooms, parts=parts), people)
    for name in ("hugo", "ann", "ben"):
        going = events.answer(by=people[name], event=held.edcamp.event, says="going")
        if name == "hugo":
            events.give_part(by=people["dana"], going=going, part=Going.Part.HELPS)
    return held


@pytest.fixture
def camp(db) -> Camp:
    return make_camp()
