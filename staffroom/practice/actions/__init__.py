"""What happens to a plan and after it; the only writers of this room."""

from staffroom.practice.actions.asked import MORNING, answer, ask_due, ask_later, ask_no_more, set_aside, take_back, tell
from staffroom.practice.actions.steps import MOST_OPEN, Changed, change, end, not_today, plan, reopen

__all__ = [
    "MORNING", "MOST_OPEN", "Changed", "answer", "ask_due", "ask_later", "ask_no_more", "change", "end", "not_today", "plan", "reopen", "set_aside",
    "take_back", "tell",
]
