"""How far one went with a thing: rungs that rows speak of, the next step as a link, for its owner alone."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from staffroom.kit.testing import sign_in
from staffroom.practice import actions, queries
from staffroom.practice.depth import Said, Try, depth
from staffroom.practice.models import FollowUp
from staffroom.record import actions as record
from staffroom.record.models import Entry
from staffroom.sharing.viewers import SELF, Viewer

DAY = date(2026, 9, 1)
NOTICED = datetime(2026, 10, 20, 9, tzinfo=UTC)


def later(days):
    return DAY + timedelta(days=days)


def reached(tries=(), said=()):
    found = depth(DAY, list(tries), list(said))
    return found.rung, found.missing


@pytest.mark.parametrize(("tries", "said", "rung"), [
    ([], [], "aware"),
    ([Try(later(3))], [], "tried"),
    ([], [Said(later(21))], "tried"),
    ([Try(later(3), "worked")], [Said(later(21), "kept", has_words=True)], "tried"),
    ([Try(later(3), "worked")], [Said(later(21), "let_go")], "tried"),
    ([Try(later(3))], [Said(later(21), "changed")], "adapted"),
    ([Try(later(3), "worked"), Try(later(9), "mixed", is_proved=True)], [Said(later(21), "kept", has_words=True)], "researched"),
])
def test_a_rung_is_reached_where_a_row_says_so(tries, said, rung):
    assert reached(tries, said)[0] == rung


@pytest.mark.parametrize(("tries", "words", "missing"), [
    ([Try(later(3), "worked", True), Try(later(3), "mixed")], True, ("rounds",)),
    ([Try(later(3), "worked", True), Try(later(9))], True, ("rounds",)),
    ([Try(later(3), "worked"), Try(later(9), "did_not")], True, ("proof",)),
    ([Try(later(3), "worked", True), Try(later(9), "did_not")], False, ("words",)),
    ([], False, ("rounds", "proof", "words")),
])
def test_what_is_missing_to_the_last_rung_is_named(tries, words, missing):
    assert reached(tries, [Said(later(21), "kept", words)])[1] == missing


def test_each_rung_has_its_own_day():
    found = depth(DAY, [Try(later(9), "worked", True), Try(later(3), "mixed")], [Said(later(21), "kept"), Said(later(42), "changed", True)])
    assert (found.on, found.still) == ({"aware": DAY, "tried": later(3), "adapted": later(42), "researched": later(42)}, "changed")


# On the pages


def far(account, step):
    found = queries.how_far_step(Viewer(account, SELF), step)
    return found.words, found.next_words, found.next_href


def note(by, step, on_on, **more):
    return record.note(by=by, title=step.title, kind="tried", minutes=20, on_on=on_on, from_kind="step", from_id=step.pk, **more)


@pytest.mark.django_db
def test_the_depth_is_shown_and_one_next_step_is_offered(ann):
    """S4-12: from knowing of it to looking into it, each with a link onward."""
    with time_machine.travel(NOTICED, tick=False) as travelled:
        step = actions.plan(by=ann, title="Three piles", about_kind="offer", about_id=uuid4())
        seen = [far(ann, step)]
        step = actions.change(by=ann, step=step, version=1, title=step.title, minutes=20, planned_on=date(2026, 10, 22), note="")
        seen.append(far(ann, step))
        entry = note(ann, step, date(2026, 10, 20), outcome="mixed")
        step.refresh_from_db()
        seen.append(far(ann, step))
        travelled.shift(timedelta(days=22))
        asked = FollowUp.objects.filter(person=ann).order_by("due_at").first()
        seen.append(far(ann, step))
        actions.answer(by=ann, follow_up=asked, easier="yes", still="changed", pupils="They begin by themselves.")
        seen.append(far(ann, step))
        again = note(ann, step, date(2026, 11, 11), outcome="worked")
        record.add_evidence(by=ann, entry=again, link="https://photo.example/")
        seen.append(far(ann, step))
    page, new = f"/practice/{step.code}/", f"/record/new/?from=step:{step.code}"
    assert seen == [
        ("I know of it", "Try it: choose a day", f"{page}?change=1#step"),
        ("I know of it", "Try it on Thursday 22 October, then note how it went", new),
        ("I tried it", "Try it once more", new),
        ("I tried it", "Say what became of it", f"/practice/asked/{asked.code}/"),
        ("I changed it to fit", "Try it once more, and put proof beside it", new),
        ("I looked into what it does", "Show it to a colleague", f"/shared/hand/planstep/{step.code}/")]
    assert queries.how_far_entry(Viewer(ann, SELF), entry).words == "I looked into what it does"


@pytest.mark.django_db
def test_what_nobody_noted_is_not_known_and_not_guessed(as_ann, ann):
    step = actions.end(by=ann, step=actions.plan(by=ann, title="Three piles"), ended_as="done")
    record.note(by=ann, title="Three piles", kind="read", minutes=5, on_on=DAY, from_kind="step", from_id=step.pk)
    record.note(by=ann, title="Three piles", kind="tried", minutes=5, on_on=DAY, outcome="not_done", from_kind="step", from_id=step.pk)
    found = queries.how_far_step(Viewer(ann, SELF), step)
    assert [(rung.done, rung.says) for rung in found.rungs][1:] == [
        (False, "You noted no try."), (False, "Not known: you have not said."),
        (False, "Not noted: tries on two days that say how each went; proof beside one of them; in your words, what changed for pupils.")]
    for path in (f"/practice/{step.code}/", f"/record/{Entry.objects.first().code}/"):
        shown = as_ann.get(path).content.decode()
        assert ("How far I went with it" in shown, "Tried it since? Note how it went" in shown) == (True, True)


@pytest.mark.django_db
def test_another_try_of_what_came_from_no_step_counts_for_the_same_thing(as_ann, ann):
    first = record.note(by=ann, title="Wait three seconds", kind="tried", minutes=5, on_on=DAY, outcome="mixed")
    form = as_ann.get(f"/record/new/?from=entry:{first.code}").content.decode()
    assert "Wait three seconds" in form
    for other in (first, None):
        mark = first if other else Entry.objects.exclude(pk=first.pk).get()
        answer = as_ann.post("/record/new/", {"op_id": uuid4().hex, "from": f"entry:{mark.code}", "title": "Wait three seconds", "kind": "tried", "minutes": "5",
                                              "on_on": "2026-09-09", "time_kind": "own", "origin": "chosen", "outcome": "worked"})
        assert answer.status_code == 302
    assert list(Entry.objects.exclude(pk=first.pk).values_list("from_kind", "from_id")) == [("entry", first.pk)] * 2
    missing = queries.how_far_entry(Viewer(ann, SELF), first).rungs[3].says
    assert missing == "Not noted: proof beside one of them; in your words, what changed for pupils."


@pytest.mark.django_db
def test_nobody_notes_a_try_from_an_entry_of_another(ann, ben):
    entry = record.note(by=ann, title="Private words", kind="tried", minutes=5, on_on=DAY)
    assert "Private words" not in sign_in(Client(), ben).get(f"/record/new/?from=entry:{entry.code}").content.decode()


@pytest.mark.django_db
def test_the_pages_take_as_many_statements_for_many_tries_as_for_one(as_ann, ann):
    step = actions.plan(by=ann, title="Three piles", about_kind="offer", about_id=uuid4())
    counts = []
    for count in (1, 20):
        for _number in range(count):
            entry = note(ann, step, DAY, outcome="worked")
        for path in (f"/practice/{step.code}/", f"/record/{entry.code}/"):
            as_ann.get(path)
            with CaptureQueriesContext(connection) as asked:
                assert as_ann.get(path).status_code == 200
            counts.append(len(asked))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 13, counts


@pytest.mark.django_db
def test_the_next_step_of_a_course_that_goes_on_does_not_end_it(as_ann, ann):
    step = actions.plan(by=ann, title="Six weeks")
    study = actions.begin_study(by=ann, step=step, week_minutes=60)
    entry = actions.check_in(by=ann, study=study, on_on=DAY, minutes=50)
    for path in (f"/practice/{step.code}/", f"/record/{entry.code}/"):
        page = as_ann.get(path).content.decode()
        assert (f'<a class="btn thin own" href="/practice/{step.code}/study/">Note this week</a>' in page, f"from=step:{step.code}" in page) == (True, False)
    actions.end(by=ann, step=step, ended_as="done")
    assert "Tried it since? Note how it went" in as_ann.get(f"/record/{entry.code}/").content.decode()
