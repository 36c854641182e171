"""The demo world: made once, alone, dated through the year; its door opens demo accounts and no other."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import transaction

from staffroom.attendance.queries import of_viewer
from staffroom.catalogue.actions import load_commons
from staffroom.catalogue.models import Offer, PracticeCard
from staffroom.catalogue.rates import rates_of, with_rates
from staffroom.events.models import Event, Planned
from staffroom.kit import clock
from staffroom.kit.models import AuditLine
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.kit.words import clean_line
from staffroom.offered.models import Adoption
from staffroom.orgs.models import Invitation, Membership, Organisation
from staffroom.pages import demo
from staffroom.people.models import NAME_LIMIT, Account
from staffroom.practice.models import FollowUp, PlanStep, Telling
from staffroom.record.models import Ask, Draft, Entry, Evidence, Removal, Rung
from staffroom.sharing.models import Copy
from staffroom.sharing.viewers import SELF, Viewer
from staffroom.topics import actions as topics


@pytest.fixture(scope="module")
def valley(django_db_setup, django_db_blocker):
    """Juniper Valley, made once for all tests here; everything is rolled back at the end."""
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        topics.load(by=None)
        load_commons(by=None)
        cache.delete("demo-world")
        yield demo.make()
        demo.demo_mark().unlink(missing_ok=True)
        cache.delete("demo-world")
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


@pytest.fixture
def naomi(valley, db):
    return Account.objects.get(code=demo.code_of("naomi"))


def be(client, account, how=""):
    return client.post(f"/demo/{account.code}/{how}", {"op_id": op_id()})


def everything():
    return {model.__name__: sorted(model.objects.values_list("pk", "made_at")) for model in (
        Account, Organisation, Membership, Invitation, Entry, Evidence, Rung, Ask, Copy, PlanStep, Draft)}


def test_everybody_and_everything_in_it_is_marked_as_demo(naomi):
    assert Account.objects.count() == len(demo.shown()) >= 24
    assert not Account.objects.filter(is_demo=False).exists()
    assert not Organisation.objects.filter(is_demo=False).exists()


def test_making_it_again_changes_nothing(naomi):
    before = everything()
    assert demo.make() == {}
    assert everything() == before


def test_a_second_time_the_same_people_have_the_same_addresses():
    assert demo.code_of("naomi") == "6ebwap8rnfd7"
    assert demo.code_of("linh") != demo.code_of("naomi")


def test_every_role_that_a_body_can_give_is_held_by_somebody(naomi):
    assert set(Membership.objects.values_list("role", flat=True)) == set(Membership.Role.values)


def test_names_are_as_long_and_as_foreign_as_names_are(naomi):
    names = [account.name for account in Account.objects.all()]
    assert max(map(len, names)) == NAME_LIMIT == 60
    assert all(clean_line(name, NAME_LIMIT) == name for name in names)
    assert any("\u0600" <= letter <= "\u06ff" for name in names for letter in name)
    assert any("\u1780" <= letter <= "\u17ff" for name in names for letter in name)


def test_every_offer_and_topic_that_the_year_names_is_in_the_commons(naomi):
    named = {line["offer"] for line in demo.lines() if "offer" in line}
    assert named == set(Offer.objects.filter(key__in=named).values_list("key", flat=True))
    assert PlanStep.objects.filter(about_id=None).count() == sum("title" in line if line["do"] == "plan" else line["do"] == "will_try" for line in demo.lines())


def test_the_year_is_a_year_with_ordinary_failures_and_every_rung(naomi):
    on = list(Entry.objects.order_by("on_on").values_list("on_on", flat=True))
    assert (on[-1] - on[0]).days > 340
    assert set(Entry.objects.values_list("outcome", flat=True)) == {"", "worked", "mixed", "did_not"}
    assert set(Rung.objects.values_list("step", flat=True)) == set(Rung.Step.values)
    assert set(Ask.objects.values_list("answer", flat=True)) == {"yes", "no", ""}
    assert Copy.objects.exclude(taken_back_at=None).count() == 1
    assert Draft.objects.count() == 2
    assert Invitation.objects.filter(accepted_at=None).count() == 2


def test_nothing_was_done_in_the_moment_of_making_or_after_it(naomi):
    since = clock.now() - timedelta(hours=1)
    for model in (Account, Membership, Entry, Rung, Ask, Copy, PlanStep, Draft, Invitation):
        assert not model.objects.filter(made_at__gte=since).exists(), model
    acts = AuditLine.objects.exclude(act__in=["demo.make", "topics.load", "catalogue.load_commons", "orgs.found"])
    assert not acts.filter(at__gte=since).exists()
    assert not Ask.objects.filter(answered_at__gte=since).exists()


def test_an_entry_is_dated_on_its_day_and_an_answer_after_its_question(naomi):
    for entry in Entry.objects.all():
        first = entry.sittings.first()
        assert abs((entry.made_at.date() - first.on_on).days) <= 1
    for ask in Ask.objects.exclude(answer=""):
        assert ask.entry.made_at < ask.made_at < ask.answered_at


def test_what_can_come_back_or_be_accepted_runs_out_a_fortnight_after_its_day(naomi):
    removal = Removal.objects.get()
    assert removal.until_at - removal.made_at < timedelta(days=14, seconds=5)
    assert removal.until_at < clock.now() + timedelta(days=13)
    assert all(row.lapses_at > clock.now() for row in Invitation.objects.filter(accepted_at=None))


def test_what_became_of_things_is_told_by_enough_for_some_and_too_few_for_others(naomi):
    found = {offer.key: rates_of(offer).tried for offer in with_rates(Offer.objects)}
    assert {key: n for key, n in found.items() if n} == {"one-question-at-the-end": 9, "three-seconds": 7, "two-solutions": 5, "names-by-friday": 2}
    assert all(row.told_at < clock.now() - timedelta(days=1) for row in Telling.objects.all())
    for row in FollowUp.objects.exclude(answered_at=None):
        assert row.made_at + timedelta(days=row.after_days - 1) < row.due_at < row.answered_at + timedelta(days=1)


def test_a_card_that_was_corrected_is_offered_another_thing_is_asked_for_and_a_certificate_waits_for_its_quiz(naomi):
    card = PracticeCard.objects.get(person=naomi)
    assert card.edition == 2 and PracticeCard.objects.filter(family=card).count() == 2
    agreed, asked = Adoption.objects.order_by("made_at")
    assert agreed.hangs and agreed.offer == card.offer and not asked.agreed_at and asked.made_at < clock.now() - timedelta(days=1)
    event = Event.objects.exclude(policy={}).get()
    assert event.is_over and of_viewer(Viewer(naomi, SELF), event).may_take_quiz


def test_an_evening_lets_in_more_than_it_has_seats_a_talk_needs_cover_and_a_course_waits_for_its_date(naomi):
    assert list(Event.objects.filter(over_count__gt=0).values_list("title", "over_count")) == [("Openings that work on Mondays", 4)]
    assert list(Event.objects.filter(cover_minutes__gt=0).values_list("cover_minutes", flat=True)) == [45]
    planned = Planned.objects.get()
    assert (planned.is_demo, planned.asking_count, planned.is_open) == (True, 4, True)


def test_no_photo_shows_anything_but_paper(naomi):
    assert Evidence.objects.filter(kind="photo").count() == 6
    assert all(row.says_no_pupils for row in Evidence.objects.exclude(kind="link"))


# The door


def test_one_tap_signs_in_by_a_key_of_ones_own(client, naomi):
    answer = be(client, naomi)
    assert (answer.status_code, answer["Location"]) == (302, "/today/")
    assert client.session["assurance"] == "self"
    page = client.get("/today/").content.decode()
    assert "Demonstration." in page
    assert "You look round as Naomi Begaye." in page


def test_by_the_sign_in_of_the_school_the_notebook_stays_shut(client, naomi):
    be(client, naomi, "school/")
    assert client.session["assurance"] == "org"
    assert client.session["assured_by"] == Organisation.objects.get(name="Windmill Bend Elementary").code
    assert client.get("/record/").status_code == 403


def test_everybody_in_the_list_can_be_signed_in_as_and_lands_on_a_page(client, valley, db):
    for one in demo.shown():
        answer = be(client, one.account)
        assert client.get(answer["Location"], follow=True).status_code == 200, one.account
        assert client.session["_auth_user_id"] == str(one.account.pk)


def test_the_door_lists_everybody_with_something_to_look_at(client, naomi):
    page = client.get("/demo/").content.decode()
    for one in demo.shown():
        assert f"<bdi>{one.account.name}</bdi>" in page
        assert f"/demo/{one.account.code}/" in page
        assert one.look
    assert page.count('class="tag"') >= len(demo.shown())


def test_the_door_never_opens_an_account_that_is_not_demo(client, naomi):
    real = make_account("Real Teacher")
    assert be(client, real).status_code == 404
    Account.objects.filter(pk=naomi.pk).update(is_demo=False)
    assert be(client, naomi).status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_link_signs_nobody_in(client, naomi):
    assert client.get(f"/demo/{naomi.code}/").status_code == 405
    assert "_auth_user_id" not in client.session


def test_a_school_opens_only_those_who_have_its_sign_in(client, valley, db):
    assert be(client, Account.objects.get(code=demo.code_of("walt")), "school/").status_code == 404


def test_without_the_mark_in_the_folder_there_is_no_door(client, naomi):
    demo.demo_mark().unlink()
    try:
        assert client.get("/demo/").status_code == 404
        assert be(client, naomi).status_code == 404
    finally:
        demo.demo_mark().write_text("back\n")


def test_a_visitor_cannot_change_the_ways_into_a_demo_account(client, naomi):
    be(client, naomi)
    fields = {"op_id": op_id(), "password": "a whole new password", "email": "mine@home.example"}
    for page in ("/account/password/", "/account/addresses/", "/account/keys/codes/on/", "/account/keys/passkeys/add/"):
        answer = client.post(page, fields)
        assert answer.status_code in {302, 404}, page
        assert "again" in answer.get("Location", "again"), page
    naomi.refresh_from_db()
    assert not naomi.check_password("a whole new password")
    assert not naomi.emailaddress_set.exists()


def test_coming_in_anew_leaves_nothing_of_the_session_before(client, naomi):
    sign_in(client, naomi)
    session = client.session
    session["left"] = "something"
    session.save()
    be(client, naomi, "school/")
    assert "left" not in client.session
    be(client, Account.objects.get(code=demo.code_of("walt")))
    assert client.session["assurance"] == "self"
