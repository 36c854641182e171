"""People whose pages are looked at: some of the demo world, and some it does not hold (far too much, a little of it, nothing at all, one of each state)."""

import io
import json
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.test import Client

from staffroom.attendance import actions as attendance
from staffroom.catalogue import actions as catalogue
from staffroom.catalogue import rubric
from staffroom.catalogue.described import described
from staffroom.catalogue.models import Offer
from staffroom.certificates import actions as certificates
from staffroom.claims import actions as claims
from staffroom.credentials import actions as credentials
from staffroom.credentials import bringing as badges
from staffroom.credentials.openbadges import checks
from staffroom.credentials.tests import making
from staffroom.credit import actions as credit
from staffroom.credit.kept import Kept, Told
from staffroom.edcamps import actions as edcamps
from staffroom.edcamps.days import TYPICAL
from staffroom.edcamps.models import Room, Slot
from staffroom.events import actions as events
from staffroom.events.codes import for_guests
from staffroom.events.models import Event, Presence
from staffroom.events.policy import Policy
from staffroom.events.times import Span
from staffroom.frameworks import actions as frameworks
from staffroom.frameworks import queries as editions
from staffroom.frameworks.pins import Pin
from staffroom.growth import actions as growth
from staffroom.inquiry import actions as inquiry
from staffroom.inquiry.models import Response
from staffroom.kit import clock, keystore
from staffroom.kit.testing import make_account, sign_in
from staffroom.ledger import actions as ledger
from staffroom.looks import actions as looks
from staffroom.looks import queries as looking
from staffroom.looks import seen
from staffroom.moderation import actions as moderation
from staffroom.moderation import kinds
from staffroom.needs import actions as needs
from staffroom.notices import actions as notices
from staffroom.offered import actions as offered
from staffroom.offered import things
from staffroom.orgs import actions as orgs
from staffroom.orgs.models import Organisation
from staffroom.pages import demo
from staffroom.people import actions as people
from staffroom.people.models import Account
from staffroom.practice import actions as practice
from staffroom.practice.models import Cover, FollowUp, Saved
from staffroom.practice.savable import Thing
from staffroom.record import actions as record
from staffroom.record import shelf
from staffroom.record.models import Entry
from staffroom.required import actions as required
from staffroom.required.models import Option
from staffroom.sharing import actions as sharing
from staffroom.sharing.viewers import SELF, Viewer
from staffroom.transcripts import actions as transcripts

LONG_NAME = "Công Tằng Tôn Nữ Nguyễn Phước Huyền Trân Ngọc Bảo Khánh Linh"
assert len(LONG_NAME) == 60
NO_BREAK = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle"
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mOUMyqsBwACeQFChxlltgAAAABJRU5ErkJggg=="
MANY, FEW = 1_000, 10
OWN_KEY = {"teacher": "chidinma", "coach": "seun", "office": "kofi"}


def people_of(many: int = MANY) -> dict[str, Account]:
    """Everybody whose pages are looked at, by the word used here. Call it once in an instance with the demo world."""
    found = {name: Account.objects.get(code=demo.code_of(key)) for name, key in OWN_KEY.items()}
    with transaction.atomic():
        found["new"] = make_account("", zone="America/Denver", is_demo=True)
        found["one"] = one_of_each(make_account("One of Each", zone="America/Denver", is_demo=True), found["coach"], found["office"])
        found["few"] = far_too_much(FEW, found["coach"])
        found["many"] = far_too_much(many, found["coach"])
    return found


def one_of_each(held: Account, coach: Account, admin: Account) -> Account:
    """Every kind of thing of a notebook, once, in the state in which its page has the most to say."""
    today, until = clock.today_in(held.zone), clock.today_in(held.zone) + timedelta(days=30)
    school = Organisation.objects.get(name="Windmill Bend Elementary")
    orgs.enrol(by=None, person=held, organisation=school, role="teacher")
    people.tell(by=held, told={"about": f"{NO_BREAK} and other words.", "place": NO_BREAK, "years": "4-9", "subjects": ["science"], "stages": ["primary"],
                               "languages": ["vi", "en"], "locale": "rural"}, seen={"about": 3, "subjects": 3, "years": 2}, in_directory=True)
    growth.say(by=held, text="my classes leave before I know who got it", mood="bothering", minutes=15)
    goal = practice.set_goal(by=held, title=f"Every class leaves with one clear thing {NO_BREAK}", by_on=until)
    practice.end_goal(by=held, goal=practice.set_goal(by=held, title="Learn to draw"), ended_as="let_go")
    step = practice.plan(by=held, title=f"Try {NO_BREAK}", minutes=15, planned_on=today, goal=goal,
                         period=practice.add_period(by=held, weekday=today.weekday(), starts_at=time(10, 20), minutes=10), cover=Cover(15, 12050, "USD"), why="You said: my classes leave before I know who got it")
    practice.end(by=held, step=practice.plan(by=held, title="Ask Tomás", minutes=2), ended_as="done")
    practice.end(by=held, step=practice.plan(by=held, title="Lab poster", minutes=None), ended_as="let_go")
    practice.set_pace(by=held, week_minutes=45)
    study = practice.begin_study(by=held, step=practice.plan(by=held, title=f"A course in twelve weeks {NO_BREAK}"), week_minutes=60)
    practice.check_in(by=held, study=study, on_on=today, minutes=50, line=NO_BREAK)
    practice.tell_group(by=held, member=practice.begin_group(by=held, study=study), body=f"Week one was long. {NO_BREAK}")
    became(held, "One question at the end")
    for title, asked_for in ((f"{NO_BREAK} and how to save it", "some_day"), ("A course in four parts", "tomorrow"), ("Dropped", "unit")):
        saved = practice.save(by=held, thing=Thing(title=title, minutes=20, link="/find/"), asked_for=asked_for, why=f"for {NO_BREAK}")
    practice.drop_saved(by=held, saved=saved)
    Saved.objects.filter(person=held, asked_for="some_day").update(touched_at=clock.now() - timedelta(days=91))
    entry = record.note(by=held, title="Watched a colleague sort at the door", kind="visit", minutes=45, on_on=today, note="Three piles.\n\nNot four.",
                        source="A visit", link="https://visit.example/", contribution="mentored", helped_count=3, outcome="mixed", from_kind="step", from_id=step.pk)
    record.add_sitting(by=held, entry=entry, on_on=today - timedelta(days=1), minutes=20)
    record.add_evidence(by=held, entry=entry, link="https://proof.example/", name="A page about it")
    brought = shelf.bring_in(held.pk, io.BytesIO(b"What I saw\n"), f"{NO_BREAK}.txt", "text/plain")
    record.add_evidence(by=held, entry=entry, file=brought, note="Only words", says_no_pupils=True)
    record.ask_confirmation(by=held, entry=entry, reader=coach, until_on=until)
    credit.choose(by=held, chosen=Kept("washington", date(today.year - 3, 9, 1), date(today.year + 2, 8, 31), ("teacher", "administrator", "stem")))
    credit.tell(by=held, entry=entry, told=Told(kind="growth_plan", topics=("stem_integration",), pieces=("plan",)))
    earned(held)
    accepted(held, Organisation.objects.get(name="Juniper Valley School District"))
    transcribe(held)
    record.let_go(by=held, entry=record.note(by=held, title="By mistake", kind="read", minutes=5, on_on=today))
    record.keep_draft(by=held, mark=record.DraftMark("record.new", 0, "tab-one"), body={"title": ["Half a thought"], "note": ["It began with"]}, device="a phone")
    record.keep_draft(by=held, mark=record.DraftMark("record.new", 0, "tab-two"), body={"title": ["Half a thought"], "note": ["It ended with"]}, device="a computer")
    record.keep_draft(by=held, mark=record.DraftMark(f"record.entry:{entry.code}", 0, "tab-one"), body={"title": ["Otherwise"]}, device="a phone", base=entry.version)
    sharing.hand(by=held, thing=entry, reader=coach, until_on=until)
    given = record.note(by=coach, title="What I saw in your room", kind="visit", minutes=30, on_on=today, note="Quiet and quick.")
    record.ask_confirmation(by=coach, entry=given, reader=held, until_on=until)
    sharing.hand(by=coach, thing=given, reader=held, until_on=until)
    catalogue.draft_import(by=held, name="a list.csv", data=b"Title,Link,Minutes\nA course,https://list.example/1,30\n,https://list.example/2,x\n")
    for site in ("one", "two"):
        catalogue.add_link(by=held, link=described(url=f"https://{site}.link.example/", title="The same title twice", kind="article"))
    offer = Offer.objects.filter(kind="article").order_by("pk")[0]
    for licence in (NO_BREAK, "CC BY 4.0"):
        row = catalogue.correct(by=held, offer=offer, was={"licence": offer.licence, "paid_by": offer.paid_by}, now={"licence": licence, "paid_by": NO_BREAK}, how="eyes")
        offer.refresh_from_db()
    catalogue.undo_correction(by=coach, correction=row)
    for person, answer in ((held, "partly"), (coach, "yes")):
        catalogue.review(by=person, offer=offer, answers={name: [answer, NO_BREAK] for name in rubric.QUESTIONS}, conflict=NO_BREAK if person == coach else "",
                         changes=NO_BREAK)
    words = catalogue.Says(title=NO_BREAK, what=f"{NO_BREAK} {LONG_NAME}", whom=NO_BREAK, steps=f"{NO_BREAK}\n{LONG_NAME}\nAnd so on", watch=NO_BREAK,
                           wrong=f"{NO_BREAK}\n\n{LONG_NAME}", credit=NO_BREAK, minutes=15)
    card = catalogue.write_card(by=held, says=words, is_named=True, licence="CC BY-SA 4.0")
    for number in range(2):
        made = catalogue.write_card(by=coach if number else held, says=replace(words, title=f"{NO_BREAK} {number}"), is_named=bool(number), came_from=card,
                                    difference=NO_BREAK)
    catalogue.write_card(by=held, says=words, is_named=True, came_from=made, difference=LONG_NAME)
    catalogue.correct_card(by=held, card=card, edition=1, says=replace(words, watch="", wrong=LONG_NAME), is_named=True, why=NO_BREAK)
    for number, one in enumerate((card, made)):
        asked = offered.ask(by=admin, organisation=school, thing=things.read("card", one.code), minutes=90, counts_as=NO_BREAK, words=NO_BREAK)
        if number == 0:
            offered.answer(by=held, adoption=asked, thing=things.of(asked), says="yes")
    catalogue.take_card_back(by=held, card=catalogue.write_card(by=held, says=words, is_named=True))
    people.log_access(by=admin, person=held, what="your role at Windmill Bend", how="page", by_name="Kofi Mensah-Boateng (administrator)")
    for kept in (True, False):
        own = frameworks.bring(by=held, name=f"{NO_BREAK}.csv", data=f"number,statement\n1,{NO_BREAK}\n1,{kept}\n1.1,Deeper\n".encode())
        if kept:
            frameworks.keep(by=held, own=own)
    edition = editions.practice_map(Viewer(held, SELF))
    for how, sure in (("not_yet", "shaky"), ("mostly", ""), ("mine", "at_ease")):
        rows = looking.parts(edition, [])[0].rows
        said = tuple(seen.Answer(row.node.identifier, row.node.number, row.node.statement, how, sure, NO_BREAK, True, entry.code, entry.title) for row in rows)
        looks.keep(by=held, said=seen.Seen(edition.family, edition.title, edition.label, looking.parts(edition, [])[0].title, said))
    reflected(held, coach, entry)
    pin = Pin("large", NO_BREAK, "2025", "1", "0.1", NO_BREAK)
    record.tag(by=held, entry=entry, on=[pin], off=[])
    practice.tag(by=held, thing=step, on=[pin], off=[])
    practice.tag(by=held, thing=goal, on=[pin], off=[])
    for version in ("2025", "2026"):
        rows = [{"identifier": f"{n}", "humanCodingScheme": f"{n // 30}.{n % 30}", "fullStatement": f"{NO_BREAK} {n * int(version)}"} for n in range(600)]
        frameworks.put_up(by=None, package={"CFDocument": {"identifier": "large", "title": NO_BREAK, "version": version}, "CFItems": rows})
    for words, body in ((f"{NO_BREAK} for a class of two ages", school), ("Talk in class", None), ("How to mark less and say more", school)):
        need = needs.put_up(by=held, words=words, more=f"{NO_BREAK}\n\nand other words.", is_named=True, level="expert", organisation=body)
    needs.answer(by=admin, need=need, kind="offer", offer=Offer.objects.filter(kind="piece")[0], words=f"{NO_BREAK} and other words.")
    reported(held, coach, admin, need)
    same = [needs.put_up(by=person, words=f"{NO_BREAK} says the same") for person in (held, coach, held)]
    needs.merge(by=coach, one=same[0], other=same[1])
    needs.merge(by=held, one=same[0], other=same[2])
    require(held, school, admin)
    ask_offices(held, school.parent)
    host(held, coach, school)
    camp(held, coach)
    notices.tell(by=None, person=held, kind="confirmed", key="one", name=LONG_NAME, href="/record/")
    orgs.invite(by=admin, organisation=school, role="mentor", to_person=held)
    return held


def ask_offices(held: Account, district: Organisation) -> None:
    """Claims in every state, with all that can be said of them."""
    priya, delphine = (Account.objects.get(code=demo.code_of(key)) for key in ("priya", "delphine"))

    def sent(title: str):
        entry = record.note(by=held, title=title, kind="course", minutes=95, on_on=clock.today_in(held.zone), note=NO_BREAK, source=f"{NO_BREAK} {LONG_NAME}")
        brought = shelf.bring_in(held.pk, io.BytesIO(b"What I saw\n"), f"{NO_BREAK}.txt", "text/plain")
        proof = [record.add_evidence(by=held, entry=entry, file=brought, name=NO_BREAK, says_no_pupils=True),
                 record.add_evidence(by=held, entry=entry, link=f"https://{'long.' * 12}example/")]
        return claims.send(by=held, entry=entry, organisation=district, pieces=[one.code for one in proof], with_note=True, remark=f"{NO_BREAK} and other words.")

    why = f"{NO_BREAK}\n\nand other words."
    sent(f"{NO_BREAK} waits")
    claims.send_back(by=priya, claim=sent(f"{NO_BREAK} came back"), reason=why)
    granted = claims.approve(by=priya, claim=sent(f"{NO_BREAK} is granted"), minutes=60, reason=why)
    claims.correct(by=delphine, claim=granted, minutes=75, code="error", reason=why)
    claims.decline(by=priya, claim=sent("Declined"), reason=why)
    appealed = claims.decline(by=priya, claim=sent(f"{NO_BREAK} is appealed"), reason=why)
    claims.appeal(by=held, claim=appealed, words=why)
    claims.withdraw(by=held, claim=sent("Withdrawn"))


def earned(held: Account) -> None:
    """Badges from elsewhere: one that waits, with all that a badge can say and much that does not hold, and a record that is kept."""
    long = making.plain(
        name=NO_BREAK, validUntil="2020-01-01T00:00:00Z", issuer={"id": f"did:web:{NO_BREAK.lower()[:50]}.example", "type": ["Profile"], "name": f"{NO_BREAK} {LONG_NAME}"})
    long["credentialSubject"]["achievement"] |= {"description": f"{NO_BREAK} {LONG_NAME} " * 5, "criteria": {"narrative": f"{NO_BREAK} " * 5},
                                                 "image": {"id": f"data:image/png;base64,{DOT}", "type": "Image"}}
    for document in (making.record_of(*[making.plain(id=f"urn:x:{number}", name=f"{NO_BREAK} {number}") for number in range(8)]),
                     making.signed(long, method=f"{long['issuer']['id']}#1") | {NO_BREAK: 1}, making.assertion(id=f"https://badges.example/{NO_BREAK}")):
        badge = credentials.bring(by=held, looked=badges.look(held, json.dumps(document).encode(), f"{NO_BREAK}.json", verify=checks.verify))
        if badge.read()["kind"] == "clr":
            credentials.keep(by=held, badge=badge, file=badges.as_proof(badge), kind="course", minutes=600, on_on=clock.today_in(held.zone), says_no_pupils=True)


def transcribe(held: Account) -> None:
    """A transcript that stands, of all there is, and one that was ended."""
    chosen = [(entry.code, entry.version) for entry in Entry.objects.filter(person=held, gone=None)]
    transcripts.make(by=held, chosen=chosen)
    transcripts.end(by=held, transcript=transcripts.make(by=held, chosen=chosen[:1]))


def host(held: Account, coach: Account, school: Organisation) -> None:
    """Events of every kind: one with all there is to say, by link, past with a list that was set right, called off, a series."""
    now = clock.now().replace(second=0, microsecond=0)

    def put_up(title: str, days: int, **more):
        span = Span(now + timedelta(days=days), now + timedelta(days=days, hours=3), "Pacific/Auckland")
        return events.put_up(by=held, what=events.What(**{"kind": "workshop", "title": title, "span": span, "place": NO_BREAK, "link": f"https://meet.example/{NO_BREAK}"} | more))
    full = put_up(f"{NO_BREAK} for all", 5, words=f"## {NO_BREAK}\n\n- one\n- two", access={"loop": "yes", "captions": "no"}, access_words=NO_BREAK, conduct=NO_BREAK,
                  capacity=1, opens_on=now.date() - timedelta(days=1), closes_on=now.date() + timedelta(days=2), meal_minutes=30)
    events.answer(by=coach, event=full, says="going")
    events.come_as_guest(by=None, event=full, name=LONG_NAME, code=for_guests(full.door_key))
    put_up("By link", 6, audience="link")
    past = put_up(f"Past {NO_BREAK}", -1)
    events.say_present(by=coach, event=past, minutes=90)
    events.confirm(by=held, event=past, people=[coach])
    events.correct(by=held, presence=Presence.objects.get(event=past, person=coach), minutes=80, why=NO_BREAK)
    paper = certificates.issue(by=coach, presence=Presence.objects.get(event=past, person=coach), takeaway=NO_BREAK)
    certificates.revoke(by=held, certificate=paper, why=NO_BREAK)
    certificates.wish(by=coach, event=past)
    certificates.issue_some(by=held, event=past)
    events.say_present(by=held, event=past, minutes=180)
    events.put_on_list(by=held, event=past, names=[LONG_NAME[:80]])
    events.correct(by=held, presence=Presence.objects.exclude(guest=None).get(event=past), minutes=70, why=NO_BREAK)
    events.will_try(by=held, event=past, words=f"Sort at the door {NO_BREAK}")
    watched_together(held, coach, put_up(f"Webinar {NO_BREAK}", -2, kind="webinar", quiz=[{"ask": NO_BREAK, "choices": [NO_BREAK, "No"], "right": 0}], policy=Policy(
        percent=80, words=3, needed=2, right=70, tries=3, told=True, recording=True, rooms=True).kept()))
    planned = events.announce(by=held, kind="course", title=f"Planned {NO_BREAK}", words=f"## {NO_BREAK}", season=NO_BREAK)
    events.tell_me_first(by=coach, planned=planned)
    events.call_off(by=held, event=put_up("Called off", 8, audience="body", audience_body=school), why=f"The heating broke. {NO_BREAK}")
    events.begin_series(by=held, event=put_up(f"Every week {NO_BREAK}", 9, capacity=2, over_count=1, over_words=NO_BREAK, cover_minutes=240), every_days=7, count=2)


def watched_together(held: Account, coach: Account, webinar: Event) -> None:
    """What a certificate of it takes is done in part, a room watched together, and the recording hangs."""
    events.confirm(by=held, event=webinar, people=[coach])
    attendance.sign(by=coach, event=webinar, place=NO_BREAK, minutes=90, names=[LONG_NAME, NO_BREAK[:80]])
    events.put_up_recording(by=held, event=webinar, link=f"https://video.example/{NO_BREAK}", captions=NO_BREAK, transcript=f"{NO_BREAK}\n\n{LONG_NAME}")


def camp(held: Account, coach: Account) -> None:
    """An edcamp as large as a board becomes, with long words everywhere."""
    starts = clock.now().replace(second=0, microsecond=0) - timedelta(hours=2)
    span = Span(starts, starts + timedelta(minutes=TYPICAL.minutes), "Pacific/Auckland")
    made = edcamps.put_up(
        by=held, what=events.What(kind="edcamp", title=f"{NO_BREAK} edcamp", span=span, place=NO_BREAK),
        rooms=[edcamps.Place(name=f"{number} {NO_BREAK}"[:60], capacity=30, features=("step_free", "quiet"), allows_parallel=number == 5) for number in range(6)],
        parts=[edcamps.Part(kind=kind, start=start, end=end, title=NO_BREAK[:80] if name else "") for kind, start, end, name in TYPICAL.spans()])
    events.answer(by=coach, event=made.event, says="going")
    for number in range(12):
        said = edcamps.Says(kind=("lead", "learn", "co_lead")[number % 3], title=(LONG_NAME if number % 2 else f"{NO_BREAK} {number}")[:120], words=NO_BREAK, tags=NO_BREAK[:120])
        card = edcamps.put_up_card(by=held if number < 2 else coach, edcamp=made, says=said, name=f"{LONG_NAME} {number}"[:80])
        edcamps.write_notes(by=coach, card=card, text="\n".join(f"{NO_BREAK} {line} https://example.org/{NO_BREAK}/{line}" for line in range(20)), version=0)
        if number < 6:
            made.refresh_from_db()
            edcamps.place(by=held, card=card, slot=Slot.objects.filter(edcamp=made, kind="session").order_by("from_minute")[number % 4],
                          room=Room.objects.filter(edcamp=made).order_by("number")[number % 6], version=made.version)
    edcamps.vote(by=held, edcamp=made, says="open")


def reflected(held: Account, coach: Account, entry: Entry) -> None:
    """A look back with long answers, handed to the coach, who says one thing of each kind."""
    about = inquiry.look_back(by=held, entry=entry, answers={"happened": f"{NO_BREAK}\n\n{LONG_NAME}", "meant": NO_BREAK, "otherwise": "Wait."})
    copy = sharing.hand(by=held, thing=about, reader=coach, until_on=clock.today_in(held.zone) + timedelta(days=30))
    for kind in Response.Kind.values:
        inquiry.respond(by=coach, copy=copy, kind=kind, text=f"{NO_BREAK} and other words.")


def reported(held: Account, coach: Account, admin: Account, need) -> None:
    """The coach looks after the wall: something waits, something is down and was answered, something stays."""
    moderation.appoint(by=None, person=coach)
    for person, reason in ((admin, "hurts"), (held, "other")):
        moderation.report(by=person, kind="offer", thing=kinds.by_key("offer", Offer.objects.filter(kind="piece")[0].pk), reason=reason, words=f"{NO_BREAK} here.")
    moderation.report(by=admin, kind="need", thing=kinds.by_key("need", need.pk), reason="false", words="It is not so.")
    for takes_down in (True, False):
        more = needs.put_up(by=held, words=f"{NO_BREAK} that was looked at")
        made = moderation.decide(by=coach, kind="need", thing=kinds.by_code("need", more.code), takes_down=takes_down, why=f"{NO_BREAK} is a person.")
        if takes_down:
            moderation.object_to(by=held, decision=made, words=f"{NO_BREAK} is no person.")


def require(held: Account, school: Organisation, admin: Account) -> None:
    """Something required with everything that can be said of it, and something that has ended."""
    due = clock.today_in(held.zone) + timedelta(days=9)
    said = {"by": admin, "organisation": school, "reason": f"{NO_BREAK}\n\nand other words.", "minutes": 95, "due_on": due, "roles": ["teacher", "coach", "pd_coordinator"]}
    offer, words = required.Wanted("", offer=Offer.objects.filter(kind="article").order_by("pk")[0]), required.Wanted(NO_BREAK, f"https://{'long.' * 12}example/")
    made = required.put_up(title=f"{NO_BREAK} and other words", must=[offer, words], may=[required.Wanted(f"{number} {NO_BREAK}") for number in range(6)],
                           choose_count=2, shown_count=3, **said)
    over = required.put_up(title="What has ended", must=[words], **said)
    required.plan(by=held, option=Option.objects.filter(requirement=made, kind="may")[4])
    for row in (made, over):
        required.say_done(by=held, requirement=row)
        required.not_for_me(by=held, requirement=row, why="subject")
        required.offer_instead(by=admin, requirement=row, instead=words, words=f"{NO_BREAK}\n\nand other words.")
    required.change(by=admin, requirement=made, version=1, title=made.title, reason=made.reason, minutes=90, due_on=due, why=f"{NO_BREAK} and other words.")
    required.end(by=admin, requirement=over, why=f"{NO_BREAK} and other words.")


def became(held: Account, title: str) -> None:
    """Something that was tried three weeks ago: one question waits, the other was answered before its time."""
    offer = Offer.objects.filter(kind="piece")[0]
    practice.ask_later(by=held, title=title, about_kind="offer", about_id=offer.pk, from_id=uuid4())
    first, second = FollowUp.objects.filter(person=held).order_by("-made_at")[:2][::-1]
    FollowUp.objects.filter(pk=first.pk).update(due_at=clock.now() - timedelta(hours=1))
    practice.answer(by=held, follow_up=second, easier="somewhat", still="changed", pupils=f"{NO_BREAK} and other words.")


def accepted(held: Account, office: Organisation) -> None:
    """Hours that stand, that were taken back, of a pack and a kind that nobody knows, and some after the checkpoint of the day."""
    said = {"by": None, "of": held, "office": office, "pack": "washington", "version": "1"}
    for number, minutes in enumerate((75, 600, 1)):
        row = ledger.post(**said | {"pack": NO_BREAK[:60] if number else "washington"}, minutes=minutes, about=uuid4(), op_id=uuid4(), category="conference" if number else NO_BREAK[:60],
                          earned_on=date(2026, 3, 8) if number else None)
        if minutes == 600:
            ledger.reverse(by=None, posting=row, reason_code="absent", op_id=uuid4())
            ledger.seal(by=None)


def far_too_much(many: int, coach: Account) -> Account:
    """A long name and `many` rows of everything that a page lists; an administrator of a body with as many members."""
    held = make_account(LONG_NAME, zone="Asia/Ho_Chi_Minh", is_demo=True)
    today, until = clock.today_in(held.zone), clock.today_in(held.zone) + timedelta(days=30)
    district = Organisation.objects.get(name="Juniper Valley School District")
    body = orgs.found(by=None, parent=district, kind="school", name=f"{NO_BREAK} School of {many} people and a long name", place=NO_BREAK)
    orgs.enrol(by=None, person=held, organisation=body, role="org_admin")
    orgs.print_sheet(by=held, organisation=body, most=200, days=30)
    people.tell(by=held, told={"about": f"{LONG_NAME} " * 3, "years": "20"}, seen={"about": 3}, in_directory=True)
    credit.choose(by=held, chosen=Kept("texas", date(today.year - 3, 9, 1), date(today.year + 2, 8, 31), ("teacher", "librarian")))
    for number in range(many):
        ledger.post(by=None, of=held, minutes=number % 90 + 1, office=body if number % 2 else district, pack="texas", version="1", about=uuid4(), op_id=uuid4(), category="course")
    kinds, goal = Entry.Kind.values, practice.set_goal(by=held, title=LONG_NAME)
    periods = [practice.add_period(by=held, weekday=number % 7, starts_at=time(7 + number % 10, 20), minutes=15) for number in range(min(many, 20))]
    for number in range(many):
        title = f"{number}. {LONG_NAME if number % 7 == 0 else NO_BREAK if number % 11 == 0 else 'Read about the first minutes of a lesson'}"
        entry = record.note(by=held, title=title, kind=kinds[number % len(kinds)], minutes=1 + number % 90, on_on=today - timedelta(days=number % 700))
        if number < 60:
            sharing.hand(by=held, thing=entry, reader=coach, until_on=until)
        if number < 200:  # a plan holds no more
            step = practice.plan(by=held, title=title, minutes=number % 60 + 1, planned_on=today + timedelta(days=number % 40), goal=goal,
                                 period=periods[number % len(periods)], cover=Cover(number + 1))
            Entry.objects.filter(pk=entry.pk).update(from_kind="step", from_id=step.pk)
            became(held, title)
            practice.save(by=held, thing=Thing(title=title, minutes=20), asked_for="some_day", why=title)
        if number < many // 3:
            notices.tell(by=None, person=held, kind="confirmed", key=f"many:{number}", name=LONG_NAME, href="/record/")
            people.log_access(by=None, person=held, what=title, how="page", by_name=LONG_NAME)
        if number < 40:
            orgs.invite(by=held, organisation=body, role="coach", to_name=f"{LONG_NAME} {number}"[:80])
    for number in range(min(many, required.MOST_OPEN)):
        required.put_up(by=held, organisation=body, title=f"{number}. {LONG_NAME if number % 2 else NO_BREAK}", reason=LONG_NAME, minutes=number + 1,
                        due_on=today + timedelta(days=number), roles=["teacher"], must=[required.Wanted(LONG_NAME)])
    orgs.enrol(by=None, person=held, organisation=body, role="teacher")
    claims.take_claims(by=held, organisation=body, pack="illinois", answer_days=1, appeal_days=7, needs_two=False, is_open=True)
    crowd = [Account(name=f"{LONG_NAME[:50]} {number}", zone="UTC", is_demo=True, is_active=True) for number in range(many)]
    Account.objects.bulk_create(crowd)
    for person in crowd:
        orgs.enrol(by=None, person=person, organisation=body, role="teacher")
    for number, person in enumerate(crowd):
        keystore.make(person.pk)  # they came into the database all at once
        entry = record.note(by=person, title=f"{LONG_NAME if number % 3 else NO_BREAK} {number}", kind="course", minutes=1 + number % 90, on_on=today)
        claims.send(by=person, entry=entry, organisation=body, remark=LONG_NAME)
    for number, person in enumerate(crowd[:40]):
        span = Span(clock.now() + timedelta(days=number + 1), clock.now() + timedelta(days=number + 1, hours=2), "Europe/Madrid")
        event = events.put_up(by=person, what=events.What(kind="talk", title=f"{LONG_NAME if number % 3 else NO_BREAK} {number}", span=span, place=LONG_NAME, organisation=None))
        events.answer(by=held, event=event, says="going")
        need = needs.put_up(by=person, words=f"{LONG_NAME if number % 3 else NO_BREAK} {number}", organisation=body)
        for other in crowd[:number % 4]:
            needs.join(by=other, need=need)
    first = None
    for number in range(min(many, 30)):
        words = catalogue.Says(title=f"{LONG_NAME if number % 3 else NO_BREAK} {number}", what=LONG_NAME, steps=LONG_NAME)
        made = catalogue.write_card(by=held, says=words, is_named=True, came_from=first, difference=NO_BREAK if first else "")
        first = first or made
    return held


def cookie(held: Account, assurance: str = "self", body: str = "") -> str:
    """The cookie of an open session of this person, with a key shown just now."""
    client = sign_in(Client(), held, assurance, body)
    session = client.session
    session["account_authentication_methods_user"] = str(held.pk)
    session["account_authentication_methods"] = [{"method": "password", "at": clock.now().timestamp(), "reauthenticated": True}]
    session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def cookies(found: dict[str, Account]) -> dict[str, str]:
    """A cookie for each of them; `school` is the teacher by the school's sign-in, `nobody` has none."""
    high = Organisation.objects.get(name="Juniper Valley High School")
    return {name: cookie(held) for name, held in found.items()} | {"school": cookie(found["teacher"], "org", high.code), "nobody": ""}


def arrive(many: int = MANY) -> dict[str, Any]:
    """Put them into this instance; their cookies and the addresses of their pages."""
    from tests.pages.addresses import addresses
    found = people_of(many)
    return json.loads(json.dumps({"cookies": cookies(found), "pages": addresses(found)}))
