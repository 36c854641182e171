"""What happens to a record; the only writers of this room."""

from staffroom.record.actions.drafts import DraftMark, drop_draft, keep_draft, settle_draft
from staffroom.record.actions.entries import ChangedMeanwhile, add_sitting, change, note, remove_sitting, tag
from staffroom.record.actions.evidence import add_evidence, add_piece, finish_upload, remove_evidence
from staffroom.record.actions.kept import forget_words, keep_words
from staffroom.record.actions.letting_go import bring_back, let_go, sweep_removals, sweep_shelf
from staffroom.record.actions.proof import accept, ask_confirmation, confirm, count, count_no_longer, decline, witness

__all__ = [
    "ChangedMeanwhile", "DraftMark", "accept", "add_evidence", "add_piece", "add_sitting", "ask_confirmation", "bring_back", "change", "confirm",
    "count", "count_no_longer", "decline", "drop_draft", "finish_upload", "forget_words", "keep_draft", "keep_words", "let_go", "note",
    "remove_evidence", "remove_sitting", "settle_draft", "sweep_removals", "sweep_shelf", "tag", "witness",
]
