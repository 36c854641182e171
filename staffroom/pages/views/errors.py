"""Pages for a bad moment: what happened, what is safe, what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception=None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception=None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception=None) -> HttpResponse:
    """One page for what is not here and for what is not for this viewer."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was not ours, or too old: nothing was changed, and the words are still in the browser's page behind."""
    return render(request, "csrf.html", status=403)
