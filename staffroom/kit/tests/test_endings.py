import re
import sqlite3
from pathlib import Path

from staffroom.kit.endings import stem

ROOT = Path(__file__).resolve().parents[3]


def test_endings_make_no_difference():
    assert {stem(word) for word in ("mark", "marks", "marked", "marking")} == {"mark"}
    assert stem("differentiation") == stem("differentiations")
    assert [stem(word) for word in ("as", "école", "r2d2", "今日", "")] == ["as", "école", "r2d2", "今日", ""]


def test_they_are_those_that_sqlite_takes_off():
    """Every English word of the commons and of the docs, against another hand's work."""
    texts = [path.read_text() for folder in ("staffroom/catalogue/commons", "docs") for path in (ROOT / folder).rglob("*.*")
             if path.suffix in {".md", ".json"}]
    words = sorted(set(re.findall("[a-z]{2,}", " ".join(texts).lower())))
    assert len(words) > 4_000
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE endings USING fts5(word, tokenize='porter ascii')")
    base.executemany("INSERT INTO endings(rowid, word) VALUES (?, ?)", list(enumerate(words)))
    base.execute("CREATE VIRTUAL TABLE endings_of USING fts5vocab(endings, instance)")
    assert {words[doc]: term for term, doc in base.execute("SELECT term, doc FROM endings_of")} == {word: stem(word) for word in words}
