"""What every format is read into: entries, which entry lies under which, and what is wrong with a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from tessera.frameworks.enums import Kind


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as one row tells it. A file in French fills the fields that end in `_fr`."""

    row: int
    key: str
    kind: Kind
    code: str = ""
    uri: str = ""
    parent: str = ""
    name: str = ""
    name_fr: str = ""
    description: str = ""
    description_fr: str = ""
    also: str = ""
    also_fr: str = ""


@dataclass(frozen=True, slots=True)
class Under:
    """`key` is narrower than `parent`: some formats say so in a file of its own."""

    row: int
    key: str
    parent: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row, or a whole file (row 0), cannot be read; `said` may use `facts` as `%(name)s`."""

    row: int
    said: str | Promise
    facts: Mapping[str, Any] = field(default_factory=dict)


Found = Iterator[Entry | Under | Fault]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a framework before its file is read; a form may say otherwise."""

    code: str = ""
    name: str = ""
    name_fr: str = ""
    publisher: str = ""
    source: str = ""
    licence: str = ""
    target_type: str = ""
    edition: str = ""
