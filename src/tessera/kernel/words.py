"""Words as they are compared: folded, cut into tokens, lightly stemmed; for English and French alike."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l"})
_APART = re.compile(r"[\W_]+")
# Words that say nothing about what a text is about.
_ENGLISH = """
a an and are as at be by can for from how in into is it its of on or so that the their them they this to was
what when which who will with
"""
_FRENCH = """
au aux avec ce ces dans de des du elle en est et il la le les leur leurs mais ne ou par pas pour qu que qui sa
se ses son sont sur un une vers vos votre d l s c n
"""
EMPTY = frozenset((_ENGLISH + _FRENCH).split())
# What English and French words end with; the longest that leaves four letters is taken off.
_ENDS = """
s es ed ing ings ly ment ments ation ations ion ions er ers e ement ements ant ants ante antes ateur ateurs
atrice atrices euse euses aux al ale ales
"""
_ENDINGS = sorted(_ENDS.split(), key=len, reverse=True)
_LEAST = 4


def fold(text: str) -> str:
    """Lower case without accents, every run of other signs one space: “L’Écoute” gives “l ecoute”."""
    if text.isascii():  # most text is, and there is a lot of it
        return _APART.sub(" ", text.lower()).strip()
    small = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", small)
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _APART.sub(" ", bare).strip()


def tokens(text: str) -> list[str]:
    return fold(text).split()


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A folded word without its ending, so that “leading”, “leads” and “lead” meet."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST:
            return word[: -len(ending)]
    return word


def stems(text: str) -> frozenset[str]:
    """The stems of the words that carry the meaning."""
    return frozenset(stem(word) for word in tokens(text) if word not in EMPTY)
