"""XS-06, IN-04: the headers of every answer (odd requests are tried in tests/trials)."""

import pytest

from staffroom.record.models import Entry
from tests.attacks import asking
from tests.attacks.routes import ROUTES
from tests.attacks.world import ANN, ANN_BY_ORG, NOBODY

pytestmark = [pytest.mark.django_db, pytest.mark.either]
PROOF = "record/<slug:code>/proof/<slug:proof>/"


def every_answer(world, viewers=(ANN, ANN_BY_ORG, "principal", NOBODY)):
    for route, row in ROUTES.items():
        for viewer in viewers:
            for target in row.of(world, "GET")[:1] + row.of(world, "GET")[-1:]:
                yield route, viewer, asking.ask(world, viewer, "GET", route, target)


def test_every_answer_carries_the_headers_that_keep_it_in_its_place(world):
    wrong = []
    for route, viewer, answer in every_answer(world):
        held = dict(answer.headers)
        policy = held.get("Content-Security-Policy", "")
        directives = {part.split()[0]: part.split()[1:] for part in policy.split(";") if part.split()}
        said = f"{route} as {viewer} ({answer.status})"
        if "unsafe" in policy or "*" in policy.split() or "http:" in policy or not directives:
            wrong.append(f"{said}: policy {policy!r}")
        if route == PROOF and answer.status == 200:
            if "sandbox" not in directives or not held["Content-Disposition"].startswith("attachment"):
                wrong.append(f"{said}: a file that could run")
        elif directives.get("frame-ancestors") != ["'none'"] or directives.get("script-src", directives.get("default-src")) not in (["'self'"], ["'none'"]):
            wrong.append(f"{said}: policy {policy!r}")
        for name, value in {"X-Content-Type-Options": "nosniff", "Cross-Origin-Opener-Policy": "same-origin", "X-Frame-Options": "DENY"}.items():
            if held.get(name) != value:
                wrong.append(f"{said}: {name} is {held.get(name)}")
        if held.get("Referrer-Policy") not in {"same-origin", "no-referrer", "strict-origin"} or "camera=()" not in held.get("Permissions-Policy", ""):
            wrong.append(f"{said}: {held.get('Referrer-Policy')}, {held.get('Permissions-Policy')}")
        if viewer != NOBODY and "no-store" not in held.get("Cache-Control", ""):
            wrong.append(f"{said}: Cache-Control is {held.get('Cache-Control')}")
    assert wrong == []


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


