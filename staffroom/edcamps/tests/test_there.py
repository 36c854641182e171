"""Who was there in which part of the day: ticked by whoever keeps the list, one part at a time."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from staffroom.edcamps.tests.conftest import make_camp
from staffroom.edcamps.tests.test_pages import send, words_of
from staffroom.events import actions as events
from staffroom.events.models import Amendment, Guest, Presence, Stay
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import sign_in
from staffroom.notices.models import Notice

pytestmark = pytest.mark.django_db


def test_ticks_of_parts_add_up_and_one_that_is_taken_away_needs_a_reason_that_stays(camp, client):
    hugo, address = sign_in(client, camp.hugo), f"/edcamps/{camp.edcamp.code}/there/"
    first, second, ann, ben = camp.slot(0), camp.slot(1), camp.ann, camp.ben
    events.put_on_list(by=camp.dana, event=camp.edcamp.event, names=["Ida Guest"])
    ida = Guest.objects.get()

    def keep(slot, there, was=(), **more):
        return send(hugo, address, slot=slot.code, there=[who.code for who in there], was=[who.code for who in was], **more)

    def minutes():
        return {row.who.name.split()[0]: row.minutes for row in Presence.objects.all()}

    with time_machine.travel(first.starts_at - timedelta(minutes=1), tick=False):
        assert "When this part has begun" in words_of(hugo.get(f"{address}?slot={first.code}"))
        assert keep(first, [ann]).status_code == 422 and not Stay.objects.exists()
    with time_machine.travel(second.ends_at, tick=False):
        events.say_present(by=ben, event=camp.edcamp.event, minutes=145)
        assert keep(first, [ann, ben, ida, camp.hugo]).status_code == 302
        assert minutes() == {"Ann": 45, "Ben": 45, "Ida": 45}, "what was only said counts no more, and nobody ticks themselves"
        keep(second, [ann])
        keep(second, [ann, ben])  # from a page on which ann was not ticked yet
        assert minutes() == {"Ann": 90, "Ben": 90, "Ida": 45}
        assert Notice.objects.filter(person=ann, kind=Notice.Kind.PRESENT).count() == 1, "told once, not for each part"
        assert keep(second, [ida], was=[]).status_code == 302
        assert minutes() == {"Ann": 90, "Ben": 90, "Ida": 90}, "a page that is old takes nothing away"
        said = keep(second, [ben], was=[ann, ben])
        assert said.status_code == 422 and "would have 45 minutes instead of 90" in words_of(said) and minutes()["Ann"] == 90
        keep(second, [ben], was=[ann, ben], why="She left for her train")
        row = Presence.objects.get(person=ann)
        trail = Amendment.objects.get(presence=row, was_minutes=90)
        assert (row.minutes, trail.minutes, trail.by, trail.why) == (45, 45, camp.hugo, "She left for her train")
        assert Notice.objects.filter(person=ann, kind=Notice.Kind.PRESENT).count() == 2
        assert "She left for her train" in words_of(hugo.get(f"/events/presence/{row.code}/"))
        with CaptureQueriesContext(connection) as asked:
            found = words_of(hugo.get(f"{address}?slot={first.code}&q=ID"))
        assert "Ida Guest" in found and "Ann Example" not in found and len(asked) <= 10
        with pytest.raises(Refusal):
            events.tell_part(by=ben, event=camp.edcamp.event, slot=first.code, span=(first.starts_at, first.ends_at), name="One", came=[ben, ann])
        assert sign_in(client, ben).get(address).status_code == 404


def test_of_many_people_a_page_shows_some_and_keeps_only_those(client):
    camp = make_camp()
    first = camp.slot(0)
    with time_machine.travel(first.ends_at, tick=False):
        events.put_on_list(by=camp.dana, event=camp.edcamp.event, names=[f"Guest {number:03}" for number in range(60)])
        dana, address = sign_in(client, camp.dana), f"/edcamps/{camp.edcamp.code}/there/"
        found = dana.get(f"{address}?slot={first.code}&page=3").content.decode()
        assert "Guest 059" in found and "Guest 000" not in found and f"slot={first.code}" in found
