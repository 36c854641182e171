"""Identifiers: UUIDv7 inside, random codes outside."""

import os
import secrets
import time
from uuid import UUID

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
CODE_LENGTH = 12


def uuid7() -> UUID:
    """A time-ordered UUID (RFC 9562, version 7): keys in the database, never shown to anybody."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & ((1 << 48) - 1)) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


def new_code(length: int = CODE_LENGTH) -> str:
    """A public identifier for addresses: 12 characters out of 30 unless told, about 58 random bits, no look-alikes."""
    number, code = secrets.randbelow(len(ALPHABET) ** length), ""
    for _ in range(length):
        number, place = divmod(number, len(ALPHABET))
        code += ALPHABET[place]
    return code
