"""A ticket opens exactly what it was minted for, for five minutes."""

from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

from staffroom.kit.live import tickets


def parts(address):
    asked = urlsplit(address)
    return parse_qs(asked.query)["ticket"][0], asked.path


def test_a_ticket_opens_the_address_it_was_minted_for():
    text, path = parts(tickets.address("ann", ["account:ann", "board:b1"], session="secret-key"))
    ticket = tickets.read(text, path)
    assert path == "/live/account:ann,board:b1"
    assert (ticket.account, ticket.channels, ticket.session) == ("ann", ("account:ann", "board:b1"), tickets.session_mark("secret-key"))


def test_a_ticket_never_shows_the_session_key():
    assert "secret-key" not in tickets.address("ann", ["account:ann"], session="secret-key")


@pytest.mark.parametrize("path", ["/live/account:bo", "/live/", "/live/account:ann,account:bo", "/live/account:ann/", "/live/account:ann,", ""])
def test_a_ticket_opens_no_other_channel(path):
    assert tickets.read(tickets.mint("ann", ["account:ann"]), path) is None


@pytest.mark.parametrize("text", ["", "x", "a:b:c", "\x00", "W10:1abcde:sig"])
def test_what_is_no_ticket_opens_nothing(text):
    assert tickets.read(text, "/live/account:ann") is None


def test_a_ticket_changed_by_one_letter_opens_nothing():
    text = tickets.mint("ann", ["account:ann"])
    for n in range(0, len(text), 7):
        assert tickets.read(text[:n] + ("A" if text[n] != "A" else "B") + text[n + 1:], "/live/account:ann") is None


def test_a_ticket_of_another_key_opens_nothing(settings):
    text = tickets.mint("ann", ["account:ann"])
    settings.SECRET_KEY = "another key of another place"
    assert tickets.read(text, "/live/account:ann") is None


def test_a_ticket_lasts_five_minutes():
    with time_machine.travel("2026-03-02T08:00:00Z", tick=False) as clock:
        text = tickets.mint("ann", ["account:ann"])
        clock.shift(299)
        assert tickets.read(text, "/live/account:ann")
        clock.shift(3)
        assert tickets.read(text, "/live/account:ann") is None


@pytest.mark.parametrize("account, channels", [
    ("", ["account:ann"]), ("two words", ["account:ann"]), ("ann", []), ("ann", ["a"] * 2), ("ann", [f"a{n}" for n in range(9)]),
    ("ann", ["account:ann:signed-out"]), ("ann", ["a,b"]), ("ann", ["a/b"]), ("ann", ["a b"]),
])
def test_no_ticket_is_minted_for_what_is_not_one_person_and_its_channels(account, channels):
    with pytest.raises(ValueError):
        tickets.mint(account, channels)
