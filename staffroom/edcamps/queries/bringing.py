"""What would come of a file that somebody brings into an edcamp."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staffroom.edcamps.bringing import Day, Pitch, planned_day
from staffroom.edcamps.models import Card, Edcamp
from staffroom.kit.words import fold


@dataclass(frozen=True)
class Coming:
    """Pitches that become cards, how many hang already, and what is told of rows. `day`: rooms, times and places, where the edcamp is over and the
    file says when things were. `is_taken`: sessions stand on the board, so nothing else sets its rooms and times.
    """

    new: list[Pitch]
    same_count: int
    told: list[tuple[int, str]] = field(default_factory=list)
    day: Day | None = None
    is_taken: bool = False

    @property
    def cut_count(self) -> int:
        return sum(one.is_cut for one in self.new)

    @property
    def placed_count(self) -> int:
        return sum(one.source in self.day.at for one in self.new) if self.day else 0

    @property
    def rooms(self) -> str:
        return ", ".join(self.day.rooms) if self.day else ""


def coming(edcamp: Edcamp, pitches: list[Pitch]) -> Coming:
    """In one statement. A card hangs already when it came from the same row, or was put up here with the same title."""
    rows = list(Card.objects.filter(edcamp=edcamp).values_list("source", "title", "state"))  # house: whoever keeps the board reads its cards
    sources = {source for source, _title, _state in rows if source}
    titles = {fold(title) for source, title, state in rows if not source and state != Card.State.GONE}
    day = planned_day(pitches, edcamp.event.span) if edcamp.event.is_over and any(one.time for one in pitches) else None
    cards, told = [one for one in pitches if not one.for_all], []
    if day is not None:
        cards, told = day.cards, list(day.told)
        if day.others_count:
            told.append((0, ngettext("%(n)s row is of another day.", "%(n)s rows are of another day.", day.others_count) % {"n": day.others_count}))
    else:
        told = [(one.row, _("“%(title)s” is for everyone, so it is no card") % {"title": one.title}) for one in pitches if one.for_all]
    new = [one for one in cards if one.source not in sources and fold(one.title) not in titles]
    return Coming(new, len(cards) - len(new), told, day, any(state == Card.State.PLACED for _source, _title, state in rows))
