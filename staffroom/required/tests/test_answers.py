"""What those who are asked do and say: a step of their plan, “done”, “not for me”; and what an office may know of it."""

from datetime import date

import pytest
from django.db import connection

from staffroom.catalogue.models import Offer
from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.orgs import actions as orgs
from staffroom.practice import actions as practice
from staffroom.practice.models import PlanStep
from staffroom.record import actions as record
from staffroom.record import prefills
from staffroom.required import actions, queries
from staffroom.required.actions import Wanted
from staffroom.required.models import Done, NotForMe, Option
from staffroom.required.tests.conftest import require, soon, teachers
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import ORG, SELF, Viewer

pytestmark = pytest.mark.django_db


def self_of(person) -> Viewer:
    return Viewer(account=person, assurance=SELF)


def test_one_tap_makes_a_step_that_says_who_requires_it_why_and_until_when(world, offers):
    held = require(world, must=[Wanted("Calm", offer=offers["Calm"])])
    option = Option.objects.get(requirement=held)
    step = actions.plan(by=world.tom, option=option)
    assert (step.title, step.required_by, step.minutes, step.planned_on, step.link) == (
        "Calm in a class of two ages", "Juniper School", 8, soon(), f"/find/{offers['Calm'].code}/")
    assert step.why == "Juniper School says: The law asks it of everybody who is alone with pupils."
    assert actions.plan(by=world.tom, option=option) == step and PlanStep.objects.count() == 1
    assert not Done.objects.exists(), "that I plan it tells nobody that I did it"
    assert practice.plan(by=world.tom, title="A walk").required_by == "", "what I chose says nothing of the kind"


def test_what_has_ended_or_hangs_no_more_cannot_be_planned(world, offers):
    held = require(world, must=[Wanted("Calm", offer=offers["Calm"]), Wanted("A walk")])
    gone, walk = Option.objects.filter(requirement=held).order_by("position")
    Offer.objects.filter(pk=offers["Calm"].pk).update(taken_down_at=clock.now())
    with pytest.raises(Refusal, match="hangs here no more"):
        actions.plan(by=world.tom, option=gone)
    actions.end(by=world.pia, requirement=held, why="So")
    with pytest.raises(Refusal, match="has ended"):
        actions.plan(by=world.tom, option=walk)
    assert not PlanStep.objects.exists()


def test_words_without_an_address_lead_back_to_what_is_required_and_take_its_minutes(world):
    held = require(world)
    step = actions.plan(by=world.tom, option=Option.objects.get())
    assert (step.title, step.minutes, step.link) == ("First aid in the hall", 90, f"/practice/required/{held.code}/")
    assert actions.plan(by=world.tom, option=Option.objects.get()) == step


def test_what_i_had_chosen_before_it_was_required_stays_one_step_and_says_so(world, offers):
    mine = practice.plan(by=world.tom, title="Calm", about_kind="offer", about_id=offers["Calm"].pk, why="You said: it is loud")
    require(world, must=[Wanted("Calm", offer=offers["Calm"])])
    step = actions.plan(by=world.tom, option=Option.objects.get())
    assert (step, step.required_by, step.why) == (mine, "Juniper School", "You said: it is loud")


def test_an_offer_that_two_bodies_require_is_one_step_and_waits_for_neither(world, offers):
    require(world, must=[Wanted("Calm", offer=offers["Calm"])])
    above = require(world, by=world.dana, body=world.cedar, must=[Wanted("Calm", offer=offers["Calm"])])
    step = actions.plan(by=world.tom, option=Option.objects.exclude(requirement=above).get())
    assert actions.plan(by=world.tom, option=Option.objects.get(requirement=above)) == step
    assert queries.waiting(self_of(world.tom)) == []
    assert [choice.step for choice in queries.shown(self_of(world.tom), above).must] == [step]


def test_a_step_let_go_can_be_taken_up_again_unless_another_stands_for_the_same(world):
    require(world)
    first = actions.plan(by=world.tom, option=Option.objects.get())
    practice.end(by=world.tom, step=first, ended_as="let_go")
    second = actions.plan(by=world.tom, option=Option.objects.get())
    assert second != first and practice.reopen(by=world.tom, step=first) == second
    practice.end(by=world.tom, step=second, ended_as="let_go")
    assert practice.reopen(by=world.tom, step=first) == first


def test_what_comes_of_a_required_step_is_noted_as_required_and_counts_so(world):
    require(world)
    step = actions.plan(by=world.tom, option=Option.objects.get())
    prefill = prefills.read(self_of(world.tom), f"step:{step.code}")[1]
    assert (prefill.origin, prefill.says) == ("required", "Required by Juniper School, and noted as required; “Who chose it?” below says otherwise.")
    mine = practice.plan(by=world.tom, title="A walk")
    assert prefills.read(self_of(world.tom), f"step:{mine.code}")[1].origin == ""
    record.note(by=world.tom, title="A walk", kind="visit", minutes=120, on_on=queries.clock.today_in("UTC"))
    record.note(by=world.tom, title="First aid", kind="course", minutes=90, on_on=queries.clock.today_in("UTC"), origin="required")
    record.note(by=world.tom, title="Long ago", kind="course", minutes=90, on_on=date(2001, 1, 1), origin="required")
    assert queries.share(self_of(world.tom)) == queries.Share(chosen=120, required=90)
    assert queries.share(Viewer(account=world.tom, assurance=ORG, body=world.juniper.code)) == queries.Share(0, 0)


def test_sittings_of_a_required_course_are_required_too(world):
    require(world)
    step = actions.plan(by=world.tom, option=Option.objects.get())
    study = practice.begin_study(by=world.tom, step=step, week_minutes=60)
    assert practice.check_in(by=world.tom, study=study, on_on=queries.clock.today_in("UTC"), minutes=30).origin == "required"


def test_today_shows_what_waits_and_no_more_what_is_planned_or_told(world):
    first, second, third = (require(world, title=title) for title in ("One", "Two", "Three"))
    assert queries.waiting(self_of(world.tom)) == [first, second, third]
    actions.plan(by=world.tom, option=Option.objects.get(requirement=first))
    actions.say_done(by=world.tom, requirement=second)
    actions.not_for_me(by=world.tom, requirement=third, why="known")
    assert queries.waiting(self_of(world.tom)) == [third], "not for me does not make it go"
    by_school = queries.waiting(Viewer(account=world.tom, assurance=ORG, body=world.juniper.code))
    assert by_school == [first, third], "a session of the school knows what the school was told, and nothing of the plan"
    actions.end(by=world.pia, requirement=third, why="So")
    assert queries.waiting(self_of(world.tom)) == []
    assert queries.waiting(self_of(world.pia)) == [], "it is for teachers"


def test_nobody_plans_or_says_what_is_not_required_of_them(world):
    held = require(world)
    for person in (world.pia, world.wanda, world.zoe):
        for act, more in ((actions.say_done, {"requirement": held}), (actions.not_for_me, {"requirement": held, "why": "known"}),
                          (actions.plan, {"option": Option.objects.get()})):
            with pytest.raises(Refusal, match="not required of you"):
                act(by=person, **more)


def test_an_office_reads_done_only_from_who_said_so_and_no_more_once_it_is_taken_back(world):
    held = require(world)
    step = actions.plan(by=world.tom, option=Option.objects.get())
    practice.end(by=world.tom, step=step, ended_as="done")
    assert list(queries.at_office(self_of(world.pia), held, "").done) == [], "a plan tells nobody"
    told = actions.say_done(by=world.tom, requirement=held)
    assert actions.say_done(by=world.tom, requirement=held) == told
    seen = {name: list(visible_to(self_of(getattr(world, name)), Done)) for name in ("tom", "pia", "dana", "will", "zoe")}
    assert seen == {"tom": [told], "pia": [told], "dana": [told], "will": [], "zoe": []}
    actions.take_done_back(by=world.tom, requirement=held)
    assert not Done.objects.exists()


def test_a_reason_is_said_once_changed_and_taken_back_and_is_seen_by_nobody_else(world):
    held = require(world)
    actions.not_for_me(by=world.tom, requirement=held, why="known")
    actions.not_for_me(by=world.tom, requirement=held, why="time")
    said = NotForMe.objects.get()
    assert (said.person, said.why) == (world.tom, "time")
    seen = {name: list(visible_to(self_of(getattr(world, name)), NotForMe)) for name in ("tom", "pia", "dana")}
    assert seen == {"tom": [said], "pia": [], "dana": []}
    assert list(visible_to(Viewer(account=world.tom, assurance=ORG, body=world.juniper.code), NotForMe)) == []
    actions.take_back(by=world.tom, requirement=held)
    assert not NotForMe.objects.exists()


def counts(held) -> queries.Counts:
    return queries.counts_of(held, Done.objects.filter(requirement=held).count())


def say(people, held, *whys):
    for person, why in zip(people, whys, strict=True):
        actions.not_for_me(by=person, requirement=held, why=why)


def test_below_five_an_office_learns_nothing_and_above_it_only_in_fives(world):
    held = require(world)
    people = teachers(world.juniper, 29)
    quiet = counts(held)
    assert (quiet.asked, quiet.said, {n for _words, n in quiet.reasons}) == (30, None, {None})
    say(people[:4], held, "known", "known", "known", "time")
    assert counts(held) == quiet, "four who said so are as none"
    say(people[4:5], held, "other")
    five = counts(held)
    assert (five.said, {n for _words, n in five.reasons}) == (5, {None})
    say(people[5:9], held, "known", "time", "subject", "access")
    assert counts(held) == five, "nine are told as five: one more tells nothing"
    say(people[9:11], held, "known", "known")
    assert (counts(held).said, dict(counts(held).reasons)["I know it already"]) == (10, 5)


def test_where_everybody_said_so_or_hardly_anybody_is_left_nothing_is_counted(world):
    held = require(world)
    people = teachers(world.juniper, 12)
    say(people[:5], held, *["known"] * 5)
    assert counts(held).said is None, "thirteen are asked: were it nine who said so, four would be left"
    more = teachers(world.juniper, 1)
    assert counts(held).said == 5
    actions.say_done(by=more[0], requirement=held)
    assert counts(held).said is None, "whoever told “done” hides nobody"


def test_an_office_that_moves_what_it_knows_reads_no_more_than_the_step(world):
    held = require(world)
    people = teachers(world.juniper, 24)
    say(people[:4], held, *["known"] * 4)
    gone = []
    for person in people[4:9]:
        say([person], held, "known")
        gone.append(next(done for done in range(26) if queries.counts_of(held, done).said is None))
    assert gone == [12] * 5, "one more who told “done”, and again one more: the count goes at the same number, whether five said so or nine"


def test_who_leaves_the_body_changes_no_count(world):
    held = require(world)
    people = teachers(world.juniper, 14)
    say(people[:5], held, *["known"] * 5)
    before = counts(held).reasons
    from staffroom.orgs.models import Membership
    orgs.end_membership(by=None, membership=Membership.objects.get(person=people[0]))
    assert counts(held).reasons == before


def test_what_is_near_is_found_by_the_words_of_the_requirement_alone(world, offers):
    held = require(world, title="Talk in class", must=[Wanted("Talk", offer=offers["Talk"])], minutes=40)
    actions.not_for_me(by=world.tom, requirement=held, why="known")
    found = queries.near(self_of(world.tom), queries.shown(self_of(world.tom), held))
    assert len(found) == 3 and offers["Talk"] not in found
    practice.plan(by=world.tom, title="Songs songs songs", why="songs")
    assert queries.near(self_of(world.tom), queries.shown(self_of(world.tom), held)) == found
    actions.not_for_me(by=world.tom, requirement=held, why="time")
    short = queries.near(self_of(world.tom), queries.shown(self_of(world.tom), held))
    assert short and all(offer.minutes <= 20 for offer in short)


def test_whether_it_is_planned_is_looked_up_among_required_steps_and_not_in_the_whole_plan(world):
    if connection.vendor == "postgresql":  # which reads a small table whole, unless told that this costs much
        connection.cursor().execute("SET LOCAL enable_seqscan = off")
    plan = queries._asked(person=world.tom.pk, day=clock.now().date()).explain()
    assert "step_required" in plan and "step_open" not in plan
