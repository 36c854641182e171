"""Kinds of change to what is Ann's alone. Each is an act of the product; nobody outside its audience may notice it.

A later room adds its own: a function that makes the change, and the names of those who may notice.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from staffroom.attendance import actions as attendance
from staffroom.catalogue import actions as catalogue
from staffroom.catalogue.models import Follow, ImportRun, Offer, SavedSearch, Source
from staffroom.claims import actions as claims
from staffroom.claims.models import Claim
from staffroom.credentials import actions as credentials
from staffroom.credentials import bringing as badges
from staffroom.credentials.openbadges import checks
from staffroom.credit import actions as credit
from staffroom.credit.kept import Kept, Told
from staffroom.credit.models import Licence
from staffroom.edcamps import actions as edcamps
from staffroom.edcamps import queries as camps
from staffroom.edcamps.models import Card, Edcamp
from staffroom.events import actions as events
from staffroom.events.models import Event, Planned, Presence
from staffroom.exchange import actions as exchange
from staffroom.frameworks import actions as frameworks
from staffroom.frameworks.models import OwnFramework
from staffroom.frameworks.pins import Pin
from staffroom.growth import actions as growth
from staffroom.growth.models import Sentence
from staffroom.inquiry import actions as inquiry
from staffroom.inquiry.models import Reflection, Response
from staffroom.looks import actions as looks
from staffroom.looks import seen
from staffroom.looks.models import Look
from staffroom.moderation import actions as moderation
from staffroom.moderation import kinds
from staffroom.moderation.models import Decision
from staffroom.needs import actions as needs
from staffroom.needs.models import Need, NeedMerge
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice
from staffroom.people import actions as people
from staffroom.practice import actions as practice
from staffroom.practice.models import Cover, FollowUp, Goal, PlanStep, Saved, Study, StudyMember, StudyNote
from staffroom.practice.savable import Thing
from staffroom.record import actions as record
from staffroom.record import shelf
from staffroom.record.models import Ask, Draft, Entry, Evidence, Sitting, Upload
from staffroom.required import actions as required
from staffroom.required.models import Option, Requirement
from staffroom.sharing import actions as sharing
from staffroom.sharing.models import Copy
from staffroom.transcripts import actions as transcripts
from tests.attacks.makers import CLAIMS_OFFICE, picture
from tests.attacks.world import ANN, ANN_BY_ORG, LATER, MAP, NOW, TODAY, World


@dataclass(frozen=True)
class Change:
    """What happens, and who may notice besides Ann in a session of her own."""

    name: str
    make: Callable[[World], object]
    audience: frozenset[str]


CHANGES: list[Change] = []


def change(*audience: str):
    """Register a kind of change and the names of those who may notice it."""
    def wrap(function):
        CHANGES.append(Change(function.__name__, function, frozenset({ANN, *audience})))
        return function
    return wrap


def ann(world: World):
    """Ann's account as it stands now."""
    return type(world.people[ANN]).objects.get(pk=world.people[ANN].pk)


@change()
def note_an_entry(world):
    return record.note(by=ann(world), title=f"routine start {world.token()}", kind="read", minutes=30, on_on=TODAY, note=world.token())


@change()
def bring_and_keep_a_badge(world):
    said = {"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "badge": {"name": world.token()}, "verification": {"type": "hosted"}}
    held = ann(world)
    made = credentials.bring(by=held, looked=badges.look(held, json.dumps(said).encode(), "badge.json", verify=checks.verify))
    return credentials.keep(by=held, badge=made, file=badges.as_proof(made), kind="course", minutes=30, on_on=TODAY, says_no_pupils=True)


@change()
def make_and_end_a_transcript(world):
    entry = record.note(by=ann(world), title=f"on a transcript {world.token()}", kind="read", minutes=30, on_on=TODAY)
    return transcripts.end(by=ann(world), transcript=transcripts.make(by=ann(world), chosen=[(entry.code, entry.version)]))


@change()
def change_an_entry(world):
    entry = world.first(Entry)
    return record.change(by=ann(world), entry=entry, base=entry.version, title=world.token(), kind="talk", minutes=None, on_on=None)


@change()
def add_a_sitting(world):
    return record.add_sitting(by=ann(world), entry=world.first(Entry), on_on=TODAY, minutes=90)


@change()
def take_a_sitting_away(world):
    return record.remove_sitting(by=ann(world), entry=world.first(Entry), sitting=world.first(Sitting))


@change()
def add_a_link_as_proof(world):
    return record.add_evidence(by=ann(world), entry=world.first(Entry), link=f"https://{world.token()}.example/", name=world.token())


@change()
def add_a_file_as_proof(world):
    brought = shelf.bring_in(world.people[ANN].pk, picture(world.token()), f"{world.token()}.txt", "text/plain")
    return record.add_evidence(by=ann(world), entry=world.first(Entry), file=brought, says_no_pupils=True)


@change()
def let_proof_go(world):
    return record.remove_evidence(by=ann(world), evidence=world.first(Evidence))


@change()
def bring_proof_back(world):
    held = record.remove_evidence(by=ann(world), evidence=world.first(Evidence))
    return record.bring_back(by=ann(world), thing=held)


@change()
def finish_an_upload(world):
    return record.finish_upload(by=ann(world), upload=world.first(Upload))


@change()
def keep_a_draft(world):
    return record.keep_draft(by=ann(world), mark=record.DraftMark("record.new", 1, "tab-one"), body={"title": [world.token()]}, device="a tablet")


@change()
def drop_a_draft(world):
    return record.drop_draft(by=ann(world), draft=world.first(Draft))


@change()
def say_a_sentence(world):
    return growth.say(by=ann(world), text=f"routine start talk {world.token()}", mood="curious", minutes=40)


@change()
def set_a_suggestion_aside(world):
    return growth.set_aside(by=ann(world), sentence=world.first(Sentence), offer_code=world.things[Offer][0].code)


@change()
def forget_a_sentence(world):
    return growth.forget(by=ann(world), sentence=world.first(Sentence))


@change()
def look_at_my_practice(world):
    said = seen.Answer("1", "", "I wait three seconds.", "not_yet", note=f"routine start talk {world.token()}", could_help=True)
    return looks.keep(by=ann(world), said=seen.Seen(MAP, "The map", "1", "The map", (said,)))


@change()
def tie_to_a_statement(world):
    pin = Pin(MAP, "The map", "1", "1", "", f"I wait three seconds. {world.token()}")
    practice.tag(by=ann(world), thing=world.first(PlanStep), on=[pin], off=[0])
    practice.tag(by=ann(world), thing=world.first(Goal), on=[pin], off=[0])
    return record.tag(by=ann(world), entry=world.first(Entry), on=[pin], off=[0])


@change()
def look_back(world):
    held = world.first(Reflection)
    return inquiry.look_back(by=ann(world), entry=held.entry, answers={"meant": f"routine start talk {world.token()}"}, version=held.version)


@change("rosa")
def hand_a_look_back(world):
    return sharing.hand(by=ann(world), thing=world.first(Reflection), reader=world.people["rosa"], until_on=LATER)


@change("rosa")
def say_something_to_a_look_back(world):
    return inquiry.respond(by=ann(world), copy=world.first(Response).copy, kind="tried", text=f"routine start talk {world.token()}")


@change("rosa")
def take_back_what_was_said(world):
    return inquiry.unsay(by=ann(world), response=world.first(Response))


@change()
def forget_a_look_back(world):
    return inquiry.forget(by=ann(world), reflection=world.first(Reflection))


@change("rosa")
def hand_a_look(world):
    return sharing.hand(by=ann(world), thing=world.first(Look), reader=world.people["rosa"], until_on=LATER)


@change()
def forget_a_look(world):
    return looks.forget(by=ann(world), look=world.first(Look))


@change()
def choose_another_licence(world):
    return credit.choose(by=ann(world), chosen=Kept("texas", date(2024, 9, 1), date(2029, 8, 31), ("teacher", "librarian")))


@change()
def tell_what_the_record_does_not_know(world):
    return credit.tell(by=ann(world), entry=world.first(Entry), told=Told(kind="workshop", provider="school_district", approved=True))


@change()
def forget_a_licence(world):
    assert Licence.objects.filter(person=ann(world)).exists()
    return credit.forget(by=ann(world))


@change(*CLAIMS_OFFICE)
def ask_an_office(world):
    """The office of the district reads the copy, and nobody else anything: not the school, not a colleague."""
    entry = world.first(Entry)
    proof = entry.evidence.filter(gone=None).first()
    return claims.send(by=ann(world), entry=entry, organisation=world.bodies["north"], pieces=[proof.code], with_note=True, remark=world.token())


@change(*CLAIMS_OFFICE)
def withdraw_a_claim(world):
    return claims.withdraw(by=ann(world), claim=world.first(Claim, state="waiting"))


@change(*CLAIMS_OFFICE)
def appeal_a_claim(world):
    return claims.appeal(by=ann(world), claim=world.first(Claim, state="declined"), words=world.token())


@change()
def plan_an_offer(world):
    offer = world.things[Offer][1].row
    return practice.plan(by=ann(world), title=offer.title, about_kind="offer", about_id=offer.pk, minutes=offer.minutes)


@change()
def change_a_step(world):
    step = world.first(PlanStep)
    return practice.change(by=ann(world), step=step, version=step.version, title=world.token(), minutes=5, planned_on=LATER, note=world.token())


@change()
def set_a_goal_and_change_it(world):
    goal = practice.set_goal(by=ann(world), title=world.token(), by_on=LATER)
    step = world.first(PlanStep)
    practice.change(by=ann(world), step=step, version=step.version, title=world.token(), minutes=5, planned_on=LATER, note=world.token(), goal=goal)
    return practice.change_goal(by=ann(world), goal=goal, version=1, title=world.token(), by_on=None)


@change()
def end_a_goal(world):
    return practice.end_goal(by=ann(world), goal=world.first(Goal), ended_as="let_go")


@change("rosa")
def hand_a_goal(world):
    return sharing.hand(by=ann(world), thing=world.first(Goal), reader=world.people["rosa"], until_on=LATER)


@change()
def keep_the_log_of_a_course(world):
    study = practice.begin_study(by=ann(world), step=practice.plan(by=ann(world), title=world.token()), week_minutes=60)
    practice.check_in(by=ann(world), study=study, on_on=TODAY, minutes=40, line=world.token())
    practice.shrink_study(by=ann(world), study=study)
    practice.pause_study(by=ann(world), study=study, pause=True)
    return practice.end(by=ann(world), step=study.step, ended_as="let_go")


@change()
def tell_a_study_group_and_leave_it(world):
    """Ann is alone in it: whoever is in a group with her reads what she tells."""
    practice.tell_group(by=ann(world), member=world.first(StudyMember), body=world.token())
    practice.untell_group(by=ann(world), note=world.first(StudyNote))
    study = practice.begin_study(by=ann(world), step=practice.plan(by=ann(world), title=world.token()), week_minutes=60)
    return practice.leave_group(by=ann(world), member=practice.begin_group(by=ann(world), study=study))


@change("ben")
def join_the_study_group_of_another(world):
    """Ben sees a name; what Ann notes in her own log he does not."""
    mine = practice.join_group(by=ann(world), member=world.first(StudyMember, "ben"), week_minutes=30)
    return practice.check_in_together(by=ann(world), study=mine.study, on_on=TODAY, minutes=40, line=world.token())


@change()
def be_told_that_a_course_rests(world):
    Study.objects.filter(person=ann(world)).update(sat_on=TODAY - timedelta(days=30), asked_on=None)
    return practice.ask_rested(by=None)


@change()
def try_something_and_go_on_with_it(world):
    step = practice.plan(by=ann(world), title=world.token())
    practice.go_on(by=ann(world), step=step)
    entry = record.note(by=ann(world), title=world.token(), kind="tried", minutes=10, on_on=TODAY, outcome="mixed", from_kind="step", from_id=step.pk)
    return record.note(by=ann(world), title=world.token(), kind="tried", minutes=10, on_on=TODAY, outcome="worked", from_kind="entry", from_id=entry.pk)


@change()
def end_a_step(world):
    return practice.end(by=ann(world), step=world.first(PlanStep), ended_as="done")


@change()
def answer_what_became_of_it(world):
    return practice.answer(by=ann(world), follow_up=world.first(FollowUp), easier="no", still="let_go", pupils=world.token())


@change()
def be_asked_what_became_of_it(world):
    FollowUp.objects.filter(person=ann(world)).update(due_at=NOW, answered_at=None, asked_at=None)
    return practice.ask_due(by=None)


@change()
def be_reminded_of_a_step(world):
    PlanStep.objects.filter(person=ann(world)).update(planned_on=TODAY, reminded_on=None)
    practice.remind_due(by=None)
    return catalogue.remind_closing(by=None)


@change()
def name_a_planning_period_and_put_a_step_into_it(world):
    period = practice.add_period(by=ann(world), weekday=3, starts_at=time(10, 20), minutes=40)
    step = world.first(PlanStep)
    practice.change(by=ann(world), step=step, version=step.version, title=world.token(), minutes=50, planned_on=None, note=world.token(), period=period,
                    cover=Cover(50, 12050, "USD"))
    return practice.remove_period(by=ann(world), period=period)


@change()
def name_minutes_a_week(world):
    return practice.set_pace(by=ann(world), week_minutes=45)


@change()
def save_an_offer_for_later(world):
    offer = world.things[Offer][2].row
    return practice.save(by=ann(world), thing=Thing(title=offer.title, about_kind="offer", about_id=offer.pk), asked_for="some_day", why=world.token())


@change()
def try_what_was_saved(world):
    return practice.try_saved(by=ann(world), saved=world.first(Saved))


@change("stranger")
def share_a_need_no_longer_while_a_stranger_joins(world):
    """How many share it stays the same: nobody else learns who."""
    need = world.first(Need, "ben")
    needs.take_back(by=ann(world), need=need)
    return needs.join(by=world.people["stranger"], need=need)


@change()
def plan_what_is_required(world):
    """No office reads it, and neither does a session that the district opened."""
    return required.plan(by=ann(world), option=Option.objects.filter(requirement=world.first(Requirement, "org_admin")).first())


@change()
def say_that_it_is_not_for_me(world):
    return required.not_for_me(by=ann(world), requirement=world.first(Requirement, "org_admin"), why="access")


@change()
def take_back_that_it_is_not_for_me(world):
    return required.take_back(by=ann(world), requirement=world.first(Requirement, "org_admin"))


@change("coordinator", "superintendent", "org_admin", ANN_BY_ORG)
def take_back_that_it_is_done(world):
    """It was told to the offices of the district, and in a session that the district opened it stands too; no principal learns of it."""
    return required.take_done_back(by=ann(world), requirement=world.first(Requirement, "org_admin", "of_north"))


@change()
def be_interested_in_an_event(world):
    return events.answer(by=ann(world), event=world.first(Event, "ben", "for_body"), says="interested")


@change("stranger")
def ask_to_be_told_first_instead_of_somebody(world):
    """How many ask stays the same: nobody learns who, whoever plans it neither."""
    planned = world.first(Planned, "ben")
    events.tell_me_no_more(by=ann(world), planned=planned)
    return events.tell_me_first(by=world.people["stranger"], planned=planned)


@change("ben", "stranger")
def leave_a_seat_to_a_stranger(world):
    """How many go stays the same: nobody but its host learns who."""
    event = world.first(Event, "ben")
    events.answer(by=ann(world), event=event, says="not")
    return events.answer(by=world.people["stranger"], event=event, says="going")


@change()
def take_back_a_dot(world):
    """While the voting is open nobody learns that there was one, whoever keeps the board neither."""
    return edcamps.take_dot(by=ann(world), card=world.first(Card))


def _brought(world):
    """Ann brings a day that was kept elsewhere, for whoever has its link: a board like Ben's, with other words, and somebody who was there by name."""
    day = camps.day_of(world.first(Edcamp, "ben"))
    words = {"title": world.token(), "words": world.token(), "place": world.token()}
    rows = day.rows | {"event": {"event": words}, "person": {"one": {"name": world.token(), "there": {"minutes": 30, "confirmed": True, "measured": False}}}}
    return edcamps.bring_day(by=ann(world), day=replace(day, key=world.token(), event=day.event | words | {"audience": "link"}, rows=rows))


@change()
def bring_a_day_for_whoever_has_its_link(world):
    return _brought(world)


@change()
def take_a_day_back_that_was_brought(world):
    return edcamps.undo_day(by=ann(world), carried=_brought(world))


@change()
def take_a_presence_into_the_record(world):
    return events.take(by=ann(world), presence=world.first(Presence))


@change()
def answer_the_three_questions_about_an_event(world):
    """Before they close whoever runs it learns nothing of them, not that there was one more either."""
    return attendance.reply(by=ann(world), event=world.first(Event, "ben", "past"), worth="no", tries="no", words=world.token())


@change("ben")
def sign_for_a_room_that_watched_together(world):
    return attendance.sign(by=ann(world), event=world.first(Event, "ben", "past"), place=world.token(), minutes=30, names=["Uma Guest"])


@change()
def try_something_from_an_event(world):
    return events.will_try(by=ann(world), event=world.first(Event, "ben"), words=world.token(), planned_on=LATER)


@change()
def follow_a_feed(world):
    return catalogue.follow(by=ann(world), source=world.first(Source))


@change()
def follow_no_longer(world):
    return catalogue.unfollow(by=ann(world), source=Follow.objects.filter(person=ann(world)).first().source)


@change()
def keep_a_search(world):
    return catalogue.save_search(by=ann(world), asked=f"?q={world.token()}")


@change()
def be_told_of_a_search(world):
    return catalogue.let_tell(by=ann(world), saved=world.first(SavedSearch), tells=True)


@change()
def forget_a_search(world):
    return catalogue.forget_search(by=ann(world), saved=world.first(SavedSearch))


@change()
def bring_in_a_list(world):
    return catalogue.draft_import(by=ann(world), name=f"{world.token()}.csv", data=f"Title,Link\n{world.token()},https://x.example/\n".encode())


@change()
def forget_a_list(world):
    return ImportRun.objects.filter(pk=world.first(ImportRun).pk).delete()


@change()
def bring_in_a_framework(world):
    """The same statements as the map on the wall, and a title of her own."""
    own = frameworks.bring(by=ann(world), name=f"{world.token()}.csv", data=f"statement\nI wait three seconds.\n{world.token()}\n".encode())
    return frameworks.keep(by=ann(world), own=own)


@change()
def take_a_framework_out(world):
    return frameworks.drop(by=ann(world), own=world.first(OwnFramework))


@change("ben")
def ask_no_longer_whether_two_needs_are_one(world):
    return needs.unmerge(by=ann(world), merge=world.first(NeedMerge, "ben"))


@change("caretaker")
def report_something(world):
    thing = kinds.by_key("offer", world.things[Offer][1].row.pk)
    return moderation.report(by=ann(world), kind="offer", thing=thing, reason="false", words=world.token())


@change("caretaker")
def answer_to_what_was_taken_down(world):
    return moderation.object_to(by=ann(world), decision=world.first(Decision), words=world.token())


@change()
def tell_what_i_teach(world):
    told = {"subjects": ["mathematics"], "stages": ["middle"], "pupils": ["languages"], "years": "1-3"}
    return people.tell(by=ann(world), told=told, seen={})


@change()
def tell_myself_more(world):
    return people.tell(by=ann(world), told={"about": world.token(), "place": world.token(), "years": "20"}, seen={})


@change()
def add_an_address(world):
    return people.add_address(by=ann(world), email=f"{world.token()}@home.example")


@change()
def switch_suggestions_off(world):
    return people.switch_suggestions(by=ann(world), on=False)


@change(ANN_BY_ORG)
def turn_the_lights_down(world):
    """Zone and theme: both kinds of her sessions look like that."""
    return people.choose(by=ann(world), zone="Pacific/Auckland", language="en", theme="dark")


@change()
def wish_for_mail(world):
    return notices.prefer(by=ann(world), by_mail=True, quiet_from=20, quiet_to=6)


@change(ANN_BY_ORG)
def read_what_was_told(world):
    """A session of a body hears what bodies did: it sees that it was read."""
    return notices.read(by=ann(world), shown=Notice.objects.filter(person=ann(world)).values_list("pk", flat=True))


@change()
def ask_for_everything(world):
    return exchange.ask_export(by=ann(world))


@change("rosa")
def hand_a_copy(world):
    return sharing.hand(by=ann(world), thing=world.first(PlanStep), reader=world.people["rosa"], until_on=LATER)


@change("rosa")
def take_a_copy_back(world):
    return sharing.take_back(by=ann(world), copy=world.first(Copy))


@change("rosa")
def be_confirmed(world):
    """Rosa says yes; Ann is told."""
    return record.confirm(by=world.people["rosa"], ask=world.first(Ask))


@change("principal")
def ask_the_principal(world):
    """A copy for one named person: no other office learns of it."""
    return record.ask_confirmation(by=ann(world), entry=world.first(Entry), reader=world.people["principal"], until_on=TODAY + timedelta(days=3))


@change()
def let_an_entry_go(world):
    return record.let_go(by=ann(world), entry=world.first(Entry))


@change()
def bring_an_entry_back(world):
    return record.bring_back(by=ann(world), thing=world.first(Entry, state="let_go"))
