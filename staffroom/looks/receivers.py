"""What this room lends to rooms below."""

from staffroom.looks import actions, seen
from staffroom.sharing.checking import CANARIES

CANARIES["look"] = (
    lambda account, text: actions.keep(by=account, said=seen.Seen("test", text, "1", text, (seen.Answer("1", "", text, "not_yet", note=text),))),
    lambda account, look: actions.forget(by=account, look=look),
)
