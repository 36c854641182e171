"""Links that no longer answer: noticed politely, said with the day, and nothing deleted."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from staffroom.catalogue import actions, effects
from staffroom.catalogue.models import Offer, Visit
from staffroom.kit import outbox
from staffroom.kit.models import OutboxRow

pytestmark = pytest.mark.django_db
MAY = datetime(2026, 5, 3, 12, tzinfo=UTC)


@pytest.fixture
def offer(site, shelf):
    held = shelf(title="A page", url="https://example.org/a")
    Offer.objects.update(url=f"http://{site.at}/a")
    held.refresh_from_db()
    return held


def ask(offer) -> Offer:
    effects.visit({"offer": str(offer.pk)})
    offer.refresh_from_db()
    return offer


def page(client, offer) -> str:
    return client.get(f"/find/{offer.code}/?x").content.decode()


def test_one_failure_is_not_said_two_are_and_six_mean_probably_gone(site, offer, client):
    site.says("/a", status=404)
    with time_machine.travel(MAY, tick=False) as now:
        assert ask(offer).silent_since_at is None
        waits = []
        for _time in range(6):
            waits.append(Visit.objects.get().due_at - datetime.now(UTC))
            now.move_to(Visit.objects.get().due_at)
            ask(offer)
        assert [wait.days for wait in waits] == [2, 4, 8, 16, 32, 32]
        assert (offer.silent_since_at, offer.silent_count, offer.taken_down_at) == (MAY, 7, None)
        assert "It is probably gone: its site has not answered since Sunday 3 May, though we asked 7 times." in page(client, offer)
        assert "no answer since 3 May" in client.get("/find/").content.decode()


def test_the_day_is_said_from_the_second_failure_and_no_more_when_it_answers(site, offer, client):
    site.says("/a", status=500)
    with time_machine.travel(MAY, tick=False) as now:
        ask(offer)
        assert "has not answered" not in page(client, offer)
        now.shift(timedelta(days=2))
        ask(offer)
        assert "Its site has not answered since Sunday 3 May." in page(client, offer)
        site.says("/a", b"<p>Here", kind="text/html")
        ask(offer)
        assert (offer.silent_since_at, offer.silent_count, Visit.objects.get().failures_count) == (None, 0, 0)
        assert Visit.objects.get().due_at == datetime.now(UTC) + timedelta(days=30)


@pytest.mark.parametrize("status", [200, 401, 403, 429, 503])
def test_a_site_that_answers_or_lets_no_program_in_is_there(site, offer, status):
    site.says("/a", status=status, kind="text/html")
    for _time in range(3):
        ask(offer)
    assert (offer.silent_since_at, Visit.objects.get().failures_count) == (None, 0)


def test_a_file_that_we_would_not_read_is_there_and_a_host_without_a_server_is_not(site, offer):
    site.says("/a", b"%PDF-1.7", kind="application/pdf")
    assert ask(offer).silent_since_at is None and Visit.objects.get().failures_count == 0
    Offer.objects.update(url="http://127.0.0.1:1/a")
    offer.refresh_from_db()
    ask(offer)
    assert Visit.objects.get().failures_count == 1


def test_it_asks_for_the_head_first_and_only_whether_it_changed(site, offer):
    site.says("/a", b"<p>Here", kind="text/html", ETag='"1"')
    site.heads = True
    ask(offer)
    assert [asked[0] for asked in site.asked] == ["HEAD /a"]
    site.says("/a", status=304)
    ask(offer)
    assert site.asked[-1][1]["If-None-Match"] == '"1"'
    assert Visit.objects.get().etag == '"1"'


def test_few_are_asked_at_a_time_one_for_each_site_and_spaced(shelf):
    for n in range(40):
        shelf(title=f"T{n}", url=f"https://site{n // 2}.example/{n}")
    shelf(title="A post", kind="post", url="https://posts.example/1")
    assert actions.ask_for_visits(by=None, most=10) == 10
    due = list(OutboxRow.objects.filter(kind="catalogue.visit").order_by("due_at").values_list("due_at", flat=True))
    assert [(later - due[0]).seconds for later in due] == [15 * n for n in range(10)]
    assert actions.ask_for_visits(by=None, most=100) == 20
    assert Visit.objects.filter(offer__kind="post").count() == 0
    assert outbox.run_due(0) == 0


def test_what_was_taken_down_or_is_over_is_not_asked(shelf, site):
    held = shelf(title="A", url="https://a.example/")
    Offer.objects.update(taken_down_at=MAY)
    assert actions.ask_for_visits(by=None) == 0
    effects.visit({"offer": str(held.pk)})
    assert site.asked == []
