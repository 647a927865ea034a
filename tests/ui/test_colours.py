"""Every pair of colours that carries meaning is computed from the sheet itself (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

import tessera.ui

SHEET = (Path(tessera.ui.__file__).parent / "static/ui/tessera.css").read_text()
TOKENS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--([\w-]+): light-dark\((#[0-9A-F]{6}), (#[0-9A-F]{6})\)", SHEET
    )
}
SURFACES = ("paper", "stone-1")
TEXT = ("ink", "muted", "lapis", "terracotta", "verdigris", "ochre", "wine")
THEMES = {"light": 0, "dark": 1}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def too_faint(names: tuple[str, ...], surfaces: tuple[str, ...], least: float) -> list[str]:
    return [
        f"{name} on {surface}, {theme}: {contrast(TOKENS[name][n], TOKENS[surface][n]):.2f}"
        for theme, n in THEMES.items()
        for name in names
        for surface in surfaces
        if contrast(TOKENS[name][n], TOKENS[surface][n]) < least
    ]


def test_sheet_names_every_colour_of_the_design():
    assert set(TOKENS) == {*SURFACES, "stone-2", "line", *TEXT}


def test_text_reads_on_every_surface():
    assert too_faint(TEXT, SURFACES, 4.5) == []


def test_words_of_a_resting_button_read():
    assert too_faint(("ink", "muted"), ("stone-2",), 4.5) == []


def test_borders_that_mean_something_can_be_seen():
    assert too_faint(("line",), SURFACES, 3.0) == []


@pytest.mark.parametrize(
    ("name", "light", "dark"),
    [("ink", 16.3, 16.1), ("muted", 7.7, 9.3), ("line", 3.5, 4.0), ("lapis", 7.9, 9.0)],
)
def test_contrast_on_paper_is_what_the_design_says(name, light, dark):
    measured = [round(contrast(TOKENS[name][n], TOKENS["paper"][n]), 1) for n in (0, 1)]
    assert measured == [light, dark]
