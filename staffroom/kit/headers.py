"""Headers on every answer."""

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings

PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"


def headers(get_response):
    """Nothing of a signed-in page is stored by a cache, and no page may use a device without asking."""

    def run(request):
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        user = getattr(request, "user", None)
        if (user is not None and user.is_authenticated) or request.method == "POST" or response.status_code >= 400:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return run


def policy(get_response):
    """What a page may load, as django-csp words it: once, where its own middleware would do it for every answer."""
    words = build_policy()

    def run(request):
        response = get_response(request)
        if not (settings.DEBUG and response.status_code in {404, 500}):  # Django's pages for developers hold their own styles
            response.headers.setdefault(HEADER, words)
        return response

    return run
