"""The docs cannot lag: generated pages equal their source, links lead somewhere, the promise names tests that exist."""

import re

import pytest

from tests import screens
from tests.house import generated, promise
from tests.house.rules import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def test_generated_pages_are_what_the_source_says():
    assert generated.lagging() == []


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_every_link_inside_the_docs_leads_somewhere(page):
    text = re.sub(r"```.*?```|`[^`]*`", "", page.read_text(), flags=re.S)
    broken = [target for target in re.findall(r"\]\(([^)\s]+)\)", text)
              if not re.match(r"https?:|mailto:|#", target) and not (page.parent / target.partition("#")[0]).exists()]
    assert broken == []


def test_every_verb_and_every_script_that_the_readme_names_exists():
    text = (ROOT / "README.md").read_text()
    named = set(re.findall(r"script/[a-z]+", text))
    assert {"script/serve", "script/test"} <= named
    assert [name for name in named if not (ROOT / name).is_file()] == []


def test_the_album_shows_every_picture_that_its_script_takes_and_no_other():
    assert {path.name for path in screens.FOLDER.iterdir()} == screens.files()
    assert (screens.FOLDER / "README.md").read_text() == screens.album()
    assert [path.name for path in screens.FOLDER.iterdir() if path.stat().st_size > screens.MOST_BYTES] == []


def test_every_id_of_the_promise_has_its_line():
    assert promise.missing() == []


def test_every_test_that_the_promise_names_exists():
    assert promise.unknown() == []
