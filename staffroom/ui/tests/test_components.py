from pathlib import Path
from types import SimpleNamespace

import brotli
import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.http import Http404
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory

from staffroom.ui import samples, sheet, views
from staffroom.ui.tests.test_templates import read

FOLDER = Path(__file__).resolve().parents[1] / "templates" / "ui"
NAMES = sorted(path.stem for path in FOLDER.glob("*.html") if not path.name.startswith("_") and path.stem not in {"page", "bare"})
CASES = [(name, number) for name in NAMES for number in range(len(samples.components().get(name, [])))]
ROOT_PAGES = sorted(path.name for path in FOLDER.parent.glob("*.html"))


@pytest.fixture(autouse=True)
def shown(settings):
    settings.GALLERY = True


def looked_at(path="/gallery/", view=views.gallery, **given) -> str:
    return view(RequestFactory().get(path), **given).content.decode()


def test_every_component_has_a_case():
    assert set(NAMES) == set(samples.components())


def test_every_component_says_what_it_takes():
    assert [name for name in NAMES if not (FOLDER / f"{name}.html").read_text().startswith("{# ")] == []


@pytest.mark.parametrize(("name", "number"), CASES)
def test_a_component_is_whole(name, number):
    html = render_to_string(f"ui/{name}.html", samples.components()[name][number], request=RequestFactory().get("/"))
    tags = read(html)
    assert (tags.open, tags.wrong) == ([], [])
    assert len(set(tags.ids)) == len(tags.ids)
    assert "{{" not in html
    assert "{%" not in html


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("material", ["wall", "notebook", "handed"])
def test_the_gallery_shows_all_of_them_in_both_themes_on_every_ground(theme, material):
    html = looked_at(f"/gallery/?theme={theme}&material={material}")
    assert f'data-theme="{theme}"' in html
    assert f'<body class="{material}">' in html
    assert [name for name in NAMES if f'id="part-{name}"' not in html] == []
    tags = read(html)
    assert (tags.open, tags.wrong) == ([], [])
    assert sorted({found for found in tags.ids if tags.ids.count(found) > 1}) == []


@pytest.mark.parametrize("page", views.PATTERNS)
def test_an_example_page_is_whole_and_light(page):
    html = looked_at(f"/gallery/{page}/", views.pattern, page=page)
    tags = read(html)
    assert (tags.open, tags.wrong) == ([], [])
    assert html.count("<h1") == 1
    assert len(brotli.compress(html.encode())) + len(brotli.compress(sheet.joined().encode())) <= 14_000


def test_the_gallery_is_not_there_unless_asked_for(settings):
    settings.GALLERY = False
    for call in (lambda: looked_at(), lambda: looked_at(view=views.pattern, page="today")):
        with pytest.raises(Http404):
            call()


def test_an_unknown_example_is_not_there():
    with pytest.raises(Http404):
        looked_at(view=views.pattern, page="nothing")


def page(**given) -> str:
    return render_to_string("ui/page.html", given)


def test_a_page_lies_on_the_ground_it_was_given_and_on_the_wall_without():
    assert '<body class="notebook">' in page(material="notebook")
    assert '<body class="handed">' in page(material="handed")
    assert '<body class="wall">' in page()
    with pytest.raises(Exception, match="no material"):
        page(material="private")


def test_the_five_places_are_there_for_somebody_and_office_only_for_an_office():
    somebody = SimpleNamespace(account=SimpleNamespace())
    html = page(viewer=somebody, place="find")
    assert [html.count(f'href="/{place}/"') for place in ("today", "find", "practice", "people", "record", "office")] == [1, 1, 1, 1, 1, 0]
    assert html.count('aria-current="page"') == 1
    assert 'href="/find/" aria-current="page"' in html
    assert 'href="/office/"' in page(viewer=somebody, has_office=True)


def test_a_stranger_is_offered_the_door_and_no_places():
    html = page(viewer=SimpleNamespace(account=None))
    assert 'aria-label="Places"' not in html
    assert "Sign in" in html


def test_the_demo_line_is_only_in_a_demo_world():
    assert "Demonstration" in page(demo_world=True)
    assert "Demonstration" not in page()


def test_what_was_told_is_a_plain_line():
    html = page(messages=[Message(constants.ERROR, "We could not reach <b>that</b> site.")])
    assert 'class="told wall"' in html
    assert "We could not reach &lt;b&gt;that&lt;/b&gt; site." in html
    assert "#bang" in html


def test_keys_can_be_switched_off_for_the_whole_account():
    somebody = SimpleNamespace(account=SimpleNamespace())
    assert 'data-keys="off"' not in page(viewer=somebody)
    assert 'data-keys="off"' in page(viewer=somebody, keys_off=True)
    assert 'data-keys="off"' in page(viewer=SimpleNamespace(account=None))


@pytest.mark.parametrize("name", ROOT_PAGES)
def test_a_page_for_a_bad_moment_says_what_is_safe(name):
    html = get_template(name).render({})
    tags = read(html)
    assert (tags.open, tags.wrong) == ([], [])
    assert html.count("<h1") == 1
    assert any(words in html for words in ("Nothing was changed", "is safe", "Nothing of yours", "counts; the second changed nothing"))
    assert name.removesuffix(".html") in html or name == "csrf.html"


def test_not_here_and_not_for_you_are_one_page():
    one = render_to_string("404.html", {"exception": "No Entry matches"}, request=RequestFactory().get("/record/abc/"))
    other = render_to_string("404.html", {}, request=RequestFactory().get("/nothing/"))
    assert one == other
