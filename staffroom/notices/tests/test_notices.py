from datetime import UTC, datetime

import pytest
from django.core import mail
from django.test import Client

from staffroom.kit import outbox
from staffroom.kit.models import OutboxRow
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.notices import actions
from staffroom.notices.models import Notice, Preference
from staffroom.notices.queries import inbox
from staffroom.notices.quiet import is_quiet, next_loud
from staffroom.orgs import actions as orgs
from staffroom.sharing.viewers import SELF, Viewer

pytestmark = pytest.mark.django_db


def test_quiet_hours_go_over_midnight():
    assert [hour for hour in range(24) if is_quiet(hour, 17, 7)] == [*range(7), *range(17, 24)]
    assert [hour for hour in range(24) if is_quiet(hour, 1, 3)] == [1, 2]
    assert not any(is_quiet(hour, 5, 5) for hour in range(24))


@pytest.mark.parametrize(("now", "zone", "loud"), [
    ("2026-11-22T02:30", "UTC", "2026-11-22T07:00"),
    ("2026-11-22T12:30", "UTC", "2026-11-22T12:30"),
    ("2026-11-23T01:10", "America/New_York", "2026-11-23T12:00"),
    ("2026-03-08T09:30", "America/New_York", "2026-03-08T11:00"),
    ("2026-11-01T05:30", "America/New_York", "2026-11-01T12:00"),
])
def test_a_mail_waits_until_it_is_not_quiet_where_the_person_lives(now, zone, loud):
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert next_loud(at, zone, 17, 7) == datetime.fromisoformat(loud).replace(tzinfo=UTC)


def test_somebody_is_told_once_for_each_key(ann):
    for _again in range(2):
        actions.tell(by=None, person=ann, kind="copy", key="copy:1", name="Ben", href="/shared/x/")
    assert [row.words for row in inbox(Viewer(ann, SELF))] == ["Ben handed you a copy to read."]


def test_nobody_reads_what_another_was_told(ann, ben, as_ann):
    actions.tell(by=None, person=ben, kind="invited", key="i:1", name="Juniper School")
    assert inbox(Viewer(ann, SELF)) == []
    assert b"Juniper" not in as_ann.get("/notices/").content


def test_without_the_wish_no_mail_goes_out_and_with_it_one_without_names(ann, settings):
    settings.MAIL_WORKS = True
    actions.tell(by=None, person=ann, kind="copy", key="copy:1", name="Ben Secret")
    assert not OutboxRow.objects.filter(kind="notices.mail").exists()
    actions.prefer(by=ann, by_mail=True, quiet_from=0, quiet_to=0)
    actions.tell(by=None, person=ann, kind="copy", key="copy:2", name="Ben Secret")
    assert outbox.run_due() == 1
    assert len(mail.outbox) == 1
    letter = mail.outbox[0]
    assert "Secret" not in str(letter.message()) + letter.subject + letter.body + str(letter.extra_headers)
    assert "2 things wait" in mail.outbox[0].subject


def test_a_notice_read_before_the_mail_is_due_sends_none(ann, settings):
    settings.MAIL_WORKS = True
    actions.prefer(by=ann, by_mail=True, quiet_from=0, quiet_to=0)
    actions.tell(by=None, person=ann, kind="copy", key="copy:2")
    actions.read(by=ann, shown=Notice.objects.values_list("pk", flat=True))
    outbox.run_due()
    assert mail.outbox == []


def test_the_inbox_says_what_is_new_until_it_is_read(ann, as_ann):
    actions.tell(by=None, person=ann, kind="ended", key="e:1", name="teacher, Juniper School")
    assert b"<mark>New</mark>" in as_ann.get("/notices/").content
    as_ann.post("/notices/read/", {"op_id": op_id()})
    assert b"<mark>New</mark>" not in as_ann.get("/notices/").content


def test_the_wish_is_kept_and_an_hour_that_does_not_exist_is_refused(ann, as_ann):
    assert as_ann.post("/notices/how/", {"op_id": op_id(), "quiet_from": "20", "quiet_to": "6", "reminds": "before"}).status_code == 302
    assert Preference.objects.get(person=ann).quiet_from == 20
    assert as_ann.post("/notices/how/", {"op_id": op_id(), "quiet_from": "24", "quiet_to": "6"}).status_code == 422


def test_every_kind_of_notice_is_a_sentence(ann):
    for kind in Notice.Kind:
        actions.tell(by=None, person=ann, kind=kind, key=f"k:{kind}", name="Somebody kind")
    assert len(inbox(Viewer(ann, SELF))) == len(Notice.Kind)


def test_a_stranger_is_sent_to_the_door():
    assert Client().get("/notices/").status_code == 302
    assert sign_in(Client(), make_account()).get("/notices/").status_code == 200


def test_a_school_session_hears_of_that_school_alone_and_marks_nothing_else_as_read(ann):
    own = orgs.found(by=None, parent=None, kind="school", name="Juniper School")
    other = orgs.found(by=None, parent=None, kind="school", name="Larch School")
    for kind, body in (("factor", None), ("copy", None), ("invited", own), ("joined", other)):
        actions.tell(by=None, person=ann, kind=kind, key=kind, name=f"Name of {kind}", body=body)
    school = sign_in(Client(), ann, "org", own.code)
    page = school.get("/notices/").content.decode()
    assert [kind for kind in ("factor", "copy", "invited", "joined") if f"Name of {kind}" in page] == ["invited"]
    school.post("/notices/read/", {"op_id": op_id()})
    assert set(Notice.objects.filter(read_at=None).values_list("kind", flat=True)) == {"factor", "copy", "joined"}
    assert school.get("/notices/how/").status_code == 403
    assert "Name of" not in sign_in(Client(), ann, "org").get("/notices/").content.decode()
