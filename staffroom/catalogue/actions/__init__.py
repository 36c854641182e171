"""What happens to offers."""

from staffroom.catalogue.actions.commons import load_commons
from staffroom.catalogue.actions.feeds import add_feed, ask_for_feeds, feed_failed, feed_read, follow, unfollow
from staffroom.catalogue.actions.imports import apply_import, draft_import, forget_drafts, set_columns, undo_import
from staffroom.catalogue.actions.links import add_link, title_link
from staffroom.catalogue.actions.saved import forget_search, let_tell, look_again, save_search
from staffroom.catalogue.actions.shelving import Counts

__all__ = [
    "Counts", "add_feed", "add_link", "apply_import", "ask_for_feeds", "draft_import", "feed_failed", "feed_read",
    "follow", "forget_drafts", "forget_search", "let_tell", "load_commons", "look_again", "save_search", "set_columns", "title_link", "undo_import",
    "unfollow",
]
