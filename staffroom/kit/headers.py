"""Headers on every answer (the policy for scripts is set by django-csp)."""

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
