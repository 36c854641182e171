"""The file is made one at a time, lies sealed for a day, and goes to its owner alone."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from staffroom.exchange import actions, archive, effects, kept
from staffroom.exchange.models import Export
from staffroom.kit import clock, outbox
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import op_id, sign_in
from staffroom.notices.models import Notice


def ask(client):
    return client.post("/take/", {"op_id": op_id()})


def later(machine, time: timedelta) -> None:
    machine.move_to(clock.now() + time, tick=False)


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


@pytest.fixture
def made(as_ann, full, work):
    """The file that Ann asked for."""
    assert ask(as_ann)["Location"] == "/take/"
    work()
    return Export.objects.get()


def test_asked_for_made_told_and_fetched(as_ann, full, made):
    assert (made.state, made.until_at - made.begun_at > timedelta(hours=24)) == ("ready", True)
    assert Notice.objects.filter(person=full, kind="export").count() == 1
    answer = as_ann.get(f"/take/{made.code}/staffroom.zip")
    data = body(answer)
    assert len(data) == made.size == int(answer["Content-Length"])
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "no-store"
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    assert f"/take/{made.code}/staffroom.zip" in as_ann.get("/take/").content.decode()


def test_a_stranger_and_another_account_get_nothing(made, ben):
    assert Client().get(f"/take/{made.code}/staffroom.zip").status_code == 302
    assert sign_in(Client(), ben).get(f"/take/{made.code}/staffroom.zip").status_code == 404


def test_the_owner_by_an_employers_sign_in_gets_nothing(made, full):
    client = sign_in(Client(), full, "org")
    for path in (f"/take/{made.code}/staffroom.zip", "/take/", "/take/bring/", "/me/erase/"):
        assert client.get(path).status_code == 403, path


def test_after_a_day_it_is_over_and_says_so(as_ann, made, work, time_machine):
    later(time_machine, timedelta(hours=24, minutes=1))
    sign_in(as_ann, made.person)
    assert as_ann.get(f"/take/{made.code}/staffroom.zip").status_code == 410
    actions.sweep_exports(by=None)
    work()
    assert not kept.is_there(made.stored)
    made.refresh_from_db()
    assert (made.state, made.stored) == ("over", "")
    later(time_machine, timedelta(days=31))
    actions.sweep_exports(by=None)
    assert not Export.objects.exists()


def test_while_it_lies_there_it_is_sealed(full, made):
    raw = Path(settings.MEDIA_ROOT, "exports", made.stored).read_bytes()
    assert b"PK\x03\x04" not in raw
    assert b"Noted" not in raw


def test_one_that_was_cut_off_or_moved_is_not_given_out(made):
    path = Path(settings.MEDIA_ROOT, "exports", made.stored)
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    with pytest.raises(ValueError, match=r"sealed|damaged"):
        b"".join(kept.opened(made.stored, made.pk))
    path.write_bytes(whole)
    with pytest.raises(ValueError, match="damaged"):
        b"".join(kept.opened(made.stored, made.person_id))


def test_one_is_made_while_three_wait_and_a_fifth_is_refused(ann, as_ann):
    for _ in range(3):
        actions.ask_export(by=ann)
    with pytest.raises(Refusal):
        actions.ask_export(by=ann)
    assert actions.begin_export(by=None, export=Export.objects.first()) is not None
    actions.ask_export(by=ann)
    with pytest.raises(Refusal):
        actions.ask_export(by=ann)
    assert ask(as_ann).status_code == 422
    assert sorted(Export.objects.values_list("state", flat=True)) == ["making", "waiting", "waiting", "waiting"]


def test_two_hundred_asked_at_once_leave_four_and_others_are_served(ann, ben, work):
    refused = 0
    for _ in range(200):
        try:
            actions.ask_export(by=ann)
        except Refusal:
            refused += 1
    actions.ask_export(by=ben)
    assert refused == 197
    work()
    assert set(Export.objects.values_list("state", flat=True)) == {"ready"}
    assert Export.objects.filter(person=ben).count() == 1


def test_never_two_of_one_person_at_once(ann):
    first, second = actions.ask_export(by=ann), actions.ask_export(by=ann)
    assert actions.begin_export(by=None, export=first).pk == first.pk
    assert actions.begin_export(by=None, export=second) is None
    with pytest.raises(actions.StillMaking):
        actions.begin_export(by=None, export=first)


def test_one_whose_worker_died_is_made_by_another(ann, work, time_machine):
    export = actions.ask_export(by=ann)
    actions.begin_export(by=None, export=export)
    later(time_machine, timedelta(minutes=31))
    work()
    export.refresh_from_db()
    assert export.state == "ready"


def test_one_that_fails_waits_again_and_the_next_try_makes_it(ann, work, monkeypatch, time_machine):
    export = actions.ask_export(by=ann)

    def broken(_export):
        raise OSError("no room")
        yield
    with monkeypatch.context() as patched:
        patched.setattr(archive, "of", broken)
        work()
    export.refresh_from_db()
    assert export.state == "waiting"
    later(time_machine, timedelta(minutes=5))
    work()
    export.refresh_from_db()
    assert export.state == "ready"


def test_doing_it_twice_makes_it_once(ann, work):
    export = actions.ask_export(by=ann)
    work()
    was = Export.objects.get().stored
    effects.make({"export": str(export.pk)})
    assert Export.objects.get().stored == was


def test_a_file_of_many_frames_comes_out_whole(ann):
    parts = [bytes([number]) * 700_001 for number in range(5)]
    name, size = kept.put(ann.pk, ann.pk, iter(parts))
    assert size == 3_500_005
    assert b"".join(kept.opened(name, ann.pk)) == b"".join(parts)


def test_an_answer_on_paper_lasts_no_longer_than_the_account(full, made, work):
    actions.erase(by=None, account=full)
    work()
    assert not kept.is_there(made.stored)


def test_the_form_sent_twice_asks_once(as_ann, ann):
    fields = {"op_id": op_id()}
    as_ann.post("/take/", fields)
    as_ann.post("/take/", fields)
    assert Export.objects.count() == 1
    assert outbox.OutboxRow.objects.filter(kind="exchange.make").count() == 1


def test_the_page_stands_empty_and_with_one_that_waits(as_ann, ann):
    assert "Files you asked for" not in as_ann.get("/take/").content.decode()
    actions.ask_export(by=ann)
    assert "waits for its turn" in as_ann.get("/take/").content.decode()
    assert clock.now() > Export.objects.get().made_at
