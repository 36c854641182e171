import re
from pathlib import Path

import pytest
from django.db import connection

from staffroom.kit.endings import stem

ROOT = Path(__file__).resolve().parents[3]


def test_endings_make_no_difference():
    assert {stem(word) for word in ("mark", "marks", "marked", "marking")} == {"mark"}
    assert stem("differentiation") == stem("differentiations")
    assert [stem(word) for word in ("as", "école", "r2d2", "今日", "")] == ["as", "école", "r2d2", "今日", ""]


@pytest.mark.django_db
def test_they_are_those_that_sqlite_takes_off():
    """Every English word of the commons and of the docs, against another hand's work."""
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's own endings are asked here")
    texts = [path.read_text() for folder in ("staffroom/catalogue/commons", "docs") for path in (ROOT / folder).rglob("*.*")
             if path.suffix in {".md", ".json"}]
    words = sorted(set(re.findall("[a-z]{2,}", " ".join(texts).lower())))
    assert len(words) > 4_000
    with connection.cursor() as cursor:
        cursor.execute("CREATE VIRTUAL TABLE temp.endings USING fts5(word, tokenize='porter ascii')")
        cursor.executemany("INSERT INTO temp.endings(rowid, word) VALUES (%s, %s)", list(enumerate(words)))
        cursor.execute("CREATE VIRTUAL TABLE temp.endings_of USING fts5vocab(temp, endings, instance)")
        cursor.execute("SELECT term, doc FROM temp.endings_of")
        assert {words[doc]: term for term, doc in cursor.fetchall()} == {word: stem(word) for word in words}
