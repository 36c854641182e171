"""The small nouns of the loop."""

from staffroom.practice.models.asked import WAITS, Easier, FollowUp, Still, Telling
from staffroom.practice.models.later import OLD, Saved
from staffroom.practice.models.steps import PlanStep

__all__ = ["OLD", "WAITS", "Easier", "FollowUp", "PlanStep", "Saved", "Still", "Telling"]
