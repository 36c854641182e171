"""One event, one line: nothing that came from outside can start a new line or colour a terminal."""

import logging


class OneLine(logging.Formatter):
    """Escapes control characters and cuts a message at 2,000 characters."""

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record).replace("\n", "\\n").replace("\r", "\\r")
        return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in line)[:4_000]
