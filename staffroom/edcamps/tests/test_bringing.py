"""Cards that an organiser brings in from a file, and the board of a day that is over out of its schedule."""

import json
import re
from argparse import Namespace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from staffroom.cli import Problem
from staffroom.cli.import_ import cards
from staffroom.edcamps import actions, bringing, queries
from staffroom.edcamps.bringing.hours import Unclear, day_in, read
from staffroom.edcamps.models import Card, Edcamp, Lead, Move, Room, Slot
from staffroom.edcamps.tests.test_pages import send, words_of
from staffroom.events import actions as events
from staffroom.events import times
from staffroom.events.models import Event
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account, op_id, sign_in

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "unconference_srccon"
CENTRAL = "America/Chicago"
PITCHES = [
    {"id": 7, "title": "Grading less", "description": "Say more. " * 90, "facilitators": ["Ann Example", "José Peña"], "tags": ["feedback", "grade 8"]},
    {"id": 8, "title": "A debate with 34 pupils", "facilitators": [], "level": "deep", "format": "discussion"},
    {"id": 9, "title": "Building a bridge", "facilitators": ["Ben Example"], "format": "making something", "level": "for elves"}]
SCHEDULE = [
    {"id": "1", "title": "Breakfast", "day": "Thursday", "time": "8-9am", "room": "Hall", "everyone": "1"},
    {"id": "2", "title": "Welcome", "day": "Thursday", "time": "9–9:30am", "room": "Hall", "everyone": "y"},
    {"id": "3", "title": "Fractions", "day": "Thursday", "time": "10-11am", "room": "Hall", "facilitators": ["Ann Example"]},
    {"id": "4", "title": "Reading", "day": "Thursday", "time": "10-11am", "room": "Yard", "facilitators": ["Ben Example"]},
    {"id": "5", "title": "Kites", "day": "Thursday", "time": "10am-12:30pm", "room": "Yard", "facilitators": ["Cy Example"]},
    {"id": "6", "title": "Maps", "day": "Thursday", "time": "11:30-12:30pm", "room": "Hall", "facilitators": ["Ann Example"]},
    {"id": "7", "title": "Maps again", "day": "Thursday", "time": "11:30-12:30pm", "room": "Yard", "facilitators": ["ANN EXAMPLE"]},
    {"id": "8", "title": "Lunch", "day": "Thursday", "time": "12-1pm", "room": "Hall", "everyone": "1"},
    {"id": "9", "title": "Games", "day": "Thursday", "time": "All evening", "room": "Hall", "facilitators": []},
    {"id": "10", "title": "Late", "day": "Thursday", "time": "9-10pm", "room": "Hall", "facilitators": []},
    {"id": "11", "title": "Somewhere", "day": "Thursday", "time": "11:30-12:30pm", "facilitators": []},
    {"id": "12", "title": "Whenever", "time": "10-11am", "room": "Hall", "facilitators": []},
    {"id": "13", "title": "The day after", "day": "Friday", "time": "10-11am", "room": "Hall", "facilitators": []}]


def read_in(rows) -> bringing.Brought:
    return bringing.read(json.dumps(rows).encode())


def over(by, on: date = date(2015, 6, 25), hours: tuple[int, int] = (8, 18)) -> Edcamp:
    """An edcamp of a day long ago, with nothing on its board."""
    begins, ends = (datetime(on.year, on.month, on.day, hour, tzinfo=ZoneInfo(CENTRAL)).astimezone(UTC) for hour in hours)
    what = events.What(kind="edcamp", title="Edcamp of old", place="Alder Hall", span=times.Span(begins, ends, CENTRAL))
    return actions.put_up(by=by, what=what, rooms=[actions.Place(name="Room 1"), actions.Place(name="Hall", capacity=60)],
                          parts=[actions.Part(kind="session", start=0, end=60)])


@pytest.mark.either
@pytest.mark.parametrize(("text", "from_to"), [
    ("10-11am", "10:00-11:00"), ("3-4pm", "15:00-16:00"), ("11am-noon", "11:00-12:00"), ("12:30-1:30pm", "12:30-13:30"), ("12-1pm", "12:00-13:00"),
    ("11am-1:30pm", "11:00-13:30"), ("11-1pm", "11:00-13:00"), ("11:30-12:30pm", "11:30-12:30"), ("10-12pm", "10:00-12:00"), ("Noon–1", "12:00-13:00"),
    ("10-12am", "22:00-24:00"), ("12-12:30pm", "12:00-12:30"), ("11am-1", "11:00-13:00"), ("10am-11", "10:00-11:00"), ("9-midnight", "21:00-24:00"),
    ("11-1am", "23:00-25:00"), ("10pm-1am", "22:00-25:00"), ("12:15-12:45am", "0:15-0:45"), ("13:00-14:30", "13:00-14:30"), ("9-14:30", "9:00-14:30"),
    ("10h30–11h", "10:30-11:00"), ("22:00-01:00", "22:00-25:00"), ("9:30 AM — 11:15 AM", "9:30-11:15"), ("10‒11am", "10:00-11:00"), ("10−11am", "10:00-11:00"),
    ("10a-11a", "10:00-11:00"), ("de 10 a 11 a. m.", "10:00-11:00"), ("from 9:30 a.m. to 11 a.m.", "9:30-11:00"), ("mediodía - 1 p. m.", "12:00-13:00"),
    ("12 noon - 1 pm", "12:00-13:00"), ("１０－１１ａｍ", "10:00-11:00"), ("8am-9pm", "8:00-21:00")])
def test_a_time_that_has_one_meaning_is_read(text, from_to):
    _day, found = read(text)
    assert "-".join(f"{minute // 60}:{minute % 60:02}" for minute in (found.start, found.end)) == from_to


@pytest.mark.either
@pytest.mark.parametrize(("text", "code"), [
    ("10-11", "half"), ("10:00-11:00", "half"), ("1pm", "end"), ("noon", "end"), ("", "none"), ("All evening", "none"), ("3pm-2pm", "order"), ("9am-9am", "order"),
    ("12-12pm", "order"), ("12:45-12:15pm", "order"), ("11:75am-1pm", "none"), ("13pm-2pm", "none"), ("0am-1am", "none"), ("10-11am, 2-3pm", "none"),
    ("-10am", "none"), ("9-10-11am", "none"), ("Thursday", "none"), ("Thursday or Friday 10-11am", "day"), ("2015-06-25, Friday, 9-10am", "day"),
    ("2015-02-30 9-10am", "day"), ("24:00-1:00", "order"), ("noon-noon", "order"), ("9" * 5_000, "none"), ("1-2\x00pm", "none")])
def test_a_time_with_two_meanings_or_none_is_not_guessed(text, code):
    with pytest.raises(Unclear) as problem:
        read(text)
    assert problem.value.code == code


@pytest.mark.either
def test_days_are_read_by_name_and_by_date():
    named = {"Thursday 10-11am": 3, "Thu. 10-11am": 3, "jueves, 10 a 11am": 3, "miércoles 10-11am": 2, "2015-06-25 10-11am": date(2015, 6, 25), "10-11am": None}
    assert {text: read(text)[0] for text in named} == named
    assert (day_in("Saturday, June 27"), day_in("sábado"), day_in("the second day")) == (5, 5, None)


@pytest.mark.either
@pytest.mark.parametrize(("row", "why"), [
    ({}, "it has no title"), ({"id": 1}, "it has no title"), ({"title": "   "}, "it has no title"), ({"title": None}, "it has no title"),
    ({"title": ["A", "B"]}, "it has no title"), ({"title": {"en": "A"}}, "it has no title"),
    ({"title": "x" * 121}, "its title is longer than 120"), ({"title": "a\x00b"}, "its title holds a character"), ({"title": "\ud800"}, "its title holds a"),
    ({"title": "q\u0303" * 61}, "its title is longer"), ({"title": "\u202e\u200b"}, "it has no title"), ("Grading less", "it is no row with names"), (None, "it is no row"), ([["title", "A"]], "it is no row"), (7, "it is no row"),
    ({"title": "A", "facilitators": {"name": "Ann"}}, "no list of names"), ({"title": "A", "facilitators": [["Ann"]]}, "no list of names"),
    ({"title": "A", "facilitators": [None]}, "no list of names"), ({"title": "A", "facilitators": [True]}, "no list of names"),
    ({"title": "A", "facilitators": ["n" * 81]}, "a name of who leads it is longer"), ({"title": "A", "facilitators": ["Ann\x00"]}, "a name of who leads it holds"),
    ({"title": "A", "facilitators": [f"P{n}" for n in range(7)]}, "7 people lead it"), ({"title": "First", "id": 1}, "it stands in row 1 already")])
def test_a_row_that_is_no_card_is_named_with_its_number_and_why(row, why):
    found = read_in([{"title": "First", "id": 1}, row])
    assert len(found.pitches) == 1 and [number for number, _words in found.left] == [2] and why in found.left[0][1]


@pytest.mark.either
def test_what_is_odd_and_harmless_is_taken_as_it_is():
    found = read_in([{"title": "<script>alert(1)</script>", "description": "\u202eabc\ud800\x07", "facilitators": "Ann; Ben\nann", "id": float("nan"), "tags": {"a": 1}},
                     {"TITLE": "=1+1", "Name": "no", "level": 5, "format": ["x"], "everyone": "0", "id": "x" * 9_000},
                     {"title": "  Two\n lines ", "description": ["no"], "facilitators": ["", "  "]}, {"title": "Marks", "words": "q\u0303\u0301" * 500, "tags": "q\u0303" * 100}])
    first, second, third, fourth = found.pitches
    assert 590 < len(fourth.words) <= 600 and fourth.is_cut and 115 < len(fourth.tags) <= 120 and fourth.words.endswith("…")
    assert (first.title, first.words, first.leads, first.tags) == ("<script>alert(1)</script>", "abc\ufffd", ("ann", "Ben"), "")
    assert (second.title, second.level, second.format, second.for_all) == ("=1+1", "", "discussion", False)
    assert (third.title, third.words, third.leads) == ("Two lines", "", ()) and not found.left
    again = bringing.read(found.again().encode())
    assert [(one.source, one.words, one.leads, one.title) for one in again.pitches] == [(one.source, one.words, one.leads, one.title) for one in found.pitches]


@pytest.mark.either
@pytest.mark.parametrize("data", [
    b"", b"  \n", b"[]", b"{}", b'{"rows": 5}', b"[" * 100_000, b'[{"title": "A"', b"\xff\xfe[\x00", b"PK\x03\x04\x00\x00", b"\x00" * 50, b"day,time\nThursday,10-11am\n",
    b"title,Title\na,b\n", b'title\n"never closed\nmore\n', b"[1e999999" + b"9" * 5_000, b"x" * 2_000_001, json.dumps([{"title": str(n)} for n in range(401)]).encode()])
def test_a_file_that_is_no_list_of_pitches_is_refused_as_a_whole(data):
    with pytest.raises(bringing.NoPitches):
        bringing.read(data)


@pytest.mark.either
def test_a_table_is_read_by_the_names_of_its_columns_and_counted_by_its_lines():
    data = ("\ufeffSession;Description;Speakers;Level;Time\r\n"
            'Grading less;"Two\nlines";Ann Example; for whoever knows it;\r\n'
            ";nothing;;;\r\n"
            "Formulas;;José Peña, Ann Example;new;;too;many\r\n"
            "Maps;;;;\r\n").encode()
    found = bringing.read(data)
    assert [(one.row, one.title, one.words, one.leads, one.level) for one in found.pitches] == [
        (2, "Grading less", "Two\nlines", ("Ann Example",), "deep"), (6, "Maps", "", (), "")]
    assert [row for row, _words in found.left] == [4, 5]


@pytest.mark.django_db
def test_pitches_become_cards_once_and_one_undo_takes_all_of_them_back(camp):
    by_hand = camp.card(camp.ann, "building a BRIDGE")
    found = read_in(PITCHES)
    made = actions.bring_in(by=camp.hugo, edcamp=camp.edcamp, pitches=found.pitches)
    assert [(card.title, card.kind, card.tags, card.level, card.entered_by) for card in made] == [
        ("Grading less", "lead", "feedback, grade 8", "", camp.hugo), ("A debate with 34 pupils", "learn", "", "deep", camp.hugo)]
    assert len(made[0].words) == 600 and made[0].words.endswith("…") and sorted(Lead.objects.filter(card=made[0]).values_list("name", flat=True)) == ["Ann Example", "José Peña"]
    version, hung = camp.version, [one["title"] for one in camp.again().board["cards"]]
    assert hung == ["building a BRIDGE", "Grading less", "A debate with 34 pupils"]
    assert actions.bring_in(by=camp.dana, edcamp=camp.edcamp, pitches=found.pitches) == [] and camp.version == version
    actions.take_back(by=camp.dana, card=made[1])
    assert actions.bring_in(by=camp.dana, edcamp=camp.edcamp, pitches=found.pitches) == []  # what was taken back stays so
    move = Move.objects.get(kind="brought")
    with pytest.raises(Refusal, match="was moved again since"):
        actions.undo(by=camp.dana, move=move)
    actions.undo(by=camp.dana, move=Move.objects.get(kind="gone"))
    actions.undo(by=camp.dana, move=move)
    assert [one["title"] for one in camp.again().board["cards"]] == [by_hand.title]
    assert len(actions.bring_in(by=camp.dana, edcamp=camp.edcamp, pitches=found.pitches)) == 2
    for nobody in (camp.ann, camp.zoe):
        with pytest.raises(Refusal, match="do not run"):
            actions.bring_in(by=nobody, edcamp=camp.edcamp, pitches=found.pitches)
    with pytest.raises(Refusal, match="four hundred"):
        actions.bring_in(by=camp.dana, edcamp=camp.edcamp, pitches=read_in([{"title": f"Card {n}"} for n in range(398)]).pitches)


@pytest.mark.django_db
def test_a_schedule_of_a_day_that_is_to_come_brings_its_cards_alone(camp):
    rooms = camp.edcamp.board["rooms"]
    found = read_in(SCHEDULE)
    comes = queries.coming(camp.edcamp, found.pitches)
    assert comes.day is None and len(comes.new) == 10 and [row for row, _words in comes.told] == [1, 2, 8]
    actions.bring_in(by=camp.dana, edcamp=camp.edcamp, pitches=found.pitches)
    assert camp.again().board["rooms"] == rooms and not Card.objects.filter(state="placed").exists()


@pytest.mark.django_db
def test_the_schedule_of_a_day_that_is_over_is_its_board_and_what_cannot_be_read_is_named():
    dana = make_account("Dana Example")
    edcamp, found = over(dana), read_in(SCHEDULE)
    told = dict(queries.coming(edcamp, found.pitches).told)
    assert {row: words for row, words in told.items() if row} == {
        5: "“Kites” stands where it began; it ended at another time: “10am-12:30pm”", 7: "“Maps again” and “Maps” were led by the same person at the same time",
        8: "“Lunch” ran beside something else, so it is no part of the day", 9: "“Games” says no time that can be read: “Thursday All evening”",
        10: "“Late” is outside the hours of the edcamp: “Thursday 9-10pm”", 11: "“Somewhere” says no room", 12: "“Whenever” does not say on which day"}
    assert told[0] == "1 row is of another day."
    made = actions.bring_in(by=dana, edcamp=edcamp, pitches=found.pitches)
    placed = Card.objects.filter(state="placed").order_by("made_at", "pk").values_list("title", "slot__from_minute", "slot__to_minute", "room__name", "lane")
    assert list(placed) == [("Fractions", 120, 180, "Hall", 0), ("Reading", 120, 180, "Yard", 0), ("Kites", 120, 180, "Yard", 1), ("Maps", 210, 270, "Hall", 0)]
    assert sorted(Card.objects.filter(state="table").values_list("title", flat=True)) == ["Games", "Late", "Maps again", "Somewhere", "Whenever"] and len(made) == 9
    assert list(Room.objects.order_by("number").values_list("name", "capacity", "allows_parallel")) == [("Hall", 60, False), ("Yard", None, True)]
    assert list(Slot.objects.order_by("from_minute").values_list("kind", "title", "from_minute", "to_minute")) == [
        ("lunch", "Breakfast", 0, 60), ("plenary", "Welcome", 60, 90), ("session", "", 120, 180), ("session", "", 210, 270)]
    assert Event.objects.get().minutes == 150 and Lead.objects.get(card__title="Fractions").slot == Slot.objects.get(from_minute=120)
    version = Edcamp.objects.get().version
    assert actions.bring_in(by=dana, edcamp=edcamp, pitches=found.pitches) == [] and Edcamp.objects.get().version == version
    more = read_in([*SCHEDULE, {"id": "14", "title": "One more", "day": "Thursday", "time": "3-4pm", "room": "Hall", "facilitators": []}])
    with pytest.raises(Refusal, match="Sessions stand on this board already"):
        actions.bring_in(by=dana, edcamp=edcamp, pitches=more.pitches)
    actions.undo(by=dana, move=Move.objects.get(kind="brought"))
    assert not Edcamp.objects.get().board["cards"] and len(actions.bring_in(by=dana, edcamp=edcamp, pitches=more.pitches)) == 10


@pytest.mark.either
@pytest.mark.parametrize(("hours", "placed"), [("1:30-2:30am", 0), ("3-4am", 1)])
def test_a_time_that_the_clocks_of_that_night_skip_is_none(hours, placed):
    """On 2016-03-13 the clocks there went from 2:00 to 3:00."""
    begins = datetime(2016, 3, 13, 6, tzinfo=UTC)
    day = bringing.planned_day(read_in([{"title": "Owls", "time": hours, "room": "Hall"}]).pitches, times.Span(begins, begins + timedelta(hours=10), CENTRAL))
    assert len(day.at) == placed and [at for at, _room in day.at.values()] == [(120, 180)] * placed


@pytest.mark.django_db
def test_an_edcamp_may_be_thirty_years_old_and_another_event_three():
    dana = make_account("Dana Example")
    assert over(dana, date(2000, 5, 4)).event.is_over
    with pytest.raises(Refusal, match="thirty years"):
        over(dana, date(1990, 5, 4))
    begins = datetime(2015, 6, 25, 14, tzinfo=UTC)
    with pytest.raises(Refusal, match="within three years"):
        events.put_up(by=dana, what=events.What(kind="workshop", title="Old", span=times.Span(begins, begins + timedelta(hours=1), CENTRAL)))


@pytest.mark.django_db
def test_whoever_keeps_the_board_sees_what_the_file_holds_and_then_brings_it_in(camp):
    dana, page = sign_in(Client(), camp.dana), f"{camp.edcamp.href}cards/"
    rows = [*PITCHES, {"title": "<b>bold"}, {"no": "title"}]

    def upload(browser, data: bytes):
        return send(browser, page, **{"bring": "1", "pitches-file": SimpleUploadedFile("pitches.json", data)})
    assert "From a file" in words_of(dana.get(page))
    shown = upload(dana, json.dumps(rows).encode())
    said = words_of(shown)
    assert "Nothing is up yet" in said and "4 cards are new. 1 row cannot be used. 1 says more than a card takes" in said and "Row 5 is left out: it has no title" in said
    assert "<b>bold" not in shown.content.decode() and not Card.objects.exists()
    held = unescape(re.search(r'name="pitches-rows" value="([^"]*)"', shown.content.decode())[1])
    operation = op_id()
    for _again in range(2):  # a double click
        assert dana.post(page, {"bring": "1", "up": "1", "pitches-rows": held, "op_id": operation}).headers["Location"] == f"{camp.edcamp.href}keep/"
    assert Card.objects.count() == 4 and "4 cards were brought in" in words_of(dana.get(f"{camp.edcamp.href}keep/"))
    assert "No card in it is new. 4 came already." in words_of(upload(dana, json.dumps(rows).encode()))
    for count in (10, 300):
        with CaptureQueriesContext(connection) as asked:
            assert upload(dana, json.dumps([{"title": f"Card {number}"} for number in range(count)]).encode()).status_code == 200
        assert len(asked) <= 12, [one["sql"][:120] for one in asked]
    for data in (b"[", b"", b"day\nMonday\n"):
        assert upload(dana, data).status_code == 422
    assert "Choose a file, please" in words_of(send(dana, page, bring="1"))
    assert [sign_in(Client(), one).get(page).status_code for one in (camp.hugo, camp.ann, camp.zoe)] == [200, 404, 404]
    assert upload(sign_in(Client(), camp.ann), b"title\nMine\n").status_code == 404


@pytest.mark.django_db
def test_a_board_on_which_sessions_stand_says_so_before_anything_is_sent():
    dana = make_account("Dana Example")
    edcamp = over(dana)
    browser, page = sign_in(Client(), dana), f"{edcamp.href}cards/"
    rows = {"bring": "1", "pitches-rows": json.dumps(SCHEDULE)}
    said = words_of(send(browser, page, **rows))
    assert "4 sessions stand on the board where they were" in said and "10:00–11:00" in said and "Row 9: “Games” says no time that can be read" in said
    assert send(browser, page, **rows, up="1").status_code == 302
    rows = {"bring": "1", "pitches-rows": json.dumps([*SCHEDULE, SCHEDULE[2] | {"id": "77"}])}
    blocked = send(browser, page, **rows)
    assert "Sessions stand on this board already" in words_of(blocked) and 'name="up"' not in blocked.content.decode()
    assert send(browser, page, **rows, up="1").status_code == 422


@pytest.mark.django_db
def test_the_command_brings_cards_in_or_only_says_what_would_come(camp, tmp_path, capsys):
    file = tmp_path / "pitches.json"
    file.write_text(json.dumps([*PITCHES, {"id": 10}]))

    def said(account=camp.dana.code, edcamp=camp.edcamp.code, look=False) -> str:
        assert cards(file, Namespace(edcamp=edcamp, account=account, look=look)) == 0
        return capsys.readouterr().out
    assert "row 4: it has no title" in (look := said(look=True)) and "3 would be new, 0 of them on the board, 0 as they were, 1 left out" in look
    assert not Card.objects.exists()
    assert "3 new" in said() and Card.objects.count() == 3 and "0 new, 0 of them on the board, 3 as they were" in said()
    for wrong, words in (({"account": camp.ann.code}, "do not run"), ({"account": ""}, "Say who keeps the board"), ({"edcamp": "none"}, "No edcamp here")):
        with pytest.raises(Problem, match=words):
            said(**wrong)


@pytest.mark.data
@pytest.mark.django_db
def test_real_pitches_become_cards_once(camp):
    found = bringing.read((REAL / "srccon_2019_proposals_unlabelled.json").read_bytes())
    assert (len(found.pitches), found.left, sum(one.is_cut for one in found.pitches)) == (128, [], 87)
    made = actions.bring_in(by=camp.dana, edcamp=camp.edcamp, pitches=found.pitches)
    assert len(made) == 128 and all(card.kind == "lead" for card in made) and len(camp.again().board["cards"]) == 128
    again = bringing.read(found.again().encode())
    assert actions.bring_in(by=camp.dana, edcamp=camp.edcamp, pitches=again.pitches) == []
    actions.undo(by=camp.dana, move=Move.objects.get(kind="brought"))
    assert camp.again().board["cards"] == []


@pytest.mark.data
@pytest.mark.django_db
@pytest.mark.parametrize(("year", "on", "cards", "placed", "rooms", "slots", "others", "unread"), [
    (2015, date(2015, 6, 25), 25, 25, 7, 5, 27, 0), (2015, date(2015, 6, 26), 24, 24, 7, 5, 30, 0),
    (2016, date(2016, 7, 28), 29, 29, 7, 5, 32, 3), (2016, date(2016, 7, 29), 29, 28, 7, 5, 34, 2),
    (2017, date(2017, 8, 3), 46, 41, 8, 8, 35, 7), (2017, date(2017, 8, 4), 28, 23, 7, 4, 53, 8)])
def test_real_schedules_become_boards(year, on, cards, placed, rooms, slots, others, unread):
    dana = make_account("Dana Example")
    edcamp = over(dana, on, (8, 22))
    found = bringing.read((REAL / f"srccon_{year}_sessions.json").read_bytes())
    comes = queries.coming(edcamp, found.pitches)
    assert not found.left and comes.day is not None and comes.day.others_count == others
    assert sum("says no end" in words or "no time that can be read" in words for _row, words in comes.told) == unread
    assert len(actions.bring_in(by=dana, edcamp=edcamp, pitches=found.pitches)) == cards
    assert (Card.objects.filter(state="placed").count(), Room.objects.count(), Slot.objects.filter(kind="session").count()) == (placed, rooms, slots)
    assert actions.bring_in(by=dana, edcamp=edcamp, pitches=found.pitches) == []
