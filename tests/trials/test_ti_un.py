"""TI and UN: clocks, calendars and letters, as far as there are days, minutes and names."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from staffroom.kit import live, outbox
from staffroom.kit.models import OutboxRow
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.notices import actions as notices
from staffroom.people import actions as people
from staffroom.practice import actions as practice
from staffroom.record import actions as record
from staffroom.record import reckoning
from staffroom.record.models import Entry
from staffroom.sharing.forms import end_of_school_year

pytestmark = pytest.mark.django_db
ENTRY = {"title": "A visit", "kind": "visit", "minutes": "20", "time_kind": "own", "origin": "chosen"}
THREAD = {"NFC": "Zo\u00eb \u00c5str\u00f6m", "NFD": "Zoe\u0308 A\u030astro\u0308m"}


def note(browser, **more):
    return browser.post("/record/new/", ENTRY | {"op_id": op_id()} | more)


@pytest.mark.parametrize("zone, today, tomorrow", [("Pacific/Kiritimati", "2026-11-19", "2026-11-20"), ("Pacific/Pago_Pago", "2026-11-18", "2026-11-19")])
def test_ti03_a_day_is_a_day_where_the_teacher_is_and_stays_it_after_moving(zone, today, tomorrow):
    with time_machine.travel(datetime(2026, 11, 18, 23, 30, tzinfo=UTC), tick=False):
        ann = make_account("Ann Example", zone=zone)
        browser = sign_in(Client(), ann)
        assert note(browser, on_on=today).status_code == 302
        assert note(browser, on_on=tomorrow).status_code == 422
        for moved in ("Pacific/Pago_Pago", "Pacific/Kiritimati", "Europe/London"):
            people.choose(by=ann, zone=moved, language="en", theme="", keys_off=False)
            assert [entry.on_on for entry in Entry.objects.all()] == [date.fromisoformat(today)]
            assert browser.get("/record/").status_code == 200


def test_ti03_a_day_that_begins_elsewhere_first_is_refused_with_the_zone_that_it_was_measured_in():
    """A browser without scripts tells no zone: somebody in Auckland is told why their today is none yet."""
    with time_machine.travel(datetime(2026, 11, 18, 23, 30, tzinfo=UTC), tick=False):
        browser = sign_in(Client(), make_account("Ann Example", zone="UTC"))
        page = note(browser, on_on="2026-11-19").content.decode()
        assert "19 November 2026 has not been yet." in page and "In the zone of your account, UTC," in page
        assert "In the zone" not in note(browser, on_on="2026-11-20").content.decode()


@pytest.mark.parametrize("day", ["2026-03-08", "2026-03-29", "2026-10-25", "2026-11-01"])
def test_ti01_a_day_on_which_clocks_change_is_a_day_like_any_other(day):
    """In New York, London and Berlin, at its first, odd and last minutes."""
    for zone in ("America/New_York", "Europe/London", "Europe/Berlin"):
        for time in ((0, 1), (1, 30), (2, 30), (23, 59)):
            moment = datetime.fromisoformat(day).replace(hour=time[0], minute=time[1], tzinfo=ZoneInfo(zone))
            with time_machine.travel(moment, tick=False):
                ann = make_account("Ann Example", zone=zone)
                browser = sign_in(Client(), ann)
                assert browser.get("/record/new/").context["form"].initial["on_on"].isoformat() == day
                assert note(browser, on_on=day, minutes="1440").status_code == 302
                entry = Entry.objects.get(person=ann)
                assert (entry.on_on.isoformat(), entry.minutes) == (day, 1440)
                assert note(browser, on_on=(entry.on_on + timedelta(days=1)).isoformat()).status_code == 422


def test_ti04_a_leap_day_is_a_day_of_its_year_and_only_there():
    with time_machine.travel(datetime(2028, 3, 2, 12, tzinfo=UTC), tick=False):
        browser = sign_in(Client(), make_account("Ann Example"))
        assert note(browser, on_on="2028-02-29").status_code == 302
        assert note(browser, on_on="2027-02-29").status_code == 422
        assert browser.get("/record/?year=2028").status_code == 200
        page = browser.get("/record/time/?from=3&year=2027")
        assert page.status_code == 200 and "20 min" in page.content.decode()
    assert reckoning.year_of(date(2028, 2, 29), 3) == 2027
    assert reckoning.year_days(2027, 3) == (date(2027, 3, 1), date(2028, 2, 29))
    assert reckoning.year_days(2028, 3) == (date(2028, 3, 1), date(2029, 2, 28))


def test_ti04_a_school_year_ends_in_june_in_every_year():
    assert [end_of_school_year(day) for day in (date(2028, 2, 29), date(2028, 6, 30), date(2028, 7, 1))] == [
        date(2028, 6, 30), date(2028, 6, 30), date(2029, 6, 30)]


def test_ti04_a_copy_that_is_handed_on_a_leap_day_ends_within_a_year():
    with time_machine.travel(datetime(2028, 2, 29, 12, tzinfo=UTC), tick=False):
        ann, ben = make_account("Ann Example"), make_account("Ben Example")
        entry = record.note(by=ann, title="A visit", kind="visit", minutes=20, on_on=date(2028, 2, 29))
        ask = record.ask_confirmation(by=ann, entry=entry, reader=ben, until_on=date(2029, 2, 28))
        assert ask.copy.until_on == date(2029, 2, 28)


def test_ti05_a_clock_that_went_back_five_minutes_breaks_nothing():
    noon = datetime(2026, 11, 18, 12, tzinfo=UTC)
    with time_machine.travel(noon, tick=False):
        ann, ben = make_account("Ann Example"), make_account("Ben Example")
        browser = sign_in(Client(), ann)
        entry = record.note(by=ann, title="Before", kind="visit", minutes=20, on_on=date(2026, 11, 18))
        step = practice.plan(by=ann, title="Wait three seconds", minutes=5)
        record.keep_draft(by=ann, mark=record.DraftMark("record.new", 0, "tab-one"), body={"title": ["Words"]}, device="a phone")
        notices.tell(by=None, person=ann, kind="confirmed", key="one", name="Ben Example", href="/record/")
        ticket = live.address(ann.code, [f"account:{ann.code}"], "s")
        form = {"op_id": op_id(), "on_on": "2026-11-18"}
    with time_machine.travel(noon - timedelta(minutes=5), tick=False):
        assert _opens(ticket), "a ticket tolerates a clock that was put right"
        assert {note(browser, **form).status_code for _once_more in range(2)} <= {302, 303}
        held = record.keep_draft(by=ann, mark=record.DraftMark("record.new", 1, "tab-one"), body={"title": ["More words"]}, device="a phone")
        assert held.version == 2 and held.read() == {"title": ["More words"]}
        changed = practice.change(by=ann, step=step, version=1, title="Wait five seconds", minutes=5, planned_on=None, note="")
        assert changed.version == 2
        record.ask_confirmation(by=ann, entry=entry, reader=ben, until_on=date(2027, 1, 7))
        for path in ("/today/", "/record/", f"/record/{entry.code}/", "/record/drafts/", "/record/time/", "/practice/", "/notices/", "/me/access/", "/account/sessions/"):
            answer = browser.get(path)
            assert answer.status_code == 200 and "-5 min" not in answer.content.decode() and "in 5 min" not in answer.content.decode(), path
        outbox.put("people.letter", "after", {"letter": "prove", "addresses": []})
    assert OutboxRow.objects.filter(key="after", due_at__lte=noon).exists(), "what was promised meanwhile is due when the clock is right"
    assert Entry.objects.count() == 2


def _opens(address: str) -> bool:
    from urllib.parse import parse_qs, urlsplit

    from staffroom.kit.live import tickets

    parts = urlsplit(address)
    return tickets.read(parse_qs(parts.query)["ticket"][0], parts.path) is not None


@pytest.mark.parametrize("stored, asked", [("NFC", "NFD"), ("NFD", "NFC")])
def test_un01_a_name_is_found_however_its_letters_were_composed(stored, asked):
    ann = make_account("Ann Example")
    people.rename(by=ann, name=THREAD[stored])
    people.tell(by=ann, told={"place": "Here"}, seen={}, in_directory=True)
    page = sign_in(Client(), make_account("Ben Example")).get("/people/", {"q": THREAD[asked]}).content.decode()
    assert f"/people/{ann.code}/" in page or THREAD["NFC"] in page


@pytest.mark.parametrize("typed, asked", [("STRASSE", "stra\u00dfe"), ("\ufb01nal", "final"), ("\uac01", "\u1100\u1161\u11a8"), ("Caf\u00e9", "cafe\u0301")])
def test_un01_a_word_is_found_however_it_was_typed_on_both_engines(typed, asked):
    from staffroom.catalogue.models import Offer, Source
    from staffroom.kit import search

    source = Source.objects.create(kind=Source.Kind.COMMONS, name="the commons")
    offer = Offer.objects.create(source=source, kind="article", title=f"About {typed} words", key="one", summary="")
    search.put("offer", [(offer.pk, offer.title, offer.summary)])
    assert offer.code in Client().get("/find/", {"q": asked}).content.decode()


def test_un01_an_address_signs_in_in_any_case():
    ann = make_account("Ann Example", email="ann@home.example", password="a long enough password")
    assert Client().post("/sign-in/", {"login": "ANN@Home.Example", "password": "a long enough password"}).status_code == 302
    assert ann.pk


def test_un03_names_are_isolated_and_overrides_are_taken_out_of_titles():
    ann = make_account("Ann Example")
    browser = sign_in(Client(), ann)
    people.rename(by=ann, name="\u0623\u062d\u0645\u062f")
    browser.post("/record/new/", ENTRY | {"title": "A \u202evisit\u202c to \u2067them\u2069", "on_on": "2026-01-07", "op_id": op_id()})
    assert Entry.objects.get().title == "A visit to them"
    people.tell(by=ann, told={"place": "Here"}, seen={}, in_directory=True)
    page = sign_in(Client(), make_account("Ben Example")).get("/people/").content.decode()
    assert "<bdi>\u0623\u062d\u0645\u062f</bdi>" in page


def test_un04_a_title_is_never_cut_within_a_character_and_marks_are_few():
    browser = sign_in(Client(), make_account("Ann Example"))
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
    assert note(browser, title=family * 60, on_on="2026-01-07").status_code == 302
    assert Entry.objects.get().title == family * 60
    assert note(browser, title=family * 200, on_on="2026-01-07").status_code == 422, "200 characters, and too many bytes"
    assert note(browser, title=family * 201, on_on="2026-01-07").status_code == 422
    assert note(browser, title="z" + "\u0300" * 10_000, on_on="2026-01-07").status_code == 302
    assert Entry.objects.order_by("made_at").last().title.startswith("z") and len(Entry.objects.order_by("made_at").last().title) < 12
