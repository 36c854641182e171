"""A practice card as its author says it, and how it reads as an offer (pure)."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.people.models import Account

LISTED = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s")
PARTS = (("whom", gettext_lazy("For whom")), ("steps", gettext_lazy("How it goes")), ("watch", gettext_lazy("What to watch for")),
         ("wrong", gettext_lazy("What went wrong")), ("credit", gettext_lazy("Where it comes from")))


@dataclass(frozen=True)
class Says:
    """The words of a card; `topics` are (kind, slug)."""

    title: str
    what: str
    steps: str
    whom: str = ""
    watch: str = ""
    wrong: str = ""
    credit: str = ""
    minutes: int | None = None
    language: str = "en"
    topics: frozenset[tuple[str, str]] = frozenset()

    @property
    def words(self) -> dict:
        """What an edition keeps."""
        return {name: getattr(self, name) for name in EDITION}


EDITION = ("title", "what", "whom", "steps", "watch", "wrong", "credit", "minutes", "language")


def written_on(says: Says) -> str:
    """The card as a text with headings in its own language; lines that are no list are steps, one by one."""
    steps = says.steps
    if not LISTED.match(steps):
        steps = "\n".join(f"{number}. {line.strip()}" for number, line in enumerate(filter(str.strip, steps.splitlines()), 1))
    said = says.words | {"steps": steps}
    with translation.override(says.language if says.language in dict(settings.LANGUAGES) else "en"):
        return "\n\n".join(f"## {heading}\n\n{said[name]}" for name, heading in PARTS if said[name])


def maker_of(person: Account | None, is_named: bool, language: str) -> str:
    """How its author is credited, for anyone."""
    with translation.override(language if language in dict(settings.LANGUAGES) else "en"):
        if person is None or not is_named or not person.name:
            return _("a teacher")
        return f"{person.name} ({_('demo')})" if person.is_demo else person.name
