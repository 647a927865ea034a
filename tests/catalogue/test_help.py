"""What stands beside each field of a design."""

from __future__ import annotations

from tessera.catalogue.forms.help import HELP

# A tick that says it all, and choices among the design's own rows.
SELF_EVIDENT = {
    "entry_open",
    "funding_claimed",
    "single_use",
    "expired_part",
    "outcome",
    "commitment",
    "component",
    "outcomes",
}


def test_help_gives_an_example() -> None:
    assert {name for name, words in HELP.items() if "Example" not in words} == SELF_EVIDENT
