"""The two bare pages that everything is measured by, and the bare write. Mounted by `bench.settings` alone, never by an instance.

`hello` answers two bytes. `list40` is what a page costs that shows forty rows of real prose to somebody signed in, written the
plain way: session, account, one more query, one Django template, 15 kB. `bare` is one row in one transaction, on the disk; `known` is
the same from somebody signed in.
"""

from django.contrib.auth.decorators import login_required
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

from staffroom.catalogue.models import Offer

_PAGE = Engine().from_string("""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Forty</title></head><body>
<h1>Forty, for {{ name }}</h1>
<ul>{% for row in rows %}<li><h2><a href="/find/{{ row.code }}/">{{ row.title }}</a></h2>
<p>{{ row.summary }}</p>
<p>{{ row.first_step }}</p>
<p>{{ row.kind }}{% if row.minutes %}, {{ row.minutes }} min{% endif %}, {{ row.made_at|date:"j F Y" }}</p></li>
{% endfor %}</ul></body></html>""")


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"ok")


@login_required
def list40(request: HttpRequest) -> HttpResponse:
    rows = Offer.objects.filter(taken_down_at=None).only("code", "title", "summary", "first_step", "kind", "minutes", "made_at")
    return HttpResponse(_PAGE.render(Context({"name": request.user, "rows": rows.order_by("-made_at", "id")[:40]})))


@login_required
def known(request: HttpRequest) -> HttpResponse:
    return bare(request)


def bare(request: HttpRequest) -> HttpResponse:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_bare (words) VALUES (%s)", [request.POST["words"]])
    return HttpResponse(b"kept")


urlpatterns = [path("hello", hello), path("list40", list40), path("bare", bare), path("known", known)]
