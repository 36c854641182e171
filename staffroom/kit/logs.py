"""One event, one line: nothing that came from outside can start a new line or colour a terminal, and no secret of an address stands in it."""

import logging
import re

MOST = 4_000
END = 2_800
_SECRET = re.compile(r"(?<=/)[A-Za-z0-9_-]{32,}")  # a piece of an address that nobody can guess


class OneLine(logging.Formatter):
    """Escapes control characters and leaves out secrets; a long line loses its middle, because the end of a traceback says what happened."""

    def format(self, record: logging.LogRecord) -> str:
        line = _SECRET.sub("…", super().format(record)).replace("\n", "\\n").replace("\r", "\\r")
        line = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in line)
        return line if len(line) <= MOST else f"{line[:MOST - END]} … {line[-END:]}"
