"""How one stands, the quiz, the three questions, a room together; and for whoever keeps the list the code word, everybody, the recording."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from staffroom.attendance import actions, queries
from staffroom.attendance.forms import QuizForm, RecordingForm, ReplyForm, SignForm, WordForm
from staffroom.attendance.said import lines, summed
from staffroom.attendance.standing import STATES
from staffroom.events import actions as events
from staffroom.events.models import Event, Guest
from staffroom.events.queries import guest_by
from staffroom.kit.acts import Refusal
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.people.models import Account
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404

HANDED = {"place": "find", "material": "handed"}
WALL = {"place": "find", "material": "wall"}


@dataclass(frozen=True)
class Who:
    """Whoever does something here: an account, or a guest by their link."""

    event: Event
    mine: queries.Mine
    by: Account | None
    guest: Guest | None = None
    token: str = ""

    def to(self, name: str) -> str:
        return reverse(f"attendance:guest{name and '_' + name}", args=[self.token]) if self.token else reverse(
            f"attendance:{name or 'mine'}", args=[self.event.code])

    @property
    def back(self) -> str:
        return reverse("events:guest", args=[self.token]) if self.token else self.event.href

    @property
    def acts(self) -> dict[str, Any]:
        return {"by": self.by, "event": self.event, "guest": self.guest}


def _person(request: HttpRequest, code: str) -> Who:
    held = get_or_404(request.viewer, Event, code, "answer")
    return Who(held, queries.of_viewer(request.viewer, held), request.user)


def _guest(token: str) -> Who:
    found: Any = guest_by(token)
    if found is None:
        raise Http404
    return Who(found.event, queries.of_guest(found), None, found, token)


def _shown(request: HttpRequest, who: Who, page: str, form: Any, **more) -> HttpResponse:
    response = render(request, f"attendance/{page}.html", HANDED | {
        "who": who, "event": who.event, "mine": who.mine, "form": form, "to": {name or "mine": who.to(name) for name in ("", "quiz", "questions")},
        **more}, status=422 if form is not None and form.errors else 200)
    if who.token:
        response.headers["Cache-Control"] = "no-store"
    return response


def _mine(request: HttpRequest, who: Who) -> HttpResponse:
    """How one stands; POST says a code word, or that one watched the recording."""
    form = WordForm(request.POST if "word" in request.POST else None)
    if request.method == "POST":
        try:
            if "watched" in request.POST:
                actions.watch(**who.acts)
                messages.success(request, _("Kept. It counts as soon as you have passed the quiz."))
                return redirect(who.to(""))
            if form.is_valid():
                actions.say_word(**who.acts, word=form.cleaned_data["word"])
                messages.success(request, _("Kept: this code word is yours."))
                return redirect(who.to(""))
        except Refusal as refusal:
            if not form.is_bound:
                messages.warning(request, str(refusal))
                return redirect(who.to(""))
            form.add_error(None, str(refusal))
    return _shown(request, who, "mine", form, lines=lines(who.mine))


def _quiz(request: HttpRequest, who: Who) -> HttpResponse:
    """The quiz, while a try is left; POST is a try."""
    if not who.mine.may_take_quiz:
        messages.warning(request, _("The quiz is not open to you now. How you stand is here."))
        return redirect(who.to(""))
    form = QuizForm(request.POST or None, quiz=who.event.quiz)
    if request.method == "POST" and form.is_valid():
        try:
            made, wrong = actions.try_quiz(**who.acts, chosen=form.chosen())
        except Refusal as refusal:
            messages.warning(request, str(refusal))
            return redirect(who.to(""))
        if made.right >= who.event.terms.right:
            messages.success(request, _("Passed: %(n)s%% right.") % {"n": made.right})
        else:
            messages.warning(request, _("%(n)s%% right, which is not enough. Look once more at: %(which)s.") % {
                "n": made.right, "which": ", ".join(str(number + 1) for number in wrong)})
        return redirect(who.to(""))
    return _shown(request, who, "quiz", form)


def _questions(request: HttpRequest, who: Who) -> HttpResponse:
    """The three questions; POST answers them, once."""
    if not who.mine.asks:
        messages.warning(request, _("The three questions are not open to you now, or you answered them."))
        return redirect(who.back)
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reply(**who.acts, **form.cleaned_data)
            messages.success(request, _("Thank you. It is kept without your name."))
            return redirect(who.to("") if who.mine.standing else who.back)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _shown(request, who, "questions", form)


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("events.here", 40, 600)
@once
def mine(request: HttpRequest, code: str) -> HttpResponse:
    """/attendance/<event>/: what a certificate of it takes, and how I stand."""
    return _mine(request, _person(request, code))


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("attendance.quiz", 60, 3600)
@once
def quiz(request: HttpRequest, code: str) -> HttpResponse:
    """/attendance/<event>/quiz/: a try of the quiz."""
    return _quiz(request, _person(request, code))


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("attendance.questions", 60, 3600)
@once
def questions(request: HttpRequest, code: str) -> HttpResponse:
    """/attendance/<event>/questions/: three questions after an event."""
    return _questions(request, _person(request, code))


@require_http_methods(["GET", "POST"])
@limited("attendance.guest.look", 120, 600, reads=True)
@limited("attendance.guest", 60, 600)
@once
def guest(request: HttpRequest, token: str) -> HttpResponse:
    """/attendance/guest/<secret>/: the same for a guest."""
    return _mine(request, _guest(token))


@require_http_methods(["GET", "POST"])
@limited("attendance.guest.look", 120, 600, reads=True)
@limited("attendance.guest", 60, 600)
@once
def guest_quiz(request: HttpRequest, token: str) -> HttpResponse:
    """/attendance/guest/<secret>/quiz/: a guest's try of the quiz."""
    return _quiz(request, _guest(token))


@require_http_methods(["GET", "POST"])
@limited("attendance.guest.look", 120, 600, reads=True)
@limited("attendance.guest", 60, 600)
@once
def guest_questions(request: HttpRequest, token: str) -> HttpResponse:
    """/attendance/guest/<secret>/questions/: the three questions for a guest."""
    return _questions(request, _guest(token))


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("events.list", 300, 3600)
@once
def room(request: HttpRequest, code: str) -> HttpResponse:
    """/attendance/<event>/room/: who watched together with me; POST signs the list."""
    who = _person(request, code)
    roster, page, slips = queries.roster_of(request.viewer, who.event, request.GET.get("page", ""))
    if roster is None and not who.mine.may_sign:
        messages.warning(request, _("Only somebody who was there, as the code or the list says, signs for a room."))
        return redirect(who.to(""))
    first = {"place": roster.place, "minutes": roster.minutes} if roster else {"minutes": who.mine.did.minutes}
    form = SignForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.sign(by=request.user, event=who.event, place=data["place"], minutes=data["minutes"], names=data["names"])
            messages.success(request, _("Signed. Give each their own link: with it they take what is theirs."))
            return redirect("attendance:room", code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _shown(request, who, "room", form, roster=roster, links=page, slips=slips)


@require_GET
@login_required
@notebook_only
def word(request: HttpRequest, code: str) -> HttpResponse:
    """GET /attendance/<event>/word/: the code word that is shown now; the page asks anew when the next one is due, without a script."""
    held = get_or_404(request.viewer, Event, code, "keep")
    now = queries.word_now(held)
    response = render(request, "attendance/word.html", HANDED | {"event": held, "now": now})
    if now is not None:
        response.headers["Refresh"] = str(now.rest)
    return response


@require_GET
@login_required
@notebook_only
def people(request: HttpRequest, code: str) -> HttpResponse:
    """GET /attendance/<event>/people/?state=&q=&page=: how all stand, signed lists, and what came of the three questions."""
    held = get_or_404(request.viewer, Event, code, "keep")
    state, words = (request.GET.get(name, "")[:100] for name in ("state", "q"))
    page = queries.of_event(request.viewer, held, state if state in STATES else "", words, request.GET.get("page", ""))
    return render(request, "attendance/people.html", HANDED | {
        "event": held, "page": page, "state": state, "words": words, "query": f"?{urlencode({'state': state, 'q': words})}&page=",
        "rows": [(one, summed(one.standing)) for one in page.page], "table": queries.told(page.outcome) if page.outcome else None})


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("events.change", 120, 3600)
@once
def recording(request: HttpRequest, code: str) -> HttpResponse:
    """/attendance/<event>/recording/: where the recording is, for whoever runs the event."""
    held = get_or_404(request.viewer, Event, code, "run")
    form = RecordingForm(request.POST or None, initial=held.recording)
    if request.method == "POST" and form.is_valid():
        try:
            events.put_up_recording(by=request.user, event=held, **form.cleaned_data)
            messages.success(request, _("It hangs with the event."))
            return redirect("events:event", code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "attendance/recording.html", WALL | {"event": held, "form": form}, status=422 if form.errors else 200)
