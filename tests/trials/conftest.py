"""The world of tests/attacks, and all forms that its pages show."""

from tests.attacks.conftest import frozen, shelf, world

__all__ = ["frozen", "shelf", "world"]
