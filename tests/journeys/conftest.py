"""Two instances as they are served: one with the demo world, one with nobody in it; and one browser."""

import pytest

from tests import browsing
from tests.instance import Instance, fresh


@pytest.fixture(scope="session")
def juniper(tmp_path_factory):
    """An instance that was made with the demo world."""
    with Instance(tmp_path_factory.mktemp("juniper") / "data", STAFFROOM_TRIAL_LANGUAGES="1").running("--workers", "1") as instance:
        yield instance


@pytest.fixture(scope="session")
def empty(tmp_path_factory):
    """An instance that holds the commons and nobody."""
    with Instance(fresh(tmp_path_factory.mktemp("empty") / "data")).running() as instance:
        yield instance


@pytest.fixture(scope="session")
def browser():
    with browsing.chromium() as found:
        yield found


@pytest.fixture
def seat(browser):
    """seat(instance, **options) is a new person's browser with one open page, watched."""
    contexts = []

    def sit(instance, **options):
        contexts.append(browsing.visitor(browser, instance.url, **options))
        return browsing.watched(contexts[-1], instance.url)
    yield sit
    for context in contexts:
        context.close()
