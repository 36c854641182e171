"""Every pair of colours that can meet, in both themes and on both materials."""

import pytest

from staffroom.ui import sheet

COLOURS = sheet.colours((sheet.CSS / "tokens.css").read_text())
THEMES = {"light": 0, "dark": 1}
TEXT = [(ink, ground) for ink in ("ink", "quiet", "act") for ground in ("ground", "sheet")] + [
    ("on", "act"),
    ("sheet", "ink"),
    ("ground", "ink"),
]
EDGES = [("edge", "ground"), ("edge", "sheet")]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def of(theme: str, name: str) -> str:
    return COLOURS[f"--{name}"][THEMES[theme]]


def test_the_measure_is_right():
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("material", ["wall", "book"])
def test_text_can_be_read(theme, material):
    weak = [(a, b) for a, b in TEXT if contrast(of(theme, f"{material}-{a}"), of(theme, f"{material}-{b}")) < 4.5]
    assert weak == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("material", ["wall", "book"])
def test_edges_of_controls_can_be_seen(theme, material):
    weak = [(a, b) for a, b in EDGES if contrast(of(theme, f"{material}-{a}"), of(theme, f"{material}-{b}")) < 3]
    assert weak == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("material", ["wall", "book"])
def test_acts_can_stand_on_the_other_material_and_the_marker_lies_behind_ink(theme, material):
    pairs = [(f"{act}-act", f"{material}-{ground}") for act in ("wall", "book") for ground in ("ground", "sheet")]
    pairs += [("stop", f"{material}-ground"), ("stop", f"{material}-sheet"), (f"{material}-ink", "marker")]
    assert [pair for pair in pairs if contrast(of(theme, pair[0]), of(theme, pair[1])) < 4.5] == []


def test_the_grounds_are_equally_light_so_that_the_edge_must_tell():
    assert max(contrast(of(theme, "wall-ground"), of(theme, "book-ground")) for theme in THEMES) < 1.1
