"""Drafts: kept as one types, never written over from another place, found again after the session has ended."""

import json

import pytest
from django.test import Client

from staffroom.kit.models import OutboxRow
from staffroom.kit.testing import make_account, sign_in
from staffroom.record import actions, queries
from staffroom.record.models import Draft, Entry, KeptWords
from staffroom.record.receivers import draft_kept

pytestmark = pytest.mark.django_db
ADDRESS = "/record/drafts/record.new/"


def save(client, version=0, tab="here", **fields):
    return client.post(ADDRESS, {"version": version, "tab": tab, **fields}, headers={"Accept": "application/json"})


def test_what_is_typed_is_kept_and_numbered(as_ann, ann):
    assert save(as_ann, title="Luz sh").json()["version"] == 1
    assert save(as_ann, 1, title="Luz showed", note="x").json()["version"] == 2
    draft = Draft.objects.get(person=ann)
    assert (draft.form, draft.read(), draft.device) == ("record.new", {"title": ["Luz showed"], "note": ["x"]}, "a computer")


def test_the_same_words_again_change_nothing(as_ann):
    assert [save(as_ann, title="a").json()["version"], save(as_ann, title="a").json()["version"]] == [1, 1]


def test_words_from_two_tabs_lie_side_by_side(as_ann):
    save(as_ann, tab="desk", title="Try Monday")
    save(as_ann, 1, tab="phone", title="Ask Luz")
    answer = save(as_ann, 1, tab="desk", title="Try Monday, period 2")
    assert answer.status_code == 409
    assert (answer.json()["mine"]["title"], answer.json()["theirs"]["title"]) == (["Try Monday, period 2"], ["Ask Luz"])
    save(as_ann, 1, tab="desk", title="Try Monday, period 2 only")
    assert sorted(draft.read()["title"][0] for draft in Draft.objects.all()) == ["Ask Luz", "Try Monday, period 2 only"]
    page = as_ann.get(answer.json()["href"]).content.decode()
    assert "Ask Luz" in page and "Try Monday, period 2 only" in page


@pytest.mark.parametrize("keep,left", [("mine", "Try Monday, period 2"), ("theirs", "Ask Luz"), ("both", "Ask Luz / Try Monday, period 2")])
def test_one_keeps_this_or_that_or_both_and_the_other_can_come_back(as_ann, post, keep, left):
    save(as_ann, tab="phone", title="Ask Luz")
    href = save(as_ann, 0, tab="desk", title="Try Monday, period 2").json()["href"]
    answer = post(as_ann, href, keep=keep)
    live = Draft.objects.get(gone=None)
    assert (answer["Location"], live.beside, live.read()["title"]) == ("/record/new/?draft=1", False, [left])
    assert Draft.objects.exclude(gone=None).count() == 1


def test_sending_the_form_ends_its_draft_but_not_that_of_another_tab(as_ann, post, good):
    save(as_ann, tab="phone", title="Ask Luz")
    post(as_ann, "/record/new/", **good, tab="desk", draft_version="0")
    assert Draft.objects.get().read()["title"] == ["Ask Luz"]
    post(as_ann, "/record/new/", **good, tab="phone", draft_version="0")
    assert Draft.objects.count() == 0


def test_a_form_whose_draft_was_changed_elsewhere_leads_to_the_choice(as_ann, post, good):
    save(as_ann, tab="phone", title="Ask Luz")
    save(as_ann, 0, tab="desk", **good)
    answer = post(as_ann, "/record/new/", **good, tab="desk", draft_version="0")
    assert answer["Location"].endswith("/two/") and Entry.objects.count() == 0


def test_a_change_whose_draft_was_changed_elsewhere_leads_to_the_choice_too(as_ann, post, visit, good):
    address = f"/record/drafts/record.entry:{visit.code}/"
    for tab in ("phone", "desk"):
        as_ann.post(address, {**good, "title": f"From the {tab}", "version": 0, "tab": tab, "base": 1}, headers={"Accept": "application/json"})
    answer = post(as_ann, f"/record/{visit.code}/edit/", **good | {"title": "From the desk"}, tab="desk", base="1")
    home = post(as_ann, answer["Location"], keep="mine")["Location"]
    assert (answer["Location"].endswith("/two/"), home) == (True, f"/record/{visit.code}/edit/?draft=1")
    assert 'value="From the desk"' in as_ann.get(home).content.decode() and 'name="base" value="1"' in as_ann.get(home).content.decode()


def test_a_draft_is_offered_on_the_next_visit_and_fills_the_form(as_ann):
    save(as_ann, title="Luz showed how she starts", topics=["settle"])
    assert "We kept what you were writing." in as_ann.get("/record/new/").content.decode()
    assert 'value="Luz showed how she starts"' in as_ann.get("/record/new/?draft=1").content.decode()


def test_a_draft_that_was_offered_and_left_is_still_there_after_something_else_was_noted(as_ann, post, good):
    """Neither keeping the new words nor sending them touches the old ones; each of them is taken up by itself."""
    save(as_ann, tab="yesterday", title="An hour of words")
    page = as_ann.get("/record/new/").context
    assert (page["offered_words"], page["draft_version"]) == ("An hour of words", 0)
    new = {"tab": page["draft_tab"], "draft_form": page["draft_form"], "draft_version": "0"}
    kept = as_ann.post(page["draft_href"], {**new, "title": "Another thing"}, headers={"Accept": "application/json"})
    assert kept.status_code == 200 and sorted(draft.read()["title"][0] for draft in Draft.objects.all()) == ["An hour of words", "Another thing"]
    homes = {line.title: line.href for line in queries.drafts_of(as_ann_viewer(as_ann))}
    assert {title: f'value="{title}"' in as_ann.get(home).content.decode() for title, home in homes.items()} == {
        "An hour of words": True, "Another thing": True}
    assert post(as_ann, "/record/new/", **good, **new).status_code == 302
    assert [draft.read()["title"] for draft in Draft.objects.all()] == [["An hour of words"]]


def test_without_a_script_too_a_draft_that_was_left_stays(as_ann, post, good):
    save(as_ann, tab="yesterday", title="An hour of words")
    page = as_ann.get("/record/new/").context
    post(as_ann, "/record/new/", **good, tab=page["draft_tab"], draft_form=page["draft_form"], draft_version=str(page["draft_version"]))
    assert (Entry.objects.count(), [draft.read()["title"] for draft in Draft.objects.all()]) == (1, [["An hour of words"]])


def test_a_change_leaves_a_draft_that_it_did_not_show(as_ann, post, visit, good):
    address = f"/record/drafts/record.entry:{visit.code}/"
    as_ann.post(address, {**good, "note": "An hour of words", "version": 0, "tab": "yesterday", "base": 1}, headers={"Accept": "application/json"})
    page = as_ann.get(f"/record/{visit.code}/edit/").context
    kept = as_ann.post(address, {**good, "note": "Now", "version": page["draft_version"], "tab": page["draft_tab"], "base": 1}, headers={"Accept": "application/json"})
    assert (kept.status_code, sorted(draft.read()["note"][0] for draft in Draft.objects.all())) == (409, ["An hour of words", "Now"])


def test_words_about_a_step_stay_about_it_when_they_are_taken_up(as_ann, monkeypatch):
    from staffroom.record import prefills
    monkeypatch.setitem(prefills.READERS, "teststep", lambda viewer, code: prefills.Prefill(title="Try the bins", says="About your step.") if code == "mine" else None)
    save(as_ann, title="Tried the bins", **{"from": "teststep:mine"})
    for address, sees in (("/record/new/?draft=1", True), ("/record/new/?from=teststep:mine", True), ("/record/new/", False)):
        assert ('name="from" value="teststep:mine"' in as_ann.get(address).content.decode()) is sees, address
    assert "We kept what you were writing." in as_ann.get("/record/new/?from=teststep:mine").content.decode()


def test_a_draft_that_was_let_go_can_come_back(as_ann, post):
    save(as_ann, title="Luz")
    draft = Draft.objects.get()
    post(as_ann, f"/record/drafts/{draft.code}/let-go/")
    assert queries.drafts_of(as_ann_viewer(as_ann)) == []
    post(as_ann, f"/record/let-go/draft/{draft.code}/")
    assert [line.title for line in queries.drafts_of(as_ann_viewer(as_ann))] == ["Luz"]


def as_ann_viewer(client):
    from django.contrib.auth import get_user_model

    from staffroom.sharing.viewers import Viewer
    return Viewer(get_user_model().objects.get(pk=client.session["_auth_user_id"]), "self")


def test_without_a_script_a_button_keeps_the_draft(as_ann, post, good):
    answer = post(as_ann, ADDRESS, **good, draft_version="0", tab="here")
    assert (answer.status_code, answer["Location"], Draft.objects.get().read()["title"]) == (302, "/record/drafts/", [good["title"]])


@pytest.mark.parametrize("key", ["record", "../x", "record.new:UPPER", "a.b", "record.new:" + "x" * 40])
def test_a_draft_belongs_to_a_form_with_a_proper_name(as_ann, key):
    assert as_ann.post(f"/record/drafts/{key}/", {"title": "x"}).status_code == 404


def test_a_draft_has_an_end(as_ann):
    answer = save(as_ann, note="x" * 200_000)
    assert (answer.status_code, Draft.objects.count()) == (422, 0)


def test_a_draft_is_its_owners_alone(as_ann, as_ben, client):
    save(as_ann, title="Luz")
    code = Draft.objects.get().code
    assert [as_ben.get(f"/record/drafts/{code}/{end}").status_code for end in ("", "two/")] == [404, 404]
    assert "Luz" not in as_ben.get("/record/new/").content.decode()


def test_the_push_to_other_pages_carries_no_words(as_ann, monkeypatch):
    said = []
    monkeypatch.setattr("staffroom.kit.live.publish", lambda *args, **kwargs: said.append((args, kwargs)))
    save(as_ann, title="a secret title")
    row = OutboxRow.objects.get(kind="record.draft_kept")
    draft_kept(row.payload)
    draft_kept({"draft": "00000000-0000-7000-8000-000000000000"})
    assert len(said) == 1 and "secret" not in json.dumps([said, row.payload], default=str)
    assert said[0][0][2] == {"form": queries.form_mark("record.new"), "tab": "here", "version": 1}


# After the session has ended


@pytest.fixture
def typed(as_ann, good):
    """The form as Ann's browser holds it when her session ends."""
    whose = as_ann.get("/record/new/").context["whose"]
    as_ann.logout()
    return {**good, "note": "words of an hour", "whose": whose}


def test_words_sent_after_the_session_ended_are_there_after_signing_in_and_kept_once(as_ann, ann, typed, post):
    answer = post(as_ann, "/record/new/", **typed)
    assert "next=/record/new/" in answer["Location"] and Entry.objects.count() == 0
    sign_in(as_ann, ann)
    page = as_ann.get("/record/new/")
    assert "words of an hour" in page.content.decode() and "We kept what you were writing." in page.content.decode()
    post(as_ann, "/record/new/", **typed)
    assert [entry.note for entry in Entry.objects.all()] == ["words of an hour"]
    assert KeptWords.objects.count() == 0


def test_another_account_on_the_same_device_gets_nothing(as_ann, typed, post):
    post(as_ann, "/record/new/", **typed)
    sign_in(as_ann, make_account("Eve"))
    assert "words of an hour" not in as_ann.get("/record/new/").content.decode()


def test_the_same_account_in_another_browser_gets_nothing(as_ann, ann, typed, post):
    post(as_ann, "/record/new/", **typed)
    assert "words of an hour" not in sign_in(Client(), ann).get("/record/new/").content.decode()


def test_an_employers_session_gets_nothing(as_ann, ann, typed, post):
    post(as_ann, "/record/new/", **typed)
    sign_in(as_ann, ann, "org")
    assert "words of an hour" not in as_ann.get("/record/new/").content.decode()


def test_kept_words_cannot_be_read_from_the_database_and_end_after_an_hour(as_ann, ann, typed, post, time_machine):
    from datetime import timedelta

    from staffroom.kit import clock
    post(as_ann, "/record/new/", **typed)
    assert b"hour" not in bytes(KeptWords.objects.get().body)
    cookie = as_ann.cookies["kept"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 3600)
    time_machine.move_to(clock.now() + timedelta(minutes=61))
    sign_in(as_ann, ann)
    assert "words of an hour" not in as_ann.get("/record/new/").content.decode()
    actions.sweep_removals(by=None)
    assert KeptWords.objects.count() == 0


def test_a_form_without_its_owners_mark_keeps_nothing(as_ann, typed, post):
    for mark in ("", "forged", typed["whose"][:-2] + "xx"):
        assert post(as_ann, "/record/new/", **typed | {"whose": mark}).status_code == 302
    assert KeptWords.objects.count() == 0
