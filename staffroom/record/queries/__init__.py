"""What a teacher sees of a record: the timeline, one entry, drafts, time."""

from staffroom.record.facts import about, facts_text
from staffroom.record.queries.entry import Shown, shown
from staffroom.record.queries.lines import FOR_OTHERS, NUMBERS, Line, Month, Timeline, entries_of, timeline
from staffroom.record.queries.my_time import Time, sat, time, year_words
from staffroom.record.queries.others import DraftLine, asked_of, colleagues, drafts_of, first_words, form_mark, home_of, let_go_of, officers
from staffroom.record.queries.words import step_words

__all__ = [
    "FOR_OTHERS", "NUMBERS", "DraftLine", "Line", "Month", "Shown", "Time", "Timeline", "about", "asked_of", "colleagues", "drafts_of", "entries_of",
    "facts_text", "first_words", "form_mark", "home_of", "let_go_of", "officers", "sat", "shown", "step_words", "time", "timeline",
    "year_words",
]
