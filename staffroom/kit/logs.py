"""One event, one line: nothing that came from outside can start a new line or colour a terminal."""

import logging

MOST = 4_000
END = 2_800


class OneLine(logging.Formatter):
    """Escapes control characters; a long line loses its middle, because the end of a traceback says what happened."""

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record).replace("\n", "\\n").replace("\r", "\\r")
        line = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in line)
        return line if len(line) <= MOST else f"{line[:MOST - END]} … {line[-END:]}"
