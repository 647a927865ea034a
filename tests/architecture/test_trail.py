"""What is recorded can be told: each kind of event has words."""

import ast
import re

from tessera.trail import words
from tests.architecture import source

KIND = re.compile(r"[a-z_]+\.[a-z_]+\.[a-z_]+")


def recorded() -> dict[str, str]:
    """Kind -> where it is recorded. A kind chosen at run time is any that its module spells out."""
    found = {}
    for path in source.modules():
        if path.parent.name == "trail":
            continue
        for call in source.calls(path, "record", "record_many"):
            kind = source.text(call.args[0]) if call.args else None
            for name in [kind] if kind else spelled(path) if call.args else []:
                found[name] = source.place(path)
    return found


def spelled(path) -> list[str]:
    feature = source.place(path).split("/")[0]
    constants = {source.text(node) or "" for node in ast.walk(source.tree(path))}
    return [word for word in constants if KIND.fullmatch(word) and word.startswith(f"{feature}.")]


def test_every_kind_that_is_recorded_has_words():
    silent = {kind: place for kind, place in recorded().items() if kind not in words.kinds()}
    assert silent == {}


def test_kind_begins_with_the_name_of_its_feature():
    strange = {
        kind: place
        for kind, place in recorded().items()
        if not KIND.fullmatch(kind) or kind.split(".")[0] != place.split("/")[0]
    }
    assert strange == {}
