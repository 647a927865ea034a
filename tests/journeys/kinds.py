"""Which addresses lead to pages of one kind: a walk looks at one of each."""

from __future__ import annotations

import re

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NAME = re.compile(r"(?<=/)(catalogue|stacks|achievements|checks)/[^/]+/")
SECTION = re.compile(r"^/design/U/\d/$")


def kind_of(path: str) -> str:
    """Two addresses of one kind differ in ids and names only; each section of a design is its own."""
    shape = UUID.sub("U", path)
    if not SECTION.match(shape):
        shape = re.sub(r"/\d+/", "/N/", shape)
    return NAME.sub(r"\1/NAME/", shape)
