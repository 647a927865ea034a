"""Short codes for paper: nobody guesses one, and a slip of the pen is noticed before it is looked up.

Fifteen letters drawn at random (75 bits) and one that follows from them, of an alphabet without I, L, O
and U; a reader may write those that look alike, small letters, and dashes wherever they like.
"""

from __future__ import annotations

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 16, 4
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": "", "–": ""})


def draw() -> str:
    """A new code, without dashes."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return drawn + _check(drawn)


def read(typed: str) -> str:
    """The code that was meant; "" for what is none."""
    code = typed.strip().upper().translate(_ALIKE)
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return ""
    return code if _check(code[:-1]) == code[-1] else ""


def looks_like_one(typed: str) -> bool:
    """Whether somebody meant to write a code, rightly or not."""
    code = typed.strip().upper().translate(_ALIKE)
    return len(typed) < 2 * LENGTH and LENGTH - 2 <= len(code) <= LENGTH + 2 and code.isalnum()


def shown(code: str) -> str:
    """As it is printed: in groups."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def _check(drawn: str) -> str:
    """Luhn's letter, modulo 32: one wrong letter always shows, and so do most two that change places."""
    total, factor = 0, 2
    for letter in reversed(drawn):
        product = factor * ALPHABET.index(letter)
        total += product // len(ALPHABET) + product % len(ALPHABET)
        factor = 3 - factor
    return ALPHABET[-total % len(ALPHABET)]
