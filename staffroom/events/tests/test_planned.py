"""What has no date yet: who asks is counted and not named, and is told first, in order, with a head start."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client

from staffroom.events import actions
from staffroom.events.actions.planned import head_start
from staffroom.events.models import Asking, Event, Going, Planned
from staffroom.events.tests.conftest import at, put_up, span, what, worker
from staffroom.events.tests.test_pages import HERE, send, typed, words_of
from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account, sign_in
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice
from staffroom.record.models import Draft
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import SELF, Viewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(world):
    return actions.announce(by=world.tom, kind="course", title="Reading in two languages", words="Six evenings.", season="In spring")


def ask(person, planned) -> int:
    return actions.tell_me_first(by=person, planned=planned).asking_count


def dated(world, planned, **more) -> Event:
    return actions.put_up(by=world.tom, what=what(**more), planned=planned)


def test_who_asks_is_counted_once_and_named_to_nobody(world, planned):
    assert [ask(world.zoe, planned), ask(world.pia, planned), ask(world.zoe, planned)] == [1, 2, 2]
    assert [visible_to(Viewer(person, SELF), Asking).count() for person in (world.tom, world.zoe, world.will)] == [0, 1, 0]
    assert actions.tell_me_no_more(by=world.zoe, planned=planned).asking_count == 1
    with pytest.raises(Refusal):
        ask(world.tom, planned)


def test_with_a_date_they_are_told_in_order_and_sign_up_a_day_before_all_others(world, planned):
    asked = [make_account(name) for name in ("Ada", "Bea", "Cem")]
    for person in (asked[2], asked[0], asked[1]):
        ask(person, planned)
    actions.tell_me_no_more(by=asked[1], planned=planned)
    event = dated(world, planned, capacity=1)
    worker()
    told = Notice.objects.filter(kind="first").order_by("made_at", "pk")
    assert [row.person for row in told] == [asked[2], asked[0]] and not Asking.objects.exists()
    assert set(Going.objects.filter(event=event, part="").values_list("answer", "is_early")) == {("interested", True)}
    with pytest.raises(Refusal, match="before all others"):
        actions.answer(by=world.zoe, event=event, says="going")
    assert actions.answer(by=world.zoe, event=event, says="interested").answer == "interested", "that one is interested waits for nobody"
    assert actions.answer(by=asked[0], event=event, says="going").answer == "going"
    with time_machine.travel(event.open_to_all_at + timedelta(seconds=1)):
        assert actions.answer(by=world.zoe, event=event, says="going").answer == "waits"
    held = Planned.objects.get()
    assert (held.event, held.asking_count) == (event, 2), "how many wanted it stays as it was"
    for late in (lambda: ask(world.pia, planned), lambda: dated(world, planned), lambda: actions.give_up_planned(by=world.tom, planned=planned, why="x")):
        with pytest.raises(Refusal, match="has its date already"):
            late()


def test_a_mail_about_it_waits_for_the_morning(world, planned, settings):
    settings.MAIL_WORKS = True
    notices.prefer(by=world.zoe, by_mail=True, quiet_from=17, quiet_to=7)
    ask(world.zoe, planned)
    with time_machine.travel("2026-12-01T20:00Z", tick=False):
        event = dated(world, planned, span=span("2026-12-20", "18:00", "20:00", "UTC"))
        worker()
        assert not mail.outbox
    with time_machine.travel("2026-12-02T07:01Z", tick=False):
        worker()
        assert len(mail.outbox) == 1 and clock.now() < event.open_to_all_at, "and there is time left before all others"


def test_a_head_start_leaves_all_others_a_day_too(world):
    now = at("2026-11-01T12:00")
    event = put_up(world.tom)
    event.starts_at = now + timedelta(hours=48)
    assert head_start(event, now) == now + timedelta(hours=24)
    event.starts_at -= timedelta(minutes=1)
    assert head_start(event, now) is None
    event.starts_at, event.zone, event.opens_on = now + timedelta(days=20), "UTC", at("2026-11-05T00:00").date()
    assert head_start(event, now) == at("2026-11-06T00:00"), "from the opening, where the host names a day for it"
    event.closes_on = event.opens_on
    assert head_start(event, now) is None


def test_reported_and_taken_down_it_is_read_by_its_host_alone(world, planned, client):
    from staffroom.moderation import kinds
    zoe = sign_in(client, world.zoe)
    assert "Something is wrong here" in words_of(zoe.get(planned.href)) and zoe.get(f"/reports/new/planned/{planned.code}/").status_code == 200
    kinds.KINDS["planned"].down(planned)
    assert (zoe.get(planned.href).status_code, "Reading" in words_of(zoe.get(f"{HERE}planned/"))) == (404, False)
    assert "Taken down: only you can see it." in words_of(sign_in(Client(), world.tom).get(planned.href))
    with pytest.raises(Refusal, match="does not hang here"):
        ask(world.zoe, planned)
    kinds.KINDS["planned"].up(planned)
    assert ask(world.zoe, planned) == 1


def test_only_whoever_announced_it_sets_its_date_and_for_anyone(world, planned):
    with pytest.raises(Refusal, match="You do not run"):
        actions.put_up(by=world.zoe, what=what(), planned=planned)
    with pytest.raises(Refusal, match="for anyone too"):
        dated(world, planned, audience="link")
    assert not Event.objects.exists() and Planned.objects.get().is_open


def test_given_up_or_left_those_who_asked_are_told_why(world, planned):
    other = actions.announce(by=world.tom, kind="talk", title="Another one")
    alone = actions.announce(by=world.tom, kind="talk", title="Nobody asks")
    for held in (planned, other):
        ask(world.zoe, held)
    actions.give_up_planned(by=world.tom, planned=planned, why="No room.")
    actions.leave(by=None, account=world.tom)
    worker()
    assert Notice.objects.filter(person=world.zoe, kind="off").count() == 2
    assert [(row.host, row.why) for row in Planned.objects.order_by("made_at", "pk")][:2] == [(None, "No room."), (None, "Whoever announced it has left.")]
    assert Planned.objects.get(pk=alone.pk).host == world.tom, "that one goes with the account"


def test_from_a_title_to_a_date_nothing_hangs_before_it_was_shown_and_a_stranger_reads_the_number(client, world):
    tom, zoe, nobody = sign_in(client, world.tom), sign_in(Client(), world.zoe), Client()
    said = {"title": "Reading in two languages", "kind": "course", "season": "In spring"}
    looked = send(tom, f"{HERE}planned/new/", **said)
    assert "How it would hang" in words_of(looked) and not Planned.objects.exists()
    send(tom, f"{HERE}planned/new/", **said, up="1")
    planned = Planned.objects.get()
    assert "Nobody reads that it is you" in words_of(zoe.get(planned.href)), "it is said before the tap"
    send(zoe, f"{planned.href}first/")
    assert "1 person wants to be told first" in words_of(nobody.get(planned.href)) and world.zoe.name not in words_of(tom.get(planned.href))
    assert "Reading in two languages" in words_of(nobody.get(f"{HERE}planned/")) and "You are told first" in words_of(zoe.get(f"{HERE}mine/"))
    date = f"{HERE}new/?planned={planned.code}"
    assert 'value="Reading in two languages"' in tom.get(date).content.decode() and zoe.get(date).status_code == 404
    day = (clock.now() + timedelta(days=30)).date().isoformat()
    send(tom, date, **typed(title="Reading in two languages", kind="course", on=day, up="1"))
    event = Event.objects.get()
    assert "those sign up who asked to be told first; then everybody can" in words_of(nobody.get(event.href))
    page = words_of(zoe.get(event.href))
    assert "You asked to be told first: until" in page and "I go" in page
    assert "To the event" in words_of(nobody.get(planned.href))


def test_a_date_that_was_begun_is_taken_up_again_and_still_tells_those_who_asked(client, world, planned):
    tom = sign_in(client, world.tom)
    ask(world.zoe, planned)
    send(tom, f"/record/drafts/events.dated:{planned.code}/", title="Reading, begun", tab="tab-one", draft_version="0")
    draft = Draft.objects.get()
    home = tom.get(f"/record/drafts/{draft.code}/")
    assert f"planned={planned.code}" in (home.headers.get("Location") or home.content.decode())
    page = tom.get(f"{HERE}new/?planned={planned.code}&draft=1").content.decode()
    assert "Reading, begun" in page and f'name="draft_form" value="events.dated:{planned.code}"' in page
    day = (clock.now() + timedelta(days=30)).date().isoformat()
    send(tom, f"{HERE}new/?planned={planned.code}", **typed(title="Reading, begun", on=day, up="1", draft_form=f"events.dated:{planned.code}", tab="tab-one"))
    event = Event.objects.get()
    assert Going.objects.get(event=event, person=world.zoe).is_early and Planned.objects.get().event == event
