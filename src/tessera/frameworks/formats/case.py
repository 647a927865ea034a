"""CASE 1.1: one JSON document with a CFDocument, its CFItems and their CFAssociations."""

from __future__ import annotations

import json
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from tessera.frameworks.enums import Kind
from tessera.frameworks.formats.entry import Entry, Facts, Fault, Found, Under
from tessera.frameworks.formats.rows import clean
from tessera.frameworks.formats.tables import checked

LIMIT = 48 * 1024 * 1024
NOT_CASE = _("This is not a CASE package: it has no CFDocument or no CFItems.")
TOO_LARGE = _("A CASE package of more than 48 MB is not read. Divide it.")


def case(file: IO[bytes], *, encoding: str) -> Found:
    """Items, then which lies under which by `isChildOf`. A row is the item's place in the list, from 1."""
    package = _package(file)
    if isinstance(package, Fault):
        yield package
        return
    spoken = str(package["CFDocument"].get("language") or "en")
    known: set[str] = set()
    for number, item in enumerate(package["CFItems"], start=1):
        if not isinstance(item, dict):
            yield Fault(number, _("This item is not an object."))
            continue
        identifier = _text(item, "identifier")
        french = str(item.get("language") or spoken).lower().startswith("fr")
        said = {
            "name": _text(item, "fullStatement")[:300],
            "description": _text(item, "fullStatement")[300:] and _text(item, "fullStatement"),
            "also": _text(item, "abbreviatedStatement"),
        }
        known.add(identifier)
        yield checked(
            Entry(
                row=number,
                key=identifier,
                kind=_kind(_text(item, "CFItemType")),
                code=(_text(item, "humanCodingScheme") or identifier)[:80],
                uri=_text(item, "uri"),
                **{f"{name}_fr" if french else name: text for name, text in said.items()},
            )
        )
    for number, link in enumerate(package.get("CFAssociations") or (), start=1):
        if isinstance(link, dict) and link.get("associationType") == "isChildOf":
            narrow, broad = _end(link, "originNodeURI"), _end(link, "destinationNodeURI")
            if narrow in known and broad in known:  # the top lies under the document itself
                yield Under(number, narrow, broad)


def case_facts(file: IO[bytes]) -> Facts:
    """What the package says of itself."""
    package = _package(file)
    if isinstance(package, Fault):
        return Facts()
    document = package["CFDocument"]
    licence = document.get("licenseURI")
    return Facts(
        name=_text(document, "title")[:120],
        publisher=(_text(document, "publisher") or _text(document, "creator"))[:200],
        source=_text(document, "uri"),
        licence=_text(licence, "title") if isinstance(licence, dict) else "",
        edition=_text(document, "version")[:40],
    )


def _package(file: IO[bytes]) -> dict[str, Any] | Fault:
    body = file.read(LIMIT + 1)
    if len(body) > LIMIT:
        return Fault(0, TOO_LARGE)
    try:
        package = json.loads(body)
    except (ValueError, RecursionError):
        return Fault(0, _("This is not JSON that can be read."))
    if (
        not isinstance(package, dict)
        or not isinstance(package.get("CFDocument"), dict)
        or not isinstance(package.get("CFItems"), list)
    ):
        return Fault(0, NOT_CASE)
    return package


def _kind(said: str) -> Kind:
    for kind in (Kind.STANDARD, Kind.SKILL, Kind.OCCUPATION):
        if kind.value in said.lower():
            return kind
    return Kind.COMPETENCY


def _end(link: dict[str, Any], name: str) -> str:
    end = link.get(name)
    return _text(end, "identifier") if isinstance(end, dict) else ""


def _text(thing: dict[str, Any], name: str) -> str:
    value = thing.get(name)
    return clean(value) if isinstance(value, str) else ""
