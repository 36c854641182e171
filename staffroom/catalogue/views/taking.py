"""A list of offers to take along."""

import hashlib

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from staffroom.catalogue import wanted
from staffroom.catalogue.models import Offer
from staffroom.catalogue.queries import finding, listed, saved, shelf
from staffroom.kit.files import disposition
from staffroom.kit.limits import limited
from staffroom.kit.listed import bookmarks, opml
from staffroom.kit.tables import write_csv
from staffroom.sharing.doors import notebook_only

TYPES = {"html": "text/html; charset=utf-8", "opml": "text/x-opml; charset=utf-8"}


def _asked(request: HttpRequest) -> wanted.Wanted:
    return wanted.read(dict(request.GET.lists()), finding.known)


def _page_of(request: HttpRequest):
    """The whole address of the page of an offer."""
    def page(offer: Offer) -> str:
        return request.build_absolute_uri(reverse("catalogue:offer", args=[offer.code]))
    return page


@require_safe
@limited("find", 300, 60, reads=True)
def take(request: HttpRequest, form: str) -> HttpResponse:
    """GET /find/list.csv, .html (bookmarks) or .opml (the feeds among them), with a search as in Find: at most a thousand. Its words are not kept."""
    asked = _asked(request)
    found = listed.offers(request.viewer, asked)
    named = {"Content-Disposition": disposition(f"offers.{form}"), "Cache-Control": "no-store"}
    if form == "csv":
        return StreamingHttpResponse(write_csv(listed.table(found)), content_type="text/csv; charset=utf-8", headers=named)
    title = _("Staffroom: %(search)s") % {"search": saved.in_words(asked)}
    data = opml(title, listed.feeds(found)) if form == "opml" else bookmarks(title, listed.marks(found, _page_of(request)))
    return HttpResponse(data, content_type=TYPES[form], headers=named)


def _etag(request: HttpRequest) -> str:
    """Another one when an offer changed, for another search, or in another language."""
    told = "|".join((shelf.version(), request.get_host(), str(get_language()), _asked(request).address()))
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


@require_safe
@limited("find", 300, 60, reads=True)
@condition(etag_func=_etag)
def news(request: HttpRequest) -> HttpResponse:
    """GET /find/list.rss with a search as in Find: the newest fifty that anyone finds, for a feed reader. The same for everybody who asks."""
    asked = _asked(request)
    link = request.build_absolute_uri(reverse("catalogue:find") + asked.address().removesuffix("?"))
    data = listed.rss(asked, request.build_absolute_uri(), link, _page_of(request))
    kept = "no-cache" if request.viewer.account is None else "no-store"  # a reader asks again, and is told when nothing is new
    return HttpResponse(data, content_type="application/rss+xml; charset=utf-8", headers={"Cache-Control": kept, "Vary": "Accept-Language"})


@require_safe
@login_required
@notebook_only
def followed(request: HttpRequest) -> HttpResponse:
    """GET /find/feeds.opml: the feeds I follow."""
    named = {"Content-Disposition": disposition("follows.opml"), "Cache-Control": "no-store"}
    return HttpResponse(opml(_("Feeds I follow"), listed.followed(request.viewer)), content_type=TYPES["opml"], headers=named)
