"""One instance with the demo world and the crowd of these tests, as it is served; one browser."""

import subprocess
import sys
from types import SimpleNamespace

import pytest

from tests import browsing
from tests.instance import ROOT, Instance
from tests.pages.crowd import MANY

LONG = 900


@pytest.fixture(scope="session")
def place(tmp_path_factory):
    """Its address, a cookie for everybody who looks, and every page: {address as written: [[who, path], …]}."""
    subprocess.run([sys.executable, "-m", "staffroom.ui.built"], cwd=ROOT, check=True)
    instance = Instance(tmp_path_factory.mktemp("pages") / "data", STAFFROOM_GALLERY="1", STAFFROOM_TRIAL_LANGUAGES="1")
    with instance.running("--workers", "1"):
        crowd = instance.ask(f"from tests.pages.crowd import arrive\nanswer(arrive({MANY}))", seconds=LONG)
        yield SimpleNamespace(instance=instance, home=instance.url, cookies=crowd["cookies"], pages=crowd["pages"])


@pytest.fixture(scope="session")
def browser():
    with browsing.chromium() as found:
        yield found


@pytest.fixture(scope="session")
def seats(browser, place):
    """seats(who) is the browser of somebody, for all tests of this run."""
    held = {}

    def seat(who: str):
        if who not in held:
            held[who] = browsing.visitor(browser, place.home, place.cookies[who], bypass_csp=True, **browsing.WIDE)
        return held[who]
    return seat
