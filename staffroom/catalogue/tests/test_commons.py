import json
import shutil

import pytest

from staffroom.catalogue import actions, commons
from staffroom.catalogue.models import Offer, Source
from staffroom.kit import search
from staffroom.topics import actions as topics
from staffroom.topics.models import Topic

pytestmark = pytest.mark.django_db
PIECE = """---
title: Three seconds
kind: watch
minutes: 4
themes: quiet, talk
subjects: any-subject, maths
stages: any-stage
level: anyone
summary: You will hear your own pauses.
watch_minutes: 4
do_share_minutes: 15
relate_minutes: 5
evidence: study
evidence_note: Old studies: two of them.
follow_up: yes
---
A pause is long. <script>alert(1)</script>

## Try it tomorrow

- **Say:** “wait”.
"""
ROW = {
    "key": "one",
    "title": "One",
    "url": "https://www.example.org/one?utm_source=x",
    "kind": "article",
    "feed_url": None,
    "summary": "Short.",
    "themes": ["talk"],
    "subjects": [],
    "stages": [],
    "minutes": 7,
    "minutes_from": "stated",
    "cost": "free",
    "looked_at": "2026-11-22",
}


@pytest.fixture
def folder(tmp_path, db):
    topics.load(by=None)
    (tmp_path / "pieces").mkdir()
    (tmp_path / "ways").mkdir()
    (tmp_path / "pieces" / "three-seconds.md").write_text(PIECE)
    (tmp_path / "offers.json").write_text(json.dumps([ROW]))
    return tmp_path


def load(folder):
    return actions.load_commons(by=None, folder=folder)


def test_lists_and_pieces_come_in_once(folder):
    assert (load(folder).added, load(folder).same) == (2, 2)
    piece, one = Offer.objects.get(key="three-seconds"), Offer.objects.get(key="one")
    assert (piece.kind, piece.minutes, piece.do_minutes, piece.follow_up, piece.maker) == ("piece", 4, 15, True, "The Staffroom commons")
    assert "<h2>Try it tomorrow</h2>" in piece.body_html
    assert "<script>" not in piece.body_html
    assert set(piece.topics.values_list("kind", "slug")) == {
        ("theme", "quiet"),
        ("theme", "talk"),
        ("subject", "any-subject"),
        ("stage", "any-stage"),
    }
    assert (one.url_key, str(one.looked_on), one.level, one.follow_up) == ("example.org/one", "2026-11-22", "", None)


def test_nothing_is_done_when_no_file_changed(folder, django_assert_max_num_queries):
    load(folder)
    with django_assert_max_num_queries(8):
        load(folder)


def test_a_changed_row_changes_its_offer_and_a_lost_one_comes_down_and_back(folder):
    load(folder)
    code = Offer.objects.get(key="one").code
    (folder / "offers.json").write_text(json.dumps([ROW | {"title": "Another"}]))
    counts = load(folder)
    assert (counts.added, counts.changed, counts.same) == (0, 1, 1)
    assert Offer.objects.get(code=code).title == "Another"
    (folder / "offers.json").write_text("[]")
    load(folder)
    assert Offer.objects.get(code=code).taken_down_at
    assert search.find("offer", search.parse("another")) == []
    (folder / "offers.json").write_text(json.dumps([ROW]))
    load(folder)
    assert Offer.objects.get(code=code).taken_down_at is None
    assert len(search.find("offer", search.parse("short"))) == 1


def test_bad_rows_are_named_and_the_rest_comes_in(folder):
    bad = [
        ROW | {"key": "no-title", "title": ""},
        ROW | {"key": "no-kind", "kind": "rumour"},
        ROW | {"key": "local", "url": "http://localhost/x"},
        ROW | {"key": "long", "minutes": -3},
        ROW | {"key": "text", "minutes": "soon"},
        7,
    ]
    (folder / "offers.json").write_text(json.dumps([*bad[:5], ROW]))
    (folder / "broken.json").write_text("[")
    (folder / "pieces" / "no-head.md").write_text("Only text")
    counts = load(folder)
    assert (counts.added, len(counts.problems)) == (2, 7)
    assert any("no-kind" in problem for problem in counts.problems)


def test_a_row_that_became_unreadable_stays_as_it_was(folder):
    load(folder)
    (folder / "offers.json").write_text(json.dumps([ROW | {"kind": "rumour"}]))
    assert load(folder).problems
    assert Offer.objects.get(key="one").taken_down_at is None


def test_words_of_its_themes_find_an_offer_and_those_of_its_text_too(folder):
    load(folder)
    word = next(word for word in Topic.objects.get(kind="theme", slug="talk").words.split() if len(word) > 5)
    assert len(search.find("offer", search.parse(word))) == 2
    assert len(search.find("offer", search.parse("pause long"))) == 1


def test_a_feed_of_an_offer_is_known_and_not_read(folder):
    (folder / "offers.json").write_text(json.dumps([ROW | {"kind": "feed", "feed_url": "https://example.org/rss"}]))
    load(folder)
    source = Offer.objects.get(key="one").feed
    assert (source.kind, source.url, source.due_at) == (Source.Kind.FEED, "https://example.org/rss", None)


def test_the_commons_that_ships_is_whole(db):
    topics.load(by=None)
    known = set(Topic.objects.values_list("kind", "slug"))
    rows = dict(commons.read(commons.FOLDER))
    assert [found for found in rows.values() if isinstance(found, str)] == []
    assert {name for found in rows.values() for name in found.topics} <= known
    keys = [found.url_key for found in rows.values() if found.url_key]
    assert len(keys) == len(set(keys))
    outside = [found for found in rows.values() if found.kind not in {"piece", "way"}]
    assert len(outside) >= 150
    assert len([found for found in rows.values() if found.kind == "piece"]) >= 24


def test_the_same_files_elsewhere_are_the_same(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("copy") / "commons"
    shutil.copytree(folder, other)
    assert commons.digest_of(folder) == commons.digest_of(other)
