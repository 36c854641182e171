"""What has no date yet: the list, and one with what a viewer may do there."""

from dataclasses import dataclass

from django.core.paginator import Page

from staffroom.events.models import Asking, Planned
from staffroom.events.rules import may_run
from staffroom.kit.markdown import to_html
from staffroom.kit.paging import page_of
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer

A_PAGE = 25
MOST_OF_MINE = 50


@dataclass(frozen=True)
class ShownPlanned:
    """One of them as its page shows it to this viewer."""

    planned: Planned
    asks: bool
    may_run: bool

    @property
    def html(self) -> str:
        return to_html(self.planned.words, top=2)


def planned_list(viewer: Viewer, number: str) -> Page:
    """What waits for a date, the newest first."""
    rows = visible_to(viewer, Planned).filter(dated_at=None, dropped_at=None, taken_down_at=None).defer("words")
    return page_of(rows.order_by("-made_at", "pk"), number, A_PAGE)


def shown_planned(viewer: Viewer, planned: Planned) -> ShownPlanned:
    asks = viewer.holds_own_key and visible_to(viewer, Asking).filter(planned=planned, person=viewer.pk).exists()
    return ShownPlanned(planned, asks, may_run(viewer, planned))


def asked_by(viewer: Viewer) -> list[Planned]:
    """Of what this viewer wants to be told first."""
    rows = visible_to(viewer, Asking).filter(person=viewer.pk, planned__taken_down_at=None).select_related("planned").order_by("-made_at", "pk")
    return [row.planned for row in rows[:MOST_OF_MINE]]
