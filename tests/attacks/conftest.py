"""The world, the same for each test, at a frozen moment."""

import pytest
import time_machine

from tests.attacks.world import NOW, build, cold
from tests.laid import laid


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    """Files of this test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage",
                                                         "OPTIONS": {"location": str(tmp_path / "media")}}}
    settings.MAIL_WORKS = True
    return tmp_path / "media"


@pytest.fixture
def frozen():
    """The clock stands still."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def world(db, shelf, frozen):
    cold()
    yield laid(build, shelf)
    cold()
