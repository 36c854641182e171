import gettext
import re
from pathlib import Path

from staffroom.ui import pseudo

PACKAGE = Path(__file__).resolve().parents[2]


def test_what_a_program_puts_in_stays_whole():
    for words, parts in (
        ("%(n)s teachers", ["%(n)s"]),
        ("Saved {time}. %(seen)s", ["{time}", "%(seen)s"]),
        ("<b>now</b> &amp; %d", ["<b>", "</b>", "&amp;", "%d"]),
        ("a\nb", ["\n"]),
    ):
        made = pseudo.mirrored(words)
        assert made != words
        assert [part for part in parts if part not in made] == []


def test_the_mirror_reads_from_the_right_and_is_longer():
    made = pseudo.mirrored("Only you can see this.")
    assert made.startswith("\u200f\u202e")
    assert len(made) > len("Only you can see this.")
    assert pseudo.mirrored("") == ""


def test_messages_are_found_in_templates_and_in_python():
    found = {message.id for message in pseudo.messages(PACKAGE / "ui")}
    assert "Skip to the page" in found
    assert "Run by %(run_by)s." in found
    assert "not known" in found
    assert any(isinstance(words, tuple) and words[1] == "%(n)s things before this can be kept." for words in found)


def test_the_language_can_be_loaded(tmp_path):
    count = pseudo.write(PACKAGE / "ui", tmp_path)
    with (tmp_path / "ar_XB" / "LC_MESSAGES" / "django.mo").open("rb") as made:
        loaded = gettext.GNUTranslations(made)
    assert count > 100
    assert loaded.gettext("Skip to the page") == pseudo.mirrored("Skip to the page")
    assert loaded.ngettext("%(n)s min", "%(n)s min", 3) == pseudo.mirrored("%(n)s min")


def test_no_word_is_marked_under_a_name_that_no_translator_looks_for():
    aliases = [f"{path.relative_to(PACKAGE)}: {line.strip()}" for path in sorted(PACKAGE.rglob("*.py")) if "tests" not in path.parts
               for line in path.read_text().splitlines() if re.search(r"gettext\w* as (?!_$)", line)]
    assert aliases == []
