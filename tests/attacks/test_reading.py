"""A2, reading: every address, for every viewer and every state of the thing it names."""

import pytest

from tests.attacks import asking
from tests.attacks.routes import EVERYBODY, HIDDEN, ROUTES, SEEN, answers_of, inventory
from tests.attacks.world import ANN

pytestmark = pytest.mark.django_db
# Opening a member's page in an office is put on record, for that member to read.
LOOKS = {"office/<slug:code>/members/<slug:role>/", "office/claims/<slug:code>/", "office/claims/<slug:code>/proof/<slug:piece>/"}  # the teacher reads that it was opened
PUT_ON_RECORD = {"people_accessline", "kit_auditline"}


def test_no_address_is_unknown():
    assert sorted(inventory()) == sorted(ROUTES)


@pytest.mark.parametrize("group", [0, *(pytest.param(group, marks=pytest.mark.one_engine) for group in (1, 2, 3))])
def test_reading_is_for_those_whom_the_table_names_and_changes_nothing(world, group):
    """GET as everybody; AU-02: no row of any table is written."""
    wrong, cells = [], 0
    for viewer in EVERYBODY[group::4]:
        for route, row in ROUTES.items():
            nothing = None
            for target, _viewer, wanted in answers_of(world, row, "GET", (viewer,)):
                answer = asking.untouched(world, viewer, asking.path_with(route, target), cut=tuple(target.values.values()))
                cells += 1
                got = asking.kind(answer, "GET")
                if got != wanted:
                    wrong.append(f"GET {route} ({target.words}) as {viewer}: {got}, not {wanted}")
                if got == HIDDEN:
                    nothing = nothing or answer
                    if asking.differ(nothing, answer):
                        wrong.append(f"GET {route} ({target.words}) as {viewer}: another 404 than the first")
                if wrote := answer.wrote - asking.READING_WRITES.keys() - (PUT_ON_RECORD if route in LOOKS and got == SEEN else set()):
                    wrong.append(f"GET {route} ({target.words}) as {viewer} wrote {sorted(wrote)}")
    print(f"\n{len(ROUTES)} routes, {cells} cells of reading")
    assert wrong == []


@pytest.mark.one_engine
def test_other_methods_do_nothing(world):
    """FO-15: 405, or the headers alone."""
    wrong, before = [], asking.rows_digest()
    for route, row in ROUTES.items():
        target = row.of(world, "GET")[0]
        for method in ("PUT", "DELETE", "TRACE", "PATCH", "OPTIONS", "HEAD"):
            for viewer in (ANN, "principal", "anon"):
                answer = asking.ask(world, viewer, method, route, target)
                if method == "HEAD" and answer.plain:
                    wrong.append(f"HEAD {route} as {viewer} has a body")
                if method != "HEAD" and answer.status != (204 if method == "OPTIONS" else 405):
                    wrong.append(f"{method} {route} as {viewer}: {answer.status}")
    assert wrong == []
    assert asking.changed(before) <= PUT_ON_RECORD


def test_no_header_and_no_field_turns_reading_into_writing(world):
    """FO-15."""
    headers = {"X-HTTP-Method-Override": "DELETE", "X-HTTP-Method": "POST", "X-Method-Override": "POST"}
    before = asking.rows_digest()
    for route, row in ROUTES.items():
        if row.post is not None:
            path = asking.path_of(route, row.of(world, "GET")[0].values)
            asking.send(world, ANN, "GET", f"{path}?_method=DELETE&_method=POST", **headers)
    assert asking.changed(before) == set()
