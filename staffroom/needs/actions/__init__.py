"""What happens to needs. Every act holds the row of the need first, so that counts are exact."""

from staffroom.needs.actions.answering import TELL, answer, put_up_answer, reopen, take_back_answer, take_down_answer, tell
from staffroom.needs.actions.asking import ask_by_mail
from staffroom.needs.actions.held import address
from staffroom.needs.actions.merging import agree, merge, unmerge
from staffroom.needs.actions.wall import join, leave, put_up, put_up_need, take_back, take_down_need

__all__ = [
    "TELL", "address", "agree", "answer", "ask_by_mail", "join", "leave", "merge", "put_up", "put_up_answer", "put_up_need", "reopen",
    "take_back", "take_back_answer", "take_down_answer", "take_down_need", "tell", "unmerge",
]
