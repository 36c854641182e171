"""Live pages: a page that is open hears that something changed, and then fetches it as any page would.

A frame never carries what somebody wrote. It says which channel, which code, which version; the page asks
for the rest by an ordinary request, where the ordinary rules decide who may see it. So a wrong push can
at worst make a page reload.

    from staffroom.kit import live

    live.publish("account:" + account.code, "draft", {"code": draft.code, "version": draft.version})
    live.address(account.code, ["account:" + account.code], session=request.session.session_key)
    live.sign_out(account.code, session=key)      # ends its open streams and spoils its tickets

`publish` and `sign_out` may be called from any process of the instance: a page thread, the worker, a command.
They are effects outside the database, so they belong behind the outbox (or at least `on_commit`).
They may be repeated: hearing twice that something changed does no harm.

    tickets   who may open which stream, for five minutes
    frames    what travels: messages between processes, frames to the browser
    bus       between processes: Unix sockets on one machine, Redis across machines
    hub       in a web process: who is listening, what they missed, how often to push
    stream    one browser: the ASGI end of it
"""

from .bus import Down
from .frames import Message, publishable
from .tickets import address, session_mark, signed_out_channel

__all__ = ["Down", "address", "publish", "sign_out"]


def publish(channel: str, event: str, data: dict | None = None, *, coalesce: bool = False) -> int:
    """Every open stream on `channel` hears `event` with `data`; returns how many processes took it.

    `data` maps names to whole numbers, truth values or short codes without spaces; anything else is a ValueError.
    `coalesce=True` lets at most four pushes a second through for this channel and event; the newest wins.
    Call it from a thread or a process of its own, never from the event loop. Raises `Down` when the bus is
    configured but does not answer; nobody listening is 0, not an error.
    """
    from .bus import bus_from_settings

    return bus_from_settings().publish(publishable(channel, event, data or {}, coalesce).wire())


def sign_out(account: str, session: str = "") -> int:
    """Every stream of the account (of one session, if its key is given) ends now, and no ticket minted before now opens another."""
    from .bus import bus_from_settings

    data = {"session": session_mark(session)}
    return bus_from_settings().publish(Message.new(signed_out_channel(account), "signed-out", data).wire())
