"""The small nouns of the loop."""

from staffroom.practice.models.asked import WAITS, Easier, FollowUp, Still, Telling
from staffroom.practice.models.steps import PlanStep

__all__ = ["WAITS", "Easier", "FollowUp", "PlanStep", "Still", "Telling"]
