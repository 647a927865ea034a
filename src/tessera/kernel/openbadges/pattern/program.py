"""One document of a shape, expanded once with marks for texts: the canonical form of all of them.

It gives the bytes of the general path because these hold, or else the shape has no program:

- the expansion depends on nothing but the shape: member names, types and contexts are in it, and
  keywords of JSON-LD other than `@context` are refused;
- a text that becomes a literal comes out whole, under a datatype and language that the contexts fix;
- a text that becomes an address is an absolute one of a scheme that no context defines, in plain
  ASCII; it names no type and no property;
- every mark comes out: what comes out nowhere would not be signed.

For each document: its addresses are such addresses; the first hashes of its blank nodes differ, so
that their labels are the ranks of these (RDFC-1.0, section 4.4.3); and no two of the quads that say
something about a blank node became the same. Where one of these fails, Unusual is raised.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from hashlib import sha256
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from tessera.kernel.errors import KernelError
from tessera.kernel.openbadges import canonical, rdfc
from tessera.kernel.openbadges.pattern import order, reading
from tessera.kernel.openbadges.pattern.order import Line
from tessera.kernel.openbadges.pattern.reading import Shape, Unusual

if TYPE_CHECKING:
    from hashlib import _Hash

Pool: TypeAlias = list[str]  # texts, the ends of addresses, labels, constants
Woven: TypeAlias = Callable[[Pool], str]

SCHEMES = ("https", "http", "urn", "did")
_ADDRESS = re.compile(rf"(?:{'|'.join(SCHEMES)}):[!#-;=?-Z_a-z~]*")
_WORD = "tessera-mark-"
_MARK = re.compile(rf"{_WORD}(\d+)-")
_RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


class Program:
    """The canonical N-Quads of every document of one shape, by its texts."""

    def __init__(
        self,
        shape: Shape,
        texts: Sequence[str],
        constants: Sequence[Any] = (),
        *,
        ends: bool = False,
    ) -> None:
        """`texts` are those of one document. With `ends`, what its addresses begin with is taken for
        constant, and a document with other beginnings is Unusual. Raises Unusual."""
        self._count, self._ends = len(texts), ends
        self.marks = [
            f"{_beginning(text) if ends else 'urn:'}{_WORD}{number}-"
            for number, text in enumerate(texts)
        ]
        quads = sorted(_marked_quads(shape, self.marks, constants))
        compiling = _Compiling(self.marks, _blank_nodes(quads), ends=ends)
        lines = [compiling.line(quad) for quad in quads]
        compiling.check_all_came_out()
        self._addresses = sorted(compiling.addresses)
        self._beginnings = [(each, _beginning(texts[each])) for each in self._addresses if ends]
        weaving = _Weaving(compiling.first_constant)
        self._nodes = [
            weaving.first_hash(compiling.about(node, quads))
            for node in (compiling.blank if len(compiling.blank) > 1 else ())
        ]
        self._labels = [""] * len(compiling.blank)
        self._runs = weaving.runs(order.runs(lines, compiling.told(lines)))
        self._constants = weaving.constants
        self._head = weaving.head.encode()
        self._head_state = sha256(self._head)

    def canonical(self, texts: list[str]) -> bytes:
        """What is hashed. Raises Unusual."""
        return self._head + self._tail(self.pool(texts))

    def digest(self, pool: Pool) -> bytes:
        """The SHA-256 of what is hashed; that of its constant beginning is kept. Raises Unusual."""
        state: _Hash = self._head_state.copy()
        state.update(self._tail(pool))
        return state.digest()

    def pool(self, texts: list[str]) -> Pool:
        """What the lines are made of, once the texts are such as the program allows. Raises Unusual."""
        joined = " ".join(texts)
        # all else that must be escaped is not printable, and neither is half a character
        plain = joined.isprintable() and '"' not in joined and "\\" not in joined
        if not plain:
            try:
                joined.encode()
            except UnicodeEncodeError as fault:
                raise Unusual("half a character") from fault
        if self._addresses:
            _check_addresses([texts[number] for number in self._addresses])
        pool = texts[:] if plain else [rdfc.MUST_ESCAPE.sub(rdfc.escaped, text) for text in texts]
        if self._ends:
            pool += texts
            for number, beginning in self._beginnings:
                if not texts[number].startswith(beginning):
                    raise Unusual("an address that begins otherwise")
                pool[self._count + number] = texts[number][len(beginning) :]
        place = len(pool)
        pool += self._labels
        pool += self._constants
        if self._nodes:
            pool[place : place + len(self._nodes)] = self._ranked(pool)
        return pool

    def _ranked(self, pool: Pool) -> list[str]:
        """The canonical labels of several blank nodes: the ranks of their first hashes."""
        digests = [node(pool) for node in self._nodes]
        ranks = {digest: rank for rank, digest in enumerate(sorted(digests))}
        if len(ranks) != len(digests):
            raise Unusual("blank nodes that look alike")
        return [f"_:c14n{ranks[digest]}" for digest in digests]

    def _tail(self, pool: Pool) -> bytes:
        return "".join([run(pool) for run in self._runs]).encode()


def _beginning(text: str) -> str:
    """What is constant of an address; `urn:` for other texts."""
    if not _ADDRESS.fullmatch(text):
        return "urn:"
    return text[: max(map(text.rfind, "/#:")) + 1]


def _check_addresses(addresses: list[str]) -> None:
    # one search instead of many: none of the letters that are allowed is a line feed
    joined = "\n".join(addresses)
    if joined.count("\n") != len(addresses) - 1 or not _ADDRESSES.fullmatch(joined):
        raise Unusual("no plain absolute address")


_ADDRESSES = re.compile(rf"{_ADDRESS.pattern}(?:\n{_ADDRESS.pattern})*")


def _marked_quads(shape: Shape, marks: list[str], constants: Sequence[Any]) -> set[rdfc.Quad]:
    for item in shape:
        if isinstance(item, str) and (
            _WORD in item or (item.startswith("@") and item != "@context")
        ):
            raise Unusual("a keyword, or the word that marks are made of")
    if any(_WORD in repr(constant) for constant in constants):
        raise Unusual("the word that marks are made of")
    try:
        return canonical.quads(reading.written(shape, marks, constants))
    except KernelError as fault:
        raise Unusual("refused by the general path") from fault


def _blank_nodes(quads: Sequence[rdfc.Quad]) -> list[str]:
    return sorted({term for quad in quads for term in quad if term.startswith("_:")})


class _Compiling:
    """From quads with marks to lines of parts."""

    def __init__(self, marks: list[str], blank: list[str], *, ends: bool) -> None:
        self._marks = marks
        self._ends = ends
        self.blank = {node: number for number, node in enumerate(blank)}
        self.addresses: set[int] = set()
        self._literals: set[int] = set()

    def line(self, quad: rdfc.Quad, label: Callable[[str], str] | None = None) -> Line:
        subject, predicate, object_, graph = quad
        parts: list[str | int] = []
        for term, follows in ((subject, " "), (predicate, " "), (object_, " "), (graph, " ")):
            if term:
                parts += self._term(term, label)
                parts.append(follows)
        if _MARK.search(predicate) or (predicate == _RDF_TYPE and _MARK.search(object_)):
            raise Unusual("a text that decides what others mean")
        return _joined([*parts, ".\n"])

    def _term(self, term: str, label: Callable[[str], str] | None) -> list[str | int]:
        if term.startswith("_:"):
            if label:
                return [label(term)]
            # a single one is always called the same
            return [self._label(self.blank[term])] if len(self.blank) > 1 else ["_:c14n0"]
        found = _MARK.findall(term)
        if not found:
            return [term]
        number = int(found[0])
        marked = self._marks[number]
        if len(found) == 1 and term == f"<{marked}>":
            self.addresses.add(number)
            if not self._ends:
                return ["<", number, ">"]
            return ["<" + marked[: marked.index(_WORD)], len(self._marks) + number, ">"]
        if len(found) == 1 and term.startswith(f'"{marked}"'):
            self._literals.add(number)
            return ['"', number, term[len(marked) + 1 :]]
        raise Unusual("a text that does not come out whole")

    @property
    def first_constant(self) -> int:
        """Where constants begin in a pool."""
        return self._label(len(self.blank))

    def _label(self, number: int) -> int:
        return len(self._marks) * (2 if self._ends else 1) + number

    def check_all_came_out(self) -> None:
        if self.addresses | self._literals != set(range(len(self._marks))):
            raise Unusual("a text that comes out nowhere")

    def about(self, node: str, quads: Sequence[rdfc.Quad]) -> list[Line]:
        """What the quads of a blank node say, every label blotted out (RDFC-1.0, section 4.6)."""

        def blotted(term: str) -> str:
            return "_:a" if term == node else "_:z"

        return [self.line(quad, blotted) for quad in quads if node in quad]

    def told(self, lines: Sequence[Line]) -> list[str]:
        """The lines as they read with marks in them."""
        labels = [f"_:b{number}" for number in range(len(self.blank))]
        pool = [*self._marks, *(self._marks if self._ends else ()), *labels]
        return [
            "".join(pool[part] if isinstance(part, int) else part for part in line)
            for line in lines
        ]


class _Weaving:
    """From lines of parts to functions of a pool, which ends with the constants met here."""

    def __init__(self, first: int) -> None:
        self._first = first
        self.constants: list[str] = []
        self.head = ""

    def runs(self, runs: Sequence[Sequence[Line]]) -> list[Woven]:
        """Text that always stands first becomes `head`; the rest, run by run."""
        found: list[Woven] = []
        plain: list[str | int] = []
        for run in runs:
            if len(run) == 1:
                plain += run[0]
                continue
            found += self._plain(plain, first=not found)
            found.append(self._ordered(run))
            plain = []
        return found + self._plain(plain, first=not found)

    def _plain(self, parts: Sequence[str | int], *, first: bool) -> list[Woven]:
        line = _joined(parts)
        if first and line and isinstance(line[0], str):
            self.head, line = line[0], line[1:]
        if not line:
            return []
        get = self._getter(line)
        return [lambda pool: "".join(get(pool))]

    def _ordered(self, lines: Sequence[Line]) -> Woven:
        get = self._getter(_joined([part for line in lines for part in line]))

        def woven(pool: Pool) -> str:
            # lines end at line feeds only, and the same quad twice is one
            return "\n".join(sorted(set("".join(get(pool))[:-1].split("\n")))) + "\n"

        return woven

    def first_hash(self, lines: Sequence[Line]) -> Woven:
        get = self._getter(_joined([part for line in lines for part in line]))
        distinct = len(set(lines))

        def woven(pool: Pool) -> str:
            found = "".join(get(pool))[:-1].split("\n")
            if len(set(found)) != distinct:
                raise Unusual("quads that became the same")
            found.sort()
            return sha256(("\n".join(found) + "\n").encode()).hexdigest()

        return woven

    def _getter(self, parts: Sequence[str | int]) -> Callable[[Pool], tuple[str, ...]]:
        places = [part if isinstance(part, int) else self._constant(part) for part in parts]
        # of one place, itemgetter would give no tuple
        return itemgetter(*places, self._constant(""), self._constant(""))

    def _constant(self, text: str) -> int:
        if text not in self.constants:
            self.constants.append(text)
        return self._first + self.constants.index(text)


def _joined(parts: Sequence[str | int]) -> Line:
    """The same parts, constant text next to constant text made one."""
    found: list[str | int] = []
    for part in parts:
        if found and isinstance(part, str) and isinstance(found[-1], str):
            found[-1] += part
        else:
            found.append(part)
    return tuple(found)
