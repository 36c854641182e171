"""The judge itself: it finds a planted error and passes a page that is in order."""

import pytest

from tests import judges

GOOD = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>One</title></head><body><p>Two</p></body></html>'


def test_the_nu_checker_finds_an_error_and_passes_a_good_page():
    try:
        found = judges.nu({"good": GOOD, "bad": GOOD.replace("<p>Two</p>", '<img src="a.png">')})
    except judges.Missing as missing:
        pytest.skip(str(missing))
    assert len(found) == 1 and found[0].startswith("bad:")
