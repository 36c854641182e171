"""Facts that come down more than once, and what came of them."""

from staffroom.catalogue.actions.correcting import undo_correction
from staffroom.catalogue.models import Correction, Offer
from staffroom.moderation import actions
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import SELF, Viewer


def test_facts_that_come_down_twice_say_again_what_they_said_and_no_trace_of_them_stands(wall):
    def stands() -> tuple:
        return Offer.objects.get(pk=wall.offer.pk).minutes, visible_to(Viewer(wall.dan, SELF), Correction).filter(offer=wall.offer).count()
    for _time in range(3):
        decision = wall.decide("facts")
        assert stands() == (10, 0)
        assert "minutes" not in Offer.objects.get(pk=wall.offer.pk).corrected
        actions.put_back(by=wall.cara, decision=decision)
        assert stands()[0] == 99


def test_what_took_facts_back_comes_down_and_stays_down_when_the_facts_hang_again(wall):
    back = undo_correction(by=wall.dan, correction=wall.rows["facts"])
    first = wall.decide("facts")
    wall.rows["facts"], facts = back, wall.rows["facts"]
    actions.put_back(by=wall.cara, decision=first)
    wall.decide("facts")
    assert Offer.objects.get(pk=wall.offer.pk).minutes == 99
    wall.rows["facts"] = facts
    actions.put_back(by=wall.cara, decision=wall.decide("facts"))
    assert Offer.objects.get(pk=wall.offer.pk).minutes == 99
    assert [row.pk for row in visible_to(Viewer(wall.dan, SELF), Correction).filter(offer=wall.offer)] == [facts.pk]
