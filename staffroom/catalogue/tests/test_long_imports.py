"""Long lists go up part by part: killed at any place and run again, the shelf is that of one clean run."""

import pytest

from staffroom.catalogue import actions
from staffroom.catalogue.models import ImportRun, Offer
from staffroom.kit import outbox, search
from staffroom.kit.models import OutboxRow, SearchDoc
from staffroom.kit.testing import op_id

pytestmark = pytest.mark.django_db
ROWS = 1_203


def listed(rows: int = ROWS) -> bytes:
    """Good rows, every hundredth without a title, every tenth with a link."""
    lines = (f"{'' if n % 100 == 0 else f'Course {n}'},{f'https://long.example/{n}' if n % 10 == 0 or n % 100 == 0 else ''},{n % 90 + 1}" for n in range(1, rows + 1))
    return ("Title,Link,Minutes\n" + "\n".join(lines) + "\n").encode()


def shelf_now() -> list:
    return sorted(Offer.objects.values_list("title", "url_key", "key", "minutes", "taken_down_at"))


def test_the_first_part_hangs_at_once_the_others_follow_and_the_page_says_how_far_it_is(as_ann, ann):
    run = actions.draft_import(by=ann, name="long.csv", data=listed())
    as_ann.post(f"/find/add/{run.code}/apply/", {"op_id": op_id()})
    answer = as_ann.get(f"/find/add/{run.code}/")
    page = answer.content.decode()
    assert "500 of 1191 rows have been put up." in page and '<progress max="1191" value="500"' in page and answer["Refresh"] == "3"
    assert "Take the whole list back" not in page
    assert as_ann.post(f"/find/add/{run.code}/undo/", {"op_id": op_id()}).status_code == 404
    assert Offer.objects.count() == 500
    outbox.run_due()
    run.refresh_from_db()
    assert (run.added_count, run.done_count, run.good_count, len(run.errors), run.rows) == (1_191, 1_191, 1_191, 12, [])
    answer = as_ann.get(f"/find/add/{run.code}/")
    assert "1191 are new on the wall." in answer.content.decode() and "Refresh" not in answer
    as_ann.post(f"/find/add/{run.code}/undo/", {"op_id": op_id()})
    assert (Offer.objects.filter(taken_down_at=None).count(), SearchDoc.objects.count()) == (0, 0)


def test_a_worker_that_died_in_a_part_loses_nothing_and_doubles_nothing(ann, monkeypatch):
    """CS-12: its part is gone as a whole; the next worker goes on after the last whole one."""
    run = actions.draft_import(by=ann, name="long.csv", data=listed())
    actions.apply_import(by=ann, run=run)
    real, calls = search.put, []

    def dies(*args):
        calls.append(1)
        if len(calls) == 1:
            raise MemoryError
        return real(*args)

    monkeypatch.setattr("staffroom.kit.search.put", dies)
    outbox.run_due()
    run.refresh_from_db()
    assert (run.done_count, run.applied_at, Offer.objects.count()) == (500, None, 500)
    OutboxRow.objects.update(due_at=run.begun_at)
    outbox.run_due()
    run.refresh_from_db()
    after = shelf_now()
    assert (run.added_count, len(after), SearchDoc.objects.count()) == (1_191, 1_191, 1_191)


def test_the_same_file_while_it_goes_on_is_the_same_import(ann):
    run = actions.draft_import(by=ann, name="long.csv", data=listed())
    assert actions.draft_import(by=ann, name="long.csv", data=listed()) == run
    actions.apply_import(by=ann, run=run)
    assert actions.draft_import(by=ann, name="long.csv", data=listed()) == run
    actions.set_columns(by=ann, run=ImportRun.objects.get(), columns={"title": "Link"})
    assert ImportRun.objects.get().columns["title"] == "Title"
    outbox.run_due()
    assert actions.draft_import(by=ann, name="long.csv", data=listed()) != run


def test_what_is_over_by_the_end_of_a_long_import_was_not_when_it_began(ann):
    """Every part is read as on the first moment, so that the count stays."""
    run = actions.apply_import(by=ann, run=actions.draft_import(by=ann, name="long.csv", data=listed()))
    began = run.begun_at
    assert actions.import_part(by=None, run=run).begun_at == began
