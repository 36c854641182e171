"""Many at once, on PostgreSQL: SQLite lets one writer in at a time and hides what these look for."""

import pytest
from django.db import connection

from staffroom.edcamps import actions
from staffroom.edcamps.models import Card, Dot, Edcamp, Lead, Move, Notes, NotesVersion
from staffroom.edcamps.tests.conftest import make_camp
from staffroom.kit.acts import Refusal
from staffroom.practice.tests.test_races import at_once

pytestmark = [
    pytest.mark.postgres, pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs DATABASE_URL of a PostgreSQL server"),
]


@pytest.fixture
def rounds(long) -> range:
    return range(500 if long else 15)


def go(camp, card, by, slot: int = 0, room: int = 0):
    return actions.place, {"by": by, "card": card, "slot": camp.slot(slot), "room": camp.room(room), "version": camp.version}


def numbers(camp) -> list[int]:
    return list(Move.objects.filter(edcamp=camp.edcamp).order_by("number").values_list("number", flat=True))


def test_two_keepers_one_place_one_of_them_has_it_and_the_other_is_told(transactional_db, rounds):
    assert connection.vendor == "postgresql"
    camp = make_camp()
    one, other = camp.card(camp.ann, "One"), camp.card(camp.ben, "Other")
    for _round in rounds:
        wrong = at_once(go(camp, one, camp.dana), go(camp, other, camp.hugo))
        assert [type(error) for error in wrong] == [actions.Meanwhile] and Card.objects.filter(state="placed").count() == 1
        actions.put_aside(by=camp.dana, card=Card.objects.get(state="placed"), how="back", version=camp.version)
    assert numbers(camp) == list(range(1, camp.version + 1)) and camp.again().board["cards"][0]["state"] == "table"


def test_two_keepers_one_card_it_stands_in_one_place(transactional_db, rounds):
    camp = make_camp()
    card = camp.card(camp.ann)
    for _round in rounds:
        wrong = at_once(go(camp, card, camp.dana), go(camp, card, camp.hugo, slot=1, room=1), go(camp, card, camp.hugo, room=2))
        assert {type(error) for error in wrong} == {actions.Meanwhile} and len(wrong) == 2
        actions.put_aside(by=camp.dana, card=card, how="back", version=camp.version)
        move = Move.objects.filter(edcamp=camp.edcamp).latest("number")
        assert at_once(*[(actions.undo, {"by": by, "move": move}) for by in (camp.dana, camp.hugo)]) == []
        assert Move.objects.filter(undoes=move).count() == 1
        actions.put_aside(by=camp.dana, card=card, how="back", version=camp.version)
    assert numbers(camp) == list(range(1, camp.version + 1))


def test_nobody_leads_twice_and_a_dot_is_given_once_however_often_it_is_tapped(transactional_db, rounds):
    camp = make_camp()
    cards = [camp.card(camp.ann, f"Number {number}") for number in range(6)]
    actions.vote(by=camp.dana, edcamp=camp.edcamp, says="open")
    for _round in rounds:
        wrong = at_once(*[go(camp, card, camp.dana, room=room) for room, card in enumerate(cards[:2])])
        assert [type(error) for error in wrong] == [Refusal] and Lead.objects.exclude(slot=None).count() == 1
        actions.put_aside(by=camp.dana, card=Card.objects.get(state="placed"), how="back", version=camp.version)
        taps = [(actions.dot, {"by": camp.ben, "card": card}) for card in (*cards, cards[0])]
        assert {type(error) for error in at_once(*taps)} == {Refusal}
        assert sorted(Dot.objects.values_list("number", flat=True)) == [1, 2, 3, 4] and Dot.objects.values("card").distinct().count() == 4
        Dot.objects.all().delete()


def test_a_dot_that_comes_while_the_voting_is_closed_is_counted_or_refused(transactional_db, rounds):
    camp = make_camp()
    card = camp.card(camp.ann)
    for _round in rounds:
        actions.vote(by=camp.dana, edcamp=camp.edcamp, says="open")
        wrong = at_once((actions.dot, {"by": camp.ben, "card": card}), (actions.dot, {"by": camp.ann, "card": card}),
                        (actions.vote, {"by": camp.dana, "edcamp": camp.edcamp, "says": "closed"}))
        assert {type(error) for error in wrong} <= {Refusal}
        assert Edcamp.objects.get().board["cards"][0]["want"] == Dot.objects.count()
        Dot.objects.all().delete()


def test_many_who_write_at_once_in_notes_that_nobody_began_all_stand_there(transactional_db, rounds):
    camp = make_camp()
    for number in rounds:
        card = actions.put_up_card(by=camp.hugo, edcamp=camp.edcamp, says=actions.Says(kind="learn", title="Notes"), paper=str(number))
        texts = [(who, f"{who} wrote this") for who in ("ann", "ben", "hugo", "dana")]
        wrong = at_once(*[(actions.write_notes, {"by": getattr(camp, who), "card": card, "text": text, "version": 0, "key": who * 8}) for who, text in texts],
                        (actions.write_notes, {"by": camp.ann, "card": card, "text": "ann wrote this", "version": 0, "key": "ann" * 8}))
        held = Notes.objects.get(card=card)
        assert wrong == [] and sorted(held.text.split("\n")) == sorted(text for _who, text in texts)
        assert list(NotesVersion.objects.filter(notes=held).order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4]
