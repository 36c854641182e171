"""What this room lends to rooms below."""

from staffroom.growth import actions
from staffroom.sharing.checking import CANARIES

CANARIES["sentence"] = (lambda account, text: actions.say(by=account, text=text, mood="bothering", minutes=15),
                        lambda account, sentence: actions.forget(by=account, sentence=sentence))
