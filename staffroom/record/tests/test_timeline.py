"""The timeline, my time, and how many questions a page asks the database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from staffroom.kit import clock
from staffroom.kit.testing import make_account, sign_in
from staffroom.orgs.models import Membership, Organisation
from staffroom.record import actions, prefills, queries
from staffroom.record.models import Entry, Rung, Sitting
from staffroom.sharing.models import Copy
from staffroom.topics.models import Topic

pytestmark = pytest.mark.django_db
MOST_QUERIES = 8


def noted(by, on_on, minutes=30, title="Read a chapter", **more):
    return actions.note(by=by, title=title, kind=more.pop("kind", "read"), minutes=minutes, on_on=on_on, **more)


def many(by, count, *, copies=0):
    """`count` entries at once, each with its rung and sitting, a copy of every one asked for."""
    first = date(2026, 11, 20)
    entries = [Entry(person=by, title=f"Entry {n}", kind="read", minutes=30, on_on=first - timedelta(days=n)) for n in range(count)]
    Entry.objects.bulk_create(entries)
    Rung.objects.bulk_create(Rung(person=by, entry=entry, step="noted", by=by, in_name="Ann", minutes=30) for entry in entries)
    Sitting.objects.bulk_create(Sitting(person=by, entry=entry, on_on=entry.on_on, minutes=30) for entry in entries)
    for n in range(copies):
        Copy.objects.create(person=by, reader=make_account(f"Reader {n}"), kind="record.Entry", about=entries[n].pk, title="t", body="b",
                            until_on=clock.now().date() + timedelta(days=9))


def count(client, path):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in asked if not query["sql"].startswith(("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT"))]


def test_a_page_asks_as_often_with_ten_entries_as_with_a_thousand(client, ann):
    bob = make_account("Bob")
    many(ann, 10, copies=3), many(bob, 1000, copies=30)
    one, other = sign_in(client.__class__(), ann), sign_in(client.__class__(), bob)
    for path in ("/record/", "/record/?kind=read&year=2026", "/record/?page=2", "/record/time/", "/record/drafts/", "/record/let-go/"):
        few, lots = count(one, path), count(other, path)
        assert len(few) == len(lots) <= MOST_QUERIES, "\n".join([path, *lots])


def test_an_entry_asks_as_often_with_one_sitting_as_with_fifty(as_ann, ann, visit):
    few = count(as_ann, f"/record/{visit.code}/")
    for n in range(50):
        actions.add_sitting(by=ann, entry=visit, on_on=date(2026, 10, 1), minutes=5 + n)
    assert len(count(as_ann, f"/record/{visit.code}/")) == len(few)


def test_an_entry_asks_as_often_with_one_copy_as_with_ten(as_ann, ann, visit):
    def hand(n: int):
        Copy.objects.create(person=ann, reader=make_account(f"Reader {n}"), kind="record.Entry", about=visit.pk, title="t", body="b",
                            until_on=clock.now().date() + timedelta(days=9))
    hand(0)
    one = count(as_ann, f"/record/{visit.code}/")
    for n in range(1, 10):
        hand(n)
    assert len(count(as_ann, f"/record/{visit.code}/")) == len(one)


def test_months_run_backwards_and_days_within_them(ann, eyes):
    for day in (date(2026, 9, 2), date(2026, 11, 8), date(2026, 11, 10), date(2025, 11, 1)):
        noted(ann, day, title=f"on {day}")
    line = queries.timeline(eyes(ann))
    assert [(month.first, [entry.title for entry in month.lines]) for month in line.months] == [
        (date(2026, 11, 1), ["on 2026-11-10", "on 2026-11-08"]), (date(2026, 9, 1), ["on 2026-09-02"]), (date(2025, 11, 1), ["on 2025-11-01"])]


def test_the_pager_ends_and_the_index_leads_to_the_page_of_each_month(ann, eyes):
    many(ann, 100)
    last = queries.timeline(eyes(ann), page="4")
    assert (last.page.paginator.num_pages, last.page.has_next(), sum(len(month.lines) for month in last.months)) == (4, False, 25)
    assert sum(len(year.months) for year in last.index) == 4
    for year in last.index:
        for _name, href in year.months:
            page, anchor = href.split("page=")[1].split("#")
            assert anchor in [month.anchor for month in queries.timeline(eyes(ann), page=page).months]
            assert str(year.number) in anchor


@pytest.mark.parametrize("page", ["99999999", "-1", "1e9", "nan", "' OR 1=1", "²"])
def test_a_page_that_is_none_is_the_nearest_one(as_ann, ann, page):
    many(ann, 3)
    assert as_ann.get("/record/", {"page": page, "kind": page, "year": page}).status_code == 200


def test_filters_leave_the_others_out(ann, eyes):
    noted(ann, date(2026, 3, 1), title="a"), noted(ann, date(2025, 3, 1), title="b"), noted(ann, date(2026, 3, 2), title="c", kind="chat")
    titles = [entry.title for month in queries.timeline(eyes(ann), kind="read", year="2026").months for entry in month.lines]
    assert titles == ["a"]


def test_what_one_did_for_others_stands_together_with_how_many(as_ann, ann):
    noted(ann, date(2026, 3, 1), title="a"), noted(ann, date(2026, 3, 2), title="b", contribution="led_session", helped_count=19)
    lines = [entry for month in as_ann.get("/record/?kind=for-others").context["line"].months for entry in month.lines]
    assert [(entry.title, entry.about) for entry in lines] == [("b", "Read, own time, led a session for 19 people")]


def test_an_unknown_filter_or_order_is_left_out(as_ann, visit):
    page = as_ann.get("/record/?kind=climbed&order=person__password&person__password__startswith=a").content.decode()
    assert "Tomás" in page


@pytest.mark.parametrize("year", ["020249999999", "02024", "0000", "-2024", "2024.0", "9" * 5_000, "٢٠٢٤", ""])
def test_a_year_that_is_none_is_left_out(as_ann, visit, year):
    for page in (as_ann.get("/record/", {"year": year}), as_ann.get("/record/time/", {"year": year, "from": "12"})):
        assert page.status_code == 200
    assert as_ann.get("/record/", {"year": year}).context["line"].year is None


def test_a_copy_that_was_handed_lies_on_torn_paper_and_what_is_mine_on_the_line(as_ann, ann, ben, visit):
    noted(ann, date(2026, 11, 1), title="Only mine")
    Copy.objects.create(person=ann, reader=ben, kind="record.Entry", about=visit.pk, title="t", body="b", until_on=clock.now().date())
    lines = {entry.title: (entry.material, entry.held_by) for month in as_ann.get("/record/").context["line"].months for entry in month.lines}
    assert lines == {"Only mine": ("notebook", ""), visit.title: ("handed", "Ben Example")}
    assert as_ann.get("/record/").content.decode().count("torn entry") == 1


@pytest.mark.parametrize(("zone", "held_by"), [("UTC", ""), ("Pacific/Pago_Pago", "Ben Example")])
def test_a_copy_is_over_with_its_day_where_its_owner_lives(as_ann, ann, ben, visit, time_machine, zone, held_by):
    time_machine.move_to(datetime(2026, 11, 25, 5, 0, tzinfo=UTC), tick=False)
    ann.zone = zone
    ann.save()
    Copy.objects.create(person=ann, reader=ben, kind="record.Entry", about=visit.pk, title="t", body="b", until_on=date(2026, 11, 24))
    assert [entry.held_by for month in as_ann.get("/record/").context["line"].months for entry in month.lines] == [held_by]


def test_an_empty_record_says_what_belongs_there(as_ann):
    page = as_ann.get("/record/").content.decode()
    assert "A record starts with anything" in page


def test_one_timeline_and_time_of_several_kinds_is_never_anybody_elses(ann, ben, eyes):
    noted(ben, date(2026, 3, 1), title="Ben’s own")
    assert queries.timeline(eyes(ann)).count == 0
    assert queries.time(eyes(ann), year=None, first_month=1).count == 0


# My time


@pytest.fixture
def year(ann, topics):
    settle, load = Topic.objects.get(slug="settle"), Topic.objects.get(slug="load")
    noted(ann, date(2026, 9, 5), 180, kind="edcamp", topics=[settle, load])
    noted(ann, date(2026, 10, 5), 60, time_kind="contract", origin="required", kind="course", topics=[settle])
    noted(ann, date(2027, 2, 5), 30, time_kind="release", kind="visit")
    noted(ann, date(2025, 9, 5), 45)
    gone = noted(ann, date(2026, 9, 6), 999)
    actions.let_go(by=ann, entry=gone)


def test_own_to_given_time_is_said_for_the_year_that_the_teacher_means(ann, year, eyes):
    school = queries.time(eyes(ann), year=2026, first_month=8)
    assert (school.own, school.given, school.ratio, school.count) == (180, 90, (2, 0), 3)
    calendar = queries.time(eyes(ann), year=2026, first_month=1)
    assert (calendar.own, calendar.given, calendar.ratio) == (180, 60, (3, 0))
    assert [(bar.label, bar.values) for bar in school.by_year.bars] == [("2026/27", (180, 60, 30)), ("2025/26", (45, 0, 0))]
    assert [(bar.label, bar.values) for bar in school.by_choice.bars] == [("2026/27", (210, 60)), ("2025/26", (45, 0))]


def test_time_by_kind_and_topic_says_where_it_comes_from(ann, year, eyes):
    mine = queries.time(eyes(ann), year=2026, first_month=8)
    assert [(bar.label, bar.values) for bar in mine.by_kind.bars] == [
        ("Edcamp", (180, 0, 0)), ("Course", (0, 60, 0)), ("Visit to a colleague", (0, 0, 30))]
    assert [(bar.label, bar.values) for bar in mine.by_topic.bars] == [
        ("A class that will not settle", (180, 60, 0)), ("Marking and planning eat my evenings", (180, 0, 0))]
    assert mine.by_kind.source == "From 3 entries in your record, as you noted them, 1 August 2026 to 31 July 2027."


def test_the_page_of_my_time_shows_each_chart_with_its_table(as_ann, year):
    page = as_ann.get("/record/time/?from=8&year=2026").content.decode()
    assert page.count("<table") == 4 and "2.0 of yours for each one of theirs" in page
    for nonsense in ("?from=13", "?from=x&year=y", "?year=99999"):
        assert as_ann.get(f"/record/time/{nonsense}").status_code == 200


def test_sittings_count_in_the_year_of_their_own_day(ann, eyes):
    entry = noted(ann, date(2025, 12, 31), 40)
    actions.add_sitting(by=ann, entry=entry, on_on=date(2026, 1, 1), minutes=20)
    assert [(bar.label, bar.values[0]) for bar in queries.time(eyes(ann), year=None, first_month=1).by_year.bars] == [("2026", 20), ("2025", 40)]


# What fills the form


def test_the_form_is_filled_from_the_viewers_own_thing_alone(as_ann, ann, ben, post, good):
    from uuid import uuid4
    step = uuid4()
    prefills.register("teststep")(lambda viewer, code: prefills.Prefill(title="Three piles", minutes=20, kind="tried", from_id=step)
                                  if (viewer.pk, code) == (ann.pk, "mine") else None)
    page = as_ann.get("/record/new/?from=teststep:mine").content.decode()
    assert 'value="Three piles"' in page and 'value="20"' in page
    post(as_ann, "/record/new/", **good, **{"from": "teststep:mine"})
    post(as_ann, "/record/new/", **good | {"title": "Other"}, **{"from": "teststep:hers"})
    assert list(Entry.objects.order_by("made_at").values_list("from_kind", "from_id")) == [("teststep", step), ("", None)]
    del prefills.READERS["teststep"]


def test_a_member_of_the_same_school_sees_nothing_of_it(ann, ben, visit, client):
    school = Organisation.objects.create(kind="school", name="Alder School")
    for person in (ann, ben):
        Membership.objects.create(person=person, organisation=school, role="teacher", from_on=date(2020, 1, 1))
    assert "Tomás" not in sign_in(client, ben).get("/record/").content.decode()


def test_a_record_is_read_by_its_owner_and_not_out_of_everybodys(as_ann, ann):
    """SQLite tells which index it reads by: none that begins with what nobody let go, and no table whole."""
    many(ann, 30, copies=3)
    statements = [sql for sql in count(as_ann, "/record/") if '"record_' in sql or '"sharing_copy"' in sql]
    assert len(statements) >= 5
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql.replace('%', '%%')}")
            plan = [row[3] for row in cursor.fetchall()]
            assert not [line for line in plan if line.startswith("SCAN") or "gone_id=?" in line], (sql, plan)
