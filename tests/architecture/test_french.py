"""The French catalogue: whole, faithful to what is filled in, and compiled."""

from __future__ import annotations

import re
from collections import Counter

import polib
import pytest

from tests.architecture.messages import CATALOGUE, catalogue, said

MARKS = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|</?\w[^>]*>")
# Typography of Canadian French: straight marks, and spaces that could break a line.
UNTIDY = re.compile(
    r"(?<!=)\"(?!>)|\w'\w|[“”]|\.\.\.|(?<!\u00a0)»|«(?!\u00a0)| [:;?!]| %%|\w:(?!\S)"
)


@pytest.fixture(scope="module")
def french() -> polib.POFile:
    return catalogue()


def versions(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_everything_that_is_said_has_its_french_and_nothing_else_has(french: polib.POFile) -> None:
    """`make messages` brings the catalogue up to date; then write the French."""
    asked = {message.key for message in said()}
    assert {(entry.msgctxt or "", entry.msgid) for entry in french} == asked
    assert [entry.msgid for entry in french if not entry.translated() or entry.fuzzy] == []


def test_plurals_are_those_of_the_source(french: polib.POFile) -> None:
    asked = {message.key: message.plural for message in said()}
    found = {(entry.msgctxt or "", entry.msgid): entry.msgid_plural for entry in french}
    assert found == asked


def test_what_is_filled_in_is_the_same_in_both_languages(french: polib.POFile) -> None:
    wrong = {}
    for entry in french:
        asked = [Counter(MARKS.findall(words)) for words in (entry.msgid, entry.msgid_plural)]
        for words in versions(entry):
            if Counter(MARKS.findall(words)) not in asked:
                wrong[entry.msgid] = words
    assert wrong == {}


def test_lines_begin_and_end_alike_in_both_languages(french: polib.POFile) -> None:
    def edges(words: str) -> tuple[bool, bool]:
        return words != words.lstrip(), words != words.rstrip()

    assert [
        words for entry in french for words in versions(entry) if edges(words) != edges(entry.msgid)
    ] == []


def test_typography_is_french(french: polib.POFile) -> None:
    assert [words for entry in french for words in versions(entry) if UNTIDY.search(words)] == []


def test_the_compiled_catalogue_is_the_written_one(french: polib.POFile) -> None:
    assert CATALOGUE.with_suffix(".mo").read_bytes() == french.to_binary()


def test_badge_has_one_name_in_french(french: polib.POFile) -> None:
    english = re.compile(r"(?<!open )\bbadges?\b", re.IGNORECASE)
    assert [words for entry in french for words in versions(entry) if english.search(words)] == []
