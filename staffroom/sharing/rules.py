"""The one rule table: who may know what (trust rules R1 to R3).

Each room declares its kinds of things here, once. The pages, the lists, "Who can see this", the table at /trust, the
exports and the access matrix of the tests all ask this table and nothing else.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from staffroom.kit import clock
from staffroom.kit.statement import written_once
from staffroom.kit.where import address
from staffroom.sharing.viewers import NOBODY, Viewer, holder

NOTEBOOK, HANDED, WALL = "notebook", "handed", "wall"
Words = str | Promise


@dataclass(frozen=True)
class Reader:
    """One line of "Who can see this": who, why, until when. `account` is None for an audience ("anyone")."""

    name: Words
    why: Words
    account: Any = None
    until: date | None = None
    share: Any = None

    @property
    def reason(self) -> Words:
        return self.why

    @property
    def take_back(self) -> str:
        """Where its owner takes the copy back that this line stands for."""
        return address("sharing:copy", self.share.code) if self.share is not None else ""

    @property
    def is_demo(self) -> bool:
        return bool(getattr(self.account, "is_demo", False))


@dataclass(frozen=True)
class Columns:
    """A row of the table at /trust: an answer for each kind of reader."""

    you: Words = _("Yes")
    named: Words = _("No way in")
    group: Words = _("No way in")
    principal: Words = _("No way in")
    office: Words = _("No way in")
    server: Words = _("Sealed on disk; could in principle read what it opens for you")


@dataclass(frozen=True)
class Rule:
    """What may be known of one kind of thing, and by whom."""

    model: type[Model]
    words: Words
    home: str
    visible: Callable[[Viewer], QuerySet]
    verbs: dict[str, Callable[[Viewer, Any], bool]]
    readers: Callable[[Any], Iterable[Reader]]
    columns: Columns | None = None
    private: bool = field(default=False)
    frozen: Callable[[Any], tuple[str, str]] | None = None
    with_code: Callable[[Viewer, str], list] | None = None  # the same rows as `visible` with one code, written once


RULES: dict[type[Model], Rule] = {}


def declare(
    model: type[Model],
    *,
    words: Words,
    home: str,
    visible,
    verbs,
    readers,
    columns: Columns | None = None,
    private: bool = False,
    frozen: Callable[[Any], tuple[str, str]] | None = None,
    with_code: Callable[[Viewer, str], list] | None = None,
) -> Rule:
    """Add a kind of thing to the table. `home` is its material when nothing was shared; `verbs` needs "read".

    `frozen` gives title and text of a copy that its owner may hand to a named person; without it no copy can be made.
    """
    if "read" not in verbs:
        raise ValueError(f"{model.__name__}: a rule needs the verb read")
    RULES[model] = Rule(model, words, home, visible, dict(verbs), readers, columns, private, frozen, with_code)
    return RULES[model]


def declare_notebook(
    model: type[Model],
    *,
    words: Words,
    columns: Columns | None = None,
    owner: str = "person",
    verbs: dict | None = None,
    readers: Callable[[Any], Iterable[Reader]] | None = None,
    frozen: Callable[[Any], tuple[str, str]] | None = None,
) -> Rule:
    """A thing of the notebook: its owner alone, and only in a session opened by a factor that the owner holds.

    No role carries any verb on it (R3); there is no argument with which to give one.
    """

    def own(viewer: Viewer, thing: Any) -> bool:
        return viewer.holds_own_key and getattr(thing, f"{owner}_id") == viewer.pk

    def visible(viewer: Viewer) -> QuerySet:
        if not viewer.holds_own_key:
            return model._default_manager.none()
        return model._default_manager.filter(Q(**{f"{owner}_id": viewer.pk}))

    mine = written_once(lambda *, person, code: visible(holder(person)).filter(code=code))
    every = {
        "read": own,
        "change": own,
        "remove": own,
        **({"hand": own} if frozen else {}),
        **{verb: _both(own, extra) for verb, extra in (verbs or {}).items()},
    }
    return declare(
        model,
        words=words,
        home=NOTEBOOK,
        visible=visible,
        verbs=every,
        columns=columns or Columns(),
        private=True,
        frozen=frozen,
        with_code=lambda viewer, code: mine(person=viewer.pk, code=code) if viewer.holds_own_key else [],
        readers=readers or (lambda thing: [only_owner(getattr(thing, owner))]),
    )


def same_for_all(visible: Callable[[Viewer], QuerySet]) -> Callable[[Viewer, str], list]:
    """`with_code` of a kind that every viewer may read alike."""
    found = written_once(lambda *, code: visible(NOBODY).filter(code=code))
    return lambda viewer, code: found(code=code)


def by_person(visible: Callable[[Viewer, date], QuerySet]) -> Callable[[Viewer, str], list]:
    """`with_code` of a kind whose rows depend on the person, the day and the person's offices, by `visible(viewer, day)`.

    Written once for nobody, and once for a person without an office in a session of their own.
    """
    nobodys = written_once(lambda *, code: visible(NOBODY, date.min).filter(code=code))
    mine = written_once(lambda *, person, day, code: visible(holder(person), day).filter(code=code))

    def with_code(viewer: Viewer, code: str) -> list:
        day = clock.now().date()
        if viewer.account is None:
            return nobodys(code=code)
        if viewer.holds_own_key and not viewer.offices:
            return mine(person=viewer.pk, day=day, code=code)
        return list(visible(viewer, day).filter(code=code)[:1])

    return with_code


def _both(first, second):
    return lambda viewer, thing: first(viewer, thing) and second(viewer, thing)


def only_owner(account) -> Reader:
    return Reader(name=str(account), why=_("It is yours. Your school and district cannot open it, even with your school password."), account=account)


def rule_for(thing: Model | type[Model]) -> Rule:
    """The rule of a thing or of its kind; KeyError for a kind that no room declared."""
    return RULES[thing if isinstance(thing, type) else type(thing)]


def can(viewer: Viewer, verb: str, thing: Model) -> bool:
    """May this viewer do this to this thing? A verb that no rule names may not be done by anybody."""
    predicate = rule_for(thing).verbs.get(verb)
    return bool(predicate and predicate(viewer, thing))


def visible_to(viewer: Viewer, model: type[Model]) -> QuerySet:
    """Every row of a kind that this viewer may read; each list begins here."""
    return rule_for(model).visible(viewer)


def get_or_404(viewer: Viewer, model: type[Model], code: str, verb: str = "read") -> Any:
    """The thing with this public code, if this viewer may do this to it; otherwise the same 404 as for a code that never was."""
    with_code = rule_for(model).with_code
    found = with_code(viewer, code) if with_code else visible_to(viewer, model).filter(code=code)[:1]
    thing = next(iter(found), None)
    if thing is not None:
        _know_owner(viewer, thing)
    if thing is None or not can(viewer, verb, thing):
        raise Http404
    return thing


def _know_owner(viewer: Viewer, thing: Any) -> None:
    """The owner of one's own thing is oneself: the database need not be asked who that is."""
    owner = getattr(thing, "owned_by", None)
    if owner and viewer.account is not None and getattr(thing, f"{owner}_id", None) == viewer.account.pk:
        setattr(thing, owner, viewer.account)


def who_can_see(thing: Model) -> list[Reader]:
    """The lines of "Who can see this", by the rule that also opens the page."""
    return list(rule_for(thing).readers(thing))


def material(viewer: Viewer, thing: Model, readers: list[Reader] | None = None) -> str:
    """What the thing is made of on a page: notebook (only its owner), handed (named people), wall (others). `readers`, if known already."""
    rule = rule_for(thing)
    if rule.home != NOTEBOOK:
        return rule.home
    readers = who_can_see(thing) if readers is None else readers
    if any(reader.account is None for reader in readers):
        return WALL
    return NOTEBOOK if len(readers) <= 1 and readers[0].account == viewer.account else HANDED
