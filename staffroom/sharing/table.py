"""The table at /trust, made from the rules that open the pages."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from staffroom.sharing.rules import HANDED, NOTEBOOK, RULES, WALL, Rule

NAMES = ("you", "named", "group", "principal", "office", "server")


@dataclass(frozen=True)
class Cell:
    """One answer: `way` is "yes", "copy" or "no"."""

    person: str
    way: str
    words: str


@dataclass(frozen=True)
class Line:
    """One kind of thing and its answers; `all` where everybody may know it."""

    thing: str
    cells: tuple[Cell, ...] = ()
    all: str = ""


@dataclass(frozen=True)
class Group:
    """The kinds of one material."""

    material: str
    name: str
    rows: tuple[Line, ...]


def people() -> list[str]:
    """The names of the columns."""
    return [_("You"), _("People you name"), _("Your group"), _("Principal"), _("Office"), _("Whoever runs the server")]


def groups() -> list[Group]:
    """All declared kinds by material, in the order notebook, handed over, wall."""
    names = {NOTEBOOK: _("In the notebook"), HANDED: _("Handed over"), WALL: _("On the wall")}
    rows: dict[str, list[Line]] = {material: [] for material in names}
    seen = set()
    for rule in RULES.values():
        if str(rule.words) not in seen:
            seen.add(str(rule.words))
            rows[rule.home].append(_line(rule))
    return [Group(material, names[material], tuple(rows[material])) for material in names if rows[material]]


def _line(rule: Rule) -> Line:
    if rule.columns is None:
        return Line(str(rule.words), all=_("Anyone who opens the page, with or without an account"))
    no, yes = _("No way in"), _("Yes")
    if all(str(getattr(rule.columns, name)) == yes for name in NAMES):
        return Line(str(rule.words), all=_("Anyone who opens the page, with or without an account"))
    cells = []
    for name, person in zip(NAMES, people(), strict=True):
        words = str(getattr(rule.columns, name))
        way = "no" if words == no else "copy" if name == "named" else "yes"
        cells.append(Cell(person, way, words))
    return Line(str(rule.words), tuple(cells))
