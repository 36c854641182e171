"""Every address of Staffroom and who may do what there, written from the rule table before any answer was seen.

A later room adds its addresses to `ROUTES`: an address that is not here fails the build. A row says by which door one
comes to GET and to POST (None: this method is not allowed there), and which thing the address names, if it names one.

    OPEN      anybody
    SIGNED    anybody who is signed in; others are sent to the door
    OWN       in a session opened by a factor of one's own; a session of a body is told kindly that it is shut (403)

Behind the door a named thing may be reached only by those whom `may` names; for all others the answer is the same 404
as for a code that never was.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.urls import URLPattern, URLResolver, get_resolver

from staffroom.buddies.models import Offering, Pair
from staffroom.catalogue.models import Correction, ImportRun, Merge, Offer, PracticeCard, Review, SavedSearch
from staffroom.catalogue.rubric import QUESTIONS
from staffroom.certificates.models import Certificate
from staffroom.claims.models import Claim, Ruling
from staffroom.credentials.models import Badge
from staffroom.edcamps.models import Card, Edcamp, Lead, Turn
from staffroom.events.codes import for_guests
from staffroom.events.models import Event, Going, Guest, Planned, Presence, Series
from staffroom.events.tokens import token_of as guest_token
from staffroom.exchange.models import Export
from staffroom.frameworks.models import Framework, OwnFramework
from staffroom.growth.models import Sentence
from staffroom.inquiry.models import Reflection, Response
from staffroom.ledger.models import Posting
from staffroom.looks.models import Look
from staffroom.moderation.models import Decision
from staffroom.needs.models import Answer, Need, NeedMerge
from staffroom.offered.models import Adoption
from staffroom.orgs.models import Invitation, JoinSheet, Membership
from staffroom.orgs.tokens import sheet_code, token_of
from staffroom.practice.models import CalendarAddress, FollowUp, Goal, Period, PlanStep, Saved, StudyMember, StudyNote
from staffroom.record.models import Ask, Draft, Entry, Evidence, Sitting
from staffroom.required.models import Option, Requirement
from staffroom.sharing.models import Copy
from staffroom.transcripts.models import Transcript
from tests.attacks.makers import CLAIMS_OFFICE
from tests.attacks.world import ANN, ANN_BY_ORG, LATER, MAP, NOBODY, OWNERS, TODAY, Thing, World

OPEN, SIGNED, OWN = "open to all", "signed in", "own key"
# Classes of answers.
SEEN, DOOR, HIDDEN, SHUT, WRONG_METHOD, DONE, GONE = "seen", "door", "hidden", "shut", "not allowed", "done", "gone"
NEVER_WAS = "zzzzzzzzzzzz"
A_CARD = {"title": "Three piles at the door", "what": "One question as they leave.", "steps": "Write it.", "language": "en", "named": "no", "no_pupils": "on",
          "licence": "CC BY 4.0", "difference": "Another question.", "up": "1", "base": "1"}
NO_NUMBER = "2147480000"

REACH = {"principal": {"juniper"}, "coordinator": {"north", "juniper", "alder"}, "superintendent": {"north", "juniper", "alder"},
         "org_admin": {"north", "juniper", "alder"}, "far_admin": {"south", "harbour"}}
ADMINS = {"org_admin", "far_admin"}
CLAIMS_SEATS = (*CLAIMS_OFFICE, "far_admin")  # whoever decides claims in some body


@dataclass(frozen=True)
class Target:
    """What an address is filled with: words for the report, the values, the query, fields of a POST, and who may reach it."""

    words: str
    values: dict[str, str]
    may: frozenset[str]
    query: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    refused: str = HIDDEN
    apart: dict[str, str] = field(default_factory=dict)  # a viewer who gets another answer than the other ones who may not


@dataclass(frozen=True)
class Row:
    """One address. `targets(world)` gives what it can be filled with; without, it is asked as it stands. `only` may do it in these trials, of all who may:
    it takes long, and the others come in by the same door to GET."""

    get: str | None
    post: str | None = None
    targets: Callable[[World], list[Target]] | None = None
    post_targets: Callable[[World], list[Target]] | None = None
    why: str = ""
    only: str = ""

    def of(self, world: World, method: str) -> list[Target]:
        make = self.post_targets if method == "POST" and self.post_targets else self.targets
        return make(world) if make else [Target("as it stands", {}, frozenset(EVERYBODY))]


EVERYBODY = ("ann", "ann_by_org", "ben", "rosa", "principal", "coordinator", "superintendent", "org_admin", "far_admin", "stranger", "caretaker", "anon")


def expected(row: Row, method: str, viewer: str, target: Target) -> str:
    """The class of the answer to this viewer, by the door and by who may reach the thing."""
    door = row.post if method == "POST" else row.get
    if door is None:
        return WRONG_METHOD
    if viewer == NOBODY and door in {SIGNED, OWN}:
        return DOOR
    if viewer == ANN_BY_ORG and door == OWN:
        return SHUT
    if viewer not in target.may:
        return target.apart.get(viewer, target.refused)
    return DONE if method == "POST" else SEEN


def answers_of(world: World, row: Row, method: str, viewers=EVERYBODY):
    """(target, viewer, expected class) for every cell of a row."""
    for target in row.of(world, method):
        for viewer in viewers:
            wanted = expected(row, method, viewer, target)
            if wanted != DONE or row.only in {"", viewer}:
                yield target, viewer, wanted


# Who may reach a thing, by its kind and the verb (the rule table of each room, in words of this world)


def by_own_key(*names: str) -> frozenset[str]:
    """These people, in a session of their own."""
    return frozenset(names)


def _office(body: str, only: set[str] | None = None) -> frozenset[str]:
    return frozenset(name for name, bodies in REACH.items() if body in bodies and (only is None or name in only))


def _people_of(world: World, thing: Thing, verb: str) -> frozenset[str]:
    row, owner = thing.row, thing.owner
    if thing.state == "deleted":
        return frozenset()
    match row:
        case Copy():
            there = thing.state == "there"
            return by_own_key(*([owner] if there else []), *(["rosa"] if there and verb == "read" else []))
        case Ask():
            return by_own_key(owner, "rosa")
        case Membership():
            body = next(name for name, held in world.bodies.items() if held.pk == row.organisation_id)
            if verb == "leave":
                return frozenset({owner, *([ANN_BY_ORG] if owner == ANN else [])}) if thing.state == "there" else frozenset()
            if verb == "end":
                return _office(body, ADMINS) if thing.state == "there" else frozenset()
            return _office(body, ADMINS if verb == "offer" else None)
        case Invitation():
            return frozenset({ANN, ANN_BY_ORG}) & ({ANN} if verb == "answer" and thing.state == "for_ann" else set()) if verb == "answer" else _office(
                "juniper", ADMINS)
        case JoinSheet():
            return _office("juniper", ADMINS)
        case Offering():
            if verb == "ask":
                return by_own_key(*({*OWNERS, "rosa", "principal"} - {owner}))
            return by_own_key(owner)
        case Pair():  # each owner asked the other one
            return by_own_key(*{"read": OWNERS, "end": OWNERS, "agree": [one for one in OWNERS if one != owner]}[verb])
        case Need():
            if verb == "merge":
                return by_own_key(owner, "caretaker")
            if verb == "answer":
                return _office("juniper") if row.organisation_id else frozenset(EVERYBODY) - {ANN_BY_ORG, NOBODY}
            return by_own_key(*([owner] if thing.state == "answered" else [])) if verb == "reopen" else frozenset(EVERYBODY)
        case Answer():
            return by_own_key(owner)
        case PracticeCard():
            if verb == "change" or thing.state == "taken back":
                return by_own_key(*([] if verb == "adapt" else [owner]))
            return frozenset(EVERYBODY)
        case Adoption():  # the school asks; each owner made theirs
            if verb == "end":
                return _office("juniper")
            return by_own_key(owner) if verb == "answer" else frozenset(EVERYBODY) if thing.state == "there" else _office("juniper") | {owner}
        case NeedMerge():  # each owner is asked by the other
            return by_own_key(*{"agree": (owner,), "undo": OWNERS}[verb])
        case Response():  # each says it to Rosa
            return by_own_key(owner, "rosa")
        case Decision():
            return by_own_key(*{"read": (owner, "caretaker"), "answer": (owner,), "undo": ("caretaker",)}[verb])
        case Event():
            if verb in {"run", "keep"}:
                return by_own_key(owner)
            return {"for_body": frozenset({*OWNERS, ANN_BY_ORG, "rosa", "principal"}), "by_link": by_own_key(owner)}.get(thing.state, frozenset(EVERYBODY))
        case Series():
            return frozenset(EVERYBODY)
        case Planned():
            return by_own_key(owner) if verb == "run" else frozenset(EVERYBODY)
        case Edcamp():
            if verb in {"run", "keep"}:
                return by_own_key(owner)
            return frozenset({*OWNERS, ANN_BY_ORG, "rosa", "principal"}) if thing.state == "for_body" else frozenset(EVERYBODY)
        case Card() | Lead() | Turn() if verb != "keep":  # each hangs at the other's: both go there, one wrote and leads it, the other keeps the board
            return frozenset(EVERYBODY) if verb == "read" else by_own_key(*OWNERS)
        case Presence():  # each was at what the other hosts
            return by_own_key(*(name for name in OWNERS if name != owner) if verb == "correct" else (owner,))
        case Posting():  # the district accepted them; whoever has a receipt asks how it stands
            return frozenset({owner, *([ANN_BY_ORG] if owner == ANN else [])}) if verb == "keep" else frozenset(EVERYBODY)
        case Certificate():  # each was at what the other hosts
            return by_own_key(*OWNERS)
        case Turn() | Card():  # of one at the other's: whoever keeps that board
            return by_own_key(*(name for name in OWNERS if name != owner))
        case Requirement():
            offices = _office("north" if thing.state == "of_north" else "juniper")
            if verb in {"look", "run"}:
                return offices
            return by_own_key(*OWNERS) if verb == "answer" else offices | {*OWNERS, ANN_BY_ORG, "rosa", "principal"}
        case Claim():
            if verb == "change":
                return by_own_key(owner)
            return frozenset(CLAIMS_OFFICE) if thing.state in {"there", "waiting", "declined"} else frozenset()
        case Ruling():
            return frozenset(CLAIMS_OFFICE)
        case Offer():
            return frozenset() if verb == "change" else frozenset(EVERYBODY)  # nobody of this world put one up; who sets facts right needs a key
        case Offer() | Framework():
            return frozenset(EVERYBODY) if verb == "read" else frozenset()
    if verb == "set_aside":  # each of them is answered
        return frozenset()
    if verb == "bring_back":
        return by_own_key(owner) if thing.state == "let_go" else frozenset()
    if verb in {"ask", "add_evidence"} and thing.state == "let_go":
        return frozenset()
    return by_own_key(owner)


def things(model: type, verb: str = "read", param: str = "code", query: Callable[[World, Any], str] | None = None,
           data: Callable[[World, Any], dict] | None = None, more: dict[str, str] | None = None) -> Callable[[World], list[Target]]:
    """Targets for an address that names one thing: every state of it for every owner, and a code that never was."""
    def make(world: World) -> list[Target]:
        found = [Target(f"{model.__name__} of {thing.owner}, {thing.state}", {param: thing.code, **(more or {})}, _people_of(world, thing, verb),
                        query(world, thing.row) if query else "", data(world, thing.row) if data else {})
                 for thing in world.things.get(model, ()) if thing.owner in {*OWNERS, "org_admin", NOBODY}]
        return [*found, Target("a code that never was", {param: NEVER_WAS, **(more or {})}, frozenset())]
    return make


def pairs(outer: type, inner: type, name: str) -> Callable[[World], list[Target]]:
    """Targets for an address that names a thing within a thing."""
    def make(world: World) -> list[Target]:
        found = [Target(f"{inner.__name__} of {owner}", {"code": world.first(outer, owner).code, name: world.first(inner, owner).code}, by_own_key(owner))
                 for owner in OWNERS]
        mine, theirs = world.first(outer, ANN), world.first(inner, "ben")
        return [*found, Target(f"{inner.__name__} of ben in what is ann's", {"code": mine.code, name: theirs.code}, frozenset()),
                Target(f"{inner.__name__} that never was", {"code": mine.code, name: NEVER_WAS}, frozenset()),
                Target("both never were", {"code": NEVER_WAS, name: NEVER_WAS}, frozenset())]
    return make


def offices(*, manage: bool = False, post_manage: bool = False) -> Callable[[World], list[Target]]:
    """Targets for a page of a body's office: every body, and one that never was."""
    def make(world: World) -> list[Target]:
        found = [Target(name, {"code": body.code}, _office(name, ADMINS if manage or post_manage else None)) for name, body in world.bodies.items()]
        return [*found, Target("a body that never was", {"code": NEVER_WAS}, frozenset())]
    return make


def in_office(model: type, name: str, verb: str) -> Callable[[World], list[Target]]:
    """Targets for a role or an invitation inside the office of its body, and inside the office of another."""
    def make(world: World) -> list[Target]:
        rows = [thing for thing in world.things[model] if thing.owner in {*OWNERS, "org_admin"} and thing.row.organisation_id != world.bodies["north"].pk]
        bodies = {held.pk: held for held in world.bodies.values()}
        found = [Target(f"{model.__name__} of {thing.owner}, {thing.state}", {"code": bodies[thing.row.organisation_id].code, name: thing.code},
                        _people_of(world, thing, verb), data={"role": "coach"}) for thing in rows]
        return [*found, Target("in the office of another body", {"code": world.bodies["harbour"].code, name: rows[0].code}, frozenset(), data={"role": "coach"}),
                Target("never was", {"code": world.bodies["juniper"].code, name: NEVER_WAS}, frozenset(), data={"role": "coach"})]
    return make


def required(verb: str, data: dict[str, str] | None = None) -> Callable[[World], list[Target]]:
    """Targets for what a body requires, in the office of that body and in that of another."""
    def make(world: World) -> list[Target]:
        rows = world.things[Requirement]
        bodies = {held.pk: held for held in world.bodies.values()}
        found = [Target(f"required, {thing.state}", {"code": bodies[thing.row.organisation_id].code, "required": thing.code}, _people_of(world, thing, verb),
                        data=data or {}) for thing in rows]
        return [*found, Target("in the office of another body", {"code": world.bodies["north"].code, "required": rows[0].code}, frozenset(), data=data or {}),
                Target("never was", {"code": world.bodies["juniper"].code, "required": NEVER_WAS}, frozenset(), data=data or {})]
    return make


def planned() -> Callable[[World], list[Target]]:
    """Targets for planning an option of what is required: its own, and that of something else that is required."""
    def make(world: World) -> list[Target]:
        of = {thing.state: next(one for one in world.things[Option] if one.row.requirement_id == thing.row.pk) for thing in world.things[Requirement]}
        found = [Target(f"required, {thing.state}", {"code": thing.code, "option": of[thing.state].code}, by_own_key(*OWNERS)) for thing in world.things[Requirement]]
        return [*found, Target("an option of another", {"code": world.things[Requirement][0].code, "option": of["of_north"].code}, frozenset()),
                Target("never was", {"code": NEVER_WAS, "option": of["there"].code}, frozenset())]
    return make


def claim_files(world: World) -> list[Target]:
    """Targets for a file that went along with a claim: its own, that of another claim, one that never was."""
    rows = [(thing, Evidence.objects.get(entry=thing.row.entry_id).code) for thing in world.things[Claim]]
    found = [Target(f"Claim of {thing.owner}, {thing.state}", {"code": thing.code, "piece": piece}, _people_of(world, thing, "look")) for thing, piece in rows]
    return [*found, Target("a file of another claim", {"code": rows[0][0].code, "piece": rows[1][1]}, frozenset()),
            Target("a file that never was", {"code": rows[0][0].code, "piece": NEVER_WAS}, frozenset())]


def in_state(model: type, verb: str, states: set[str], data: dict[str, str], may: frozenset[str] | None = None) -> Callable[[World], list[Target]]:
    """Targets of an act that is possible in some states alone; `may`: who is answered without a 404."""
    def make(world: World) -> list[Target]:
        found = [Target(f"{model.__name__} of {thing.owner}, {thing.state}", {"code": thing.code},
                        _people_of(world, thing, verb) if may is None else may, data=data) for thing in world.things[model] if thing.state in states]
        return [*found, Target("a code that never was", {"code": NEVER_WAS}, frozenset(), data=data)]
    return make


def claim_desks(data: dict[str, str] | None = None) -> Callable[[World], list[Target]]:
    """Targets for how a body takes claims: whoever decides in that very body."""
    def make(world: World) -> list[Target]:
        may = {"north": frozenset(CLAIMS_OFFICE), "south": frozenset({"far_admin"})}
        return [Target(name, {"code": body.code}, may.get(name, frozenset()), data=data or {}) for name, body in world.bodies.items()]
    return make


def fixed(*values: dict[str, str], may=EVERYBODY, query: str = "", refused: str = HIDDEN) -> Callable[[World], list[Target]]:
    """Targets with values that are the same in every world."""
    return lambda world: [Target(" ".join(one.values()) or query, one, frozenset(may), query, refused=refused) for one in values]


def joining(method: str) -> Callable[[World], list[Target]]:
    """Whoever holds a link may read it and, signed in with a key of their own, accept it; one for a person is for that person alone."""
    def make(world: World) -> list[Target]:
        found = []
        for thing in world.things[Invitation]:
            token = {"token": token_of(thing.code)}
            if thing.state == "there":
                may = frozenset(EVERYBODY) - ({NOBODY, ANN_BY_ORG} if method == "POST" else set())
                found.append(Target("an open link", token, may, refused=SHUT))
            else:
                may = frozenset({ANN, *([ANN_BY_ORG] if method == "GET" else [])}) if thing.state == "for_ann" else frozenset()
                apart = {ANN_BY_ORG: SHUT} if thing.state == "for_ann" and method == "POST" else {}
                found.append(Target(f"a link, {thing.state}", token, may, refused=GONE, apart=apart))
        return [*found, Target("a link that never was", {"token": "z" * 43}, frozenset())]
    return make


def by_sheet(method: str) -> Callable[[World], list[Target]]:
    """Whoever has the code of a sheet may read what it says and, signed in with a key of their own, join; one that was ended says so to everybody."""
    def make(world: World) -> list[Target]:
        may = {"there": frozenset(EVERYBODY) - ({NOBODY, ANN_BY_ORG} if method == "POST" else set())}
        found = [Target(f"a sheet, {thing.state}", {"typed": sheet_code(thing.code)}, may.get(thing.state, frozenset()),
                        refused=SHUT if thing.state == "there" else GONE) for thing in world.things[JoinSheet]]
        return [*found, Target("no code at all", {"typed": NEVER_WAS}, frozenset())]
    return make


def doors(data: dict[str, Any] | None = None) -> Callable[[World], list[Target]]:
    """Whoever holds the link of a study group may read what it leads to, and join."""
    def make(world: World) -> list[Target]:
        found = [Target("an open link", {"door": thing.row.door}, frozenset(EVERYBODY), data=data or {}) for thing in world.things[StudyMember]]
        return [*found, Target("a link that never was", {"door": "z" * 32}, frozenset(), data=data or {})]
    return make


def calendars(world: World) -> list[Target]:
    """Whoever holds the secret address of a calendar reads it."""
    found = [Target("a secret address", {"secret": thing.row.secret}, frozenset(EVERYBODY)) for thing in world.things[CalendarAddress]]
    return [*found, Target("an address that never was", {"secret": "z" * 43}, frozenset())]


def addresses(world: World) -> list[Target]:
    """Targets for one mail address: the numbers of rows are guessed by anybody."""
    rows = [Target(f"address of {owner}", {"pk": str(EmailAddress.objects.filter(user=world.people[owner]).order_by("primary", "pk")[0].pk)},
                   by_own_key(owner)) for owner in OWNERS]
    return [*rows, Target("an address that never was", {"pk": NO_NUMBER}, frozenset())]


def profiles(world: World) -> list[Target]:
    """Targets for a person's page: a profile that tells nothing is there for its owner alone."""
    rows = [Target(f"page of {owner}", {"code": world.people[owner].code}, by_own_key(owner)) for owner in OWNERS]
    return [*rows, Target("a page of somebody without a profile", {"code": world.people["stranger"].code}, frozenset()),
            Target("a person who never was", {"code": NEVER_WAS}, frozenset())]


def two_versions(world: World) -> list[Target]:
    """Targets for an entry beside other words for it."""
    rows = []
    for owner in OWNERS:
        entry = world.first(Entry, owner)
        data = {"draft": Draft.objects.get(person=world.people[owner], form=f"record.entry:{entry.code}").code}
        rows.append(Target(f"Entry of {owner}", {"code": entry.code}, by_own_key(owner), f"draft={data['draft']}", data | {"keep": "theirs"}))
    mine = world.first(Entry, ANN)
    theirs = world.first(Draft, "ben")
    return [*rows, Target("ann's entry beside ben's draft", {"code": mine.code}, frozenset(), f"draft={theirs.code}", {"draft": theirs.code, "keep": "mine"}),
            Target("never was", {"code": NEVER_WAS}, frozenset(), f"draft={theirs.code}", {"draft": theirs.code})]


def editions(query: str = "", **more: str) -> Callable[[World], list[Target]]:
    """Targets for looking at a framework: anybody's own practice in one that hangs, and in one of one's own."""
    def make(world: World) -> list[Target]:
        data = {"how-0": "mostly"}
        found = [*things(Framework, query=lambda world, row: query, data=lambda world, row: data, more=more)(world),
                 *things(OwnFramework, query=lambda world, row: query, data=lambda world, row: data, more=more)(world)]
        return [one for one in found if "never was" not in one.words] + [Target("a code that never was", {"code": NEVER_WAS} | more, frozenset(), query)]
    return make


def looked_back(data: dict[str, str] | None = None) -> Callable[[World], list[Target]]:
    """Targets for looking back on one's own entry, known by the entry's code."""
    def make(world: World) -> list[Target]:
        found = [Target(f"a look back of {owner}", {"code": world.first(Reflection, owner).entry.code}, by_own_key(owner), data=data or {}) for owner in OWNERS]
        return [*found, Target("a code that never was", {"code": NEVER_WAS}, frozenset(), data=data or {})]
    return make


def answerable(world: World) -> list[Target]:
    """A copy that Rosa handed to each owner: its holder says something to it, Rosa does not; a copy of another kind takes no answer."""
    said = {"kind": "warm", "text": "You waited."}
    found = [Target(f"a copy that {owner} holds", {"code": world.first(Response, owner).copy.code}, by_own_key(owner), data=said) for owner in OWNERS]
    return [*found, Target("a copy of an entry", {"code": world.first(Copy, ANN).code}, frozenset(), data=said),
            Target("a code that never was", {"code": NEVER_WAS}, frozenset(), data=said)]


def asking(world: World) -> list[Target]:
    """Whoever speaks for a body asks to offer a card in its name; all others find nothing there."""
    card = world.first(PracticeCard, ANN).code
    data = {"body": world.bodies["north"].code, "minutes": "30", "counts_as": "hours"}
    return [Target("a card", {"kind": "card", "code": card}, frozenset(REACH), data=data),
            Target("a card that never was", {"kind": "card", "code": NEVER_WAS}, frozenset(), data=data),
            Target("a kind that never was", {"kind": "notebook", "code": card}, frozenset(), data=data)]


def event_doors(world: World) -> list[Target]:
    """Whoever holds the link of an event by link reads it and says that they go; the secret of another event opens nothing."""
    rows = [Target(f"Event of {thing.owner}, {thing.state}", {"door": thing.row.door}, frozenset(EVERYBODY) if thing.state == "by_link" else frozenset())
            for thing in world.things[Event]]
    return [*rows, Target("a link that never was", {"door": "z" * 32}, frozenset())]


def parts(world: World) -> list[Target]:
    """Targets for what somebody does at an event: on its own list, and on that of another."""
    rows = []
    for owner, other in (OWNERS, OWNERS[::-1]):
        going = world.first(Going, other)  # goes to what `owner` hosts
        rows += [Target(f"who goes to what {owner} hosts", {"code": world.first(Event, owner).code, "going": going.code}, by_own_key(owner), data={"part": "helps"}),
                 Target("on another list", {"code": world.first(Event, other).code, "going": going.code}, frozenset(), data={"part": "helps"})]
    return [*rows, Target("never was", {"code": NEVER_WAS, "going": NEVER_WAS}, frozenset())]


def numbers(world: World) -> list[Target]:
    """Whoever has the number of a certificate checks it."""
    rows = [Target(f"Certificate of {thing.owner}", {"code": thing.row.number}, frozenset(EVERYBODY)) for thing in world.things[Certificate]]
    return [*rows, Target("a number that never was", {"code": "z" * 16}, frozenset())]


def transcripts(world: World) -> list[Target]:
    """Whoever has the number of a transcript reads what is on it."""
    rows = [Target(f"Transcript of {thing.owner}", {"code": thing.row.number}, frozenset(EVERYBODY)) for thing in world.things[Transcript]]
    return [*rows, Target("a number that never was", {"code": "z" * 20}, frozenset())]


def guests(more: dict[str, str] | None = None, data: dict[str, str] | None = None, only: str = "") -> Callable[[World], list[Target]]:
    """Whoever has the secret link of a guest opens their page, and takes it into an account of their own; `only` those who were there."""
    def make(world: World) -> list[Target]:
        rows = [Target(f"Guest of {thing.owner}, {thing.state}", {"token": guest_token(thing.code), **(more or {})},
                       frozenset(EVERYBODY) if only in {"", thing.state} else frozenset(), data=data or {}) for thing in world.things[Guest]]
        return [*rows, Target("a link that never was", {"token": "z" * 43, **(more or {})}, frozenset())]
    return make


def slips(world: World) -> list[Target]:
    """Targets for a guest on a list: of the event to which they come, and of another."""
    rows = []
    for owner, other in (OWNERS, OWNERS[::-1]):
        guest = world.first(Guest, owner)
        rows += [Target(f"Guest of {owner}", {"code": guest.event.code, "guest": guest.code}, by_own_key(owner)),
                 Target("on another list", {"code": world.first(Event, other).code, "guest": guest.code}, frozenset())]
    return [*rows, Target("never was", {"code": NEVER_WAS, "guest": NEVER_WAS}, frozenset())]


def coming(world: World) -> list[Target]:
    """What hangs for anyone can be come to as a guest; to anything else it takes its code."""
    return [replace(one, may=one.may if "for_body" not in one.words and "by_link" not in one.words else frozenset()) for one in things(Event)(world)]


def coming_with_code(world: World) -> list[Target]:
    """With the code for guests anybody comes to anything that is not over; nobody without a name."""
    rows = [Target(f"Event of {thing.owner}, {thing.state}", {"code": thing.code}, frozenset(EVERYBODY), data={
        "name": "Gus", "code": for_guests(thing.row.door_key)}) for thing in world.things[Event]
        if thing.owner in OWNERS and thing.state in {"there", "for_body", "by_link"}]
    return [*rows, *(replace(one, may=frozenset(), data={"name": "Gus", "code": "AAAAAA"}) for one in things(Event)(world)
                     if "for_body" in one.words or "by_link" in one.words or "never" in one.words)]


def event_doors_with_code(world: World) -> list[Target]:
    """The same for whoever holds the link."""
    return [replace(one, data={"name": "Gus", "code": "AAAAAA"}) for one in event_doors(world)]


def taking_part(world: World, data: dict[str, str]) -> list[Target]:
    """Targets for whoever goes to an edcamp: both to those that hang for anyone, its host to the other."""
    return [replace(one, may=one.may & {*OWNERS}) if "there" in one.words else replace(one, may=one.may & {one.words.split()[2].rstrip(",")})
            for one in things(Edcamp, data=lambda world, row: data)(world)]


def on_board(data: Callable[[Edcamp], dict[str, str]]) -> Callable[[World], list[Target]]:
    """Targets for what is done on a board with what hangs there."""
    def make(world: World) -> list[Target]:
        rows = [Target(f"the board of {thing.owner}", {"code": thing.code}, by_own_key(thing.owner), data=data(thing.row))
                for thing in world.things[Edcamp] if thing.state == "there"]
        return [*rows, Target("never was", {"code": NEVER_WAS}, frozenset(), data=rows[0].data)]
    return make


def hands(*kinds: tuple[str, type]) -> Callable[[World], list[Target]]:
    """Targets for handing a copy of a thing of each kind, and of a kind that cannot be handed."""
    def make(world: World) -> list[Target]:
        found = [target for kind, model in kinds for target in things(model, "hand", more={"kind": kind}, data=lambda world, row: {
            "reader": world.people["rosa"].code, "until_on": LATER.isoformat()})(world) if "let_go" not in target.words]
        return [*found, Target("a kind that cannot be handed", {"kind": "sentence", "code": world.first(Sentence).code}, frozenset())]
    return make


BADGE = '{"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "verification": {"type": "hosted"}}'
NOTE = {"title": "A visit", "kind": "visit", "minutes": "20", "on_on": TODAY.isoformat(), "time_kind": "own", "origin": "chosen"}
REQUIRED = {"title": "A talk", "reason": "So.", "minutes": "60", "due_on": LATER.isoformat(), "roles": ["teacher"], "must": "In the hall", "up": "1"}
EDCAMP = {"title": "Edcamp", "on": LATER.isoformat(), "starts": "09:00", "day": "express", "zone": "UTC", "place": "Hall", "audience": "public", "up": "1"}
CARD = {"kind": "learn", "title": "A card", "name": "Me"}
PLANNED = {"title": "Six evenings", "kind": "course"}
EVENT = {"title": "A talk", "kind": "talk", "on": LATER.isoformat(), "starts": "18:00", "ends": "20:00", "zone": "UTC", "place": "Hall", "audience": "public", "up": "1"}
UNTIL = {"until_on": (TODAY + timedelta(days=9)).isoformat()}

ROUTES: dict[str, Row] = {
    # pages
    "": Row(OPEN),
    "today/": Row(SIGNED),
    "help/": Row(OPEN),
    "offline/": Row(OPEN),
    "offline/mine.json": Row(OWN),
    "me/device/": Row(OWN, OWN),
    "worker.js": Row(OPEN),
    "staffroom.webmanifest": Row(OPEN),
    "source": Row(OPEN),
    "source/staffroom.zip": Row(OPEN),
    "people/": Row(SIGNED),
    "people/roles/<slug:code>/leave/": Row(None, SIGNED, things(Membership, "leave")),
    "people/invitations/<slug:code>/accept/": Row(None, SIGNED, things(Invitation, "answer")),
    "people/invitations/<slug:code>/decline/": Row(None, SIGNED, things(Invitation, "answer")),
    "join/": Row(OPEN, OPEN),
    "join/sheet/<slug:typed>/": Row(OPEN, OPEN, by_sheet("GET"), by_sheet("POST")),
    "join/<slug:token>/": Row(OPEN, OPEN, joining("GET"), joining("POST")),
    "demo/": Row(OPEN, None, fixed({}, may=()), why="this world is no demonstration"),
    "demo/<slug:code>/": Row(None, OPEN, lambda world: [Target("ann, who is real", {"code": world.people[ANN].code}, frozenset()), *fixed({"code": NEVER_WAS}, may=())(world)]),
    "demo/<slug:code>/school/": Row(None, OPEN, lambda world: [Target("ann, who is real", {"code": world.people[ANN].code}, frozenset()),
                                                               *fixed({"code": NEVER_WAS}, may=())(world)]),
    "office/": Row(SIGNED, None, fixed({}, may=REACH)),
    "office/<slug:code>/": Row(SIGNED, None, offices()),
    "office/<slug:code>/members/<slug:role>/": Row(SIGNED, None, in_office(Membership, "role", "look")),
    "office/<slug:code>/members/<slug:role>/end/": Row(None, SIGNED, in_office(Membership, "role", "end")),
    "office/<slug:code>/members/<slug:role>/offer/": Row(None, SIGNED, in_office(Membership, "role", "offer")),
    "office/<slug:code>/invite/": Row(SIGNED, SIGNED, offices(manage=True)),
    "office/<slug:code>/invitations/<slug:invited>/": Row(SIGNED, None, in_office(Invitation, "invited", "manage")),
    "office/<slug:code>/invitations/<slug:invited>/withdraw/": Row(None, SIGNED, in_office(Invitation, "invited", "manage")),
    "office/<slug:code>/sheets/": Row(SIGNED, SIGNED, offices(manage=True)),
    "office/<slug:code>/sheets/<slug:sheet>/": Row(SIGNED, None, in_office(JoinSheet, "sheet", "manage")),
    "office/<slug:code>/sheets/<slug:sheet>/end/": Row(None, SIGNED, in_office(JoinSheet, "sheet", "manage")),
    "office/<slug:code>/below/": Row(SIGNED, SIGNED, offices(), lambda world: [one for one in offices(post_manage=True)(world) if one.words not in {"juniper", "alder", "harbour"}]),
    "office/<slug:code>/name/": Row(SIGNED, SIGNED, offices(manage=True)),
    "office/<slug:code>/domains/": Row(SIGNED, SIGNED, offices(manage=True)),
    # growth
    "practice/start/": Row(OWN, OWN),
    "practice/how-suggestions-work/": Row(OPEN),
    "practice/start/<slug:code>/": Row(OWN, None, things(Sentence)),
    "practice/start/<slug:code>/forget/": Row(None, OWN, things(Sentence, "remove")),
    "practice/^start/(?P<code>[0-9a-z]+)/(?P<offer>[0-9a-z]+)/(?P<how>plan|aside)/$": Row(
        None, OWN, lambda world: [Target(one.words, one.values | {"offer": world.things[Offer][0].code, "how": how}, one.may)
                                  for how in ("plan", "aside") for one in things(Sentence, "change")(world)]),
    # looks
    "practice/map/": Row(OWN),
    "practice/map/<slug:code>/": Row(OWN, None, editions()),
    "practice/map/<slug:code>/picture/": Row(OWN, None, editions()),
    "practice/map/<slug:code>/line/": Row(OWN, None, editions(query="of=1")),
    "practice/map/<slug:code>/<int:number>/": Row(OWN, OWN, editions(number="1")),
    "practice/^tag/(?P<kind>entry|step|goal)/(?P<code>[0-9a-z]+)/$": Row(OWN, OWN, lambda world: [
        *things(Entry, "change", more={"kind": "entry"}, data=lambda world, row: {"node": "1"})(world),
        *things(PlanStep, "change", more={"kind": "step"}, data=lambda world, row: {"node": "1"})(world),
        *things(Goal, "change", more={"kind": "goal"}, data=lambda world, row: {"node": "1"})(world)]),
    "practice/looks/<slug:code>/": Row(OWN, None, things(Look)),
    "practice/looks/<slug:code>/forget/": Row(None, OWN, things(Look, "remove")),
    "practice/looks/<slug:code>/<int:number>/help/": Row(None, OWN, things(Look, more={"number": "1"})),
    # inquiry
    "practice/reflections/<slug:code>/": Row(OWN, OWN, looked_back(), looked_back({"base": "1", "happened": "Again"})),
    "practice/reflections/<slug:code>/next/": Row(None, OWN, looked_back()),
    "practice/reflections/<slug:code>/forget/": Row(None, OWN, looked_back()),
    "practice/responses/<slug:code>/": Row(None, OWN, answerable),
    "practice/responses/<slug:code>/take-back/": Row(None, OWN, things(Response, "remove")),
    # moderation
    "reports/": Row(OWN),
    "reports/new/<slug:kind>/<slug:code>/": Row(OWN, OWN, things(Offer, more={"kind": "offer"}, data=lambda world, row: {"reason": "other"})),
    "reports/open/": Row(OWN, None, fixed({}, may={"caretaker"})),
    "reports/open/<slug:kind>/<slug:code>/": Row(OWN, OWN, lambda world: [
        Target(one.words, one.values, one.may & {"caretaker"}, data={"takes_down": "no", "why": "It is fine."})
        for one in things(Offer, more={"kind": "offer"})(world)]),
    "reports/decisions/<slug:code>/": Row(OWN, OWN, things(Decision), things(Decision, "answer", data=lambda world, row: {"words": "It is so."})),
    "reports/^decisions/(?P<code>[0-9a-z]+)/(?P<how>put-back|stays-down)/$": Row(
        None, OWN, lambda world: [target for how in ("stays-down", "put-back") for target in things(Decision, "undo", more={"how": how})(world)]),
    # required
    "practice/required/": Row(SIGNED),
    "practice/required/<slug:code>/": Row(SIGNED, None, things(Requirement)),
    "practice/required/<slug:code>/not-for-me/": Row(OWN, OWN, things(Requirement, "answer", data=lambda world, row: {"why": "known"})),
    "practice/required/<slug:code>/<slug:option>/plan/": Row(None, OWN, planned()),
    "^practice/required/(?P<code>[0-9a-z]+)/(?P<how>done|not-done|for-me)/$": Row(None, OWN, lambda world: [
        *things(Requirement, "answer", more={"how": "done"})(world),
        *(target for how in ("not-done", "for-me") for target in things(Requirement, more={"how": how})(world))]),
    "office/<slug:code>/required/": Row(SIGNED, None, offices()),
    "office/<slug:code>/required/new/": Row(SIGNED, SIGNED, offices(), lambda world: [replace(one, data=REQUIRED) for one in offices()(world)]),
    "office/<slug:code>/required/<slug:required>/": Row(SIGNED, None, required("look")),
    "office/<slug:code>/required/<slug:required>/change/": Row(SIGNED, SIGNED, required("run"), required("run", REQUIRED | {"why": "So."})),
    "office/<slug:code>/required/<slug:required>/end/": Row(SIGNED, SIGNED, required("run"), required("run", {"why": "So."})),
    "office/<slug:code>/required/<slug:required>/instead/": Row(SIGNED, SIGNED, required("run"), required("run", {"line": "A book"})),
    # buddies
    "buddies/": Row(OWN),
    "buddies/^offers/(?P<code>[0-9a-z]+)/(?P<how>offer|withdraw)/$": Row(None, OWN, fixed({"code": NEVER_WAS, "how": "offer"}, may=())),
    "buddies/offers/<slug:code>/ask/": Row(None, OWN, things(Offering, "ask")),
    "buddies/^pairs/(?P<code>[0-9a-z]+)/(?P<how>agree|end)/$": Row(None, OWN, lambda world: [
        target for how in ("agree", "end") for target in things(Pair, how, more={"how": how})(world)]),
    # needs
    "find/needs/": Row(OPEN),
    "find/needs/new/": Row(OWN, OWN, None, lambda world: [Target("a need", {}, frozenset(EVERYBODY), data={"words": "A missing thing", "up": "1"})]),
    "find/needs/<slug:code>/": Row(OPEN, None, things(Need)),
    "find/needs/<slug:code>/answer/": Row(SIGNED, SIGNED, things(Need, "answer", data=lambda world, row: {
        "kind": "declined" if row.organisation_id else "", "words": "No time.", "address": "" if row.organisation_id else "https://there.example/"})),
    "find/needs/answers/<slug:code>/take-back/": Row(None, SIGNED, things(Answer, "take_back")),
    "find/needs/<slug:code>/same/": Row(OWN, OWN, things(Need, "merge"), things(Need, "merge", data=lambda world, row: {"other": row.code})),
    "find/needs/^same/(?P<code>[0-9a-z]+)/(?P<how>agree|undo)/$": Row(None, OWN, lambda world: [
        target for how in ("agree", "undo") for target in things(NeedMerge, how, more={"how": how})(world)]),
    "find/needs/<slug:code>/reopen/": Row(OWN, OWN, things(Need, "reopen", data=lambda world, row: {"why": "It is for another age."})),
    "find/needs/^(?P<code>[0-9a-z]+)/(?P<how>join|take-back)/$": Row(
        None, OWN, lambda world: [target for how in ("join", "take-back") for target in things(Need, more={"how": how})(world)]),
    # edcamps
    "edcamps/": Row(OPEN),
    "edcamps/new/": Row(OWN, OWN, None, lambda world: [Target("an edcamp", {}, frozenset(EVERYBODY), data=EDCAMP)]),
    "edcamps/cards/<slug:code>/": Row(OPEN, None, things(Card)),
    "edcamps/cards/<slug:code>/change/": Row(OWN, OWN, things(Card, "change", data=lambda world, row: CARD)),
    "edcamps/cards/<slug:code>/notes/": Row(OPEN, OWN, things(Card), things(Card, "write", data=lambda world, row: {"text": "Noted too", "version": "1"})),
    "edcamps/cards/<slug:code>/notes/now/": Row(OPEN, OWN, things(Card), things(Card, "write", data=lambda world, row: {
        "text": "Noted too", "version": "1", "key": "a" * 32})),
    "edcamps/cards/<slug:code>/notes/add/": Row(None, OWN, things(Card, "write", data=lambda world, row: {"more": "From elsewhere"})),
    "edcamps/cards/<slug:code>/notes/versions/": Row(OPEN, None, things(Card, "write")),
    "edcamps/cards/<slug:code>/notes/versions/<int:number>/undo/": Row(None, OWN, things(Card, "write", more={"number": "1"})),
    "edcamps/cards/<slug:code>/notes/versions/forget/": Row(None, OWN, things(Card, "keep")),
    "edcamps/^cards/(?P<code>[0-9a-z]+)/(?P<how>lead|dot|no-dot|back)/$": Row(None, OWN, lambda world: [
        target for how in ("lead", "dot", "no-dot", "back") for target in things(Card, "change" if how == "back" else "take_part", more={"how": how})(world)]),
    "edcamps/leads/<slug:code>/leave/": Row(None, OWN, things(Lead, "leave")),
    "edcamps/<slug:code>/": Row(OPEN, None, things(Edcamp)),
    "edcamps/<slug:code>/board/": Row(OPEN, None, things(Edcamp)),
    "edcamps/<slug:code>/live/": Row(OPEN, None, things(Edcamp)),
    "edcamps/worker.js": Row(OPEN),
    "edcamps/growth/": Row(OPEN),
    "edcamps/growth.csv": Row(OPEN),
    "edcamps/<slug:code>/archive/": Row(OPEN, None, things(Edcamp)),
    "edcamps/<slug:code>/numbers/": Row(OPEN, None, things(Edcamp)),
    "edcamps/<slug:code>/thanks/": Row(OWN, OWN, things(Edcamp), lambda world: taking_part(world, {"card": ""})),
    "edcamps/<slug:code>/card/": Row(OWN, OWN, things(Edcamp, data=lambda world, row: CARD | {"go": "1"})),
    "edcamps/<slug:code>/cards/": Row(OWN, OWN, things(Edcamp, "keep", data=lambda world, row: {"lines": "Sorting at the door"})),
    "edcamps/<slug:code>/dots/": Row(OWN, None, things(Edcamp)),
    "edcamps/<slug:code>/keep/": Row(OWN, None, things(Edcamp, "keep")),
    "edcamps/<slug:code>/there/": Row(OWN, OWN, things(Edcamp, "keep", data=lambda world, row: {"slot": row.slots.first().code})),
    "edcamps/<slug:code>/keep/board/": Row(OWN, None, things(Edcamp, "keep")),
    "edcamps/<slug:code>/place/": Row(None, OWN, on_board(lambda edcamp: {"card": edcamp.cards.get().code, "to": "parked", "version": "99"})),
    "edcamps/<slug:code>/undo/": Row(None, OWN, on_board(lambda edcamp: {"move": edcamp.moves.get(kind="put_up").code})),
    "edcamps/<slug:code>/merge/": Row(None, OWN, on_board(lambda edcamp: {"card": edcamp.cards.get().code, "into": edcamp.cards.get().code})),
    "edcamps/<slug:code>/vote/": Row(None, OWN, things(Edcamp, "keep", data=lambda world, row: {"says": "closed"})),
    "edcamps/<slug:code>/day/": Row(None, OWN, things(Edcamp, "keep", data=lambda world, row: {"minutes": "10"})),
    "edcamps/<slug:code>/proposal/": Row(OWN, OWN, things(Edcamp, "keep", data=lambda world, row: {"version": "0"})),
    "edcamps/<slug:code>/print/": Row(OWN, None, things(Edcamp, "keep")),
    "edcamps/bring/": Row(OWN, OWN),
    "edcamps/<slug:code>/carry/": Row(OWN, OWN, things(Edcamp, "run")),
    "edcamps/<slug:code>/day.json": Row(OWN, None, things(Edcamp, "run")),
    "edcamps/<slug:code>/join/": Row(OWN, None, things(Edcamp, "keep")),
    "edcamps/<slug:code>/smackdown/": Row(OPEN, None, things(Edcamp)),
    "edcamps/<slug:code>/smackdown/mine/": Row(None, OWN, lambda world: taking_part(world, {"title": "A tool"})),
    "edcamps/<slug:code>/smackdown/next/": Row(None, OWN, things(Edcamp, "keep")),
    "edcamps/^turns/(?P<code>[0-9a-z]+)/(?P<how>later|back)/$": Row(None, OWN, lambda world: [
        target for how, verb in (("later", "keep"), ("back", "back")) for target in things(Turn, verb, more={"how": how})(world)]),
    "edcamps/<slug:code>/rooms/": Row(OWN, OWN, things(Edcamp, "keep", data=lambda world, row: {"row": "1", "name-1": "Hall"})),
    "edcamps/<slug:code>/times/": Row(OWN, OWN, things(Edcamp, "keep", data=lambda world, row: {
        "row": "1", "from-1": "05:00", "to-1": "05:45", "kind-1": "session"})),
    "edcamps/<slug:code>/name/": Row(OWN, OWN, things(Edcamp, "run", data=lambda world, row: {"named": "free", "credit": "asked", "dots_count": "4"})),
    # credentials
    "badges/": Row(OWN),
    "badges/bring/": Row(OWN, OWN, None, lambda world: [Target("a badge", {}, frozenset(EVERYBODY), data={"text": BADGE})]),
    "badges/<slug:code>/": Row(OWN, None, things(Badge)),
    "badges/<slug:code>/picture.webp": Row(OWN, None, things(Badge)),
    "badges/<slug:code>/keep/": Row(None, OWN, things(Badge, "keep", data=lambda world, row: {
        "minutes": "30", "on_on": TODAY.isoformat(), "kind": "course", "says_no_pupils": "1"})),
    "badges/<slug:code>/check/": Row(None, OWN, things(Badge)),
    "badges/<slug:code>/forget/": Row(None, OWN, things(Badge, "forget")),
    ".well-known/did.json": Row(OPEN),
    "credentials/status/<int:number>": Row(OPEN, None, lambda world: [
        Target("the list", {"number": "1"}, frozenset(EVERYBODY)), Target("a list that never was", {"number": NO_NUMBER}, frozenset())]),
    # transcripts
    "record/transcript/": Row(OWN),
    "record/transcript/new/": Row(OWN, OWN, None, lambda world: [
        Target("of an entry that never was", {}, frozenset(EVERYBODY), data={"entry": f"{NEVER_WAS}.1"})]),
    "record/transcript/<slug:code>/": Row(OWN, None, things(Transcript)),
    "record/transcript/^(?P<code>[0-9a-z]+)\\.(?P<form>pdf|csv|json)$": Row(OWN, None, lambda world: [
        target for form in ("pdf", "csv", "json") for target in things(Transcript, more={"form": form})(world)]),
    "record/transcript/<slug:code>/end/": Row(None, OWN, things(Transcript, "end")),
    "verify/transcript/<slug:code>": Row(OPEN, None, transcripts),
    "verify/transcript/<slug:code>.json": Row(OPEN, None, transcripts),
    # certificates
    "certificates/": Row(OWN),
    "certificates/new/<slug:presence>/": Row(OWN, OWN, things(Presence, "take", param="presence")),
    "certificates/^wish/(?P<event>[0-9a-z]+)/(?P<how>yes|no)/$": Row(None, OWN, things(Event, "answer", param="event", more={"how": "yes"})),
    "certificates/of/<slug:event>/": Row(OWN, OWN, things(Event, "run", param="event")),
    "certificates/guest/<slug:token>/": Row(OPEN, OPEN, guests(only="past")),
    "certificates/guest/<slug:token>.pdf": Row(OPEN, None, guests(only="past")),
    "certificates/<slug:code>/": Row(OWN, None, things(Certificate)),
    "certificates/<slug:code>.pdf": Row(OWN, None, things(Certificate)),
    "certificates/<slug:code>/anew/": Row(OWN, OWN, things(Certificate, "end", data=lambda world, row: {"why": "So."})),
    "certificates/<slug:code>/revoke/": Row(OWN, OWN, things(Certificate, "end", data=lambda world, row: {"why": "So."})),
    "verify/": Row(OPEN),
    "verify/<slug:code>": Row(OPEN, None, numbers),
    # attendance
    "attendance/guest/<slug:token>/": Row(OPEN, OPEN, guests(data={"word": "ABCDEF"})),
    "attendance/guest/<slug:token>/quiz/": Row(OPEN, OPEN, guests()),
    "attendance/guest/<slug:token>/questions/": Row(OPEN, OPEN, guests(data={"worth": "yes", "tries": "no", "words": ""})),
    "attendance/<slug:code>/": Row(OWN, OWN, things(Event, "answer", data=lambda world, row: {"word": "ABCDEF"})),
    "attendance/<slug:code>/quiz/": Row(OWN, OWN, things(Event, "answer")),
    "attendance/<slug:code>/questions/": Row(OWN, OWN, things(Event, "answer", data=lambda world, row: {"worth": "yes", "tries": "no", "words": "Shorter"})),
    "attendance/<slug:code>/room/": Row(OWN, OWN, things(Event, "answer", data=lambda world, row: {
        "place": "Juniper", "minutes": "30", "names": "Uma Guest", "saw": "on"})),
    "attendance/<slug:code>/word/": Row(OWN, None, things(Event, "keep")),
    "attendance/<slug:code>/people/": Row(OWN, None, things(Event, "keep")),
    "attendance/<slug:code>/recording/": Row(OWN, OWN, things(Event, "run", data=lambda world, row: {"link": "https://video.example/x"})),
    # events
    "events/": Row(OPEN),
    "events/new/": Row(OWN, OWN, None, lambda world: [Target("an event", {}, frozenset(EVERYBODY), data=EVENT)]),
    "events/mine/": Row(OWN),
    "events/series/<slug:code>/": Row(OPEN, None, things(Series)),
    "events/planned/": Row(OPEN),
    "events/planned/new/": Row(OWN, OWN, None, lambda world: [Target("one without a date", {}, frozenset(EVERYBODY), data=PLANNED | {"up": "1"})]),
    "events/planned/<slug:code>/": Row(OPEN, None, things(Planned)),
    "events/planned/<slug:code>/change/": Row(OWN, OWN, things(Planned, "run", data=lambda world, row: PLANNED)),
    "events/planned/<slug:code>/off/": Row(OWN, OWN, things(Planned, "run", data=lambda world, row: {"why": "So."})),
    "events/^planned/(?P<code>[0-9a-z]+)/(?P<how>first|no-more)/$": Row(None, OWN, lambda world: [
        *things(Planned, "ask", more={"how": "first"})(world), *things(Planned, "ask", more={"how": "no-more"})(world)]),
    "events/door/<slug:door>/": Row(OPEN, None, event_doors),
    "events/^door/(?P<door>[\\w-]+)/(?P<how>going|interested|not)/$": Row(None, OWN, lambda world: [
        replace(one, values=one.values | {"how": "going"}) for one in event_doors(world)]),
    "events/door/<slug:door>/guest/": Row(OPEN, OPEN, event_doors, event_doors_with_code),
    "events/guest/<slug:token>/": Row(OPEN, None, guests()),
    "events/guest/<slug:token>.ics": Row(OPEN, None, guests()),
    "events/^guest/(?P<token>[\\w-]+)/(?P<how>keep|off|next|no-next|again)/$": Row(None, OPEN, lambda world: [*guests({"how": "keep"})(world), *guests({"how": "off"})(world)]),
    "events/guest/<slug:token>/here/": Row(None, OPEN, guests(data={"minutes": "30"})),
    "events/guest/<slug:token>/mine/": Row(OWN, OWN, guests()),
    "events/presence/<slug:code>/": Row(OWN, OWN, things(Presence, "correct", data=lambda world, row: {"minutes": "60", "why": "So."})),
    "events/presence/<slug:code>/take/": Row(OWN, OWN, things(Presence, "take", data=lambda world, row: {"time_kind": "own"})),
    "events/<slug:code>/": Row(OPEN, None, things(Event)),
    "events/<slug:code>.ics": Row(OPEN, None, things(Event)),
    "events/door/<slug:door>.ics": Row(OPEN, None, event_doors),
    "events/calendar.ics": Row(OPEN),
    "events/^(?P<code>[0-9a-z]+)/(?P<how>going|interested|not)/$": Row(None, OWN, lambda world: [
        target for how in ("going", "interested", "not") for target in things(Event, "answer", more={"how": how})(world)]),
    "events/<slug:code>/change/": Row(OWN, OWN, things(Event, "run", data=lambda world, row: EVENT)),
    "events/<slug:code>/off/": Row(OWN, OWN, things(Event, "run", data=lambda world, row: {"why": "So."})),
    "events/<slug:code>/again/": Row(OWN, OWN, things(Event, "run", data=lambda world, row: {"every_days": "7", "count": "1"})),
    "events/<slug:code>/door/": Row(OWN, None, things(Event, "keep")),
    "events/<slug:code>/here/": Row(OWN, OWN, things(Event, "answer", data=lambda world, row: {"minutes": "60"})),
    "events/<slug:code>/list/": Row(OWN, OWN, things(Event, "keep")),
    "events/<slug:code>/cover/": Row(None, OWN, things(Event, "answer")),
    "events/<slug:code>/list/<slug:going>/part/": Row(None, OWN, parts),
    "events/<slug:code>/list/add/": Row(None, OWN, things(Event, "keep", data=lambda world, row: {"names": "Ida"})),
    "events/<slug:code>/list/codes/": Row(None, OWN, things(Event, "run")),
    "events/<slug:code>/list/guests/<slug:guest>/": Row(OWN, OWN, slips),
    "events/<slug:code>/guest/": Row(OPEN, OPEN, coming, coming_with_code),
    "events/<slug:code>/try/": Row(OWN, OWN, things(Event, "answer", data=lambda world, row: {"words": "Sort at the door"})),
    # offered
    "office/<slug:code>/offered/": Row(SIGNED, None, offices()),
    "offered/ask/<slug:kind>/<slug:code>/": Row(SIGNED, SIGNED, asking),
    "offered/<slug:code>/": Row(OPEN, None, things(Adoption)),
    "offered/<slug:code>/answer/": Row(None, OWN, things(Adoption, "answer", data=lambda world, row: {"says": "no"})),
    "offered/<slug:code>/end/": Row(None, SIGNED, things(Adoption, "end")),
    # catalogue
    "find/cards/": Row(OWN),
    "find/cards/new/": Row(OWN, OWN, None, lambda world: [Target("a card", {}, frozenset(EVERYBODY), data=A_CARD)]),
    "find/cards/<slug:code>/": Row(OPEN, None, things(PracticeCard)),
    "find/cards/<slug:code>/before/": Row(OPEN, None, things(PracticeCard)),
    "find/cards/<slug:code>/adapt/": Row(OWN, OWN, things(PracticeCard, "adapt"), things(PracticeCard, "adapt", data=lambda world, row: A_CARD)),
    "find/cards/<slug:code>/correct/": Row(OWN, OWN, things(PracticeCard, "change"), things(PracticeCard, "change", data=lambda world, row: A_CARD)),
    "find/^cards/(?P<code>[0-9a-z]+)/(?P<how>take-back|again)/$": Row(
        None, OWN, lambda world: [target for how in ("take-back", "again") for target in things(PracticeCard, "change", more={"how": how})(world)]),
    "find/": Row(OPEN),
    "find/how/": Row(OPEN),
    "find/compare/": Row(OPEN),
    "find/saved/": Row(OWN, OWN),
    "find/^saved/(?P<code>[0-9a-z]+)/(?P<how>tell|quiet|forget)/$": Row(None, OWN, things(SavedSearch, "change", more={"how": "tell"})),
    "find/^list\\.(?P<form>csv|html|opml)$": Row(OPEN, None, fixed({"form": "csv"}, {"form": "html"}, {"form": "opml"})),
    "find/list.rss": Row(OPEN),
    "find/feeds/": Row(OWN),
    "find/feeds.opml": Row(OWN),
    "find/add/": Row(OWN),
    "find/add/link/": Row(None, OWN),
    "find/add/feed/": Row(None, OWN),
    "find/add/file/": Row(None, OWN),
    "find/add/<slug:code>/": Row(OWN, None, things(ImportRun)),
    "find/add/<slug:code>/columns/": Row(None, OWN, things(ImportRun, "change")),
    "find/^add/(?P<code>[0-9a-z]+)/(?P<how>apply|undo)/$": Row(None, OWN, things(ImportRun, "change", more={"how": "apply"})),
    "find/^(?P<code>[0-9a-z]+)/(?P<how>follow|unfollow)/$": Row(None, OWN, things(Offer, more={"how": "follow"})),
    "find/<slug:code>/": Row(OPEN, None, things(Offer)),
    "find/<slug:code>.json": Row(OPEN, None, things(Offer)),
    "find/<slug:code>/facts/": Row(OWN, OWN, things(Offer, "correct"), things(Offer, "correct", data=lambda world, row: {
        "how": "eyes", "licence": f"CC {uuid4().hex[:6]}"})),
    "find/<slug:code>/reviews/": Row(OPEN, None, things(Offer)),
    "find/<slug:code>/reviews/mine/": Row(OWN, OWN, things(Offer, "review"), things(Offer, "review", data=lambda world, row: {
        "tied": "no", **dict.fromkeys(QUESTIONS, "yes")})),
    "find/<slug:code>/reviews/ask/": Row(None, OWN, things(Offer, "ask")),
    "find/reviews/<slug:code>/take-back/": Row(None, OWN, things(Review, "change")),
    "find/facts/<slug:code>/undo/": Row(None, OWN, things(Correction, "undo")),
    "find/<slug:code>/same/": Row(OWN, OWN, things(Offer, "change")),
    "find/add/one/<slug:code>/undo/": Row(None, OWN, things(Merge, "undo")),
    "find/<slug:code>/plan/": Row(None, OWN, things(Offer)),
    # practice
    "practice/": Row(OWN),
    "practice/new/": Row(OWN, OWN),
    "practice/changes/": Row(OWN),
    "practice/asked/": Row(OWN),
    "practice/asked/<slug:code>/": Row(OWN, OWN, things(FollowUp, data=lambda world, row: {"easier": "no"})),
    "practice/asked/<slug:code>/no/": Row(None, OWN, things(FollowUp, "set_aside")),
    "practice/asked/<slug:code>/tell/": Row(OWN, OWN, things(FollowUp, "tell")),
    "practice/asked/<slug:code>/take-back/": Row(None, OWN, things(FollowUp, "tell")),
    "practice/pace/": Row(None, OWN, None, lambda world: [Target("45", {}, frozenset(EVERYBODY), data={"week_minutes": "45"})]),
    "practice/goals/": Row(OWN),
    "practice/goals/new/": Row(OWN, OWN),
    "practice/goals/<slug:code>/": Row(OWN, OWN, things(Goal)),
    "practice/^goals/(?P<code>[0-9a-z]+)/(?P<how>reached|let-go|again)/$": Row(
        None, OWN, lambda world: [target for how in ("reached", "let-go", "again") for target in things(Goal, "change", more={"how": how})(world)]),
    "practice/periods/": Row(OWN, OWN),
    "practice/periods/<slug:code>/remove/": Row(None, OWN, things(Period, "remove")),
    "practice/calendar/": Row(OWN, OWN, None, lambda world: [Target("without titles", {}, frozenset(EVERYBODY), data={"titles": "hidden"})]),
    "practice/^calendar/(?P<how>new|stop)/$": Row(None, OWN, fixed({"how": "new"}, {"how": "stop"})),
    "practice/calendar/<slug:secret>.ics": Row(OPEN, None, calendars),
    "practice/later/": Row(OWN),
    "practice/^later/list\\.(?P<form>csv|html)$": Row(OWN, None, fixed({"form": "csv"}, {"form": "html"})),
    "practice/later/new/<slug:kind>/<slug:code>/": Row(OWN, OWN, things(Offer, more={"kind": "offer"}, data=lambda world, row: {"asked_for": "tomorrow"})),
    "practice/later/<slug:code>/": Row(OWN, OWN, things(Saved, data=lambda world, row: {"asked_for": "unit"})),
    "practice/^later/(?P<code>[0-9a-z]+)/(?P<how>keep|try|drop|again)/$": Row(
        None, OWN, lambda world: [target for how in ("keep", "try", "drop", "again") for target in things(Saved, "change", more={"how": how})(world)]),
    "practice/together/join/<slug:door>/": Row(OWN, OWN, doors(), doors({"week_minutes": "30"})),
    "practice/together/notes/<slug:code>/take-back/": Row(None, OWN, things(StudyNote, "remove")),
    "practice/<slug:code>/": Row(OWN, OWN, things(PlanStep)),
    "practice/<slug:code>/together/": Row(OWN, OWN, things(PlanStep, "change")),
    "practice/<slug:code>/together/leave/": Row(None, OWN, things(PlanStep, "change")),
    "practice/<slug:code>/study/": Row(OWN, OWN, things(PlanStep, "change"), things(PlanStep, "change", data=lambda world, row: {"week_minutes": "30"})),
    "practice/^(?P<code>[0-9a-z]+)/study/(?P<how>pause|go-on|less|over)/$": Row(
        None, OWN, lambda world: [target for how in ("pause", "go-on", "less", "over") for target in things(PlanStep, "change", more={"how": how})(world)]),
    "practice/^(?P<code>[0-9a-z]+)/(?P<how>done|let-go|again|not-today|go-on)/$": Row(
        None, OWN, lambda world: [target for how in ("done", "let-go", "again", "not-today", "go-on") for target in things(PlanStep, "change", more={"how": how})(world)]),
    # record
    # ledger
    "record/hours/": Row(SIGNED),
    "record/hours/<slug:code>/receipt.txt": Row(SIGNED, None, things(Posting, "keep")),
    "receipts/<slug:code>/": Row(OPEN, None, things(Posting)),
    "trust/checkpoints.txt": Row(OPEN),
    # claims
    "record/claims/": Row(OWN),
    "record/claims/<slug:code>/": Row(OWN, None, things(Claim, "change")),
    "record/claims/<slug:code>/withdraw/": Row(None, OWN, things(Claim, "change")),
    "record/claims/<slug:code>/appeal/": Row(None, OWN, in_state(Claim, "change", {"declined"}, {"words": "Look again."})),
    "record/<slug:code>/claim/": Row(OWN, OWN, things(Entry, "ask", data=lambda world, row: {"send": "1"})),
    "office/claims/": Row(SIGNED, None, fixed({}, may=CLAIMS_SEATS)),
    "office/claims/approve/": Row(None, SIGNED, fixed({}, may=CLAIMS_SEATS)),
    "office/claims/decisions/<slug:code>/": Row(SIGNED, SIGNED, things(Ruling, "change"), in_state(
        Ruling, "change", {"granted"}, {"what": "revoke", "code": "error", "reason": "So."})),
    "office/claims/<slug:code>/": Row(SIGNED, SIGNED, things(Claim, "look"), lambda world: [
        *in_state(Claim, "look", {"waiting", "shut"}, {"what": "decline", "reason": "So."})(world),
        *in_state(Claim, "look", {"withdrawn"}, {"what": "decline", "reason": "So."}, frozenset(CLAIMS_OFFICE))(world)],
        why="of a withdrawn claim its office is told that it was withdrawn"),
    "office/claims/<slug:code>/proof/<slug:piece>/": Row(SIGNED, None, claim_files),
    "office/<slug:code>/claims/": Row(SIGNED, SIGNED, claim_desks(), claim_desks({"is_open": "no", "pack": "texas", "answer_days": "9", "appeal_days": "9"})),
    "office/<slug:code>/claims/decisions/": Row(SIGNED, None, claim_desks()),
    # credit
    "record/counts/": Row(OWN),
    "record/counts/licence/": Row(OWN, OWN, None, lambda world: [Target("a licence", {}, frozenset(EVERYBODY), data={
        "pack": "texas", "first_on": "2024-09-01", "last_on": "2029-08-31"})]),
    "record/counts/licence/forget/": Row(None, OWN),
    "record/counts/counts.csv": Row(OWN),
    "record/counts/<slug:code>/": Row(OWN, OWN, things(Entry, "change", data=lambda world, row: {"kind": "workshop"})),
    "record/": Row(OWN),
    "record/new/": Row(OWN, OWN, None, lambda world: [Target("a visit", {}, frozenset(EVERYBODY), data=NOTE)]),
    "record/time/": Row(OWN),
    "record/take/": Row(OWN),
    "record/^take/record\\.(?P<form>csv|json|pdf)$": Row(OWN, None, fixed({"form": "csv"}, {"form": "json"})),
    "record/let-go/": Row(OWN),
    "record/^let-go/(?P<what>entry|proof|draft)/(?P<code>[0-9a-z]+)/$": Row(None, OWN, things(Entry, "bring_back", more={"what": "entry"})),
    "record/drafts/": Row(OWN),
    "record/drafts/<str:key>/": Row(OWN, OWN, things(Draft, param="key"), fixed({"key": "record.new"})),
    "record/drafts/<slug:code>/two/": Row(OWN, OWN, things(Draft, "change")),
    "record/drafts/<slug:code>/let-go/": Row(None, OWN, things(Draft, "remove")),
    "record/asked/": Row(SIGNED),
    "record/asked/<slug:code>/": Row(SIGNED, SIGNED, things(Ask), lambda world: [
        Target(one.words, one.values, one.may, data={"answer": "yes"}) if not one.may else Target(one.words, one.values, by_own_key("rosa"), data={"answer": "yes"})
        for one in things(Ask)(world)]),
    "record/<slug:code>/": Row(OWN, None, things(Entry)),
    "record/<slug:code>/edit/": Row(OWN, OWN, things(Entry, "change", data=lambda world, row: NOTE | {"base": "1"})),
    "record/<slug:code>/two/": Row(OWN, OWN, two_versions),
    "record/<slug:code>/let-go/": Row(None, OWN, things(Entry, "remove")),
    "record/<slug:code>/ask/": Row(OWN, OWN, things(Entry, "ask", data=lambda world, row: UNTIL | {"reader": world.people["rosa"].code})),
    "record/<slug:code>/sittings/": Row(None, OWN, things(Entry, "change", data=lambda world, row: {"on_on": TODAY.isoformat(), "minutes": "9"})),
    "record/<slug:code>/sittings/<slug:sitting>/let-go/": Row(None, OWN, pairs(Entry, Sitting, "sitting")),
    "record/<slug:code>/proof/": Row(None, OWN, things(Entry, "add_evidence", data=lambda world, row: {"link": "https://proof.example/"})),
    "record/<slug:code>/pieces/": Row(OWN, OWN, things(Entry, "add_evidence", query=lambda world, row: "key=upload-ann", data=lambda world, row: {
        "key": "upload-ann"})),
    "record/<slug:code>/proof/<slug:proof>/": Row(OWN, None, pairs(Entry, Evidence, "proof")),
    "record/<slug:code>/proof/<slug:proof>/let-go/": Row(None, OWN, pairs(Entry, Evidence, "proof")),
    # frameworks
    "frameworks/": Row(OPEN),
    "frameworks/bring/": Row(OWN, OWN),
    "frameworks/mine/<slug:code>/": Row(OWN, None, things(OwnFramework)),
    "frameworks/mine/<slug:code>/case.json": Row(OWN, None, things(OwnFramework)),
    "frameworks/^mine/(?P<code>[0-9a-z]+)/(?P<how>keep|drop|put-up)/$": Row(None, OWN, lambda world: [
        Target(f"{one.words}, {how}", one.values | {"how": how}, frozenset() if how == "put-up" else one.may)
        for how in ("keep", "drop", "put-up") for one in things(OwnFramework, "change")(world)], why="neither Ann nor Ben administers a body"),
    "frameworks/<slug:code>/": Row(OPEN, None, things(Framework)),
    "frameworks/<slug:code>/case.json": Row(OPEN, None, things(Framework)),
    "frameworks/<slug:code>/take-down/": Row(None, SIGNED, things(Framework, "take_down"), why="no body put it up"),
    "ims/case/v1p1/CFPackages/<str:identifier>": Row(OPEN, None, lambda world: [*fixed({"identifier": MAP})(world),
                                                                                *fixed({"identifier": NEVER_WAS}, may=())(world)]),
    # exchange
    "take/": Row(OWN, OWN),
    "take/bring/": Row(OWN, OWN),
    "take/<slug:code>/staffroom.zip": Row(OWN, None, things(Export)),
    "me/erase/": Row(OWN, OWN),
    "me/erase/asked/": Row(OPEN),
    "me/erase/undo/": Row(None, OWN),
    # notices
    "notices/": Row(SIGNED),
    "notices/read/": Row(None, SIGNED),
    "notices/how/": Row(OWN, OWN),
    # sharing
    "trust": Row(OPEN),
    "trust/check/": Row(OWN, OWN, only=ANN),  # it asks for every address there is, as six others
    "trust/eyes/": Row(OWN, None, fixed({}, query="path=/record/")),
    "shared/hand/<slug:kind>/<slug:code>/": Row(OWN, OWN, hands(("entry", Entry), ("planstep", PlanStep), ("look", Look), ("reflection", Reflection))),
    "shared/<slug:code>/": Row(OWN, None, things(Copy)),
    "shared/<slug:code>/take-back/": Row(None, OWN, things(Copy, "take_back")),
    # people: signing in is open to all, ways into an account are for a session of one's own
    "sign-in/": Row(OPEN, OPEN),
    "sign-up/": Row(OPEN, OPEN),
    "sign-out/": Row(OPEN, OPEN),
    "account/stopped/": Row(OPEN, None),
    "account/again/": Row(SIGNED, SIGNED),
    "account/password/reset/": Row(OPEN, OPEN),
    "account/password/reset/sent/": Row(OPEN, OPEN),
    "account/addresses/": Row(OWN, OWN),
    "account/sessions/": Row(OWN, OWN, None, lambda world: [Target("all others", {}, frozenset(EVERYBODY), data={"end": "others"})]),
    "account/code/": Row(OPEN, OPEN),
    "account/code/confirm/": Row(OPEN, OPEN),
    "account/keys/": Row(OWN, OWN),
    "account/keys/second/": Row(OPEN, OPEN),
    "account/keys/again/": Row(SIGNED, SIGNED),
    "account/keys/codes/on/": Row(OWN, OWN),
    "account/keys/codes/off/": Row(OWN, OWN, fixed({}, may=()), why="nobody in this world has such codes"),
    "account/keys/recovery/": Row(OWN, OWN, fixed({}, may=()), fixed({}, may=(), refused=WRONG_METHOD), why="nobody in this world has such codes"),
    "account/keys/recovery/new/": Row(OWN, OWN),
    "account/keys/recovery/file/": Row(OWN, OWN, fixed({}, may=()), why="nobody in this world has such codes"),
    "account/keys/passkeys/": Row(OWN, OWN, None, fixed({}, may=(), refused=WRONG_METHOD)),
    "account/keys/passkeys/add/": Row(OWN, OWN),
    "account/keys/passkeys/again/": Row(SIGNED, SIGNED),
    "account/keys/passkeys/<int:pk>/remove/": Row(OWN, OWN, fixed({"pk": NO_NUMBER}, may=())),
    "account/keys/passkeys/<int:pk>/name/": Row(OWN, OWN, fixed({"pk": NO_NUMBER}, may=())),
    "account/keys/passkeys/sign-in/": Row(OPEN, OPEN),
    "account/bodies/": Row(OWN, OWN),
    "account/bodies/cancelled/": Row(OPEN, None),
    "account/bodies/failed/": Row(OPEN, None, fixed({}, may=(), refused="status 401"), why="the page says that signing in failed"),
    "account/bodies/<slug:provider_id>/": Row(OPEN, OPEN, fixed({"provider_id": "no-such-body"}, may=())),
    "account/bodies/<slug:provider_id>/back/": Row(OPEN, OPEN, fixed({"provider_id": "no-such-body"}, may=())),
    "me/": Row(SIGNED, SIGNED),
    "me/name/": Row(OWN, OWN),
    "me/settings/": Row(SIGNED, SIGNED),
    "me/suggestions/": Row(OWN, OWN),
    "me/profile/": Row(OWN, OWN),
    "me/profile/as/<slug:who>/": Row(OWN, OWN, lambda world: [*fixed({"who": "anyone"}, {"who": "colleague"})(world), *fixed({"who": "nobody"}, may=())(world)]),
    "me/access/": Row(OWN, OWN),
    "people/<slug:code>/": Row(OPEN, OPEN, profiles),
    "account/": Row(OPEN, OPEN),
    "account/password/": Row(OWN, OWN),
    "account/password/reset/<str:token>/": Row(OPEN, OPEN, fixed({"token": "no-such-letter"}, may=(), refused=GONE)),
    "account/addresses/<int:pk>/main/": Row(OWN, OWN, addresses),
    "account/addresses/<int:pk>/remove/": Row(OWN, OWN, addresses),
    "account/addresses/<int:pk>/letter/": Row(OWN, OWN, addresses),
    "account/addresses/prove/<str:token>/": Row(OWN, OWN, fixed({"token": "no-such-letter"}, may=(), refused=GONE)),
    "account/open-notebook/": Row(SIGNED, SIGNED),
    # ui, kit
    "gallery/": Row(OPEN, OPEN),
    "gallery/<slug:page>/": Row(OPEN, OPEN, lambda world: [*fixed({"page": "today"})(world), *fixed({"page": "no-such-page"}, may=())(world)]),
    "health": Row(OPEN, OPEN),
}


def inventory() -> list[str]:
    """Every address of the running program, as it is written in the tables of the rooms."""
    return list(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, prefix: str):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern)


def path_of(route: str, values: dict[str, str]) -> str:
    """The address, filled."""
    import re
    path = re.sub(r"<[a-z]+:([a-z_]+)>|\(\?P<([a-z_]+)>[^)]*\)", lambda found: values[found[1] or found[2]], route)
    return "/" + path.replace("^", "").replace("$", "").replace("\\.", ".")

