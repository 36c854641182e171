import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from staffroom.catalogue.models import Offer
from staffroom.catalogue.queries import finding
from staffroom.catalogue.queries import shelf as memory
from staffroom.catalogue.wanted import Light, Wanted, counts
from staffroom.kit import clock
from staffroom.kit.testing import make_account
from staffroom.practice import actions as practice
from staffroom.sharing.viewers import NOBODY

pytestmark = pytest.mark.django_db
QUESTIONS = [
    Wanted(),
    Wanted(minutes=15),
    Wanted(minutes=15, unknown=True),
    Wanted(chosen={"stage": ("middle",)}),
    Wanted(chosen={"stage": ("middle",), "level": ("rookie", "unknown"), "cost": ("free",)}),
    Wanted(chosen={"kind": ("post", "video")}),
    Wanted(minutes=6, chosen={"theme": ("talk", "load"), "language": ("fr",)}),
    Wanted(chosen={"subject": ("maths",)}),
    Wanted(chosen={"format": ("watch", "unknown"), "cost": ("free",)}),
]


def light() -> list[Light]:
    return list(memory.lights(Offer.objects.all()).values())


@pytest.mark.parametrize("wanted", QUESTIONS)
def test_a_large_shelf_counts_as_a_small_one_does(shelf, monkeypatch, wanted):
    shelf(24)
    monkeypatch.setattr(memory, "PART", 5)
    fitting, told = counts(light(), wanted)
    bits = memory.gathered(Offer.objects.all()).bits()
    assert bits.counts(wanted) == (len(fitting), told)
    assert set(bits.in_order(bits.passing(wanted), wanted)) == {offer.pk for offer in fitting}


@pytest.mark.parametrize("query", ["", "?q=exit+ticket", "?q=exit+zebra", "?stage=middle&minutes=15", "?q=exit&stage=middle&page=2", "?q=exti+tikcet"])
def test_find_costs_the_same_at_ten_and_a_thousand_offers(as_ann, shelf, query, nothing_remembered):
    used = []
    for count in (10, 1000):
        shelf(count)
        memory.forget()
        as_ann.get("/find/")
        with CaptureQueriesContext(
            connection,
        ) as held:
            assert as_ann.get(f"/find/{query}").status_code == 200
        used.append(len(held))
    assert max(used) <= 8, used


@pytest.mark.parametrize("wanted", [*QUESTIONS, Wanted("exit ticket"), Wanted("number 7"), Wanted("exit", minutes=15, chosen={"kind": ("post",)})])
def test_a_shelf_too_large_to_be_held_answers_the_same(shelf, monkeypatch, wanted):
    shelf(24)
    small = finding.found(NOBODY, wanted)
    memory.forget()
    monkeypatch.setattr(memory, "MOST_HELD", 20)
    large = finding.found(NOBODY, wanted)
    assert memory.held() is None
    assert (small.offers, small.total, small.filters, small.unknown) == (large.offers, large.total, large.filters, large.unknown)


def test_what_came_after_a_large_shelf_was_read_is_found_by_its_words_and_what_went_is_not(shelf, monkeypatch):
    monkeypatch.setattr(memory, "MOST_HELD", 2)
    monkeypatch.setattr(memory, "SURE", 3_600)
    gone = shelf(title="Exit slips", minutes=5)
    shelf(8)
    memory.bits()
    shelf(title="Exit cards", minutes=10)
    Offer.objects.filter(pk=gone.pk).update(taken_down_at=clock.now())
    for order in ("", "new", "minutes"):
        found = finding.found(NOBODY, Wanted("exit", minutes=15, order=order))
        assert "Exit cards" in [offer.title for offer in found.offers]
        assert "Exit slips" not in [offer.title for offer in found.offers]


def test_the_shelf_is_never_older_than_a_second(shelf):
    shelf(4)
    assert finding.found(NOBODY, Wanted()).total == 3
    shelf(title="One more")
    memory._known["at"] -= 1.1
    assert finding.found(NOBODY, Wanted()).total == 4


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_while_a_large_shelf_is_read_anew(shelf, monkeypatch):
    with transaction.atomic():
        shelf(4)
    monkeypatch.setattr(memory, "MOST_HELD", 2)
    monkeypatch.setattr(memory, "REST", 0)
    before = memory.bits()
    with transaction.atomic():
        shelf(title="One more")
    memory._known["at"] -= 1.1
    assert memory.bits() is before
    assert memory._reading.acquire(timeout=60), "it was not read"
    memory._reading.release()
    assert memory.bits().size == before.size + 1
    memory.forget()


def test_those_with_all_words_come_first_then_those_with_any(shelf):
    shelf(title="Marking less", summary="Whole-class feedback.")
    shelf(title="Exit tickets", summary="Sort them.")
    shelf(title="Raffle tickets", summary="For the fair.")
    found = finding.found(NOBODY, Wanted("exit tickets"))
    assert [offer.title for offer in found.offers] == ["Exit tickets", "Raffle tickets"]
    assert found.any_words
    assert found.said[found.offers[0].pk] == "exit”, “tickets"


def test_enough_hits_are_not_widened(shelf):
    shelf(12)
    shelf(title="Raffle number", summary="Nothing else.")
    found = finding.found(NOBODY, Wanted("exit ticket"))
    assert (found.total, found.any_words) == (12, False)


def test_without_words_the_newest_come_first_and_the_list_ends(shelf):
    shelf(30)
    newest = shelf(title="Brand new")
    first = finding.found(NOBODY, Wanted())
    assert (first.offers[0], first.total, first.pages) == (newest, 21, 2)
    last = finding.found(NOBODY, Wanted(chosen={"kind": ("post", "article", "video")}, page=40))
    assert (last.wanted.page, len(last.offers), last.first, last.last) == (2, 11, 21, 31)


def test_a_number_beside_a_filter_is_what_it_shows(shelf):
    shelf(24)
    for wanted in QUESTIONS:
        for one in finding.found(NOBODY, wanted).filters:
            for choice in one.choices:
                with_it = Wanted(minutes=wanted.minutes, unknown=wanted.unknown, chosen={**wanted.chosen, one.name: (choice.value,)})
                assert finding.found(NOBODY, with_it).total == choice.count, (wanted, one.name, choice)


def test_what_was_taken_down_is_not_found(shelf):
    offer = shelf(title="Exit tickets")
    Offer.objects.update(taken_down_at="2026-01-01T00:00Z")
    assert finding.found(NOBODY, Wanted("exit")).total == 0
    assert finding.found(NOBODY, Wanted()).total == 0
    assert offer.title == "Exit tickets"


def test_a_word_of_a_private_note_is_never_found(as_ann, shelf):
    """ID-03: same page, same count, whether the word stands in somebody's notebook or nowhere."""
    shelf(3)
    ben = make_account("Ben")
    practice.plan(by=ben, title="zebracorn", why="zebracorn at the door")
    inside, nowhere = (as_ann.get(f"/find/?q={word}").content.decode() for word in ("zebracorn", "unicobra1"))
    assert "Nothing here fits" in inside
    assert inside.replace("zebracorn", "unicobra1").count("") == nowhere.count("")


def test_search_words_are_kept_nowhere(as_ann, shelf, caplog):
    shelf(3)
    as_ann.get("/find/?q=secretword&theme=talk")
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in tables:
            if not table.startswith("kit_search_fts"):
                cursor.execute(f'SELECT * FROM "{table}"')
                assert "secretword" not in repr(cursor.fetchall()), table
    assert "secretword" not in caplog.text


def test_pages_far_away_unknown_fields_and_odd_letters_answer_calmly(as_ann, shelf):
    """ID-07, ID-08, RL-04 and UN-01 through the address."""
    shelf(30)
    first = as_ann.get("/find/?page=1").context["found"].offers
    for query in (
        "page=-1",
        "page=0",
        "page=1e9",
        "page=%D9%A3",
        "order=needs_level",
        "author__password__startswith=a",
        "page_size=100000",
        "expand=*",
    ):
        answer = as_ann.get(f"/find/?{query}")
        assert (answer.status_code, answer.context["found"].offers) == (200, first), query
    assert as_ann.get("/find/?page=99999999").context["found"].wanted.page == 1
    assert as_ann.get("/find/?" + "&".join(f"stage=x{n}" for n in range(501))).status_code == 400
    assert as_ann.get("/find/?q=%00").status_code == 400
    assert as_ann.get("/find/?q=%ED%A0%80%FF").status_code == 200
    assert as_ann.get("/find/?q=" + "%22" * 200 + "+OR+NEAR(+*").status_code == 200


def test_a_misspelt_word_is_taken_for_its_neighbour_and_says_so(as_ann, shelf):
    shelf(title="Differentiation in mixed classes", summary="One task, three doors.")
    shelf(title="Something else", summary="Nothing.")
    answer = as_ann.get("/find/?q=diferentiation&minutes=15&unknown=1")
    assert [offer.title for offer in answer.context["found"].offers] == ["Differentiation in mixed classes"]
    page = answer.content.decode()
    assert "You wrote “diferentiation”; we looked for “differentiation”." in page
    assert "/find/?q=diferentiation&amp;exact=1&amp;minutes=15&amp;unknown=1" in page
    exact = as_ann.get("/find/?q=diferentiation&exact=1")
    assert (exact.context["found"].total, "we looked for" in exact.content.decode()) == (0, False)


def test_words_stand_in_a_field_when_asked(shelf):
    shelf(title="Exit tickets", maker="Oak School")
    shelf(title="Oak leaves", maker="A museum")
    assert [offer.title for offer in finding.found(NOBODY, Wanted("oak")).offers] == ["Oak leaves", "Exit tickets"]
    assert [offer.title for offer in finding.found(NOBODY, Wanted("by:oak")).offers] == ["Exit tickets"]
    assert [offer.title for offer in finding.found(NOBODY, Wanted("title:oak")).offers] == ["Oak leaves"]


def test_a_script_without_spaces_is_found_by_any_part(shelf):
    shelf(title="小组合作学习指导", summary="教师如何开始。")
    for words, total in (("合作学习", 1), ("学习", 1), ("习", 1), ("合作的方法", 1), ("数学", 0)):
        assert finding.found(NOBODY, Wanted(words)).total == total, words


@pytest.mark.parametrize("most_held", [5_000, 20])
def test_the_order_is_chosen_and_unknown_lengths_come_last(shelf, monkeypatch, most_held):
    shelf(24)
    monkeypatch.setattr(memory, "MOST_HELD", most_held)
    for words in ("", "exit"):
        minutes = [offer.minutes for offer in finding.found(NOBODY, Wanted(words, order="minutes", chosen={"kind": ("video", "article")})).offers]
        assert minutes == [5, 5, 5, 5, 15, 15, 15, 15, 40, 40, 40, 40, None, None, None, None]
        newest = [offer.made_at for offer in finding.found(NOBODY, Wanted(words, order="new")).offers]
        assert newest == sorted(newest, reverse=True)
    assert Wanted("exit", order="opened").ordered == "fit"
    assert Wanted(order="fit").ordered == "new"


@pytest.mark.parametrize("most_held", [5_000, 2])
def test_offers_are_filtered_by_what_one_does_with_them(shelf, monkeypatch, most_held):
    shelf(title="A film", minutes=10, watch_minutes=10)
    shelf(title="A lesson to try", minutes=10, watch_minutes=5, do_minutes=5)
    shelf(title="A circle", relate_minutes=45)
    shelf(title="Nobody knows")
    monkeypatch.setattr(memory, "MOST_HELD", most_held)
    found = finding.found(NOBODY, Wanted())
    format_ = next(one for one in found.filters if one.name == "format")
    assert [(choice.value, choice.count) for choice in format_.choices] == [("watch", 2), ("do", 1), ("relate", 1), ("unknown", 1)]
    for value, titles in (("do", {"A lesson to try"}), ("watch", {"A film", "A lesson to try"}), ("unknown", {"Nobody knows"})):
        assert {offer.title for offer in finding.found(NOBODY, Wanted(chosen={"format": (value,)})).offers} == titles
    assert finding.found(NOBODY, Wanted(chosen={"format": ("do", "relate")})).total == 2


def test_the_page_offers_each_order_and_keeps_it(as_ann, shelf):
    shelf(8)
    page = as_ann.get("/find/?q=exit&order=minutes").content.decode()
    assert '<a href="/find/?q=exit&amp;order=minutes" aria-current="true">shortest</a>' in page
    assert '<a href="/find/?q=exit">closest</a>' in page
    assert "Shortest first; those of unknown length at the end." in page
    assert 'name="order" value="minutes"' in page
