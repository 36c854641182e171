"""RL-06: five hundred visitors who never finish their question, and as many who say nothing, hold up nobody and are let go."""

import resource
import socket
import time

import pytest

from tests.instance import Instance, fresh

HALF = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "


@pytest.fixture
def instance(tmp_path):
    made = Instance(fresh(tmp_path / "data"))
    with made.running():
        yield made


def closed(line: socket.socket) -> bool:
    """Has the other side let go?"""
    line.setblocking(False)
    try:
        return line.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def test_slow_and_silent_visitors_hold_up_nobody_and_are_let_go(instance):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard if hard != resource.RLIM_INFINITY else 65_536, hard))
    slow, silent = [], []
    try:
        for number in range(500):
            for lines, first in ((slow, HALF), (silent, b"")):
                line = socket.create_connection(("127.0.0.1", instance.port), timeout=10)
                line.sendall(first)
                lines.append(line)
            if number % 100 == 99:
                assert instance.get("/trust")[0] == 200
        assert instance.get("/find/")[0] == 200
        end = time.monotonic() + 120
        while not all(closed(line) for line in slow):
            assert time.monotonic() < end, sum(not closed(line) for line in slow)
            time.sleep(0.5)
        assert instance.get("/health")[0] == 200
    finally:
        for line in slow + silent:
            line.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
