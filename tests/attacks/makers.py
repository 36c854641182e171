"""How each private kind of thing comes into the world, with a canary in every field of words.

A later room adds a maker: `MAKERS[Model] = function(world, owner's name, mark) -> row`; `mark("field")` gives the canary
for a field. A field that can hold no words of a person is listed in `NO_WORDS` with the reason.
"""

import io
import json
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import models

from staffroom.buddies import actions as buddies
from staffroom.catalogue import actions as catalogue
from staffroom.catalogue.models import Follow, ImportRun, Offer, SavedSearch, Source
from staffroom.certificates import actions as certificates
from staffroom.claims import actions as claims
from staffroom.claims.models import Claim, Ruling
from staffroom.credentials import actions as credentials
from staffroom.credentials import bringing as badges
from staffroom.credentials.models import Badge
from staffroom.credentials.openbadges import checks
from staffroom.credit import actions as credit
from staffroom.credit.kept import Kept, Told
from staffroom.credit.models import Licence
from staffroom.edcamps import actions as edcamps
from staffroom.edcamps.models import Lead
from staffroom.events import actions as events
from staffroom.events.codes import for_guests
from staffroom.events.models import Event, Guest, Planned, Presence, Series, Try
from staffroom.events.policy import Policy
from staffroom.events.times import Span
from staffroom.exchange import actions as exchange
from staffroom.exchange.models import Export
from staffroom.frameworks import actions as frameworks
from staffroom.frameworks.models import OwnFramework
from staffroom.frameworks.pins import Pin
from staffroom.growth import actions as growth
from staffroom.growth.models import Sentence
from staffroom.inquiry import actions as inquiry
from staffroom.inquiry.models import Reflection, Response
from staffroom.kit import outbox
from staffroom.kit.rows import who_may_know
from staffroom.kit.sealed import SealedText
from staffroom.ledger import actions as ledger
from staffroom.looks import actions as looks
from staffroom.looks import seen
from staffroom.looks.models import Look
from staffroom.moderation import actions as moderation
from staffroom.moderation import kinds
from staffroom.moderation.models import Decision, Objection, Report
from staffroom.needs import actions as needs
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice
from staffroom.offered import actions as offered
from staffroom.offered import things
from staffroom.offered.models import Adoption
from staffroom.orgs import actions as orgs
from staffroom.orgs.models import Membership
from staffroom.people import actions as people
from staffroom.people.models import AccessLine, Account, Profile
from staffroom.practice import actions as practice
from staffroom.practice.models import CalendarAddress, FollowUp, Goal, Period, PlanStep, Required, Saved, Study, StudyMember, StudyNote
from staffroom.practice.savable import Thing
from staffroom.record import actions as record
from staffroom.record import shelf
from staffroom.record.models import Ask, Draft, Entry, Evidence, KeptWords, Piece, Rung, Sitting, Upload
from staffroom.required import actions as required
from staffroom.required.models import Option
from staffroom.sharing import actions as sharing
from staffroom.sharing.models import Copy
from staffroom.transcripts import actions as transcripts
from staffroom.transcripts.effects import sign
from staffroom.transcripts.models import Transcript
from tests.attacks.world import ANN, LATER, MAP, NOW, OWNERS, TODAY, VIEWERS, World

Mark = Callable[..., str]
MAKERS: dict[type[models.Model], Callable[[World, str, Mark], Any]] = {}

# Fields that are known to their owner alone and yet hold nothing that a person wrote.
NO_WORDS = {
    "catalogue.ImportRun.form": "the kind of file, found by the program",
    "claims.Ruling.in_name": "a name that its bearer gave by deciding; members of a body may know it",
    "credit.Licence.body": "a choice among the words of packs, days, and codes of entries; non-interference is what is tested",
    "growth.Sentence.set_aside": "codes of public offers; non-interference is what is tested",
    "kit.AuditLine.act": "the name of an act in the code",
    "kit.AuditLine.row_kind": "the name of a model",
    "moderation.Decision.kind": "a name in the code",
    "moderation.Report.kind": "a name in the code",
    "notices.Notice.href": "an address of this instance, made by the program",
    "transcripts.Transcript.language": "a tag out of a list",
    "transcripts.Transcript.number": "drawn by the program",
    "transcripts.Transcript.signed": "the words of its body, signed",
    "people.Account.language": "a tag out of a list",
    "people.Account.zone": "a name out of a list",
    "people.Profile.languages": "codes out of a list",
    "people.Profile.seen": "numbers",
    "people.Profile.stages": "codes out of a list",
    "people.Profile.pupils": "codes out of a list",
    "people.Profile.subjects": "codes out of a list",
    "practice.FollowUp.about_kind": "a name in the code",
    "practice.PlanStep.about_kind": "a name in the code",
    "practice.PlanStep.cover_currency": "three letters of a currency",
    "practice.CalendarAddress.secret": "random, made by the program; what it opens is tried in practice/tests/test_calendars.py",
    "practice.StudyMember.door": "a random mark of a link, made by the program",
    "practice.Saved.about_kind": "a name in the code",
    "record.Draft.device": "one of three words of the program",
    "record.Draft.form": "the name of a form and a code",
    "record.Entry.from_kind": "a name in the code",
    "record.Evidence.left": "marks set by the program",
    "record.Evidence.mime": "found by the program",
    "record.Evidence.sha256": "a digest",
    "record.Rung.in_name": "a name that its bearer gave by confirming; members of a body may know it",
    "record.Upload.declared_type": "a media type",
    "sharing.Copy.kind": "the name of a model",
}


def word_fields(model: type[models.Model]) -> list[str]:
    """The fields of a kind that can hold a person's private words: sealed text, and text or JSON that its owner alone may know."""
    found = []
    for field in model._meta.concrete_fields:
        is_words = isinstance(field, models.CharField | models.TextField | models.JSONField | models.BinaryField) and not field.choices
        is_private = isinstance(field, SealedText) or who_may_know(model, field.name) == "owner"
        if is_words and is_private and field.name != "code" and f"{model._meta.label}.{field.name}" not in NO_WORDS:
            found.append(field.name)
    return [*found, *getattr(model, "holds_files", {})]


def private_models() -> list[type[models.Model]]:
    """Every kind of thing of our rooms with such a field."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("staffroom.")]
    return [model for model in ours if word_fields(model)]


def maker(model: type[models.Model]):
    """Register the maker of a kind."""
    def wrap(function):
        MAKERS[model] = function
        return function
    return wrap


def picture(words: str) -> io.BytesIO:
    """A text file with these words: what a teacher may put beside an entry."""
    return io.BytesIO(f"Notes of the visit\n{words}\n".encode())


@maker(Account)
def account(world: World, owner: str, mark: Mark):
    held = world.people[owner]
    address = f"{mark('email')}@home.example"
    EmailAddress.objects.create(user=held, email=address, verified=True)
    EmailAddress.objects.filter(user=held, primary=True).update(primary=False)
    EmailAddress.objects.filter(user=held, email=address).update(primary=True)
    held.email = address
    held.save(update_fields=["email"])
    return held


@maker(Profile)
def profile(world: World, owner: str, mark: Mark):
    return people.tell(by=world.people[owner], told={"about": mark("about"), "place": mark("place"), "years": "4-9"}, seen={})


@maker(AccessLine)
def access_line(world: World, owner: str, mark: Mark):
    return people.log_access(by=None, person=world.people[owner], what=mark("what"), how=mark("how"), by_name=mark("by_name"))


@maker(Notice)
def notice(world: World, owner: str, mark: Mark):
    return notices.tell(by=None, person=world.people[owner], kind="confirmed", key=f"world:{owner}", name=mark("name"), href="/record/")


@maker(Sentence)
def sentence(world: World, owner: str, mark: Mark):
    return growth.say(by=world.people[owner], text=f"The first minutes of a lesson {mark('text')}", mood="bothering", minutes=15)


@maker(PlanStep)
def step(world: World, owner: str, mark: Mark):
    made = practice.plan(by=world.people[owner], title=mark("title"), minutes=15, link=f"/find/{mark('link')}/", planned_on=TODAY, why=mark("why"),
                         required=Required(mark("required_by"), uuid4()))
    practice.tag(by=world.people[owner], thing=made, on=[Pin(MAP, "The map", "1", "1", "", mark("tags"))], off=[])
    return practice.change(by=world.people[owner], step=made, version=1, title=made.title, minutes=15, planned_on=TODAY, note=mark("note"))


@maker(Goal)
def goal(world: World, owner: str, mark: Mark):
    made = practice.set_goal(by=world.people[owner], title=mark("title"), by_on=LATER)
    return practice.tag(by=world.people[owner], thing=made, on=[Pin(MAP, "The map", "1", "1", "", mark("tags"))], off=[])


@maker(Period)
def period(world: World, owner: str, mark: Mark):
    return practice.add_period(by=world.people[owner], weekday=1, starts_at=time(10, 20), minutes=40)


@maker(CalendarAddress)
def calendar_address(world: World, owner: str, mark: Mark):
    return practice.open_calendar(by=world.people[owner], shows_titles=False)


@maker(Study)
def study(world: World, owner: str, mark: Mark):
    """A course of its own step; its line stands in the note of an entry."""
    step = practice.plan(by=world.people[owner], title=mark("title"))
    held = practice.begin_study(by=world.people[owner], step=step, week_minutes=60)
    practice.check_in(by=world.people[owner], study=held, on_on=TODAY, minutes=30, line=mark("line"))
    return held


@maker(StudyMember)
def study_member(world: World, owner: str, mark: Mark):
    """A study group with one member: what the course is called, and its address, come from the step."""
    step = practice.plan(by=world.people[owner], title=mark("title"), link=f"https://course.example/{mark('link')}")
    return practice.begin_group(by=world.people[owner], study=practice.begin_study(by=world.people[owner], step=step, week_minutes=60))


@maker(StudyNote)
def study_note(world: World, owner: str, mark: Mark):
    return practice.tell_group(by=world.people[owner], member=world.first(StudyMember, owner), body=mark("body"))


@maker(FollowUp)
def follow_up(world: World, owner: str, mark: Mark):
    """A question about an offer that hangs on the wall, answered, so that its owner could tell it."""
    held = world.people[owner]
    practice.ask_later(by=held, title=mark("title"), about_kind="offer", about_id=world.things[Offer][0].row.pk, from_id=uuid4())
    row = FollowUp.objects.get(person=held, after_days=21)
    return practice.answer(by=held, follow_up=row, easier="yes", still="kept", pupils=mark("pupils"))


@maker(Saved)
def saved(world: World, owner: str, mark: Mark):
    thing = Thing(title=mark("title"), about_kind="offer", about_id=world.things[Offer][0].row.pk, minutes=8, link=f"/find/{mark('link')}/")
    return practice.save(by=world.people[owner], thing=thing, asked_for="tomorrow", why=mark("why"))


@maker(Look)
def look(world: World, owner: str, mark: Mark):
    said = seen.Answer(mark("body"), "1", mark("body"), "not_yet", "shaky", mark("body"), could_help=True, about=mark("body"))
    return looks.keep(by=world.people[owner], said=seen.Seen(MAP, mark("body"), "1", mark("body"), (said,)))


@maker(Entry)
def entry(world: World, owner: str, mark: Mark):
    made = record.note(by=world.people[owner], title=mark("title"), kind="visit", minutes=45, on_on=TODAY, note=mark("note"), source=mark("source"),
                       link=f"https://{mark('link')}.example/")
    return record.tag(by=world.people[owner], entry=made, on=[Pin(MAP, "The map", "1", "1", "", mark("tags"))], off=[])


@maker(Licence)
def licence(world: World, owner: str, mark: Mark):
    """Nothing of a licence is typed freely, so there is no mark in it; that it is sealed is a test of the room."""
    credit.choose(by=world.people[owner], chosen=Kept("washington", date(2023, 9, 1), date(2028, 8, 31), ("teacher",)))
    return credit.tell(by=world.people[owner], entry=world.first(Entry, owner), told=Told(provider="university", approved=True))


@maker(Sitting)
def sitting(world: World, owner: str, mark: Mark):
    record.add_sitting(by=world.people[owner], entry=world.first(Entry, owner), on_on=TODAY, minutes=20)
    return world.first(Entry, owner).sittings.last()


@maker(Evidence)
def evidence(world: World, owner: str, mark: Mark):
    held = world.people[owner]
    record.add_evidence(by=held, entry=world.first(Entry, owner), link=f"https://{mark('link')}.example/", name=mark("name"))
    brought = shelf.bring_in(held.pk, picture(mark("stored")), f"{mark('name')}.txt", "text/plain")
    return record.add_evidence(by=held, entry=world.first(Entry, owner), file=brought, note=mark("note"), says_no_pupils=True)


CLAIMS_OFFICE = ("coordinator", "superintendent", "org_admin")  # they decide for the district; its schools' principals do not


def sent(world: World, owner: str, title: str, state: str = "") -> Claim:
    """An entry of `owner` with a file, sent to the district, which takes claims; the note stays at home."""
    held, district = world.people[owner], world.bodies["north"]
    claims.take_claims(by=world.people["coordinator"], organisation=district, pack="illinois", answer_days=14, appeal_days=30, needs_two=False, is_open=True)
    about = record.note(by=held, title=title, kind="course", minutes=60, on_on=TODAY, note=world.mark(Entry, owner)("note"))
    brought = shelf.bring_in(held.pk, picture("For the office"), "proof.txt", "text/plain")
    proof = record.add_evidence(by=held, entry=about, file=brought, name="proof.txt", says_no_pupils=True)
    made = claims.send(by=held, entry=about, organisation=district, pieces=[proof.code])
    return world.add(made, owner, state) if state else made


@maker(Claim)
def claim(world: World, owner: str, mark: Mark):
    """An appeal that waits; besides one that waits for its first answer, one that was withdrawn, and one that is answered and shut."""
    made = sent(world, owner, mark("body", to=CLAIMS_OFFICE))
    claims.decline(by=world.people["superintendent"], claim=made, reason="Not in the plan.")
    sent(world, owner, world.mark(Claim, owner)("body", to=CLAIMS_OFFICE), "waiting")
    claims.withdraw(by=world.people[owner], claim=sent(world, owner, world.mark(Claim, owner)("body"), "withdrawn"))
    shut = sent(world, owner, world.mark(Claim, owner)("body"), "shut")
    claims.approve(by=world.people["coordinator"], claim=shut, minutes=60)
    Claim.objects.filter(pk=shut.pk).update(shuts_at=NOW, final_at=NOW)
    world.add(Ruling.objects.get(claim=shut), owner, "granted")
    return claims.appeal(by=world.people[owner], claim=made, words=mark("appeal", to=CLAIMS_OFFICE))


@maker(Ruling)
def ruling(world: World, owner: str, mark: Mark):
    made = sent(world, owner, world.mark(Claim, owner)("body", to=CLAIMS_OFFICE), "declined")
    claims.decline(by=world.people["coordinator"], claim=made, reason=mark("reason", to=CLAIMS_OFFICE))
    return Ruling.objects.get(claim=made)


DOT = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mOUMyqsBwACeQFChxlltgAAAABJRU5ErkJggg=="


@maker(Badge)
def badge(world: World, owner: str, mark: Mark):
    said = {"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "urn:uuid:1", "image": DOT, "verification": {"type": "hosted"},
            "badge": {"type": "BadgeClass", "name": mark("found")}, "evidence": {"narrative": mark("stored")}}
    looked = badges.look(world.people[owner], json.dumps(said).encode(), f"{mark('name')}.json", verify=checks.verify)
    return credentials.bring(by=world.people[owner], looked=looked)


@maker(Transcript)
def transcript(world: World, owner: str, mark: Mark):
    """A transcript of an entry that is on nothing else, signed as the worker does."""
    entry = record.note(by=world.people[owner], title=mark("body", to=tuple(VIEWERS)), kind="read", minutes=10, on_on=TODAY)
    made = transcripts.make(by=world.people[owner], chosen=[(entry.code, entry.version)])
    sign({"transcript": str(made.pk)})
    made.refresh_from_db()
    return made


@maker(Draft)
def draft(world: World, owner: str, mark: Mark):
    return record.keep_draft(by=world.people[owner], mark=record.DraftMark("record.new", 0, "tab-one"), body={"title": [mark("body")]}, device="a phone")


@maker(KeptWords)
def kept_words(world: World, owner: str, mark: Mark):
    return record.keep_words(by=None, person=world.people[owner], path="/record/new/", body={"title": [mark("body")]}, key=b"k" * 32)


@maker(Upload)
def upload(world: World, owner: str, mark: Mark):
    data = mark("pieces").encode()
    return record.add_piece(by=world.people[owner], entry=world.first(Entry, owner), key=f"upload-{owner}", name=mark("name"),
                            declared_type="text/plain", size=len(data) * 2, offset=0, data=data)


@maker(Piece)
def piece(world: World, owner: str, mark: Mark):
    data = mark("stored").encode()
    held = world.first(Upload, owner)
    record.add_piece(by=world.people[owner], entry=world.first(Entry, owner), key=held.key, name=held.name, declared_type="text/plain",
                     size=held.size, offset=held.got, data=data)
    return held.pieces.last()


@maker(Copy)
def copy(world: World, owner: str, mark: Mark):
    """Rosa holds a copy of this entry: she may read its title and its source, never its note."""
    words = {name: mark(name, to=("rosa",)) for name in ("title", "body")}
    about = record.note(by=world.people[owner], title=words["title"], kind="course", minutes=60, on_on=TODAY, source=words["body"], note=mark("note"))
    return sharing.hand(by=world.people[owner], thing=about, reader=world.people["rosa"], until_on=LATER)


@maker(Reflection)
def reflection(world: World, owner: str, mark: Mark):
    entry = record.note(by=world.people[owner], title=f"A try of {owner}", kind="tried", minutes=10, on_on=TODAY, outcome="did_not")
    answers = {name: mark(name) for name in ("happened", "meant", "came", "otherwise")}
    return inquiry.look_back(by=world.people[owner], entry=entry, answers=answers)


@maker(Response)
def response(world: World, owner: str, mark: Mark):
    """Rosa handed a look back to this person, who says something to it: both may read it."""
    rosa = world.people["rosa"]
    entry = record.note(by=rosa, title="A try of Rosa", kind="tried", minutes=10, on_on=TODAY)
    about = inquiry.look_back(by=rosa, entry=entry, answers={"happened": "They all spoke at once."})
    copy = sharing.hand(by=rosa, thing=about, reader=world.people[owner], until_on=LATER)
    return inquiry.respond(by=world.people[owner], copy=copy, kind="question", text=mark("text", to=("rosa",)))


@maker(Ask)
def ask(world: World, owner: str, mark: Mark):
    asked = record.ask_confirmation(by=world.people[owner], entry=world.first(Entry, owner), reader=world.people["rosa"], until_on=LATER)
    for token, canary in list(world.canaries.items()):  # the copy that goes with the question holds the entry's title and source
        if canary.model == "record.Entry" and canary.owner == owner and canary.field in {"title", "source"}:
            world.canaries[token] = type(canary)(canary.model, canary.field, owner, frozenset({"rosa"}))
    return asked


@maker(Rung)
def rung(world: World, owner: str, mark: Mark):
    return world.first(Entry, owner).rungs.first()


@maker(Follow)
def follow(world: World, owner: str, mark: Mark):
    source = Source.objects.create(kind=Source.Kind.FEED, name="A blog", url=f"https://blog.example/{world.token()}", added_by=None)
    return catalogue.follow(by=world.people[owner], source=source)


@maker(Source)
def source(world: World, owner: str, mark: Mark):
    return Source.objects.create(kind=Source.Kind.FEED, name="A feed", url=f"https://feed.example/{mark('url')}", added_by=world.people[owner])


@maker(ImportRun)
def import_run(world: World, owner: str, mark: Mark):
    data = f"Title,Link,{mark('columns')}\n{mark('rows')},https://list.example/{owner},x\n".encode()
    run = catalogue.draft_import(by=world.people[owner], name=f"list of {owner}", data=data)
    run.errors = [[2, mark("errors")]]
    run.save()
    return run


@maker(SavedSearch)
def saved_search(world: World, owner: str, mark: Mark):
    return catalogue.save_search(by=world.people[owner], asked=f"?q={mark('asked')}&minutes=15")


def _span(days: int) -> Span:
    starts = NOW + timedelta(days=days)
    return Span(starts, starts + timedelta(hours=2), "America/New_York")


def host(world: World, owner: str, state: str, days: int = 30, **more) -> Event:
    """An event that `owner` hosts; only those who go to it, Ann and Ben, read its link."""
    link = f"https://meet.example/{world.mark(Event, owner)('link', to=OWNERS)}"
    return world.add(events.put_up(by=world.people[owner], what=events.What(kind="talk", title=f"{state} of {owner}", span=_span(days), place="Hall", link=link, **more)),
                     owner, state)


@maker(Try)
def a_try(world: World, owner: str, mark: Mark):
    """Something to try from an event of one's own that is over."""
    past = host(world, owner, "past", -1, policy=Policy(percent=10, rooms=True).kept())
    return events.will_try(by=world.people[owner], event=past, words=mark("words"), planned_on=LATER)


def _certify(world: World, owner: str, past: Event) -> None:
    """What the list confirms is on paper, for `owner` and for the guest who was there."""
    events.confirm(by=past.host, event=past, people=[world.people[owner]])
    world.add(certificates.issue(by=world.people[owner], presence=Presence.objects.get(event=past, person=world.people[owner]), takeaway="Sort at the door"), owner)
    guest = Guest.objects.get(event=past)
    certificates.issue(by=None, guest=guest, presence=Presence.objects.get(guest=guest))


def _take_part(world: World) -> None:
    """Events for anyone, for a school and by link; each goes to the other's, and was at what is past."""
    for owner in OWNERS:
        for state, more in (("there", {}), ("for_body", {"audience": "body", "audience_body": world.bodies["juniper"]}), ("by_link", {"audience": "link"})):
            host(world, owner, state, **more)
        events.begin_series(by=world.people[owner], event=world.first(Event, owner), every_days=7, count=1)
        world.add(Series.objects.get(host=world.people[owner]), owner)
        world.add(events.announce(by=world.people[owner], kind="course", title=f"Planned of {owner}", words="Six evenings."), owner)
    for owner, other in (OWNERS, OWNERS[::-1]):
        world.add(events.answer(by=world.people[other], event=world.first(Event, owner), says="going"), other)
        events.tell_me_first(by=world.people[other], planned=world.first(Planned, owner))
        past = world.first(Event, owner, "past")
        event = world.first(Event, owner)
        world.add(events.come_as_guest(by=None, event=event, name="Gus Guest", code=for_guests(event.door_key)), owner)
        events.put_on_list(by=world.people[owner], event=past, names=["Ida Guest"])
        world.add(Guest.objects.get(event=past), owner, "past")
        world.add(events.say_present(by=world.people[other], event=past, minutes=100), other)
        _certify(world, other, past)


def _edcamps(world: World) -> None:
    """An edcamp of each for anyone and one for a school; each puts a card up at the other's, leads it and has a dot on it while the voting is open."""
    parts = [edcamps.Part(kind="session", start=0, end=50), edcamps.Part(kind="session", start=60, end=110)]
    for owner, other in (OWNERS, OWNERS[::-1]):
        for state, more in (("there", {}), ("for_body", {"audience": "body", "audience_body": world.bodies["juniper"]})):
            what = events.What(kind="edcamp", title=f"Edcamp {state} of {owner}", span=_span(20), place="Hall", **more)
            held = world.add(edcamps.put_up(by=world.people[owner], what=what, rooms=[edcamps.Place(name="Library")], parts=parts), owner, state)
            if state == "there":
                events.answer(by=world.people[other], event=held.event, says="going")
                edcamps.vote(by=world.people[owner], edcamp=held, says="open")
                card = edcamps.put_up_card(by=world.people[other], edcamp=held, says=edcamps.Says(kind="lead", title=f"A card of {other}"))
                world.add(card, other)
                world.add(Lead.objects.get(card=card), other)
                edcamps.write_notes(by=world.people[other], card=card, text="Noted there", version=0)
                world.add(edcamps.queue_up(by=world.people[other], edcamp=held, title="A tool"), other)
                world.add(edcamps.dot(by=world.people[other], card=card), other)


def _of_mine(world: World, owner: str, words: str) -> kinds.Thing:
    """Something that hangs and may be taken down without changing another trial."""
    moderation.appoint(by=None, person=world.people["caretaker"])
    return kinds.by_code("need", needs.put_up(by=world.people[owner], words=words).code)


@maker(Report)
def report(world: World, owner: str, mark: Mark):
    thing = kinds.by_key("offer", world.things[Offer][0].row.pk)
    return moderation.report(by=world.people[owner], kind="offer", thing=thing, reason="other", words=mark("words", ("caretaker",)))


@maker(Decision)
def decision(world: World, owner: str, mark: Mark):
    return moderation.decide(by=world.people["caretaker"], kind="need", thing=_of_mine(world, owner, f"Something of {owner} that came down"),
                             takes_down=True, why=mark("why", ("caretaker",)))


@maker(Objection)
def objection(world: World, owner: str, mark: Mark):
    down = moderation.decide(by=world.people["caretaker"], kind="need", thing=_of_mine(world, owner, f"Something else of {owner}"), takes_down=True,
                             why="Nobody can check this.")
    return moderation.object_to(by=world.people[owner], decision=down, words=mark("words", ("caretaker",)))


@maker(OwnFramework)
def own_framework(world: World, owner: str, mark: Mark):
    said = {"CFDocument": {"title": mark("title"), "identifier": mark("family")}, "CFItems": [{"identifier": "1", "fullStatement": mark("package")}]}
    held = world.people[owner]
    return frameworks.keep(by=held, own=frameworks.bring(by=held, name="mine.json", data=json.dumps(said).encode()))


@maker(Export)
def export(world: World, owner: str, mark: Mark):
    asked = exchange.ask_export(by=world.people[owner])
    while outbox.run_due(100):
        pass
    return asked


@maker(Membership)
def membership(world: World, owner: str, mark: Mark):
    return None  # made with the people


def widen(world: World) -> None:
    """Things in other states: deleted, taken back, lapsed; invitations; hours that were accepted and sealed."""
    for owner in OWNERS:
        held = world.people[owner]
        mark = world.mark(Entry, owner)
        for model, thing in (
                (Sentence, growth.say(by=held, text=mark("text"), mood="curious", minutes=6)),
                (PlanStep, practice.plan(by=held, title=mark("title"))),
                (Entry, record.note(by=held, title=mark("title"), kind="read", minutes=5, on_on=TODAY)),
                (Draft, record.keep_draft(by=held, mark=record.DraftMark("record.entry:abc"), body={"title": [mark("body")]}))):
            model.objects.filter(pk=thing.pk).delete()
            world.add(thing, owner, "deleted")
        changing = world.first(Entry, owner)
        record.keep_draft(by=held, mark=record.DraftMark(f"record.entry:{changing.code}", 0, "tab-two"), body={"title": [mark("body")]}, base=changing.version)
        about = record.note(by=held, title=mark("title"), kind="read", minutes=5, on_on=TODAY, note=mark("note"))
        accepted = ledger.post(by=None, of=held, minutes=90, office=world.bodies["north"], pack="washington", version="1", about=about.pk, op_id=uuid4())
        world.add(accepted, owner)
        back = sharing.hand(by=held, thing=about, reader=world.people["rosa"], until_on=LATER)
        world.add(sharing.take_back(by=held, copy=back), owner, "revoked")
        lapsed = sharing.hand(by=held, thing=about, reader=world.people["rosa"], until_on=LATER)
        Copy.objects.filter(pk=lapsed.pk).update(until_on=TODAY - timedelta(days=1))
        world.add(lapsed, owner, "lapsed")
        gone = record.note(by=held, title=mark("title"), kind="read", minutes=5, on_on=TODAY)
        world.add(record.let_go(by=held, entry=gone), owner, "let_go")
        open_need = needs.put_up(by=held, words=f"Something about routines for {owner}")
        asked = needs.put_up(by=held, words=f"Something about talk for {owner}", organisation=world.bodies["juniper"])
        answered = needs.put_up(by=held, words=f"Something about marking for {owner}", organisation=world.bodies["juniper"])
        needs.answer(by=world.people["coordinator"], need=answered, kind="host", words="Who could lead it?")
        told = needs.put_up(by=world.people["coordinator"], words=f"Something that {owner} knows")
        world.add(needs.answer(by=held, need=told, kind="told", words="A bell"), owner)
        for row, state in ((open_need, "there"), (asked, "asked"), (answered, "answered")):
            world.add(row, owner, state)
        says = catalogue.Says(title=f"A card of {owner}", what="One question", steps="Ask it")
        card = catalogue.write_card(by=held, says=says, is_named=True)
        world.add(card, owner)
        back = catalogue.write_card(by=held, says=catalogue.Says(title=f"Another card of {owner}", what="Two questions", steps="Ask them"), is_named=True,
                                    came_from=card, difference="One more.")
        world.add(catalogue.take_card_back(by=held, card=back), owner, "taken back")
        for made, state in ((card, "there"), (catalogue.write_card(by=held, says=says, is_named=False), "asked")):
            asked = offered.ask(by=world.people["principal"], organisation=world.bodies["juniper"], thing=things.read("card", made.code), minutes=60,
                                counts_as="hours", words="May we?")
            if state == "there":
                offered.answer(by=held, adoption=asked, thing=things.of(asked), says="yes")
            world.add(Adoption.objects.get(pk=asked.pk), owner, state)
    offered_by = {owner: buddies.offer(by=world.people[owner], organisation=world.bodies["juniper"]) for owner in OWNERS}
    for (owner, row), other in zip(offered_by.items(), OWNERS[::-1], strict=True):
        world.add(row, owner)
        world.add(buddies.ask(by=world.people[owner], offering=offered_by[other]), owner)
    needs.join(by=world.people[ANN], need=open_need)
    for asked, asks in (OWNERS, OWNERS[::-1]):
        one, other = (needs.put_up(by=world.people[name], words=f"Something that both say, {asks} asks") for name in (asks, asked))
        world.add(needs.merge(by=world.people[asks], one=one, other=other), asked)
    _take_part(world)
    _edcamps(world)
    _require(world)
    admin = world.people["org_admin"]
    world.add(orgs.invite(by=admin, organisation=world.bodies["juniper"], role="mentor", to_name="Somebody"), "org_admin")
    world.add(orgs.invite(by=admin, organisation=world.bodies["juniper"], role="mentor", to_person=world.people[ANN]), "org_admin", "for_ann")
    for state in ("there", "ended"):
        sheet = orgs.print_sheet(by=admin, organisation=world.bodies["juniper"], most=50, days=14)
        world.add(orgs.end_sheet(by=admin, sheet=sheet) if state == "ended" else sheet, "org_admin", state)
    withdrawn = orgs.invite(by=admin, organisation=world.bodies["juniper"], role="coach", to_name="Another")
    world.add(orgs.withdraw(by=admin, invitation=withdrawn), "org_admin", "revoked")
    ended = orgs.enrol(by=None, person=world.people["ben"], organisation=world.bodies["alder"], role="teacher")
    world.add(orgs.end_membership(by=None, membership=ended), "ben", "revoked")


def _require(world: World) -> None:
    """What a school and a district require of their teachers, and what Ann and Ben say to it: to the office, and to nobody."""
    for name, by, state in (("juniper", "principal", "there"), ("juniper", "principal", "ended"), ("north", "coordinator", "of_north")):
        held = required.put_up(by=world.people[by], organisation=world.bodies[name], title=f"First aid for {state}", reason="The law asks it.", minutes=90,
                               due_on=LATER, roles=["teacher"], must=[required.Wanted("In the hall")],
                               may=[required.Wanted(f"Choice {number}") for number in range(4)], choose_count=1, shown_count=2)
        world.add(held, "org_admin", state)
        for option in Option.objects.filter(requirement=held):
            world.add(option, "org_admin", state)
        for owner in OWNERS:
            required.not_for_me(by=world.people[owner], requirement=held, why="known" if owner == ANN else "time")
            required.say_done(by=world.people[owner], requirement=held)
        if state == "ended":
            required.end(by=world.people[by], requirement=held, why="The law was changed.")
    ledger.seal(by=None)
