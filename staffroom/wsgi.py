"""Pages, as a WSGI application in the threads of the live shell."""

import os
from collections.abc import Callable, Iterable

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "staffroom.settings")
_pages = get_wsgi_application()

from staffroom.kit.guard import UTF_8_ONLY, speaks_otherwise  # noqa: E402  # Django has to be set up first


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    """A request that names another charset is answered before Django makes a request of it, which could fail outside every page."""
    if speaks_otherwise(environ.get("CONTENT_TYPE", "")):
        start_response("415 Unsupported Media Type", [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")])
        return [UTF_8_ONLY.encode()]
    return _pages(environ, start_response)
