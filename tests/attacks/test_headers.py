"""XS-06, IN-04: the headers of every answer (odd requests are tried in tests/trials)."""

import pytest

from staffroom.record.models import Entry
from tests.attacks import asking
from tests.attacks.routes import ROUTES, path_of
from tests.attacks.world import ANN, ANN_BY_ORG, NOBODY, undone

pytestmark = [pytest.mark.django_db, pytest.mark.either]
SAME_ORIGIN = ("Referrer-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy")
POLICY = ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'")
PROOF = "record/<slug:code>/proof/<slug:proof>/"


def test_every_answer_carries_the_headers_that_keep_it_in_its_place(world):
    """Nothing inline, in no frame, of its own type; what somebody who is signed in gets is stored nowhere."""
    wrong = []
    for route, row in ROUTES.items():
        for viewer in (ANN, ANN_BY_ORG, "principal", NOBODY):
            for target in row.of(world, "GET")[:1] + row.of(world, "GET")[-1:] if row.get else []:
                answer = asking.untouched(world, viewer, asking.path_with(route, target))
                wrong += [f"GET /{route} as {viewer}: {fault}" for fault in faults(answer, viewer, route)]
    for route, row in ROUTES.items():
        for viewer in (ANN, NOBODY) if row.post else ():
            with undone():
                answer = asking.send(world, viewer, "POST", path_of(route, row.of(world, "POST")[0].values), {})
            wrong += [f"POST /{route} as {viewer}: {fault}" for fault in faults(answer, viewer, route)]
    assert "\n".join(wrong) == ""


def faults(answer: asking.Answer, viewer: str, route: str):
    held = dict(answer.headers)
    policy = held.get("Content-Security-Policy", "")
    if route == PROOF and answer.status == 200:
        if "sandbox" not in policy or not held["Content-Disposition"].startswith("attachment"):
            yield "a file that could run"
    elif "sandbox" not in policy:
        yield from (f"the policy lacks {part}" for part in POLICY if part not in policy)
    if "unsafe" in policy or "*" in policy or "http:" in policy:
        yield f"the policy allows {policy}"
    wanted = dict.fromkeys(SAME_ORIGIN, "same-origin") | {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY"}
    yield from (f"{name} is {held.get(name)}" for name, value in wanted.items() if held.get(name) != value)
    if "camera=()" not in held.get("Permissions-Policy", ""):
        yield f"Permissions-Policy is {held.get('Permissions-Policy')}"
    if viewer != NOBODY and "no-store" not in held.get("Cache-Control", ""):
        yield f"may be stored: {held.get('Cache-Control')}"


def test_odd_methods_and_unreadable_requests_carry_them_too(world):
    for method, path in (("PUT", "/today/"), ("TRACE", "/"), ("OPTIONS", "/record/"), ("GET", "/%00"), ("GET", "/no-such-page/"), ("GET", "/find/?q=%00")):
        held = dict(asking.send(world, ANN, method, path).headers)
        assert held.get("X-Content-Type-Options") == "nosniff", (method, path)
        assert held.get("Content-Security-Policy", "default-src 'none'").count("unsafe") == 0


def test_a_host_that_is_not_ours_is_refused(world):
    assert asking.send(world, ANN, "GET", "/today/", Host="evil.example").status == 400


def test_a_slash_more_or_less_and_other_letters_tell_nothing(world):
    code = world.first(Entry).code
    for path in ("/record/{}", "/record/{}//", "/RECORD/{}/", "/record/{}/.json", "/record/{}/edit", "/record/{}/export/", "/record/{}/edit/x"):
        real = asking.send(world, "ben", "GET", path.format(code), cut=(code,))
        never = asking.send(world, "ben", "GET", path.format("zzzzzzzzzzzz"), cut=("zzzzzzzzzzzz",))
        assert not asking.differ(real, never), path


