"""The demo world: made once, in one go, where nobody real is; and who can be looked at in it."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password

from staffroom.catalogue.models import Offer
from staffroom.kit import clock, keystore
from staffroom.kit.acts import Refusal, act
from staffroom.kit.ids import ALPHABET, CODE_LENGTH
from staffroom.orgs import actions as orgs
from staffroom.orgs.models import Organisation
from staffroom.pages.juniper.playing import Stage, play, set_dates
from staffroom.people.models import Account
from staffroom.people.queries import demo_mark
from staffroom.record.models import Entry
from staffroom.topics.models import Topic
from staffroom.transcripts import actions as transcripts

FOLDER = Path(__file__).parent / "juniper"
SEED = "Juniper Valley 1"
FIRST_DAY = -364


@dataclass(frozen=True)
class Shown:
    """Somebody of the demo world: who it is, and what to look at."""

    account: Account
    who: str
    look: str
    group: str
    go: str
    school: str = ""
    school_look: str = ""


def _world() -> dict[str, Any]:
    return json.loads((FOLDER / "people.json").read_text())


def lines() -> list[dict[str, Any]]:
    """What happened in the year, person by person."""
    return [line for part in "abcdef" for line in json.loads((FOLDER / f"year_{part}.json").read_text())]


def code_of(key: str) -> str:
    """The public code of somebody of the demo world: the same in every instance."""
    number = int.from_bytes(hashlib.sha256(f"{SEED}/{key}".encode()).digest())
    found = ""
    for _letter in range(CODE_LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        found += ALPHABET[rest]
    return found


def exists() -> bool:
    return demo_mark().exists() and Account.objects.filter(is_demo=True).exists()


def shown() -> list[Shown]:
    """Everybody who can be looked at, in the order of the file. Somebody whose account is gone is left out."""
    world = _world()
    found = {account.code: account for account in Account.objects.filter(is_demo=True, is_active=True)}
    return [Shown(found[code_of(one["key"])], one["who"], one["look"], one["group"], one["go"], one.get("school", ""), one.get("school_look", ""))
            for one in world["people"] if code_of(one["key"]) in found]


def school_code(shown: Shown) -> str:
    """The code of the body by whose sign-in this person can come too; empty without one."""
    names = {body["key"]: body["name"] for body in _world()["bodies"]}
    body = Organisation.objects.filter(is_demo=True, name=names.get(shown.school, "")).first()
    return body.code if body else ""


# Making it


def make() -> dict[str, int]:
    """Make the world unless it is there; how many people, bodies and lines that was (nothing: it was there).

    Raises Refusal where anybody real has an account: a demo person is somebody signed in, whom anybody can be.
    """
    if not Account.objects.filter(is_demo=True).exists():
        if Account.objects.filter(is_demo=False).exists():
            raise Refusal("people have accounts here already. The demo world needs an instance of its own; name another folder with --data.")
        stage = Stage(today=clock.today_in(_world()["zone"]), zone=ZoneInfo(_world()["zone"]))
        try:
            counts = make_world(by=None, stage=stage)
        except BaseException:
            for file in stage.laid_down:
                file.taken = False
                file.put_back()
            for account in stage.people.values():
                keystore.destroy(account.pk)
            raise
    else:
        counts = {}
    if not demo_mark().exists():
        demo_mark().write_text(f"{SEED}\n")
    return counts


@act("demo.make")
def make_world(*, by: None, stage: Stage) -> dict[str, int]:
    """The bodies, the people and their year stand in this instance, all marked as demo."""
    began, world = clock.now(), _world()
    stage.offers = {offer.key: offer for offer in Offer.objects.exclude(key="").only("code", "key", "title", "minutes")}
    stage.topics = {topic.slug: topic for topic in Topic.objects.filter(kind=Topic.Kind.THEME)}
    for body in world["bodies"]:
        stage.bodies[body["key"]] = _found(stage, body)
    unknown = make_password(secrets.token_urlsafe(32))  # nobody knows it, so nobody can change the ways into a demo account
    for one in world["people"]:
        stage.people[one["key"]] = _open(one, unknown, world["zone"])
    told = [line for one in world["people"] for line in _begins(one)]
    play(stage, told + lines() + [{"d": -12, "by": one["key"], "do": "read"} for one in world["people"]], began)
    played = clock.now()  # what is confirmed has its days only now
    chosen = Entry.objects.filter(person=stage.people["chidinma"], gone=None).values_list("code", "version")
    transcripts.make(by=stage.people["chidinma"], chosen=list(chosen))
    set_dates(played, [(played, began - timedelta(hours=2))])
    return {"people": len(stage.people), "bodies": len(stage.bodies), "lines": len(told) + len(lines())}


def _found(stage: Stage, body: dict[str, str]) -> Organisation:
    parent = stage.bodies.get(body.get("in", ""))
    made = orgs.found(by=None, parent=parent, kind=body["kind"], name=body["name"], place=body["place"])
    if not made.is_demo:
        made.is_demo = True
        made.save(update_fields=["is_demo"])
    return made


def _open(one: dict[str, Any], unknown: str, zone: str) -> Account:
    account = Account.objects.make(name=one["name"], code=code_of(one["key"]), zone=zone, is_demo=True, seen_welcome_at=clock.now())
    account.password = unknown
    account.save(update_fields=["password"])
    return account


def _begins(one: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines by which a person begins: their roles, and what they tell about themselves."""
    roles = [{"d": max(role[2], FIRST_DAY), "by": one["key"], "do": "enrol", "body": role[0], "role": role[1], "from": role[2],
              **({"to": role[3]} if len(role) > 3 else {})} for role in one["roles"]]
    fields = ("about", "years", "subjects", "stages", "pupils", "place", "locale", "languages")
    told = {name: one[name] for name in fields if one.get(name)}
    return [*roles, {"d": roles[0]["d"], "by": one["key"], "do": "tell", "told": told, "seen": one.get("seen", {}),
                     "in_directory": one.get("in_directory", False)}]
