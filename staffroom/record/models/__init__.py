"""The shape of a record: entries, what proves them, what was let go, and words on their way."""

from staffroom.record.models.drafts import Draft, KeptWords
from staffroom.record.models.entry import Ask, Entry, Removal, Rung, Sitting
from staffroom.record.models.evidence import Evidence, Piece, Upload

__all__ = ["Ask", "Draft", "Entry", "Evidence", "KeptWords", "Piece", "Removal", "Rung", "Sitting", "Upload"]
