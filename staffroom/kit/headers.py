"""Headers on every answer, and on the few that pages of others may read."""

import functools

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings

PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"


def headers(get_response):
    """Nothing of a signed-in page is stored by a cache, no page may use a device without asking, and none loads anything from elsewhere.

    What a page may load is worded by django-csp, once, where its own middleware would do it for every answer.
    """
    words = build_policy()

    def run(request):
        response = get_response(request)
        if not (settings.DEBUG and response.status_code in {404, 500}):  # Django's pages for developers hold their own styles
            response.headers.setdefault(HEADER, words)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        user = getattr(request, "user", None)
        if (user is not None and user.is_authenticated) or request.method == "POST" or response.status_code >= 400:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return run


def from_anywhere(view):
    """Decorate a view of something that programs of others read in a browser too, such as a page of keys. It never looks at who asks."""

    @functools.wraps(view)
    def run(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return run
