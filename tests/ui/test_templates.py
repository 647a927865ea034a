"""Rules that hold for every template of the tree: nothing inline, no icon that nobody drew."""

import re
from pathlib import Path

import pytest

import tessera
from tessera.ui.templatetags.tessera import CHECKS, TONES, icon_names

ROOT = Path(tessera.__file__).parent
TEMPLATES = sorted(ROOT.glob("**/templates/**/*.html"))
INLINE = {
    "style attribute": r"\sstyle\s*=",
    "style element": r"<style\b",
    "event handler": r"""<[^>]*\son[a-z]+\s*=\s*["']""",
    "htmx script": r"\shx-on[:-]",
    "script address": r"javascript:",
    "inline script": r"""<script(?![^>]*\ssrc=)(?![^>]*type="application/(?:ld\+)?json")[^>]*>""",
    "unescaped words": r"\|\s*safe\b|autoescape off",
}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_template_holds_nothing_inline(path):
    text = path.read_text()
    assert [kind for kind, pattern in INLINE.items() if re.search(pattern, text)] == []


@pytest.mark.parametrize("kind", INLINE)
def test_each_inline_rule_can_find_its_fault(kind):
    faults = {
        "style attribute": '<p style="color: red">',
        "style element": "<style>p {}</style>",
        "event handler": '<a href="#" onclick="go()">',
        "htmx script": '<a hx-on:click="go()">',
        "script address": '<a href="javascript:go()">',
        "inline script": "<script>go()</script>",
        "unescaped words": "{{ words|safe }}",
    }
    assert re.search(INLINE[kind], faults[kind])


def test_every_icon_used_is_drawn():
    used = {*TONES.values(), *CHECKS.values()}
    for path in TEMPLATES:
        text = path.read_text()
        used |= set(re.findall(r"""{% icon ["']([\w-]+)["']""", text))
        used |= set(re.findall(r"""<c-[^>]*\sicon="([\w-]+)\"""", text))
    assert used - icon_names() == set()


def test_components_declare_what_they_take():
    """Undeclared attributes would leak in from the page around a component."""
    components = sorted((ROOT / "ui/templates/cotton").glob("*.html"))
    bare = {"wordmark.html"}
    assert {path.name for path in components if "<c-vars" not in path.read_text()} == bare
