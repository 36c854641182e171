"""How somebody stands, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staffroom.attendance.queries import Mine
from staffroom.attendance.standing import Item, Standing


@dataclass(frozen=True)
class Line:
    """One thing a certificate takes: what, how far, and until when it can be done (None: it is done, or cannot be done any more)."""

    state: str
    words: str
    how: str
    until: datetime | None


def lines(mine: Mine) -> list[Line]:
    """A line for each thing, in their order."""
    if mine.standing is None:
        return []
    return [Line(one.state, _words(mine, one), _how(mine, one), mine.standing.until if one.state == "open" else None) for one in mine.standing.items]


def summed(standing: Standing) -> str:
    """What is done, open and too late, each once, in one line for whoever keeps the list."""
    names = {"presence": _("time"), "words": _("code words"), "quiz": _("quiz"), "told": _("questions")}
    heads = {"met": _("Done: %(what)s."), "open": _("Open: %(what)s."), "gone": _("Too late: %(what)s.")}
    found = {state: [names[one.name] for one in standing.items if one.state == state] for state in heads}
    return " ".join(heads[state] % {"what": ", ".join(what)} for state, what in found.items() if what)


def _words(mine: Mine, item: Item) -> str:
    match item.name:
        case "presence":
            return ngettext("Be there for %(n)s minute", "Be there for %(n)s minutes", item.of) % {"n": item.of}
        case "words":
            return ngettext("Type %(n)s code word", "Type %(n)s code words", item.of) % {"n": item.of}
        case "quiz":
            return _("Pass the quiz")
    return _("Answer the three questions")


def _how(mine: Mine, item: Item) -> str:
    match item.name:
        case "presence":
            return _presence(mine, item)
        case "words":
            if mine.did.stands_for_words:
                return _("None is needed from you.")
            if mine.event.is_over and item.state == "open":
                return _("Too few were typed. Watching the recording counts instead, with the quiz.")
            return _("You have %(n)s. A code word counts only together with being there.") % {"n": item.done}
        case "quiz":
            return _quiz(mine, item)
    return _("It opens when the event is over. Nobody reads who answered what.") if item.state == "open" and not mine.event.is_over else ""


def _presence(mine: Mine, item: Item) -> str:
    if mine.did.watched and item.state == "open":
        return _("You watched the recording; it counts when you have passed the quiz.")
    if mine.did.said:
        return _("You said %(n)s minutes yourself. Here they count when they are measured, on coming and on leaving, or when the list says so.") % {
            "n": mine.did.said}
    if mine.did.minutes is None:
        return _("Say when you come and when you leave, with the code each time; or whoever keeps the list says that you were there.")
    return ngettext("%(n)s minute is known.", "%(n)s minutes are known.", mine.did.minutes) % {"n": mine.did.minutes}


def _quiz(mine: Mine, item: Item) -> str:
    if item.is_met:
        return _("%(n)s%% right.") % {"n": mine.did.best}
    if not mine.event.is_over:
        return _("It opens when the event is over.")
    left = item.of - item.done
    return ngettext("%(n)s try is left.", "%(n)s tries are left.", left) % {"n": left}
