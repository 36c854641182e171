"""What anybody can check: the promises in words, the facts of this instance, and the self-test."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from staffroom import __version__
from staffroom.kit.ids import new_code
from staffroom.people.models import Account
from staffroom.sharing import eyes

# Rooms above register how to make a private thing with a given text, and how to take it away again:
# {"entry": (make(account, text) -> thing with a public code, drop(account, thing))}
CANARIES: dict[str, tuple[Callable[[Account, str], Any], Callable[[Account, Any], None]]] = {}


MARK = "staffroom-self-test"


@dataclass(frozen=True)
class Promise:
    """A rule of the house in at most sixty words."""

    name: str
    words: str


def promises() -> list[Promise]:
    """R1 to R7 and R13 to R16, as a teacher reads them."""
    return [
        Promise(
            _("Private first"), _("Everything you make is yours alone until you hand it over or put it up, and you see beforehand who would see it.")
        ),
        Promise(
            _("One rule"),
            _("The same rule opens a page, fills a list, makes this table and answers “Who can see this”. A test proves that they agree."),
        ),
        Promise(
            _("No office reads your notebook"),
            _(
                "No role carries a key to it: not principal, superintendent, coordinator, administrator, or support. "
                "There is no way to sign in as you, and no switch to grant one."
            ),
        ),
        Promise(
            _("Your school’s sign-in does not open it"),
            _(
                "A school can reset what it controls: its sign-in, its mailboxes. A session that began there sees "
                "the wall and its own records, never your notebook."
            ),
        ),
        Promise(
            _("You name people, not posts"), _("A copy goes to a person, until a date. It does not pass to whoever holds that person’s job next.")
        ),
        Promise(
            _("Nothing widens by itself"),
            _(
                "Joining groups, changing schools, new settings: none of it lets more people see something that exists already. One thing moves "
                "with you: what your profile tells colleagues is told to those who are your colleagues at the time."
            ),
        ),
        Promise(_("Taking back works at once"), _("With the next request. What was read stays read; no program can change that.")),
        Promise(
            _("No numbers about you"),
            _(
                "A figure is exact only for those who may see every row behind it. What you keep, search, save or struggle with is never "
                "counted for anyone else."
            ),
        ),
        Promise(_("Mail stays empty"), _("Mailboxes often belong to districts. A mail says that something waits, and where; never what.")),
        Promise(
            _("You can always leave"),
            _(
                "Take everything with you as files that others can read, also after you left your employer. Erasing destroys your key: "
                "what it sealed cannot be read again, here or in any backup of the database."
            ),
        ),
    ]


def instance() -> list[tuple[str, str]]:
    """Facts of this instance, each with its words."""
    backup = settings.DATA / "backup-checked"
    checked = backup.read_text().strip() if backup.is_file() else _("not known: no backup has been checked on this instance")
    address = (
        _("https")
        if settings.SECURE
        else _("plain http on a local network: event codes only, no notebook")
        if settings.LAN
        else _("plain http, on this machine only")
    )
    return [
        (_("Version"), __version__),
        (_("Address"), address),
        (_("Last backup that was tried"), checked),
        (_("Mail"), _("sent") if settings.MAIL_WORKS else _("none is sent")),
        (_("Technical logs are kept"), _("90 days")),
        (_("The list of who opened what is kept"), _("24 months")),
    ]


def in_words(answer: HttpResponse, path: str = "") -> str:
    """What an answer means to somebody who wanted to read. An address that names no thing (/record/) is everybody's own page."""
    status = answer.status_code
    if status == 200 and path and not names_a_thing(path):
        return _("gets a page of their own at this address, not yours")
    if status == 200:
        return _("can open it")
    if status in {301, 302, 303}:
        to_the_door = answer.headers.get("Location", "").startswith(reverse("account_login"))
        return _("is sent to the door") if to_the_door else _("is led on to another page")
    if status == 403:
        return _("stays outside and is told why")
    if status == 405:
        return _("cannot ask this way")
    return _("gets “not here, or not for you”")


def names_a_thing(path: str) -> bool:
    """Does the address carry the code of one thing?"""
    try:
        return bool(resolve(path).kwargs)
    except Resolver404:
        return True


def try_to_read(account: Account) -> list[dict]:
    """Make one private thing of each kind, ask for every address of it and for the places as others, take them away; one line each answer.

    All of them have the same code meanwhile, so that asking for an address once asks for each kind. A line is {"who", "kind", "address" (with the
    code cut), "status", "words", "leak"}; `leak` is True when the answer held a secret text or the code, or differed from the answer for a code that
    never was; `kind` is then whose text it was, if one was read.
    """
    code = new_code()
    made: dict[str, tuple[Any, str]] = {}
    try:
        for kind, (make, _drop) in CANARIES.items():
            secret = f"{MARK}-{new_code()}"
            made[kind] = make(account, secret), secret
            _give(made[kind][0], code)
        secrets = {kind: secret.encode() for kind, (_thing, secret) in made.items()}
        lines = []
        for one in eyes.everybody(account):
            lines += [_line(one, address, code, secrets) for address in eyes.addresses_with(MARK)]
            lines += [_place(one, address, code, secrets) for address in eyes.places(MARK)]
    finally:
        for kind, (thing, _secret) in made.items():
            CANARIES[kind][1](account, thing)
    return lines


def gathered(lines: list[dict]) -> list[dict]:
    """The lines of `try_to_read`, those of one person that were answered alike as one: {"who", "words", "status", "leak", "addresses"}."""
    found: dict[tuple, dict] = {}
    for line in lines:
        same = {name: line[name] for name in ("who", "words", "status", "leak")}
        found.setdefault(tuple(same.values()), same | {"addresses": []})["addresses"].append(line["address"])
    return list(found.values())


def _give(thing: Any, code: str) -> None:
    thing.code = code
    thing.save(update_fields=["code"])


def _line(one: eyes.Eyes, address: str, code: str, secrets: dict[str, bytes]) -> dict:
    """`address` has the mark where the code goes. That somebody asked too often (429) says nothing of the thing."""
    nothing = eyes.ask(address.replace(MARK, new_code()), one.viewer).status_code
    answer = eyes.ask(address.replace(MARK, code), one.viewer)
    read = _read(_body(answer), secrets)
    leak = bool(read) or (answer.status_code != nothing and 429 not in {answer.status_code, nothing})
    return {"who": one.words, "kind": read, "address": address.replace(MARK, "…"), "status": answer.status_code, "words": in_words(answer),
            "leak": leak}


def _place(one: eyes.Eyes, address: str, code: str, secrets: dict[str, bytes]) -> dict:
    """A list or a search: it may be answered, without a trace of any of the things."""
    answer = eyes.ask(address, one.viewer)
    body = _body(answer)
    read = _read(body, secrets)
    return {"who": one.words, "kind": read, "address": address, "status": answer.status_code, "words": in_words(answer, address.partition("?")[0]),
            "leak": bool(read) or code.encode() in body}


def _read(body: bytes, secrets: dict[str, bytes]) -> str:
    """The kinds whose text stands in an answer."""
    return ", ".join(kind for kind, secret in secrets.items() if secret in body)


def _body(answer: HttpResponse) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content
