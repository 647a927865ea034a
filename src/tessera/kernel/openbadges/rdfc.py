"""RDFC-1.0: one canonical form for every way of writing the same RDF dataset.

Terms are their own N-Quads text (`<address>`, `_:label`, `"text"^^<type>`), a quad is subject,
predicate, object and graph name ("" for the default graph). Section numbers are those of RDF
Dataset Canonicalization 1.0. Labelling is factorial in the worst case, so work is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import new
from itertools import permutations
from typing import TypeAlias

from tessera.kernel.errors import KernelError, TooComplex

Quad: TypeAlias = tuple[str, str, str, str]

# Steps; the hardest solvable dataset of the W3C suite takes 6,168. A badge may hold fifty others, each
# of which may cost this much, while somebody waits.
MAXIMUM_WORK = 20_000
MAXIMUM_BLANK_NODES = 5_000

MUST_ESCAPE = re.compile(r'["\\\x00-\x1f\x7f]')
_NAMED = {"\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r", '"': r"\"", "\\": r"\\"}


def literal(text: str, datatype: str = "", language: str = "") -> str:
    """A literal in canonical N-Quads (section 5). Datatype "" means a plain string."""
    quoted = '"' + MUST_ESCAPE.sub(escaped, text) + '"'
    if language:
        return f"{quoted}@{language}"
    return f"{quoted}^^<{datatype}>" if datatype else quoted


def canonical(quads: Iterable[Quad], *, hash_name: str = "sha256") -> bytes:
    """Canonical N-Quads (section 4.4). Raises TooComplex on datasets made to burn time."""
    dataset = set(quads)
    return "".join(lines(dataset, issued_labels(dataset, hash_name=hash_name))).encode()


def lines(quads: Iterable[Quad], labels: dict[str, str]) -> list[str]:
    """Quads with other labels on their blank nodes, as lines of N-Quads in order, each once."""
    return sorted({_line(_relabelled(quad, labels)) for quad in quads})


def issued_labels(quads: Iterable[Quad], *, hash_name: str = "sha256") -> dict[str, str]:
    """The canonical label of each blank node, by the label it came with. Raises TooComplex."""
    try:
        return _Labelling(set(quads), hash_name).labels()
    except RecursionError as fault:
        raise TooComplex("too many blank nodes that look alike") from fault


def parse(text: str) -> list[Quad]:
    """Read N-Quads. Raises KernelError (`n-quads`) with the number of the line at fault."""
    quads = []
    for number, line in enumerate(re.split(r"[\r\n]+", text), start=1):
        if not line.strip(" \t") or line.lstrip(" \t").startswith("#"):
            continue
        found = _QUAD.fullmatch(line)
        if found is None:
            raise KernelError(f"line {number} is not N-Quads", code="n-quads")
        subject, predicate, object_, graph = found.group("s", "p", "o", "g")
        quads.append((_term(subject), _term(predicate), _term(object_), _term(graph or "")))
    return quads


def escaped(found: re.Match[str]) -> str:
    """A character that MUST_ESCAPE finds, as canonical N-Quads writes it."""
    character = found[0]
    return _NAMED.get(character) or f"\\u{ord(character):04X}"


def _line(quad: Quad) -> str:
    subject, predicate, object_, graph = quad
    return (
        f"{subject} {predicate} {object_} {graph} .\n"
        if graph
        else (f"{subject} {predicate} {object_} .\n")
    )


def _relabelled(quad: Quad, labels: dict[str, str]) -> Quad:
    subject, predicate, object_, graph = quad
    return (
        labels.get(subject, subject),
        predicate,
        labels.get(object_, object_),
        labels.get(graph, graph),
    )


class _Issuer:
    """Hands out labels in order of asking (section 4.5)."""

    def __init__(self, prefix: str, issued: dict[str, str] | None = None) -> None:
        self.prefix = prefix
        self.issued = issued if issued is not None else {}

    def issue(self, node: str) -> str:
        if node not in self.issued:
            self.issued[node] = f"{self.prefix}{len(self.issued)}"
        return self.issued[node]

    def copy(self) -> _Issuer:
        return _Issuer(self.prefix, dict(self.issued))


class _Labelling:
    """The state of one run of the algorithm (section 4.2)."""

    def __init__(self, dataset: set[Quad], hash_name: str) -> None:
        self._hash_name = hash_name
        self._mentions: dict[str, list[Quad]] = {}
        for quad in dataset:
            for node in {term for term in quad if term.startswith("_:")}:
                self._mentions.setdefault(node, []).append(quad)
        if len(self._mentions) > MAXIMUM_BLANK_NODES:
            raise TooComplex(f"more than {MAXIMUM_BLANK_NODES} blank nodes")
        self._first = {node: self._first_degree(node) for node in self._mentions}
        self._canonical = _Issuer("_:c14n")
        self._work = 0

    def labels(self) -> dict[str, str]:
        """Section 4.4.3, steps 3 to 5."""
        by_hash: dict[str, list[str]] = {}
        for node, digest in self._first.items():
            by_hash.setdefault(digest, []).append(node)
        for digest in sorted(by_hash):
            if len(by_hash[digest]) == 1:
                self._canonical.issue(by_hash[digest][0])
        for digest in sorted(by_hash):
            paths = []
            for node in by_hash[digest]:
                if node not in self._canonical.issued:
                    issuer = _Issuer("_:b")
                    issuer.issue(node)
                    paths.append(self._n_degree(node, issuer))
            for _, issuer in sorted(paths, key=lambda path: path[0]):
                for node in issuer.issued:
                    self._canonical.issue(node)
        return self._canonical.issued

    def _hash(self, text: str) -> str:
        return new(self._hash_name, text.encode()).hexdigest()

    def _first_degree(self, node: str) -> str:
        """Section 4.6: what the quads of a node say about it, with every other label blotted out."""

        def blotted(term: str) -> str:
            if not term.startswith("_:"):
                return term
            return "_:a" if term == node else "_:z"

        lines = sorted(
            _line((blotted(s), p, blotted(o), blotted(g))) for s, p, o, g in self._mentions[node]
        )
        return self._hash("".join(lines))

    def _related(self, node: str, quad: Quad, issuer: _Issuer, position: str) -> str:
        """Section 4.7."""
        label = self._canonical.issued.get(node) or issuer.issued.get(node) or self._first[node]
        predicate = "" if position == "g" else quad[1]
        return self._hash(f"{position}{predicate}{label}")

    def _n_degree(self, node: str, issuer: _Issuer) -> tuple[str, _Issuer]:
        """Section 4.8: tell apart nodes that look alike by walking outwards from each."""
        self._spend(len(self._mentions[node]))
        groups: dict[str, list[str]] = {}
        for quad in self._mentions[node]:
            for related, position in ((quad[0], "s"), (quad[2], "o"), (quad[3], "g")):
                if related.startswith("_:") and related != node:
                    digest = self._related(related, quad, issuer, position)
                    groups.setdefault(digest, []).append(related)
        told = ""
        for digest in sorted(groups):
            path, issuer = self._shortest(groups[digest], issuer)
            told += digest + path
        return self._hash(told), issuer

    def _shortest(self, group: list[str], issuer: _Issuer) -> tuple[str, _Issuer]:
        chosen: tuple[str, _Issuer] | None = None
        for order in permutations(group):
            self._spend(len(order))
            found = self._path(order, issuer.copy(), chosen[0] if chosen else "")
            if found and (chosen is None or found[0] < chosen[0]):
                chosen = found
        assert chosen is not None, "a group has at least one member, so one order at least"
        return chosen

    def _path(
        self, order: tuple[str, ...], issuer: _Issuer, best: str
    ) -> tuple[str, _Issuer] | None:
        """One order of a group, or None as soon as it cannot beat the best (step 5.4)."""
        path, deeper = "", []
        for related in order:
            if related in self._canonical.issued:
                path += self._canonical.issued[related]
            else:
                if related not in issuer.issued:
                    deeper.append(related)
                path += issuer.issue(related)
            if _worse(path, best):
                return None
        for related in deeper:
            digest, walked = self._n_degree(related, issuer)
            path += f"{issuer.issue(related)}<{digest}>"
            issuer = walked
            if _worse(path, best):
                return None
        return path, issuer

    def _spend(self, steps: int) -> None:
        self._work += steps
        if self._work > MAXIMUM_WORK:
            raise TooComplex("too many blank nodes that look alike")


def _worse(path: str, best: str) -> bool:
    return bool(best) and len(path) >= len(best) and path > best


_ADDRESS = r'<(?:[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>'
_BLANK = r"_:[^\s<>\"\\.](?:[^\s<>\"\\]*[^\s<>\"\\.])?"
_TEXT = r'"(?:[^"\\\r\n]|\\[tbnrf"\'\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*"'
_LITERAL = rf"{_TEXT}(?:\^\^{_ADDRESS}|@[A-Za-z]+(?:-[A-Za-z0-9]+)*)?"
_QUAD = re.compile(
    rf"[ \t]*(?P<s>{_ADDRESS}|{_BLANK})[ \t]*(?P<p>{_ADDRESS})[ \t]*"
    rf"(?P<o>{_ADDRESS}|{_BLANK}|{_LITERAL})[ \t]*(?P<g>{_ADDRESS}|{_BLANK})?[ \t]*\.[ \t]*(?:#.*)?"
)
_PARTS = re.compile(rf"(?P<text>{_TEXT})(?:\^\^(?P<type>{_ADDRESS})|@(?P<language>.+))?")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_MEANT = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_STRING = "http://www.w3.org/2001/XMLSchema#string"


def _term(written: str) -> str:
    if written.startswith('"'):
        found = _PARTS.fullmatch(written)
        assert found is not None, "the line matched, so its literal does"
        datatype = _plain(found["type"] or "")[1:-1]
        datatype = "" if datatype == _STRING else datatype
        return literal(_plain(found["text"][1:-1]), datatype, found["language"] or "")
    return _plain(written) if written.startswith("<") else written


def _plain(text: str) -> str:
    return _ESCAPE.sub(_unescaped, text)


def _unescaped(found: re.Match[str]) -> str:
    four, eight, named = found.groups()
    if named:
        return _MEANT.get(named, named)
    try:
        character = chr(int(four or eight, 16))
        character.encode()
    except (ValueError, OverflowError) as fault:
        raise KernelError("an escape that names no character", code="n-quads") from fault
    return character
