"""Two needs that say the same are one: by agreement of those who put them up, or by those who look after the wall; and two again."""

import pytest
from django.test import Client

from staffroom.kit import search
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import op_id, sign_in
from staffroom.moderation import actions as moderation
from staffroom.needs import actions, queries
from staffroom.needs.models import Backing, Need, NeedMerge
from staffroom.needs.tests.conftest import worker
from staffroom.notices.models import Notice
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import NOBODY, SELF, Viewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(world):
    """Tom's is older and shared by pia too; zoe's says the same."""
    first = actions.put_up(by=world.tom, words="Talk in a class of two ages")
    actions.join(by=world.pia, need=first)
    return first, actions.put_up(by=world.zoe, words="Talk where two ages sit in a class")


def again(need) -> Need:
    return Need.objects.get(pk=need.pk)


def listed() -> list[str]:
    return [line.need.words for line in queries.listed(NOBODY, "", False, None, "").lines]


def told(person) -> list[str]:
    return list(Notice.objects.filter(person=person, kind__in=["same", "merged"]).order_by("made_at").values_list("kind", flat=True))


def test_nothing_is_one_before_the_other_author_agrees(world, two):
    first, second = two
    row = actions.merge(by=world.zoe, one=second, other=first)
    assert (row.agreed_at, told(world.tom), told(world.zoe), len(listed())) == (None, ["same"], [], 2)
    with pytest.raises(Refusal, match="nothing to agree"):
        actions.agree(by=world.zoe, merge=row)
    with pytest.raises(Refusal, match="nothing to agree"):
        actions.agree(by=world.pia, merge=row)
    actions.agree(by=world.tom, merge=row)
    assert (listed(), again(second).merged_into, told(world.zoe)) == ([first.words], first, ["merged"])


def test_whoever_shares_both_is_counted_once_and_two_again_is_as_before(world, two):
    first, second = two
    actions.join(by=world.pia, need=second)
    row = actions.agree(by=world.tom, merge=actions.merge(by=world.zoe, one=second, other=first))
    assert again(first).backers_count == 3
    actions.join(by=world.wanda, need=first)
    for _time in range(2):
        actions.unmerge(by=world.zoe, merge=row)
    assert (again(first).backers_count, again(second).backers_count, again(second).merged_into) == (3, 2, None)
    assert sorted(Backing.objects.filter(need=first).values_list("person__name", flat=True)) == sorted(map(str, (world.tom, world.pia, world.wanda)))
    assert sorted(listed()) == sorted([first.words, second.words])


def test_who_takes_me_too_back_from_what_was_kept_shares_the_other_no_longer_either(world, two):
    first, second = two
    actions.join(by=world.wanda, need=second)
    row = actions.agree(by=world.tom, merge=actions.merge(by=world.zoe, one=second, other=first))
    actions.take_back(by=world.wanda, need=first)
    actions.unmerge(by=world.tom, merge=row)
    assert (again(first).backers_count, again(second).backers_count) == (2, 1)


def test_what_is_gone_is_found_no_longer_and_joining_it_joins_what_was_kept(world, two):
    first, second = two
    row = actions.agree(by=world.tom, merge=actions.merge(by=world.zoe, one=second, other=first))
    assert [pk for pk, _points in search.find("need", search.parse("ages"))] == [first.pk]
    actions.join(by=world.wanda, need=second)
    assert again(first).backers_count == 4
    actions.unmerge(by=world.tom, merge=row)
    assert {pk for pk, _points in search.find("need", search.parse("ages"))} == {first.pk, second.pk}


def test_the_one_that_was_answered_stays_and_an_answer_is_told_to_all(world, two, offer):
    first, second = two
    actions.answer(by=world.pia, need=second, kind="elsewhere", offer=offer)
    row = actions.agree(by=world.tom, merge=actions.merge(by=world.zoe, one=second, other=first))
    assert (row.kept, row.gone) == (second, first)
    actions.answer(by=world.wanda, need=second, kind="elsewhere", offer=offer)
    worker()
    assert Notice.objects.filter(person=world.tom, kind="answered").count() == 1


def test_those_that_were_both_answered_or_ask_different_bodies_stay_two(world, two, offer):
    asked = actions.put_up(by=world.tom, words="Asked of juniper", organisation=world.juniper)
    with pytest.raises(Refusal, match="different bodies"):
        actions.merge(by=world.tom, one=two[0], other=asked)
    for need in two:
        actions.answer(by=world.pia, need=need, kind="elsewhere", offer=offer)
    with pytest.raises(Refusal, match="Both were answered"):
        actions.merge(by=world.zoe, one=two[1], other=two[0])


def test_only_an_author_or_whoever_looks_after_the_wall_says_so(world, two):
    first, second = two
    with pytest.raises(Refusal, match="put one of them up"):
        actions.merge(by=world.pia, one=first, other=second)
    moderation.appoint(by=None, person=world.pia)
    row = actions.merge(by=world.pia, one=second, other=first)
    assert (row.kept, row.agreed_at is None, told(world.zoe), told(world.tom)) == (first, False, ["merged"], [])
    with pytest.raises(Refusal, match="does not hang"):
        actions.merge(by=world.tom, one=first, other=second)


def test_one_who_wrote_both_makes_them_one_and_one_without_an_author_cannot_be_asked(world, two):
    mine = actions.put_up(by=world.tom, words="Two ages in a class, and talk")
    assert actions.merge(by=world.tom, one=mine, other=two[0]).agreed_at is not None
    actions.join(by=world.wanda, need=two[1])
    actions.take_back(by=world.zoe, need=two[1])
    with pytest.raises(Refusal, match="Nobody can answer"):
        actions.merge(by=world.tom, one=two[0], other=two[1])


def test_what_two_authors_are_asked_is_seen_by_these_alone_and_what_was_made_one_by_anyone(world, two):
    row = actions.merge(by=world.zoe, one=two[1], other=two[0])

    def seen():
        return [visible_to(viewer, NeedMerge).filter(pk=row.pk).exists() for viewer in (
            Viewer(world.tom, SELF), Viewer(world.zoe, SELF), Viewer(world.pia, SELF), NOBODY)]

    assert seen() == [True, True, False, False]
    actions.agree(by=world.tom, merge=row)
    assert seen() == [True, True, True, False]


def test_from_the_page_of_one_to_the_agreement_on_the_page_of_the_other_and_back(world, two):
    first, second = two
    zoe, tom, pia = (sign_in(Client(), person) for person in (world.zoe, world.tom, world.pia))
    here, there = f"/find/needs/{second.code}/", f"/find/needs/{first.code}/"
    assert f'href="{here}same/"' in zoe.get(here).content.decode() and f'href="{here}same/"' not in tom.get(here).content.decode()
    assert (tom.get(f"{here}same/").status_code, first.words in zoe.get(f"{here}same/").content.decode()) == (404, True)
    assert zoe.post(f"{here}same/", {"other": first.code, "op_id": op_id()}).headers["Location"] == here
    row = NeedMerge.objects.get()
    assert "Its author is asked." in zoe.get(here).content.decode()
    assert "Says the same" not in pia.get(there).content.decode()
    assert f"/find/needs/same/{row.code}/agree/" in tom.get(there).content.decode()
    assert pia.post(f"/find/needs/same/{row.code}/agree/", {"op_id": op_id()}).status_code == 404
    tom.post(f"/find/needs/same/{row.code}/agree/", {"op_id": op_id()})
    assert (pia.get(here).status_code, pia.get(here).headers["Location"]) == (302, there)
    page = pia.get(there).content.decode()
    assert "Made one with this on" in page and second.words in page
    zoe.post(f"/find/needs/same/{row.code}/undo/", {"op_id": op_id()})
    assert zoe.get(here).status_code == 200


def test_three_that_are_one_lead_to_the_one_that_is_kept_and_come_apart_as_they_came(world, two):
    first, second = two
    third = actions.put_up(by=world.zoe, words="Ages two, talk one")
    inner = actions.merge(by=world.zoe, one=third, other=second)
    outer = actions.agree(by=world.tom, merge=actions.merge(by=world.zoe, one=inner.kept, other=first))
    assert (again(second).merged_into, again(third).merged_into, again(first).backers_count) == (first, first, 3)
    actions.unmerge(by=world.tom, merge=outer)
    assert (again(inner.gone).merged_into, again(inner.kept).merged_into, again(first).backers_count) == (inner.kept, None, 2)


@pytest.fixture
def one(world, two):
    """Zoe's leads to tom's."""
    return actions.agree(by=world.tom, merge=actions.merge(by=world.zoe, one=two[1], other=two[0]))


@pytest.mark.parametrize("page", [0, 1])
def test_what_everybody_took_back_comes_back_to_the_wall_for_nobody(world, two, one, page):
    actions.join(by=world.wanda, need=two[0])
    stays = actions.take_back(by=world.zoe, need=two[page])
    assert (stays, again(two[0]).backers_count, Need.objects.filter(pk=two[1].pk).exists()) == (two[0], 3, False)
    for person in (world.tom, world.pia, world.wanda):
        actions.take_back(by=person, need=two[0])
    assert (listed(), Need.objects.exists()) == ([], False)


def test_one_that_others_share_counts_exactly_whatever_is_taken_back_of_what_was_kept(world, two):
    actions.join(by=world.wanda, need=two[1])
    row = actions.agree(by=world.tom, merge=actions.merge(by=world.zoe, one=two[1], other=two[0]))
    actions.take_back(by=world.zoe, need=row.kept)
    assert (again(two[1]).person, again(two[1]).backers_count, again(two[0]).backers_count) == (None, 1, 3)


def test_taken_back_on_a_page_from_before_leads_to_what_was_kept(world, two, one):
    zoe = sign_in(Client(), world.zoe)
    answer = zoe.post(f"/find/needs/{two[1].code}/take-back/", {"op_id": op_id()})
    assert answer.headers["Location"] == f"/find/needs/{two[0].code}/"
    assert not Backing.objects.filter(person=world.zoe).exists()


def test_whoever_is_erased_is_counted_in_none_of_two_that_are_one(world, two, one):
    actions.take_back(by=world.zoe, need=two[0])
    for person in (world.tom, world.pia):
        actions.leave(account=person)
    assert not Need.objects.exists()


def test_whoever_looks_after_the_wall_asks_like_anybody_where_one_is_their_own(world, two):
    moderation.appoint(by=None, person=world.zoe)
    row = actions.merge(by=world.zoe, one=two[1], other=two[0])
    assert (row.agreed_at, told(world.tom)) == (None, ["same"])


def test_whoever_looks_after_the_wall_makes_no_named_one_of_a_few_one_with_another(world, two):
    named = actions.put_up(by=world.wanda, words="Two ages, talk, a class", is_named=True)
    moderation.appoint(by=None, person=world.pia)
    with pytest.raises(Refusal, match="few share it"):
        actions.merge(by=world.pia, one=named, other=two[0])
    assert actions.merge(by=world.wanda, one=named, other=two[0]).agreed_at is None


def test_nobody_asks_again_after_the_two_stayed_two_but_whoever_was_asked_can(world, two):
    actions.unmerge(by=world.tom, merge=actions.merge(by=world.zoe, one=two[1], other=two[0]))
    with pytest.raises(Refusal, match="You asked once"):
        actions.merge(by=world.zoe, one=two[1], other=two[0])
    assert told(world.tom) == ["same"]
    actions.agree(by=world.zoe, merge=actions.merge(by=world.tom, one=two[0], other=two[1]))
    assert again(two[1]).merged_into == two[0]


def test_what_led_to_one_that_is_taken_down_hangs_by_itself_again(world, two, one):
    actions.take_down_need(two[0])
    assert (listed(), again(two[1]).merged_into, again(two[1]).backers_count) == ([two[1].words], None, 1)
    assert [pk for pk, _points in search.find("need", search.parse("ages"))] == [two[1].pk]
    actions.put_up_need(two[0])
    assert (len(listed()), again(two[0]).backers_count) == (2, 2)


def test_what_happened_since_it_was_reported_stays_when_it_is_taken_down_and_put_up(world, two, offer):
    read = again(two[0])
    actions.join(by=world.wanda, need=two[0])
    actions.answer(by=world.pia, need=two[0], kind="elsewhere", offer=offer)
    actions.take_down_need(read)
    actions.put_up_need(read)
    assert (again(read).backers_count, again(read).answered_as, again(read).taken_down_at) == (3, "elsewhere", None)


def test_one_that_leads_elsewhere_is_not_found_after_it_was_down(world, two, one):
    actions.take_down_need(again(two[1]))
    actions.put_up_need(again(two[1]))
    assert [pk for pk, _points in search.find("need", search.parse("ages"))] == [two[0].pk]


def test_of_four_in_a_row_the_first_comes_apart_from_all_that_it_led_to(world, two):
    first, second = two
    third, fourth = (actions.put_up(by=world.wanda, words=f"Ages two, talk {number}") for number in ("one", "two"))
    last = actions.merge(by=world.wanda, one=third, other=fourth)
    middle = actions.agree(by=world.zoe, merge=actions.merge(by=world.wanda, one=third, other=second))
    outer = actions.agree(by=world.tom, merge=actions.merge(by=world.zoe, one=again(middle.kept), other=first))
    actions.unmerge(by=world.tom, merge=outer)
    assert {again(need).merged_into for need in (middle.gone, last.gone)} == {middle.kept}
    actions.agree(by=world.tom, merge=actions.merge(by=world.zoe, one=again(middle.kept), other=first))
    actions.unmerge(by=world.wanda, merge=middle)
    counts = {need: again(need).backers_count for need in (first, middle.kept, middle.gone)}
    assert counts == {first: 3, middle.kept: 1, middle.gone: 1}
    assert again(last.gone).merged_into == middle.gone


def test_whoever_shares_two_that_lead_to_one_stays_counted_when_one_of_them_leaves(world, two, one):
    third = actions.put_up(by=world.zoe, words="Ages two, talk one")
    actions.agree(by=world.tom, merge=actions.merge(by=world.zoe, one=third, other=two[0]))
    actions.unmerge(by=world.tom, merge=one)
    assert again(two[0]).backers_count == 3
