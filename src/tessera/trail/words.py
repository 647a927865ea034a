"""The words of each kind of event, registered by the features' `presenters.py`."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise

_words: dict[str, str | Promise] = {}


def presents(words: Mapping[str, str | Promise]) -> None:
    """Register what to say of each kind, in the past tense without a subject: "sent to the panel"."""
    _words.update(words)


def sentence(kind: str) -> str:
    return str(_words.get(kind, kind))


def kinds() -> frozenset[str]:
    return frozenset(_words)
