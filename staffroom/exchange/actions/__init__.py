"""What happens when somebody leaves with everything, arrives with it, or wants to be erased; the only writers of this room."""

from staffroom.exchange.actions.arriving import bring
from staffroom.exchange.actions.erasing import ask_erasure, erase, erase_due, undo_erasure
from staffroom.exchange.actions.leaving import StillMaking, ask_export, begin_export, finish_export, note_host_export, put_off_export, sweep_exports
from staffroom.exchange.bringing import Counts

__all__ = ["Counts", "StillMaking", "ask_erasure", "ask_export", "begin_export", "bring", "erase", "erase_due", "finish_export", "note_host_export",
           "put_off_export", "sweep_exports", "undo_erasure"]
