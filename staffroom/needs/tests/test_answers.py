"""Answers: who may give which, who is told, and opening a need again."""

import pytest

from staffroom.catalogue.described import untitled
from staffroom.catalogue.models import Offer
from staffroom.exchange import actions as exchange
from staffroom.kit.acts import Refusal
from staffroom.needs import actions
from staffroom.needs.models import Answer, Need
from staffroom.needs.rules import kinds_for
from staffroom.needs.tests.conftest import worker
from staffroom.notices.models import Notice
from staffroom.notices.queries import sentence
from staffroom.orgs import actions as orgs
from staffroom.sharing.viewers import ORG, SELF, Viewer

pytestmark = pytest.mark.django_db
ALL, LEADING, NONE = ["offer", "host", "elsewhere", "told", "declined"], ["offer", "elsewhere", "told"], []


@pytest.fixture
def asked(world):
    """Juniper is asked; zoe cannot be of it and shares it all the same."""
    need = actions.put_up(by=world.tom, words="Talk in a class of two ages", organisation=world.juniper)
    return actions.join(by=world.zoe, need=need)


def told() -> dict[str, list[str]]:
    worker()
    found: dict[str, list[str]] = {}
    for notice in Notice.objects.filter(kind__in=["answered", "reopened"]).order_by("made_at", "pk"):
        found.setdefault(str(notice.person), []).append(sentence(notice))
    return found


def test_an_office_of_the_body_or_above_answers_and_nobody_else(world, asked):
    auditor = orgs.enrol(by=None, person=world.wanda, organisation=world.cedar, role="auditor").person
    assert {name: [str(kind) for kind in kinds_for(Viewer(person, SELF), asked)] for name, person in {
        "principal": world.pia, "district": world.dana, "another district": world.will, "author": world.tom, "auditor": auditor, "zoe": world.zoe}.items()} == {
        "principal": ALL, "district": ALL, "another district": NONE, "author": NONE, "auditor": NONE, "zoe": NONE}
    for person in (world.will, world.tom, world.wanda, world.zoe):
        with pytest.raises(Refusal, match="An office"):
            actions.answer(by=person, need=asked, kind="declined", words="No.")
    assert (Answer.objects.count(), Need.objects.get().answered_as) == (0, "")


def test_where_no_body_is_asked_or_none_has_an_office_anybody_may_lead_somewhere(world, asked):
    everybody = actions.put_up(by=world.tom, words="Chess for maths")
    lonely = actions.put_up(by=world.wanda, words="Chess for maths", organisation=world.willow)
    assert [str(kind) for kind in kinds_for(Viewer(world.zoe, SELF), everybody)] == LEADING
    assert [str(kind) for kind in kinds_for(Viewer(world.zoe, ORG), everybody)] == NONE
    assert [str(kind) for kind in kinds_for(Viewer(world.zoe, SELF), lonely)] == NONE  # will administers the district above
    orgs.end_membership(by=None, membership=world.will_role)
    assert [str(kind) for kind in kinds_for(Viewer(world.zoe, SELF), lonely)] == LEADING
    with pytest.raises(Refusal, match="An office"):
        actions.answer(by=world.zoe, need=everybody, kind="host")


def test_an_offer_that_fits_is_told_to_each_who_shares_it_once(world, asked, offer):
    made = actions.answer(by=world.pia, need=asked, kind="offer", offer=offer, words="Half an hour, and it works.")
    assert (made.organisation, made.offer, Need.objects.get().answered_as) == (world.juniper, offer, "offer")
    says = "There is an answer to what you and others miss: Talk in a class of two ages."
    assert told() == {"Tom Example": [says], "Zoe Example": [says]}
    actions.tell(by=None, answer=made)
    assert Notice.objects.filter(kind="answered").count() == 2
    assert set(Notice.objects.filter(kind="answered").values_list("href", flat=True)) == {f"/find/needs/{asked.code}/"}


def test_who_joins_after_the_answer_or_took_it_back_before_is_not_told(world, asked):
    actions.take_back(by=world.zoe, need=asked)
    actions.answer(by=world.pia, need=asked, kind="host", words="Who could lead it?")
    actions.join(by=world.wanda, need=asked)
    assert list(told()) == ["Tom Example"]


def test_a_host_who_is_wanted_leaves_it_open_and_a_later_answer_stands(world, asked, offer):
    actions.answer(by=world.pia, need=asked, kind="host")
    assert Need.objects.get().waits
    actions.answer(by=world.dana, need=asked, kind="offer", offer=offer)
    assert not Need.objects.get().waits
    assert [(row.kind, row.organisation) for row in Answer.objects.order_by("made_at")] == [("host", world.juniper), ("offer", world.cedar)]


def test_declining_needs_a_reason(world, asked):
    with pytest.raises(Refusal, match="Say why"):
        actions.answer(by=world.pia, need=asked, kind="declined")
    actions.answer(by=world.pia, need=asked, kind="declined", words="No money before June.")
    assert Need.objects.get().answered_as == "declined"


def test_a_page_elsewhere_is_put_up_as_a_link_and_led_to(world):
    need = actions.put_up(by=world.tom, words="Chess for maths")
    made = actions.answer(by=world.zoe, need=need, kind="offer", link=untitled(url="https://chess.example.org/maths", kind="page"))
    assert (made.kind, made.organisation, made.offer) == ("offer", None, Offer.objects.get())
    again = actions.answer(by=world.wanda, need=need, kind="offer", link=untitled(url="https://chess.example.org/maths", kind="page"))
    assert (again.kind, again.offer) == ("elsewhere", made.offer)


def test_its_author_opens_it_again_saying_why_and_whoever_answered_is_told(world, asked, offer):
    actions.answer(by=world.pia, need=asked, kind="offer", offer=offer)
    for person in (world.zoe, world.pia):
        with pytest.raises(Refusal, match="no answer"):
            actions.reopen(by=person, need=asked, why="It is for one age.")
    row = actions.reopen(by=world.tom, need=asked, why="It is for one age.")
    assert (row.unfit_why, row.unfit_at is None, Need.objects.get().answered_as) == ("It is for one age.", False, "")
    assert told()["Pia Example"] == ["Your answer does not fit, and its author says why: Talk in a class of two ages."]
    with pytest.raises(Refusal, match="no answer"):
        actions.reopen(by=world.tom, need=asked, why="Again.")


def test_whoever_is_erased_leaves_the_words_that_others_joined_and_their_answers_without_a_name(world, asked):
    alone = actions.put_up(by=world.tom, words="Only tom misses this")
    theirs = actions.put_up(by=world.zoe, words="Chess for maths")
    actions.join(by=world.tom, need=theirs)
    actions.answer(by=world.pia, need=asked, kind="host")
    for person in (world.tom, world.pia):
        exchange.erase(by=None, account=person)
    assert sorted(Need.objects.values_list("words", "person", "backers_count")) == [
        ("Chess for maths", world.zoe.pk, 1), ("Talk in a class of two ages", None, 1)]
    assert not Need.objects.filter(pk=alone.pk).exists()
    assert list(Answer.objects.values_list("kind", "by")) == [("host", None)]
