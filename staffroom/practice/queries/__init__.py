"""What a teacher sees of a plan and of what became of it, and what everybody may know of what was told."""

from staffroom.practice.queries.asked import Asked, asked, due, my_telling, names, of_step, tellings
from staffroom.practice.queries.steps import about_ids, ended_steps, fitting, open_steps

__all__ = ["Asked", "about_ids", "asked", "due", "ended_steps", "fitting", "my_telling", "names", "of_step", "open_steps", "tellings"]
