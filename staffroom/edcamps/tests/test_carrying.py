"""A day is carried from the laptop to another instance: once whole, later only what is different, undone in one."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from staffroom.edcamps import actions, carrying, queries
from staffroom.edcamps.models import Card, Carried, Edcamp, Lead, Move, Notes, NotesVersion, Turn
from staffroom.edcamps.tests.conftest import make_camp
from staffroom.events import actions as events
from staffroom.events.models import Event, Guest, Presence
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.record.models import Entry

pytestmark = pytest.mark.django_db


class Laptop:
    """A day as it was kept in the building: two sessions on the board, one merged, one taken back, notes, two turns, four people. `zoe` takes it along."""

    def __init__(self):
        self.camp = camp = make_camp(days=0)
        self.one = camp.card(title="Grading less", words="Fewer marks")
        self.two = camp.card(camp.ben, title="Talk in pairs", kind="learn")
        self.other = camp.card(camp.ben, title="Grading even less", kind="learn")
        self.gone = camp.card(camp.ben, title="Never mind", kind="learn")
        camp.place(self.one)
        camp.place(self.two, room=2)
        actions.merge(by=camp.dana, card=self.other, into=self.one, version=camp.version)
        actions.take_back(by=camp.ben, card=self.gone)
        actions.write_notes(by=camp.ben, card=self.one, text="Links:\nhttps://example.org/less", version=0)
        actions.queue_up(by=camp.ann, edcamp=camp.edcamp, title="A timer", link="https://example.org/timer")
        with time_machine.travel(camp.edcamp.event.starts_at + timedelta(minutes=20), tick=False):
            events.put_on_list(by=camp.dana, event=camp.edcamp.event, names=["Gus Guest"])
            events.confirm(by=camp.dana, event=camp.edcamp.event, people=[camp.ann])
            events.say_present(by=camp.ben, event=camp.edcamp.event, minutes=40)
        self.zoe = camp.zoe

    def file(self) -> bytes:
        return carrying.write(queries.day_of(self.camp.again()))


@pytest.fixture
def laptop(db) -> Laptop:
    held = Laptop()
    with time_machine.travel(held.camp.edcamp.event.ends_at + timedelta(hours=3), tick=False):
        yield held


def bring(by, data: bytes) -> Carried:
    return actions.bring_day(by=by, day=carrying.read(data))


def here(carried: Carried) -> dict:
    """All that came, by what people read."""
    edcamp = Edcamp.objects.select_related("event").get(pk=carried.edcamp_id)
    rows = queries.day_of(edcamp).rows
    cards = {one.get("title", key): one for key, one in rows["card"].items()}
    for one in cards.values():
        stands = one["stands"]
        one["stands"] = stands | {"part": rows["part"].get(stands["part"], {}).get("from"), "room": rows["room"].get(stands["room"], {}).get("name"),
                                  "merged": rows["card"].get(stands["merged"], {}).get("title")}
    return {"event": edcamp.event.title, "cards": cards, "rooms": list(rows["room"].values()), "parts": list(rows["part"].values()),
            "turns": [{**one, "place": 0} for one in rows["turn"].values()], "people": sorted(map(str, rows["person"].values()))}


def counts() -> tuple:
    return tuple(model.objects.count() for model in (Event, Card, Lead, Guest, Presence, Notes, NotesVersion, Turn, Move, Carried))


def changed(data: bytes, change) -> bytes:
    found = json.loads(data)
    change(found)
    return json.dumps(found).encode()


def by_title(found: dict, title: str) -> dict:
    return next(one for one in found["cards"] if one.get("title") == title)


def test_a_day_comes_whole_with_names_for_people_and_no_account(laptop):
    camp, data = laptop.camp, laptop.file()
    assert not any(str(person.email) in data.decode() or person.code in data.decode() for person in camp.people.values())
    came = bring(laptop.zoe, data)
    edcamp = came.edcamp
    assert edcamp.pk != camp.edcamp.pk and edcamp.event.host == laptop.zoe and edcamp.event.starts_at == camp.edcamp.event.starts_at
    there, source = here(came), here(Carried(edcamp=camp.again()))
    never = source["cards"].pop(laptop.gone.code)
    assert never["stands"]["state"] == "gone" and there == source
    assert {(guest.name, guest.came) for guest in Guest.objects.filter(event=edcamp.event)} == {
        ("Gus Guest", "hand"), ("Ann Example", "hand"), ("Ben Example", "hand")}
    rows = Presence.objects.filter(event=edcamp.event)
    assert {(str(row.who), row.how, row.confirmed_by, row.minutes) for row in rows} == {
        ("Gus Guest", "list", laptop.zoe, edcamp.event.minutes), ("Ann Example", "list", laptop.zoe, edcamp.event.minutes),
        ("Ben Example", "self", None, 40)}
    assert not Presence.objects.filter(event=edcamp.event).exclude(person=None).exists() and not Entry.objects.exists()
    assert not Card.objects.filter(edcamp=edcamp).exclude(author=None).exists() and not Lead.objects.filter(card__edcamp=edcamp).exclude(person=None).exists()


def test_the_same_file_again_changes_nothing(laptop):
    data = laptop.file()
    bring(laptop.zoe, data)
    before = counts()
    for again in (data, laptop.file()):
        assert bring(laptop.zoe, again).number == 1
    assert counts() == before


def test_a_changed_file_changes_what_is_different_and_one_undo_takes_that_back(laptop):
    camp = laptop.camp
    came = bring(laptop.zoe, laptop.file())
    first = here(came)
    actions.write_notes(by=camp.ann, card=laptop.one, text="Links:\nhttps://example.org/less\nMore", version=1)
    actions.place(by=camp.dana, card=laptop.two, slot=camp.slot(0), room=camp.room(1), version=camp.version)
    actions.put_up_card(by=camp.dana, edcamp=camp.edcamp, says=actions.Says(kind="learn", title="From paper"), paper="7")
    actions.queue_up(by=camp.ben, edcamp=camp.edcamp, title="A stamp")
    events.put_on_list(by=camp.dana, event=camp.edcamp.event, names=["Hal Late"])
    said = changed(laptop.file(), lambda found: found["event"].update(title="Edcamp of the whole valley"))
    bring(laptop.zoe, said)
    second = here(came)
    assert second["event"] == "Edcamp of the whole valley" and second["cards"]["Grading less"]["notes"].endswith("More")
    assert second["cards"]["Talk in pairs"]["stands"]["room"] == "Room 12" and second["cards"]["From paper"]["paper"] == "7"
    assert [turn["title"] for turn in second["turns"]] == ["A timer", "A stamp"] and len(second["people"]) == 4
    before = counts()
    assert bring(laptop.zoe, said).number == 2 and counts() == before
    actions.undo_day(by=laptop.zoe, carried=came)
    assert here(came) == first
    with pytest.raises(Refusal, match="taken back already"):
        actions.undo_day(by=laptop.zoe, carried=came)
    bring(laptop.zoe, said)
    assert here(came) == second


def test_what_was_changed_here_too_stays_and_notes_of_both_stand_there(laptop):
    data = laptop.file()
    came = bring(laptop.zoe, data)
    mine = Card.objects.get(edcamp=came.edcamp, title="Talk in pairs")
    actions.change_card(by=laptop.zoe, card=mine, says=actions.Says(kind="learn", title="Talk in threes"), version=came.edcamp.version + 99)
    noted = Card.objects.get(edcamp=came.edcamp, title="Grading less")
    actions.write_notes(by=laptop.zoe, card=noted, text="Links:\nhttps://example.org/less\nWritten here", version=1)

    def change(found):
        by_title(found, "Talk in pairs").update(title="Talk in fours", words="In a circle")
        by_title(found, "Grading less").update(notes="Links:\nhttps://example.org/less\nWritten there")
    said = changed(data, change)
    stays = queries.brings(carrying.read(said)).difference.stays
    assert [one[2] for one in stays] == ["title"]
    bring(laptop.zoe, said)
    cards = here(came)["cards"]
    assert cards["Talk in threes"]["words"] == "In a circle" and "Talk in fours" not in cards
    assert {"Written here", "Written there"} <= set(cards["Grading less"]["notes"].split("\n"))
    before = counts()
    bring(laptop.zoe, said)
    assert counts() == before


def test_somebody_claims_from_inside_and_the_file_does_not_bring_them_again(laptop):
    data = laptop.file()
    came = bring(laptop.zoe, data)
    ann = make_account("Ann Elsewhere")
    events.claim(by=ann, guest=Guest.objects.get(event=came.edcamp.event, name="Ann Example"))
    assert Presence.objects.get(person=ann).confirmed_by == laptop.zoe
    before = counts()
    bring(laptop.zoe, data)
    assert counts() == before
    with pytest.raises(Refusal, match="Others have to do with this day"):
        actions.undo_day(by=laptop.zoe, carried=came)


def test_the_first_file_undone_leaves_nothing_and_can_come_again(laptop):
    before, data = counts(), laptop.file()
    came = bring(laptop.zoe, data)
    first = here(came)
    assert actions.undo_day(by=laptop.zoe, carried=came) is None and counts() == before
    assert here(bring(laptop.zoe, data)) == first


def test_somebody_else_neither_changes_nor_undoes_it(laptop):
    data = laptop.file()
    came = bring(laptop.zoe, data)
    other = changed(data, lambda found: by_title(found, "Grading less").update(title="Mine now"))
    for does in (lambda: bring(laptop.camp.ben, other), lambda: actions.undo_day(by=laptop.camp.ben, carried=came)):
        before = counts()
        with pytest.raises(Refusal, match="do not run"):
            does()
        assert counts() == before


def _deep(found):
    found["event"]["access"] = json.loads("[" * 900 + "]" * 900)


@pytest.mark.parametrize("change", [
    lambda found: found.update(key="../../x"), lambda found: found.pop("rooms"), lambda found: found["rooms"].clear(), lambda found: found.update(cards={}),
    lambda found: found["event"].update(zone="Mars/Olympus"), lambda found: found["event"].update(zone="../etc/passwd"),
    lambda found: found["event"].update(starts_at="9999-12-31T23:59:59-23:00"), lambda found: found["event"].update(starts_at="2026-01-01T10:00:00"),
    lambda found: found["event"].update(audience="body"), lambda found: found["event"].update(ends_at=found["event"]["starts_at"]),
    lambda found: found["cards"][0].update(title="x" * 121), lambda found: found["cards"][0].update(title="\x00"), lambda found: found["cards"][0].update(title="\ud800"),
    lambda found: found["cards"][0].update(kind="boss"), lambda found: found["cards"][0]["stands"].update(room="nowhere"),
    lambda found: found["cards"][0]["stands"].update(lane=10**400), lambda found: found["cards"][1]["stands"].update(found["cards"][0]["stands"]),
    lambda found: found["cards"].append(found["cards"][0]), lambda found: found["cards"][0].update(leads="Ann"), lambda found: found["cards"][0].update(notes="x" * 20_001),
    lambda found: found["turns"][0].update(link="javascript:alert(1)"), lambda found: found["persons"][0]["there"].update(minutes=-1),
    lambda found: found["persons"][0]["there"].update(confirmed="yes"), lambda found: found["cards"].extend({"key": f"k{n}", "gone": True} for n in range(400)),
    lambda found: found["rooms"][0].update(name=found["rooms"][1]["name"]), _deep,
])
def test_a_damaged_file_is_refused_whole_in_one_sentence(laptop, change):
    with pytest.raises(carrying.NoDay, match="damaged"):
        carrying.read(changed(laptop.file(), change))


def test_files_that_are_none_newer_ones_and_bombs_are_refused(laptop):
    data = laptop.file()
    zipped = b"PK\x03\x04" + b"\x00" * 100
    for said, words in ((b"", "cannot read"), (data[: len(data) // 2], "cannot read"), (zipped, "cannot read"), (b"[" * 1_400_000, "cannot read"),
                        (b'{"staffroom": "edcamp day", "version": ' + b"9" * 5_000 + b"}", "cannot read"), (b"[]", "no day"), (b'{"version": 1}', "no day"),
                        (changed(data, lambda found: found.update(version=2)), "newer"), (changed(data, lambda found: found.update(version=True)), "newer"),
                        (data + b" " * carrying.MOST_BYTES, "too large"), ("\ud800".encode("utf-16-le", "surrogatepass"), "cannot read")):
        with pytest.raises(carrying.NoDay, match=words):
            carrying.read(said)


def test_by_the_pages_nothing_comes_before_it_was_shown_and_it_is_undone_there(laptop, client):
    browser, home = sign_in(client, laptop.zoe), laptop.camp.edcamp.href
    assert browser.get(f"{home}day.json").status_code == 404
    runs = sign_in(type(client)(), laptop.camp.dana)
    answer = runs.get(f"{home}day.json")
    data, before = answer.content, counts()
    assert answer["Content-Disposition"].endswith('.json"') and "no-store" in answer["Cache-Control"] and data == laptop.file()

    def send(**more):
        return browser.post("/edcamps/bring/", {"op_id": op_id(), **more})
    shown = send(file=SimpleUploadedFile("day.json", data))
    page = shown.content.decode()
    assert shown.status_code == 200 and counts() == before and "3 new cards, 1 with notes" in page and "3 names" in page and "Put up the day" in page
    rows = unescape(re.search(r'name="rows" value="([^"]*)"', page)[1])
    came = send(rows=rows, up="1")
    carried = Carried.objects.get()
    assert came["Location"] == f"/edcamps/{carried.edcamp.code}/carry/" and here(carried)["cards"].keys() == {"Grading less", "Talk in pairs", "Grading even less"}
    assert "Nothing in the file is different" in send(file=SimpleUploadedFile("day.json", data)).content.decode()
    told = sign_in(type(client)(), laptop.camp.ben).post("/edcamps/bring/", {"op_id": op_id(), "file": SimpleUploadedFile("day.json", data)})
    assert told.status_code == 422 and "brought by somebody else" in told.content.decode() and "Put up the day" not in told.content.decode()
    wrong = send(file=SimpleUploadedFile("day.zip", b"PK\x03\x04" + bytes(99)))
    assert wrong.status_code == 422 and "cannot read this file" in wrong.content.decode()
    undone = browser.post(came["Location"], {"op_id": op_id()})
    assert undone["Location"] == "/edcamps/" and counts() == before


def test_reading_what_was_written_is_the_same_day(laptop):
    day = queries.day_of(laptop.camp.again())
    assert carrying.write(carrying.read(laptop.file())) == carrying.write(carrying.read(carrying.write(carrying.read(laptop.file()))))
    assert carrying.read(laptop.file()).key == day.key
