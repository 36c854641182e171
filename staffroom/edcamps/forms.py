"""Reading an edcamp, its rooms and its day, a card, and who leads one."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.edcamps import bringing, carrying
from staffroom.edcamps.actions import Part, Place, Says
from staffroom.edcamps.bringing import MOST_BYTES
from staffroom.edcamps.days import DAYS
from staffroom.edcamps.models import FEATURES, MOST_NOTES, Card, Edcamp, Slot
from staffroom.events import times
from staffroom.events.actions import What
from staffroom.events.models import Event
from staffroom.events.said import COVER, COVER_HELP, OVER, WHOLE, over_problem
from staffroom.kit import words
from staffroom.kit.fields import LineField, TextField, ZoneField
from staffroom.orgs.models import Organisation

DAY = {"invalid": gettext_lazy("A day such as 2026-11-24."), "required": gettext_lazy("On which day? Such as 2026-11-24.")}
TIME = {"invalid": gettext_lazy("A time such as 8:30."), "required": gettext_lazy("At what time? Such as 8:30.")}
PART_NAMES = {"board": gettext_lazy("Coffee, cards and building the board"), "smackdown": gettext_lazy("Smackdown: one tool each, two minutes")}
MOST_LINES = 100
# What has to be true of a day that calls itself an edcamp.
NAMED = {"free": gettext_lazy("It is free for everybody who comes."), "made": gettext_lazy("Those who come make the programme, on the day."),
         "about": gettext_lazy("It is about teaching and learning."), "sponsor": gettext_lazy("No single sponsor pays for all of it."),
         "selling": gettext_lazy("Nobody sells anything in a session.")}


class NewForm(forms.Form):
    """An edcamp in one short form. Everything else can be changed later."""

    title = LineField(label=gettext_lazy("What is it called?"), limit=200)
    on = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), error_messages=DAY)
    starts = forms.TimeField(label=gettext_lazy("Begins"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), error_messages=TIME)
    day = forms.ChoiceField(label=gettext_lazy("How large?"), widget=forms.RadioSelect, initial="typical", choices=(
        ("typical", gettext_lazy("A day: about 150 people, 8 rooms, 4 slots")),
        ("express", gettext_lazy("An evening: about 30 people, 3 rooms, 2 slots"))))
    place = LineField(label=gettext_lazy("Where"), limit=200, help_text=gettext_lazy("Building, street and town, as a visitor needs them."))
    zone = ZoneField(label=gettext_lazy("Time zone of the place"))
    capacity = forms.IntegerField(label=gettext_lazy("Seats"), min_value=1, max_value=100_000, required=False,
                                  widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
                                  help_text=gettext_lazy("Of those who sign up for a free day about half come. Empty: as many as come."))
    over_count = forms.IntegerField(label=gettext_lazy("How many more than that may sign up"), min_value=0, max_value=100_000, required=False,
                                    widget=forms.NumberInput(attrs={"inputmode": "numeric"}), help_text=OVER)
    cover_minutes = forms.IntegerField(label=COVER, min_value=0, max_value=1_440, required=False, error_messages=WHOLE,
                                       widget=forms.NumberInput(attrs={"inputmode": "numeric"}), help_text=COVER_HELP)
    audience = forms.ChoiceField(label=gettext_lazy("For whom?"), choices=Event.Audience.choices, initial=Event.Audience.PUBLIC)
    audience_body = forms.ChoiceField(label=gettext_lazy("For the people of which body?"), required=False)
    organisation = forms.ChoiceField(label=gettext_lazy("In whose name?"), required=False)

    def __init__(self, *args, speaks: Iterable[Organisation], bodies: Iterable[Organisation], minutes: int | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.speaks, self.bodies, self.minutes = {body.code: body for body in speaks}, {body.code: body for body in bodies}, minutes
        self.fields["organisation"].choices = [("", _("mine")), *((code, str(body)) for code, body in self.speaks.items())]
        self.fields["audience_body"].choices = [("", _("choose")), *((code, str(body)) for code, body in self.bodies.items())]
        if minutes is not None:  # the day is that of the edition from which it is copied
            del self.fields["day"]
        self.span: times.Span | None = None

    def clean(self) -> dict:
        data = super().clean()
        if {"on", "starts", "zone"} <= set(data) and ("day" in data or self.minutes is not None):
            lasts = self.minutes if self.minutes is not None else DAYS[data["day"]].minutes
            try:
                begins = times.moment(datetime.combine(data["on"], data["starts"]), data["zone"])
                self.span = times.Span(begins, begins + timedelta(minutes=lasts), data["zone"])
            except times.NoSuchTime as skipped:
                self.add_error("starts", _("Clocks go forward that night and skip this time; they show %(time)s instead.") % {
                    "time": f"{skipped.until:%-H:%M}"})
        if data.get("audience") == Event.Audience.BODY and not data.get("audience_body"):
            self.add_error("audience_body", _("Say for which body it is."))
        for name, wrong in over_problem(data).items():
            self.add_error(name, wrong)
        return data

    def what(self) -> What:
        """What the acts take."""
        data = self.cleaned_data
        assert self.span is not None
        return What(kind=Event.Kind.EDCAMP, title=data["title"], span=self.span, place=data["place"], capacity=data["capacity"],
                    over_count=data["over_count"] or 0, cover_minutes=data["cover_minutes"],
                    audience=data["audience"], audience_body=self.bodies.get(data["audience_body"]),
                    organisation=self.speaks.get(data["organisation"]))

    def rooms(self) -> list[Place]:
        """Rooms to begin with, by number."""
        day = DAYS[self.cleaned_data["day"]]
        return [Place(name=_("Room %(n)s") % {"n": number}) for number in range(1, day.rooms + 1)]

    def parts(self) -> list[Part]:
        """The parts of the day to begin with."""
        day = DAYS[self.cleaned_data["day"]]
        return [Part(kind=kind, start=start, end=end, title=str(PART_NAMES.get(name, ""))) for kind, start, end, name in day.spans()]


def first_of(edcamp: Edcamp) -> dict:
    """An edcamp as first values of the form of its next edition: on the same day of the week a year later."""
    event = edcamp.event
    starts = event.starts_at.astimezone(ZoneInfo(event.zone))
    return {"title": event.title, "on": starts.date() + timedelta(days=364), "starts": starts.time(), "zone": event.zone, "place": event.place,
            "capacity": event.capacity, "over_count": event.over_count or None, "cover_minutes": event.cover_minutes,
            "audience": event.audience, "audience_body": event.audience_body.code if event.audience_body else "",
            "organisation": event.organisation.code if event.organisation else ""}


def day_of(edcamp: Edcamp) -> tuple[list[Part], list[Place]]:
    """The parts of its day and its rooms, for another one."""
    board = edcamp.board
    return ([Part(kind=one["kind"], start=one["from"], end=one["to"], title=one["title"]) for one in board["slots"]],
            [Place(name=one["name"], capacity=one["capacity"], features=tuple(one["features"]), allows_parallel=one["parallel"])
             for one in board["rooms"]])


class CardForm(forms.Form):
    """A card. Three lines are enough."""

    kind = forms.ChoiceField(label=gettext_lazy("What is it?"), choices=Card.Kind.choices, widget=forms.RadioSelect,
                             error_messages={"required": gettext_lazy("Say whether you want to learn it or can lead it.")})
    title = LineField(label=gettext_lazy("In a few words"), limit=120)
    words = TextField(label=gettext_lazy("More about it"), limit=600, rows=2, required=False)
    format = forms.ChoiceField(label=gettext_lazy("What happens there"), choices=Card.Format.choices, required=False)
    level = forms.ChoiceField(label=gettext_lazy("For whom"), choices=Card.Level.choices, required=False)
    tags = LineField(label=gettext_lazy("Subjects, grades, themes"), limit=120, required=False)
    needs = forms.MultipleChoiceField(label=gettext_lazy("What the room must have"), choices=tuple(FEATURES.items()), required=False,
                                      widget=forms.CheckboxSelectMultiple,
                                      help_text=gettext_lazy("Only whoever keeps the board reads this, to find a room that fits."))
    name = LineField(label=gettext_lazy("Your name as it hangs on the wall, if you lead"), limit=80, required=False)
    paper = LineField(label=gettext_lazy("Number of the paper card"), limit=8, required=False)

    def __init__(self, *args, on_paper: bool = False, changes: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if not on_paper:
            del self.fields["paper"]
        else:
            self.fields["name"].label = _("Who leads it, as it stands on the card")
        if changes:
            del self.fields["name"]

    def says(self) -> Says:
        """What the acts take."""
        data = self.cleaned_data
        return Says(kind=data["kind"], title=data["title"], words=data["words"], format=data["format"] or Card.Format.DISCUSSION, level=data["level"],
                    tags=data["tags"], needs=tuple(data["needs"]))


class ListForm(forms.Form):
    """Many cards, one a line: what it is about, and after a bar or a tab who leads it."""

    lines = TextField(label=gettext_lazy("Cards, one on each line"), limit=20_000, rows=10,
                      help_text=gettext_lazy("After “|” comes who leads it; without one somebody wants to learn it. Rows of a table can be pasted."),
                      error_messages={"required": gettext_lazy("Write a card, please.")})

    def clean_lines(self) -> list[tuple[str, str]]:
        """(title, who leads it), with every line that does not fit named."""
        title, name, found, wrong = LineField(limit=120), LineField(limit=80, required=False), [], []
        for number, line in enumerate(self.cleaned_data["lines"].splitlines(), 1):
            if not line.strip():
                continue
            about, _bar, leads = line.replace("\t", "|").partition("|")
            try:
                found.append((title.clean(about), name.clean(leads.partition("|")[0])))
            except forms.ValidationError as error:
                wrong.append(_("Line %(number)s: %(problem)s") % {"number": number, "problem": " ".join(error.messages)})
        if len(found) + len(wrong) > MOST_LINES:
            wrong = [_("A hundred cards at once at most.")]
        if wrong:
            raise forms.ValidationError([*wrong[:5], _("Nothing was put up.")])
        return found


class PitchesForm(forms.Form):
    """Pitches as a file; or `rows`, what was read of it and shown before."""

    prefix = "pitches"
    file = forms.FileField(label=gettext_lazy("The file"), max_length=200, required=False,
                           help_text=gettext_lazy("A list of pitches, or the schedule of a day that is over: JSON, or a table (CSV)."))
    rows = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def clean(self) -> dict:
        data = super().clean() or {}
        said = data["file"].read(MOST_BYTES + 1) if data.get("file") else data.get("rows", "").encode()
        if not said and not self.errors:
            self.add_error("file", _("Choose a file, please."))
        elif said:
            try:
                self.brought = bringing.read(said)
            except bringing.NoPitches as problem:
                self.add_error("file", str(problem))
        return data


class DayForm(forms.Form):
    """A day as a file; or `rows`, what was read of it and shown before."""

    file = forms.FileField(label=gettext_lazy("The file"), max_length=200, required=False,
                           help_text=gettext_lazy("What “Take the day along” gave in the other Staffroom."))
    rows = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def clean(self) -> dict:
        data = super().clean() or {}
        said = data["file"].read(carrying.MOST_BYTES + 1) if data.get("file") else data.get("rows", "").encode()
        if not said and not self.errors:
            self.add_error("file", _("Choose a file, please."))
        elif said:
            try:
                self.day = carrying.read(said)
            except carrying.NoDay as problem:
                self.add_error("file", str(problem))
        return data


class TurnForm(forms.Form):
    """What somebody shows in two minutes."""

    title = LineField(label=gettext_lazy("What do you show?"), limit=120)
    link = forms.URLField(label=gettext_lazy("Link"), max_length=500, required=False, assume_scheme="https",
                          error_messages={"invalid": gettext_lazy("An address such as https://example.org/tool.")})
    name = LineField(label=gettext_lazy("Name as it hangs on the wall"), limit=80, required=False)

    def clean_link(self) -> str:
        link = self.cleaned_data["link"]
        if link and not link.lower().startswith(("https://", "http://")):
            raise forms.ValidationError(self.fields["link"].error_messages["invalid"])
        return link


class LeadForm(forms.Form):
    """By which name somebody leads."""

    name = LineField(label=gettext_lazy("Name as it hangs on the wall"), limit=80)


class SayForm(forms.Form):
    """The use of the name, hours, dots."""

    named = forms.MultipleChoiceField(label=gettext_lazy("It calls itself an edcamp, so"), choices=tuple(NAMED.items()), required=False,
                                      widget=forms.CheckboxSelectMultiple)
    credit = forms.ChoiceField(label=gettext_lazy("Credit hours"), choices=Edcamp.Credit.choices, widget=forms.RadioSelect)
    dots_count = forms.TypedChoiceField(label=gettext_lazy("Dots for each person"), coerce=int, choices=((3, "3"), (4, "4"), (5, "5")))


class Unread(ValueError):
    """A row of a table that cannot be read; its words are for whoever typed it."""


def version_in(data: QueryDict) -> int:
    """The version of the board on which something was decided; one that is none counts as the oldest."""
    said = data.get("version", "")[:9]
    return int(said) if said.isascii() and said.isdigit() else 0


def rows_of(data: QueryDict, first: str) -> list[str]:
    """The rows of a table of fields, by the field with which each begins."""
    return [name.removeprefix(f"{first}-") for name in data if name.startswith(f"{first}-")][:60]


def read_rooms(data: QueryDict) -> list[Place]:
    """The rooms of a table of fields. An empty name takes a row away. Raises Unread."""
    found = []
    for row in rows_of(data, "name"):
        name, capacity = _line(data.get(f"name-{row}", ""), 60), _number(data.get(f"capacity-{row}", ""), 5_000)
        if capacity and not name and row.startswith("new"):
            raise Unread(_("Say what the room is called."))
        if name:
            found.append(Place(name=name, capacity=capacity, code=data.get(f"code-{row}", "")[:16],
                               features=tuple(feature for feature in data.getlist(f"features-{row}") if feature in FEATURES),
                               allows_parallel=f"parallel-{row}" in data))
    return found


def read_parts(data: QueryDict, event: Event) -> list[Part]:
    """The parts of a day out of a table of fields, by the clock there. Empty times take a row away. Raises Unread."""
    found = []
    for row in rows_of(data, "from"):
        said = [data.get(f"{name}-{row}", "").strip() for name in ("from", "to")]
        kind, title = data.get(f"kind-{row}", ""), _line(data.get(f"title-{row}", ""), 80)
        if kind not in Slot.Kind.values and (kind or any(said)):
            raise Unread(_("Say what happens in each part of the day."))
        if not any(said):
            if title and row.startswith("new"):
                raise Unread(_("Say from when to when: “%(text)s”.") % {"text": title})
            continue
        start, end = (_minute(text, event) for text in said)
        found.append(Part(kind=kind, start=start, end=end, title=title, code=data.get(f"code-{row}", "")[:16]))
    return found


def _line(text: str, limit: int) -> str:
    try:
        return words.clean_line(text, limit)
    except words.Unfit:
        raise Unread(_("“%(text)s” is too long or holds a character that cannot be kept.") % {"text": words.outside_line(text, 40)}) from None


def _number(text: str, most: int) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isascii() or not text.strip().isdigit() or len(text) > 20 or not 1 <= int(text.strip()) <= most:
        raise Unread(_("“%(text)s” is no number of seats.") % {"text": words.outside_line(text, 20)})
    return int(text.strip())


def _minute(text: str, event: Event) -> int:
    """Minutes since the event begins. A time by the clock before its beginning is on the next day."""
    try:
        time = datetime.strptime(text[:5], "%H:%M").time()  # noqa: DTZ007  by the clock of the place, whose zone follows
    except ValueError:
        raise Unread(_("“%(text)s” is no time such as 8:30.") % {"text": words.outside_line(text, 20)}) from None
    begins = event.starts_at.astimezone(ZoneInfo(event.zone))
    for days in (0, 1):
        found = times.moments(datetime.combine(begins.date() + timedelta(days=days), time), event.zone)
        later = [at for at in found if at >= event.starts_at]
        if later:
            return int((later[0] - event.starts_at).total_seconds() // 60)
    raise Unread(_("The clocks of that night do not show %(text)s.") % {"text": text})


class RunningField(TextField):
    """A text that somebody is still typing: its spaces stay."""

    cleaner = staticmethod(words.clean_running)


class NotesForm(forms.Form):
    """The notes of a session. `version` is the one from which the writer began; a page with a script also says the text, and names each saving."""

    text = RunningField(label=gettext_lazy("Notes"), limit=MOST_NOTES, rows=18, required=False, strip=False)
    version = forms.IntegerField(min_value=0, max_value=2_000_000_000, required=False, widget=forms.HiddenInput)
    base = RunningField(limit=MOST_NOTES, required=False, strip=False)
    key = forms.RegexField(r"[0-9a-f]{16,40}", required=False)


class ElsewhereForm(forms.Form):
    """A text that was written elsewhere, to stand at the end."""

    more = TextField(label=gettext_lazy("A text written elsewhere"), limit=MOST_NOTES, rows=4,
                     help_text=gettext_lazy("Written without a line, or on paper? It is added at the end; nothing is written over."))
