from datetime import timedelta

import pytest
import time_machine

from staffroom.events import actions as events
from staffroom.events.codes import rotating
from staffroom.events.policy import Policy
from staffroom.events.tests.conftest import nothing_remembered, put_up, world  # noqa: F401  fixtures of the room below
from staffroom.kit import clock

QUIZ = [{"ask": "What waits?", "choices": ["The hard word", "The easy word"], "right": 0},
        {"ask": "Who speaks first?", "choices": ["The host", "Whoever is new", "Nobody"], "right": 1}]
TAKES = Policy(percent=80, words=3, needed=2, right=50, tries=2, told=True, days=14, recording=True, rooms=True)


def at(event, minutes: int):
    """So many minutes after it begins."""
    return time_machine.travel(event.starts_at + timedelta(minutes=minutes), tick=False)


def after(event, **more):
    return time_machine.travel(event.ends_at + (timedelta(**more) if more else timedelta(hours=1)), tick=False)


def webinar(by, takes: Policy = TAKES, **more):
    """An hour and forty minutes, all of which count."""
    return put_up(by, **{"kind": "webinar", "minutes": 100, "link": "https://meet.example/x", "policy": takes.kept(),
                         "quiz": QUIZ if takes.has_quiz else []} | more)


def stay(event, begins: int, ends: int, **who) -> None:
    """Somebody comes and leaves, with the code each time."""
    for act, minutes in ((events.come_in, begins), (events.go_out, ends)):
        with at(event, minutes):
            act(event=event, code=rotating(event.door_key, clock.now())[0], **{"by": None} | who)


@pytest.fixture
def event(world):  # noqa: F811
    """Tom hosts a webinar that takes everything; zoe and pia go."""
    held = webinar(world.tom)
    for person in (world.zoe, world.pia):
        events.answer(by=person, event=held, says="going")
    return held
