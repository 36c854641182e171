"""My time."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dates import MONTHS
from django.views.decorators.http import require_safe

from staffroom.record import queries
from staffroom.sharing.doors import notebook_only


@require_safe
@login_required
@notebook_only
def time(request: HttpRequest) -> HttpResponse:
    """GET /record/time/?from=8&year=2026: years may begin with any month, so a school year is one choice among twelve."""
    month, year = request.GET.get("from", ""), request.GET.get("year", "")
    month = int(month) if month.isascii() and month.isdigit() and len(month) < 3 and 1 <= int(month) <= 12 else 1
    mine = queries.time(request.viewer, year=int(year) if year.isascii() and year.isdigit() and len(year) < 5 else None, first_month=month)
    years = [(number, queries.year_words(number, month)) for number in mine.years]
    return render(request, "record/time.html", {
        "place": "record", "material": "notebook", "time": mine, "years": years, "months": list(MONTHS.items()), "named": queries.year_words(
            mine.year, month)})
