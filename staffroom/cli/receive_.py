"""`staffroom receive`: one message from the mail server, a reply to something that was asked by mail.

Exit codes are those of sysexits.h, which a mail server understands: 0 taken (or left aside, and then nobody is told),
65 there was no message, 75 not now, try again later, 78 replies are not set up here.
"""

import argparse
import sys
from typing import BinaryIO

NO_MESSAGE, LATER, NOT_SET_UP = 65, 75, 78


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sender", metavar="ADDRESS", help="the sender of the envelope; empty for a bounce")
    parser.add_argument("--recipient", metavar="ADDRESS", default="",
                        help="the recipient of the envelope, with the code; without it the message says")


def run(options: argparse.Namespace) -> int:
    from staffroom.cli import Problem, preflight, start_django
    from staffroom.kit.incoming import MOST_BYTES, read
    raw = whole(sys.stdin.buffer, MOST_BYTES + 1)
    if not raw.strip():
        raise Problem("there is no message on the standard input.", NO_MESSAGE)
    try:
        preflight.existing()
        start_django()
        preflight.ready()
        from django.conf import settings
        if not settings.REPLIES_WORK:
            raise Problem("replies are not set up: see STAFFROOM_MAIL_REPLIES in docs/running/settings.md.", NOT_SET_UP)
        from staffroom.notices.receiving import receive
        receive(read(raw, options.sender, options.recipient))
    except Problem as problem:
        raise Problem(str(problem), problem.code if problem.code == NOT_SET_UP else LATER) from None
    except Exception as problem:  # a full disk, a database that rests: the mail server keeps the message and brings it again
        raise Problem(f"the message could not be taken now ({type(problem).__name__}).", LATER) from problem
    return 0


def whole(stream: BinaryIO, most: int) -> bytes:
    """At most so many bytes; the rest is read and dropped, so that the mail server is never left writing into nothing."""
    kept = stream.read(most)
    while stream.read(65_536):
        pass
    return kept
