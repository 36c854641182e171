"""A small world to attack: one district with two schools, another district, people in every office, and private things.

Everything private holds a canary: 32 random hexadecimal characters that stand nowhere else. A room adds its kinds of
things in `makers.py`; the tests here do the rest.
"""

import random
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import models, transaction
from django.test import Client

from staffroom.catalogue.models import Offer, Source
from staffroom.frameworks import actions as frameworks
from staffroom.kit import fresh, search
from staffroom.kit.testing import make_account, sign_in
from staffroom.orgs import actions as orgs
from staffroom.people import actions as people
from staffroom.people.models import Account
from staffroom.topics.models import Topic

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 18)
LATER = TODAY + timedelta(days=60)
ANN, ANN_BY_ORG, NOBODY = "ann", "ann_by_org", "anon"
OWNERS = (ANN, "ben")
# Everybody who may look, and how their session was opened.
VIEWERS = (ANN, ANN_BY_ORG, "ben", "rosa", "principal", "coordinator", "superintendent", "org_admin", "far_admin", "stranger", "caretaker", NOBODY)
CSRF = "c" * 32
MAP = "3a1b6e5e-6f0c-5d0e-9b56-8f2f6a9c2d01"  # the identifier of our own practice map


@dataclass(frozen=True)
class Canary:
    """Where a canary was put, whose it is, and by what names of people it may be read besides."""

    model: str
    field: str
    owner: str
    readers: frozenset[str] = frozenset()


@dataclass
class Thing:
    """A thing of the world: the row, whose it is, and whether it is there, was deleted, or was taken back (or has lapsed)."""

    row: Any
    owner: str
    state: str = "there"

    @property
    def code(self) -> str:
        return self.row.code


@dataclass
class World:
    """The people by their names here, the bodies, what they own by its kind, and every canary."""

    random: random.Random
    people: dict[str, Account] = field(default_factory=dict)
    bodies: dict[str, Any] = field(default_factory=dict)
    things: dict[type[models.Model], list[Thing]] = field(default_factory=dict)
    canaries: dict[str, Canary] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)

    def token(self) -> str:
        return f"{self.random.getrandbits(128):032x}"

    def mark(self, model: type[models.Model], owner: str, readers: tuple[str, ...] = ()) -> "Callable[..., str]":
        """A function that gives the canary for a field: mark("title")."""
        def give(name: str, to: tuple[str, ...] = ()) -> str:
            token = self.token()
            self.canaries[token] = Canary(model._meta.label, name, owner, frozenset((*readers, *to)))
            return token
        return give

    def add(self, row: Any, owner: str, state: str = "there") -> Any:
        self.things.setdefault(type(row), []).append(Thing(row, owner, state))
        return row

    def first(self, model: type[models.Model], owner: str = ANN, state: str = "there") -> Any:
        """The first thing of this kind, read again from the database."""
        row = next(thing.row for thing in self.things[model] if thing.owner == owner and thing.state == state)
        return model._default_manager.get(pk=row.pk)

    def client(self, who: str) -> Client:
        """A browser of this person; nobody's browser holds a form token like every other."""
        held = self.clients[who]
        held.cookies[settings.CSRF_COOKIE_NAME] = CSRF
        return held

    def name_of(self, account: Account) -> str:
        return next(name for name, held in self.people.items() if held.pk == account.pk)


def build(seed: int = 1, crowd: int = 0) -> World:
    """The world of this seed, with so many more people in the first school. Call it with the clock at NOW."""
    from tests.attacks.makers import MAKERS, widen

    world = World(random.Random(seed))  # noqa: S311  the same world for the same seed is the point
    _found(world)
    _hire(world, crowd)
    _hang_up(world)
    for name in OWNERS:
        for model, make in MAKERS.items():
            made = make(world, name, world.mark(model, name))
            if made is not None:
                world.add(made, name)
    widen(world)
    for name in VIEWERS:
        world.clients[name] = _session(world, name)
    return world


def _found(world: World) -> None:
    def found(name: str, kind: str, parent: Any = None) -> Any:
        world.bodies[name] = orgs.found(by=None, parent=parent, kind=kind, name=f"{name.title()} {kind}")
        return world.bodies[name]

    district = found("north", "district")
    found("juniper", "school", district)
    found("alder", "school", district)
    found("harbour", "school", found("south", "district"))
    orgs.claim_domain(by=None, organisation=district, domain="north.example")


def _hire(world: World, crowd: int) -> None:
    roles = {"ann": ("juniper", "teacher"), "ben": ("juniper", "teacher"), "rosa": ("juniper", "coach"), "principal": ("juniper", "principal"),
             "coordinator": ("north", "pd_coordinator"), "superintendent": ("north", "superintendent"), "org_admin": ("north", "org_admin"),
             "far_admin": ("south", "org_admin"), "stranger": None, "caretaker": None}
    roles |= {f"crowd{n}": (("juniper", "alder", "harbour", "north")[n % 4], ("teacher", "teacher", "facilitator", "auditor")[n % 4])
              for n in range(crowd)}
    for name, role in roles.items():
        world.people[name] = make_account(f"{name.title()} Example", email=f"{name}@home.example")
        if role:
            world.add(orgs.enrol(by=None, person=world.people[name], organisation=world.bodies[role[0]], role=role[1]), name)


def _hang_up(world: World) -> None:
    """What hangs on the wall: topics, two articles and a piece, a framework."""
    Topic.objects.create(kind="theme", slug="routines", name="Routines", words="routine start")
    source = Source.objects.create(kind=Source.Kind.COMMONS, name="the commons")
    offers = [Offer.objects.create(source=source, kind=kind, title=title, summary="About the first minutes of a lesson.", minutes=minutes,
                                   key=f"wall-{number}", made_at=NOW - timedelta(days=number), changed_at=NOW - timedelta(days=number))
              for number, (kind, title, minutes) in enumerate([("article", "Starting a lesson", 8), ("course", "Talk in class", 40), ("piece", "Three seconds", 6)])]
    search.put("offer", [(offer.pk, offer.title, offer.summary) for offer in offers])
    for offer in offers:
        world.add(offer, NOBODY)
    said = {"CFDocument": {"title": "The map", "identifier": MAP}, "CFItems": [{"identifier": "1", "fullStatement": "I wait three seconds."}]}
    world.add(frameworks.put_up(by=None, package=said), NOBODY)


def _session(world: World, name: str) -> Client:
    client = Client(raise_request_exception=False)
    if name == ANN_BY_ORG:
        return sign_in(client, world.people[ANN], assurance="org", body=world.bodies["north"].code)
    if name == NOBODY:
        return client
    sign_in(client, world.people[name])
    session = client.session  # a key was shown just now, so that no page asks for one once more before it answers
    session["account_authentication_methods_user"] = str(world.people[name].pk)
    session["account_authentication_methods"] = [{"method": "password", "at": NOW.timestamp(), "reauthenticated": True}]
    session.save()
    return client


@contextmanager
def undone():
    """What happens inside has not happened afterwards."""
    with transaction.atomic():
        point = transaction.savepoint()
        try:
            yield
        finally:
            transaction.savepoint_rollback(point)
            cold()


def cold() -> None:
    """No page, count or figure is kept from an earlier request."""
    cache.clear()
    fresh.forget()


def tell_private_profile(world: World, name: str, about: str, place: str) -> Any:
    """A profile of which nobody may know anything."""
    return people.tell(by=world.people[name], told={"about": about, "place": place, "years": "4-9"}, seen={})
