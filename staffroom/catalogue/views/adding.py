"""Adding to the wall: a link, a feed, a list; and the feeds I follow."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from staffroom.catalogue import actions
from staffroom.catalogue.described import Bad, untitled
from staffroom.catalogue.forms import ColumnsForm, FeedForm, FileForm, FoldersForm, LinkForm
from staffroom.catalogue.models import ImportRun, Offer
from staffroom.catalogue.queries import doubles, imports
from staffroom.catalogue.queries.rows import row
from staffroom.kit.acts import Refusal
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404, material, visible_to, who_can_see

LOOK_AGAIN = 3  # seconds until the page of an import that goes on looks again


def _page(request: HttpRequest, status: int = 200, **forms) -> HttpResponse:
    return render(request, "catalogue/add.html", {
        "place": "find", "material": "wall", "link": LinkForm(), "feed": FeedForm(), "file": FileForm(), **forms,
        "runs": imports.runs(request.viewer), "merges": doubles.merges(request.viewer)}, status=status)


@require_safe
@login_required
@notebook_only
def add(request: HttpRequest) -> HttpResponse:
    """GET /find/add/: three ways to put something up."""
    return _page(request)


@require_POST
@login_required
@notebook_only
@limited("add-link", 60, 3600)
@once
def link(request: HttpRequest) -> HttpResponse:
    """POST /find/add/link/: the link hangs on the wall."""
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _page(request, 422, link=form)
    try:
        described = untitled(**form.facts())
    except Bad:
        form.add_error("url", _("We cannot use this address."))
        return _page(request, 422, link=form)
    there = visible_to(request.viewer, Offer).filter(url_key=described.url_key).exists()
    try:
        offer = actions.add_link(by=request.user, link=described)
    except Refusal as refusal:
        form.add_error("url", str(refusal))
        return _page(request, 422, link=form)
    if there:
        messages.info(request, _("It hangs here already. This is its page; nothing was changed."))
    elif described.title == described.url_key[:300]:
        messages.info(request, _("Put up. We will read its title tonight; until then its address stands there."))
    else:
        messages.info(request, _("Put up. Anyone can find it now, without your name."))
    return redirect("catalogue:same" if not there and doubles.of(request.viewer, offer) else "catalogue:offer", offer.code)


@require_POST
@login_required
@notebook_only
@limited("add-feed", 60, 3600)
@once
def feed(request: HttpRequest) -> HttpResponse:
    """POST /find/add/feed/: I follow the feed; the feed itself hangs on the wall."""
    form = FeedForm(request.POST)
    if not form.is_valid():
        return _page(request, 422, feed=form)
    url = form.cleaned_data["url"]
    try:
        described = untitled(url=url, feed_url=url, kind=Offer.Kind.FEED)
    except Bad:
        form.add_error("url", _("We cannot use this address."))
        return _page(request, 422, feed=form)
    actions.add_feed(by=request.user, feed=described)
    messages.info(request, _("Saved. Its posts come as soon as we have read it, usually within minutes."))
    return redirect("catalogue:feeds")


@require_POST
@login_required
@notebook_only
@limited("add-file", 30, 3600)
@once
def file(request: HttpRequest) -> HttpResponse:
    """POST /find/add/file/: the list was read; it waits to be looked at."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, 422, file=form)
    given = form.cleaned_data["file"]
    try:
        run = actions.draft_import(by=request.user, name=given.name, data=given.read())
    except Refusal as refusal:
        form.add_error("file", str(refusal))
        return _page(request, 422, file=form)
    return redirect("catalogue:run", run.code)


@require_safe
@login_required
@notebook_only
def run(request: HttpRequest, code: str) -> HttpResponse:
    """GET /find/add/<code>/: a list before it hangs, or what became of it."""
    found = get_or_404(request.viewer, ImportRun, code)
    return _run(request, found, _choosing(found))


def _choosing(found: ImportRun, data=None) -> ColumnsForm | FoldersForm | None:
    """The form with which a person says what of a draft may hang."""
    forms = {"columns": ColumnsForm, "folders": FoldersForm}
    wanted = forms.get(imports.asks(found))
    return wanted(data, columns=found.columns) if wanted else None


def _run(request: HttpRequest, found: ImportRun, form: ColumnsForm | FoldersForm | None, status: int = 200) -> HttpResponse:
    response = render(request, "catalogue/run.html", {
        "place": "find", "material": material(request.viewer, found), "run": found, "form": form, "asks": imports.asks(found),
        "preview": None if found.begun_at else imports.preview(found), "added": imports.added(found) if found.applied_at else [],
        "readers": who_can_see(found)}, status=status)
    if found.begun_at and not found.applied_at:
        response.headers["Refresh"] = str(LOOK_AGAIN)
    return response


@require_POST
@login_required
@notebook_only
@once
def columns(request: HttpRequest, code: str) -> HttpResponse:
    """POST …/columns/: the facts come from these columns, the bookmarks from these folders."""
    found = get_or_404(request.viewer, ImportRun, code, "change")
    form = _choosing(found, request.POST)
    if form is not None:
        if not form.is_valid():
            return _run(request, found, form, 422)
        actions.set_columns(by=request.user, run=found, columns=form.cleaned_data)
    return redirect("catalogue:run", code)


@require_POST
@login_required
@notebook_only
@once
def ending(request: HttpRequest, code: str, how: str) -> HttpResponse:
    """POST …/apply/ puts the rows up; …/undo/ takes back what the import did."""
    found = get_or_404(request.viewer, ImportRun, code, "change" if how == "apply" else "undo")
    (actions.apply_import if how == "apply" else actions.undo_import)(by=request.user, run=found)
    return redirect("catalogue:run", code)


@require_safe
@login_required
@notebook_only
def feeds(request: HttpRequest) -> HttpResponse:
    """GET /find/feeds/: the feeds I follow, and their newest posts."""
    followed = imports.follows(request.viewer)
    return render(request, "catalogue/feeds.html", {
        "place": "find", "material": "notebook", "follows": followed, "can_plan": True,
        "rows": [row(post) for post in imports.posts(request.viewer, followed)]})


@require_POST
@login_required
@notebook_only
@once
def follow(request: HttpRequest, code: str, how: str) -> HttpResponse:
    """POST /find/<code>/follow/ and /unfollow/: I follow the feed of this offer, or no longer."""
    offer = get_or_404(request.viewer, Offer, code)
    if offer.feed is None:
        return redirect("catalogue:offer", code)
    (actions.follow if how == "follow" else actions.unfollow)(by=request.user, source=offer.feed)
    return redirect("catalogue:feeds")
