"""Looking at one's own practice: the map, a few statements at a time, one statement over time."""

import re

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staffroom.frameworks import queries as frameworks
from staffroom.growth import actions as growth
from staffroom.kit.acts import Refusal
from staffroom.kit.ops import once
from staffroom.kit.paging import page_of
from staffroom.looks import actions, queries, seen
from staffroom.looks.forms import LookForm
from staffroom.looks.models import Look
from staffroom.record import drafting
from staffroom.record.kept import keep_words
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404, material, who_can_see

MINUTES = 15


@require_safe
@login_required
@notebook_only
def map_(request: HttpRequest, code: str = "") -> HttpResponse:
    """GET /practice/map/ (our own map) and /practice/map/<code>/ (any framework): areas, and what I said of them last."""
    edition = frameworks.edition(request.viewer, code) if code else frameworks.practice_map(request.viewer)
    if edition is None:
        raise Http404
    mine = queries.looks(request.viewer)
    parts = queries.parts(edition, mine)
    return render(request, "looks/map.html", {
        "place": "practice", "material": "notebook", "edition": edition, "tree": edition.tree, "parts": parts,
        "main": next((part.number for part in parts if part.on_on is None), 0), "looks": mine[:-6:-1]})


@require_safe
@login_required
@notebook_only
def picture(request: HttpRequest, code: str) -> HttpResponse:
    """GET /practice/map/<code>/picture/?page=2: what I said last as a picture, each area with its table."""
    edition = frameworks.edition(request.viewer, code)
    parts = queries.parts(edition, queries.looks(request.viewer))
    return render(request, "looks/picture.html", {
        "place": "practice", "material": "notebook", "edition": edition, "tree": edition.tree, "hows": Look.How.labels, "sures": Look.Sure.choices,
        "page": page_of(parts, request.GET.get("page", ""), queries.PARTS), "is_empty": all(part.on_on is None for part in parts)})


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@once
def part(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """/practice/map/<code>/<number>/: a few statements, one word for each; what stays empty is not said."""
    edition = frameworks.edition(request.viewer, code)
    held, _after = queries.part(edition, number, queries.looks(request.viewer))
    drafted = drafting.of(request, f"looks.part:{code}n{number}")
    first = drafted.words.dict() if drafted.words else {}
    form = LookForm(request.POST or None, initial=first, rows=held.rows, entries=queries.recent(request.viewer))
    if request.method == "POST" and form.is_valid():
        if choice := drafting.choice_first(request, drafted):
            return choice
        said = seen.Seen(edition.family, edition.title, edition.label, held.title, form.answers())
        try:
            look = actions.keep(by=request.user, said=said, draft=drafted.mark)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{reverse('looks:look', args=[look.code])}?after={code}n{number}")
    return render(request, "looks/part.html", {
        "place": "practice", "material": "notebook", "edition": edition, "part": held, "form": form,
        **drafted.context(request)}, status=422 if form.errors else 200)


@require_safe
@login_required
@notebook_only
def look(request: HttpRequest, code: str) -> HttpResponse:
    """GET /practice/looks/<code>/: one look as it was kept; after keeping it, where it may lead."""
    held = get_or_404(request.viewer, Look, code)
    readers = who_can_see(held)
    edition, following = _following(request)
    said = seen.loads(held.body)
    answers = [(answer, queries.in_words(answer), answer.how in seen.WEAK) for answer in said.answers]
    return render(request, "looks/look.html", {
        "place": "practice", "material": material(request.viewer, held, readers), "look": held, "said": said, "readers": readers, "answers": answers,
        "edition": edition, "following": following})


def _following(request: HttpRequest) -> tuple[frameworks.Edition | None, queries.Part | None]:
    """?after=<framework>n<part>: the framework that was just looked at, and its next part."""
    after = re.fullmatch(r"([0-9a-z]{1,16})n([0-9]{1,4})", request.GET.get("after", ""))
    if not after:
        return None, None
    try:
        edition = frameworks.edition(request.viewer, after[1])
        return edition, queries.part(edition, int(after[2]), [])[1]
    except Http404:
        return None, None


@require_POST
@login_required
@notebook_only
@once
def forget(request: HttpRequest, code: str) -> HttpResponse:
    """POST /practice/looks/<code>/forget/: the look is gone."""
    actions.forget(by=request.user, look=get_or_404(request.viewer, Look, code, "remove"))
    return redirect("looks:map")


@require_POST
@login_required
@notebook_only
@once
def help_(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """POST /practice/looks/<code>/<number>/help/: a statement of this look becomes a private sentence, and leads to suggestions."""
    answers = seen.loads(get_or_404(request.viewer, Look, code).body).answers
    if not 1 <= number <= len(answers):
        raise Http404
    answer = answers[number - 1]
    said = growth.say(by=request.user, text=answer.words[:600], mood="bothering" if answer.how in seen.WEAK else "good_at", minutes=MINUTES)
    return redirect("growth:sentence", said.code)


@require_safe
@login_required
@notebook_only
def statement(request: HttpRequest, code: str) -> HttpResponse:
    """GET /practice/map/<code>/line/?of=<identifier>: one statement over time, and what is about it."""
    edition = frameworks.edition(request.viewer, code)
    node = queries.node_of(edition, request.GET.get("of", ""))
    line = queries.line(queries.looks(request.viewer), edition.family, node.identifier)
    return render(request, "looks/statement.html", {
        "place": "practice", "material": "notebook", "edition": edition, "node": node, "line": line, "hows": reversed(Look.How.labels),
        "sures": reversed(Look.Sure.labels), "themes": queries.themes(node),
        "showing": queries.showing(request.viewer, edition.family, node.identifier)})
