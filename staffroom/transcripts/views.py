"""Transcripts: mine, a new one, one and its files, ended; and the page on which anybody checks one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staffroom.certificates.queries import tidy
from staffroom.kit import limits
from staffroom.kit.acts import Refusal
from staffroom.kit.files import disposition
from staffroom.kit.fresh import public_page
from staffroom.kit.headers import from_anywhere
from staffroom.kit.limits import limited, no_guessing
from staffroom.kit.ops import once
from staffroom.kit.pdf import NotPrintable
from staffroom.kit.tables import write_csv
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404, who_can_see
from staffroom.transcripts import actions, frozen, printed, queries
from staffroom.transcripts.forms import DaysForm
from staffroom.transcripts.models import Transcript

NOTEBOOK = {"place": "record", "material": "notebook"}
WALL = {"place": "find", "material": "wall"}
GUESSES = ("verify.transcript", 40, 600)
JSON = ("application/vc", "application/vc+ld+json", "application/ld+json", "application/json")


@require_safe
@login_required
@notebook_only
def mine(request: HttpRequest) -> HttpResponse:
    """GET /record/transcript/?page=: every transcript of mine."""
    return render(request, "transcripts/mine.html", NOTEBOOK | {"page": queries.mine(request.viewer, request.GET.get("page", ""))})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@notebook_only
@limited("transcripts.make", 30, 3600)
@once
def new(request: HttpRequest) -> HttpResponse:
    """/record/transcript/new/?first_on=&last_on=: the days, then what would be on it; POST makes it of what was ticked."""
    form = DaysForm(request.GET if "first_on" in request.GET else None)
    refused = ""
    if request.method == "POST":
        try:
            made = actions.make(by=request.user, chosen=_chosen(request.POST.getlist("entry")))
            messages.success(request, _("It is made. Nobody has its number until you give it away."))
            return redirect(made.href)
        except Refusal as refusal:
            refused = str(refusal)
    chosen = queries.chosen(request.viewer, form.cleaned_data["first_on"], form.cleaned_data["last_on"]) if form.is_valid() else None
    ticked = set(request.POST.getlist("entry")) if request.method == "POST" else None
    return render(request, "transcripts/new.html", NOTEBOOK | {
        "form": form, "years": queries.years(request.viewer), "chosen": chosen, "ticked": ticked, "refused": refused, "most": queries.MOST},
        status=422 if refused or form.errors else 200)


def _chosen(values: list[str]) -> list[tuple[str, int]]:
    """(code, version) of each entry that was ticked; what is not written so is as if it had changed."""
    found = [value.partition(".") for value in dict.fromkeys(values)]
    return [(code[:16], int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0) for code, _dot, version in found]


@require_safe
@login_required
@notebook_only
def transcript(request: HttpRequest, code: str) -> HttpResponse:
    """GET /record/transcript/<code>/: one of mine, its files, and who can see it."""
    held = get_or_404(request.viewer, Transcript, code)
    facts = _facts(held)
    return render(request, "transcripts/transcript.html", NOTEBOOK | {
        "transcript": held, "told": frozen.told(facts), "address": held.address, "readers": who_can_see(held), "has_mail": bool(facts["mail"]),
        "missing": printed.letters_missing(facts)})


def _facts(held: Transcript) -> frozen.Facts:
    facts = held.facts()
    if facts is None:
        raise Http404
    return facts


@require_safe
@login_required
@notebook_only
@limited("transcripts.file", 60, 60, reads=True)
def file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """GET /record/transcript/<code>.pdf, .csv, .json: the paper, the table, the signed record."""
    held = get_or_404(request.viewer, Transcript, code)
    named = {"Content-Disposition": disposition(f"transcript-{held.written}.{form}"), "Cache-Control": "no-store"}
    if form == "csv":
        return StreamingHttpResponse(write_csv(printed.table(_facts(held))), content_type="text/csv; charset=utf-8", headers=named)
    if form == "json":
        if not held.signed:
            raise Http404
        return HttpResponse(held.signed, content_type="application/vc", headers=named)
    with limits.alone("paper", str(request.user.pk)) as alone:
        if not alone:
            return limits.busy(request, 10, _("Your last PDF is still being made. When it is there, ask again."))
        try:
            return HttpResponse(printed.made(held, _facts(held)), content_type="application/pdf", headers=named)
        except NotPrintable:
            raise Http404


@require_POST
@login_required
@notebook_only
@once
def end(request: HttpRequest, code: str) -> HttpResponse:
    """POST /record/transcript/<code>/end/: its page shows nothing of it any more."""
    held = get_or_404(request.viewer, Transcript, code, "end")
    actions.end(by=request.user, transcript=held)
    messages.success(request, _("Ended. Its page says so and shows nothing of it; its signed record is on the list of what was taken back."))
    return redirect(held.href)


# Anybody


def _version(request: HttpRequest, code: str) -> str:
    found = queries.version(tidy(code))
    if found is None:
        raise Http404
    return found


def _checked(code: str) -> queries.Checked:
    found = queries.checked(tidy(code))
    if found is None:
        raise Http404
    return found


@require_safe
def check(request: HttpRequest, code: str) -> HttpResponse:
    """GET /verify/transcript/<number>: what is on a transcript that stands, or that it was ended; to programs that ask for it, its signed record."""
    wants = request.get_preferred_type(["text/html", *JSON])
    response = credential(request, code) if wants in JSON else page(request, code)
    patch_vary_headers(response, ["Accept"])
    return response


@no_guessing(*GUESSES)
@public_page(version=_version)
def page(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "transcripts/check.html", WALL | {"checked": _checked(code), "number": tidy(code)})


@require_safe
@from_anywhere
@no_guessing(*GUESSES)
@public_page(version=_version)
def credential(request: HttpRequest, code: str) -> HttpResponse:
    """GET /verify/transcript/<number>.json: the signed record of one that stands. 410 when it was ended, 503 for the moment before it is signed."""
    found = _checked(code)
    if found.told is None:
        return HttpResponse(_("Its holder ended this transcript."), status=410, content_type="text/plain; charset=utf-8")
    if not found.signed:
        return HttpResponse(_("It is being signed. Ask again in a moment."), status=503, content_type="text/plain; charset=utf-8",
                            headers={"Retry-After": "5"})
    return HttpResponse(found.signed, content_type="application/vc")
