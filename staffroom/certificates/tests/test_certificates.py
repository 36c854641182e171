"""A certificate is issued once, says what the list says, is never changed, and is the person's own."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import translation

from staffroom.certificates import actions, frozen, printed, queries
from staffroom.certificates.models import Certificate, Revocation, Wish
from staffroom.certificates.tests.conftest import after
from staffroom.events import actions as events
from staffroom.events import codes
from staffroom.events import queries as event_queries
from staffroom.events.models import Amendment, Going, Guest, Presence
from staffroom.events.tests.conftest import put_up, span, what, worker
from staffroom.exchange.belongings import data_of
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account
from staffroom.notices.models import Notice
from staffroom.record.models import Evidence, Rung
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import NOBODY, SELF, Viewer

pytestmark = pytest.mark.django_db


def issue(there, **more) -> Certificate:
    with after(there.event):
        return actions.issue(by=there.person, presence=there, **more)


def rows_of(certificate) -> dict[str, str]:
    return dict(frozen.told(certificate.facts).rows)


def test_it_says_every_fact_of_the_presence_and_is_issued_once(world, there, event):
    row = issue(there, takeaway="Sort at the door.")
    assert issue(there) == row and Certificate.objects.count() == 1
    said = rows_of(row)
    assert said["Counted"] == "1 hour 30 minutes (90 minutes)" and said["Organiser"] == str(world.tom) and said["Where"] == "The library"
    assert said["What"] == event.title and said["Kind"] == "Workshop" and said["Part"] == "took part" and "Eastern" in said["Time there"]
    assert said["How it is known"].startswith("Confirmed on ") and f"by {world.tom}" in said["How it is known"]
    notes = " ".join(frozen.told(row.facts).notes)
    assert "2 hours (120 minutes)" in notes and "30 minutes of meals" in notes and "decided by your office" in notes
    assert len(row.number) == 16 and row.number != row.code and row.written.count("-") == 3


def test_it_takes_more_than_ones_own_word_and_an_event_that_is_over(world, event):
    with after(event):
        own = events.say_present(by=world.zoe, event=event, minutes=60)
        with pytest.raises(Refusal, match="list or the code"):
            actions.issue(by=world.zoe, presence=own)
    with time_machine.travel(event.starts_at + timedelta(minutes=5), tick=False):
        code = event_queries.door_of(event, on_paper=True).code
        row = events.say_present(by=world.pia, event=event, minutes=60, code=code)
        with pytest.raises(Refusal):
            actions.issue(by=world.pia, presence=row)
    with after(event):
        assert rows_of(actions.issue(by=world.pia, presence=row))["How it is known"].startswith("With the code that hung at the door")
        with pytest.raises(Refusal, match="somebody else"):
            actions.issue(by=world.tom, presence=row)


def test_hosts_leads_and_helpers_are_named_as_such(world, event):
    events.give_part(by=world.tom, going=Going.objects.get(person=world.zoe), part="helps")
    events.give_part(by=world.tom, going=Going.objects.get(person=world.pia), part="leads")
    with after(event):
        events.confirm(by=world.tom, event=event, people=[world.zoe, world.pia])
        events.confirm(by=world.zoe, event=event, people=[world.tom])
        papers = {person: actions.issue(by=person, presence=Presence.objects.get(person=person)) for person in (world.tom, world.zoe, world.pia)}
    assert [rows_of(papers[person])["Part"] for person in (world.tom, world.zoe, world.pia)] == ["host", "helped", "led a session"]
    assert frozen.told(papers[world.tom].facts).did == f"hosted “{event.title}”"


def test_the_facts_are_frozen_and_the_same_facts_are_the_same_bytes(world, there, event):
    row = issue(there)
    before = printed.made(row)
    with after(event):
        event.refresh_from_db()
        events.change(by=world.tom, event=event, version=event.version, what=what(days=7, title="Another title", meal_minutes=30))
    world.zoe.name = "Another Name"
    world.zoe.save()
    with translation.override("es"), time_machine.travel(event.ends_at + timedelta(days=700)):
        assert printed.made(Certificate.objects.get(pk=row.pk)) == before, "neither the clock, nor the reader's language, nor the event of today"


def test_what_the_list_says_later_makes_another_one_and_the_old_one_says_so_for_ever(world, there, event):
    first = issue(there, takeaway="Mine.")
    with after(event):
        events.correct(by=world.tom, presence=there, minutes=60, why="Left at seven.")
        second = Certificate.objects.get(ended_at=None)
        assert (second.replaces, second.facts["minutes"], second.takeaway, second.why) == (first, 60, "Mine.", "Left at seven.")
        events.correct(by=world.tom, presence=there, minutes=60, why="The same.")
        assert Certificate.objects.count() == 2
    old = queries.checked(first.number)
    assert (old.state, old.other, old.why, old.certificate.facts["minutes"]) == ("corrected", second, "Left at seven.", 90)
    with after(event):
        events.correct(by=world.tom, presence=there, minutes=0, why="It was somebody else.")
    assert queries.checked(second.number).state == "revoked" and queries.checked(second.number).why == "It was somebody else."
    assert queries.checked(first.number).state == "corrected" and Amendment.objects.count() == 3
    with after(event), pytest.raises(Refusal):
        actions.issue(by=world.zoe, presence=Presence.objects.get())


def test_a_name_is_put_right_by_another_one_and_nothing_is_issued_twice_over(world, there, event):
    first = issue(there)
    with after(event):
        with pytest.raises(Refusal, match="say the same"):
            actions.anew(by=world.zoe, certificate=first, why="So.")
        world.zoe.name = "Zoë Example"
        world.zoe.save()
        with pytest.raises(Refusal, match="Say why"):
            actions.anew(by=world.zoe, certificate=first, why="")
        with pytest.raises(Refusal, match="do not run"):
            actions.anew(by=world.pia, certificate=first, why="So.")
        second = actions.anew(by=world.tom, certificate=first, why="The name.")
        with pytest.raises(Refusal, match="stands no more"):
            actions.anew(by=world.zoe, certificate=first, why="Again.")
        with pytest.raises(Refusal, match="stands no more"):
            actions.revoke(by=world.zoe, certificate=first, why="Again.")
    assert (second.facts["name"], Certificate.objects.get(pk=first.pk).facts["name"]) == ("Zoë Example", "Zoe Example")
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(event=event, presence=there, person=world.zoe, facts=first.facts, language="en")
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(event=event, presence=there, facts=first.facts, language="en", replaces=first, ended_at=event.ends_at)


def test_revoked_by_whoever_runs_it_only_they_issue_another_and_ones_own_one_may_take_again(world, there, event):
    mine = issue(there)
    with after(event):
        actions.revoke(by=world.zoe, certificate=mine, why="I do not want it.")
        again = actions.issue(by=world.zoe, presence=there)
        actions.revoke(by=world.tom, certificate=again, why="The wrong event.")
        with pytest.raises(Refusal, match="Only they"):
            actions.issue(by=world.zoe, presence=there)
        actions.wish(by=world.zoe, event=event)
        assert actions.issue_wished(by=world.tom, event=event) == 1
        worker()
    assert Certificate.objects.filter(ended_at=None).count() == 1 and Revocation.objects.count() == 2
    assert list(Notice.objects.filter(person=world.zoe, kind="paper").values_list("name", flat=True)) == [event.title] * 2


def test_in_bulk_only_those_who_wish_and_were_there_have_it_each_once(world, event):
    crowd = [make_account(f"Person {number}") for number in range(5)]
    for person in crowd:
        events.answer(by=person, event=event, says="going")
        actions.wish(by=person, event=event)
        actions.wish(by=person, event=event)
    actions.wish(by=crowd[4], event=event, yes=False)
    assert Wish.objects.count() == 4
    with after(event):
        events.confirm(by=world.tom, event=event, people=[*crowd[:3], crowd[4], world.zoe])
        events.say_present(by=crowd[3], event=event, minutes=60)
        with pytest.raises(Refusal):
            actions.issue_wished(by=world.zoe, event=event)
        actions.AT_ONCE, kept = 2, actions.AT_ONCE
        try:
            assert actions.issue_wished(by=world.tom, event=event) == 3
            worker()
        finally:
            actions.AT_ONCE = kept
        assert actions.issue_wished(by=world.tom, event=event) == 0
    assert set(Certificate.objects.values_list("person__name", flat=True)) == {"Person 0", "Person 1", "Person 2"} and Certificate.objects.count() == 3
    assert Notice.objects.filter(kind="paper").count() == 3


def test_it_is_proof_of_the_entry_whichever_comes_first_and_goes_along(world, there, event):
    with after(event):
        first = actions.issue(by=world.zoe, presence=there)
        entry = events.take(by=world.zoe, presence=there)
        proof = Evidence.objects.get(entry=entry)
        assert proof.link == first.address and first.written in proof.name and Rung.objects.filter(entry=entry, step="proof").exists()
        world.zoe.name = "Zoë"
        world.zoe.save()
        second = actions.anew(by=world.zoe, certificate=first, why="The name.")
    assert [row.link for row in Evidence.objects.filter(entry=entry).order_by("made_at")] == [first.address, second.address]
    assert {row["number"] for row in data_of(Certificate, world.zoe)} == {first.number, second.number}


def test_it_is_known_to_its_holder_and_to_whoever_runs_the_event(world, there):
    issue(there)
    assert [visible_to(viewer, Certificate).count() for viewer in (
        Viewer(world.zoe, SELF), Viewer(world.tom, SELF), Viewer(world.pia, SELF), NOBODY, Viewer(world.zoe, "org"))] == [1, 1, 0, 0, 0]


def test_a_guest_has_one_too_and_it_goes_with_them_into_their_account(world, event):
    guest = events.come_as_guest(by=None, event=event, name="Gus", code=codes.for_guests(event.door_key))
    with after(event):
        events.confirm(by=world.tom, event=event, guests=[guest])
        presence = Presence.objects.get(guest=guest)
        row = actions.issue(by=None, guest=guest, presence=presence)
        with pytest.raises(Refusal):
            actions.issue(by=None, presence=presence)
        events.claim(by=world.zoe, guest=guest)
        row.refresh_from_db()
        assert (row.person, row.facts["name"], queries.checked(row.number).state) == (world.zoe, "Gus", "valid")
        assert actions.anew(by=world.zoe, certificate=row, why="My name.").facts["name"] == str(world.zoe)


def test_of_two_papers_of_one_person_the_accounts_stays(world, event, there):
    guest = events.come_as_guest(by=None, event=event, name="Zoe E.", code=codes.for_guests(event.door_key))
    with after(event):
        events.confirm(by=world.tom, event=event, guests=[guest])
        theirs = actions.issue(by=None, guest=guest, presence=Presence.objects.get(guest=guest))
        mine = actions.issue(by=world.zoe, presence=there)
        events.claim(by=world.zoe, guest=guest)
    assert [queries.checked(row.number).state for row in (mine, theirs)] == ["valid", "revoked"]
    assert set(Certificate.objects.values_list("person", "presence")) == {(world.zoe.pk, there.pk)} and not Guest.objects.exists()


def test_ti02_over_the_night_on_which_clocks_go_back_the_hours_that_passed_are_counted_and_it_is_said(world):
    with time_machine.travel("2026-10-20T12:00Z"):
        event = events.put_up(by=world.tom, what=what(span=span("2026-10-31", "23:00", "03:00")))
    with time_machine.travel("2026-11-01T12:00Z"):
        events.confirm(by=world.tom, event=event, people=[world.zoe])
        said = rows_of(actions.issue(by=world.zoe, presence=Presence.objects.get()))
    assert said["Counted"] == "5 hours (300 minutes)" and said["Day"] == "31 October 2026 to 1 November 2026"
    assert said["Time there"] == "23:00, Eastern Daylight Time, to 3:00, Eastern Standard Time; clocks were changed meanwhile"


def test_whoever_leaves_takes_their_papers_along(world, there, event):
    row = issue(there)
    there.delete()
    assert queries.checked(row.number) is None and put_up(world.tom).pk != event.pk
