"""A document as its shape and its texts: two documents of one shape differ in nothing but texts.

The shape holds member names, the order and number of everything, numbers as written, and the texts
that contexts give a meaning of their own. It can be read back (`written`), so no two documents that
differ in more than texts have one shape.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import count
from typing import Any, TypeAlias

Shape: TypeAlias = tuple[object, ...]

MAXIMUM_ITEMS = 4_000
# members whose text decides what other members mean, or is looked up among the terms of a context
DECIDING = frozenset({"@context", "type", "proofPurpose"})


class Unusual(Exception):
    """Not for here: the general path judges."""


# what stands in a shape beside names, deciding texts (str) and numbers (tuple)
TEXT, OBJECT, LIST, END = range(4)
CONSTANT = 4  # followed by which

Constants: TypeAlias = Mapping[int, int]  # by its place in memory: which one it is


def read(document: object, constants: Constants | None = None) -> tuple[Shape, list[str]]:
    """The shape of a document, and its texts in order.

    A part that is one of the `constants`, by identity, is not looked into. Raises Unusual for what
    is no plain JSON or too large.
    """
    if type(document) is not dict:
        raise Unusual("no plain JSON object")
    shape: list[object] = []
    texts: list[str] = []
    try:
        _members(document, shape, texts, constants or {})
    except RecursionError as fault:
        raise Unusual("nested too deeply") from fault
    if len(shape) > MAXIMUM_ITEMS:
        raise Unusual("too large to remember")
    return tuple(shape), texts


def _members(
    value: dict[str, Any], shape: list[object], texts: list[str], constants: Constants
) -> None:
    for name, part in value.items():
        shape.append(name)
        kind = type(part)
        if kind is str:
            if name in DECIDING:
                shape.append(part)
            else:
                shape.append(TEXT)
                texts.append(part)
        elif kind is dict and id(part) not in constants:
            shape.append(OBJECT)
            _members(part, shape, texts, constants)
            shape.append(END)
        else:
            _other(part, shape, texts, constants, deciding=name in DECIDING)


def _other(
    part: Any, shape: list[object], texts: list[str], constants: Constants, *, deciding: bool
) -> None:
    kind = type(part)
    if id(part) in constants:
        shape += (CONSTANT, constants[id(part)])
    elif kind is list:
        shape.append(LIST)
        for each in part:
            if type(each) is str:
                shape.append(each if deciding else TEXT)
                if not deciding:
                    texts.append(each)
            elif type(each) is dict and id(each) not in constants:
                shape.append(OBJECT)
                _members(each, shape, texts, constants)
                shape.append(END)
            else:
                _other(each, shape, texts, constants, deciding=deciding)
        shape.append(END)
    elif part is None or kind in (bool, int, float):
        shape.append((kind.__name__, repr(part)))  # 1, 1.0 and True are equal, and not the same
    else:
        raise Unusual("no plain JSON")


def narrowed(
    shape: Shape, texts: Sequence[str], varying: Collection[int]
) -> tuple[Shape, list[str]]:
    """The shape in which all texts but the varying ones stand as they are, and these."""
    numbers = count()
    found: list[object] = []
    after_constant = False  # then it is a number, and no mark
    for item in shape:
        if item == TEXT and not after_constant and type(item) is int:
            number = next(numbers)
            found.append(item if number in varying else texts[number])
        else:
            found.append(item)
        after_constant = item == CONSTANT and type(item) is int and not after_constant
    return tuple(found), [texts[number] for number in sorted(varying)]


def written(shape: Shape, texts: Sequence[str], constants: Sequence[Any] = ()) -> dict[str, Any]:
    """The document of a shape with these texts."""
    items, given = iter(shape), iter(texts)
    return {str(name): _value(next(items), items, given, constants) for name in items}


def _value(
    item: object, items: Iterator[object], texts: Iterator[str], constants: Sequence[Any]
) -> Any:
    if item == TEXT:
        return next(texts)
    if item == OBJECT:
        return {
            str(name): _value(next(items), items, texts, constants)
            for name in iter(lambda: next(items), END)
        }
    if item == LIST:
        return [_value(each, items, texts, constants) for each in iter(lambda: next(items), END)]
    if item == CONSTANT:
        which = next(items)
        assert isinstance(which, int)
        return constants[which]
    if isinstance(item, tuple):
        kind, text = item
        return _READ[kind](text)
    return item


_READ: Mapping[str, Callable[[str], Any]] = {
    "NoneType": lambda _: None,
    "bool": lambda text: text == "True",
    "int": int,
    "float": float,
}
