"""What a page that was away hears when it comes back, and what the hub forgets."""

import asyncio

import pytest

from staffroom.kit.live import frames
from staffroom.kit.live import hub as hubs
from staffroom.kit.live.frames import Message, publishable
from staffroom.kit.live.hub import Full, Hub
from staffroom.kit.live.tickets import Ticket

CHANNEL = "board:b1"


def ticket(account="ann", channels=(CHANNEL,), session="s1", minted_ms=None):
    return Ticket(account, session, channels, frames.now_ms() if minted_ms is None else minted_ms)


def say(hub, code, channel=CHANNEL, **more):
    message = publishable(channel, "changed", {"code": code}, **more)
    hub.hear(message.wire())
    return message.id


def codes(stream):
    out = stream.take().decode()
    return [part.split('"')[0] for part in out.split('"code":"')[1:]], "event: resync" in out


def running(test):
    """The test runs on an event loop, with a hub that has been listening for some seconds."""

    def run():
        async def inside():
            hub = Hub()
            hub.hear_again()
            hub.heard_since -= 10_000
            await test(hub)

        asyncio.run(inside())

    run.__name__ = test.__name__
    return run


@running
async def test_everyone_on_the_channel_hears_it_and_nobody_else(hub):
    here, there = hub.join(ticket()), hub.join(ticket(channels=("board:b2",)))
    say(hub, "x1")
    assert (codes(here), codes(there)) == ((["x1"], False), ([], False))


@running
async def test_a_page_hears_what_happened_between_its_ticket_and_its_stream(hub):
    minted = ticket()
    say(hub, "x1")
    assert codes(hub.join(minted)) == (["x1"], False)


@running
async def test_a_page_that_comes_back_hears_exactly_what_it_missed(hub):
    ids = [say(hub, f"x{n}") for n in range(5)]
    assert codes(hub.join(ticket(), ids[2])) == (["x3", "x4"], False)


@running
async def test_a_page_that_was_away_longer_than_the_memory_is_told_to_fetch_afresh(hub):
    first = say(hub, "first")
    for n in range(hubs.RING + 1):
        say(hub, f"x{n}")
    hub.rings[CHANNEL][0] = (hub.rings[CHANNEL][0][0] + 5_000, *hub.rings[CHANNEL][0][1:])
    hub.cut[CHANNEL] += 5_000
    assert codes(hub.join(ticket(), first)) == ([], True)


@running
async def test_a_place_that_makes_no_sense_means_fetch_afresh(hub):
    for nonsense in ("x", "0123", "zzzzzzzzzzzz.1", "0" * 12 + ".", "\x00" * 14):
        assert codes(hub.join(ticket(), nonsense)) == ([], True)


@running
async def test_after_the_bus_was_away_every_page_fetches_afresh(hub):
    stream = hub.join(ticket())
    stream.take()
    hub.hear_again()
    assert codes(stream) == ([], True)


@running
async def test_a_ping_moves_the_place_forward_without_an_event(hub):
    stream = hub.join(ticket())
    stream.take()
    hub._look_after(stream.lane)
    place = stream.take().decode().split("id: ")[1].strip()
    assert codes(hub.join(ticket(minted_ms=0), place)) == ([], False)


@running
async def test_a_page_too_slow_to_keep_up_is_told_to_fetch_afresh_and_costs_no_more(hub):
    stream = hub.join(ticket())
    for n in range(hubs.PENDING * 3):
        say(hub, f"x{n}")
    assert len(stream.pending) <= hubs.PENDING
    assert codes(stream)[1]


@running
async def test_a_flood_of_votes_is_at_most_four_pushes_a_second_and_the_newest_wins(hub):
    stream = hub.join(ticket())
    for n in range(50):
        say(hub, f"x{n}", coalesce=True)
        await asyncio.sleep(0.01)
    await asyncio.sleep(hubs.PUSH_SECONDS * 2)
    heard, _ = codes(stream)
    assert (heard[0], heard[-1], 2 <= len(heard) <= 6) == ("x0", "x49", True)
    await asyncio.sleep(hubs.PUSH_SECONDS * 2)
    assert hub.held == {}


@running
async def test_one_account_has_twelve_streams_and_another_is_not_hindered(hub):
    streams = [hub.join(ticket()) for _ in range(hubs.PER_ACCOUNT)]
    with pytest.raises(Full) as full:
        hub.join(ticket())
    assert full.value.status == 429
    hub.join(ticket(account="bo"))
    hub.leave(streams[0])
    hub.join(ticket())


@running
async def test_signing_out_ends_the_streams_of_that_session_and_spoils_its_tickets(hub):
    old = ticket()
    mine, other, bo = hub.join(old), hub.join(ticket(session="s2")), hub.join(ticket(account="bo"))
    hub.hear(Message.new("account:ann:signed-out", "signed-out", {"session": "s1"}).wire())
    assert [stream.ended for stream in (mine, other, bo)] == [True, False, False]
    assert b"event: signed-out" in mine.take()
    assert hub.join(old) is None
    assert hub.join(ticket(session="s2")) is not None
    hub.hear(Message.new("account:ann:signed-out", "signed-out", {"session": ""}).wire())
    assert [stream.ended for stream in (mine, other, bo)] == [True, True, False]


@running
async def test_nothing_is_remembered_of_a_stream_that_left(hub):
    stream = hub.join(ticket(channels=(CHANNEL, "board:b2")))
    hub.leave(stream)
    hub.leave(stream)
    assert (hub.streams, hub.by_channel, hub.by_account) == ({}, {}, {})


@running
async def test_old_frames_and_old_sign_outs_are_forgotten(hub):
    say(hub, "x1")
    hub.signed_out["ann", ""] = frames.now_ms() - hubs.KEEP_MS - 1
    at, event_id, frame = hub.rings[CHANNEL][0]
    hub.rings[CHANNEL][0] = (at - hubs.KEEP_MS - 1, event_id, frame)
    hub._forget()
    assert (hub.rings, hub.signed_out) == ({}, {})


@running
async def test_what_is_not_a_message_is_dropped(hub):
    stream = hub.join(ticket())
    stream.take()
    for raw in (b"", b"{}", b"[]", b"\xff", b'["board:b1","changed",[],"x",0]', b'["board:b1","changed",{"a":"two words"},"0123456789ab.1",false]',
                b'["board:b1","changed",{"a":1},"soon",false]', b'[1,2,3,4,5]', b"[" * 5000):
        hub.hear(raw)
    assert stream.take() == b""


@pytest.mark.parametrize("channel, event, data", [
    ("Board", "changed", {}), ("board b1", "changed", {}), ("board:b1\n", "changed", {}), ("", "changed", {}), ("b" * 121, "changed", {}),
    ("board:b1", "Changed!", {}), ("board:b1", "signed-out", {}), ("board:b1", "resync", {}),
    ("board:b1", "changed", {"note": "I felt lost today"}), ("board:b1", "changed", {"note": "a\nid: 1"}), ("board:b1", "changed", {"note": None}),
    ("board:b1", "changed", {"note": ["a"]}), ("board:b1", "changed", {"share": 0.5}), ("board:b1", "changed", {"channel": "other"}),
    ("board:b1", "changed", {"two words": 1}),
])
def test_no_prose_and_no_broken_frame_can_be_pushed(channel, event, data):
    with pytest.raises(ValueError):
        publishable(channel, event, data)
