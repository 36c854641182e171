"""Before a licence ends its holder is told, four times, and nobody else."""

from datetime import date

import pytest
import time_machine

from staffroom.credit import actions, coming
from staffroom.credit.kept import Kept
from staffroom.credit.models import Licence
from staffroom.kit import keystore
from staffroom.kit.testing import make_account
from staffroom.notices.actions import prefer
from staffroom.notices.models import Notice, Preference
from staffroom.notices.queries import sentence

LAST = date(2029, 8, 31)


def told() -> list[tuple[str, str]]:
    return list(Notice.objects.filter(kind="licence").order_by("made_at").values_list("name", "href"))


def choose(by, last_on: date = LAST) -> Licence:
    return actions.choose(by=by, chosen=Kept("washington", date(2024, 9, 1), last_on))


def test_the_days_are_of_the_calendar_and_a_short_month_has_its_last_day():
    assert coming.tellings(LAST) == [(date(2028, 2, 29), 18), (date(2028, 8, 31), 12), (date(2029, 2, 28), 6), (date(2029, 5, 31), 3)]
    assert coming.tellings(date(2027, 1, 15)) == [(date(2025, 7, 15), 18), (date(2026, 1, 15), 12), (date(2026, 7, 15), 6), (date(2026, 10, 15), 3)]


@pytest.mark.parametrize(("since", "today", "months"), [
    (date(2028, 2, 29), date(2028, 2, 29), 18), (date(2028, 3, 1), date(2028, 8, 30), 0), (date(2028, 3, 1), date(2028, 9, 2), 12),
    (date(2028, 2, 29), date(2029, 6, 1), 3), (date(2029, 6, 1), date(2029, 8, 31), 0), (date(2028, 2, 29), date(2029, 8, 31), 3),
    (date(2028, 2, 29), date(2029, 9, 1), 0)])
def test_what_was_missed_is_told_once_as_it_stands_and_nothing_after_the_end(since, today, months):
    assert coming.due(LAST, since, today) == months


def test_the_next_day_is_after_today():
    days = [coming.next_day(LAST, day) for day in (date(2026, 1, 1), date(2028, 2, 29), date(2029, 5, 30), date(2029, 5, 31))]
    assert days == [date(2028, 2, 29), date(2028, 8, 31), date(2029, 5, 31), None]


@pytest.mark.django_db
def test_she_is_told_four_times_in_the_morning_where_she_lives_and_never_twice(ann):
    with time_machine.travel("2026-12-01T20:00:00Z", tick=False):
        choose(ann)
        assert (actions.remind_due(by=None), actions.remind_due(by=None), told()) == (1, 0, [])
    for day, wanted in (("2028-02-28T20:00", 0), ("2028-02-29T05:00", 0), ("2028-02-29T20:00", 1), ("2028-02-29T21:00", 1), ("2028-03-01T20:00", 1),
                        ("2028-08-31T20:00", 2), ("2029-02-28T20:00", 3), ("2029-05-31T20:00", 4), ("2029-08-31T20:00", 4), ("2029-12-01T20:00", 4)):
        with time_machine.travel(f"{day}:00Z", tick=False):
            actions.remind_due(by=None)
            assert len(told()) == wanted, day
    assert told() == [(months, "/record/counts/") for months in ("18", "12", "6", "3")]
    assert Licence.objects.get().look_on is None
    assert sentence(Notice.objects.get(name="6")) == "The days for which you count end in 6 months. See what is counted and what is short."


@pytest.mark.django_db
def test_days_that_were_chosen_late_are_told_from_the_next_on_and_other_days_anew(ann):
    with time_machine.travel("2028-10-01T20:00:00Z", tick=False):
        choose(ann)
        actions.remind_due(by=None)
        assert told() == [] and Licence.objects.get().look_on == date(2029, 2, 28)
        choose(ann, date(2034, 8, 31))
        actions.remind_due(by=None)
        assert told() == [] and Licence.objects.get().look_on == date(2033, 2, 28)


@pytest.mark.django_db
def test_nobody_is_told_who_wishes_for_no_reminders_forgot_it_or_cannot_be_read(ann, ben):
    chloe = make_account("Chloe")
    with time_machine.travel("2026-12-01T20:00:00Z", tick=False):
        for person in (ann, ben, chloe):
            choose(person)
        prefer(by=ann, by_mail=False, quiet_from=17, quiet_to=7, reminds=Preference.Reminds.NO)
        actions.forget(by=ben)
        keystore.destroy(chloe.pk)
    with time_machine.travel("2028-02-29T20:00:00Z", tick=False):
        assert actions.remind_due(by=None) == 2
        assert told() == [] and set(Licence.objects.values_list("person__name", "look_on")) == {
            (ann.name, date(2028, 8, 31)), (chloe.name, None)}
