"""Facts to values: text, addresses, times and words of vocabularies. All raise InvalidFacts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from tessera.kernel.errors import InvalidFacts
from tessera.kernel.openbadges.model import Document

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_EXTENSION = re.compile(r"ext:[A-Za-z0-9._-]+")
_LANGUAGE = re.compile(r"[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!#-;=?-Z\[\]_a-z~%]+")  # RFC 3986: ASCII, no <>"\^`{|}

_F = TypeVar("_F")


def present(members: Document) -> Document:
    """Only the members that have something to say: no null, no empty array, object or text."""
    return {name: value for name, value in members.items() if value not in (None, "", [], {})}


def maybe(build: Callable[[_F, str], Any], facts: _F | None, at: str) -> Any:
    return None if facts is None else build(facts, at)


def each(build: Callable[[_F, str], Any], many: Sequence[_F], at: str) -> list[Any]:
    return [build(facts, f"{at}[{number}]") for number, facts in enumerate(many)]


def text(value: str, at: str) -> str:
    cleaned = _CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not cleaned.isascii() and any("\ud800" <= letter <= "\udfff" for letter in cleaned):
        raise InvalidFacts("not Unicode text", field=at)
    return cleaned


def required(value: str, at: str) -> str:
    if not (cleaned := text(value, at)):
        raise InvalidFacts("needed, and empty", field=at)
    return cleaned


def exact(value: str, at: str) -> str:
    """Text that a hash depends on: refused where other text would be cleaned."""
    if required(value, at) != value:
        raise InvalidFacts("blank space around it, or control characters", field=at)
    return value


def uri(value: str, at: str) -> str:
    if not _URI.fullmatch(value):
        raise InvalidFacts("not an absolute address (RFC 3986, percent-encoded)", field=at)
    return value


def address(value: str, at: str) -> str:
    if not value.startswith(("https://", "http://")) or "#" in value:
        raise InvalidFacts("not a web address without a fragment", field=at)
    return uri(value, at)


def time(value: datetime, at: str) -> str:
    if value.tzinfo is None or value.utcoffset() is None:
        raise InvalidFacts("a time without a zone", field=at)
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def language(value: str, at: str) -> str:
    if value and not _LANGUAGE.fullmatch(value):
        raise InvalidFacts("not a language tag such as en or fr-CA", field=at)
    return value


def one_of(
    known: frozenset[str], value: str, at: str, *, open_ended: bool = False, needed: bool = False
) -> str:
    """A term of a vocabulary, or of ours (`ext:Term`) where the specification leaves it open."""
    if value in known or (open_ended and _EXTENSION.fullmatch(value)) or not (value or needed):
        return value
    raise InvalidFacts("not a term of the vocabulary", field=at)


def validity(valid_from: datetime, valid_until: datetime | None) -> Document:
    validity = {
        "validFrom": time(valid_from, "valid_from"),
        "validUntil": maybe(time, valid_until, "valid_until"),
    }
    if valid_until is not None and valid_until < valid_from:
        raise InvalidFacts("valid until a time before it is valid", field="valid_until")
    return validity


def refuse_two_nodes_with_one_id(document: Document) -> None:
    """Two different nodes with one id would melt into one when signed; the same one twice may."""
    known: dict[str, Document] = {}
    for node, path in _nodes(document, ""):
        if known.setdefault(node["id"], node) != node:
            raise InvalidFacts("the id of another part of this document", field=path)


def _nodes(value: Any, path: str) -> Iterator[tuple[Document, str]]:
    """Every object with an id, embedded credentials apart: those are documents of their own."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _nodes(item, f"{path}[{number}]")
    elif isinstance(value, dict):
        if "id" in value:
            yield value, f"{path}.id".lstrip(".")
        for name, member in value.items():
            if name not in {"endorsement", "verifiableCredential"}:
                yield from _nodes(member, f"{path}.{name}".lstrip("."))


def number(value: float | None, at: str) -> int | float | None:
    """A count that every implementation writes alike: not negative, and of modest size."""
    if value is None:
        return None
    if not 0 <= value < 2**53 or 0 < value < 1e-6:
        raise InvalidFacts("not a number that can be signed safely", field=at)
    return int(value) if float(value).is_integer() else value


def day(value: date, _at: str) -> str:
    """A day, as XML Schema writes it."""
    return value.strftime("%Y-%m-%d")
