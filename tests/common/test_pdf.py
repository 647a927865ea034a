"""What is printed: tagged, the same each time, and made from words that are never read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import typst

from tessera.common import pdf

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
PROBE = """#import "/common/templates/common/house.typ": *
#show: house
#title()
= Words
#lines(data.words)
#facts(data.facts)
#table(columns: 2, table.header[A][B], ..data.cells)
"""


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """A template of the test's own, beside a copy of the house style."""
    house = tmp_path / "common" / "templates" / "common"
    house.mkdir(parents=True)
    (house / "house.typ").write_bytes((pdf.ROOT / "common/templates/common/house.typ").read_bytes())
    own = tmp_path / "probe" / "templates" / "probe"
    own.mkdir(parents=True)
    (own / "page.typ").write_text(PROBE)
    monkeypatch.setattr(pdf, "ROOT", tmp_path)
    pdf._compiler.cache_clear()
    yield "probe/page.typ"
    pdf._compiler.cache_clear()


def made(probe: str, words: str = "Hello.\nAgain.", title: str = "A document") -> bytes:
    data: dict[str, Any] = {
        "words": words,
        "facts": [["Hours", ["24", "about"]]],
        "cells": ["1", "2"],
    }
    return pdf.render(probe, data, title=title, language="fr", at=AT)


def test_render_makes_a_tagged_pdf_in_its_language(probe: str) -> None:
    document = made(probe)
    assert document.startswith(b"%PDF-")
    assert b"/MarkInfo" in document
    assert re.search(rb"/Lang ?\(fr-CA\)", document)
    assert b"pdfuaid" in document


def test_render_gives_the_same_bytes_for_the_same_facts(probe: str) -> None:
    assert made(probe) == made(probe)


@pytest.mark.parametrize(
    "words",
    [
        '#read("/etc/passwd")',
        '*bold* _and_ $x$ @cite <label> `raw` \\ #import "x"',
        '"}, "title": "other", {"',
        "\u0000\u202e\ufeff",
        "#" * 10_000,
        "œuvre, Ελληνικά, Кириллица, עברית, العربية",
    ],
)
def test_render_reads_no_words_as_markup(words: str, probe: str) -> None:
    assert made(probe, words=words, title=words[:100]).startswith(b"%PDF-")


def test_render_without_a_font_for_a_letter_keeps_the_tags(probe: str) -> None:
    document = made(probe, words="\U00012000")
    assert b"/MarkInfo" in document
    assert b"pdfuaid" not in document


def test_render_of_a_broken_template_fails_loudly(probe: str) -> None:
    (pdf.ROOT / "probe/templates/probe/page.typ").write_text("#nothing-of-the-kind")
    with pytest.raises(typst.TypstError):
        made(probe)
