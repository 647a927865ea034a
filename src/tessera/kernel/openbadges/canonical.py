"""From a JSON-LD document to the bytes that are hashed and signed, in safe mode.

What JSON-LD would drop without a word is refused here: a term or type that no context defines, an
address without a scheme, a keyword that RDF cannot carry. Contexts are a closed set and are never
given inline, so a document means what its contexts, known by value, say that it means.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from typing import Any, NoReturn

import rfc8785
from pyld.jsonld import JsonLdError

from tessera.kernel.errors import KernelError, TooComplex, UndefinedTerm, UnknownContext
from tessera.kernel.openbadges import contexts, expansion, rdfc

MAXIMUM_BYTES = 8 * 1024 * 1024
MAXIMUM_DEPTH = 48
MAXIMUM_VALUES = 100_000
MAXIMUM_CONTEXTS = 500  # mentions; working one out anew takes a millisecond or two

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_NAMED = "urn:bnid:"  # what a blank node is called while parts of a document are taken
_ADDRESS = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\s\x00-\x20\x7f<>"]*')
_SURROGATE = re.compile("[\ud800-\udfff]")
_KEYWORDS = frozenset({"@context", "@id", "@type", "@value", "@language", "@list", "@set"})


def read(data: bytes | str) -> dict[str, Any]:
    """A JSON object, read so that it can mean one thing only.

    Raises KernelError (`not-json`) for anything else, for a member given twice and for numbers that
    JSON does not have; TooComplex past the bound on size or depth.
    """
    if len(data) > MAXIMUM_BYTES:
        raise TooComplex(f"more than {MAXIMUM_BYTES} bytes")
    try:
        document = json.loads(data, object_pairs_hook=_members, parse_constant=_no_such_number)
    except RecursionError as fault:
        raise TooComplex("nested too deeply") from fault
    except ValueError as fault:
        raise KernelError("not JSON", code="not-json") from fault
    if not isinstance(document, dict):
        raise KernelError("not a JSON object", code="not-json")
    check_bounds(document)
    return document


def check_bounds(document: Any) -> int:
    """How many values there are. Refuses (TooComplex) too many, or what is nested too deeply."""
    values, level = 0, [document]
    for _ in range(MAXIMUM_DEPTH):
        values += len(level)
        if values > MAXIMUM_VALUES:
            raise TooComplex(f"more than {MAXIMUM_VALUES} values")
        parts: list[Any] = []
        for value in level:
            if type(value) is dict:
                parts += value.values()
            elif type(value) is list:
                parts += value
            elif type(value) is not str:
                parts += _parts(value)
        level = parts
        if not level:
            return values
    raise TooComplex(f"nested deeper than {MAXIMUM_DEPTH}")


def rdf(document: Mapping[str, Any], hash_name: str = "sha256") -> bytes:
    """Canonical N-Quads of a JSON-LD document, by RDFC-1.0 with that hash.

    Raises UndefinedTerm, UnknownContext (`unknown-context`, `inline-context`), TooComplex.
    """
    return rdfc.canonical(quads(document), hash_name=hash_name)


def jcs(document: Mapping[str, Any]) -> bytes:
    """Canonical JSON (RFC 8785). Raises KernelError (`not-json`) for what it cannot carry."""
    check_bounds(document)
    try:
        return rfc8785.dumps(dict(document))
    except (rfc8785.CanonicalizationError, RecursionError) as fault:
        raise KernelError("no canonical JSON for this", code="not-json") from fault


def quads(document: Mapping[str, Any]) -> set[rdfc.Quad]:
    """The RDF of a JSON-LD document, in safe mode. Raises as `rdf` does."""
    return _walked(_expanded(document))


def skolemized(document: Mapping[str, Any]) -> tuple[set[rdfc.Quad], dict[str, Any]]:
    """The RDF of a document, and the document with an address on every node without one.

    `deskolemized` reads any part of that document so that its blank nodes are those of the RDF
    (vc-di-ecdsa, sections 3.4.4 to 3.4.9). Raises as `rdf` does.
    """
    expanded = _expanded(document)
    named = _Names()
    for item in expanded:
        named.give(item)
    found = _walked(expanded)
    context = document.get("@context", [])
    try:
        compact = expansion.compact(expanded, context)
    except JsonLdError as fault:
        raise UndefinedTerm(str(fault.args[0])[:200], code="json-ld") from fault
    except ValueError as fault:  # an address that cannot be taken apart, such as `https://[`
        raise UndefinedTerm("not a JSON-LD document", code="json-ld") from fault
    return {_unnamed(quad) for quad in found}, {**compact, "@context": context}


def deskolemized(part: Mapping[str, Any]) -> set[rdfc.Quad]:
    """The RDF of a part of a skolemized document. Raises as `rdf` does."""
    return {_unnamed(quad) for quad in quads(part)}


def _unnamed(quad: rdfc.Quad) -> rdfc.Quad:
    subject, predicate, object_, graph = (
        "_:" + term[len(_NAMED) + 1 : -1] if term.startswith(f"<{_NAMED}") else term
        for term in quad
    )
    return subject, predicate, object_, graph


def _expanded(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    check_bounds(document)
    if _check_readable(document) > MAXIMUM_CONTEXTS:
        raise TooComplex(f"more than {MAXIMUM_CONTEXTS} contexts")
    try:
        return expansion.expand(document, dropped=_undefined)
    except JsonLdError as fault:
        raise UndefinedTerm(str(fault.args[0])[:200], code="json-ld") from fault
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        # the expander assumes that some members have the right shape
        raise UndefinedTerm("not a JSON-LD document", code="json-ld") from fault


def _walked(expanded: list[dict[str, Any]]) -> set[rdfc.Quad]:
    walk = _Walk()
    for item in expanded:
        walk.node(item, "")
    return walk.quads


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member given twice")
    return members


def _no_such_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _parts(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return list(value.values())
    return value if isinstance(value, list) else []


def _check_readable(value: Any) -> int:
    """Refuse, before any expansion, what would be fetched, vanish or have no canonical form.

    Gives how many times a context is named.
    """
    if isinstance(value, Mapping):
        if set(value) == {"@language"}:
            raise UndefinedTerm("a language without a text would not be signed")
        return sum(_check_member(name, part) for name, part in value.items())
    if isinstance(value, list):
        return sum(map(_check_readable, value))
    if isinstance(value, str) and _SURROGATE.search(value):
        raise UndefinedTerm("half a character cannot be signed", code="not-unicode")
    # written so that what compares to nothing is refused too
    if isinstance(value, int | float) and not abs(value) <= sys.float_info.max:
        raise UndefinedTerm("a number that JSON does not have", code="not-json")
    return 0


def check_contexts(value: Any) -> int:
    """How many contexts are named. Raises UnknownContext (`unknown-context`, `inline-context`)."""
    given = value if isinstance(value, list) else [value]
    for one in given:
        if not isinstance(one, str):
            raise UnknownContext("a context given inline", code="inline-context", field="@context")
        contexts.context(one)
    return len(given)


def _check_member(name: str, value: Any) -> int:
    if name == "@context":
        return check_contexts(value)
    if name.startswith("@") and name not in _KEYWORDS:
        raise UndefinedTerm(f"{name} would not be signed", field=name)
    return _check_readable(name) + _check_readable(value)


def _undefined(name: str | None) -> NoReturn:
    raise UndefinedTerm(f"no context defines {name or 'a member'}", field=name or "")


class _Walk:
    """Reads quads off an expanded document (JSON-LD 1.1 API, sections 7 and 8)."""

    def __init__(self) -> None:
        self.quads: set[rdfc.Quad] = set()
        self._issued = 0
        self._labels: dict[str, str] = {}

    def node(self, item: dict[str, Any], graph: str) -> str:
        """Add a node and all that hangs on it; its term."""
        subject = self._resource(item["@id"]) if "@id" in item else self._blank()
        for name, values in item.items():
            if name == "@type":
                for kind in values:
                    self.quads.add((subject, f"<{_RDF}type>", self._resource(kind), graph))
            elif name == "@graph":
                for part in values:
                    self.node(part, subject)
            elif name.startswith("@"):
                if name != "@id":
                    _undefined(name)
            else:
                predicate = self._resource(name)
                for value in values:
                    self.quads.add((subject, predicate, self._value(value, graph), graph))
        return subject

    def _value(self, value: dict[str, Any], graph: str) -> str:
        if "@list" in value:
            return self._list(value["@list"], graph)
        return self._literal(value) if "@value" in value else self.node(value, graph)

    def _list(self, values: list[dict[str, Any]], graph: str) -> str:
        rest = f"<{_RDF}nil>"
        for value in reversed(values):
            link = self._blank()
            self.quads.add((link, f"<{_RDF}first>", self._value(value, graph), graph))
            self.quads.add((link, f"<{_RDF}rest>", rest, graph))
            rest = link
        return rest

    def _literal(self, item: dict[str, Any]) -> str:
        value, datatype = item["@value"], item.get("@type", "")
        if "@direction" in item or "@index" in item:
            _undefined("@direction" if "@direction" in item else "@index")
        if datatype == "@json":
            return rdfc.literal(_json(value), _RDF + "JSON")
        if datatype:
            self._resource(datatype)
        if isinstance(value, bool):
            return rdfc.literal("true" if value else "false", datatype or _XSD + "boolean")
        if isinstance(value, int | float):
            return _number(value, datatype)
        return rdfc.literal(
            value, "" if datatype == _XSD + "string" else datatype, item.get("@language", "")
        )

    def _resource(self, address: Any) -> str:
        if isinstance(address, str):
            if address.startswith("_:"):
                return self._labels.get(address) or self._labels.setdefault(address, self._blank())
            if _ADDRESS.fullmatch(address) and not address.startswith(expansion.NO_BASE):
                return f"<{address}>"
            address = address.removeprefix(expansion.BASE)
        raise UndefinedTerm(
            f"not an address, and no term of the contexts: {address}", field=str(address)
        )

    def _blank(self) -> str:
        self._issued += 1
        return f"_:n{self._issued}"


def _json(value: Any) -> str:
    try:
        return rfc8785.dumps(value).decode()
    except rfc8785.CanonicalizationError as fault:
        raise UndefinedTerm("no canonical JSON for this", code="not-json") from fault


class _Names:
    """Gives an address to every node that has none."""

    def __init__(self) -> None:
        self._given = 0

    def give(self, item: Any) -> None:
        if not isinstance(item, dict) or "@value" in item:
            return
        if "@list" not in item:
            if "@id" not in item:
                item["@id"] = f"{_NAMED}n{self._given}"
                self._given += 1
            elif item["@id"].startswith("_:"):
                item["@id"] = _NAMED + item["@id"].removeprefix("_:")
        for name, values in item.items():
            if name == "@list" or name == "@graph" or not name.startswith("@"):
                for value in values:
                    self.give(value)


def _number(value: float, datatype: str) -> str:
    """JSON-LD 1.1 API, section 8.6: whole numbers as integers, the others as doubles."""
    if float(value).is_integer() and abs(value) < 1e21 and datatype != _XSD + "double":
        return rdfc.literal(str(int(value)), datatype or _XSD + "integer")
    mantissa, exponent = f"{value:.15E}".split("E")
    digits = mantissa.rstrip("0")
    digits = digits + "0" if digits.endswith(".") else digits
    return rdfc.literal(f"{digits}E{int(exponent)}", datatype or _XSD + "double")
