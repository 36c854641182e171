"""Fixtures for all tests."""

import pytest

from staffroom.kit.testing import make_account, sign_in


@pytest.fixture
def ann(db):
    """A teacher."""
    return make_account("Ann Example")


@pytest.fixture
def ben(db):
    """Another teacher."""
    return make_account("Ben Example")


@pytest.fixture
def as_ann(client, ann):
    """Ann's browser, opened by a factor of her own."""
    return sign_in(client, ann)
