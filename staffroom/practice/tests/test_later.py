import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from staffroom.catalogue.models import Offer, Source
from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.practice import actions, queries, savable
from staffroom.practice.models import PlanStep, Saved
from staffroom.sharing.rules import visible_to, who_can_see
from staffroom.sharing.viewers import ORG, SELF, Viewer

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)


def save(account, asked_for="some_day", title="A course", about=None, **more):
    thing = savable.Thing(title=title, about_kind="offer", about_id=about or uuid4(), minutes=20, link="/find/abc/")
    return actions.save(by=account, thing=thing, asked_for=asked_for, **more)


def waits(*days, today=TODAY, touched=None):
    """Things that wait, by the day they come back (None: some day)."""
    return [Saved(back_on=day, touched_at=touched or clock.now(), made_at=clock.now()) for day in days]


def test_saving_asks_only_when_and_one_tap_is_the_whole_answer(as_ann, ann):
    offer = Offer.objects.create(source=Source.objects.create(kind="commons", name="c"), kind="course", title="Talk in class", key="talk", minutes=20)
    page = as_ann.get(f"/practice/later/new/offer/{offer.code}/").content.decode()
    assert [f'name="asked_for" value="{value}"' in page for value in Saved.When.values] == [True] * 4
    answer = as_ann.post(f"/practice/later/new/offer/{offer.code}/", {"op_id": op_id(), "asked_for": "tomorrow"})
    assert answer["Location"] == f"/find/{offer.code}/"
    held = Saved.objects.get(person=ann)
    assert (held.title, held.minutes, held.about_id, held.back_on) == ("Talk in class", 20, offer.pk, clock.today_in(ann.zone) + timedelta(days=1))
    was = Offer.objects.filter(pk=offer.pk).values().get()
    save(ann, about=offer.pk)
    assert {name: getattr(offer, name) for name in was} == was, "what somebody saves changes nothing of an offer, nor its place"


def test_what_is_not_there_or_of_no_known_kind_cannot_be_saved(as_ann):
    for path in ("offer/zzzzzzzzzzzz/", "planstep/zzzzzzzzzzzz/"):
        assert as_ann.post(f"/practice/later/new/{path}", {"op_id": op_id(), "asked_for": "tomorrow"}).status_code == 404


def test_without_an_answer_it_asks_again_and_keeps_the_words(as_ann):
    offer = Offer.objects.create(source=Source.objects.create(kind="commons", name="c"), kind="course", title="Talk in class", key="talk")
    answer = as_ann.post(f"/practice/later/new/offer/{offer.code}/", {"op_id": op_id(), "why": "for the spring unit"})
    assert answer.status_code == 422
    assert "for the spring unit" in answer.content.decode()


@pytest.mark.parametrize(("today", "asked_for", "on_on", "back"), [
    ("2026-11-18", "tomorrow", None, date(2026, 11, 19)), ("2026-11-20", "tomorrow", None, date(2026, 11, 21)),
    ("2026-11-18", "planning", None, date(2026, 11, 19)), ("2026-11-20", "planning", None, date(2026, 11, 23)),
    ("2026-11-18", "unit", date(2027, 1, 11), date(2027, 1, 11)), ("2026-11-18", "unit", None, None),
    ("2026-11-18", "some_day", date(2027, 1, 11), None)])
def test_the_day_on_which_it_comes_back(ann, time_machine, today, asked_for, on_on, back):
    time_machine.move_to(f"{today}T12:00:00+00:00")
    assert save(ann, asked_for, on_on=on_on).back_on == back


def test_the_same_thing_saved_twice_waits_once_for_the_later_time(ann):
    about = uuid4()
    first = save(ann, "some_day", about=about, why="for spring")
    again = save(ann, "tomorrow", about=about)
    assert (again.pk, again.asked_for, again.why) == (first.pk, "tomorrow", "for spring")


def test_a_list_ends_at_five_hundred(ann):
    Saved.objects.bulk_create([Saved(person=ann, asked_for="some_day") for _n in range(500)])
    with pytest.raises(Refusal):
        save(ann)


def test_three_come_up_first_those_whose_day_is_today():
    rows = waits(None, TODAY - timedelta(days=3), TODAY, TODAY + timedelta(days=1), None)
    assert queries.three(rows, TODAY)[:2] == [rows[2], rows[1]]
    assert len(queries.three(rows, TODAY)) == 3
    assert rows[3] not in queries.three(rows, TODAY)


def test_forty_saved_things_take_turns_and_the_same_day_gives_the_same_three():
    rows = waits(*[None] * 40)
    shown = [queries.three(rows, TODAY + timedelta(days=number)) for number in range(14)]
    assert all(len(three) == 3 for three in shown)
    assert {id(row) for three in shown for row in three} == {id(row) for row in rows}
    assert queries.three(rows, TODAY) == shown[0]


def test_what_was_not_touched_for_ninety_days_has_the_last_place():
    fresh, old = waits(*[TODAY] * 4), waits(None, None, touched=clock.now() - timedelta(days=90))
    shown = queries.three([*old, *fresh], TODAY)
    assert shown[:2] == fresh[:2]
    assert shown[2] in old
    assert queries.three(old, TODAY) in ([old[0], old[1]], [old[1], old[0]])


def test_after_ninety_days_today_offers_to_keep_try_or_drop_and_keeping_starts_anew(as_ann, ann, time_machine):
    held = save(ann)
    page = as_ann.get("/today/").content.decode()
    assert "A course" in page and f"/practice/later/{held.code}/drop/" not in page
    time_machine.move_to(clock.now() + timedelta(days=91))
    sign_in(as_ann, ann)
    page = as_ann.get("/today/").content.decode()
    assert all(f"/practice/later/{held.code}/{how}/" in page for how in ("keep", "try", "drop"))
    as_ann.post(f"/practice/later/{held.code}/keep/", {"op_id": op_id()})
    assert f"/practice/later/{held.code}/drop/" not in as_ann.get("/today/").content.decode()


def test_trying_puts_it_into_the_plan_and_out_of_the_list(as_ann, ann):
    held = save(ann, why="for spring")
    answer = as_ann.post(f"/practice/later/{held.code}/try/", {"op_id": op_id()})
    step = PlanStep.objects.get(person=ann)
    assert answer["Location"] == f"/practice/{step.code}/"
    assert (step.title, step.minutes, step.link, step.about_id, step.why) == ("A course", 20, "/find/abc/", held.about_id, "for spring")
    assert queries.waiting(Viewer(ann, SELF)) == []


def test_planning_it_from_its_page_takes_it_out_of_the_list_too(ann):
    held = save(ann)
    actions.plan(by=ann, title="A course", about_kind="offer", about_id=held.about_id)
    assert queries.waiting(Viewer(ann, SELF)) == []


def test_what_was_dropped_can_be_taken_up_again_once(as_ann, ann):
    held = save(ann)
    as_ann.post(f"/practice/later/{held.code}/drop/", {"op_id": op_id()})
    assert "Take it up again" in as_ann.get("/practice/later/").content.decode()
    again = save(ann, about=held.about_id)
    as_ann.post(f"/practice/later/{held.code}/again/", {"op_id": op_id()})
    assert queries.waiting(Viewer(ann, SELF)) == [again]
    actions.drop_saved(by=ann, saved=again)
    assert actions.take_up_saved(by=ann, saved=again).became == ""


def test_another_time_is_another_tap(as_ann, ann):
    held = save(ann)
    as_ann.post(f"/practice/later/{held.code}/", {"op_id": op_id(), "asked_for": "unit", "on_on": "2027-01-11"})
    held.refresh_from_db()
    assert (held.asked_for, held.back_on) == ("unit", date(2027, 1, 11))


def test_my_figure_says_how_many_of_what_i_saved_i_tried(as_ann, ann):
    for number in range(4):
        held = save(ann)
        if number < 2:
            step = actions.try_saved(by=ann, saved=held)
            if number == 0:
                actions.end(by=ann, step=step, ended_as="done")
    assert "Of 4 things you saved you have tried 1." in as_ann.get("/practice/later/").content.decode()


def test_what_i_saved_is_mine_alone(ann):
    held = save(ann)
    ben, school = sign_in(Client(), make_account("Ben")), sign_in(Client(), ann, "org")
    for path in ("", "keep/", "try/", "drop/", "again/"):
        assert ben.post(f"/practice/later/{held.code}/{path}", {"op_id": op_id(), "asked_for": "unit"}).status_code == 404
        assert school.post(f"/practice/later/{held.code}/{path}", {"op_id": op_id(), "asked_for": "unit"}).status_code == 403
    assert [visible_to(viewer, Saved).count() for viewer in (Viewer(ann, SELF), Viewer(ann, ORG), Viewer(ben))] == [1, 0, 0]
    assert [reader.account for reader in who_can_see(held)] == [ann]


def test_the_list_takes_the_same_statements_for_ten_and_four_hundred(as_ann, ann, django_assert_max_num_queries):
    for count in (10, 390):
        Saved.objects.bulk_create([Saved(person=ann, asked_for="some_day") for _n in range(count)])
        with django_assert_max_num_queries(8):
            assert as_ann.get("/practice/later/").status_code == 200


def test_what_waits_leaves_as_a_table_and_as_bookmarks_for_its_owner_alone(as_ann, ann, ben):
    actions.save(by=ann, thing=savable.Thing(title="Exit <tickets>", minutes=6, link="/find/abc/"), asked_for="some_day", why="for Monday")
    actions.save(by=ben, thing=savable.Thing(title="His", link="/find/his/"), asked_for="some_day")
    dropped = actions.save(by=ann, thing=savable.Thing(title="Dropped", link="/find/d/"), asked_for="some_day")
    actions.drop_saved(by=ann, saved=dropped)
    table = b"".join(as_ann.get("/practice/later/list.csv").streaming_content).decode("utf-8-sig").splitlines()
    assert table == ["Title,Address,Minutes,Back on,Why", "Exit <tickets>,http://testserver/find/abc/,6,,for Monday"]
    marks = as_ann.get("/practice/later/list.html").content.decode()
    assert marks.count("<A ") == 1 and ">Exit &lt;tickets&gt;</A>" in marks and "        <DD>for Monday" in marks
    assert Client().get("/practice/later/list.csv").status_code == 302


def _things(browser, page) -> list[str]:
    return re.findall(r"<h3>(?:<[^>]+>)*(Thing \d+)<", browser.get(f"/practice/later/?page={page}").content.decode())


def test_a_long_list_comes_in_pages_and_the_oldest_first(as_ann, ann):
    for number in range(45):
        save(ann, title=f"Thing {number}")
    seen = [_things(as_ann, page) for page in (1, 2, 3)]
    assert [len(set(names)) for names in seen] == [20, 20, 5]
    assert len({name for names in seen for name in names}) == 45
    assert set(_things(as_ann, "none")) == set(seen[0])
