"""Who was there in which part of the day, for whoever keeps the list: one part at a time, a page of people at a time."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from staffroom.edcamps import queries
from staffroom.edcamps.models import Edcamp
from staffroom.events import actions as events
from staffroom.kit.acts import Refusal
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("edcamps.there", 600, 3600)
@once
def there(request: HttpRequest, code: str) -> HttpResponse:
    """/edcamps/<code>/there/?slot=&q=&page=: who was there in one part. POST: of those `shown`, the ticked ones (`there`) were, the others were not;
    `was` are those who stood there ticked, so that a page that is old takes nothing from anybody who was ticked meanwhile.
    """
    edcamp = get_or_404(request.viewer, Edcamp, code, "keep")
    asked = request.POST if request.method == "POST" else request.GET
    slot, words, number = (asked.get(name, "")[:100] for name in ("slot", "q", "page"))
    shown = queries.there(request.viewer, edcamp, slot, words, number)
    why, refused = "", ""
    if request.method == "POST" and shown.slot is not None:
        ticked, was, why = set(request.POST.getlist("there")), set(request.POST.getlist("was")), request.POST.get("why", "").strip()[:300]
        try:
            new = events.tell_part(
                by=request.user, event=edcamp.event, slot=shown.slot.code, span=(shown.slot.starts_at, shown.slot.ends_at), name=shown.name, why=why,
                came=[row.who for row in shown.rows if row.who.code in ticked - was],
                gone=[row.who for row in shown.rows if row.who.code in was - ticked])
            messages.success(request, ngettext("Kept: one tick.", "Kept: %(n)s ticks.", new) % {"n": new} if new else _("Nothing new was kept."))
            return redirect(f"{reverse('edcamps:there', args=[code])}?{urlencode({'slot': slot, 'q': words, 'page': number})}")
        except Refusal as refusal:
            refused = str(refusal)
            shown.ticked = ticked
    return render(request, "edcamps/there.html", {
        "place": "find", "material": "handed", "edcamp": edcamp, "shown": shown, "words": words, "number": number, "why": why, "refused": refused,
        "query": f"?{urlencode({'slot': shown.slot.code if shown.slot else '', 'q': words})}&page="}, status=422 if refused else 200)
