"""Draws docs/workflows.md from the state tables: `make docs`."""

from __future__ import annotations

import sys
from importlib import import_module

from tessera.kernel.workflow import Workflow
from tests.architecture import source

HEAD = """# What states things have

Generated from each feature's `workflow.py` by `make docs`; edit the tables there. Who may make a move
is for the feature's `policies.py` to say.
"""


def tables() -> dict[str, Workflow]:
    """Every state table by `<feature>.<name>`, in the order of the features' names."""
    return {
        f"{feature}.{found.name}": found
        for feature in source.features()
        if (source.PACKAGE / feature / "workflow.py").exists()
        for found in vars(import_module(f"tessera.{feature}.workflow")).values()
        if isinstance(found, Workflow)
    }


def page() -> str:
    parts = [f"## {name}\n\n```mermaid\n{table.mermaid()}```\n" for name, table in tables().items()]
    return "\n".join([HEAD, *parts])


if __name__ == "__main__":
    sys.stdout.write(page())
