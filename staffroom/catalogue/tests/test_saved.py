from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from staffroom.catalogue import actions
from staffroom.catalogue.models import SavedSearch
from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.notices.models import Notice
from staffroom.notices.queries import sentence

pytestmark = pytest.mark.django_db


def keep(client, asked):
    return client.post("/find/saved/", {"asked": asked, "op_id": op_id()})


def make_due():
    SavedSearch.objects.update(looked_at=clock.now() - timedelta(hours=25))


def test_a_search_is_kept_sealed_and_stands_in_my_list_alone(as_ann, shelf):
    shelf(8)
    page = as_ann.get("/find/?q=exit+ticket&minutes=15&kind=video&page=2").content.decode()
    assert 'name="asked" value="?q=exit+ticket&amp;minutes=15&amp;kind=video"' in page
    assert keep(as_ann, "?q=exit+ticket&minutes=15&kind=video").status_code == 302
    keep(as_ann, "?q=exit+ticket&minutes=15&kind=video")
    held = SavedSearch.objects.get()
    assert held.asked == "?q=exit+ticket&minutes=15&kind=video"
    assert b"exit" not in bytes(SavedSearch.objects.values_list("asked", flat=True).get())
    mine = as_ann.get("/find/saved/").content.decode()
    assert "“exit ticket”, at most 15 minutes, video" in mine
    assert 'href="/find/?q=exit+ticket&amp;minutes=15&amp;kind=video"' in mine
    theirs = sign_in(Client(), make_account("Ben")).get("/find/saved/").content.decode()
    assert "exit ticket" not in theirs and "None yet." in theirs


def test_nothing_is_not_kept_and_what_is_unknown_is_left_out(as_ann, shelf):
    shelf(3)
    assert keep(as_ann, "").headers["Location"] == "/find/"
    keep(as_ann, "?theme=no-such&author__password__startswith=a")
    assert not SavedSearch.objects.exists()


def test_fifty_are_enough(ann):
    for n in range(50):
        actions.save_search(by=ann, asked=f"?q=word{n}")
    actions.save_search(by=ann, asked="?q=word3")
    with pytest.raises(Refusal):
        actions.save_search(by=ann, asked="?q=another")


def test_the_inbox_says_once_how_many_new_offers_fit_and_no_word_of_the_search(ann, shelf):
    shelf(title="Exit tickets", minutes=10)
    saved = actions.save_search(by=ann, asked="?q=exit&minutes=15")
    actions.let_tell(by=ann, saved=saved, tells=True)
    make_due()
    SavedSearch.objects.update(looked_at=clock.now())
    assert actions.look_again(by=None) == 0
    since = clock.now()
    shelf(title="Exit cards", minutes=10)
    shelf(title="Exit cards, the long way", minutes=90)
    shelf(title="Something else", minutes=10)
    SavedSearch.objects.update(looked_at=since)
    later = clock.now() + timedelta(hours=25)
    with time_machine.travel(later, tick=False):
        assert actions.look_again(by=None) == 1
        assert actions.look_again(by=None) == 0
    told = Notice.objects.get(person=ann)
    assert (told.kind, told.name, told.href, sentence(told)) == ("found", "1", "/find/saved/", "New for a search that you keep: 1.")


def test_a_search_that_does_not_tell_is_not_looked_at(ann, shelf):
    actions.save_search(by=ann, asked="?q=exit")
    make_due()
    assert actions.look_again(by=None) == 0


def test_what_is_due_is_looked_at_fifty_at_a_time(shelf):
    shelf(2)
    for n in range(3):
        person = make_account(f"Person {n}")
        for at in range(20):
            actions.let_tell(by=person, saved=actions.save_search(by=person, asked=f"?q=word{at}"), tells=True)
    make_due()
    assert [actions.look_again(by=None) for _n in range(3)] == [50, 10, 0]


def test_it_is_changed_and_forgotten_by_its_owner_alone(as_ann, ann):
    saved = actions.save_search(by=ann, asked="?q=exit")
    ben = sign_in(Client(), make_account("Ben"))
    assert ben.post(f"/find/saved/{saved.code}/forget/", {"op_id": op_id()}).status_code == 404
    as_ann.post(f"/find/saved/{saved.code}/tell/", {"op_id": op_id()})
    assert SavedSearch.objects.get().tells
    as_ann.post(f"/find/saved/{saved.code}/quiet/", {"op_id": op_id()})
    assert not SavedSearch.objects.get().tells
    as_ann.post(f"/find/saved/{saved.code}/forget/", {"op_id": op_id()})
    assert not SavedSearch.objects.exists()
