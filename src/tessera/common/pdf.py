"""Documents to print: a typst template and the facts that it sets, made into a tagged PDF (PDF/UA-1).

What people wrote goes in as data and comes out as text: no document is ever put together from strings.
A template is `<feature>/templates/<feature>/<name>.typ`; it begins with the house style, which reads the
data, so `#import "/common/templates/common/house.typ": *` and `#show: house`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst
from django.utils.translation import gettext_lazy as _

from tessera.common.refusal import Refusal

ROOT = Path(__file__).parent.parent
NO_GLYPH = "could not be displayed"
_UNDRAWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_one_at_a_time = Lock()


class NoGlyph(Refusal):
    """Paper without some letters of a name would be worse than none."""

    code, status = "no-glyph", 422
    message = _(
        "This site has no font that draws “%(letters)s”, so nothing was printed. Whoever runs it can"
        " install one: then it prints by itself."
    )


def render(
    template: str,
    data: Mapping[str, Any],
    *,
    title: str,
    language: str,
    at: datetime,
    archived: bool = False,
) -> bytes:
    """The PDF of `feature/name.typ`; the same arguments give the same bytes.

    `data` is JSON-able, and bytes in it (a picture) arrive as numbers. It holds nothing called `title`
    or `language`. A letter that no font at hand can draw costs the document its claim to PDF/UA, not
    its tags, and stands there as an empty box. `archived` makes it PDF/A-3a besides, to last and to
    carry files, and draws every letter or nothing: refuses NoGlyph.
    """
    feature, name = template.split("/")
    handed = json.dumps({**data, "title": title, "language": language}, default=list)
    standards: list[Any] = ["a-3a", "ua-1"] if archived else ["ua-1"]
    wanted: dict[str, Any] = {
        "input": str(ROOT / feature / "templates" / feature / name),
        "sys_inputs": {"data": handed},
        "format": "pdf",
        "timestamp": int(at.timestamp()),
    }
    with _one_at_a_time:
        try:
            made = _compiler().compile(**wanted, pdf_standards=standards)
        except typst.TypstError as fault:
            if NO_GLYPH not in str(fault):
                raise
            if archived:
                raise NoGlyph(letters=_undrawn(fault)) from None
            made = _compiler().compile(**wanted)
    assert isinstance(made, bytes)
    return made


def _undrawn(fault: typst.TypstError) -> str:
    found = _UNDRAWN.search(str(fault))
    return found[1] if found else "?"


@cache
def _compiler() -> typst.Compiler:
    """Kept, since finding the fonts takes longer than setting a document."""
    return typst.Compiler(root=str(ROOT))
