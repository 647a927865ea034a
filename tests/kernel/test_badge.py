"""A badge is drawn the same from the same choices, and what is written on it never vanishes."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tessera.kernel.badge import (
    ICONS,
    SHAPES,
    Design,
    Face,
    contrast,
    draw,
    icon,
    nearest,
    readable,
)
from tessera.kernel.errors import DrawingError

FRENCH = "ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸàâæçéèêëîïôœùûüÿ«»’–—…"
colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")
letters = st.sampled_from(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 &-/" + FRENCH
)


@cache
def face() -> Face:
    font = files("font_source_serif_pro") / "files" / "SourceSerifPro-Semibold.otf"
    return Face(font.read_bytes())


def design(**choices: object) -> Design:
    usual = {"shape": "round", "icon": "star", "ground": "#1F4E8C", "figure": "#F0A27E"}
    return Design(**usual | choices)  # type: ignore[arg-type]


def test_every_choice_gives_another_drawing_in_two_colours_without_text() -> None:
    drawings = [
        draw(design(shape=shape, icon=each, level=level, ring=ring), face())
        for (shape, each), (level, ring) in product(
            zip(list(SHAPES) * 4, ICONS, strict=True), ((0, False), (4, True))
        )
    ]
    assert len(set(drawings)) == 2 * len(ICONS)
    for drawing in drawings:
        assert set(re.findall("<([a-z]+)", drawing)) == {"svg", "path", "g"}
        assert set(re.findall("#[0-9A-F]{6}", drawing)) == {"#1F4E8C", "#F0A27E"}


def test_icons_are_square_and_keep_to_their_place() -> None:
    for name, rows in ICONS.items():
        assert {len(row) for row in rows} == {len(rows)}, name
        numbers = [float(each) for each in re.findall(r"[\d.]+", icon(name, x=50, y=50, size=100))]
        assert min(numbers) >= 0, name
        assert max(numbers) <= 100, name


@settings(max_examples=25, deadline=None)
@given(
    words=st.text(letters, max_size=80),
    name=st.text(letters, max_size=120),
    shape=st.sampled_from(sorted(SHAPES)),
    level=st.integers(0, 9),
)
def test_the_same_choices_give_the_same_drawing_and_every_letter_is_on_it(
    words: str, name: str, shape: str, level: int
) -> None:
    chosen = design(shape=shape, text=words, name=name, level=level)
    drawing = draw(chosen, face())
    assert drawing == draw(chosen, face())
    without = draw(design(shape=shape, level=level, icon="star"), face())
    drawn = drawing.count("M") - without.count("M")
    assert drawn >= len((words + name).replace(" ", ""))
    numbers = re.findall(r"-?\d+\.?\d*", drawing.split('<g fill="')[1])
    assert max(map(float, numbers[1:])) <= 600


@pytest.mark.parametrize(
    "words",
    [
        "Leadership",
        "Anticonstitutionnellement anticonstitutionnellement",
        "W" * 80,
        "Conduire le changement en équipe, pas à pas, avec celles et ceux qu’il touche",
        "a " * 40,
    ],
)
def test_long_text_is_broken_and_shrinks_until_all_of_it_is_there(words: str) -> None:
    setting = face().fit(words, width=390, height=130, largest=62)
    assert "".join(setting.lines).replace(" ", "") == words.replace(" ", "")
    assert setting.height <= 130
    assert max(face().width(line, setting.size) for line in setting.lines) <= 390


def test_short_text_is_large_and_lines_are_about_as_long_as_each_other() -> None:
    assert face().fit("Law", width=390, height=130, largest=62).size == 62
    lines = face().fit(
        "Data for Better Decisions in Public Services", width=390, height=130, largest=62
    )
    assert lines.lines == ("Data for Better", "Decisions in", "Public Services")


def test_letters_with_accents_are_drawn_however_they_are_typed() -> None:
    assert face().missing(FRENCH) == ()
    assert draw(design(text="e\u0301te\u0301"), face()) == draw(design(text="été"), face())


@pytest.mark.parametrize("letter", ["ᐊ", "日", "🎓", "\u200b", "\u202e", "\u0301", "\ue000"])
def test_letters_that_the_font_lacks_are_refused_by_name(letter: str) -> None:
    with pytest.raises(DrawingError) as refused:
        draw(design(text=f"q{letter}"), face())
    assert (refused.value.code, refused.value.field) == ("letters", letter)


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        ({"shape": "cloud"}, "shape"),
        ({"icon": "skull"}, "icon"),
        ({"ground": "blue"}, "colour"),
        ({"figure": '#00000"'}, "colour"),
        ({"text": "a" * 81}, "too-long"),
    ],
)
def test_a_choice_that_is_none_is_refused(choices: dict[str, str], code: str) -> None:
    with pytest.raises(DrawingError) as refused:
        draw(design(**choices), face())
    assert refused.value.code == code


def test_contrast_is_that_of_wcag() -> None:
    assert round(contrast("#000000", "#FFFFFF"), 2) == 21
    assert round(contrast("#777777", "#FFFFFF"), 2) == 4.48
    assert contrast("#1F4E8C", "#1F4E8C") == 1


@settings(max_examples=50, deadline=None)
@given(one=colours, other=colours)
def test_a_colour_is_made_readable_on_any_ground_and_left_alone_where_it_is(
    one: str, other: str
) -> None:
    assert contrast(one, other) == contrast(other, one)
    made = readable(one, other)
    assert contrast(made, other) >= 3
    assert (made == one) == (contrast(one, other) >= 3)
    assert readable(made, other) == made


def test_colours_have_the_names_that_people_give_them() -> None:
    named = {
        each: nearest(each) for each in ("#FFFFFF", "#0000FF", "#F0A27E", "#1B6553", "#7A5500")
    }
    assert named == {
        "#FFFFFF": "white",
        "#0000FF": "blue",
        "#F0A27E": "light orange",
        "#1B6553": "green",
        "#7A5500": "brown",
    }
