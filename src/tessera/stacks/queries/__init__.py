"""Which stacks there are, how near someone is to each, and what waits for the registrar."""

from tessera.stacks.queries.expanding import expanded
from tessera.stacks.queries.outline import Line, Said, outline, path_of
from tessera.stacks.queries.preview import Preview, preview
from tessera.stacks.queries.progress import Part, Progress, progress_in, progress_of
from tessera.stacks.queries.stacks import (
    names_in,
    page,
    parts_of,
    rule_of,
    stacks,
    stacks_containing,
)
from tessera.stacks.queries.waiting import newly_expired, suspensions_visible_to

__all__ = [
    "Line",
    "Part",
    "Preview",
    "Progress",
    "Said",
    "expanded",
    "names_in",
    "newly_expired",
    "outline",
    "page",
    "parts_of",
    "path_of",
    "preview",
    "progress_in",
    "progress_of",
    "rule_of",
    "stacks",
    "stacks_containing",
    "suspensions_visible_to",
]
