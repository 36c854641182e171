"""A calendar file comes in as events on their days; what repeats, within bounds; what cannot be read says why."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from staffroom.catalogue import actions
from staffroom.catalogue.models import Offer
from staffroom.catalogue.queries.imports import preview
from staffroom.kit.acts import Refusal
from staffroom.practice import actions as practice
from staffroom.practice import dated, savable
from staffroom.sharing.viewers import ORG, SELF, Viewer

pytestmark = pytest.mark.django_db
SPRING = datetime(2026, 3, 1, 12, tzinfo=UTC)


def ics(*events):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for said in events:
        lines += ["BEGIN:VEVENT", *said.split("\n"), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


LIST = ics(
    "UID:1\nSUMMARY:Reading\\, aloud\nDTSTART;TZID=America/Chicago:20260512T190000\nDTEND;TZID=America/Chicago:20260513T000000\nLOCATION:Town hall\n"
    "URL:https://days.example/\nDESCRIPTION:<p>Bring a <b>book</b>.</p>",
    "UID:2\nSUMMARY;LANGUAGE=es:Jornadas\nDTSTART;VALUE=DATE:20260601\nDTEND;VALUE=DATE:20260603\nLOCATION:https://secret.example/room",
    "UID:3\nSUMMARY:Circle\nDTSTART;TZID=America/Chicago:20260302T173000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;TZID=America/Chicago:20260309T173000",
    "UID:4\nSUMMARY:Long ago\nDTSTART:20250101", "UID:5\nSUMMARY:Mine\nDTSTART:20260401\nCLASS:PRIVATE", "UID:6\nSUMMARY:Off\nDTSTART:20260401\nSTATUS:CANCELLED",
    "UID:7\nSUMMARY:No day", "UID:8\nSUMMARY:Bad\nDTSTART:soon", "UID:9\nDTSTART:20260401", "UID:10\nSUMMARY:Often\nDTSTART:20260401\nRRULE:FREQ=HOURLY",
    "UID:11\nSUMMARY:READING\\,  aloud\nDTSTART;TZID=America/Chicago:20260512T080000", "UID:12\nSUMMARY:Back\nDTSTART:20260402\nDTEND:20260401")  # fmt: skip


def bring(by, data, name="year.ics"):
    return actions.apply_import(by=by, run=actions.draft_import(by=by, name=name, data=data))


@time_machine.travel(SPRING, tick=False)
def test_a_calendar_comes_in_row_by_row_and_twice_changes_nothing(ann):
    draft = actions.draft_import(by=ann, name="year.ics", data=LIST)
    seen = preview(draft)
    assert (draft.form, seen.good, seen.bad_count, Offer.objects.count()) == ("ics", 4, 9, 0)
    first = actions.apply_import(by=ann, run=draft)
    again = bring(ann, LIST)
    assert (first.added_count, again.added_count, again.changed_count, again.same_count) == (4, 0, 0, 4)
    assert [words for _line, words in first.errors] == [
        "its last day was 2025-01-01", "it is marked as private", "it is called off", "it does not say on which day it is", "its day or time is none",
        "it has no title", "it repeats in a way that we do not follow, such as by the hour", "it stands in row 3 already", "it ends before it begins"]
    held = Offer.objects.get(title="Reading, aloud")
    assert (held.kind, held.starts_on, held.ends_on, held.zone, held.place, held.summary) == (
        "event", date(2026, 5, 12), None, "America/Chicago", "Town hall", "Bring a book.")
    days = Offer.objects.get(title="Jornadas")
    assert (days.starts_on, days.ends_on, days.language, days.place, days.online) == (date(2026, 6, 1), date(2026, 6, 2), "es", "", True)
    assert list(Offer.objects.filter(title="Circle").order_by("starts_on").values_list("starts_on", flat=True)) == [date(2026, 3, 2), date(2026, 3, 16)]


@time_machine.travel(SPRING, tick=False)
def test_it_is_taken_back_whole(ann):
    run = bring(ann, LIST)
    actions.undo_import(by=ann, run=run)
    assert Offer.objects.filter(taken_down_at=None).count() == 0


@time_machine.travel(SPRING, tick=False)
def test_a_way_in_is_never_put_on_the_wall(ann):
    bring(ann, LIST)
    assert not any("secret.example" in " ".join((offer.place, offer.summary, offer.url)) for offer in Offer.objects.all())


@time_machine.travel(SPRING, tick=False)
def test_what_repeats_for_ever_comes_a_dozen_times_within_half_a_year_and_later_ones_later(ann):
    data = ics("SUMMARY:Walk\nDTSTART:19990101\nRRULE:FREQ=WEEKLY", "SUMMARY:Feast\nDTSTART:20260101\nRRULE:FREQ=YEARLY;BYMONTH=12")
    run = bring(ann, data)
    assert (run.added_count, run.errors) == (12, [[8, "it does not happen within the next half year"]])
    with time_machine.travel(datetime(2026, 5, 1, tzinfo=UTC), tick=False):
        assert bring(ann, data).added_count > 0


@time_machine.travel(datetime(2026, 3, 1, tzinfo=UTC), tick=False)
def test_a_day_is_the_day_where_it_happens_on_either_side_of_a_clock_change(ann):
    """TI-01: late on the evening before, in the hour that is not there, in the hour that comes twice."""
    bring(ann, ics(*(f"SUMMARY:{name}\nDTSTART{time}" for name, time in {
        "utc": ":20260308T045900Z\nX-A:1", "gap": ";TZID=America/Chicago:20260308T023000", "twice": ";TZID=America/Chicago:20261101T013000",
        "late": ";TZID=America/Chicago:20260307T235900", "floats": ":20260308T233000"}.items())))
    assert dict(Offer.objects.values_list("title", "starts_on")) == {
        "utc": date(2026, 3, 8), "gap": date(2026, 3, 8), "twice": date(2026, 11, 1), "late": date(2026, 3, 7), "floats": date(2026, 3, 8)}


@pytest.mark.parametrize(("data", "words"), [
    (ics(), "There are no rows in it."), (b"BEGIN:VCALENDAR\nX:\x00", "bytes that no text has"), (b"BEGIN:VEVENT\nEND:VEVENT\n" * 10_001, "too long")])
def test_a_file_that_is_no_calendar_or_too_much_of_one_is_refused_in_words(ann, data, words):
    with pytest.raises(Refusal, match=words):
        actions.draft_import(by=ann, name="year.ics", data=data)


def test_a_calendar_in_any_encoding_is_known_by_its_first_letters():
    from staffroom.catalogue.lists import form_of
    text = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    assert [form_of(text.encode(how)) for how in ("utf-8", "utf-8-sig", "utf-16", "utf-16-be")] == ["ics"] * 4
    assert form_of(b"BEGIN:VCARD\r\n") == "csv"


@time_machine.travel(SPRING, tick=False)
def test_days_and_last_days_of_what_i_saved_stand_in_my_own_calendar(ann, shelf):
    def save(**facts):
        shelf(**facts)
        offer = Offer.objects.get(title=facts["title"])
        return practice.save(by=ann, thing=savable.Thing(title=offer.title, about_kind="offer", about_id=offer.pk), asked_for="tomorrow")
    prize = save(title="A prize", kind="award", url="https://prize.example/", closes_on=date(2026, 4, 2))
    save(title="A fair", kind="conference", url="https://fair.example/", starts_on=date(2026, 5, 1), ends_on=date(2026, 5, 2), closes_on=date(2026, 4, 1), place="Lyon")
    save(title="A course", kind="course", url="https://course.example/", starts_on=date(2026, 5, 1))
    practice.drop_saved(by=ann, saved=save(title="Dropped", kind="award", url="https://dropped.example/", closes_on=date(2026, 4, 2)))
    viewer = Viewer(account=ann, assurance=SELF)
    assert [(one.title, one.starts, one.ends, one.place) for one in dated.of(viewer, told=True)] == [
        ("Last day: A fair", date(2026, 4, 1), None, ""), ("Last day: A prize", date(2026, 4, 2), None, ""), ("A fair", date(2026, 5, 1), date(2026, 5, 2), "Lyon")]
    assert [one.title for one in dated.of(viewer, told=False)] == ["Staffroom: a deadline", "Staffroom: a deadline", "Staffroom: something saved"]
    assert dated.of(Viewer(account=ann, assurance=ORG), told=True) == []
    with time_machine.travel(datetime(2026, 4, 4, tzinfo=UTC), tick=False):
        actions.close_over(by=None)
        assert prize.code not in " ".join(one.key for one in dated.of(viewer, told=True))
