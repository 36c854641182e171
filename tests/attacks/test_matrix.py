"""A2: every address, by every method, for every viewer and every state of the thing it names."""

import pytest

from tests.attacks import asking
from tests.attacks.routes import DONE, DOOR, EVERYBODY, HIDDEN, ROUTES, SHUT, WRONG_METHOD, Target, answers_of, inventory
from tests.attacks.world import ANN, undone

pytestmark = pytest.mark.django_db


def test_no_address_is_unknown():
    assert sorted(inventory()) == sorted(ROUTES)


def test_reading_is_for_those_whom_the_table_names_and_changes_nothing(world):
    """GET as everybody; AU-02: no row of any table is another afterwards. Opening a member's page in an office is put on record for that member."""
    wrong, cells = [], 0
    for viewer in EVERYBODY:
        before = asking.rows_digest()
        looked = 0
        for route, row in ROUTES.items():
            nothing = None
            for target, _viewer, wanted in answers_of(world, row, "GET", (viewer,)):
                answer = asking.ask(world, viewer, "GET", route, target)
                cells += 1
                got = asking.kind(answer, "GET")
                looked += got == "seen" and route.endswith("members/<slug:role>/")
                if got != wanted:
                    wrong.append(f"GET {route} ({target.words}) as {viewer}: {got}, not {wanted}")
                if got == HIDDEN and wanted == HIDDEN:
                    nothing = nothing or answer
                    if _differs(nothing, answer):
                        wrong.append(f"GET {route} ({target.words}) as {viewer}: another 404 than the first")
        changed = {table for table, digest in asking.rows_digest().items() if digest != before[table]}
        if changed - ({"people_accessline", "kit_auditline"} if looked else set()):
            wrong.append(f"reading as {viewer} changed {sorted(changed)}")
    print(f"\n{len(ROUTES)} routes, {len(EVERYBODY)} viewers, {cells} cells of reading")
    import pathlib; pathlib.Path("/tmp/b/wrong.txt").open("a").writelines(w + "\n" for w in wrong)
    assert wrong == []



def _differs(one: asking.Answer, other: asking.Answer) -> bool:
    return (one.status, one.body, one.headers, one.cookies) != (other.status, other.body, other.headers, other.cookies)


@pytest.mark.parametrize("viewer", EVERYBODY)
def test_writing_is_for_those_whom_the_table_names(world, viewer):
    """POST: who may not, gets what a code that never was gets, and nothing changed."""
    wrong = []
    for route, row in ROUTES.items():
        nothing = None
        cells = list(answers_of(world, row, "POST", (viewer,)))
        before = asking.rows_digest(but=())
        for target, _viewer, wanted in cells:
            with undone():
                answer = asking.ask(world, viewer, "POST", route, target)
                got = asking.kind(answer, "POST")
                if got != wanted:
                    wrong.append(f"POST {route} ({target.words}) as {viewer}: {got} ({answer.status}), not {wanted}")
                if wanted != DONE and before != asking.rows_digest(but=()) and target.words != "as it stands":
                    wrong.append(f"POST {route} ({target.words}) as {viewer}: refused, and yet something changed")
            if got == HIDDEN and wanted == HIDDEN:
                nothing = nothing or answer
                if _differs(nothing, answer):
                    wrong.append(f"POST {route} ({target.words}) as {viewer}: another 404 than the first")
    import pathlib; pathlib.Path("/tmp/b/wrong.txt").open("a").writelines(w + "\n" for w in wrong)
    assert wrong == []


def test_a_form_without_its_token_is_refused_kindly_and_changes_nothing(world):
    """AU-01, for everything that can be sent."""
    wrong = []
    for route, row in ROUTES.items():
        if row.post is None:
            continue
        target = row.of(world, "POST")[0]
        before = asking.rows_digest(but=())
        answer = asking.ask(world, ANN, "POST", route, target, csrf=True)
        if answer.status != 403 or b"We could not tell that this was you" not in answer.body:
            wrong.append(f"{route}: {answer.status}")
        if before != asking.rows_digest(but=()):
            wrong.append(f"{route}: something changed")
    import pathlib; pathlib.Path("/tmp/b/wrong.txt").open("a").writelines(w + "\n" for w in wrong)
    assert wrong == []


@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE", "PATCH", "OPTIONS", "HEAD"])
def test_other_methods_do_nothing(world, method):
    """FO-15: 405, or the headers alone; and no header or field makes one method into another."""
    wrong = []
    before = asking.rows_digest()
    for route, row in ROUTES.items():
        for viewer in (ANN, "principal", "anon"):
            target: Target = row.of(world, "GET")[0]
            answer = asking.ask(world, viewer, method, route, target)
            if method == "HEAD":
                if answer.plain:
                    wrong.append(f"HEAD {route} as {viewer} has a body")
            elif answer.status != (204 if method == "OPTIONS" else 405):
                wrong.append(f"{method} {route} as {viewer}: {answer.status}")
    after = asking.rows_digest()
    import pathlib; pathlib.Path("/tmp/b/wrong.txt").open("a").writelines(w + "\n" for w in wrong)
    assert wrong == []
    assert {table for table in after if after[table] != before[table]} <= {"people_accessline", "kit_auditline"}


@pytest.mark.parametrize("headers", [{"X-HTTP-Method-Override": "DELETE"}, {"X-HTTP-Method": "POST"}, {"X-Method-Override": "POST"}])
def test_no_header_turns_reading_into_writing(world, headers):
    before = asking.rows_digest()
    for route, row in ROUTES.items():
        if row.post is not None:
            asking.send(world, ANN, "GET", asking.path_of(route, row.of(world, "GET")[0].values) + "?_method=DELETE&_method=POST", **headers)
    after = asking.rows_digest()
    assert {table for table in after if after[table] != before[table]} == set()


assert DOOR and SHUT and WRONG_METHOD
