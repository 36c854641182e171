"""My own practice as I see it: areas with my last words, one look, the line of one statement."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.urls import reverse

from staffroom.frameworks import case, pins
from staffroom.frameworks import queries as frameworks
from staffroom.frameworks.queries import Edition
from staffroom.looks import picture, seen
from staffroom.looks.models import Look
from staffroom.looks.rules import in_words
from staffroom.practice.models import PlanStep
from staffroom.record.models import Entry
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer
from staffroom.topics.models import Topic

AT_ONCE = 8
ENTRIES = 20
TIED = 500
SHORT = 3  # letters that fit a dot
PARTS = 12  # on a page of the picture


@dataclass(frozen=True)
class Row:
    """A statement, and what I said of it last: `words` in words, `on_on` when; empty and None for never."""

    node: case.Node
    words: str = ""
    on_on: date | None = None
    how: str = ""
    sure: str = ""


@dataclass(frozen=True)
class Part:
    """Some statements of an area, few enough for one go; `number` counts the parts of the whole framework from 1."""

    number: int
    title: str
    notes: str
    rows: tuple[Row, ...]

    @property
    def on_on(self) -> date | None:
        return max((row.on_on for row in self.rows if row.on_on), default=None)

    @property
    def marks(self) -> list[str]:
        """What stands for each statement in the picture and in the table beside it: its number where that is short, else its place."""
        return [row.node.number if 0 < len(row.node.number) <= SHORT else str(place) for place, row in enumerate(self.rows, 1)]

    @property
    def picture(self) -> picture.Picture:
        return picture.drawn([(mark, row.how, row.sure) for mark, row in zip(self.marks, self.rows, strict=True)])

    @property
    def listed(self) -> list[tuple[str, Row]]:
        """The same as the picture, for the table beside it."""
        return list(zip(self.marks, self.rows, strict=True))


def looks(viewer: Viewer) -> list[tuple[Look, seen.Seen]]:
    """All looks that I kept, oldest first, each opened."""
    return [(look, seen.loads(look.body)) for look in visible_to(viewer, Look).order_by("made_at", "pk")]


def parts(edition: Edition, mine: list[tuple[Look, seen.Seen]]) -> list[Part]:
    """The areas of a framework with what I said last, long ones in parts."""
    last: dict[str, tuple[str, date, str, str]] = {}
    for look, said in mine:
        if said.family == edition.family:
            last |= {answer.node: (in_words(answer), look.on_on, answer.how, answer.sure) for answer in said.answers}
    return [Part(number, title, notes, tuple(Row(node, *last.get(node.identifier, ("", None))) for node in nodes))
            for number, (title, notes, nodes) in enumerate(_cut(case.areas(edition.tree)), 1)]


def _cut(areas: list[case.Area]) -> Iterator[tuple[str, str, tuple[case.Node, ...]]]:
    for area in areas:
        for start in range(0, len(area.statements), AT_ONCE):
            nodes = area.statements[start:start + AT_ONCE]
            title = area.title if len(area.statements) <= AT_ONCE else f"{area.title} ({start + 1}–{start + len(nodes)})"
            yield title, area.notes, nodes


def part(edition: Edition, number: int, mine: list[tuple[Look, seen.Seen]]) -> tuple[Part, Part | None]:
    """One part and the one after it. 404 where there is none."""
    found = parts(edition, mine)
    if not 1 <= number <= len(found):
        raise Http404
    return found[number - 1], found[number] if number < len(found) else None


def node_of(edition: Edition, identifier: str) -> case.Node:
    """A statement of this framework, or 404."""
    node = edition.tree.by_id.get(identifier)
    if node is None:
        raise Http404
    return node


@dataclass(frozen=True)
class Line:
    """What I said of a statement over time, newest first, and drawn."""

    points: tuple[tuple[seen.Point, str], ...]
    drawn: seen.Drawn | None
    could_help: bool


def line(mine: list[tuple[Look, seen.Seen]], family: str, node: str) -> Line:
    points = seen.line(((look.code, look.on_on, said) for look, said in mine), family, node)
    rows = tuple((point, in_words(point.answer)) for point in reversed(points))
    return Line(rows, seen.drawn(points) if len(points) > 1 else None, bool(points) and points[-1].answer.could_help)


def recent(viewer: Viewer) -> list[Entry]:
    """Entries of my record that a look may name as its evidence."""
    return list(visible_to(viewer, Entry).filter(gone=None).order_by("-on_on", "-id")[:ENTRIES])


def themes(node: case.Node) -> list[Topic]:
    """The themes of the wall that a statement's own words name."""
    return list(Topic.objects.filter(kind=Topic.Kind.THEME, slug__in=node.words).order_by("position")) if node.words else []


def editions(viewer: Viewer) -> list[tuple[str, str]]:
    """(code, title) of the newest version of every framework on the wall, and of those that are mine."""
    found = [(versions[0].code, versions[0].title) for versions in frameworks.on_the_wall(viewer)]
    return [*found, *((own.code, own.title) for own in frameworks.mine(viewer) if own.kept_at)]


@dataclass(frozen=True)
class Showing:
    """Something of mine that carries a statement: an entry of the record, or a step of the plan."""

    title: str
    href: str


def showing(viewer: Viewer, family: str, node: str) -> list[Showing]:
    """What I noted or mean to do that is tied to this statement, in any version; newest first."""
    def carries(thing) -> bool:
        return any(pin.family == family and pin.node == node for pin in pins.loads(thing.tags))
    entries = visible_to(viewer, Entry).filter(gone=None).only("code", "person", "title", "tags").order_by("-on_on", "-id")[:TIED]
    steps = visible_to(viewer, PlanStep).only("code", "person", "title", "tags").order_by("-made_at", "-pk")[:TIED]
    return [*(Showing(entry.title, reverse("record:entry", args=[entry.code])) for entry in entries if carries(entry)),
            *(Showing(step.title, reverse("practice:step", args=[step.code])) for step in steps if carries(step))]


def pin_of(edition: Edition, node: case.Node) -> pins.Pin:
    """A statement as a tag carries it."""
    return pins.Pin(edition.family, edition.title, edition.label, node.identifier, node.number, node.statement)


def home(draft, code: str) -> str:
    """Where the words of a look that was not kept are taken up again."""
    edition, _n, number = code.rpartition("n")
    return f"{reverse('looks:part', args=[edition or code, number or 1])}?draft=1"
