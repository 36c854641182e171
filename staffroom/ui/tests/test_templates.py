"""Rules for every template of the package, not only of this room."""

import re
from html.parser import HTMLParser
from pathlib import Path

import brotli
import pytest

from staffroom.ui import sheet
from staffroom.ui.templatetags import ui

PACKAGE = Path(__file__).resolve().parents[2]
STATIC = PACKAGE / "ui" / "static" / "ui"
TEMPLATES = sorted(path for path in PACKAGE.rglob("templates/**/*.html") if "mail" not in path.parts)
KNOWN = set(re.findall(r"\.([a-zA-Z][\w-]*)", "".join(map(sheet.joined, (sheet.NAME, *sheet.apart())))))
INLINE = [
    (re.compile(r"<[^>]*\sstyle\s*=", re.I), "a style attribute"),
    (re.compile(r"<style", re.I), "a style element"),
    (re.compile(r"<script(?![^>]*\s(?:src=|type=\"application/ld\+json\"))", re.I), "a script of its own"),
    (re.compile(r"<[^>]*\son[a-z]+\s*=", re.I), "an event handler"),
    (re.compile(r"javascript:", re.I), "a javascript address"),
    (re.compile(r"(?:src|href|action)\s*=\s*[\"']?(?:https?:)?//(?!\{)", re.I), "an address elsewhere"),
    (re.compile(r"\|\s*safe\b|autoescape off", re.I), "unescaped text"),
]


def faults(text: str) -> list[str]:
    return [words for pattern, words in INLINE if pattern.search(text)]


def test_the_rule_would_notice():
    planted = ['<p style="x">', "<style>", "<script>1</script>", '<a onclick="x">', "javascript:x", '<img src="//cdn/x">', "{{ x|safe }}"]
    assert [len(faults(text)) for text in planted] == [1] * len(planted)
    assert faults('<script type="module" src="{% static "ui/js/page.js" %}"></script>') == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_is_inline_or_from_elsewhere(path):
    assert faults(path.read_text()) == []


def unknown_classes(text: str) -> set[str]:
    """Classes of a template that no rule of the sheet and no behaviour knows."""
    named = " ".join(re.sub(r"{%.*?%}|{{.*?}}", " ", words) for words in re.findall(r'class="((?:{%.*?%}|[^"])*)"', text)).split()
    return {name for name in named if name not in KNOWN}


def test_the_rule_for_classes_would_notice():
    assert unknown_classes('<p class="small {% if x == "y" %}bad {% endif %}forgotten">') == {"forgotten"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_class_means_something(path):
    assert unknown_classes(path.read_text()) == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_template_is_short_enough_to_read(path):
    assert len(path.read_text().splitlines()) <= 120


def test_every_picture_that_is_named_exists():
    named = {(name, str(path)) for path in TEMPLATES for name in re.findall(r"{% icon \"([\w-]+)\"", path.read_text())}
    assert {(name, path) for name, path in named if name not in ui.NAMES} == set()
    assert ui.DIRECTED <= ui.NAMES
    assert set(ui.ACT_ICONS.values()) | set(ui.MATERIAL_ICONS.values()) <= ui.NAMES


def test_the_pictures_are_light():
    raw = (STATIC / "sprite.svg").read_bytes()
    assert len(raw) <= 7_000
    assert len(brotli.compress(raw)) <= 2_000


def test_the_behaviours_are_light_short_and_build_no_html():
    scripts = sorted((STATIC / "js").glob("*.js"))
    assert len(brotli.compress(b"".join(path.read_bytes() for path in scripts))) <= 12_000
    for path in scripts:
        text = path.read_text()
        assert re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|\.style\b", text) == [], path.name


class _Tags(HTMLParser):
    VOID = {"meta", "link", "input", "br", "img", "hr"}

    def __init__(self):
        super().__init__()
        self.open, self.wrong, self.ids = [], [], []

    def handle_starttag(self, tag, attrs):
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def read(html: str) -> _Tags:
    tags = _Tags()
    tags.feed(html)
    tags.close()
    return tags
