"""A short notation for JSON-LD term tables, so that a vocabulary reads as one.

A term is written as its address; an address that ends in `#` or `/` takes the term's own name.
`link` says that the value is an address, `typed` gives a datatype, `many` and `ordered` say that
values come as a set or as a list.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Definition: TypeAlias = dict[str, Any]
Terms: TypeAlias = Mapping[str, "str | Definition"]


def link(address: str) -> Definition:
    """A term whose values are addresses."""
    return {"@id": address, "@type": "@id"}


def typed(address: str, datatype: str) -> Definition:
    """A term whose values have a datatype."""
    return {"@id": address, "@type": datatype}


def many(address: str, datatype: str = "") -> Definition:
    """A term whose values are a set."""
    kind = {"@type": datatype} if datatype else {}
    return {"@id": address, **kind, "@container": "@set"}


def ordered(address: str) -> Definition:
    """A term whose values are a list: their order is part of what is signed."""
    return {"@id": address, "@container": "@list"}


def table(terms: Terms, *, protected: bool, keywords: bool = True) -> Definition:
    """The body of a context. `keywords` gives `id` and `type` their usual meaning."""
    head: Definition = {"@protected": True} if protected else {}
    if keywords:
        head |= {"id": "@id", "type": "@type"}
    return head | {name: _whole(name, meaning) for name, meaning in terms.items()}


def scoped(address: str, terms: Terms, *, protected: bool, keywords: bool = True) -> Definition:
    """A type that brings terms of its own."""
    return {"@id": address, "@context": table(terms, protected=protected, keywords=keywords)}


def _whole(name: str, meaning: str | Definition) -> Definition:
    body = {"@id": meaning} if isinstance(meaning, str) else meaning
    address = body["@id"]
    return {**body, "@id": address + name if address[-1] in "#/" else address}
