"""The pages of needs: what is shown before anything is up, and to whom a name."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from staffroom.catalogue.models import Offer
from staffroom.kit.testing import op_id, sign_in
from staffroom.needs import actions
from staffroom.needs.models import Answer, Need
from staffroom.topics.models import Topic

pytestmark = pytest.mark.django_db
HERE = "/find/needs/"


def words_of(answer) -> str:
    return " ".join(unescape(re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.S)).split())


def send(browser, path, **fields):
    return browser.post(path, fields | {"op_id": op_id()})


@pytest.fixture
def tom(client, world):
    return sign_in(client, world.tom)


@pytest.fixture
def zoe(world):
    return sign_in(Client(), world.zoe)


@pytest.fixture
def pia(world):
    return sign_in(Client(), world.pia)


def test_from_a_search_without_an_answer_to_the_wall_in_two_taps_and_nothing_before(tom, world):
    page = tom.get("/find/?q=quiet+corridors").content.decode()
    assert 'href="/find/needs/new/?q=quiet%20corridors"' in page
    form = tom.get(f"{HERE}new/?q=quiet%20corridors").content.decode()
    assert 'value="quiet corridors"' in form and "Nothing is up yet" in form
    looked = send(tom, f"{HERE}new/", words="Quiet corridors", more="Between lessons", body=world.juniper.code)
    assert looked.status_code == 200
    said = words_of(looked)
    assert "This is what anyone could read." in said and "Quiet corridors Between lessons Somebody. Asked of Juniper School" in said
    assert not Need.objects.exists()
    up = send(tom, f"{HERE}new/", words="Quiet corridors", more="Between lessons", body=world.juniper.code, is_named="False", up="1")
    need = Need.objects.get()
    assert up.headers["Location"] == f"{HERE}{need.code}/"
    assert (need.words, need.more, need.organisation, need.is_named, need.backers_count) == ("Quiet corridors", "Between lessons", world.juniper, False, 1)


def test_before_it_hangs_what_others_said_alike_is_shown_and_one_tap_joins(tom, world):
    other = actions.put_up(by=world.zoe, words="Calm in the corridors")
    looked = send(tom, f"{HERE}new/", words="Quiet coridors")
    assert "Is it one of these?" in words_of(looked) and f'action="{HERE}{other.code}/join/"' in looked.content.decode()
    send(tom, f"{HERE}{other.code}/join/")
    assert (Need.objects.get().backers_count, Need.objects.count()) == (2, 1)


def test_changing_it_keeps_every_word(tom, world):
    page = send(tom, f"{HERE}new/", words="Quiet corridors", more="Between lessons", change="1").content.decode()
    assert 'value="Quiet corridors"' in page and "Between lessons</textarea>" in page and "Show me how it would hang" in page


def test_a_name_is_read_only_where_it_was_chosen_and_only_by_people_who_are_signed_in(client, zoe, world):
    named = actions.put_up(by=world.tom, words="With a name", is_named=True)
    nameless = actions.put_up(by=world.tom, words="Without a name")
    said = {(who, need.words): "Tom Example" in words_of(browser.get(f"{HERE}{need.code}/"))
            for who, browser in (("anyone", client), ("zoe", zoe)) for need in (named, nameless)}
    assert said == {("anyone", "With a name"): False, ("anyone", "Without a name"): False, ("zoe", "With a name"): True, ("zoe", "Without a name"): False}


def test_strangers_read_the_list_and_a_need_in_three_statements_however_many_there_are(client, world, django_assert_max_num_queries):
    def put_up(number):
        need = actions.put_up(by=world.tom if number % 2 else world.zoe, words=f"Talk in room {number}", organisation=world.juniper if number % 2 else None)
        for person in (world.pia, world.dana, world.wanda)[:number % 4]:
            actions.join(by=person, need=need)
        return need

    need = put_up(0)
    for number in range(1, 30):
        with django_assert_max_num_queries(3):
            client.get(f"{HERE}?page=1")
        put_up(number)
    for path in (f"{HERE}?page=1", f"{HERE}?page=2", f"{HERE}?of={world.cedar.code}", f"{HERE}?q=talk", f"{HERE}{need.code}/?x=1"):
        with django_assert_max_num_queries(4 if "?q" in path or "?of" in path else 3):
            assert client.get(path).status_code == 200


def test_signed_in_a_page_asks_no_more_for_many_than_for_one(tom, world, offer):
    need = actions.put_up(by=world.tom, words="Talk in a class of two ages", organisation=world.juniper)

    def counts():
        found = []
        for path in (HERE, f"{HERE}?q=talk", f"{HERE}{need.code}/", f"{HERE}new/", f"{HERE}{need.code}/reopen/"):
            with CaptureQueriesContext(connection) as asked:
                assert tom.get(path).status_code == 200
            found.append(len(asked))
        return found

    actions.answer(by=world.pia, need=need, kind="host")
    counts()
    few = counts()
    for person in (world.pia, world.dana, world.wanda, world.zoe):
        actions.join(by=person, need=need)
        actions.put_up(by=person, words=f"Talk at {person}")
    for kind in ("offer", "elsewhere", "host", "declined"):
        actions.answer(by=world.dana, need=need, kind=kind, offer=offer, words="So.")
    assert counts() == few
    assert max(few) <= 8, few


def test_a_public_page_shows_a_change_at_once_to_whoever_made_it_and_within_a_second_to_all(client, zoe, world):
    from staffroom.kit import fresh
    need = actions.put_up(by=world.tom, words="Talk in a class of two ages")
    assert "1 person misses it" in words_of(client.get(f"{HERE}{need.code}/"))
    send(zoe, f"{HERE}{need.code}/join/")
    assert "2 people miss it" in words_of(zoe.get(f"{HERE}{need.code}/"))
    for kept in fresh._pages.values():
        kept.sure -= 1.1
    assert "2 people miss it" in words_of(client.get(f"{HERE}{need.code}/"))


def test_the_office_answers_with_an_offer_of_the_wall_chosen_from_those_that_are_near(pia, tom, offer, world):
    need = actions.put_up(by=world.tom, words="How to talk in a class of two ages", organisation=world.juniper)
    page = pia.get(f"{HERE}{need.code}/answer/").content.decode()
    assert all(words in page for words in ("Talk in a class of two ages", "a host is wanted", "look there", "declined, with the reason"))
    bad = send(pia, f"{HERE}{need.code}/answer/", kind="offer", words="Try this.")
    assert (bad.status_code, "Where is it?" in words_of(bad), "Try this." in words_of(bad)) == (422, True, True)
    send(pia, f"{HERE}{need.code}/answer/", kind="offer", offer=offer.code, words="Try this.")
    said = words_of(tom.get(f"{HERE}{need.code}/"))
    assert "An offer fits Talk in a class of two ages Try this. Juniper School , Pia Example" in said
    assert tom.get(f"{HERE}{need.code}/answer/").status_code == 404


@pytest.mark.parametrize("address", ["/find/{code}/", "http://127.0.0.1:8000/find/{code}/"])
def test_an_offer_of_this_wall_is_known_by_its_address(zoe, offer, world, address, settings):
    settings.BASE_URL = "http://127.0.0.1:8000"
    need = actions.put_up(by=world.tom, words="Chess for maths")
    send(zoe, f"{HERE}{need.code}/answer/", address=address.format(code=offer.code))
    assert (Answer.objects.get().offer, Offer.objects.count()) == (offer, 1)


def test_a_page_elsewhere_hangs_as_a_link_and_what_is_no_address_is_told(zoe, world):
    need = actions.put_up(by=world.tom, words="Chess for maths")
    bad = send(zoe, f"{HERE}{need.code}/answer/", address="javascript:alert(1)", words="Look")
    assert (bad.status_code, "not the address of a web page" in words_of(bad)) == (422, True)
    send(zoe, f"{HERE}{need.code}/answer/", address="https://chess.example.org/maths", words="Look")
    assert (Answer.objects.get().offer.url, Answer.objects.get().words) == ("https://chess.example.org/maths", "Look")


def test_an_offer_that_hangs_no_longer_is_told_and_the_words_stay(zoe, world, offer):
    need = actions.put_up(by=world.tom, words="Chess for maths")
    bad = send(zoe, f"{HERE}{need.code}/answer/", address="/find/23456789abcd/", words="Look")
    assert (bad.status_code, "does not hang here" in words_of(bad), "Look</textarea>" in bad.content.decode()) == (422, True, True)


def test_its_author_opens_it_again_and_the_reason_stands_under_the_answer(tom, zoe, world, offer):
    need = actions.put_up(by=world.tom, words="Chess for maths")
    actions.answer(by=world.zoe, need=need, kind="elsewhere", offer=offer)
    assert zoe.get(f"{HERE}{need.code}/reopen/").status_code == 404
    assert send(tom, f"{HERE}{need.code}/reopen/", why="").status_code == 422
    send(tom, f"{HERE}{need.code}/reopen/", why="It is for one age.")
    assert "It does not fit, said the author" in words_of(zoe.get(f"{HERE}{need.code}/")) and "It is for one age." in words_of(zoe.get(f"{HERE}{need.code}/"))
    assert "Chess for maths" in words_of(zoe.get(HERE))


def test_find_shows_at_most_two_needs_where_few_offers_fit_and_none_where_many_do(tom, world, offer):
    for number in range(4):
        actions.put_up(by=world.zoe, words=f"Corridors without noise {number}")
    page = tom.get("/find/?q=corridors").content.decode()
    assert len(re.findall(rf'href="{HERE}[0-9a-z]{{12}}/"', page)) == 2
    assert "1 person misses it" in page
    assert HERE + "new/" not in tom.get("/find/").content.decode()


def test_what_is_sent_twice_is_put_up_once(tom, world):
    sent = {"words": "Quiet corridors", "up": "1", "op_id": op_id()}
    assert tom.post(f"{HERE}new/", sent).headers["Location"] == tom.post(f"{HERE}new/", sent).headers["Location"]
    assert Need.objects.count() == 1


def test_a_body_of_somebody_else_is_no_choice(tom, world):
    bad = send(tom, f"{HERE}new/", words="Quiet corridors", body=world.willow.code, up="1")
    assert (bad.status_code, Need.objects.count()) == (422, 0)


def test_what_a_need_is_about_is_said_in_the_language_of_the_reader(tom, world):
    topic = Topic.objects.create(kind=Topic.Kind.SUBJECT, slug="x-maths", name="Mathematics", position=99)
    need = actions.put_up(by=world.tom, words="Fractions at four ages", topics=[topic])
    world.tom.language = "es"
    world.tom.save()
    assert 'value="x-maths">Matemáticas' in tom.get(f"{HERE}new/").content.decode()
    assert "Matemáticas" in words_of(tom.get(f"{HERE}{need.code}/"))
    assert "Matemáticas" in words_of(send(tom, f"{HERE}new/", words="Something else", subject="x-maths"))
