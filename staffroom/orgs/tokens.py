"""The secret part of an invitation's link. It is nowhere stored: it is made from the invitation's code and the instance's key."""

import base64
import hashlib
import re

from django.utils.crypto import salted_hmac

from staffroom.kit.ids import ALPHABET
from staffroom.kit.words import fold

SHEET_LENGTH = 8
_SHEET = re.compile(f"[{ALPHABET}]{{{SHEET_LENGTH}}}")
_SHAPE = re.compile(r"[\w-]{43}", re.ASCII)


def token_of(code: str) -> str:
    """43 characters that only this instance can make."""
    return base64.urlsafe_b64encode(salted_hmac("orgs.invitation", code, algorithm="sha256").digest()).decode().rstrip("=")


def hash_of(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def in_link(text: str) -> str:
    """The token in a pasted link, or in what is left of one; "" when there is none."""
    found = _SHAPE.findall(text)
    return found[-1] if found else ""


def sheet_code(code: str) -> str:
    """What stands on a sheet for many: eight letters and digits without look-alikes, about 39 bits, typed by hand."""
    number, made = int.from_bytes(salted_hmac("orgs.sheet", code, algorithm="sha256").digest()), ""
    for _place in range(SHEET_LENGTH):
        number, place = divmod(number, len(ALPHABET))
        made += ALPHABET[place]
    return made


def sheet_hash(typed: str) -> str:
    """What is stored of it: keyed, because so short a code could be found from a plain hash."""
    return salted_hmac("orgs.sheet.hash", typed, algorithm="sha256").hexdigest()


def as_sheet(text: str) -> str:
    """The code of a sheet as people type it (capitals, spaces, hyphens, the whole address); "" where it is none."""
    typed = re.sub(r"[\s-]", "", text.strip().rstrip("/").rpartition("/")[2]).lower()
    return typed if _SHEET.fullmatch(typed) else ""


def to_hash(name: str, organisation_code: str) -> str:
    """A mark by which invitations to one name are counted: within a body, or everywhere when the name is an address."""
    name = fold(name)
    place = "" if "@" in name else organisation_code
    return salted_hmac("orgs.to", f"{place}\n{name}", algorithm="sha256").hexdigest() if name else ""
