"""A course over weeks as its owner sees it."""

from dataclasses import dataclass

from staffroom.practice.models import PlanStep, Study
from staffroom.record.models import Entry, Sitting
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer

SHOWN = 60


@dataclass(frozen=True)
class Studied:
    """A course: what it is, its entry while that is there, and its latest sittings."""

    study: Study
    entry: Entry | None
    sittings: list[Sitting]

    @property
    def is_together(self) -> bool:
        """Do I take it in a study group?"""
        return hasattr(self.study, "member")


def is_study(viewer: Viewer, step: PlanStep) -> bool:
    """Is this step a course over weeks?"""
    return visible_to(viewer, Study).filter(step=step).exists()


def studied(viewer: Viewer, step: PlanStep) -> Studied | None:
    """The course that this step is, if it is one."""
    study = visible_to(viewer, Study).filter(step=step).select_related("entry", "member").first()
    if study is None:
        return None
    entry = study.entry if study.entry and study.entry.gone_id is None else None
    return Studied(study, entry, list(visible_to(viewer, Sitting).filter(entry=entry).order_by("-on_on", "-id")[:SHOWN]) if entry else [])
