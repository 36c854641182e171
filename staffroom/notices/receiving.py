"""A message that came for this instance: to whom it belongs, and whether it is taken at all. Where it is not, nobody is answered."""

import logging

from django.utils import translation

from staffroom.kit.incoming import Incoming
from staffroom.notices import actions
from staffroom.notices.queries import code_in

log = logging.getLogger("staffroom.replies")


def receive(letter: Incoming) -> bool:
    """Was it taken as the reply to something that we asked?

    What a machine sent, what came to no code of ours, and what came to one whose mailbox counts no more is left aside in silence.
    """
    code = None if letter.is_automatic else code_in(letter.recipients)
    if code is None:
        log.info("a message was left aside: %s", "automatic" if letter.is_automatic else "no such code")
        return False
    with translation.override(code.person.language):
        return actions.take_reply(by=code.person, code=code, letter=letter) is not None
