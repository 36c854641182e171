"""What happens to offers."""

from staffroom.catalogue.actions.cards import CardChanged, Says, correct_card, leave, put_card_up_again, take_card_back, write_card
from staffroom.catalogue.actions.closing import close_over
from staffroom.catalogue.actions.commons import load_commons
from staffroom.catalogue.actions.correcting import Changed, correct, undo_correction
from staffroom.catalogue.actions.feeds import add_feed, ask_for_feeds, feed_failed, feed_read, follow, unfollow
from staffroom.catalogue.actions.imports import apply_import, draft_import, forget_drafts, import_part, set_columns, undo_import
from staffroom.catalogue.actions.links import add_link, complete_link
from staffroom.catalogue.actions.merging import merge, unmerge
from staffroom.catalogue.actions.reminders import remind_closing, remind_due_reviews
from staffroom.catalogue.actions.reviewing import ask_for_review, review, take_review_back
from staffroom.catalogue.actions.saved import forget_search, let_tell, look_again, save_search
from staffroom.catalogue.actions.shelving import Counts
from staffroom.catalogue.actions.visits import ask_for_visits, visited

__all__ = [
    "CardChanged",
    "Changed",
    "Counts",
    "Says",
    "add_feed",
    "add_link",
    "apply_import",
    "ask_for_feeds",
    "ask_for_review",
    "ask_for_visits",
    "close_over",
    "complete_link",
    "correct",
    "correct_card",
    "draft_import",
    "feed_failed",
    "feed_read",
    "follow",
    "forget_drafts",
    "forget_search",
    "import_part",
    "leave",
    "let_tell",
    "load_commons",
    "look_again",
    "merge",
    "put_card_up_again",
    "remind_closing",
    "remind_due_reviews",
    "review",
    "save_search",
    "set_columns",
    "take_card_back",
    "take_review_back",
    "undo_correction",
    "undo_import",
    "unfollow",
    "unmerge",
    "visited",
    "write_card",
]
