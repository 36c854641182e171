"""A need is put up, joined, taken back: who counts, what stays."""

import pytest

from staffroom.kit.acts import Refusal
from staffroom.kit.models import SearchDoc
from staffroom.needs import actions, queries
from staffroom.needs.models import Answer, Backing, Need
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import NOBODY, ORG, SELF, Viewer

pytestmark = pytest.mark.django_db


def count(need) -> int:
    return Need.objects.get(pk=need.pk).backers_count


def test_whoever_puts_it_up_is_the_first_who_misses_it(world):
    need = actions.put_up(by=world.tom, words="Talk in a class of two ages")
    assert (count(need), need.answered_as, need.is_named) == (1, "", False)
    assert list(Backing.objects.values_list("need", "person")) == [(need.pk, world.tom.pk)]


def test_me_too_counts_once_and_taking_it_back_counts_no_more(world):
    need = actions.put_up(by=world.tom, words="Talk in a class of two ages")
    for _time in range(3):
        actions.join(by=world.zoe, need=need)
    assert count(need) == 2
    actions.take_back(by=world.zoe, need=need)
    actions.take_back(by=world.zoe, need=need)
    assert count(need) == 1


def test_who_shares_it_is_known_to_each_alone(world):
    need = actions.put_up(by=world.tom, words="Talk in a class of two ages")
    actions.join(by=world.zoe, need=need)
    seen = {name: visible_to(viewer, Backing).count() for name, viewer in {
        "zoe": Viewer(world.zoe, SELF), "by her employer": Viewer(world.zoe, ORG), "pia": Viewer(world.pia, SELF), "anyone": NOBODY}.items()}
    assert seen == {"zoe": 1, "by her employer": 0, "pia": 0, "anyone": 0}


def test_what_nobody_joined_goes_with_its_words_when_it_is_taken_back(world):
    need = actions.put_up(by=world.tom, words="Talk in a class of two ages")
    assert actions.take_back(by=world.tom, need=need) is None
    assert (Need.objects.count(), Backing.objects.count(), SearchDoc.objects.filter(kind="need").count()) == (0, 0, 0)


def test_where_others_joined_the_words_stay_without_the_name(world):
    need = actions.put_up(by=world.tom, words="Talk in a class of two ages", is_named=True)
    actions.join(by=world.zoe, need=need)
    held = actions.take_back(by=world.tom, need=need)
    assert (held.person, held.is_named, held.words, count(held)) == (None, False, "Talk in a class of two ages", 1)
    assert actions.take_back(by=world.zoe, need=held) is None
    assert not Need.objects.exists()


def test_where_somebody_answered_it_stays_and_stands_in_no_list(world, offer):
    need = actions.put_up(by=world.tom, words="Talk in a class of two ages")
    actions.answer(by=world.zoe, need=need, kind="elsewhere", offer=offer)
    assert actions.take_back(by=world.tom, need=need).backers_count == 0
    assert Answer.objects.count() == 1
    assert [queries.listed(NOBODY, "", answered, None, "").lines for answered in (False, True)] == [[], []]


def test_what_was_taken_back_cannot_be_joined(world):
    need = actions.put_up(by=world.tom, words="Talk in a class of two ages")
    actions.take_back(by=world.tom, need=need)
    with pytest.raises(Refusal, match="taken back"):
        actions.join(by=world.zoe, need=need)
    assert Backing.objects.count() == 0


def test_only_a_body_of_ones_own_or_one_above_it_is_asked(world):
    assert queries.bodies_of(Viewer(world.tom, SELF)) == [world.juniper, world.cedar]
    assert actions.put_up(by=world.tom, words="Time to plan together", organisation=world.cedar).organisation == world.cedar
    assert actions.put_up(by=world.tom, words="Time to plan together", organisation=world.juniper).organisation == world.juniper
    with pytest.raises(Refusal, match="do not belong"):
        actions.put_up(by=world.tom, words="Time to plan together", organisation=world.willow)
    assert Need.objects.count() == 2


def test_twenty_open_needs_of_one_person_are_enough(world):
    for number in range(20):
        actions.put_up(by=world.tom, words=f"Missing {number}")
    with pytest.raises(Refusal, match="Twenty"):
        actions.put_up(by=world.tom, words="One more")
    actions.take_back(by=world.tom, need=Need.objects.first())
    actions.put_up(by=world.tom, words="One more")
    assert Need.objects.count() == 20


def test_the_list_begins_with_what_most_miss_and_then_with_what_waits_longest(world):
    made = [actions.put_up(by=world.tom, words=f"Missing {name}") for name in ("first", "second", "third")]
    for person in (world.zoe, world.pia):
        actions.join(by=person, need=made[2])
    assert [line.need.words for line in queries.listed(NOBODY, "", False, None, "").lines] == ["Missing third", "Missing first", "Missing second"]


def test_a_misspelt_word_finds_what_others_miss(world):
    for number in range(12):
        actions.put_up(by=world.tom, words=f"Differentiation for group {number}")
    listed = queries.listed(NOBODY, "diferentiation", False, None, "")
    assert (len(listed.lines), listed.meant) == (12, (("diferentiation", "differentiation"),))
    assert len(queries.alike(NOBODY, "diferentiation that works")) == 3


def test_a_body_reads_what_it_and_those_below_it_were_asked(world):
    actions.put_up(by=world.tom, words="Asked of juniper", organisation=world.juniper)
    actions.put_up(by=world.wanda, words="Asked of willow", organisation=world.willow)
    actions.put_up(by=world.zoe, words="Asked of everybody")

    def asked_of(body):
        return [line.need.words for line in queries.listed(NOBODY, "", False, body, "").lines]

    assert asked_of(world.cedar) == asked_of(world.juniper) == ["Asked of juniper"]
    assert asked_of(world.willow) == ["Asked of willow"]
