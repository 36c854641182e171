"""What no view should have to think about: odd methods, odd bodies, bytes that no text may hold."""

from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent
from django.http import HttpResponse, HttpResponseNotAllowed
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def guard(get_response):
    """GET, HEAD and POST only; a POST is a form in UTF-8 without NUL or lone surrogates; anything else is answered 4xx."""

    def run(request):
        if request.method not in {"GET", "HEAD", "POST", "OPTIONS"}:
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": "GET, HEAD, POST"})
        if any(c in request.META.get("QUERY_STRING", "") for c in ("%00",)) or "\x00" in request.path_info:
            return render(request, "400.html", status=400)
        if request.method == "POST":
            problem = _problem(request)
            if problem:
                return render(request, f"{problem}.html", status=problem)
        return get_response(request)

    return run


def _problem(request) -> int | None:
    if request.content_type and request.content_type not in FORMS and not request.path_info.startswith(("/api/", "/live/")):
        return 415
    try:
        if request.content_type == FORMS[0]:
            unquote_to_bytes(request.body.replace(b"+", b" ")).decode()
        for _name, values in request.POST.lists():
            if any("\x00" in value or any("\ud800" <= c <= "\udfff" for c in value) for value in values):
                return 400
    except RequestDataTooBig:
        return 413
    except (TooManyFieldsSent, MultiPartParserError, BadRequest, UnicodeError):
        return 400
    return None
