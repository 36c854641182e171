"""Something on the wall is wrong: who learns what, what comes down, what comes back."""

import pytest

from staffroom.catalogue import actions as catalogue
from staffroom.catalogue.actions.shelving import shelve
from staffroom.catalogue.described import untitled
from staffroom.catalogue.models import Correction, Offer, Review
from staffroom.exchange.actions import erase
from staffroom.kit import search
from staffroom.kit.acts import Refusal
from staffroom.kit.models import AuditLine
from staffroom.moderation import actions, kinds, queries
from staffroom.moderation.models import Caretaker, Decision, Objection, Report
from staffroom.moderation.tests.conftest import KINDS, worker
from staffroom.needs import actions as needs
from staffroom.needs.models import Answer, Need
from staffroom.notices.models import Notice
from staffroom.people.models import AccessLine
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import NOBODY, ORG, SELF, Viewer

MODELS = {"offer": Offer, "facts": Correction, "review": Review, "need": Need, "answer": Answer}


def told(person) -> list[str]:
    worker()
    return list(Notice.objects.filter(person=person, kind__in=["reported", "objected", "decided", "down", "back", "stays"]).order_by(
        "made_at", "pk").values_list("kind", flat=True))


def stands(wall, kind: str, by=None) -> bool:
    viewer = Viewer(by or wall.dan, SELF)
    return visible_to(viewer, MODELS[kind]).filter(pk=wall.rows[kind].pk).exists()


def test_every_kind_of_public_words_can_be_reported():
    assert sorted(kinds.KINDS) == sorted([*KINDS, "event", "planned", "card", "notes"])  # these are tried in their own rooms


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_reported_taken_down_answered_and_put_back(wall, kind):
    wall.report(kind)
    assert (told(wall.cara), told(wall.ann), stands(wall, kind)) == (["reported"], [], True)
    decision = wall.decide(kind)
    assert (told(wall.ann), told(wall.ben), stands(wall, kind)) == (["down"], ["decided"], False)
    assert not visible_to(NOBODY, MODELS[kind]).filter(pk=wall.rows[kind].pk).exists()
    actions.object_to(by=wall.ann, decision=decision, words="My class showed it.")
    assert told(wall.cara) == ["reported", "objected"]
    actions.put_back(by=wall.cara, decision=decision)
    actions.put_back(by=wall.cara, decision=decision)
    assert (told(wall.ann), stands(wall, kind)) == (["down", "back"], True)


def test_what_is_taken_down_is_in_no_search_and_comes_back_into_it(wall):
    for kind, word in (("offer", "mine"), ("need", "corridors")):
        decision = wall.decide(kind)
        assert search.find(kind, search.parse(word)) == []
        actions.put_back(by=wall.cara, decision=decision)
        assert [pk for pk, _points in search.find(kind, search.parse(word))] == [wall.rows[kind].pk]


def test_facts_say_again_what_they_said_and_the_other_way_round(wall):
    decision = wall.decide("facts")
    assert Offer.objects.get(pk=wall.offer.pk).minutes == 10
    assert not visible_to(Viewer(wall.dan, SELF), Correction).filter(offer=wall.offer).exists()
    actions.put_back(by=wall.cara, decision=decision)
    held = Offer.objects.get(pk=wall.offer.pk)
    assert (held.minutes, "minutes" in held.corrected) == (99, True)


def test_facts_that_somebody_set_right_since_stay(wall):
    catalogue.correct(by=wall.dan, offer=wall.offer, was={"minutes": 99}, now={"minutes": 12}, how="eyes")
    actions.put_back(by=wall.cara, decision=wall.decide("facts"))
    assert Offer.objects.get(pk=wall.offer.pk).minutes == 12


def test_an_offer_that_was_taken_down_comes_back_by_no_list_and_no_link(wall):
    wall.decide("offer")
    link = untitled(url="https://www.example.org/mine", title="A link of mine", kind="article")
    with pytest.raises(Refusal, match="took this down"):
        catalogue.add_link(by=wall.dan, link=link)
    counts = shelve(wall.rows["offer"].source, [link])
    assert (counts.same, Offer.objects.get(pk=wall.rows["offer"].pk).taken_down_at is None) == (1, False)


def test_it_stays_down_when_its_author_is_erased_without_their_name(wall):
    decision = wall.decide("offer")
    actions.object_to(by=wall.ann, decision=decision, words="It is so.")
    erase(by=None, account=wall.ann)
    decision.refresh_from_db()
    assert (decision.person, decision.why, Objection.objects.count()) == (None, "", 0)
    with pytest.raises(Refusal, match="took this down"):
        catalogue.add_link(by=wall.dan, link=untitled(url="https://www.example.org/mine", title="A link of mine", kind="article"))


def test_a_review_that_is_down_is_not_one_of_the_two_and_its_author_still_sees_it(wall):
    catalogue.review(by=wall.dan, offer=wall.offer, answers={name: ["yes", ""] for name in wall.rows["review"].answers})
    assert Offer.objects.get(pk=wall.offer.pk).review == "reviewed"
    wall.decide("review")
    assert Offer.objects.get(pk=wall.offer.pk).review == "begun"
    assert (stands(wall, "review", by=wall.ann), visible_to(Viewer(wall.ann, ORG), Review).filter(person=wall.ann).exists()) == (True, False)


def test_a_review_that_is_down_is_not_written_anew_until_it_hangs_again(wall):
    again = {"by": wall.ann, "offer": wall.offer, "answers": {name: ["no", ""] for name in wall.rows["review"].answers}}
    held = wall.decide("review")
    with pytest.raises(Refusal, match="was taken down"):
        catalogue.review(**again)
    actions.put_back(by=wall.cara, decision=held)
    assert catalogue.review(**again).answers == again["answers"]


def test_an_answer_that_is_down_leaves_the_need_open(wall):
    asked = Need.objects.get(pk=wall.rows["answer"].need_id)
    decision = wall.decide("answer")
    asked.refresh_from_db()
    assert asked.answered_as == ""
    actions.put_back(by=wall.cara, decision=decision)
    asked.refresh_from_db()
    assert asked.answered_as == "elsewhere"


def test_a_need_that_is_down_is_joined_by_nobody_and_keeps_those_who_share_it(wall):
    needs.join(by=wall.dan, need=wall.rows["need"])
    decision = wall.decide("need")
    with pytest.raises(Refusal, match="taken down"):
        needs.join(by=wall.ben, need=wall.rows["need"])
    actions.put_back(by=wall.cara, decision=decision)
    assert Need.objects.get(pk=wall.rows["need"].pk).backers_count == 2


def test_reports_are_read_by_caretakers_and_by_whoever_wrote_them_alone(wall):
    sent = wall.report("need")
    seen = {name: visible_to(viewer, Report).filter(pk=sent.pk).exists() for name, viewer in {
        "ben": Viewer(wall.ben, SELF), "ben by his employer": Viewer(wall.ben, ORG), "cara": Viewer(wall.cara, SELF),
        "cara by her employer": Viewer(wall.cara, ORG), "the author": Viewer(wall.ann, SELF), "dan": Viewer(wall.dan, SELF), "nobody": NOBODY}.items()}
    assert seen == {"ben": True, "ben by his employer": False, "cara": True, "cara by her employer": False, "the author": False, "dan": False,
                    "nobody": False}


def test_the_words_of_a_report_and_of_an_answer_are_sealed(wall):
    wall.report("need", words="Room 12 knows")
    actions.object_to(by=wall.ann, decision=wall.decide("need"), words="My class knows")
    for model, words in ((Report, b"Room 12"), (Objection, b"My class")):
        assert words not in bytes(model.objects.values_list("words", flat=True).get())


def test_only_a_caretaker_decides_and_never_about_their_own(wall):
    for act in (lambda: wall.decide("need", by=wall.ben), lambda: actions.put_back(by=wall.ben, decision=wall.decide("need"))):
        with pytest.raises(Refusal, match="look after the wall"):
            act()
    actions.appoint(by=None, person=wall.ann)
    with pytest.raises(Refusal, match="yours"):
        wall.decide("review", by=wall.ann)
    with pytest.raises(Refusal, match="yours"):
        actions.put_back(by=wall.ann, decision=Decision.objects.get(kind="need"))
    actions.dismiss(by=None, person=wall.cara)
    with pytest.raises(Refusal, match="look after the wall"):
        wall.decide("review")


def test_what_stays_closes_the_reports_and_the_author_is_not_told(wall):
    wall.report("review")
    wall.decide("review", takes_down=False)
    assert (told(wall.ann), told(wall.ben), stands(wall, "review")) == ([], ["decided"], True)
    assert [one.became for one in queries.mine(Viewer(wall.ben, SELF))] == ["left"]
    wall.report("review")
    assert Report.objects.filter(decision=None).count() == 1


def test_the_same_person_reports_a_thing_once_and_not_their_own(wall):
    wall.report("need", reason="hurts")
    wall.report("need", reason="sells")
    assert [row.reason for row in Report.objects.all()] == ["sells"]
    with pytest.raises(Refusal, match="yours"):
        wall.report("need", by=wall.ann)
    wall.decide("need")
    with pytest.raises(Refusal, match="already"):
        wall.report("need", by=wall.dan)
    with pytest.raises(Refusal, match="down already"):
        wall.decide("need")


def test_twenty_reports_a_day_are_enough(wall):
    for number in range(20):
        need = needs.put_up(by=wall.dan if number % 2 else wall.ann, words=f"Missing {number}")
        actions.report(by=wall.ben, kind="need", thing=kinds.by_code("need", need.code), reason="other")
    with pytest.raises(Refusal, match="enough"):
        wall.report("review")


def test_its_author_answers_once_and_reads_that_it_stays_down(wall):
    decision = wall.decide("need")
    with pytest.raises(Refusal, match="has not answered"):
        actions.settle(by=wall.cara, decision=decision)
    with pytest.raises(Refusal, match="nothing to answer"):
        actions.object_to(by=wall.dan, decision=decision, words="Not mine")
    actions.object_to(by=wall.ann, decision=decision, words="It is so.")
    with pytest.raises(Refusal, match="nothing to answer"):
        actions.object_to(by=wall.ann, decision=decision, words="Really.")
    actions.settle(by=wall.cara, decision=decision)
    assert (told(wall.ann), stands(wall, "need")) == (["down", "stays"], False)


def test_a_look_because_of_a_report_stands_in_the_access_log_of_the_author_once_a_day(wall):
    for caretaker in (wall.cara, wall.cara, wall.dan):
        actions.look(by=caretaker, kind="need", author=wall.ann)
    line = AccessLine.objects.get(person=wall.ann)
    assert (line.what, line.how, line.by_name, line.by) == ("a need", "report", "somebody who looks after the wall", None)


def test_every_step_leaves_a_line_in_the_audit_without_words(wall):
    wall.report("need")
    decision = wall.decide("need")
    actions.object_to(by=wall.ann, decision=decision, words="It is so.")
    actions.put_back(by=wall.cara, decision=decision)
    lines = AuditLine.objects.filter(act__startswith="moderation.").order_by("pk").values_list("act", "by_id")
    assert list(lines) == [("moderation.appoint", None), ("moderation.report", wall.ben.pk), ("moderation.decide", wall.cara.pk),
                           ("moderation.object", wall.ann.pk), ("moderation.put_back", wall.cara.pk)]


def test_whoever_looks_after_the_wall_is_named_once(wall):
    actions.appoint(by=None, person=wall.cara)
    assert Caretaker.objects.count() == 1
    actions.dismiss(by=None, person=wall.cara)
    assert queries.desk(Viewer(wall.cara, SELF)) is None
