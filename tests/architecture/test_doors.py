"""Other features come in by a feature's doors, never through its tables."""

import ast

from tests.architecture import source

# Builds a college from nothing and reads it back; the command is for those who own the machine.
MAY_LOOK_BEHIND = {"demo"}


def feature_of(dotted: str) -> str:
    parts = dotted.split(".")
    return parts[1] if parts[0] == "tessera" and len(parts) > 1 else ""


def test_no_feature_imports_the_models_of_another():
    found = {
        f"{source.place(path)}: {name}"
        for path in source.modules()
        for name in source.imports(path)
        if f".{feature_of(name)}.models" in f".{name}"
        and name.startswith("tessera.")
        and feature_of(name) not in {"common", source.place(path).split("/")[0]}
        and source.place(path).split("/")[0] not in MAY_LOOK_BEHIND
    }
    assert found == set()


def test_relations_to_other_features_name_them_by_string():
    found = set()
    for feature in source.features():
        house = source.PACKAGE / feature
        paths = [*house.glob("models.py"), *house.glob("models/*.py")]
        own = {
            node.name
            for path in paths
            for node in ast.walk(source.tree(path))
            if isinstance(node, ast.ClassDef)
        }
        for path in paths:
            for call in source.calls(path, "ForeignKey", "OneToOneField", "ManyToManyField"):
                target = call.args[0] if call.args else None
                name = source.text(target)
                local = isinstance(target, ast.Name) and target.id in own
                user = isinstance(target, ast.Attribute) and target.attr == "AUTH_USER_MODEL"
                if not (name or local or user):
                    found.add(f"{source.place(path)}:{call.lineno}")
    assert found == set()


def test_only_the_clock_reads_the_time():
    found = {
        f"{source.place(path)}:{call.lineno}"
        for path in source.modules()
        if source.place(path) not in {"common/clock.py", "cli_kernel.py"}
        for call in source.calls(path, "now", "utcnow", "today")
        if getattr(call.func.value, "id", "") in {"timezone", "datetime", "date"}
    }
    assert found == set()


def test_nothing_below_the_views_asks_what_day_it_is():
    edges = {"views", "tasks", "forms"}
    found = {
        f"{source.place(path)}:{call.lineno}"
        for path in source.modules()
        if not edges & {path.stem, path.parent.name}
        for call in source.calls(path, "localdate", "localtime")
        if not call.args  # localdate(at) only converts
    }
    assert found == set()


def test_tables_for_spreadsheets_are_written_in_one_place():
    """The one where no cell can act as a formula; the others read what strangers bring."""
    reads = ("frameworks/formats/", "publicsite/batch.py")
    found = {
        source.place(path)
        for path in source.modules()
        for name in source.imports(path)
        if name.split(".")[0] in {"csv", "openpyxl"}
    }
    assert {place for place in found if not place.startswith(reads)} == {"common/tables.py"}
    assert [
        source.place(path)
        for path in source.modules()
        if source.place(path).startswith(reads) and [*source.calls(path, "writer", "DictWriter")]
    ] == []
