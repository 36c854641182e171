"""What a certificate takes: done, measured, and issued by itself, once; and what nobody can get by."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from staffroom import schedule
from staffroom.attendance import actions, queries
from staffroom.attendance.models import Deed, Outcome, Reply, Roster
from staffroom.attendance.tests.conftest import QUIZ, TAKES, after, at, stay, webinar
from staffroom.certificates import actions as certificates
from staffroom.certificates.frozen import told
from staffroom.certificates.models import Certificate, Revocation
from staffroom.events import actions as events
from staffroom.events import codes
from staffroom.events.models import Amendment, Guest, Presence
from staffroom.events.policy import Policy
from staffroom.events.tests.conftest import what
from staffroom.events.tokens import token_of
from staffroom.exchange.actions import erase
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account
from staffroom.notices.models import Notice
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import SELF, Viewer

pytestmark = pytest.mark.django_db
RIGHT = [one["right"] for one in QUIZ]


def say_words(event, by, numbers, guest=None):
    for number in numbers:
        with at(event, number * 33 + 5):
            actions.say_word(by=by, event=event, guest=guest, word=codes.word(event.door_key, number))


def answer(event, by, guest=None, words="", worth="yes", **more):
    with after(event, **more):
        actions.reply(by=by, event=event, guest=guest, worth=worth, tries="perhaps", words=words)


def try_quiz(event, by, chosen, guest=None, **more):
    with after(event, **more):
        return actions.try_quiz(by=by, event=event, guest=guest, chosen=chosen)


def standing(event, person):
    return queries.of_viewer(Viewer(person, SELF), event).standing


def test_all_of_it_done_is_a_certificate_by_itself_once_and_each_step_is_seen(world, event):
    zoe = world.zoe
    assert standing(event, zoe).there == "registered"
    stay(event, 0, 40, by=zoe)
    stay(event, 50, 95, by=zoe)
    say_words(event, zoe, (0, 2, 2))
    with after(event):
        assert (standing(event, zoe).state, [one.state for one in standing(event, zoe).items]) == ("pending", ["met", "met", "open", "open"])
        with pytest.raises(Refusal, match="list or the code"):
            certificates.issue(by=zoe, presence=Presence.objects.get())
    made, wrong = try_quiz(event, zoe, [1, 0])
    assert (made.right, wrong) == (0, [0, 1]) and Certificate.objects.count() == 0
    assert try_quiz(event, zoe, [0, 0])[0].right == 50
    with after(event), pytest.raises(Refusal, match="not open to you"):
        actions.try_quiz(by=zoe, event=event, chosen=RIGHT)
    answer(event, zoe, words="Shorter.")
    paper = Certificate.objects.get()
    assert (paper.person, paper.facts["minutes"], paper.facts["measured"], paper.issued_by) == (zoe, 85, True, None)
    assert Notice.objects.filter(person=zoe, kind=Notice.Kind.PAPER).count() == 1
    with after(event):
        assert standing(event, zoe).state == "eligible" and certificates.issue_due(by=None) == 0
        with pytest.raises(Refusal):
            actions.reply(by=zoe, event=event, worth="no", tries="no", words="")
    assert Certificate.objects.count() == 1 and Reply.objects.count() == 1


def test_the_list_that_says_it_later_issues_by_the_clock_and_less_time_revokes(world):
    event = webinar(world.tom, Policy(percent=80))
    guests = ["Ida Guest"]
    for person in (world.zoe, world.pia):
        events.answer(by=person, event=event, says="going")
    with after(event):
        events.say_present(by=world.pia, event=event, minutes=100)
        assert certificates.issue_due(by=None) == 0, "her own word alone"
        events.confirm(by=world.tom, event=event, people=[world.zoe])
        events.put_on_list(by=world.tom, event=event, names=guests)
        schedule._attendance()
        assert {str(row.facts["name"]) for row in Certificate.objects.all()} == {str(world.zoe), "Ida Guest"}
        there = Presence.objects.get(person=world.zoe)
        events.correct(by=world.tom, presence=there, minutes=80, why="Left at twenty to.")
        assert Certificate.objects.get(person=world.zoe, ended_at=None).facts["minutes"] == 80
        events.correct(by=world.tom, presence=there, minutes=79, why="A minute earlier.")
        assert Revocation.objects.get().why == "A minute earlier." and not Certificate.objects.filter(person=world.zoe, ended_at=None).exists()
        events.correct(by=world.tom, presence=there, minutes=100, why="It was her neighbour.")
        assert certificates.issue_due(by=None) == 0, "what was revoked does not come back by itself"
        certificates.wish(by=world.zoe, event=event)
        certificates.issue_some(by=world.tom, event=event)
        assert Certificate.objects.filter(person=world.zoe, ended_at=None).count() == 1


def test_a_code_word_that_goes_around_is_worth_nothing_alone_and_soon_nothing_at_all(world, event):
    first = codes.word(event.door_key, 0)
    for minutes in (-1, 45):
        with at(event, minutes), pytest.raises(Refusal, match="no code word that holds now"):
            actions.say_word(by=world.pia, event=event, word=first)
    with at(event, 5), pytest.raises(Refusal):
        actions.say_word(by=world.pia, event=event, word=codes.rotating(event.door_key, event.starts_at)[0])
    with at(event, 42):
        actions.say_word(by=world.pia, event=event, word=f" {first[:3].lower()}-{first[3:]}")
    say_words(event, world.pia, (1, 2))
    with after(event):
        events.say_present(by=world.pia, event=event, minutes=100, code=codes.printed(event.door_key))
        assert [one.state for one in standing(event, world.pia).items] == ["open", "met", "open", "open"]
    try_quiz(event, world.pia, RIGHT)
    answer(event, world.pia)
    with after(event):
        assert Certificate.objects.count() == 0 and certificates.issue_due(by=None) == 0
    with after(event, days=15):
        assert standing(event, world.pia).state == "lapsed"
    with pytest.raises(IntegrityError), transaction.atomic():
        Deed.objects.create(event=event, person=world.pia, kind=Deed.Kind.WORD, number=0)


def test_watching_later_counts_with_the_quiz_and_what_was_known_stays_beside_it(world, event):
    stay(event, 0, 30, by=world.zoe)
    with after(event), pytest.raises(Refusal, match="Watching later"):
        actions.watch(by=world.zoe, event=event)
    with after(event):
        events.put_up_recording(by=world.tom, event=event, link="https://video.example/x", captions="English, by people", transcript="We said …")
        event.refresh_from_db()
        actions.watch(by=world.zoe, event=event)
        actions.watch(by=world.pia, event=event)
        assert Presence.objects.filter(how=Presence.How.LATER).count() == 0
    try_quiz(event, world.zoe, RIGHT)
    try_quiz(event, world.pia, [1, 0])
    row = Presence.objects.get(person=world.zoe)
    assert (row.how, row.minutes, row.is_measured) == ("late", 100, False)
    assert Amendment.objects.values_list("was_minutes", "minutes", "by").get() == (30, 100, world.zoe.pk)
    assert not Presence.objects.filter(person=world.pia).exists()
    answer(event, world.zoe)
    paper = Certificate.objects.get()
    assert dict(told(paper.facts).rows)["How it is known"].startswith("Watched the recording later")
    with after(event, days=14), pytest.raises(Refusal):
        actions.try_quiz(by=world.pia, event=event, chosen=RIGHT)


def test_a_room_that_watched_together_is_signed_and_claimed_by_each_from_inside(world, event):
    zoe, pia = world.zoe, world.pia
    stay(event, 0, 90, by=zoe)
    with after(event):
        with pytest.raises(Refusal, match="Only somebody who was there"):
            actions.sign(by=pia, event=event, place="Juniper", minutes=60, names=["Ida"])
        with pytest.raises(Refusal, match="longer than you"):
            actions.sign(by=zoe, event=event, place="Juniper", minutes=91, names=["Ida"])
        actions.sign(by=zoe, event=event, place="Juniper, room 4", minutes=90, names=[pia.name, "Ida Guest", "ida guest", zoe.name])
        actions.sign(by=zoe, event=event, place="Elsewhere", minutes=5, names=["Ida Guest", "Uma Guest"])
        roster = Roster.objects.get()
        assert (roster.place, roster.minutes, roster.names) == ("Juniper, room 4", 90, [pia.name, "Ida Guest", "Uma Guest"])
        assert not Presence.objects.filter(person=pia).exists(), "a name that is hers is linked to nothing"
        assert set(Presence.objects.exclude(guest=None).values_list("how", "minutes", "confirmed_by")) == {("room", 90, zoe.pk)}
        ida, hers = Guest.objects.get(name="Ida Guest"), Guest.objects.get(name=pia.name)
        _roster, _page, slips = queries.roster_of(Viewer(zoe, SELF), event)
        assert {slip.guest.pk for slip in slips} == set(Guest.objects.values_list("pk", flat=True)) and token_of(ida.code) in {
            slip.address.rstrip("/").rsplit("/", 1)[1] for slip in slips}
        assert queries.roster_of(Viewer(pia, SELF), event)[::2] == (None, [])
        assert {row.place for row in queries.of_event(Viewer(world.tom, SELF), event).rosters} == {"Juniper, room 4"}
    try_quiz(event, None, RIGHT, guest=hers)
    answer(event, None, guest=hers)
    with after(event):
        assert Certificate.objects.get().facts["how"] == "room" and zoe.name in dict(told(Certificate.objects.get().facts).rows)["How it is known"]
        events.claim(by=pia, guest=hers)
        assert standing(event, pia).state == "eligible" and Certificate.objects.get(person=pia).ended_at is None
        with pytest.raises(Refusal, match="Nobody confirms themselves"):
            events.claim(by=zoe, guest=ida)


def test_the_three_questions_tell_nothing_before_they_close_nothing_below_five_and_never_whose(world, event):
    people = [make_account(f"Person {number}") for number in range(5)]
    for person in people:
        events.answer(by=person, event=event, says="going")
    with at(event, 50), pytest.raises(Refusal):
        actions.reply(by=people[0], event=event, worth="yes", tries="yes", words="")
    with after(event):
        for by in (world.tom, make_account("Not there")):
            with pytest.raises(Refusal, match="not open to you"):
                actions.reply(by=by, event=event, worth="yes", tries="yes", words="")
    for number, person in enumerate(people):
        answer(event, person, words=f"Words {'edbca'[number]}", worth="no" if number == 0 else "yes")
    with after(event, days=13):
        assert actions.close_due(by=None) == 0 and Outcome.objects.count() == 0
        page = queries.of_event(Viewer(world.tom, SELF), event)
        assert page.outcome is None and page.is_open
    assert {field.name for field in Reply._meta.fields} == {"id", "event", "worth", "tries", "words"} and {row.pk.version for row in Reply.objects.all()} == {4}
    with after(event, days=14):
        with pytest.raises(Refusal):
            actions.reply(by=world.zoe, event=event, worth="yes", tries="yes", words="")
        schedule._attendance()
        table = Outcome.objects.get().table
        assert table == {"n": 5, "worth": {"yes": 4, "partly": 0, "no": 1}, "tries": {"yes": 0, "perhaps": 5, "no": 0},
                         "words": ["Words a", "Words b", "Words c", "Words d", "Words e"]}
        assert Reply.objects.count() == 0 and actions.close_due(by=None) == 0
        assert [list(visible_to(Viewer(who, SELF), Outcome)) == [] for who in (world.tom, people[0], world.pia)] == [False, True, True]


def test_fewer_than_five_answers_are_told_to_nobody_and_erasure_leaves_none(world, event):
    stay(event, 0, 95, by=world.zoe)
    for person in (world.zoe, world.pia):
        answer(event, person, words="Mine alone")
    with after(event, days=15):
        assert actions.close_due(by=None) == 1 and Outcome.objects.get().table == {} and Reply.objects.count() == 0
        erase(by=None, account=world.zoe)
        assert not Deed.objects.filter(person=world.zoe.pk).exists()


def test_what_it_takes_stays_as_it_was_when_it_began_and_goes_along_with_the_next_edition(world, event):
    def change(**more):
        event.refresh_from_db()
        return events.change(by=world.tom, event=event, version=event.version, what=what(**{
            "kind": "webinar", "minutes": 100, "policy": TAKES.kept(), "quiz": QUIZ} | more))
    change(policy=Policy(percent=50, told=True).kept(), quiz=[])
    change()
    with pytest.raises(Refusal, match="does not fit together"):
        change(quiz=[])
    with pytest.raises(Refusal, match="does not fit together"):
        change(policy=Policy(words=2, needed=2).kept(), quiz=[])
    with at(event, 1):
        with pytest.raises(Refusal, match="stays as it was"):
            change(policy=Policy(percent=50).kept(), quiz=[])
        change(title="Another title")
    series = events.begin_series(by=world.tom, event=event, every_days=7, count=1)
    assert {(str(one.terms), len(one.quiz)) for one in series.editions.all()} == {(str(TAKES), 2)}


def test_at_an_event_that_takes_nothing_all_is_as_it_was(world):
    event = webinar(world.tom, Policy())
    events.answer(by=world.zoe, event=event, says="going")
    with after(event):
        events.confirm(by=world.tom, event=event, people=[world.zoe])
        assert (event.terms, standing(event, world.zoe), certificates.issue_due(by=None)) == (None, None, 0)
        certificates.issue(by=world.zoe, presence=Presence.objects.get())
        events.correct(by=world.tom, presence=Presence.objects.get(), minutes=3, why="Left at once.")
        assert Certificate.objects.get(ended_at=None).facts["minutes"] == 3
    with time_machine.travel(event.ends_at + timedelta(days=13)):
        assert queries.of_viewer(Viewer(world.zoe, SELF), event).asks
