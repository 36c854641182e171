"""Fixtures of this room: somebody with a full year, an archive of hers, and a worker's turn."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache

from staffroom.attendance import actions as attendance
from staffroom.buddies import actions as buddies
from staffroom.catalogue import actions as catalogue
from staffroom.catalogue import rubric
from staffroom.catalogue.models import Follow, Offer, Source
from staffroom.certificates import actions as certificates
from staffroom.claims import actions as claims
from staffroom.credentials import actions as credentials
from staffroom.credentials import bringing as badges
from staffroom.credentials.openbadges import checks
from staffroom.credentials.tests import making
from staffroom.credit import actions as credit
from staffroom.credit.kept import Kept, Told
from staffroom.edcamps import actions as edcamps
from staffroom.edcamps.models import Thanks
from staffroom.events import actions as events
from staffroom.events.models import Event
from staffroom.events.policy import Policy
from staffroom.events.times import Span
from staffroom.exchange import archive
from staffroom.frameworks import actions as frameworks
from staffroom.frameworks.pins import Pin
from staffroom.growth import actions as growth
from staffroom.inquiry import actions as inquiry
from staffroom.kit import clock, outbox
from staffroom.kit.testing import make_account
from staffroom.ledger import actions as ledger
from staffroom.looks import actions as looks
from staffroom.looks import seen
from staffroom.moderation import actions as moderation
from staffroom.moderation import kinds
from staffroom.needs import actions as needs
from staffroom.notices import actions as notices
from staffroom.notices.replies import Asked
from staffroom.offered import actions as offered
from staffroom.offered import things
from staffroom.orgs import actions as orgs
from staffroom.people import actions as people
from staffroom.practice import actions as practice
from staffroom.practice.models import Cover, FollowUp, Study
from staffroom.practice.savable import Thing
from staffroom.record import actions as record
from staffroom.record import shelf
from staffroom.record.models import Entry
from staffroom.required import actions as required
from staffroom.required.models import Option
from staffroom.sharing import actions as sharing
from staffroom.topics import actions as topics
from staffroom.topics.models import Topic
from staffroom.transcripts import actions as transcripts
from tests.laid import laid

WORDS = "كلمات and ភាសា and 汉字"


@pytest.fixture(autouse=True)
def _nothing_counted():
    cache.clear()


@pytest.fixture
def lived(db, settings, tmp_path):
    """(Ann, with something of every kind; a colleague of hers): made once in a process and laid out again, with files of this test's own."""
    media = tmp_path / "media"
    settings.MEDIA_ROOT = media
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(media)}}}
    return laid(_lived, media)


def _lived():
    account, other = make_account("Ann Example"), make_account("Cora Colleague")
    fill(account, other)
    return account, other


@pytest.fixture
def ann(request, db):
    return request.getfixturevalue("lived")[0] if "full" in request.fixturenames else make_account("Ann Example")


@pytest.fixture
def colleague(request, db):
    return request.getfixturevalue("lived")[1] if "full" in request.fixturenames else make_account("Cora Colleague")


def put_file(account, entry, text: str, name: str = "notes.txt"):
    file = shelf.bring_in(account.pk, io.BytesIO(text.encode()), name, "text/plain")
    return record.add_evidence(by=account, entry=entry, file=file, name="What it shows", says_no_pupils=True)


def bring_badge(account) -> None:
    badge = credentials.bring(by=account, looked=badges.look(account, json.dumps(making.signed()).encode(), f"Badge {WORDS}.json", verify=checks.verify))
    credentials.keep(by=account, badge=badge, file=badges.as_proof(badge), kind="course", minutes=360, on_on=date(2026, 3, 1), says_no_pupils=True)


def webinar(by, account, what):
    """One that takes something, at which they were; they answered its three questions."""
    event = events.put_up(by=by, what=replace(what, kind="webinar", policy=Policy(percent=50, told=True, rooms=True).kept()))
    events.confirm(by=by, event=event, people=[account])
    attendance.reply(by=account, event=event, worth="yes", tries="no", words="")
    return event


def take_part(account, colleague) -> None:
    """An event of theirs and one of a colleague's, at which they were: taken into the record, and something to try."""
    starts = clock.now().replace(second=0, microsecond=0) - timedelta(days=2)
    what = events.What(kind="workshop", title=f"Talk {WORDS}", words=WORDS, place="The library", link="https://meet.example/room", access={"loop": "yes"},
                       span=Span(starts, starts + timedelta(hours=2), "America/Denver"), meal_minutes=30)
    theirs = events.put_up(by=colleague, what=what)
    events.begin_series(by=account, event=events.put_up(by=account, what=what), every_days=7, count=1)
    events.announce(by=account, kind="course", title=f"Planned {WORDS}", words=WORDS, season=WORDS)
    events.tell_me_first(by=account, planned=events.announce(by=colleague, kind="course", title=f"Theirs {WORDS}"))
    presence = events.say_present(by=account, event=theirs, minutes=90)
    events.take(by=account, presence=presence)
    events.confirm(by=colleague, event=theirs, people=[account])
    events.correct(by=colleague, presence=presence, minutes=80, why=WORDS)
    events.tell_stays(by=colleague, event=theirs, person=account, stays=[(starts, starts + timedelta(minutes=85))])
    attendance.sign(by=account, event=webinar(colleague, account, what), place=WORDS, minutes=60, names=[f"Ida {WORDS}"])
    certificates.wish(by=account, event=theirs)
    certificates.revoke(by=account, certificate=certificates.issue(by=account, presence=presence, takeaway=WORDS), why=WORDS)
    certificates.issue(by=account, presence=presence)
    events.will_try(by=account, event=theirs, words=f"Sort at the door {WORDS}")
    parts = [edcamps.Part(kind="session", start=0, end=60)]
    board = edcamps.put_up(by=colleague, what=what, rooms=[edcamps.Place(name="Library")], parts=parts)
    Event.objects.filter(pk=board.event_id).update(starts_at=starts + timedelta(days=9), ends_at=starts + timedelta(days=9, hours=2))
    board.refresh_from_db()
    events.answer(by=account, event=board.event, says="going")
    edcamps.vote(by=colleague, edcamp=board, says="open")
    edcamps.dot(by=account, card=edcamps.put_up_card(by=account, edcamp=board, says=edcamps.Says(kind="lead", title=f"A card {WORDS}", words=WORDS)))
    Thanks.objects.create(person=account, edcamp=board)
    edcamps.queue_up(by=account, edcamp=board, title=f"A tool {WORDS}", link="https://example.org/x")


def fill(account, colleague) -> None:
    """Something of every kind that a person can have."""
    topics.load(by=None)
    people.prove_address(by=account, address=EmailAddress.objects.get(user=account))
    source = Source.objects.create(kind="commons", name="Commons")
    offer = Offer.objects.create(source=source, key=f"key-{account.code}", kind="piece", title="A piece", url="")
    feed = Source.objects.create(kind="feed", name="A feed", url=f"https://feed.example/{account.code}", site="https://feed.example/")
    Follow.objects.create(person=account, source=feed)
    body = orgs.found(by=None, parent=None, kind="district", name=f"District of {account.code}")
    orgs.enrol(by=None, person=account, organisation=body, role="teacher")
    orgs.enrol(by=None, person=colleague, organisation=body, role="pd_coordinator")
    people.tell(by=account, told={"about": WORDS, "subjects": ["science"]}, seen={"about": 2}, in_directory=True)
    notices.prefer(by=account, by_mail=False, quiet_from=18, quiet_to=6, reminds="before")
    catalogue.save_search(by=account, asked=f"?q={WORDS}")
    practice.set_pace(by=account, week_minutes=45)
    practice.open_calendar(by=account, shows_titles=True)
    needs.put_up(by=account, words=f"Missing {WORDS}", more="so", level="rookie", topics=Topic.objects.filter(slug="talk"), organisation=body)
    theirs = needs.put_up(by=colleague, words="What a colleague misses")
    needs.join(by=account, need=theirs)
    notices.open_code(by=account, asked=Asked("need", str(theirs.pk), title="", words="", href=""))
    buddies.offer(by=account, organisation=body)
    buddies.ask(by=account, offering=buddies.offer(by=colleague, organisation=body))
    needs.answer(by=account, need=theirs, kind="elsewhere", offer=offer, words=WORDS)
    card = catalogue.write_card(by=account, says=catalogue.Says(title="A practice", what=WORDS, steps="One thing"), is_named=True)
    asked = offered.ask(by=colleague, organisation=body, thing=things.read("card", card.code), minutes=60, counts_as="hours")
    offered.answer(by=account, adoption=asked, thing=things.of(asked), says="yes")
    moderation.report(by=account, kind="need", thing=kinds.by_code("need", theirs.code), reason="other", words=WORDS)
    shown = needs.put_up(by=account, words="What comes down")
    for person in (colleague, account):
        moderation.appoint(by=None, person=person)
    down = moderation.decide(by=colleague, kind="need", thing=kinds.by_code("need", shown.code), takes_down=True, why="so")
    moderation.object_to(by=account, decision=down, words=WORDS)
    take_part(account, colleague)
    held = required.put_up(by=colleague, organisation=body, title="First aid", reason="The law", minutes=90, due_on=clock.now().date(), roles=["teacher"],
                           must=[required.Wanted("In the hall")])
    required.plan(by=account, option=Option.objects.get(requirement=held))
    required.say_done(by=account, requirement=held)
    required.not_for_me(by=account, requirement=held, why="known")
    own = frameworks.bring(by=account, name="ours.csv", data=f"number,statement\n1,{WORDS}\n".encode())
    frameworks.keep(by=account, own=own)
    said = growth.say(by=account, text=f"A sentence {WORDS}", mood="curious", minutes=15)
    growth.set_aside(by=account, sentence=said, offer_code=offer.code)
    goal = practice.set_goal(by=account, title=f"A goal {WORDS}", by_on=date(2026, 9, 1))
    period = practice.add_period(by=account, weekday=0, starts_at=time(10, 20), minutes=40)
    step = practice.plan(by=account, goal=goal, period=period, cover=Cover(40, 12050, "USD"), title="A step", about_kind="offer", about_id=offer.pk, minutes=10, planned_on=date(2026, 5, 4), why="so")
    other = practice.plan(by=account, title="Another step", why="=1+1")
    practice.end(by=account, step=other, ended_as="let_go")
    thing = Thing(title=f"Later {WORDS}", about_kind="offer", about_id=offer.pk, minutes=6, link="/find/")
    practice.drop_saved(by=account, saved=practice.save(by=account, thing=thing, asked_for="unit", on_on=date(2026, 9, 1), why="so"))
    practice.save(by=account, thing=thing, asked_for="tomorrow", why=WORDS)
    entry = record.note(by=account, title="Noted", kind="tried", minutes=20, on_on=date(2026, 3, 2), note=WORDS, outcome="did_not",
                        topics=Topic.objects.filter(slug__in=["settle", "talk"]), from_kind="step", from_id=step.pk)
    study = practice.begin_study(by=account, step=practice.plan(by=account, title="A course"), week_minutes=60)
    practice.tell_group(by=account, member=practice.begin_group(by=account, study=study), body=f"Told the group {WORDS}")
    Study.objects.filter(person=account).update(entry=entry, sat_on=date(2026, 3, 9), asked_on=date(2026, 3, 24))
    asked = FollowUp.objects.filter(person=account, from_id=step.pk).order_by("after_days")[0]
    practice.answer(by=account, follow_up=asked, easier="somewhat", still="kept", pupils=f"What changed {WORDS}")
    practice.tell(by=account, follow_up=asked)
    catalogue.correct(by=account, offer=offer, was={"maker": ""}, now={"maker": WORDS}, how="eyes")
    catalogue.review(by=account, offer=offer, answers={name: ["partly", WORDS] for name in rubric.QUESTIONS}, changes=WORDS)
    record.add_sitting(by=account, entry=entry, on_on=date(2026, 3, 9), minutes=25)
    pin = Pin("f", "A map", "1", "n", "1", WORDS)
    record.tag(by=account, entry=entry, on=[pin], off=[])
    practice.tag(by=account, thing=goal, on=[pin], off=[])
    practice.end_goal(by=account, goal=practice.set_goal(by=account, title="Another goal"), ended_as="reached")
    practice.tag(by=account, thing=step, on=[pin, Pin("f", "A map", "2", "n", "1", "=1+1")], off=[])
    said = seen.Answer("n", "1", WORDS, "mostly", "shaky", WORDS, could_help=True, entry=entry.code, about="Noted")
    looks.keep(by=account, said=seen.Seen("f", "A map", "1", "An area", (said,)))
    inquiry.look_back(by=account, entry=entry, answers={"happened": WORDS, "otherwise": "=1+1"})
    third = make_account(f"Third of {account.code}")
    tried = record.note(by=third, title="Tried", kind="tried", minutes=5, on_on=date(2026, 3, 2))
    handed = inquiry.look_back(by=third, entry=tried, answers={"happened": "So"})
    copy = sharing.hand(by=third, thing=handed, reader=account, until_on=clock.now().date() + timedelta(days=30))
    inquiry.respond(by=account, copy=copy, kind="tried", text=WORDS)
    credit.choose(by=account, chosen=Kept("washington", date(2023, 9, 1), date(2028, 8, 31), ("teacher",)))
    credit.tell(by=account, entry=entry, told=Told("workshop", "presenter", "school_district", True, date(2026, 1, 2), ("stem_integration",), ("plan",)))
    file = put_file(account, entry, f"a file {WORDS}\n" * 10)
    record.add_evidence(by=account, entry=entry, link="https://example.org/x", name="A link")
    until = clock.now().date() + timedelta(days=30)
    record.confirm(by=colleague, ask=record.ask_confirmation(by=account, entry=entry, reader=colleague, until_on=until))
    record.accept(by=colleague, ask=record.ask_confirmation(by=account, entry=entry, reader=colleague, until_on=until, body=body))
    claims.take_claims(by=colleague, organisation=body, pack="illinois", answer_days=14, appeal_days=30, needs_two=False, is_open=True)
    asked = claims.send(by=account, entry=entry, organisation=body, pieces=[file.code], with_note=True, remark=WORDS)
    claims.approve(by=colleague, claim=asked, minutes=30, reason=f"Half of it {WORDS}")
    sharing.hand(by=account, thing=entry, reader=colleague, until_on=until)
    ledger.post(by=None, of=account, minutes=45, office=body, pack="washington", version="1", about=entry.pk, op_id=uuid4())
    bring_badge(account)
    transcripts.end(by=account, transcript=transcripts.make(by=account, chosen=list(Entry.objects.filter(pk=entry.pk).values_list("code", "version"))))
    record.let_go(by=account, entry=record.note(by=account, title="Let go", kind="read", minutes=5, on_on=date(2026, 3, 3)))
    record.keep_draft(by=account, mark=record.DraftMark("record.new", 0, "tab"), body={"title": ["unfinished"]}, device="a phone")
    record.keep_words(by=None, person=account, path="/record/new/", body={"note": ["late"]}, key=bytes(32))
    record.add_piece(by=account, entry=entry, key="an-upload-key", name="half.txt", declared_type="text/plain", size=10, offset=0, data=b"half ")
    people.log_access(by=colleague, person=account, what="your roles", how="page", by_name="Cora Colleague (coordinator)")


@pytest.fixture
def full(lived):
    """Ann, with something of every kind."""
    return lived[0]


@pytest.fixture
def packed(full):
    """Everything of Ann as bytes."""
    return b"".join(archive.pieces(archive.members(full)))


def inside(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def rows_in(data: bytes) -> dict[str, list[dict]]:
    return {name: json.loads(words)["rows"] for name, words in inside(data).items() if name.startswith("data/")}


def repacked(members: dict[str, bytes], *, digests: bool = True) -> io.BytesIO:
    """An archive with other contents; with `digests` its list fits them again, as a forger would see to it."""
    import hashlib
    manifest = json.loads(members["manifest.json"])
    if digests:
        manifest["files"] = {name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)} for name, data in members.items()
                             if name != "manifest.json"}
        manifest["counts"] = {name[5:-5]: len(json.loads(data)["rows"]) for name, data in members.items()
                              if name.startswith("data/") and name != "data/sign-in.json"}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in {**members, "manifest.json": json.dumps(manifest).encode()}.items():
            zipped.writestr(name, data)
    made.seek(0)
    return made


@pytest.fixture
def work():
    """The worker's turn, until nothing is due."""
    def turn() -> None:
        while outbox.run_due():
            pass
    return turn
