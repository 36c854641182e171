"""Streams on the real server, from their first byte to the last."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest
import redis
import time_machine

from staffroom.kit import live
from staffroom.kit.live.bus import LocalBus
from staffroom.kit.live.tickets import mint
from staffroom.kit.tests.live_client import GUARD, Served, free_port


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with Served(tmp_path_factory.mktemp("live")) as served, served.settings():
        yield served


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory):
    port = free_port()
    command = ["redis-server", "--port", str(port), "--save", "", "--appendonly", "no", "--dir", str(tmp_path_factory.mktemp("redis"))]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    until = time.monotonic() + GUARD
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            time.sleep(0.05)
    yield f"redis://127.0.0.1:{port}/0"
    process.terminate()
    process.wait(GUARD)


def reach(channel, listening, code):
    """Publishes until the process has subscribed; a frame that comes twice does no harm."""
    until = time.monotonic() + GUARD
    while live.publish(channel, "changed", {"code": code}) < listening and time.monotonic() < until:
        time.sleep(0.05)


def test_a_push_from_another_process_reaches_the_page(site):
    page = site.listen(live.address("ann", ["account:ann"]))
    assert live.publish("account:ann", "draft", {"code": "abc", "version": 3}) == 1
    assert b'event: draft\ndata: {"channel":"account:ann","code":"abc","version":3}\n\n' in page.until(b'"version":3}\n\n')
    page.close()


def test_a_push_from_a_page_of_the_same_process_reaches_the_page(site):
    page = site.listen(live.address("ann", ["account:ann"]))
    assert site.ask("/push?account:ann,draft,from-inside")[1] == b"1"
    page.until(b"from-inside")
    page.close()


def test_a_page_that_lost_its_line_hears_what_it_missed(site):
    page = site.listen(live.address("ann", ["board:b1"]))
    live.publish("board:b1", "changed", {"code": "first"})
    page.until(b"first", b"}\n\n")
    page.close()
    live.publish("board:b1", "changed", {"code": "second"})
    again = site.listen(live.address("ann", ["board:b1"]), last=page.last_id())
    again.until(b"second")
    assert b"first" not in again.seen and b"resync" not in again.seen
    again.close()


@pytest.mark.parametrize("address", [
    "/live/account:bo?ticket={ann}", "/live/account:ann?ticket={old}", "/live/account:ann?ticket=", "/live/account:ann", "/live/?ticket={ann}",
    "/live/account:ann?ticket=%00",
    "/live/account:ann,account:bo?ticket={ann}",
    "/live/account:ann?ticket={ann}x", "/live/%2e%2e/account:ann?ticket={ann}",
])
def test_a_wrong_ticket_and_no_channel_have_the_same_answer(site, address):
    with time_machine.travel(time.time() - 400):
        old = mint("ann", ["account:ann"])
    nothing = site.ask("/live/no:such")
    assert nothing[0] == 404
    assert site.ask(address.format(ann=mint("ann", ["account:ann"]), old=old)) == nothing


def test_only_a_get_opens_a_stream(site):
    assert site.ask(live.address("ann", ["account:ann"]), method="POST", body=b"x")[0] == 405


def test_the_stream_says_that_no_cache_may_keep_it_and_no_proxy_may_hold_it(site):
    page = site.listen(live.address("ann", ["account:ann"]))
    head = page.seen.lower()
    assert b"content-type: text/event-stream" in head and b"cache-control: no-store" in head and b"x-accel-buffering: no" in head
    page.close()


def test_two_hundred_closed_browsers_leave_no_stream_behind(site):
    before = site.wait_for_streams(0, GUARD)
    pages = [site.listen(live.address(f"p{n}", ["board:b2"])) for n in range(200)]
    assert (before, site.streams()) == (0, 200)
    for page in pages:
        page.close()
    assert site.wait_for_streams(0, 5 * 10) == 0
    assert site.ask("/streams")[1].startswith(b"[0, 0, 0")


def test_a_thirteenth_page_of_one_account_is_refused_and_says_so(site):
    pages = [site.listen(live.address("many", ["account:many"])) for _ in range(12)]
    assert site.listen(live.address("many", ["account:many"])).status == 429
    for page in pages:
        page.close()


def test_signing_out_ends_the_stream_and_spoils_the_ticket(site):
    address = live.address("ann", ["account:ann"], session="key-1")
    page, other = site.listen(address), site.listen(live.address("ann", ["account:ann"], session="key-2"))
    live.sign_out("ann", "key-1")
    assert page.rest().count(b"event: signed-out") == 1
    assert site.listen(address).status == 404
    live.publish("account:ann", "changed", {"code": "still-here"})
    other.until(b"still-here")
    other.close()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_at_once_with_fifty_streams_open(tmp_path, how):
    with Served(tmp_path, workers=2) as site, site.settings():
        pages = [site.listen(live.address(f"p{n}", ["board:b1"])) for n in range(50)]
        started = time.monotonic()
        os.killpg(site.process.pid, how)
        assert site.process.wait(GUARD) == 0
        assert time.monotonic() - started < 2 * 10
        assert all(page.rest().endswith(b"0\r\n\r\n") for page in pages)


def test_when_the_parent_is_killed_its_workers_go_and_the_port_is_free(tmp_path):
    with Served(tmp_path) as site, site.settings():
        page = site.listen(live.address("ann", ["board:b1"]))
        site.process.kill()
        site.process.wait(GUARD)
        page.rest()
        until = time.monotonic() + GUARD
        while True:
            try:
                with socket.create_server(("127.0.0.1", site.port)):
                    break
            except OSError:
                assert time.monotonic() < until
                time.sleep(0.05)


def test_a_second_instance_on_the_same_port_is_refused(site):
    command = [sys.executable, "-m", "staffroom.kit.tests.live_server", str(site.port), "1"]
    second = subprocess.run(command, env=site.env, capture_output=True, timeout=GUARD, check=False)
    assert (second.returncode, b"Taken: 127.0.0.1" in second.stderr) == (1, True)


def test_every_web_process_of_one_machine_hears_it(tmp_path):
    with Served(tmp_path, workers=2) as site, site.settings():
        reach("board:b1", 2, "warm")
        pages = [site.listen(live.address(f"p{n}", ["board:b1"])) for n in range(12)]
        assert live.publish("board:b1", "changed", {"code": "both"}) == 2
        for page in pages:
            page.until(b"both")
            page.close()


def test_sockets_of_processes_that_were_killed_are_swept_away(tmp_path):
    bus = LocalBus(tmp_path)
    with Served(tmp_path) as site, site.settings():
        reach("board:b1", 1, "warm")
        os.killpg(site.process.pid, signal.SIGKILL)
        site.process.wait(GUARD)
    assert len(list(bus.places[0].glob("*.sock"))) == 1
    until = time.monotonic() + GUARD
    while bus.publish(b"[]") and time.monotonic() < until:  # the worker may be a moment behind its parent
        time.sleep(0.05)
    assert list(bus.places[0].glob("*.sock")) == []


def test_a_data_folder_with_a_long_path_still_has_live_pages(tmp_path):
    long = tmp_path / ("a" * 60) / ("b" * 60)
    with Served(long) as site, site.settings():
        page = site.listen(live.address("ann", ["board:b1"]))
        reach("board:b1", 1, "far")
        page.until(b"far")


def test_a_socket_in_a_folder_that_others_can_enter_is_not_trusted(tmp_path):
    bus = LocalBus(tmp_path)
    bus.places[0].mkdir()
    bus.places[0].chmod(0o755)
    (bus.places[0] / "x.sock").touch()
    assert list(bus._sockets()) == []


@pytest.mark.redis
def test_two_servers_on_one_redis_both_hear_it(tmp_path, redis_url):
    with Served(tmp_path / "one", redis=redis_url) as one, Served(tmp_path / "two", redis=redis_url) as two, one.settings():
        reach("board:b1", 2, "warm")
        here, there = (site.listen(live.address("ann", ["board:b1"])) for site in (one, two))
        assert two.ask("/push?board:b1,changed,from-two")[1] == b"2"
        here.until(b"from-two")
        there.until(b"from-two")
        place = here.last_id()
        live.publish("board:b1", "changed", {"code": "missed"})
        moved = two.listen(live.address("ann", ["board:b1"]), last=place)
        moved.until(b"missed")
        assert moved.events() == [b"changed"]


@pytest.mark.redis
def test_after_redis_was_away_pages_fetch_afresh_and_hear_again(tmp_path, redis_url):
    with Served(tmp_path, redis=redis_url) as site, site.settings():
        first = site.listen(live.address("ann", ["board:b1"]))
        reach("board:b1", 1, "warm")
        first.until(b"warm")
        page = site.listen(live.address("ann", ["board:b1"]))
        live.publish("board:b1", "changed", {"code": "before"})
        assert b"resync" not in page.until(b"before")
        redis.Redis.from_url(redis_url).client_kill_filter(_type="pubsub")
        page.until(b"event: resync")
        reach("board:b1", 1, "back")
        page.until(b"back")


@pytest.mark.redis
def test_without_redis_pages_go_on_and_publishing_says_that_it_is_down(tmp_path):
    nowhere = f"redis://127.0.0.1:{free_port()}/0"
    with Served(tmp_path, redis=nowhere) as site, site.settings():
        assert site.ask("/hello") == (200, b"hello")
        assert site.listen(live.address("ann", ["board:b1"])).status == 200
        with pytest.raises(live.Down):
            live.publish("board:b1", "changed", {"code": "lost"})
