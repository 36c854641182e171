"""Who was there in which part of the day, for whoever keeps the list."""

from dataclasses import dataclass, field

from django.core.paginator import Page

from staffroom.edcamps.models import COUNTED, Edcamp, Slot
from staffroom.edcamps.said import clock_words, moment
from staffroom.events import queries as events
from staffroom.kit import clock
from staffroom.kit.paging import page_of
from staffroom.sharing.viewers import Viewer

PEOPLE = 25  # on a page


@dataclass
class There:
    """The parts that count, as (slot, its name with its hour, how many were there, has it begun); the one that is shown, and a page of people."""

    parts: list[tuple[Slot, str, int, bool]]
    slot: Slot | None
    name: str
    has_begun: bool
    page: Page
    ticked: set[str]
    was: set[str] = field(default_factory=set)

    @property
    def rows(self) -> list[events.Row]:
        return list(self.page.object_list)


def there(viewer: Viewer, edcamp: Edcamp, code: str, words: str, number: str) -> There:
    """The part with this code, or the one that is on now, or the last that was; people whose name has these words."""
    now, known = clock.now(), events.parts_of(viewer, edcamp.event)
    parts = []
    for slot in Slot.objects.filter(edcamp=edcamp, kind__in=COUNTED).order_by("from_minute", "pk"):  # house: whoever keeps the board sees its day
        slot.edcamp = edcamp
        parts.append((slot, f"{clock_words(moment(edcamp.event, slot.from_minute))} {slot}", len(known.get(slot.code, ())), slot.starts_at <= now))
    begun = [part for part in parts if part[3]]
    chosen = next((part for part in parts if part[0].code == code), (begun or parts or [(None, "", 0, False)])[-1 if begun else 0])
    page = page_of(events.named(events.kept_list(viewer, edcamp.event), words), number, PEOPLE)
    keys = known.get(chosen[0].code, set()) if chosen[0] else set()
    was = {row.who.code for row in page.object_list if row.who.pk in keys}
    return There(parts, chosen[0], chosen[1], chosen[3] and edcamp.event.cancelled_at is None, page, set(was), was)
