"""The map as a picture: it holds what the table beside it says, nothing else, and only its owner opens it."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from staffroom.frameworks import actions as frameworks
from staffroom.frameworks.models import Framework
from staffroom.kit.testing import op_id, sign_in
from staffroom.looks.picture import drawn


def test_a_dot_stands_over_its_word_and_under_the_one_before_it():
    found = drawn([("1", "mine", "at_ease"), ("2", "", ""), ("3", "mine", "shaky"), ("A4", "not_yet", "")])
    assert found.height == 56
    assert [(dot.mark, dot.x, dot.y, dot.sure) for dot in found.dots] == [
        ("1", "90%", 15, "at_ease"), ("2", "10%", 41, ""), ("3", "90%", 41, "shaky"), ("A4", "30%", 41, "")]


def test_an_area_without_statements_is_an_empty_picture():
    assert (drawn([]).dots, drawn([]).height) == ((), 30)


@pytest.fixture
def the_map(ann):
    frameworks.load_commons(by=None)
    return Framework.objects.get(title="The practice map")


COLUMNS = {"10%": "Not said", "30%": "Not yet.", "50%": "Now and then.", "70%": "Mostly.", "90%": "It is mine by now."}
FEELS = {"d": "", "d-shaky": " Shaky.", "d-all_right": " All right.", "d-at_ease": " At ease."}


@pytest.mark.django_db
def test_the_picture_and_the_table_say_the_same(as_ann, the_map):
    """S4-11: who reads with ears gets what the picture shows."""
    as_ann.post(f"/practice/map/{the_map.code}/1/", {"op_id": op_id(), "how-0": "mostly", "sure-0": "at_ease", "how-1": "not_yet", "sure-1": "shaky", "how-2": "mine"})
    as_ann.post(f"/practice/map/{the_map.code}/2/", {"op_id": op_id(), "how-1": "now_and_then", "sure-1": "all_right"})
    page = as_ann.get(f"/practice/map/{the_map.code}/picture/").content.decode()
    shown = re.findall(r'<circle class="(d\S*)" cx="(\d+%)" cy="\d+" r="11"/><text[^>]*>([^<]*)</text>', page)
    listed = re.findall(r'<th scope="row">(\S+) <a [^>]*>.*?</th><td [^>]*>([^<]*)<', page)
    assert [(mark, COLUMNS[x] + FEELS[css]) for css, x, mark in shown] == listed
    assert len(listed) > 20
    assert {words for _mark, words in listed} == {"Mostly. At ease.", "Not yet. Shaky.", "It is mine by now.", "Now and then. All right.", "Not said"}
    assert page.count('aria-hidden="true"><svg height=') == page.count('<table class="tbl">') == 7
    assert f"/practice/map/{the_map.code}/picture/" in as_ann.get("/practice/map/").content.decode()


@pytest.mark.django_db
def test_where_nothing_was_said_there_is_nothing_to_draw(as_ann, the_map):
    page = as_ann.get(f"/practice/map/{the_map.code}/picture/").content.decode()
    assert ("nothing to draw" in page, "<circle" in page, f'href="/practice/map/{the_map.code}/"' in page) == (True, False, True)
    assert as_ann.get("/practice/map/zzzzzzzzzzzz/picture/").status_code == 404


@pytest.mark.django_db
def test_the_picture_is_one_s_own(as_ann, ann, ben, the_map):
    as_ann.post(f"/practice/map/{the_map.code}/1/", {"op_id": op_id(), "how-0": "mostly"})
    path = f"/practice/map/{the_map.code}/picture/"
    assert "<circle" not in sign_in(Client(), ben).get(path).content.decode()
    assert sign_in(Client(), ann, "org").get(path).status_code == 403


@pytest.mark.django_db
def test_the_picture_takes_as_many_statements_for_many_looks_as_for_one(as_ann, the_map):
    counts = []
    for count in (1, 20):
        for _number in range(count):
            as_ann.post(f"/practice/map/{the_map.code}/1/", {"op_id": op_id(), "how-0": "mostly"})
        as_ann.get(f"/practice/map/{the_map.code}/picture/")
        with CaptureQueriesContext(connection) as asked:
            as_ann.get(f"/practice/map/{the_map.code}/picture/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8, counts
