"""What happens on a board: who may, what stands where, and nothing written over unseen."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from staffroom.edcamps import actions, queries
from staffroom.edcamps.models import Card, Edcamp, Lead, Move, Slot
from staffroom.events import actions as events
from staffroom.events.models import Event
from staffroom.kit.acts import Refusal

pytestmark = pytest.mark.django_db


def where(camp, card) -> tuple:
    row = Card.objects.get(pk=card.pk)
    slots = {camp.slot(0).pk: 0, camp.slot(1).pk: 1}
    return row.state, slots.get(row.slot_id), str(row.room or "")


def test_an_edcamp_is_an_event_with_a_board_and_its_hours_are_those_of_its_sessions(camp):
    event = Event.objects.get()
    assert (event.kind, event.span.minutes, event.minutes, event.meal_minutes) == ("edcamp", 150, 145, 5)
    assert [one["name"] for one in camp.edcamp.board["rooms"]] == ["Library", "Room 12", "Courtyard"] and camp.version == 1
    parts = [actions.Part(kind="session", start=0, end=60), actions.Part(kind="lunch", start=60, end=120), actions.Part(kind="session", start=120, end=150)]
    actions.set_parts(by=camp.dana, edcamp=camp.edcamp, parts=parts)
    assert Event.objects.get().minutes == 90 and Slot.objects.count() == 3


def test_a_card_is_put_up_by_whoever_goes_and_moved_by_whoever_keeps_the_board(camp):
    with pytest.raises(Refusal, match="Say first that you go"):
        camp.card(camp.zoe)
    card = camp.card(camp.ann)
    assert [lead.name for lead in Lead.objects.all()] == ["Ann Example"]
    for nobody in (camp.ann, camp.zoe):
        with pytest.raises(Refusal, match="do not run"):
            camp.place(card, by=nobody)
    camp.place(card, by=camp.hugo)
    board = camp.again().board
    assert [(one["title"], one["leads"], one["state"]) for one in board["cards"]] == [("Grading less", ["Ann Example"], "placed")]
    move = Move.objects.latest("number")
    assert (move.number, move.by, move.kind, move.cards[0]["was"]["slot"], move.cards[0]["is"]["slot"]) == (camp.version, camp.hugo, "placed", "", camp.slot(0).code)


def test_one_session_to_a_place_unless_the_room_takes_several(camp):
    one, other = camp.card(camp.ann, "One"), camp.card(camp.ben, "Other")
    camp.place(one)
    with pytest.raises(Refusal, match="“One” stands there"):
        camp.place(other)
    camp.place(other, room=2)
    camp.place(one, room=2)
    assert sorted(Card.objects.values_list("lane", flat=True)) == [0, 1]
    with pytest.raises(IntegrityError), transaction.atomic():
        Card.objects.filter(pk=one.pk).update(lane=Card.objects.get(pk=other.pk).lane)
    with pytest.raises(Refusal, match="Nothing can take place there"):
        actions.place(by=camp.dana, card=one, slot=Slot.objects.filter(kind="plenary").first(), room=camp.room(0), version=camp.version)


def test_nobody_leads_twice_at_once_by_account_name_or_a_card_that_is_one_with_another(camp):
    one, other = camp.card(camp.ann, "One"), camp.card(camp.ann, "Other")
    camp.place(one)
    with pytest.raises(Refusal, match=r"Ann Example would lead “O[a-z]+” and “O[a-z]+” at the same time"):
        camp.place(other, room=1)
    actions.put_aside(by=camp.dana, card=one, how="back", version=camp.version)
    camp.place(other)
    with pytest.raises(Refusal, match="at the same time"):
        camp.place(one, room=1)  # whichever of the two was put up first
    camp.place(other, slot=1)
    camp.place(one)
    third = camp.card(camp.ben, "Third")
    camp.place(third, slot=1, room=1)
    with pytest.raises(Refusal, match="at the same time"):
        actions.lead(by=camp.ann, card=third)
    paper = [actions.put_up_card(by=camp.hugo, edcamp=camp.edcamp, says=actions.Says(kind="lead", title=f"P{n}"), name="José  Peña", paper=f"{n}") for n in (1, 2)]
    camp.place(paper[0], room=1)
    with pytest.raises(Refusal, match="at the same time"):
        camp.place(paper[1], room=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Lead.objects.filter(card=paper[1]).update(slot=camp.slot(0))
    assert where(camp, other)[0] == "placed" and camp.place(one, slot=1, room=0, version=camp.version).kind == "swapped"


def test_two_keepers_the_second_is_told_who_was_faster_and_nothing_is_written_over(camp):
    one, other, third = camp.card(camp.ann, "One"), camp.card(camp.ben, "Other"), camp.card(camp.ben, "Third")
    seen = camp.version
    camp.place(one, by=camp.hugo, version=seen)
    with pytest.raises(actions.Meanwhile, match="Hugo Example was faster: A card was placed"):
        camp.place(one, slot=1, version=seen)  # the same card
    with pytest.raises(actions.Meanwhile, match="Hugo Example was faster"):
        camp.place(other, version=seen)  # the same place
    camp.place(other, slot=1, room=1, version=seen)  # neither: it is no clash
    with pytest.raises(actions.Meanwhile):
        actions.put_aside(by=camp.dana, card=one, how="parked", version=seen)
    assert where(camp, one) == ("placed", 0, "Library") and where(camp, third)[0] == "table"


def test_a_move_is_undone_once_and_not_over_what_came_later(camp):
    one, other = camp.card(camp.ann, "One"), camp.card(camp.ben, "Other")
    placed = camp.place(one)
    camp.place(other, room=1)
    swapped = camp.place(one, room=1)
    assert (where(camp, one), where(camp, other)) == (("placed", 0, "Room 12"), ("placed", 0, "Library"))
    with pytest.raises(Refusal, match="was moved again since"):
        actions.undo(by=camp.dana, move=placed)
    undone = actions.undo(by=camp.hugo, move=swapped)
    assert (where(camp, one), where(camp, other)) == (("placed", 0, "Library"), ("placed", 0, "Room 12"))
    assert actions.undo(by=camp.dana, move=swapped) == undone and Move.objects.filter(undoes=swapped).count() == 1
    off = actions.put_aside(by=camp.dana, card=one, how="off", version=camp.version, why="Ann is ill.")
    assert queries.wall(camp.again()).off[0].why == "Ann is ill."
    actions.undo(by=camp.dana, move=off)
    gone = actions.take_back(by=camp.ann, card=one)
    assert [card["title"] for card in camp.again().board["cards"]] == ["Other"]
    actions.undo(by=camp.dana, move=gone)
    assert where(camp, one) == ("placed", 0, "Library")


def test_two_cards_become_one_with_their_leads_and_two_again(camp):
    one, other = camp.card(camp.ann, "Grading less, saying more"), camp.card(camp.ben, "Saying more by grading less")
    assert [(first["title"], second["title"]) for first, second in queries.alike(camp.again())] == [(one.title, other.title)]
    camp.place(one)
    merged = actions.merge(by=camp.dana, card=other, into=one, version=camp.version)
    hung, = camp.again().board["cards"]
    assert (hung["leads"], hung["also"]) == (["Ann Example", "Ben Example"], [other.title])
    third = camp.card(camp.ben, "Third")
    with pytest.raises(Refusal, match="at the same time"):
        camp.place(third, room=1)
    actions.undo(by=camp.dana, move=merged)
    assert len(camp.again().board["cards"]) == 3 and camp.place(third, room=1)


def test_a_room_that_is_lost_lays_its_sessions_on_the_table_and_needs_are_kept(camp):
    one = camp.card(camp.ann, "One", needs=("step_free",))
    with pytest.raises(Refusal, match="has not what this card needs"):
        camp.place(one, room=1)
    camp.place(one)
    lost = actions.lose_room(by=camp.dana, room=camp.room(0), is_lost=True)
    assert where(camp, one)[0] == "table" and Card.known["needs"] == "members"
    with pytest.raises(Refusal, match="Nothing can take place there"):
        camp.place(one)
    actions.undo(by=camp.dana, move=lost)
    assert where(camp, one) == ("placed", 0, "Library") and camp.room(0).lost_at is None


def test_all_times_shift_and_shift_back_and_a_session_goes_on_in_the_next_slot(camp):
    before = [slot.from_minute for slot in Slot.objects.order_by("from_minute")]
    shifted = actions.shift(by=camp.dana, edcamp=camp.edcamp, minutes=10)
    assert [slot.from_minute for slot in Slot.objects.order_by("from_minute")] == [minute + 10 for minute in before]
    actions.undo(by=camp.dana, move=shifted)
    assert [slot.from_minute for slot in Slot.objects.order_by("from_minute")] == before
    for minutes in (0, 900, -20):
        with pytest.raises(Refusal):
            actions.shift(by=camp.dana, edcamp=camp.edcamp, minutes=minutes)
    one = camp.card(camp.ann)
    camp.place(one)
    actions.overflow(by=camp.dana, card=one, version=camp.version)
    assert [(row.slot_id, row.room_id) for row in Card.objects.order_by("pk")] == [(camp.slot(n).pk, camp.room(0).pk) for n in (0, 1)]
    with pytest.raises(Refusal, match=r"taken|stands there"):
        actions.overflow(by=camp.dana, card=one, version=camp.version)


def test_nothing_happens_on_a_board_that_was_called_off_or_taken_down(camp):
    card = camp.card()
    events.call_off(by=camp.dana, event=camp.edcamp.event, why="Snow.")
    with pytest.raises(Refusal, match="called off"):
        camp.place(card)
    Event.objects.update(cancelled_at=None, taken_down_at=camp.edcamp.made_at + timedelta(1))
    with pytest.raises(Refusal, match="does not hang"):
        camp.place(card)


def test_dots_are_counted_when_the_voting_is_closed_and_each_person_once(camp):
    one, other = camp.card(camp.ann, "One"), camp.card(camp.ben, "Other")
    with pytest.raises(Refusal, match="not open"):
        actions.dot(by=camp.ann, card=one)
    actions.vote(by=camp.dana, edcamp=camp.edcamp, says="open")
    for person in (camp.ann, camp.ann, camp.ben):
        actions.dot(by=person, card=one)
    actions.dot(by=camp.ann, card=other)
    with pytest.raises(Refusal, match="Say first"):
        actions.dot(by=camp.zoe, card=one)
    version = camp.version
    assert [card["want"] for card in camp.again().board["cards"]] == [None, None] and version == camp.version
    actions.vote(by=camp.dana, edcamp=camp.edcamp, says="closed")
    assert [card["want"] for card in camp.again().board["cards"]] == [2, 1]
    merged = actions.merge(by=camp.dana, card=other, into=one, version=camp.version)
    assert [card["want"] for card in camp.again().board["cards"]] == [2]
    actions.undo(by=camp.dana, move=merged)
    actions.vote(by=camp.dana, edcamp=camp.edcamp, says="open")
    assert [card["want"] for card in camp.again().board["cards"]] == [None, None]
    more = [camp.card(camp.ben, f"N{n}") for n in range(4)]
    for card in more[:2]:
        actions.dot(by=camp.ann, card=card)
    with pytest.raises(Refusal, match="All your dots are given"):
        actions.dot(by=camp.ann, card=more[2])
    actions.take_dot(by=camp.ann, card=other)
    actions.dot(by=camp.ann, card=more[2])


def test_a_name_of_somebody_who_is_erased_hangs_nowhere_and_the_card_stays(camp):
    camp.place(camp.card(camp.ann))
    actions.leave(by=None, account=camp.ann)
    assert "Ann" not in str(camp.again().board) and Edcamp.objects.get().board["cards"][0]["title"] == "Grading less"
