"""The world of tests/attacks, and all forms that its pages show."""

import pytest

from staffroom.catalogue.queries import shelf as shelf_memory
from tests.attacks.conftest import frozen, shelf, world
from tests.attacks.world import cold

__all__ = ["frozen", "shelf", "world"]


@pytest.fixture(autouse=True)
def nothing_kept():
    """No count, page or shelf of an earlier test."""
    cold()
    shelf_memory.forget()
    yield
    cold()
    shelf_memory.forget()
