"""A ticket opens one stream: minted by a page that has checked who may listen, signed, good for five minutes.

The stream's end of the server has no database and no session: measured, asking Django there costs twenty times as much
per connection. So the page that may show a thing mints a ticket for its channels, bound to the account, to the session
(by a mark, never its key) and to the exact list of channels in the address. A page whose ticket has run out asks for
another one, and is asked again who it is.

Anything wrong with a ticket (forged, old, another channel, signed out since) has one and the same answer: not found.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core import signing
from django.utils.crypto import salted_hmac

from .frames import CHANNEL, CODE, now_ms

PREFIX = "/live/"
SECONDS = 300
CHANNELS = 8
_SALT = "staffroom.live.ticket"


@dataclass(frozen=True, slots=True)
class Ticket:
    """Who may listen to what, and since when they know how things stand (`minted_ms`, milliseconds since the epoch)."""

    account: str
    session: str
    channels: tuple[str, ...]
    minted_ms: int


def session_mark(session: str) -> str:
    """Stands for a session key where the key itself must not appear; empty for no session."""
    return salted_hmac("staffroom.live.session", session, algorithm="sha256").hexdigest()[:16] if session else ""


def signed_out_channel(account: str) -> str:
    """Where the hubs hear that an account has signed out. No ticket opens it."""
    return f"account:{account}:signed-out"


def mint(account: str, channels: Iterable[str], session: str = "") -> str:
    """A ticket for these channels. The caller has decided that the account may hear them."""
    names = tuple(channels)
    if not account or not CODE.fullmatch(account):
        raise ValueError("a ticket is for one account, named by its code")
    if not 1 <= len(names) <= CHANNELS or len(set(names)) != len(names):
        raise ValueError(f"a ticket is for one to {CHANNELS} different channels")
    if any(not CHANNEL.fullmatch(name) or name.endswith(":signed-out") for name in names):
        raise ValueError(f"not live channels: {names!r}")
    return signing.dumps([account, session_mark(session), list(names), now_ms()], salt=_SALT)


def address(account: str, channels: Iterable[str], session: str = "") -> str:
    """The address a page gives to its EventSource: `/live/<channel>[,<channel>…]?ticket=…`."""
    names = tuple(channels)
    return PREFIX + ",".join(names) + "?" + urlencode({"ticket": mint(account, names, session)})


def read(text: str, path: str) -> Ticket | None:
    """The ticket, if it is ours, no older than five minutes, and for exactly the channels of this path."""
    try:
        account, session, channels, minted_ms = signing.loads(text, salt=_SALT, max_age=SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if path != PREFIX + ",".join(channels):
        return None
    return Ticket(account, session, tuple(channels), minted_ms)
