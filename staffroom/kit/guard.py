"""What no view should have to think about: odd methods, odd bodies, bytes that no text may hold."""

import re
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent
from django.http import HttpResponse, HttpResponseNotAllowed
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.http import parse_header_parameters

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
UTF_8 = {"utf-8", "utf8", "us-ascii"}
UNFIT = re.compile("[\x00\ud800-\udfff]")
UTF_8_ONLY = "Staffroom reads UTF-8 only. Nothing was changed."


@lru_cache(maxsize=64)
def speaks_otherwise(content_type: str) -> bool:
    """Does this header name another charset than UTF-8, or make no sense? Django would read even the address in it."""
    try:
        return parse_header_parameters(content_type)[1].get("charset", "utf-8").lower() not in UTF_8
    except (LookupError, ValueError):
        return True


def guard(get_response):
    """GET, HEAD and POST only; a POST is a form in UTF-8 without NUL or lone surrogates; anything else is answered 4xx.

    A cookie with such letters is passed over. Of a field that is sent twice the last one counts.
    """

    def run(request):
        if request.method not in {"GET", "HEAD", "POST", "OPTIONS"}:
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": "GET, HEAD, POST"})
        if speaks_otherwise(request.META.get("CONTENT_TYPE", "")):
            return HttpResponse(UTF_8_ONLY, status=415, content_type="text/plain; charset=utf-8")
        for name in [name for name, value in request.COOKIES.items() if _unfit(name + value)]:
            del request.COOKIES[name]  # no cookie of ours; one database would fail on looking for such a session
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
            if _unfit(unquote_to_bytes(request.body).decode()):
                return 400
            request.POST  # noqa: B018  # reads it: too many fields are refused here
        elif any(_unfit(text) for name, values in request.POST.lists() for text in (name, *values)):
            return 400
    except RequestDataTooBig:
        return 413
    except (TooManyFieldsSent, MultiPartParserError, BadRequest, ValueError, LookupError):  # a part may name a charset that is none
        return 400
    return None


def _unfit(text: str) -> bool:
    return UNFIT.search(text) is not None
