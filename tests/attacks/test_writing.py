"""A2, writing: who may not, gets what a code that never was gets, and nothing changes."""

import pytest

from tests.attacks import asking
from tests.attacks.routes import DONE, EVERYBODY, HIDDEN, ROUTES, answers_of
from tests.attacks.world import ANN, undone

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("group", [0, *(pytest.param(group, marks=pytest.mark.one_engine) for group in (1, 2, 3))])
def test_writing_is_for_those_whom_the_table_names(world, group):
    wrong, cells = [], 0
    for viewer in EVERYBODY[group::4]:
        before = asking.rows_digest(but=())
        for route, row in ROUTES.items():
            nothing = None
            for target, _viewer, wanted in answers_of(world, row, "POST", (viewer,)):
                cells += 1
                if wanted == DONE:
                    with undone():
                        answer = asking.ask(world, viewer, "POST", route, target)
                else:
                    answer = asking.ask(world, viewer, "POST", route, target)
                got = asking.kind(answer, "POST")
                if got != wanted:
                    wrong.append(f"POST {route} ({target.words}) as {viewer}: {got} ({answer.status}), not {wanted}")
                if got == HIDDEN:
                    nothing = nothing or answer
                    if asking.differ(nothing, answer):
                        wrong.append(f"POST {route} ({target.words}) as {viewer}: another 404 than the first")
        if asking.changed(before, but=()):
            wrong.append(f"refused writing as {viewer} changed {sorted(asking.changed(before, but=()))}")
    print(f"\n{cells} cells of writing")
    assert wrong == []


def test_a_form_without_its_token_is_refused_kindly_and_changes_nothing(world):
    """AU-01, for everything that can be sent."""
    wrong, before = [], asking.rows_digest(but=())
    for route, row in ROUTES.items():
        if row.post is None:
            continue
        for viewer in (ANN, "anon"):
            answer = asking.ask(world, viewer, "POST", route, row.of(world, "POST")[0], csrf=True)
            if answer.status != 403 or b"We could not tell that this was you" not in answer.body:
                wrong.append(f"{route} as {viewer}: {answer.status}")
    assert wrong == []
    assert asking.changed(before, but=()) == set()


def test_the_token_of_another_browser_and_another_place_are_refused(world):
    """AU-01: the token of somebody else, a form from another site, and a form in disguise."""
    before = asking.rows_digest(but=())
    other = {"csrfmiddlewaretoken": "d" * 32}
    assert asking.send(world, ANN, "POST", "/practice/start/", {"text": "x", **other}, csrf=True).status == 403
    mine = {"csrfmiddlewaretoken": "c" * 32}
    elsewhere = {"Origin": "https://evil.example"}
    assert asking.send(world, ANN, "POST", "/practice/start/", {"text": "x", **mine}, csrf=True, **elsewhere).status == 403
    client = world.client(ANN)
    assert client.post("/practice/start/", '{"text": "x"}', content_type="text/plain").status_code == 415
    assert client.post("/practice/start/", '{"text": "x"}', content_type="application/json").status_code == 415
    assert asking.changed(before, but=()) == set()
