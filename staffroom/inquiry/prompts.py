"""The four questions, in our words, after John Smyth, “Developing and sustaining critical reflection in teacher education” (1989)."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

QUESTIONS: dict[str, tuple[Promise, Promise]] = {
    "happened": (_("What happened?"), _("As a camera would have seen it: what I did, what they did.")),
    "meant": (_("What was behind it?"), _("The idea that I acted on, whether I had words for it or not.")),
    "came": (_("How did I come to do it this way?"), _("Habit, the timetable, how I was taught, what is expected here.")),
    "otherwise": (_("What will I do otherwise?"), _("One thing, the next time.")),
}


def answered(reflection: Any) -> list[tuple[str, str]]:
    """(question, answer) of what was answered, in the order of the questions."""
    return [(str(question), getattr(reflection, name)) for name, (question, _hint) in QUESTIONS.items() if getattr(reflection, name)]
