"""Frameworks as pages show them: on the wall and mine, as trees, and what became of a statement in another version."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staffroom.frameworks import case, mapping
from staffroom.frameworks.models import Framework, OwnFramework
from staffroom.frameworks.pins import Pin
from staffroom.kit.order import by_name
from staffroom.kit.statement import written_once
from staffroom.kit.where import address
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import NOBODY, Viewer, holder

SHOWN = 150
MOST = 1_000
PRACTICE_MAP = "3a1b6e5e-6f0c-5d0e-9b56-8f2f6a9c2d01"


@dataclass(frozen=True)
class Edition:
    """One version of a framework that a viewer may read, from the wall or out of her own notebook."""

    row: Framework | OwnFramework
    family: str
    title: str
    label: str
    number: int

    @property
    def code(self) -> str:
        return self.row.code

    @property
    def own(self) -> bool:
        return isinstance(self.row, OwnFramework)

    @property
    def query(self) -> str:
        """This version, in the query of a link."""
        return f"in={self.code}&"

    @property
    def href(self) -> str:
        return address("frameworks:mine" if self.own else "frameworks:one", self.code)

    @property
    def tree(self) -> case.Tree:
        return case.tree(case.opened(self.row.package)) if self.own else _tree(self.row.pk)


@lru_cache(maxsize=24)
def _tree(pk: UUID) -> case.Tree:
    """The tree of a framework on the wall: it never changes, so one process reads it once."""
    return case.tree(case.opened(Framework.objects.values_list("package", flat=True).get(pk=pk)))


def edition_of(row: Framework) -> Edition:
    """A version on the wall."""
    return Edition(row, row.family, row.title, row.label, row.number)


def _own(row: OwnFramework, number: int = 1) -> Edition:
    return Edition(row, row.family, row.title, case.label(case.tree(case.opened(row.package)), number), number)


def edition(viewer: Viewer, code: str) -> Edition:
    """The version with this code, on the wall or kept for oneself; otherwise the same 404 as for a code that never was."""
    row = visible_to(viewer, Framework).filter(code=code).first()
    if row is not None:
        return edition_of(row)
    own = visible_to(viewer, OwnFramework).filter(code=code).exclude(kept_at=None).first()
    if own is None:
        raise Http404
    return _own(own)


def practice_map(viewer: Viewer) -> Edition | None:
    """The newest version of our own small map."""
    row = visible_to(viewer, Framework).filter(family=PRACTICE_MAP).order_by("-number").first()
    return edition_of(row) if row else None


def on_the_wall(viewer: Viewer) -> list[list[Edition]]:
    """Every framework with its versions, newest first; our own map before all others."""
    rows = visible_to(viewer, Framework).select_related("body").order_by(by_name("title"), "family", "-number")[:500]
    families = [[edition_of(row) for row in found] for _family, found in groupby(rows, key=lambda row: row.family)]
    return sorted(families, key=lambda found: found[0].family != PRACTICE_MAP)


def mine(viewer: Viewer) -> list[OwnFramework]:
    """What I brought in for myself, newest first."""
    return _mine(person=viewer.pk) if viewer.holds_own_key else []


@written_once
def _mine(*, person: UUID) -> QuerySet[OwnFramework]:
    return visible_to(holder(person), OwnFramework).order_by("-made_at", "-pk")


@written_once
def _hanging_of(*, families: list[str]) -> QuerySet[Framework]:
    """Those on the wall, which is the same for every viewer."""
    return visible_to(NOBODY, Framework).filter(family__in=families).order_by("number")


def editions_of(viewer: Viewer, families: Iterable[str]) -> dict[str, list[Edition]]:
    """The versions of each of these frameworks, oldest first: those on the wall, then my own."""
    wanted = set(families)
    found: dict[str, list[Edition]] = {family: [] for family in wanted}
    for row in _hanging_of(families=sorted(wanted)):
        found[row.family].append(edition_of(row))
    for own in reversed(mine(viewer)):
        if own.kept_at and own.family in wanted:
            found[own.family].append(_own(own, len(found[own.family]) + 1))
    return found


# What became of a statement


@dataclass(frozen=True)
class Tagged:
    """A tag as a page shows it: the statement as it stood, the version it stands in, and what became of it since."""

    pin: Pin
    href: str
    since: str


def tagged(viewer: Viewer, pins: list[Pin]) -> list[Tagged]:
    """Tags keep their version; where a newer one is known, a sentence says how it puts it. No statement where there is no tag."""
    if not pins:
        return []
    editions = editions_of(viewer, {pin.family for pin in pins})
    made = []
    for pin in pins:
        known = editions[pin.family]
        held = next((one for one in known if one.label == pin.version), None)
        newer = known[-1] if known and known[-1] is not held else None
        made.append(Tagged(pin, held.href if held else "", said(pin, newer) if newer else ""))
    return made


def said(pin: Pin, newer: Edition) -> str:
    """ "In 2025 it reads: …": what became of a statement, in a sentence."""
    return in_words(mapping.became(pin.node, pin.number, pin.words, newer.tree), newer.label)


def in_words(became: mapping.Became, version: str) -> str:
    node = became.node
    facts = {"version": version, "number": node.number if node else "", "words": node.statement if node else "", "day": node.ended_on if node else ""}
    return {
        mapping.SAME: _("In %(version)s it is the same."),
        mapping.REWORDED: _("In %(version)s it reads: “%(words)s”"),
        mapping.REPLACED: _("In %(version)s this takes its place: “%(words)s”"),
        mapping.ENDED: _("In %(version)s it has ended, on %(day)s."),
        mapping.BY_WORDS: _("In %(version)s the same words stand at another place: %(number)s."),
        mapping.BY_NUMBER: _("In %(version)s the same number says: “%(words)s” That may be something else."),
        mapping.GONE: _("It does not stand in %(version)s."),
    }[became.how] % facts


@dataclass(frozen=True)
class Since:
    """What changed from an older version to a newer one: statements that stay as they are, those that do not, and new ones."""

    older: Edition
    same: int
    changed: tuple[tuple[case.Node, str], ...]
    new: tuple[case.Node, ...]


def since(newer: Edition, older: Edition) -> Since:
    found, tree = [(node, mapping.became(node.identifier, node.number, node.statement, newer.tree)) for node in older.tree.nodes], newer.tree
    reached = {became.node.identifier for _node, became in found if became.node}
    return Since(older, sum(became.how == mapping.SAME for _node, became in found),
                 tuple((node, in_words(became, newer.label)) for node, became in found if became.how != mapping.SAME)[:500],
                 tuple(node for node in tree.nodes if node.identifier not in reached)[:500])


# A tree on a page


@dataclass(frozen=True)
class Twig:
    """A node on a page: `deeper` where more stands below than is shown; `opens` a list of what stands below, or `closes` so many lists."""

    node: case.Node
    deeper: bool
    opens: bool
    closes: str


@dataclass(frozen=True)
class Branch:
    """Some nodes of a tree in the order of reading, and above them the way down to here."""

    trail: tuple[case.Node, ...]
    twigs: tuple[Twig, ...]


def branch(tree: case.Tree, under: str = "") -> Branch:
    """What stands under a node (under none: all of it), to the depth at which a page stays short."""
    trail: list[case.Node] = []
    here = tree.by_id.get(under)
    while here is not None and here not in trail:
        trail.insert(0, here)
        here = tree.by_id.get(here.parent)
    found = list(_below(tree, trail[-1])) if trail else list(tree.nodes)
    top = trail[-1].depth + 1 if trail else 0
    deepest = max([depth for depth in range(top, top + 8) if sum(node.depth <= depth for node in found) <= SHOWN], default=top)
    shown = [node for node in found if node.depth <= deepest][:MOST]
    after = [*(node.depth for node in shown[1:]), top]
    return Branch(tuple(trail), tuple(Twig(node, node.depth == deepest and not node.leaf, depth > node.depth, "x" * max(0, node.depth - depth))
                                      for node, depth in zip(shown, after, strict=True)) if shown else ())


def _below(tree: case.Tree, top: case.Node) -> Iterable[case.Node]:
    start = tree.nodes.index(top) + 1
    for node in tree.nodes[start:]:
        if node.depth <= top.depth:
            return
        yield node


def problem_words(problem: case.Problem) -> str:
    """What was not as it should be in a package, in a sentence."""
    words = {
        "no item": _("it is no statement at all, and cannot be shown; it stays in the file"),
        "no identifier": _("“%(name)s” has no identifier; it was given one"),
        "twice": _("its identifier %(name)s stands twice; both are kept, this one under an identifier of its own"),
        "number twice": _("the number %(name)s stands twice; both are kept"),
        "no words": _("%(name)s says nothing"),
        "no association": _("an association without a kind or a beginning; it leads nowhere"),
        "association twice": _("an association stands twice: %(name)s"),
        "loose": _("it names something that is not in the file: %(name)s"),
    }
    return words[problem.code] % {"name": problem.name}


@dataclass(frozen=True)
class Preview:
    """A package before it is kept: its facts, how many areas, what is wrong, whether it is known already, and what it may be a version of."""

    tree: case.Tree
    areas: int
    problems: tuple[tuple[int, str], ...]
    on_the_wall: Framework | None
    earlier: tuple[Edition, ...]
    families: tuple[tuple[str, str], ...]

    @property
    def counts(self) -> str:
        return ngettext("One statement", "%(n)s statements", len(self.tree.leaves)) % {"n": len(self.tree.leaves)}


def preview(viewer: Viewer, own: OwnFramework) -> Preview:
    """What keeping it would do."""
    package = case.opened(own.package)
    tree, digest = case.tree(package), case.digest(own.package)
    known = [one for versions in on_the_wall(viewer) for one in reversed(versions)]
    known += [_own(other) for other in reversed(mine(viewer)) if other.kept_at and other.pk != own.pk]
    same = next((one.row for one in known if isinstance(one.row, Framework) and one.row.digest == digest), None)
    families = {one.family: one.title for one in known if one.family != own.family}
    return Preview(tree, len(case.areas(tree)), tuple((one.row, problem_words(one)) for one in case.problems(package)[:50]), same,
                   tuple(one for one in known if one.family == own.family and one.row is not same), tuple(families.items()))
