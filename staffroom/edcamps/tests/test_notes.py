"""The notes of a session: many write at once and no keystroke is lost; who may, what is said, and how it is taken back."""

import random
import re

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from staffroom.catalogue.models import Offer
from staffroom.edcamps import actions, queries
from staffroom.edcamps.merging import merge, union
from staffroom.edcamps.models import Notes, NotesVersion
from staffroom.edcamps.tests.conftest import make_camp
from staffroom.edcamps.tests.test_pages import send, words_of
from staffroom.events import actions as events
from staffroom.events import codes
from staffroom.events.models import Guest
from staffroom.events.tokens import token_of
from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import sign_in

BEGUN = "Ideas:\n\nLinks:\n\nWhat we will try:\n"


@pytest.mark.parametrize(("base", "mine", "theirs", "made"), [
    ("a\nb\nc", "a\nx\nc", "a\nb\nc\nd", "a\nx\nc\nd"),
    (BEGUN, BEGUN.replace("Ideas:\n", "Ideas:\nmine\n"), BEGUN.replace("Ideas:\n", "Ideas:\ntheirs\n"), BEGUN.replace("Ideas:\n", "Ideas:\ntheirs\nmine\n")),
    ("Ideas: ", "Ideas: quiz", "Ideas: game", "Ideas: game quiz"),
    ("quiz", "quiz is", "quiz\ngame", "quiz is\ngame"),
    ("hello", "hello wor", "hello world", "hello world"),
    ("", "one", "one\n", "one\n"),
    ("a b\nc", "c", "a b\nc\nd", "c\nd"),
    ("x", "x", "y", "y"), ("x", "y", "x", "y"), ("x", "y", "y", "y"),
])
def test_what_two_wrote_becomes_one_text(base, mine, theirs, made):
    assert merge(base, mine, theirs) == type(merge("", "", ""))(made)


def test_what_cannot_be_made_one_stands_one_below_the_other_and_is_told():
    found = merge("a formative quiz\nend", "a weekly quiz\nend", "a daily quiz\nend")
    assert found.text == "a daily quiz\na weekly quiz\nend" and [(one.mine, one.theirs) for one in found.clashes] == [("a weekly quiz", "a daily quiz")]
    kept = merge("a\nlong line\nb", "a\nb", "a\nlonger line\nb")
    assert kept.text == "a\nlonger line\nb" and len(kept.clashes) == 1
    assert merge(union("a\nmine\nb", "a\nb\ntheirs"), "a\nmine\nb", "a\nb\ntheirs").text == "a\nmine\nb\ntheirs"


def test_no_word_of_a_thousand_hands_is_lost():
    chance = random.Random(7)

    def edited(text: str, mark: str) -> tuple[str, list[str]]:
        bits, made = re.findall(r"\s|\w+", text), []
        for _each in range(chance.randrange(6)):
            at = chance.randrange(len(bits) + 1)
            if chance.random() < 0.7:
                made.append(f"{mark}{chance.randrange(10 ** 6)}")
                bits[at:at] = [chance.choice(" \n"), made[-1], " "]
            else:
                gone = bits[at:at + chance.randrange(4)]
                bits[at:at + len(gone)] = []
                made = [word for word in made if word not in gone]
        return "".join(bits), made
    for _round in range(1_000):
        base = " ".join(f"w{number}w" + ("\n" if chance.random() < 0.2 else "") for number in range(chance.randrange(60)))
        (mine, of_mine), (theirs, of_theirs) = edited(base, "m"), edited(base, "t")
        found = merge(base, mine, theirs)
        assert all(word in found.text for word in of_mine + of_theirs), (base, mine, theirs)
        assert found.clashes or all(word in found.text for word in re.findall(r"\w+", base) if word in mine and word in theirs)


@pytest.fixture
def card(camp):
    return camp.card()


def write(camp, card, by, text, version=0, **more):
    return actions.write_notes(by=by, card=card, text=text, version=version, **more)


def text_of(card) -> str:
    return Notes.objects.get(card=card).text


@pytest.mark.django_db
def test_two_who_began_from_the_same_version_both_stand_there(camp, card):
    write(camp, card, camp.ann, "one\ntwo\nthree")
    first = write(camp, card, camp.ben, "one\ntwo\nthree\nfour", 1)
    second = write(camp, card, camp.ann, "zero\none\ntwo\nthree", 1)
    assert (first.met, second.met, second.clashes) == (False, True, ()) and text_of(card) == "zero\none\ntwo\nthree\nfour"
    third = write(camp, card, camp.ben, "one\nTWO\nthree", 1)
    assert text_of(card) == "zero\none\nTWO\nthree\nfour" and not third.clashes
    fourth = write(camp, card, camp.ann, "one\n2\nthree", 1)
    assert len(fourth.clashes) == 1 and text_of(card) == "zero\none\nTWO\n2\nthree\nfour"
    assert [(row.number, str(row.by)) for row in NotesVersion.objects.order_by("number")] == [
        (1, "Ann Example"), (2, "Ben Example"), (3, "Ann Example"), (4, "Ben Example"), (5, "Ann Example")]


@pytest.mark.django_db
def test_a_saving_that_comes_twice_counts_once_and_typing_on_from_what_was_sent_doubles_nothing(camp, card):
    for _each in range(2):
        write(camp, card, camp.ann, "Ideas: a quiz", base="Ideas: ", key="a" * 32)
    assert NotesVersion.objects.count() == 1
    write(camp, card, camp.ben, "Ideas: a quiz\nLinks:", 1)
    write(camp, card, camp.ann, "Ideas: a quiz", base="Ideas: ", key="a" * 32)
    assert NotesVersion.objects.count() == 2
    write(camp, card, camp.ann, "Ideas: a quiz each week", base="Ideas: a quiz", key="b" * 32)
    assert text_of(card) == "Ideas: a quiz each week\nLinks:"
    assert not write(camp, card, camp.ann, "Ideas: a quiz each week", base="Ideas: a quiz each week").clashes and NotesVersion.objects.count() == 3


@pytest.mark.django_db
def test_whoever_takes_part_writes_and_nobody_else(camp, card):
    with pytest.raises(Refusal, match="do not run"):
        write(camp, card, camp.zoe, "x")
    with pytest.raises(Refusal, match="not on the list"):
        write(camp, card, None, "x")
    other = make_camp()
    guest = events.come_as_guest(by=None, event=other.edcamp.event, name="Gus", code=codes.for_guests(other.edcamp.event.door_key))
    with pytest.raises(Refusal, match="not on the list"):
        write(camp, card, None, "x", guest=guest)
    write(camp, card, camp.dana, "x")
    for text in ("y" * 20_001, "\n" * 1_000):
        with pytest.raises(Refusal, match="full"):
            write(camp, card, camp.ann, text, 1)
    actions.take_back(by=camp.ann, card=card)
    with pytest.raises(Refusal, match="copy your words"):
        write(camp, card, camp.ann, "z", 1)
    assert text_of(card) == "x"


@pytest.mark.django_db
def test_a_text_from_elsewhere_stands_at_the_end_once_and_writes_over_nothing(camp, card):
    write(camp, card, camp.ann, "typed\n")
    for _each in range(2):
        actions.add_to_notes(by=camp.ben, card=card, text="from paper")
    assert text_of(card) == "typed\n\nfrom paper"


@pytest.mark.django_db
def test_what_came_with_a_version_is_taken_back_and_what_came_later_stays(camp, card):
    write(camp, card, camp.ann, "one")
    write(camp, card, camp.ben, "one\nhurtful", 1)
    write(camp, card, camp.ann, "one\nhurtful\nthree", 2)
    row = NotesVersion.objects.get(number=2)
    actions.undo_notes(by=camp.ann, version=row)
    assert text_of(card) == "one\nthree" and NotesVersion.objects.get(number=4).undoes == 2
    with pytest.raises(Refusal, match="changed again since"):
        actions.undo_notes(by=camp.ann, version=row)
    with pytest.raises(Refusal, match="do not run"):
        actions.forget_versions(by=camp.ann, notes=Notes.objects.get())
    actions.forget_versions(by=camp.hugo, notes=Notes.objects.get())
    assert [version.text for version in NotesVersion.objects.all()] == ["one\nthree"]
    write(camp, card, camp.ben, "one\nof Ben", 1)  # the version from which he began is forgotten
    assert text_of(card) == "one\nthree\nof Ben" or sorted(text_of(card).split("\n")) == ["of Ben", "one", "three"]


@pytest.mark.django_db
def test_of_what_one_typed_in_one_stretch_the_end_is_kept_and_old_texts_still_become_one(camp, card):
    with time_machine.travel(clock.now(), tick=False) as travel:
        for number in range(1, 19):
            write(camp, card, camp.ann, "x" * number, number - 1)
            travel.shift(5)
        travel.shift(3_600)
        write(camp, card, camp.ben, "x" * 18 + "\nBen", 18)
        write(camp, card, camp.ben, "x" * 18 + "\nBen\nmore", 19)
    assert list(NotesVersion.objects.order_by("number").values_list("number", flat=True)) == [18, 19, 20]
    write(camp, card, camp.hugo, "x" * 7 + "\nHugo", 7)
    assert "Hugo" in text_of(card) and "Ben\nmore" in text_of(card)


@pytest.mark.django_db
def test_without_scripts_notes_are_a_form_with_its_version(camp, card, client):
    ann, ben = sign_in(Client(), camp.ann), sign_in(Client(), camp.ben)
    here = f"/edcamps/cards/{card.code}/notes/"
    page = ann.get(here).content.decode()
    assert "Who was here:" in page and 'name="version" value="0"' in page
    begun = queries.beginning()
    assert send(ann, here, text=begun.replace("came up:\n", "came up:\r\nA timer\r\n"), version="0").status_code == 302
    assert send(ben, here, text=begun.replace("Links:\n", "Links:\nhttps://example.org/timer\n"), version="0").status_code == 302
    told = words_of(ben.get(here))
    assert "Others wrote meanwhile" in told and "A timer" in text_of(card) and text_of(card).count("came up:") == 1
    read = client.get(here)
    assert 'href="https://example.org/timer"' in read.content.decode() and "A timer" in words_of(read) and "<textarea" not in read.content.decode()
    assert 'name="link-url" value="https://example.org/timer"' in ben.get(here).content.decode()
    hung = send(ben, "/find/add/link/", **{"link-url": "https://example.org/timer", "link-kind": "article"})
    assert hung.status_code == 302 and Offer.objects.filter(url="https://example.org/timer").exists(), "one tap, with what the button sends"
    send(ben, here, text="A: one", version="2")
    send(ann, here, text="A: two", version="2")
    assert "one below the other" in words_of(ann.get(here)) or "somebody else changed the same words" in words_of(ann.get(here))
    assert send(Client(), here, text="x", version="1").headers["Location"].startswith("/sign-in/")
    assert send(sign_in(Client(), camp.zoe), here, text="x", version="1").status_code == 404
    assert send(ann, here, text="z" * 20_001, version="3").status_code == 422


@pytest.mark.django_db
def test_a_page_with_a_script_saves_as_one_types_and_gets_what_others_wrote(camp, card):
    ann, ben = sign_in(Client(), camp.ann), sign_in(Client(), camp.ben)
    now = f"/edcamps/cards/{card.code}/notes/now/"
    begun = queries.beginning()
    said = ann.post(now, {"text": "typing ", "base": begun, "version": "0", "key": "a" * 32}).json()
    assert said["text"] == "typing " and said["version"] == 1 and said["at"]
    again = ann.post(now, {"text": "typing ", "base": begun, "version": "0", "key": "a" * 32}).json()
    assert again["version"] == 1
    more = ben.post(now, {"text": "typing \nBen", "base": "typing ", "version": "1", "key": "b" * 32}).json()
    assert more["text"] == "typing \nBen"
    merged = ann.post(now, {"text": "typing on", "base": "typing ", "version": "1", "key": "c" * 32}).json()
    assert merged["text"] == "typing on\nBen" and merged["clash"] == ""
    read = ann.get(now).json()
    assert read["version"] == 3 and read["address"].startswith(f"/live/notes:{card.code}?ticket=")
    assert ann.post(now, {"text": "x" * 20_001, "base": "", "version": "3", "key": "d" * 32}).status_code == 422
    assert Client().post(now, {"text": "x", "version": "1"}).status_code == 302


@pytest.mark.django_db
def test_a_guest_reads_and_writes_with_their_link_also_where_the_board_is_not_for_anyone(client):
    camp = make_camp(audience="link")
    card = camp.card()
    camp.place(card)
    event = camp.edcamp.event
    guest = events.come_as_guest(by=None, event=event, name="Gus Guest", code=codes.for_guests(event.door_key))
    paths = [f"/edcamps/cards/{card.code}/notes/", f"/edcamps/cards/{card.code}/notes/now/", f"/edcamps/cards/{card.code}/notes/versions/",
             f"/edcamps/cards/{card.code}/", camp.edcamp.href, f"{camp.edcamp.href}board/", f"{camp.edcamp.href}live/"]
    assert [client.get(path).status_code for path in paths] == [404] * 7
    client.get(f"/events/guest/{token_of(guest.code)}/")
    assert [client.get(path).status_code for path in paths] == [200] * 7
    assert [Client().get(path).status_code for path in paths] == [404] * 7, "what a guest read is kept for nobody else"
    assert send(client, paths[0], text="From Gus", version="0").status_code == 302
    assert client.post(paths[1], {"text": "From Gus!", "base": "From Gus", "version": "1", "key": "a" * 32}).json()["text"] == "From Gus!"
    assert send(client, f"{paths[0]}add/", more="Paper").status_code == 302 and "Gus Guest" in words_of(client.get(paths[2]))
    send(client, f"{paths[0]}versions/3/undo/")
    assert text_of(card) == "From Gus!"
    assert "Gus Guest" in words_of(sign_in(Client(), camp.dana).get(paths[2]))
    events.claim(by=camp.zoe, guest=Guest.objects.get())
    assert {version.by for version in NotesVersion.objects.all()} == {camp.zoe} and client.get(paths[0]).status_code == 404


@pytest.mark.django_db
def test_who_wrote_what_is_for_those_who_take_part(camp, card, client):
    write(camp, card, camp.ann, "one")
    versions = f"/edcamps/cards/{card.code}/notes/versions/"
    browsers = [sign_in(Client(), person) for person in (camp.ann, camp.dana, camp.ben, camp.zoe)]
    assert [browser.get(versions).status_code for browser in (*browsers, client)] == [200, 200, 200, 404, 404]
    assert "Ann Example" in words_of(browsers[2].get(versions)) and "Ann" not in words_of(client.get(f"/edcamps/cards/{card.code}/notes/")).replace("Ann Example", "", 1)
    assert "Forget" not in words_of(browsers[2].get(versions)) and send(browsers[2], f"{versions}forget/").status_code == 404
    assert send(browsers[1], f"{versions}forget/").status_code == 302


@pytest.mark.django_db
def test_notes_that_were_taken_down_are_read_by_nobody_and_hang_again(camp, card, client):
    from staffroom.moderation import kinds
    write(camp, card, camp.ben, "Something hurtful")
    here = f"/edcamps/cards/{card.code}/notes/"
    ann = sign_in(Client(), camp.ann)
    assert "Something is wrong here" in words_of(ann.get(here)) and ann.get(f"/reports/new/notes/{Notes.objects.get().code}/").status_code == 200
    thing = kinds.by_code("notes", Notes.objects.get().code)
    assert thing.author is None and "Something hurtful" in thing.words
    actions.take_down_notes(thing.row)
    assert all("hurtful" not in browser.get(path).content.decode() for browser in (client, ann) for path in (here, f"{here}now/"))
    assert "hurtful" not in words_of(ann.get(f"{here}versions/"))
    with pytest.raises(Refusal, match="taken down"):
        write(camp, card, camp.ann, "more", 1)
    actions.hang_notes_again(thing.row)
    assert "Something hurtful" in words_of(client.get(here))


@pytest.mark.django_db
def test_a_stranger_reads_notes_in_three_statements_and_a_writer_in_twelve(camp, card, client):
    for length in (1, 200):
        write(camp, card, camp.ann, "\n".join(f"line {number} https://example.org/{number}" for number in range(length)), Notes.objects.count())
        for browser, most in ((client, 3), (sign_in(Client(), camp.ann), 12)):
            for path in ("", "now/", "versions/" if most == 12 else ""):
                browser.get(f"/edcamps/cards/{card.code}/notes/{path}")
                with CaptureQueriesContext(connection) as asked:
                    assert browser.get(f"/edcamps/cards/{card.code}/notes/{path}").status_code == 200
                assert len(asked) <= most, (path, [one["sql"][:120] for one in asked])
