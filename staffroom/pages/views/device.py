"""A device that keeps the plan of its owner for the time without a line: the switch, the page, the worker, the manifest."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import translation
from django.views.decorators.http import require_GET, require_http_methods

from staffroom import __version__
from staffroom.kit import device as kept
from staffroom.kit.ops import once
from staffroom.pages.device import plan_for_a_device
from staffroom.record.kept import whose
from staffroom.record.models import Entry
from staffroom.sharing.doors import notebook_only

ASSETS = ("ui/app.css", "ui/sprite.svg", "ui/mark.svg", "ui/js/device.js", "ui/js/offline.js")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@notebook_only
@once
def device(request: HttpRequest) -> HttpResponse:
    """/me/device/: what this device keeps for me; POST keep=yes or keep=no switches it, for this device alone."""
    keep = request.POST.get("keep", "")
    if request.method == "POST" and keep not in {"yes", "no"}:
        return render(request, "400.html", status=400)
    if request.method == "POST" and kept.may_keep():
        response = redirect("device")
        return kept.remember(response, request.user.code) if keep == "yes" else kept.forget(response)
    return render(request, "pages/device.html", {"material": "notebook", "may_keep": kept.may_keep(),
                                                 "keeps": kept.keeps_for(request, request.user.code)})


@require_GET
@login_required
@notebook_only
def mine(request: HttpRequest) -> JsonResponse:
    """GET /offline/mine.json: my plan for this device, and what a form that is written there has to carry."""
    return JsonResponse(plan_for_a_device(request.viewer) | {"whose": whose(request), "token": get_token(request)})


def _language(request: HttpRequest) -> str:
    """The language in which a device keeps its page: it is asked for without a session."""
    wanted = request.GET.get("in", "")
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """GET /offline/?in=es: the page for the time without a line. The same for everybody: what is private, the device puts in."""
    with translation.override(_language(request)):
        return render(request, "pages/offline.html", {"material": "notebook", "kinds": Entry.Kind.choices, "times": Entry.TimeKind.choices})


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """GET /worker.js?in=es: the script that shows that page where there is no line. It keeps nothing else."""
    language = _language(request)
    told = {"version": f"{__version__}-{language}", "page": f"/offline/?in={language}", "assets": [static(name) for name in ASSETS]}
    return render(request, "pages/worker.js", told, content_type="text/javascript; charset=utf-8")


@require_GET
def manifest(request: HttpRequest) -> JsonResponse:
    """GET /staffroom.webmanifest: how a phone puts Staffroom beside its other programs."""
    icons = [{"src": static("ui/mark.svg"), "sizes": "any", "type": "image/svg+xml"}]
    icons += [{"src": static(f"ui/mark-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any"} for size in (192, 512)]
    told = {"name": settings.SITE_NAME, "short_name": settings.SITE_NAME[:12], "id": "/", "start_url": "/today/", "scope": "/",
            "display": "standalone", "background_color": "#f1ebdf", "theme_color": "#fffdf8", "icons": icons}
    return JsonResponse(told, content_type="application/manifest+json")
