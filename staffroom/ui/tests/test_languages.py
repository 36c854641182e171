import gettext
import os
from datetime import date

from babel.messages.catalog import Message
from django.utils import translation

from staffroom.ui import languages, paper

EMPTY = languages.HEADER.format(language="es", plurals="nplurals=2; plural=(n != 1);")


def _po(tmp_path):
    po = tmp_path / "es" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text(EMPTY)
    return po


def _said(mo):
    with mo.open("rb") as made:
        return gettext.GNUTranslations(made)


def test_new_words_stand_empty_until_they_are_translated(tmp_path):
    po, program = _po(tmp_path), [Message("Keep"), Message(("%(n)s day", "%(n)s days"))]
    assert languages.update(po, program) == {"Keep": "", "%(n)s day": ["", ""]}
    assert languages.update(po, program, {"Keep": "Guardar", "%(n)s day": ["%(n)s día", "%(n)s días"]}) == {}
    assert languages.make(tmp_path) == 1
    said = _said(po.with_suffix(".mo"))
    assert (said.gettext("Keep"), said.ngettext("%(n)s day", "%(n)s days", 2)) == ("Guardar", "%(n)s días")


def test_what_vanished_is_marked_and_comes_back_with_its_words(tmp_path):
    po = _po(tmp_path)
    languages.update(po, [Message("Keep"), Message("Go")], {"Keep": "Guardar", "Go": "Ir"})
    assert languages.update(po, [Message("Go")]) == {}
    assert '#~ msgid "Keep"\n#~ msgstr "Guardar"' in po.read_text()
    assert languages.update(po, [Message("Keep"), Message("Go")]) == {}
    assert "#~" not in po.read_text()
    assert po.read_text().count("Guardar") == 1


def test_the_same_english_in_two_places_has_two_translations(tmp_path):
    po, program = _po(tmp_path), [Message("Let it go"), Message("Let it go", context="what became of it")]
    assert languages.update(po, program) == {"Let it go": "", "what became of it: Let it go": ""}
    assert languages.update(po, program, {"Let it go": "Descartar", "what became of it: Let it go": "Lo dejó"}) == {}
    languages.make(tmp_path)
    said = _said(po.with_suffix(".mo"))
    assert (said.gettext("Let it go"), said.pgettext("what became of it", "Let it go")) == ("Descartar", "Lo dejó")


def test_the_same_words_again_change_nothing(tmp_path):
    po, program = _po(tmp_path), [Message("Keep"), Message("Go")]
    languages.update(po, program, {"Keep": "Guardar"})
    before = po.read_text()
    assert languages.update(po, program) == {"Go": ""}
    assert po.read_text() == before


def test_only_what_changed_is_compiled_again(tmp_path):
    po = _po(tmp_path)
    assert (languages.make(tmp_path), languages.make(tmp_path)) == (1, 0)
    later = po.with_suffix(".mo").stat().st_mtime + 10
    os.utime(po, (later, later))
    assert languages.make(tmp_path) == 1


def test_a_package_that_cannot_be_written_has_its_words_elsewhere(tmp_path):
    package, data = tmp_path / "package", tmp_path / "data"
    languages.update(po := _po(package), [Message("Keep")], {"Keep": "Guardar"})
    po.with_suffix(".mo").mkdir()  # stands in the way, for root too
    assert languages.make(package, data) == 1
    assert _said(data / "es" / "LC_MESSAGES" / "django.mo").gettext("Keep") == "Guardar"


def test_days_read_as_they_are_said_in_the_language():
    with translation.override("es"):
        assert paper.day_in_words(date(2026, 11, 12), 2026) == "jueves 12 de noviembre"
        assert paper.day_in_words(date(2025, 11, 12), 2026) == "miércoles 12 de noviembre de 2025"
        assert paper.day_in_words(date(2026, 11, 12), 2026, short=True) == "12 nov"
        assert paper.whole_day(date(2026, 2, 1)) == "1 de febrero de 2026"
        assert paper.clock_hours(45) == "0,75"
    assert paper.whole_day(date(2026, 2, 1)) == "1 February 2026"
