"""Fields that ask how long something took and on which day, for forms of this room and of rooms above."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.kit import words
from staffroom.kit.fields import Light
from staffroom.record import reckoning
from staffroom.record.models.entry import DAY_MINUTES
from staffroom.ui import paper

FIRST_DAY = date(1950, 1, 1)


class MinutesField(Light, forms.Field):
    """Whole minutes of one sitting, written as people do: 45, 1 h, 1:30, 1,5 h."""

    widget = forms.TextInput

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.widget.attrs |= {"inputmode": "text", "autocomplete": "off", "maxlength": "40"}

    def to_python(self, value) -> int | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            minutes = reckoning.read_minutes(text)
        except reckoning.NotMinutes as problem:
            raise ValidationError(_("“%(text)s” cannot be added up. Try %(near)s.") % {
                "text": words.cut(text, 40), "near": problem.near or _("45, 1 h or 1:30")}) from None
        if not 1 <= minutes <= DAY_MINUTES:
            raise ValidationError(_("A sitting is 1 to 1,440 whole minutes; more sittings can be added afterwards."))
        return minutes


class DayField(Light, forms.DateField):
    """A day that has been, in the person's own calendar (`today` in their `zone` is set by the form)."""

    today: date = date.max
    zone: str = ""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                         error_messages={"invalid": gettext_lazy("That is not a day in the calendar. Try 2026-11-18.")}, **kwargs)

    def validate(self, value) -> None:
        super().validate(value)
        if value and value > self.today:
            raise ValidationError(_("%(day)s has not been yet.") % {"day": paper.whole_day(value)} + self._meant(value))
        if value and value < FIRST_DAY:
            raise ValidationError(_("That is before 1950. Look at the year again."))

    def _meant(self, value: date) -> str:
        if (value - self.today).days == 1:
            return " " + _("In the zone of your account, %(zone)s, it is still the day before. Your settings hold the zone.") % {"zone": self.zone}
        try:
            near = value.replace(year=self.today.year)
        except ValueError:
            return ""
        return " " + _("Did you mean %(year)s?") % {"year": near.year} if near <= self.today and near != value else ""
