"""Documents to print: a typst template and the facts that it sets, made into a tagged PDF (PDF/UA-1).

What people wrote goes in as data and comes out as text: no document is ever put together from strings.
A template is `<feature>/templates/<feature>/<name>.typ`; it begins with the house style, which reads the
data, so `#import "/common/templates/common/house.typ": *` and `#show: house`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

ROOT = Path(__file__).parent.parent
NO_GLYPH = "could not be displayed"
_one_at_a_time = Lock()


def render(
    template: str, data: Mapping[str, Any], *, title: str, language: str, at: datetime
) -> bytes:
    """The PDF of `feature/name.typ`; the same arguments give the same bytes.

    `data` is JSON-able, and bytes in it (a picture) arrive as numbers. It holds nothing called `title`
    or `language`. A letter that no font at hand can draw costs the document its claim to PDF/UA, not
    its tags, and stands there as an empty box.
    """
    feature, name = template.split("/")
    handed = json.dumps({**data, "title": title, "language": language}, default=list)
    wanted: dict[str, Any] = {
        "input": str(ROOT / feature / "templates" / feature / name),
        "sys_inputs": {"data": handed},
        "format": "pdf",
        "timestamp": int(at.timestamp()),
    }
    with _one_at_a_time:
        try:
            made = _compiler().compile(**wanted, pdf_standards=["ua-1"])
        except typst.TypstError as fault:
            if NO_GLYPH not in str(fault):
                raise
            made = _compiler().compile(**wanted)
    assert isinstance(made, bytes)
    return made


@cache
def _compiler() -> typst.Compiler:
    """Kept, since finding the fonts takes longer than setting a document."""
    return typst.Compiler(root=str(ROOT))
