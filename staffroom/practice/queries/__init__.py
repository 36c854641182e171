"""What a teacher sees of a plan and of what became of it, and what everybody may know of what was told."""

from staffroom.practice.queries.asked import Asked, asked, due, my_telling, names, of_step, tellings
from staffroom.practice.queries.calendars import calendar_address, calendar_behind, calendar_of, dated_steps
from staffroom.practice.queries.changes import Change, changes
from staffroom.practice.queries.depth import HowFar, first_of, how_far_entry, how_far_step
from staffroom.practice.queries.goals import Towards, goals, open_goals, towards
from staffroom.practice.queries.later import GoBack, go_back, three, waiting
from staffroom.practice.queries.periods import Covered, cover, periods
from staffroom.practice.queries.steps import about_ids, ended_steps, fitting, open_about, open_steps
from staffroom.practice.queries.studies import Studied, is_study, studied
from staffroom.practice.queries.together import Together, asked_in_by, home_in, together
from staffroom.practice.queries.week import Week, pace, week

__all__ = [
    "Asked", "Change", "Covered", "GoBack", "HowFar", "Studied", "Together", "Towards", "Week", "about_ids", "asked", "asked_in_by",
    "calendar_address", "calendar_behind", "calendar_of", "changes", "cover", "dated_steps", "due", "ended_steps", "first_of", "fitting",
    "go_back", "goals", "home_in", "how_far_entry", "how_far_step", "is_study", "my_telling", "names", "of_step", "open_about", "open_goals",
    "open_steps", "pace", "periods", "studied", "tellings", "three", "together", "towards", "waiting", "week",
]
