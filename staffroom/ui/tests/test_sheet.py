import gc
import os
import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders

from staffroom.ui import sheet
from staffroom.ui.finders import SheetFinder

LAYERS = {"reset", "tokens", "base", "components", "rooms", "utilities", "print"}


def every() -> list[Path]:
    return [*sheet.parts(), *sheet.apart().values()]


def squeezed(text: str) -> int:
    return len(brotli.compress(text.encode()))


def test_every_part_is_named_and_in_one_known_layer():
    for path in every():
        names = {name.strip() for found in re.findall(r"@layer ([\w, ]+)[{;]", path.read_text()) for name in found.split(",")}
        assert names, path
        assert names <= LAYERS, path


def test_a_forgotten_part_is_an_error(tmp_path, monkeypatch):
    (tmp_path / "order.txt").write_text("a.css")
    (tmp_path / "a.css").write_text("a{}")
    (tmp_path / "b.css").write_text("b{}")
    monkeypatch.setattr(sheet, "CSS", tmp_path)
    with pytest.raises(ValueError, match=r"b\.css"):
        sheet.parts()


def test_what_is_served_is_what_the_parts_say():
    for name in (sheet.NAME, *sheet.apart()):
        with open(finders.find(name)) as served:
            assert served.read() == sheet.joined(name)
    assert "ui/edcamps.css" in sheet.apart() and ".board" not in sheet.joined()


def test_a_changed_part_is_served_at_once(tmp_path, monkeypatch):
    (tmp_path / "order.txt").write_text("a.css")
    part = tmp_path / "a.css"
    part.write_text("a { color: red }")
    monkeypatch.setattr(sheet, "CSS", tmp_path)
    finder = SheetFinder()
    assert Path(finder.find(sheet.NAME)).read_text() == "a{color:red}\n"
    part.write_text("a { color: blue }")
    os.utime(part, (2_000_000_000, 2_000_000_000))
    assert Path(finder.find(sheet.NAME)).read_text() == "a{color:blue}\n"
    assert [(name, storage.exists(name)) for name, storage in finder.list([])] == [(sheet.NAME, True)]
    assert finder.find("ui/other.css") == []


def test_the_sheet_is_within_its_budget():
    assert squeezed(sheet.joined()) <= 7_500
    assert [name for name in sheet.apart() if squeezed(sheet.joined(name)) > 2_000] == []


def test_no_part_is_longer_than_a_screenful_of_thought():
    assert [path.name for path in every() if len(path.read_text().splitlines()) > 200] == []


def test_every_direction_is_logical():
    physical = re.compile(
        r"[{;\s](?:margin|padding|border)-(?:left|right|top|bottom)\b"
        r"|[{;\s](?:left|right|top|bottom|(?:min-|max-)?(?:width|height))\s*:|(?:text-align|float):\s*(?:left|right)"
    )
    for path in every():
        rules = re.sub(r"\(m(?:in|ax)-width:[^)]*\)", "", path.read_text())
        assert physical.findall(rules) == [], path.name


def test_every_colour_stands_in_the_tokens():
    for path in every():
        if path.name not in {"tokens.css", "print.css"}:
            assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", path.read_text()) == [], path.name


def test_nothing_comes_from_elsewhere():
    assert re.findall(r"url\(|@import|@font-face", "".join(map(sheet.joined, (sheet.NAME, *sheet.apart())))) == []


def test_two_values_are_spelled_out_for_old_browsers_and_never_dark_on_paper():
    made = sheet.spelled_out(":root { --a: light-dark(#fff, #000); }")
    assert "light-dark" not in made
    assert "--a: #fff" in made
    assert made.count("--a:#000;") == 2
    assert made.count("@media screen") == 2
    assert "light-dark" not in sheet.joined()


def test_tightening_changes_no_meaning():
    assert sheet.tight('/* x */ .a::after { content: " ; { "; color: red }') == '.a::after{content: " ; { ";color:red}\n'
    assert sheet.tight(".a :hover { width: calc(1px + 2px) }\n.b > .c { d: e }") == ".a :hover{width:calc(1px + 2px)}.b > .c{d:e}\n"
    assert sheet.tight("@media (min-width: 60rem) { a:hover { b: c } }") == "@media (min-width: 60rem){a:hover{b:c}}\n"


def test_a_finder_that_is_let_go_takes_no_sheet_with_it():
    first = SheetFinder()
    found = first.find(sheet.NAME)
    del first
    gc.collect()
    assert Path(found).is_file()
