"""Statements of a fixed shape are written once and give what the queryset gives."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Max
from django.db.models.functions import Lower
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from staffroom.kit import clock, outbox
from staffroom.kit.models import OutboxRow, Sent
from staffroom.kit.statement import _lean, change, fresh, insert, leave, put, written_once
from staffroom.kit.testing import make_account
from staffroom.orgs.models import Membership, Organisation
from staffroom.people.models import AccessLine, Account

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def two():
    return make_account("Ann"), make_account("Bea")


def line(person: Account, what: str, at: datetime) -> AccessLine:
    return AccessLine.objects.create(person=person, by_name="Kofi", what=what, how="page", at=at)


def test_every_asking_gives_the_rows_of_its_own_values(two):
    ask = written_once(lambda *, person, name: Account.objects.filter(pk=person, name=name))
    ann, bea = two
    assert ask(person=ann.pk, name="Ann") == [ann]
    assert ask(person=bea.pk, name="Bea") == [bea]
    assert ask(person=ann.pk, name="Bea") == []


def test_a_name_that_reads_like_sql_is_a_name(two):
    ask = written_once(lambda *, name: Account.objects.filter(name=name))
    assert ask(name="Ann' OR 1=1 --") == []
    odd = make_account("%s ' \" \\")
    assert ask(name=odd.name) == [odd]


def test_a_day_and_a_moment_come_in_as_values(two):
    ann, _bea = two
    old, new = line(ann, "old", datetime(2026, 3, 1, tzinfo=UTC)), line(ann, "new", datetime(2026, 9, 1, tzinfo=UTC))
    since = written_once(lambda *, moment: AccessLine.objects.filter(at__gte=moment).order_by("at"))
    assert [since(moment=at) for at in (old.at, new.at, clock.now())] == [[old, new], [new], []]
    made = written_once(lambda *, day: AccessLine.objects.filter(at__date__gte=day).order_by("at"))
    assert [made(day=day) for day in (date(2026, 3, 1), date(2026, 3, 2))] == [[old, new], [new]]


def test_a_row_can_be_changed_kept_and_asked_for_what_was_not_read(two):
    ann, _bea = two
    ask = written_once(lambda *, person: Account.objects.filter(pk=person).only("id", "name"))
    read = ask(person=ann.pk)[0]
    assert read.zone == ann.zone and read.get_deferred_fields() and not read._state.adding
    read.name = "Anna"
    read.save(update_fields=["name"])
    assert Account.objects.get(pk=ann.pk).name == "Anna"
    entry = line(ann, "once", clock.now())
    assert written_once(lambda *, person: AccessLine.objects.filter(person_id=person))(person=ann.pk)[0].person == entry.person


def test_joined_rows_come_along_and_nothing_more_is_asked(two):
    ann, _bea = two
    line(ann, "once", clock.now())
    ask = written_once(lambda *, person: AccessLine.objects.filter(person_id=person).select_related("person"))
    ask(person=ann.pk)
    with CaptureQueriesContext(connection) as asked:
        assert [row.person.name for row in ask(person=ann.pk)] == ["Ann"]
    assert len(asked) == 1


def test_columns_alone_come_as_they_would_from_the_queryset(two):
    ann, _bea = two
    pairs = written_once(lambda *, name: Account.objects.filter(name=name).values_list("pk", "name"))
    one = written_once(lambda *, name: Account.objects.filter(name=name).values_list("pk", flat=True))
    assert [(pairs(name="Ann"), one(name="Ann")) for _ in range(2)] == [([(ann.pk, "Ann")], [ann.pk])] * 2


def test_what_is_reckoned_beside_a_row_comes_along(two):
    ask = written_once(lambda *, name: Account.objects.filter(name=name).annotate(again=F("name")).only("name").order_by(Lower("name")))
    assert [(row.pk, row.again) for _ in range(2) for row in ask(name="Ann")] == [(two[0].pk, "Ann")] * 2


def test_rows_are_those_that_django_makes_of_them_whatever_their_columns(two):
    """Keys, moments, days, truths, what nobody knows, what was read along, and what was reckoned from a moment."""
    ann, bea = two
    body = Organisation.objects.create(name="Juniper", kind="school")
    for person, until in ((ann, date(2026, 12, 24)), (bea, None)):
        Membership.objects.create(person=person, organisation=body, role="member", from_on=date(2026, 3, 1), to_on=until)
    rows = Membership.objects.select_related("person", "organisation__parent").annotate(same=Max("person__made_at")).order_by("pk")
    kept = written_once(lambda *, start: rows.filter(from_on=start))(start=date(2026, 3, 1))
    plain = list(rows)
    assert kept == plain and len(plain) == 2

    def told(row):
        return {name: (type(value), value) for name, value in vars(row).items() if name != "_state"}

    for mine, theirs in zip(kept, plain, strict=True):
        assert told(mine) == told(theirs) and told(mine.person) == told(theirs.person) and told(mine.organisation) == told(theirs.organisation)
        assert mine.organisation.parent is None and hash(mine.pk) == hash(theirs.pk) and str(mine.pk) == str(theirs.pk)


@pytest.mark.parametrize("build", [lambda *, name: Account.objects.filter(name=name).values("name"),
                                   lambda *, name: AccessLine.objects.filter(what=name).prefetch_related("person")])
def test_what_is_neither_a_row_nor_columns_of_one_is_refused(build):
    with pytest.raises(TypeError, match="gives rows, or columns of rows"):
        written_once(build)(name="Ann")


def test_the_rows_of_one_asking_are_not_those_of_another(two):
    ask = written_once(lambda *, name: Account.objects.filter(name=name))
    first, second = ask(name="Ann"), ask(name="Ann")
    first[0].name = "Changed"
    assert second[0].name == "Ann"


def test_a_value_that_the_statement_does_not_hold_is_refused():
    ask = written_once(lambda *, person, name: Account.objects.filter(pk=person))
    with pytest.raises(TypeError, match="does not hold name"):
        ask(person=uuid4(), name="Ann")


@pytest.mark.parametrize("build", [lambda *, name: Account.objects.filter(name=name, made_at__lt=clock.now()),
                                   lambda *, name: Account.objects.filter(name=name, made_at__date=clock.now().date())])
def test_a_moment_that_would_stand_still_is_refused(build):
    with pytest.raises(TypeError, match="did not come in as a value"):
        written_once(build)(name="Ann")


def test_a_list_of_any_length_gives_the_rows_of_its_own_values(db):
    people = [make_account(f"P{number}") for number in range(40)]
    ask = written_once(lambda *, keys, name: Account.objects.filter(pk__in=keys).exclude(name=name).order_by("made_at", "pk"))
    for many in (40, 3, 8, 9, 1):
        assert ask(keys=[one.pk for one in people[:many]], name="P0") == people[1:many]
    with CaptureQueriesContext(connection) as asked:
        assert ask(keys=[], name="P0") == []
    assert len(asked) == 0


@pytest.mark.parametrize("value", [7, None, [7], True])
def test_a_value_that_could_change_the_shape_is_refused(value):
    with pytest.raises(TypeError, match="is no key, day, moment or text"):
        written_once(lambda *, thing: Account.objects.filter(name=thing))(thing=value)


def test_what_the_database_refuses_is_refused_as_django_says_it_and_nothing_goes_on_in_that_transaction(db):
    ask = written_once(lambda *, name: Account.objects.filter(name=name))
    ask(name="Ann")
    row = Sent(who="ann", op_id=uuid4(), digest="d")
    insert(row)
    with transaction.atomic():
        with pytest.raises(IntegrityError), transaction.atomic(savepoint=False):
            insert(row)
        with pytest.raises(TransactionManagementError):
            ask(name="Ann")
        transaction.set_rollback(True)


def test_marks_for_values_are_those_of_the_engine_and_a_percent_sign_stays_one():
    assert _lean("a LIKE '%%s%%' AND b = %s") == "a LIKE '%s%' AND b = ?"


def test_a_row_that_is_left_is_as_one_that_was_saved_and_is_left_once():
    one, two = uuid4(), uuid4()
    left = [leave(Sent, who="ann", op_id=op_id, digest="d") for op_id in (one, two, one)]
    assert [row and (row.who, row.op_id, row.status, row.location) for row in left] == [("ann", one, 0, ""), ("ann", two, 0, ""), None]
    Sent(who="ben", op_id=one, digest="d", at=left[0].at).save()
    held = Sent.objects.filter(op_id=one).order_by("who").values_list("digest", "status", "location", "at")
    assert held[0] == held[1]


@pytest.mark.parametrize(("kind", "values"), [
    (Membership, {"role": "teacher", "from_on": date(2026, 8, 1)}), (AccessLine, {"by_name": "Kofi", "what": "a", "how": "page", "at": LONG_AGO})])
def test_a_fresh_row_is_one_that_its_class_would_have_made(two, kind, values):
    if kind is Membership:
        values = values | {"organisation": Organisation.objects.create(name="A school", kind="school")}
    ours, django = fresh(kind, person=two[0], **values), kind(person=two[0], **values)
    own = [field.attname for field in kind._meta.concrete_fields if field.attname not in {"id", "code", "made_at"}]
    assert [getattr(ours, name) for name in own] == [getattr(django, name) for name in own] and ours._state.adding and ours._state.db == django._state.db
    with CaptureQueriesContext(connection) as asked:
        assert ours.person is two[0]
    insert(ours)
    assert len(asked) == 0 and kind.objects.get().person_id == two[0].pk and not ours._state.adding


def test_what_an_act_within_a_form_began_is_undone_alone(two):
    seen = []
    with connection.execute_wrapper(lambda execute, sql, *rest: seen.append(sql.split()[0]) or execute(sql, *rest)):
        _one_stays_and_one_goes(two[0])
    assert seen.count("SAVEPOINT") == 3 and "ROLLBACK" in seen
    _one_stays_and_one_goes(two[1])
    assert list(AccessLine.objects.values_list("person__name", "what").order_by("person__name", "what")) == [("Ann", "stays"), ("Bea", "stays")]


def _one_stays_and_one_goes(person: Account):
    with transaction.atomic():
        with transaction.atomic():
            line(person, "stays", LONG_AGO)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            line(person, "goes", LONG_AGO)
            raise ZeroDivisionError


def test_a_row_is_put_once_and_says_so():
    row = Sent(who="ann", op_id=uuid4(), digest="d", status=303, location="/x/")
    assert (put(row), put(row)) == (True, False)
    assert list(Sent.objects.values_list("who", "op_id", "digest", "status", "location")) == [("ann", row.op_id, "d", 303, "/x/")]


def test_a_row_that_was_put_holds_what_a_saved_one_holds():
    at = clock.now()
    one, two = (OutboxRow(kind="test", key=key, payload={"n": [1, "é"]}, due_at=at) for key in ("put", "saved"))
    put(one)
    two.save()
    assert [(row.payload, row.state, row.due_at, row.tries_count, row.claimed_at) for row in OutboxRow.objects.filter(kind="test")] == [
        ({"n": [1, "é"]}, "ready", at, 0, None)] * 2


def test_idle_effects_are_done_and_written_down_together(monkeypatch):
    done, broken = [], []

    def odd(payload):
        broken.append(payload["n"])
        raise ValueError

    monkeypatch.setitem(outbox.HANDLERS, "test.idle", lambda payload: done.append(payload["n"]))
    monkeypatch.setitem(outbox.HANDLERS, "test.odd", odd)
    monkeypatch.setattr(outbox, "IDLE", {"test.idle", "test.odd"})
    for number in range(5):
        outbox.put("test.idle", str(number), {"n": number})
    outbox.put("test.odd", "1", {"n": 9})
    with CaptureQueriesContext(connection) as asked:
        assert outbox.run_due() == 6
    assert (sorted(done), broken) == ([0, 1, 2, 3, 4], [9])
    assert sorted(OutboxRow.objects.filter(kind__startswith="test.").values_list("kind", "state")) == [("test.idle", "done")] * 5 + [("test.odd", "ready")]
    assert sum(one["sql"].startswith("UPDATE") for one in asked) == 3, "one claim, one that failed, one for all that were done"


def test_a_change_is_kept_in_the_row_that_it_means_alone():
    op_id = uuid4()
    for who in ("ann", "ben"):
        put(Sent(who=who, op_id=op_id, digest="d"))
    row = Sent.objects.get(who="ann")
    row.status, row.location, row.digest = 302, "/record/", "other"
    change(row, "status", "location", known_by=("who", "op_id"))
    assert list(Sent.objects.order_by("who").values_list("who", "status", "location", "digest")) == [("ann", 302, "/record/", "d"), ("ben", 0, "", "d")]
