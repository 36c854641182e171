"""Addresses by their names are those that Django gives."""

import pytest
from django.urls import NoReverseMatch, reverse

from staffroom.kit import where
from staffroom.kit.where import address

CODES = ("k7m2p9x4q8ab", "0", "with-dash", "Ünïcode", "a/b", 7, "%s", "zz0mark")


def names() -> list[str]:
    address("today")
    return sorted(where._named)


def told(find, *given) -> str:
    try:
        return find(*given)
    except NoReverseMatch:
        return "none"


@pytest.mark.parametrize("codes", [(), *((code,) for code in CODES), ("k7m2p9x4q8ab", "3"), ("k7m2p9x4q8ab", "plan"), ("entry", "k7m2p9x4q8ab", "aside")])
def test_an_address_is_what_django_writes_for_the_same_name_and_codes(codes):
    assert len(names()) > 200
    for name in names():
        for _again in range(2):
            assert told(address, name, *codes) == told(lambda name, *codes: reverse(name, args=codes), name, *codes), name


def test_a_name_that_there_is_not_is_said():
    with pytest.raises(NoReverseMatch):
        address("record:nowhere", "k7m2p9x4q8ab")
