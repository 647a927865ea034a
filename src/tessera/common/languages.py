"""Words in the reader's language that no catalogue holds: fields written in both, and labels."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import get_language, pgettext


def local(thing: Any, field: str) -> str:
    """A field that is written in both languages, in the reader's: `local(version, "title")`."""
    french = _field(thing, f"{field}_fr") if get_language() == "fr" else ""
    return str(french or _field(thing, field))


# For what is read later, in the language of whoever reads it then.
local_lazy = lazy(local, str)


def _in_full(day: date | datetime) -> str:
    return date_format(timezone.localtime(day) if isinstance(day, datetime) else day)


# A day in full, written only when the message is, in the language of its reader.
day_in_full = lazy(_in_full, str)


def _field(thing: Any, field: str) -> Any:
    return thing.get(field, "") if isinstance(thing, Mapping) else getattr(thing, field, "")


def labelled(label: Any, words: Any) -> str:
    """“label: words”, with the colon spaced as the language does."""
    return pgettext("a label and what it says", "%(label)s: %(words)s") % {
        "label": label,
        "words": words,
    }
