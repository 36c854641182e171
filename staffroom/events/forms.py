"""Reading an event, why it was called off, how often it comes again, and what somebody says at its door or takes home."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.events import policy as policies
from staffroom.events import times
from staffroom.events.actions import What
from staffroom.events.models import ACCESS, Event, Planned
from staffroom.events.policy import Policy
from staffroom.events.said import COVER, COVER_HELP, OVER, WHOLE, over_problem
from staffroom.kit.fields import LineField, TextField, ZoneField
from staffroom.orgs.models import Organisation
from staffroom.practice.models import Goal
from staffroom.record.models import Entry

TIME = {"invalid": gettext_lazy("A time such as 16:30."), "required": gettext_lazy("At what time? Such as 16:30.")}
DAY = {"invalid": gettext_lazy("A day such as 2026-11-24."), "required": gettext_lazy("On which day? Such as 2026-11-24.")}
AS_IT_IS = ("kind", "title", "words", "place", "link", "access_words", "conduct", "capacity", "over_words", "cover_minutes", "audience")
QUIZ_WRONG = {
    "lost": gettext_lazy("Question %(n)s: write the question first, its answers below it."),
    "choices": gettext_lazy("Question %(n)s needs two to six answers, each on a line of its own that begins with - or *."),
    "right": gettext_lazy("Question %(n)s: put * before the right answer, and before no other."),
    "long": gettext_lazy("Question %(n)s: at most 300 letters for a question or an answer."),
    "many": gettext_lazy("Twenty questions at most."),
}
POLICY_WRONG = {
    "percent": gettext_lazy("Code words get passed on, so they count only together with a part of the time. Say how much of it."),
    "needed": gettext_lazy("Not more than there are code words."),
    "recording": gettext_lazy("Whoever watches later has to pass a quiz. Write one, or let the recording not count."),
}
KNOWN = (("", gettext_lazy("not known")), ("yes", gettext_lazy("yes")), ("no", gettext_lazy("no")))


def _day(label, **more) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), error_messages=DAY, **more)


def _time(label) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), error_messages=TIME)


def _whole(label, most: int, least: int = 1, **more) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
                              error_messages=WHOLE, **more)


def _fact(name: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=ACCESS[name], choices=KNOWN, required=False)


class EventForm(forms.Form):
    """An event as its host writes it. Nothing of it hangs before its own page has shown it."""

    title = LineField(label=gettext_lazy("What is it called?"), limit=200)
    kind = forms.ChoiceField(label=gettext_lazy("What kind of event?"))
    words = TextField(label=gettext_lazy("What happens there"), limit=10_000, rows=6, required=False,
                      help_text=gettext_lazy("What people do there, and for whom it is. Headings, lists and links as in Markdown."))
    on = _day(gettext_lazy("Day"))
    starts = _time(gettext_lazy("Begins"))
    ends = _time(gettext_lazy("Ends"))
    which = forms.ChoiceField(label=gettext_lazy("This time comes twice that night. Which one?"), required=False, choices=(
        ("", gettext_lazy("choose")), ("first", gettext_lazy("the first")), ("second", gettext_lazy("the second"))))
    zone = ZoneField(label=gettext_lazy("Time zone of the place"))
    meal_minutes = _whole(gettext_lazy("Minutes of meals and long breaks"), 1_200, 0, required=False,
                          help_text=gettext_lazy("They do not count as learning."))
    cover_minutes = _whole(COVER, 1_440, 0, required=False, help_text=COVER_HELP)
    place = LineField(label=gettext_lazy("Where"), limit=200, required=False,
                      help_text=gettext_lazy("Room, street and town, as a visitor needs them."))
    link = forms.URLField(label=gettext_lazy("Link to join online"), max_length=500, required=False, assume_scheme="https",
                          error_messages={"invalid": gettext_lazy("An address such as https://meet.example.org/our-room.")},
                          help_text=gettext_lazy("Only people who go can read it."))
    step_free, toilet, loop = _fact("step_free"), _fact("toilet"), _fact("loop")
    captions, sign, quiet = _fact("captions"), _fact("sign"), _fact("quiet")
    access_words = TextField(label=gettext_lazy("More about coming in"), limit=600, rows=2, required=False,
                             help_text=gettext_lazy("Whom to ask, where to park, which door."))
    conduct = TextField(label=gettext_lazy("Code of conduct"), limit=4_000, rows=3, required=False,
                        help_text=gettext_lazy("How you treat each other there, and to whom one can turn."))
    capacity = _whole(gettext_lazy("Seats"), 100_000, required=False,
                      help_text=gettext_lazy("Empty: as many as come. When all are taken, people wait in their order."))
    over_count = _whole(gettext_lazy("How many more than that may sign up"), 100_000, 0, required=False, help_text=OVER)
    over_words = LineField(label=gettext_lazy("What happens if all of them come?"), limit=200, required=False, help_text=gettext_lazy(
        "For instance: we bring chairs. Empty: seats go to whoever is there first."))
    percent = _whole(gettext_lazy("How much of the time, in percent"), 100, 0, required=False, help_text=gettext_lazy(
        "80 is common. It is measured by the code at the door or on the screen, on coming and on leaving, or told by whoever keeps the list."))
    words_count = _whole(gettext_lazy("How many code words are shown"), policies.MOST_WORDS, 0, required=False, help_text=gettext_lazy(
        "Each holds for its part of the time and ten minutes more. A word that somebody posts is soon worth nothing, and is never enough alone."))
    needed = _whole(gettext_lazy("How many of them are enough"), policies.MOST_WORDS, 0, required=False,
                    help_text=gettext_lazy("Empty: all of them."))
    quiz = TextField(label=gettext_lazy("Quiz"), limit=12_000, rows=6, required=False, help_text=gettext_lazy(
        "A question, and below it an answer on each line: * before the right one, - before the others."))
    right = _whole(gettext_lazy("How much of the quiz has to be right, in percent"), 100, 1, required=False, help_text=gettext_lazy("Empty: 70."))
    tries = _whole(gettext_lazy("How many tries"), policies.MOST_TRIES, required=False, help_text=gettext_lazy("Empty: 3."))
    told = forms.BooleanField(label=gettext_lazy("Three short questions about the event are answered"), required=False)
    days = _whole(gettext_lazy("Days after the end to do all of it"), policies.MOST_DAYS, required=False, help_text=gettext_lazy("Empty: 14."))
    later = forms.BooleanField(label=gettext_lazy("Watching the recording later counts too, with the quiz"), required=False)
    rooms = forms.BooleanField(label=gettext_lazy("People may watch together in one room; one of them signs a list of names"), required=False)
    opens_on = _day(gettext_lazy("Signing up opens on"), required=False)
    closes_on = _day(gettext_lazy("Last day to sign up"), required=False)
    organisation = forms.ChoiceField(label=gettext_lazy("In whose name?"), required=False)
    audience = forms.ChoiceField(label=gettext_lazy("For whom?"), choices=Event.Audience.choices, initial=Event.Audience.PUBLIC)
    audience_body = forms.ChoiceField(label=gettext_lazy("For the people of which body?"), required=False)

    def __init__(self, *args, speaks: Iterable[Organisation], bodies: Iterable[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        self.speaks, self.bodies = {body.code: body for body in speaks}, {body.code: body for body in bodies}
        is_edcamp = self.initial.get("kind") == Event.Kind.EDCAMP  # made with its board, by the room above; it stays one
        self.fields["kind"].choices = [one for one in Event.Kind.choices if (one[0] == Event.Kind.EDCAMP) == is_edcamp]
        self.fields["organisation"].choices = [("", _("mine")), *((code, str(body)) for code, body in self.speaks.items())]
        self.fields["audience_body"].choices = [("", _("choose")), *((code, str(body)) for code, body in self.bodies.items())]
        self.span: times.Span | None = None
        self.policy = Policy()

    @property
    def asks_for_more(self) -> bool:
        """Does a certificate take anything here, or is something wrong with what it takes?"""
        names = ("percent", "words_count", "quiz", "told")
        return bool(self.initial.get("days") or any(self[name].value() or self[name].errors for name in names) or "later" in self.errors)

    def clean_link(self) -> str:
        link = self.cleaned_data["link"]
        if link and not link.lower().startswith(("https://", "http://")):
            raise forms.ValidationError(self.fields["link"].error_messages["invalid"])
        return link

    def clean(self) -> dict:
        data = super().clean()
        if {"on", "starts", "ends", "zone"} <= set(data):
            self._find_span(data)
        if data.get("audience") == Event.Audience.BODY and not data.get("audience_body"):
            self.add_error("audience_body", _("Say for which body it is."))
        if not data.get("place") and not data.get("link") and "link" not in self.errors:
            self.add_error("place", _("Say where it is, or give a link to join online."))
        self._find_policy(data)
        for name, wrong in over_problem(data).items():
            self.add_error(name, wrong)
        opens, closes = data.get("opens_on"), data.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("The last day comes before the first."))
        return data

    def _find_span(self, data: dict) -> None:
        begins = times.moments(datetime.combine(data["on"], data["starts"]), data["zone"])
        if len(begins) > 1 and not data.get("which"):
            self.add_error("which", _("Clocks go back that night, so this time comes twice. Say which one is meant."))
        try:
            self.span = times.span(data["on"], data["starts"], data["ends"], data["zone"], data.get("which") == "second")
        except times.NoSuchTime as skipped:
            self.add_error("starts", _("Clocks go forward that night and skip this time; they show %(time)s instead.") % {
                "time": f"{skipped.until:%-H:%M}"})
            return
        if (data.get("meal_minutes") or 0) >= self.span.minutes:
            self.add_error("meal_minutes", _("Meals and breaks take all of the time."))

    def clean_quiz(self) -> list[dict]:
        try:
            return policies.read_quiz(self.cleaned_data["quiz"])
        except policies.NotAQuiz as wrong:
            raise forms.ValidationError(QUIZ_WRONG[wrong.why] % {"n": wrong.number}) from None

    def _find_policy(self, data: dict) -> None:
        quiz, words = data.get("quiz"), data.get("words_count") or 0
        needed = data.get("needed")
        self.policy = Policy(
            percent=data.get("percent") or 0, words=words, needed=words if needed is None else needed, right=(data.get("right") or 70) if quiz else 0,
            tries=(data.get("tries") or 3) if quiz else 0, told=bool(data.get("told")), days=data.get("days") or policies.DAYS,
            recording=bool(data.get("later")), rooms=bool(data.get("rooms")))
        wrong = self.policy.problem
        if wrong in POLICY_WRONG and not self.errors.keys() & {"quiz", "words_count", "needed", "percent"}:
            self.add_error({"recording": "later"}.get(wrong, wrong), POLICY_WRONG[wrong])

    def what(self) -> What:
        """What the acts take."""
        data = self.cleaned_data
        assert self.span is not None
        said = {name: data[name] for name in (*AS_IT_IS, "opens_on", "closes_on")}
        return What(**said, span=self.span, over_count=data["over_count"] or 0, meal_minutes=data["meal_minutes"] or 0,
                    access={name: data[name] for name in ACCESS if data[name]},
                    policy=self.policy.kept(), quiz=data["quiz"],
                    audience_body=self.bodies.get(data["audience_body"]), organisation=self.speaks.get(data["organisation"]))


def first_of(event: Event, days: int = 0) -> dict:
    """An event as first values of its form; with `days` so many days later, as its next edition."""
    zone, ahead = ZoneInfo(event.zone), timedelta(days=days)
    starts, ends = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
    terms = event.terms
    takes = {} if terms is None else {
        "percent": terms.percent or None, "words_count": terms.words or None, "needed": terms.needed if terms.words else None,
        "right": terms.right or None, "tries": terms.tries or None,
        "told": terms.told, "days": terms.days, "later": terms.recording, "rooms": terms.rooms,
        "quiz": policies.written_quiz(event.quiz)}
    return {name: getattr(event, name) for name in (*AS_IT_IS, "zone")} | event.access | takes | {
        "on": starts.date() + ahead, "starts": starts.time(), "ends": ends.time(), "which": "second" if starts.fold else "",
        "meal_minutes": event.meal_minutes or None, "over_count": event.over_count or None,
        "opens_on": event.opens_on and event.opens_on + ahead, "closes_on": event.closes_on and event.closes_on + ahead,
        "organisation": event.organisation.code if event.organisation else "",
        "audience_body": event.audience_body.code if event.audience_body else ""}


class PlannedForm(forms.Form):
    """What is to take place and has no date yet. Nothing of it hangs before its own page has shown it."""

    title = LineField(label=gettext_lazy("What is it called?"), limit=200)
    kind = forms.ChoiceField(label=gettext_lazy("What kind of event?"))
    words = TextField(label=gettext_lazy("What happens there"), limit=10_000, rows=6, required=False,
                      help_text=gettext_lazy("What people do there, and for whom it is. Headings, lists and links as in Markdown."))
    season = LineField(label=gettext_lazy("When about, and where"), limit=120, required=False,
                       help_text=gettext_lazy("As far as you know it: in spring, on a Saturday, near the river."))
    organisation = forms.ChoiceField(label=gettext_lazy("In whose name?"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, speaks: Iterable[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        self.speaks = {body.code: body for body in speaks}
        self.fields["kind"].choices = [one for one in Event.Kind.choices if one[0] != Event.Kind.EDCAMP]
        self.fields["organisation"].choices = [("", _("mine")), *((code, str(body)) for code, body in self.speaks.items())]

    def said(self) -> dict:
        """What the acts take."""
        data = self.cleaned_data
        return {name: data[name] for name in ("title", "kind", "words", "season")} | {"organisation": self.speaks.get(data["organisation"])}


def first_of_planned(planned: Planned) -> dict:
    """What has no date yet as first values of its own form, and of that of the event that it becomes."""
    return {name: getattr(planned, name) for name in ("title", "kind", "words", "season", "version")} | {
        "organisation": planned.organisation.code if planned.organisation else "", "audience": Event.Audience.PUBLIC}


class ChangeForm(EventForm):
    """An event as it reads from now on, and why it was moved."""

    why = LineField(label=gettext_lazy("Why is it moved?"), limit=300, required=False,
                    help_text=gettext_lazy("If its time or place is another: everybody who goes is told, and reads this."))


class OffForm(forms.Form):
    """Why it does not take place."""

    why = TextField(label=gettext_lazy("Why is it called off?"), limit=600, rows=3, error_messages={"required": gettext_lazy("Say why, please.")})


class AgainForm(forms.Form):
    """How many more editions, and how far apart."""

    every_days = forms.TypedChoiceField(label=gettext_lazy("How far apart?"), coerce=int, choices=(
        (1, gettext_lazy("every day")), (7, gettext_lazy("every week")), (14, gettext_lazy("every two weeks")),
        (28, gettext_lazy("every four weeks")), (364, gettext_lazy("every year, on the same day of the week"))), initial=7)
    count = _whole(gettext_lazy("How many more?"), 60)


class HereForm(forms.Form):
    """That I was there, for how long, and the code at the door."""

    code = LineField(label=gettext_lazy("Code at the door"), limit=20, required=False,
                     help_text=gettext_lazy("Six letters and digits. Without it, you only say so yourself."))
    minutes = _whole(gettext_lazy("Minutes you were there, without meals"), 1_440)

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["minutes"].max_value = event.minutes
        self.fields["code"].widget.attrs.update(autocapitalize="characters", autocomplete="off", dir="ltr", spellcheck="false")


class GuestForm(forms.Form):
    """A seat for somebody without an account: a name, and an address or a code."""

    name = LineField(label=gettext_lazy("Your name"), limit=80, help_text=gettext_lazy("As it should stand on the list, and on a certificate later."),
                     error_messages={"required": gettext_lazy("Give a name, please.")})
    address = forms.EmailField(label=gettext_lazy("Your e-mail address"), max_length=254, required=False,
                               error_messages={"invalid": gettext_lazy("An address such as ann@home.example.")})
    code = LineField(label=gettext_lazy("Code of the event"), limit=20, required=False,
                     help_text=gettext_lazy("Six letters and digits, from whoever runs it or from the door."))

    def __init__(self, *args, by_mail: bool, mail_works: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.by_mail = by_mail and mail_works
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["address"].widget.attrs.update(autocomplete="email", dir="ltr")
        self.fields["code"].widget.attrs.update(autocapitalize="characters", autocomplete="off", dir="ltr", spellcheck="false")
        if not mail_works:
            del self.fields["address"]
        else:
            self.fields["address"].help_text = _("Your own page goes there, and what changes. You need it, or a code.") if self.by_mail else _(
                "If you give one, your own page goes there, and what changes.")

    def clean(self) -> dict:
        data = super().clean()
        if not data.get("code") and not data.get("address") and not {"address", "code"} & set(self.errors):
            self.add_error("address" if self.by_mail else "code", _("Give an address or a code.") if self.by_mail else _("Give the code, please."))
        return data


class NamesForm(forms.Form):
    """Names of a list on paper, one a line."""

    names = TextField(label=gettext_lazy("Names, one on each line"), limit=9_000, rows=4,
                      error_messages={"required": gettext_lazy("Write a name, please.")})

    def clean_names(self) -> list[str]:
        line = LineField(limit=80)
        return [name for name in (line.clean(part) for part in self.cleaned_data["names"].splitlines() if part.strip()) if name]


class CorrectForm(forms.Form):
    """How long somebody was there, and why it is set right."""

    minutes = _whole(gettext_lazy("Minutes there, without meals"), 1_440, 0, help_text=gettext_lazy("0: was not there."))
    why = LineField(label=gettext_lazy("Why?"), limit=300, error_messages={"required": gettext_lazy("Say why, please.")})


class TakeForm(forms.Form):
    """Whose time it was."""

    time_kind = forms.ChoiceField(label=gettext_lazy("Whose time?"), choices=Entry.TimeKind.choices, initial=Entry.TimeKind.OWN,
                                  widget=forms.RadioSelect)


class TryForm(forms.Form):
    """What I take home."""

    words = LineField(label=gettext_lazy("I will try …"), limit=200)
    planned_on = _day(gettext_lazy("Remind me on"), required=False)
    goal = forms.ChoiceField(label=gettext_lazy("Belongs to a goal"), required=False)

    def __init__(self, *args, goals: Iterable[Goal], **kwargs):
        super().__init__(*args, **kwargs)
        self.goals = {goal.code: goal for goal in goals}
        self.fields["goal"].choices = [("", _("none")), *((code, goal.title) for code, goal in self.goals.items())]

    def said(self) -> dict:
        """What the act takes."""
        data = self.cleaned_data
        return {"words": data["words"], "planned_on": data["planned_on"], "goal": self.goals.get(data["goal"])}
