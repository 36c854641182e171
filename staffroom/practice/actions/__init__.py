"""What happens to a plan and after it; the only writers of this room."""

from staffroom.practice.actions.asked import MORNING, answer, ask_due, ask_later, ask_no_more, set_aside, take_back, tell
from staffroom.practice.actions.calendars import close_calendar, open_calendar, renew_calendar
from staffroom.practice.actions.goals import MOST_GOALS, change_goal, end_goal, reopen_goal, set_goal
from staffroom.practice.actions.later import drop_saved, keep_saved, put_off, save, take_up_saved, try_saved
from staffroom.practice.actions.pace import set_pace
from staffroom.practice.actions.periods import MOST_PERIODS, add_period, remove_period
from staffroom.practice.actions.reminders import remind_due
from staffroom.practice.actions.steps import MOST_OPEN, Changed, change, end, go_on, move, not_today, plan, reopen, tag
from staffroom.practice.actions.studies import ask_rested, begin_study, check_in, pause_study, shrink_study
from staffroom.practice.actions.together import begin_group, check_in_together, join_group, leave_group, tell_group, untell_group

__all__ = [
    "MORNING", "MOST_GOALS", "MOST_OPEN", "MOST_PERIODS", "Changed", "add_period", "answer", "ask_due", "ask_later", "ask_no_more", "ask_rested",
    "begin_group", "begin_study", "change", "change_goal", "check_in", "check_in_together", "close_calendar", "drop_saved", "end", "end_goal",
    "go_on", "join_group", "keep_saved", "leave_group", "move", "not_today", "open_calendar", "pause_study", "plan", "put_off", "remind_due",
    "remove_period", "renew_calendar", "reopen", "reopen_goal", "save", "set_aside", "set_goal", "set_pace", "shrink_study", "tag", "take_back",
    "take_up_saved", "tell", "tell_group", "try_saved", "untell_group",
]
