"""A3: the people whom "Who can see this" names are the people whose GET is answered."""

import pytest

from staffroom.catalogue.models import ImportRun
from staffroom.certificates.models import Certificate
from staffroom.claims.models import Claim
from staffroom.credentials.models import Badge
from staffroom.exchange.models import Export
from staffroom.frameworks.models import OwnFramework
from staffroom.growth.models import Sentence
from staffroom.inquiry.models import Reflection
from staffroom.kit import clock
from staffroom.ledger.models import Posting
from staffroom.looks.models import Look
from staffroom.moderation.models import Decision
from staffroom.orgs import actions as orgs
from staffroom.orgs.models import Invitation, JoinSheet, Membership
from staffroom.practice.models import FollowUp, Goal, PlanStep, Saved
from staffroom.record import actions as record
from staffroom.record.models import Ask, Draft, Entry, Evidence
from staffroom.sharing import actions as sharing
from staffroom.sharing.models import Copy
from staffroom.sharing.rules import RULES, who_can_see
from staffroom.transcripts.models import Transcript
from tests.attacks import asking
from tests.attacks.world import ANN, LATER, OWNERS, World, build

pytestmark = pytest.mark.django_db
# The address of a thing, by its kind: what somebody opens who may see it. A later room adds its own.
PAGES = {
    Entry: lambda row: f"/record/{row.code}/",
    Evidence: lambda row: f"/record/{row.entry.code}/proof/{row.code}/",
    Draft: lambda row: f"/record/drafts/{row.code}/",
    Ask: lambda row: f"/record/asked/{row.code}/",
    Sentence: lambda row: f"/practice/start/{row.code}/",
    FollowUp: lambda row: f"/practice/asked/{row.code}/",
    Saved: lambda row: f"/practice/later/{row.code}/",
    Badge: lambda row: f"/badges/{row.code}/",
    Transcript: lambda row: f"/record/transcript/{row.code}/",
    Certificate: lambda row: f"/certificates/{row.code}/",
    Posting: lambda row: f"/record/hours/{row.code}/receipt.txt",
    Goal: lambda row: f"/practice/goals/{row.code}/",
    PlanStep: lambda row: f"/practice/{row.code}/",
    Copy: lambda row: f"/shared/{row.code}/",
    ImportRun: lambda row: f"/find/add/{row.code}/",
    Look: lambda row: f"/practice/looks/{row.code}/",
    Reflection: lambda row: f"/practice/reflections/{row.entry.code}/",
    OwnFramework: lambda row: f"/frameworks/mine/{row.code}/",
    Decision: lambda row: f"/reports/decisions/{row.code}/",
    Claim: lambda row: f"/record/claims/{row.code}/",
    Export: lambda row: f"/take/{row.code}/staffroom.zip",
    Membership: lambda row: f"/office/{row.organisation.code}/members/{row.code}/",
    Invitation: lambda row: f"/office/{row.organisation.code}/invitations/{row.code}/",
    JoinSheet: lambda row: f"/office/{row.organisation.code}/sheets/{row.code}/",
}
# Where somebody else opens it than its owner does.
ELSEWHERE = {Claim: lambda row: f"/office/claims/{row.code}/"}
# Kinds that are only ever seen on the page of another thing, or by their owner in a list.
WITHOUT_A_PAGE = {"Account", "Profile", "AccessLine", "Notice", "Preference", "ReplyCode", "Offering", "Pair", "Follow", "SavedSearch", "Sitting", "Rung", "Upload", "Removal", "Source", "Offer",
                  "Merge", "Correction", "Review", "PracticeCard", "CardEdition", "Adoption", "Consent", "Telling", "Pace", "Period", "Study", "Need", "Backing", "Answer", "NeedMerge", "Report", "Objection", "Caretaker",
                  "Requirement", "Option", "Change", "Event", "EventNews", "Planned", "Asking", "Series", "Going", "Guest", "Edcamp", "Room", "Slot", "Card", "Lead", "Move", "Carried", "Dot", "Turn", "Notes", "NotesVersion", "Thanks", "Revocation", "Wish", "Presence", "Stay", "Amendment", "Try", "Done", "NotForMe", "Deed", "Roster", "Outcome",
                  "Organisation", "ClaimedDomain", "Framework", "ErasureAsked", "CalendarAddress", "Licence", "Desk", "Ruling", "StudyMember", "StudyNote", "Response", "Book"}


def test_every_kind_in_the_table_has_a_page_here_or_none_at_all():
    unknown = [model.__name__ for model in RULES if model not in PAGES and model.__name__ not in WITHOUT_A_PAGE]
    assert unknown == []


def readers_of(world: World, thing) -> set[str]:
    """Whom the rule names."""
    return {world.name_of(reader.account) for reader in who_can_see(thing) if reader.account is not None}


def openers_of(world: World, thing) -> set[str]:
    """Whose GET is answered: at the address of the thing, or at that of a copy that was ever made of it."""
    other = [ELSEWHERE[type(thing)](thing)] if type(thing) in ELSEWHERE else []
    paths = [PAGES[type(thing)](thing), *other, *(f"/shared/{copy.code}/" for copy in Copy.objects.filter(about=thing.pk))]
    return {name for name in world.people if any(asking.send(world, name, "GET", path).status == 200 for path in paths)}


def disagreements(world: World) -> list[str]:
    wrong = []
    for model in PAGES:
        for thing in world.things.get(model, ()):
            if thing.state in {"deleted", "revoked", "lapsed"} or thing.owner not in {*OWNERS, "org_admin"}:
                continue
            row = model._default_manager.get(pk=thing.row.pk)
            named, opened = readers_of(world, row), openers_of(world, row)
            if model in {Membership, Invitation}:  # the person reads it on the page People, which is for everybody
                named, opened = named - {thing.owner, ANN}, opened - {thing.owner, ANN}
            if named != opened:
                wrong.append(f"{model.__name__} of {thing.owner}, {thing.state}: named {sorted(named)}, opened by {sorted(opened)}")
    return wrong


def test_those_who_are_named_are_those_who_can_open_it(world):
    assert disagreements(world) == []


def test_they_agree_after_handing_and_taking_back_and_after_the_day(world):
    import time_machine

    ann, step = world.people[ANN], world.first(PlanStep)
    copy = sharing.hand(by=ann, thing=step, reader=world.people["ben"], until_on=LATER)
    assert readers_of(world, step) == openers_of(world, step) == {ANN, "ben"}
    sharing.take_back(by=ann, copy=copy)
    assert readers_of(world, step) == openers_of(world, step) == {ANN}
    sharing.hand(by=ann, thing=step, reader=world.people["stranger"], until_on=clock.today_in(ann.zone))
    assert readers_of(world, step) == openers_of(world, step) == {ANN, "stranger"}
    with time_machine.travel(clock.now().replace(day=19), tick=False):
        assert readers_of(world, step) == {ANN}
        assert openers_of(world, step) == {ANN}


def test_they_agree_when_somebody_asked_for_a_body_leaves_their_office(world):
    ann, principal = world.people[ANN], world.people["principal"]
    ask = record.ask_confirmation(by=ann, entry=world.first(Entry), reader=principal, until_on=LATER, body=world.bodies["juniper"])
    assert readers_of(world, ask) == openers_of(world, ask) == {ANN, "principal"}
    office = Membership.objects.get(person=principal)
    orgs.end_membership(by=None, membership=office)
    assert readers_of(world, ask) == openers_of(world, ask)


def test_they_agree_when_a_reader_or_the_owner_is_stopped(world):
    copy = world.first(Copy)
    rosa = world.people["rosa"]
    rosa.is_active = False
    rosa.save()
    assert readers_of(world, copy) - {"rosa"} == openers_of(world, copy) == {ANN}


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_they_agree_in_a_world_of_three_hundred(db, shelf, frozen, seed):
    from django.test import Client

    from staffroom.kit.testing import sign_in
    world = build(seed, crowd=291)
    for name in world.people:
        if name not in world.clients:
            world.clients[name] = sign_in(Client(raise_request_exception=False), world.people[name])
    for owner in OWNERS:
        entry = world.first(Entry, owner)
        for name in world.random.sample(sorted(world.people), 9):
            if name != owner:
                sharing.hand(by=world.people[owner], thing=entry, reader=world.people[name], until_on=LATER)
    assert len(world.people) == 300
    assert disagreements(world) == []


