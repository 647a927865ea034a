"""A page to be looked at and not used: its links lead nowhere, its forms send nothing."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

_MAIN = re.compile(r"<main\b[^>]*>")
_ALTERNATE = re.compile(r'<link rel="alternate"[^>]*>')
# What a page does by itself, in the attributes that it says it with.
_DOES = re.compile(r"hx-|data-(autosave|copies|opens|polls|drop)|(form)?(action|method)$|download$")
_CONTROLS = ("button", "input", "select", "textarea")


def page(html: str, banner: str) -> str:
    """The page with this banner, the only thing in its main part that still leads anywhere."""
    before, inside, after = _parted(html)
    return _ALTERNATE.sub("", before) + banner + _of(inside) + after


def _parted(html: str) -> tuple[str, str, str]:
    opening = _MAIN.search(html)
    assert opening is not None, "every page has a main part"
    inside, closing, after = html[opening.end() :].rpartition("</main>")
    return html[: opening.end()], inside, closing + after


def _of(html: str) -> str:
    writer = _Writer()
    writer.feed(html)
    writer.close()
    return "".join(writer.written)


class _Writer(HTMLParser):
    """Copies what it reads, apart from the tags that do something."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.written: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = [(name, value) for name, value in attrs if not _DOES.match(name)]
        if tag == "a" and not (dict(attrs).get("href") or "").startswith("#"):
            kept = [(name, value) for name, value in kept if name != "href"]
            kept += [("role", "link"), ("aria-disabled", "true")]
        elif tag in _CONTROLS and "disabled" not in dict(attrs):
            kept.append(("disabled", None))
        if kept == attrs:
            self.written.append(self.get_starttag_text() or "")
        else:
            told = (name if value is None else f'{name}="{escape(value)}"' for name, value in kept)
            self.written.append(f"<{' '.join((tag, *told))}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # Only drawings close a tag in itself.
        self.written.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.written.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.written.append(data)

    def handle_entityref(self, name: str) -> None:
        self.written.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.written.append(f"&#{name};")
