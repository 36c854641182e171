"""A profile shows each field to those it was meant for and to nobody else; the access log is its owner's."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db.models import Exists
from django.test import Client
from hypothesis import given, settings, strategies
from hypothesis.extra.django import TestCase

from staffroom.kit import clock, statement, words
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.people import actions, queries, rules
from staffroom.people.models import AccessLine, Account, Profile
from staffroom.people.tests.conftest import post

pytestmark = pytest.mark.django_db
Seen = Profile.Seen


def viewer(account=None, assurance="self"):
    return SimpleNamespace(account=account, pk=account.pk if account else None, holds_own_key=account is not None and assurance == "self")


@pytest.fixture
def one_body():
    """Everybody who is put in belongs to one body: those who live in this zone."""
    zone = "Antarctica/Troll"
    def keys(person, day):
        return Account.objects.filter(Exists(Account.objects.filter(pk=person, zone=zone)), zone=zone).values("pk")
    rules.COLLEAGUES.append(keys)
    statement.forget()
    yield lambda *people: Account.objects.filter(pk__in=[person.pk for person in people]).update(zone=zone)
    rules.COLLEAGUES.remove(keys)
    statement.forget()


def test_at_first_nobody_but_the_teacher_knows_anything(ann, ben, client):
    actions.tell(by=ann, told={"about": "I teach maths", "place": "Yakima"}, seen={})
    assert client.get(f"/people/{ann.code}/").status_code == 404
    assert sign_in(client, ben).get(f"/people/{ann.code}/").status_code == 404
    page = sign_in(Client(), ann).get(f"/people/{ann.code}/")
    assert "Yakima" in page.content.decode()


def test_nothing_to_see_and_nobody_there_are_the_same_answer(ann, client):
    from staffroom.people.tests.test_signing_in import bare
    actions.tell(by=ann, told={"about": "I teach maths"}, seen={})
    assert bare(client.get(f"/people/{ann.code}/")) == bare(client.get("/people/abcdefghjkmn/"))


def test_each_field_has_readers_of_its_own(ann, ben, one_body, client):
    cy = make_account("Cy Example")
    one_body(ann, ben)
    actions.tell(by=ann, told={"about": "for anyone", "place": "for people signed in", "years": "4-9", "locale": "rural"},
                 seen={"about": Seen.ANYONE, "place": Seen.SIGNED_IN, "years": Seen.BODIES})
    pages = {"anyone": client.get(f"/people/{ann.code}/"), "stranger": sign_in(Client(), cy).get(f"/people/{ann.code}/"),
             "colleague": sign_in(Client(), ben).get(f"/people/{ann.code}/"), "ann": sign_in(Client(), ann).get(f"/people/{ann.code}/"),
             "her body": sign_in(Client(), ann, "org").get(f"/people/{ann.code}/")}
    telling = {"about": "for anyone", "place": "for people signed in", "years": "4 to 9 years", "locale": "rural"}
    shown = {who: {field for field, word in telling.items() if word in page.content.decode()} for who, page in pages.items()}
    assert shown == {"anyone": {"about"}, "stranger": {"about", "place"}, "colleague": {"about", "place", "years"}, "ann": set(telling),
                     "her body": {"about", "place"}}


@pytest.mark.parametrize(("who", "level", "account"), [("anyone", 3, None), ("signed-in", 2, "cy"), ("colleague", 1, "ben")])
def test_the_preview_is_the_page_that_they_get(ann, ben, one_body, who, level, account):
    cy = make_account("Cy Example")
    one_body(ann, ben)
    actions.tell(by=ann, told={"about": "for anyone", "place": "signed in", "years": "4-9", "locale": "rural"},
                 seen={"about": 3, "place": 2, "years": 1})
    eyes = {None: viewer(), "cy": viewer(cy), "ben": viewer(ben)}[account]
    profile = queries.profile_of(ann)
    previewed = sign_in(Client(), ann).get(f"/me/profile/as/{who}/").context["person"]
    assert rules.level_of(eyes, profile) == level
    assert previewed.told == queries.person_seen(profile, level, eyes).told


def test_a_field_that_is_empty_shows_nothing_of_the_person(ann, client):
    actions.tell(by=ann, told={"about": ""}, seen={"about": Seen.ANYONE})
    assert client.get(f"/people/{ann.code}/").status_code == 404


def test_narrowing_works_with_the_next_request(ann, client):
    actions.tell(by=ann, told={"about": "hello"}, seen={"about": Seen.ANYONE})
    assert client.get(f"/people/{ann.code}/").status_code == 200
    actions.tell(by=ann, told={"about": "hello"}, seen={"about": Seen.ME})
    assert client.get(f"/people/{ann.code}/").status_code == 404


def test_the_directory_holds_those_who_put_themselves_there(ann, ben):
    actions.tell(by=ann, told={}, seen={}, in_directory=True)
    actions.tell(by=ben, told={"about": "hello"}, seen={"about": Seen.ANYONE})
    assert [row.person for row in rules.visible_directory(viewer(ben))] == [ann]
    assert not rules.visible_directory(viewer()).exists()
    assert sign_in(Client(), ben).get(f"/people/{ann.code}/").status_code == 200
    assert Client().get(f"/people/{ann.code}/").status_code == 404


def test_an_account_that_rests_is_shown_to_nobody(ann, client):
    actions.tell(by=ann, told={"about": "hello"}, seen={"about": Seen.ANYONE})
    Account.objects.filter(pk=ann.pk).update(is_active=False)
    assert client.get(f"/people/{ann.code}/").status_code == 404


class TheQueryAndTheFieldsAgree(TestCase):
    """What the list of visible profiles says is what the fields say, for every way of telling."""

    @settings(max_examples=40, deadline=None)
    @given(seen=strategies.dictionaries(strategies.sampled_from(Profile.FIELDS), strategies.sampled_from([0, 1, 2, 3])),
           filled=strategies.sets(strategies.sampled_from(["about", "place", "years", "languages"])), listed=strategies.booleans())
    def test_a_profile_is_visible_when_some_field_or_the_directory_is(self, seen, filled, listed):
        Account.objects.all().delete()
        ann, ben = make_account("Ann"), make_account("Ben")
        values = {"about": "x", "place": "y", "years": "4-9", "languages": ["en"]}
        profile = actions.tell(by=ann, told={field: values[field] for field in filled}, seen=seen, in_directory=listed)
        for eyes in (viewer(), viewer(ben)):
            shown = rules.shown_fields(profile, rules.level_of(eyes, profile))
            expected = bool(shown) or (listed and eyes.account is not None)
            assert rules.visible_profiles(eyes).filter(person=ann).exists() == expected


# The page that writes it


def test_the_form_keeps_what_it_was_given_and_ignores_the_rest(ann):
    client = sign_in(Client(), ann)
    answer = post(client, "/me/profile/", about="Zebras", seen_about="3", place="Yakima", seen_place="0", years="4-9", locale="",
                  languages=["en", "vi"], seen_languages="1", widest="3", person="x", is_demo="1", in_directory="", password="x")
    assert answer.status_code == 302
    profile = Profile.objects.get(person=ann)
    assert (profile.about, profile.place, profile.years, profile.languages) == ("Zebras", "Yakima", "4-9", ["en", "vi"])
    assert profile.seen == {"about": 3, "languages": 1}
    assert profile.widest == 3
    assert not Account.objects.get(pk=ann.pk).is_demo


def test_the_form_says_what_else_it_is_good_for_and_leads_there(ann):
    page = sign_in(Client(), ann).get("/me/profile/").content.decode()
    assert 'Find begins with what fits it, for nobody but you. <a href="/find/">' in page


@pytest.mark.parametrize("bad", [{"years": "99"}, {"languages": ["klingon"]}, {"seen_about": "9"}, {"about": "x" * 601}, {"place": "a\x00b"},
                                 {"seen_about": "anyone"}])
def test_what_is_not_a_choice_is_refused_and_the_words_stay(ann, bad):
    client = sign_in(Client(), ann)
    answer = client.post("/me/profile/", {"op_id": op_id(), "about": "my careful words", **bad})
    assert answer.status_code in (200, 400)
    assert not Profile.objects.exists()
    if answer.status_code == 200 and "about" not in bad:
        assert "my careful words" in answer.content.decode()


def test_words_of_a_profile_are_shown_as_words(ann, client):
    told = {"about": "<script>alert(1)</script>{{7*7}}", "place": "\"><img src=x onerror=alert(1)>"}
    actions.tell(by=ann, told=told, seen={"about": 3, "place": 3})
    page = client.get(f"/people/{ann.code}/").content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "{{7*7}}" in page


# Names


def test_a_name_that_looks_like_somebody_elses_is_marked_for_those_who_may_know_both(client):
    principal, other = make_account("Pat Rivers"), make_account("Pаt Rіvеrs")  # the second with Cyrillic letters
    actions.tell(by=other, told={"about": "hello"}, seen={"about": 3})
    assert "reads like this one" not in client.get(f"/people/{other.code}/").content.decode(), "the first is known to nobody here"
    actions.tell(by=principal, told={"about": "principal"}, seen={"about": 3})
    assert "reads like this one" in client.get(f"/people/{other.code}/").content.decode()
    assert "reads like this one" not in client.get(f"/people/{principal.code}/").content.decode()


def test_a_name_is_cleaned_and_kept_with_its_shape(ann):
    client = sign_in(Client(), ann)
    assert post(client, "/me/name/", name="  Nguyễn\u202e Thị  Mai ").status_code == 302
    ann.refresh_from_db()
    assert (ann.name, ann.name_shape) == ("Nguyễn Thị Mai", words.skeleton("Nguyễn Thị Mai"))
    for bad in ("", "x" * 61, "a\x00b"):
        assert post(client, "/me/name/", name=bad).status_code in (200, 400)
    ann.refresh_from_db()
    assert ann.name == "Nguyễn Thị Mai"


def test_settings_are_kept_and_nonsense_is_refused(ann):
    client = sign_in(Client(), ann)
    assert post(client, "/me/settings/", zone="Asia/Ho_Chi_Minh", language="en", theme="dark", keys_off="on").status_code == 302
    ann.refresh_from_db()
    assert (ann.zone, ann.theme, ann.keys_off) == ("Asia/Ho_Chi_Minh", "dark", True)
    assert 'data-theme="dark"' in client.get("/me/").content.decode()
    for bad in ({"zone": "Mars/X"}, {"language": "xx"}, {"theme": "pink"}):
        assert post(client, "/me/settings/", **{"zone": "UTC", "language": "en", **bad}).status_code == 200


# Who opened what


def test_the_owner_reads_who_opened_what_and_nobody_else_does(ann, ben):
    actions.log_access(by=ben, person=ann, what="Claim for 3.0 hours", how="page")
    actions.log_access(by=None, person=ann, what="Backup", how="break-glass", by_name="Operator")
    page = sign_in(Client(), ann).get("/me/access/").content.decode()
    assert page.index("Operator") < page.index("Ben Example")
    assert "Claim for 3.0 hours" in page
    assert "Claim for" not in sign_in(Client(), ben).get("/me/access/").content.decode()
    assert not rules.visible_access(viewer(ann, "org")).exists()
    assert not rules.visible_access(viewer()).exists()


def test_the_list_of_who_opened_what_costs_the_same_for_one_and_for_many(ann, ben, django_assert_max_num_queries):
    client = sign_in(Client(), ann)
    for _ in range(60):
        actions.log_access(by=ben, person=ann, what="A thing", how="page")
    client.get("/me/access/")
    with django_assert_max_num_queries(9):
        client.get("/me/access/")


def test_lines_older_than_two_years_go(ann):
    for days in (10, 800):
        line = actions.log_access(by=None, person=ann, what=f"{days} days", how="page", by_name="Office")
        AccessLine.objects.filter(pk=line.pk).update(at=clock.now() - timedelta(days=days))
    actions.forget_access(by=None)
    assert [line.what for line in AccessLine.objects.all()] == ["10 days"]


def test_whether_suggestions_come_is_switched_by_their_teacher_alone(ann):
    client, school = sign_in(Client(), ann), sign_in(Client(), ann, "org")
    assert post(client, "/me/suggestions/", on="no").status_code == 302
    assert Account.objects.get(pk=ann.pk).suggestions_off
    assert "They are off." in client.get("/me/suggestions/").content.decode()
    assert [post(school, "/me/suggestions/", on="yes").status_code, school.get("/me/suggestions/").status_code] == [403, 403]
    assert "me/suggestions" not in school.get("/me/").content.decode()
    assert post(client, "/me/suggestions/", on="perhaps").status_code == 400
    assert Account.objects.get(pk=ann.pk).suggestions_off
    post(client, "/me/suggestions/", on="yes")
    assert not Account.objects.get(pk=ann.pk).suggestions_off


def test_vocabularies_of_other_rooms_become_choices(ann, monkeypatch):
    monkeypatch.setitem(queries.VOCABULARIES, "subjects", lambda: [("maths", "Mathematics")])
    client = sign_in(Client(), ann)
    assert "Mathematics" in client.get("/me/profile/").content.decode()
    post(client, "/me/profile/", subjects=["maths"], seen_subjects="3")
    assert Profile.objects.get().subjects == ["maths"]
    assert "Mathematics" in Client().get(f"/people/{ann.code}/").content.decode()
