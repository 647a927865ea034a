"""What is said to people, gathered from the source into the French catalogue: `make messages`.

Needs no gettext on the machine. The catalogue carries no dates, no names and no line numbers, so that
it changes only when the words do.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import polib
from django.utils.translation.template import templatize

from tests.architecture import source

CATALOGUE = source.PACKAGE / "locale" / "fr" / "LC_MESSAGES" / "django.po"
# Name of the call -> what its leading arguments are.
CALLS = {
    "_": ("id",),
    "gettext": ("id",),
    "gettext_lazy": ("id",),
    "gettext_noop": ("id",),
    "ngettext": ("id", "plural"),
    "ngettext_lazy": ("id", "plural"),
    "pgettext": ("context", "id"),
    "pgettext_lazy": ("context", "id"),
    "npgettext": ("context", "id", "plural"),
}
METADATA = {
    "Project-Id-Version": "Tessera",
    "Language": "fr",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n > 1);",
}


@dataclass(frozen=True, slots=True, order=True)
class Message:
    id: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.context, self.id


def said() -> dict[Message, list[str]]:
    """Every message with the files that say it."""
    found: dict[Message, set[str]] = defaultdict(set)
    for path in source.modules():
        for message in in_python(source.tree(path)):
            found[message].add(source.place(path))
    for ending in ("*.html", "*.txt"):
        for path in source.PACKAGE.rglob(ending):
            for message in in_template(path.read_text(encoding="utf-8")):
                found[message].add(source.place(path))
    return {message: sorted(places) for message, places in sorted(found.items())}


def in_python(tree: ast.AST) -> list[Message]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            words = [source.text(word) for word in node.args]
            found += message(name, words)
    return found


def in_template(text: str) -> list[Message]:
    """Django turns a template into calls of gettext among fillers; only the calls are read."""
    found = []
    names = "|".join(CALLS)
    literal = r"[uU]?(?:'''.*?'''|\"\"\".*?\"\"\"|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
    call = rf"(?<!\w)({names})\(\s*({literal}(?:\s*,\s*{literal})*)"
    for name, words in re.findall(call, templatize(text), re.DOTALL):
        tokens = tokenize.generate_tokens(io.StringIO(f"({words})").readline)
        values = [ast.literal_eval(each.string) for each in tokens if each.type == tokenize.STRING]
        found += message(name, values)
    return found


def message(name: str, words: list[str | None]) -> list[Message]:
    parts = dict(zip(CALLS.get(name, ()), words, strict=False))
    return [Message(**parts)] if parts.get("id") and None not in parts.values() else []


def catalogue(path: Path = CATALOGUE) -> polib.POFile:
    return polib.pofile(str(path)) if path.exists() else polib.POFile()


def merged(old: polib.POFile) -> polib.POFile:
    """What is said now, with the translations that are there; what is said no more is dropped."""
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in old}
    made = polib.POFile(wrapwidth=100)
    made.metadata = METADATA
    for each, places in said().items():
        before = known.get(each.key)
        entry = polib.POEntry(
            msgid=each.id,
            msgid_plural=each.plural,
            msgctxt=each.context or None,
            occurrences=[(place, "") for place in places],
            flags=["python-format"] if "%(" in each.id else [],
        )
        if each.plural:
            entry.msgstr_plural = dict(before.msgstr_plural) if before else {}
            entry.msgstr_plural = entry.msgstr_plural or {0: "", 1: ""}
        else:
            entry.msgstr = before.msgstr if before else ""
        made.append(entry)
    return made


def main() -> None:
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    new = merged(catalogue())
    new.save(str(CATALOGUE))
    new.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    missing = len(new.untranslated_entries())
    print(f"{len(new)} messages, {missing} without French")


if __name__ == "__main__":
    main()
