"""What can be reported and taken down: rooms above register their kinds, so that this room need not know them.

    from staffroom.moderation import kinds

    kinds.register("review", kinds.Kind(words=_("a review"), there=…, author="person", read=…, down=…, up=…))

Anywhere such a thing stands, a link then says `{% url "moderation:new" "review" row.code %}`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.text import Truncator

from staffroom.people.models import Account

Words = Any  # a text, or one that is translated when it is shown


@dataclass(frozen=True, kw_only=True)
class Thing:
    """Something on the wall: its public words, its author (who may not be named on the page), and its page."""

    row: Any
    words: str
    link: str
    author: Account | None = None
    down: bool = False

    @property
    def line(self) -> str:
        """Its first line, for a list."""
        return Truncator(self.words.partition("\n")[0]).chars(160)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`there` is all that is still there, whether it hangs or was taken down, and `author` the column of its author; `read` finds things by a
    filter (code=…, pk__in=…); `down` and `up` are called within an act.
    """

    words: Words
    there: Callable[[], QuerySet]
    author: str
    read: Callable[..., list[Thing]]
    down: Callable[[Any], None]
    up: Callable[[Any], None]


KINDS: dict[str, Kind] = {}


def register(name: str, kind: Kind) -> None:
    """Register a kind; doing it again replaces it."""
    KINDS[name] = kind


def there(but: UUID | None = None) -> Q:
    """Reports and decisions about what is still there; without what this account wrote, where one is given."""
    found = Q(pk__in=[])
    for name, kind in KINDS.items():
        rows = kind.there() if but is None else kind.there().exclude(**{kind.author: but})
        found |= Q(kind=name, about_id__in=rows.values("pk"))
    return found


def by_code(name: str, code: str) -> Thing | None:
    """The thing of this kind with this code."""
    return next(iter(KINDS[name].read(code=code)), None) if name in KINDS else None


def by_key(name: str, key: UUID) -> Thing | None:
    """The thing of this kind with this key."""
    return next(iter(KINDS[name].read(pk=key)), None) if name in KINDS else None


def all_of(names: Iterable[tuple[str, UUID]]) -> dict[tuple[str, UUID], Thing]:
    """These things by kind and key: one reading for each kind."""
    wanted: dict[str, list[UUID]] = {}
    for name, key in names:
        wanted.setdefault(name, []).append(key)
    return {(name, thing.row.pk): thing for name, keys in wanted.items() if name in KINDS for thing in KINDS[name].read(pk__in=keys)}
