"""Tries are counted per purpose and key, the door opens again, and nobody escapes by a header."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpResponse

from staffroom.kit import limits


@pytest.fixture(autouse=True)
def _forgotten():
    cache.clear()


def asked(rf, method="post", **headers):
    request = getattr(rf, method)("/somewhere/", **headers)
    request.user = AnonymousUser()
    return request


def test_the_try_after_the_last_one_waits_and_another_key_does_not():
    assert [limits.wait("knock", "ann", 3, 3600) for _ in range(3)] == [0, 0, 0]
    assert 0 < limits.wait("knock", "ann", 3, 3600) <= 3600
    assert limits.wait("knock", "ben", 3, 3600) == 0
    assert limits.wait("ring", "ann", 3, 3600) == 0


def test_two_of_a_kind_are_never_under_way_at_once_and_a_mishap_lets_go():
    with pytest.raises(ValueError), limits.alone("paper", "ann") as first:
        with limits.alone("paper", "ann") as second, limits.alone("paper", "ben") as other:
            assert (first, second, other) == (True, False, True)
        with limits.alone("paper", "ann") as third:
            assert third is False
        raise ValueError
    with limits.alone("paper", "ann") as again:
        assert again is True


def test_the_door_opens_again_with_the_next_window(monkeypatch):
    monkeypatch.setattr(limits.time, "time", lambda: 1_000_000.0)
    assert limits.wait("knock", "ann", 1, 60) == 0
    assert limits.wait("knock", "ann", 1, 60) == 60 - 1_000_000 % 60
    monkeypatch.setattr(limits.time, "time", lambda: 1_000_060.0)
    assert limits.wait("knock", "ann", 1, 60) == 0


def test_a_limited_view_answers_429_and_says_when(rf, db):
    view = limits.limited("page", 2, 60)(lambda request: HttpResponse("in"))
    answers = [view(asked(rf)) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2].headers["Retry-After"]) <= 60
    assert view(asked(rf, "get")).status_code == 200
    assert view(asked(rf, REMOTE_ADDR="192.0.2.7")).status_code == 200


def test_reading_is_counted_only_where_it_is_asked_for(rf, db):
    view = limits.limited("search", 1, 60, reads=True)(lambda request: HttpResponse("in"))
    assert [view(asked(rf, "get")).status_code for _ in range(2)] == [200, 429]


def test_a_forwarded_address_is_believed_only_from_our_own_proxies(rf, settings):
    forged = asked(rf, REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.4")
    settings.PROXIES = 0
    assert limits.address(forged) == "192.0.2.1"
    settings.PROXIES = 1
    assert limits.address(forged) == "198.51.100.4"
    settings.PROXIES = 5
    assert limits.address(forged) == "192.0.2.1"


def test_neighbours_in_one_ipv6_network_count_together_and_nonsense_is_one_place(rf, settings):
    settings.PROXIES = 0
    one, other = (limits.address(asked(rf, REMOTE_ADDR=f"2001:db8::{end}")) for end in ("1", "ffff"))
    assert one == other == "2001:db8::"
    assert limits.address(asked(rf, REMOTE_ADDR="<script>")) == "0.0.0.0"
