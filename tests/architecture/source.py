"""The source as data: what the tests of the architecture look at."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "tessera"
# Not features: they serve or assemble the features.
FOUNDATION = {"kernel", "common", "ui", "config"}


def features() -> list[str]:
    """The packages that own something of the journey, by name."""
    return sorted(
        path.parent.name
        for path in PACKAGE.glob("*/__init__.py")
        if path.parent.name not in FOUNDATION
    )


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def place(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def imports(path: Path) -> Iterator[str]:
    """The dotted names a module imports when it runs; those for types alone are left out."""
    for node in running(tree(path)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = path.relative_to(PACKAGE.parent).with_suffix("").parts[: -node.level]
                base = ".".join([*package, *([base] if base else [])])
            yield from (f"{base}.{name.name}" for name in node.names)


def running(node: ast.AST) -> Iterator[ast.AST]:
    """Every node below, except what stands under `if TYPE_CHECKING:`."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and getattr(child.test, "id", "") == "TYPE_CHECKING":
            continue
        yield child
        yield from running(child)


def calls(path: Path, *names: str) -> Iterator[ast.Call]:
    """Calls of a function by its last name: `record(...)` and `trail.record(...)` alike."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called in names:
                yield node


def text(node: ast.AST | None) -> str | None:
    """The value of a literal string, else None."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
