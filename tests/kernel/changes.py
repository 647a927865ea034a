"""One small change, anywhere in a document or a text."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import strategies as st


def strings(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where the texts of a document are."""
    if isinstance(value, dict):
        return [found for key, part in value.items() for found in strings(part, (*path, key))]
    if isinstance(value, list):
        return [found for at, part in enumerate(value) for found in strings(part, (*path, at))]
    return [path] if isinstance(value, str) else []


@st.composite
def changed_text(draw: st.DrawFn, text: str) -> str:
    """The text with one other letter in it."""
    place = draw(st.integers(0, len(text) - 1))
    letters = st.characters(min_codepoint=33, max_codepoint=126)
    letter = draw(letters.filter(lambda letter: letter != text[place]))
    return text[:place] + letter + text[place + 1 :]


@st.composite
def changed(draw: st.DrawFn, document: dict[str, Any]) -> dict[str, Any]:
    """The document with one other letter in one of its texts."""
    path = draw(st.sampled_from(strings(document)))
    other = deepcopy(document)
    home: Any = other
    for step in path[:-1]:
        home = home[step]
    home[path[-1]] = draw(changed_text(home[path[-1]]))
    return other
