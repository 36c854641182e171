"""V2: no page asks the database more often than its floor allows, whoever looks and whatever stands on it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.attacks.asking import path_with, untouched
from tests.attacks.routes import ROUTES, SEEN, answers_of
from tests.attacks.world import ANN, undone
from tests.pages.addresses import NO_PAGE

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
SIGNED_IN, PUBLIC = 12, 3
DATA = NO_PAGE["it answers with a file or with data"]


@pytest.mark.parametrize(("viewer", "most", "begins"), [(ANN, SIGNED_IN, ""), ("principal", SIGNED_IN, "office/"), ("anon", PUBLIC, "")])
def test_pages_ask_the_database_little(world, viewer, most, begins):
    """One that asks too often with nothing kept from earlier pages is opened twice more: what is kept for a while is kept by then."""
    client, asked = world.client(viewer), {}
    for route, row in ROUTES.items():
        for target, _viewer, wanted in answers_of(world, row, "GET", (viewer,)):
            if wanted == SEEN and route.startswith(begins) and route not in DATA:
                path = path_with(route, target)
                count = untouched(world, viewer, path).asked
                if count > most:
                    with undone():
                        client.get(path)
                        with CaptureQueriesContext(connection) as statements:
                            client.get(path)
                    count = len(statements)
                asked[f"{route} ({target.words})"] = count
    assert {name: count for name, count in asked.items() if count > most} == {}
    assert len(asked) > 5
