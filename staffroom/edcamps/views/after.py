"""After the day: what came of it, in numbers, thanks; and how edcamps grew."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from staffroom.edcamps import actions, queries
from staffroom.edcamps.models import Edcamp
from staffroom.edcamps.views import reach
from staffroom.events.models import Event, Guest
from staffroom.events.said import when
from staffroom.kit.acts import Refusal
from staffroom.kit.fresh import public_page
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.kit.tables import write_csv
from staffroom.sharing.rules import can, get_or_404, who_can_see

WALL = {"place": "find", "material": "wall"}


@require_safe
@limited("edcamps", 300, 60, reads=True)
def archive(request: HttpRequest, code: str) -> HttpResponse:
    """GET /edcamps/<code>/archive/?q=: sessions by slot with their notes, and what was shown; for whoever reads the board."""
    edcamp, guest = reach.camp(request, code)
    words = " ".join(request.GET.get("q", "").split())[:100]
    mine, is_public = reach.mine(request, edcamp, guest, dots=False), edcamp.event.audience == Event.Audience.PUBLIC
    response = render(request, "edcamps/archive.html", WALL | {
        "has_numbers": is_public or (request.viewer.account is not None and can(request.viewer, "read", edcamp)),
        "edcamp": edcamp, "words": words, "archive": queries.archive(edcamp, words), "may_thank": mine.takes_part, "guest": guest,
        "led": {lead.card.code for lead in mine.leads},
        "thanked": queries.thanked_by(request.viewer, edcamp, guest) if mine.takes_part else set(), "when": when(edcamp.event.span, ""),
        "readers": who_can_see(edcamp) if request.viewer.account else []})
    return response if is_public and guest is None else reach.for_this_browser(response)


@require_safe
def numbers(request: HttpRequest, code: str) -> HttpResponse:
    """GET /edcamps/<code>/numbers/: the day in numbers, and how its series grew."""
    edcamp = get_or_404(request.viewer, Edcamp, code)
    found = queries.editions(request.viewer, edcamp)
    this = next(one for one in found if one.edcamp.pk == edcamp.pk)
    return render(request, "edcamps/numbers.html", WALL | {
        "edcamp": edcamp, "rows": this.rows, "editions": found, "charts": queries.series_charts(found) if len(found) > 1 else [],
        "when": when(edcamp.event.span, "")})


@require_http_methods(["GET", "HEAD", "POST"])
@limited("edcamps.thanks", 300, 3600, by=reach.writer)
@reach.taking_part(lambda request, code: get_or_404(request.viewer, Edcamp, code), queries.edcamp_of_guest)
@once
def thanks(request: HttpRequest, edcamp: Edcamp, guest: Guest | None) -> HttpResponse:
    """/edcamps/<code>/thanks/: how many thanks I got, as an account or a guest; POST gives them (back=1 takes them back), for a card or for those who
    hosted and helped.
    """
    if request.method != "POST":
        return reach.for_this_browser(render(request, "edcamps/thanks.html", WALL | {
            "material": "handed" if guest else "notebook", "edcamp": edcamp, "thanks": queries.thanks_of(request.viewer, edcamp, guest)}))
    if guest is None and not can(request.viewer, "take_part", edcamp):
        raise Http404
    card = reach.card(request, request.POST["card"][:20])[0] if request.POST.get("card") else None
    if card is not None and card.edcamp_id != edcamp.pk:
        raise Http404
    thanked = reach.doer(request, guest) | {"edcamp": edcamp, "card": card}
    try:
        if "back" in request.POST:
            actions.take_thanks_back(**thanked)
            messages.success(request, _("Taken back."))
        else:
            actions.thank(**thanked)
            messages.success(request, _("They learn that somebody thanks them, not who."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("edcamps:archive", edcamp.code)


@require_safe
@limited("edcamps", 300, 60, reads=True)
@public_page(version=lambda request: queries.listed_version())
def growth(request: HttpRequest) -> HttpResponse:
    """GET /edcamps/growth/: edcamps and their places by year."""
    years = queries.growth(request.viewer)
    return render(request, "edcamps/growth.html", WALL | {"charts": queries.growth_charts(years), "years": years})


@require_safe
@limited("edcamps", 300, 60, reads=True)
def growth_csv(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """GET /edcamps/growth.csv: the same as a table."""
    named = {"Content-Disposition": 'attachment; filename="edcamps.csv"'}
    table = queries.growth_table(queries.growth(request.viewer))
    return StreamingHttpResponse(write_csv(table), content_type="text/csv; charset=utf-8", headers=named)
