"""What an outcome begins with: a verb that somebody can see done, in English or in French."""

from __future__ import annotations

from tessera.kernel.words import fold

_UNSEEN = """
understand know learn appreciate grasp realise realize believe feel
comprendre connaitre savoir apprendre apprecier saisir croire sentir
"""
_PHRASES = ("be aware", "be familiar", "become familiar", "avoir conscience", "etre conscient")
UNSEEN = frozenset(_UNSEEN.split())


def unseen(outcome: str) -> str | None:
    """The verb at its beginning that nobody can see done, as it was written; None when there is none."""
    words = outcome.split()
    if not words:
        return None
    first = words[0].strip(",.;:")
    if fold(first) in UNSEEN:
        return first
    two = fold(" ".join(words[:2]))
    return " ".join(words[:2]) if two in _PHRASES else None
