"""Doors of the notebook: a session opened by an employer's factor stays outside, and is told so kindly (R4)."""

import functools

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def notebook_only(view):
    """Decorate a view of the notebook; a signed-in reader without a key of their own gets the page that explains why (403)."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.viewer.holds_own_key:
            return render(request, "people/shut.html", {"material": "wall"}, status=403)
        return view(request, *args, **kwargs)

    run.notebook_only = True  # type: ignore[attr-defined]  # a label for the house tests
    return run
