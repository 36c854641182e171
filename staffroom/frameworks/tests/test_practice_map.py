"""Our own practice map: small, ours, versioned, and put up once."""

import json

import pytest

from staffroom.frameworks import actions, case, listed, queries
from staffroom.frameworks.models import Framework
from staffroom.sharing.viewers import NOBODY

FILES = sorted(actions.COMMONS.glob("*.json"))


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_the_map_is_small_and_says_whose_it_is(path):
    package = listed.read(path.read_bytes(), path.name)
    tree, areas = case.tree(package), case.areas(case.tree(package))
    assert (tree.identifier, tree.title, tree.licence, tree.language, case.problems(package)) == (queries.PRACTICE_MAP, "The practice map", "CC BY 4.0", "en", [])
    assert 5 <= len(areas) <= 9
    assert all(3 <= len(area.statements) <= 5 for area in areas)
    assert all(len(node.statement.split()) <= 26 for node in tree.nodes)


def test_its_words_lead_to_themes_that_exist():
    themes = {row["code"] for row in json.loads((actions.COMMONS.parents[1] / "topics" / "commons" / "topics.json").read_text())["themes"]}
    for path in FILES:
        tree = case.tree(listed.read(path.read_bytes(), path.name))
        assert {word for node in tree.nodes for word in node.words} <= themes
        assert all(node.words for node in tree.nodes)


@pytest.mark.django_db
def test_it_hangs_once_however_often_it_is_loaded():
    for _n in range(2):
        actions.load_commons(by=None)
    assert Framework.objects.count() == len(FILES)
    assert queries.practice_map(NOBODY).number == len(FILES)
