"""The gallery: every component in both materials, and pages to build like. For those who build; off unless asked for."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from staffroom.ui import samples
from staffroom.ui.templatetags.ui import MATERIALS

PATTERNS = {"today": "wall", "record": "notebook", "note": "notebook", "offer": "wall", "find": "wall", "round": "handed"}


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component, once on the wall and once in the notebook."""
    _only_where_shown()
    material = request.GET.get("material")
    shown = [{"name": name, "template": f"ui/{name}.html", "cases": cases} for name, cases in samples.components().items()]
    given = {"material": material if material in MATERIALS else "wall", "shown": shown, "title": "Gallery"}
    return _shown(request, "ui/gallery/components.html", given)


def pattern(request: HttpRequest, page: str) -> HttpResponse:
    """A whole page as an example of one pattern."""
    _only_where_shown()
    if page not in PATTERNS:
        raise Http404
    given = {"material": PATTERNS[page], "place": page, "title": page.title(), **samples.page()}
    return _shown(request, f"ui/gallery/{page}.html", given)


def _only_where_shown() -> None:
    if not settings.GALLERY:
        raise Http404


def _shown(request: HttpRequest, template: str, given: dict) -> HttpResponse:
    """Rendered in the language and theme that the address asks for, as somebody who is signed in."""
    given |= {"viewer": samples.SOMEBODY, "demo_world": True, "theme": request.GET.get("theme", ""), "has_office": "office" in request.GET}
    with translation.override(request.GET.get("lang") or translation.get_language()):
        return render(request, template, given)
