from datetime import timedelta

import pytest
import time_machine

from staffroom.events import actions as events
from staffroom.events.models import Presence
from staffroom.events.tests.conftest import nothing_remembered, put_up, world  # noqa: F401  fixtures of the room below

AFTER = timedelta(hours=1)


def after(event, **more):
    return time_machine.travel(event.ends_at + (timedelta(**more) if more else AFTER), tick=False)


@pytest.fixture
def event(world):  # noqa: F811
    """Tom hosts two hours with half an hour of supper; zoe and pia go."""
    held = put_up(world.tom, meal_minutes=30)
    for person in (world.zoe, world.pia):
        events.answer(by=person, event=held, says="going")
    return held


@pytest.fixture
def there(world, event):  # noqa: F811
    """Zoe's presence, confirmed by the list."""
    with after(event):
        events.confirm(by=world.tom, event=event, people=[world.zoe])
    return Presence.objects.get(person=world.zoe)
