"""Whatever comes in, a cleaned drawing holds only what the allow-list names, and reaches nowhere."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
import resvg_py
from hypothesis import given, settings
from hypothesis import strategies as st

from tessera.kernel.badge import clean
from tessera.kernel.badge.cleaning import HOLDS, SHAPES
from tessera.kernel.badge.values import ATTRIBUTES, PRESENTATION
from tessera.kernel.errors import DrawingError

SVG = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"'
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
TILE = '<rect width="90" height="90" fill="#1F4E8C"/>'


def drawing(inside: str, root: str = "") -> bytes:
    return f"<svg {SVG} {root}>{inside}</svg>".encode()


def laughs() -> bytes:
    entities = "".join(
        f'<!ENTITY l{n} "{"&l" + str(n - 1) + ";" if n else "ha"}{("&l" + str(n - 1) + ";") * 9}">'
        for n in range(1, 9)
    )
    return (
        f'<!DOCTYPE svg [<!ENTITY l0 "ha">{entities}]><svg {SVG}><desc>&l8;</desc></svg>'.encode()
    )


DOCTYPE = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
HOSTILE: dict[str, tuple[bytes, str]] = {
    "a script": (drawing(TILE + "<script>alert(1)</script>"), "program"),
    "a script in another namespace": (
        drawing('<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>'),
        "program",
    ),
    "a script inside a note": (drawing("<metadata><script>1</script></metadata>"), "program"),
    "an event handler": (drawing('<rect width="9" height="9" onclick="alert(1)"/>'), "program"),
    "an event handler on the root": (drawing(TILE, 'onload="alert(1)"'), "program"),
    "an event handler on a note": (drawing('<title onfocus="x()">t</title>'), "program"),
    "an event listener": (drawing('<handler type="text/x">x</handler>'), "program"),
    "a program as an address": (
        drawing('<linearGradient id="a" href="java&#10;script:alert(1)"/>'),
        "program",
    ),
    "a link": (drawing(f'<a href="https://evil.example">{TILE}</a>'), "outside"),
    "a page inside": (drawing("<foreignObject><p>hi</p></foreignObject>"), "outside"),
    "a frame": (
        drawing('<x:iframe xmlns:x="http://www.w3.org/1999/xhtml" src="//evil.example"/>'),
        "outside",
    ),
    "a picture from a file": (drawing('<image href="file:///etc/passwd"/>'), "outside"),
    "a picture from the net": (
        drawing(f'<image {XLINK} xlink:href="https://evil.example/x.png"/>'),
        "outside",
    ),
    "a picture as data": (drawing('<image href="data:image/svg+xml;base64,PHN2Zz4="/>'), "outside"),
    "a copy from a file": (drawing('<use href="/etc/passwd#x"/>'), "copies"),
    "copies of copies": (
        drawing('<g id="a"/><use href="#a"/><use href="#a"/>'),
        "copies",
    ),
    "a fill from the net": (
        drawing('<rect width="9" height="9" fill="url(https://evil.example/#a)"/>'),
        "outside",
    ),
    "a gradient from the net": (
        drawing('<linearGradient id="a" href="https://evil.example/#a"/>'),
        "outside",
    ),
    "a style that fetches": (
        drawing('<rect width="9" height="9" style="fill:url(//evil.example/a)"/>'),
        "outside",
    ),
    "a sheet that imports": (drawing("<style>@import '//evil.example/a.css';</style>"), "outside"),
    "a sheet with a font": (
        drawing("<style>@font-face{font-family:x;src:url(//evil.example)}</style>"),
        "outside",
    ),
    "a sheet that hides what it says": (drawing(r"<style>.a{fill:u\72l(//x)}</style>"), "style"),
    "a sheet with rules that are not read": (drawing("<style>g > *{fill:red}</style>"), "style"),
    "a sheet from elsewhere": (
        b'<?xml-stylesheet href="//evil.example/a.css"?>' + drawing(TILE),
        "outside",
    ),
    "an entity bomb": (laughs(), "declarations"),
    "a file as an entity": (f"{DOCTYPE}<svg {SVG}><desc>&x;</desc></svg>".encode(), "declarations"),
    "a parameter entity": (
        f'<!DOCTYPE svg [<!ENTITY % p SYSTEM "//evil.example">%p;]><svg {SVG}/>'.encode(),
        "declarations",
    ),
    "letters": (drawing("<text>Hello</text>"), "letters"),
    "something that moves": (drawing('<rect><animate attributeName="x"/></rect>'), "moves"),
    "something that sets": (drawing('<rect><set attributeName="href" to="x"/></rect>'), "moves"),
    "a filter": (drawing('<filter id="f"/>'), "part"),
    "a use of a filter": (drawing('<g style="filter:url(#f)"/>'), "part"),
    "a pattern": (drawing('<pattern id="p"/>'), "part"),
    "a drawing in a drawing": (drawing("<svg/>"), "part"),
    "a clip that is clipped": (
        drawing(f'<clipPath id="c" clip-path="url(#c)">{TILE}</clipPath>{TILE}'),
        "part",
    ),
    "a gradient made of itself": (
        drawing('<linearGradient id="a" href="#b"/><linearGradient id="b" href="#a"/>' + TILE),
        "value",
    ),
    "a fill that points at nothing": (
        drawing('<rect width="9" height="9" fill="url(#x)"/>'),
        "value",
    ),
    "a value with markup": (drawing('<rect width="9&quot;&gt;&lt;script&gt;"/>'), "value"),
    "a path that is none": (drawing('<path d="M0 0 nonsense"/>'), "value"),
    "a number past counting": (drawing('<circle r="1e11"/>'), "value"),
    "a path past counting": (drawing('<path d="M0 0L1234567 0"/>'), "value"),
    "nesting without end": (drawing("<g>" * 5000 + "</g>" * 5000), "too-complex"),
    "notes nested without end": (
        drawing("<metadata>" + "<x>" * 5000 + "</x>" * 5000 + "</metadata>"),
        "too-complex",
    ),
    "parts without end": (drawing(TILE * 5000), "too-complex"),
    "layers without end": (drawing(f'<g opacity=".5">{TILE}</g>' * 100), "too-complex"),
    "bytes without end": (drawing(" " * 1_000_001), "too-large"),
    "a huge plane": (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1e30 1e30"/>',
        "empty",
    ),
    "no size": (f'<svg xmlns="http://www.w3.org/2000/svg">{TILE}</svg>'.encode(), "value"),
    "a size that is no number": (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 nan inf">{TILE}</svg>'.encode(),
        "value",
    ),
    "a strip": (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 5">{TILE}</svg>'.encode(),
        "not-square",
    ),
    "nothing drawn": (drawing(f"<defs><clipPath id='c'>{TILE}</clipPath></defs>"), "empty"),
    "a page": (b"<html><body/></html>", "not-svg"),
    "another picture": (b"\x89PNG\r\n\x1a\n", "not-svg"),
    "nothing": (b"", "not-svg"),
    "a drawing cut short": (drawing(TILE)[:-4], "malformed"),
    "two roots": (drawing(TILE) * 2, "malformed"),
}


@pytest.mark.parametrize(("data", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_drawing_is_refused_for_its_reason(data: bytes, code: str) -> None:
    with pytest.raises(DrawingError) as refused:
        clean(data)
    assert refused.value.code == code


def test_what_editors_write_is_read_and_what_draws_nothing_is_left_out() -> None:
    exported = f"""<?xml version="1.0" encoding="UTF-8"?>
    <!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
    <!-- made with an editor -->
    <svg {SVG} {XLINK} xmlns:ed="http://editor.example" width="100mm" height="100mm" ed:version="1"
      fill="none"><title>Mine</title><metadata><ed:author>Ada</ed:author></metadata>
      <style>.a, .b {{ stroke : #fff; /* thin */ stroke-width: 2px }} #tile{{fill:url(#g)}}</style>
      <defs><linearGradient id="stops"><stop offset="0" style="stop-color:#1f4e8c"/>
        <stop offset="100%" stop-color="teal"/></linearGradient>
        <linearGradient id="g" xlink:href="#stops" gradientTransform="rotate(45)"/>
        <clipPath id="c"><circle cx="50" cy="50" r="40"/></clipPath></defs>
      <g clip-path="url(#c)" transform="matrix(1 0 0 1 0,0)" ed:label="Layer 1" data-name="x">
        <rect id="tile" class="a" width="100" height="100" style="stroke-opacity:.5;font-size:3px"/>
        <path d="M10 10h5l3-4z" class="b" tabindex="0"/></g></svg>"""
    assert clean(exported.encode()) == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><g fill="none">'
        '<defs><linearGradient id="p1"><stop offset="0" stop-color="#1f4e8c"/>'
        '<stop offset="100%" stop-color="teal"/></linearGradient>'
        '<linearGradient id="p2" gradientTransform="rotate(45)" href="#p1"/>'
        '<clipPath id="p3"><circle cx="50" cy="50" r="40"/></clipPath></defs>'
        '<g clip-path="url(#p3)" transform="matrix(1 0 0 1 0,0)">'
        '<rect fill="url(#p2)" height="100" stroke="#fff" stroke-opacity=".5" stroke-width="2px"'
        ' width="100"/><path d="M10 10h5l3-4z" stroke="#fff" stroke-width="2px"/></g></g></svg>'
    )


names = st.sampled_from(
    [
        *HOLDS,
        *SHAPES,
        "stop",
        "script",
        "image",
        "use",
        "style",
        "foreignObject",
        "title",
        "x",
        "text",
    ]
)
ids = st.sampled_from(["a", "b", "1 onload=x", 'c"d', "é"])
values = st.one_of(
    st.sampled_from(
        [
            "#a", "url(#a)", "url(#b)", "url(//evil.example)", "javascript:1", "red", "10", "-1e3", "5%",
            "none", "M0 0L9 9z", "fill:red;stroke:url(#a)", "0 0 10 10", "scale(2)", '"><script>', "a b",
        ]
    ),
    st.text(max_size=8),
)  # fmt: skip
attributes = st.dictionaries(
    st.sampled_from([
        "id", "class", "style", "fill", "stroke", "d", "points", "href", "xlink:href", "onload",
        "clip-path", "transform", "width", "height", "offset", "opacity", "viewBox", "xml:base", "data-x",
    ]),
    values,
    max_size=4,
)  # fmt: skip


def element(
    children: st.SearchStrategy[ElementTree.Element],
) -> st.SearchStrategy[ElementTree.Element]:
    return st.builds(
        _element, names, attributes, st.lists(children, max_size=3), st.text(max_size=5)
    )


def _element(
    name: str, said: dict[str, str], inside: list[ElementTree.Element], text: str
) -> ElementTree.Element:
    made = ElementTree.Element(name, said)
    made.text = re.sub("[^\x20-\x7e]", "", text)
    made.extend(inside)
    return made


trees = st.recursive(
    st.builds(_element, names, attributes, st.just([]), st.text(max_size=5)), element, max_leaves=8
)


def check_allowed(cleaned: str) -> None:
    for each in ElementTree.fromstring(cleaned).iter():
        name = each.tag.removeprefix("{http://www.w3.org/2000/svg}")
        assert name in {*HOLDS, *SHAPES, "stop"}
        own = {"viewBox"} if name == "svg" else {"id", *ATTRIBUTES[name], *PRESENTATION}
        assert set(each.attrib) <= own
        for value in each.attrib.values():
            assert not re.search(r"[<>\"]|script|//|url\((?!#p\d)", value)
        assert not (each.text or "").strip()
    assert clean(cleaned.encode().replace(b"<g>", b"", 1).replace(b"</g></svg>", b"</svg>")
                 if "<g>" in cleaned[:120] else cleaned.encode())  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(inside=st.lists(trees, max_size=4))
def test_a_cleaned_drawing_holds_only_what_is_allowed(inside: list[ElementTree.Element]) -> None:
    root = _element(
        "svg", {"viewBox": "0 0 9 9", "xmlns": "http://www.w3.org/2000/svg"}, inside, ""
    )
    root.set("xmlns:xlink", "http://www.w3.org/1999/xlink")
    root.append(ElementTree.Element("rect", width="9", height="9"))
    try:
        cleaned = clean(ElementTree.tostring(root, encoding="utf-8"))
    except DrawingError:
        return
    check_allowed(cleaned)


@settings(max_examples=50, deadline=None)
@given(data=st.one_of(st.binary(max_size=200), st.text(max_size=100).map(str.encode)))
def test_bytes_that_are_no_drawing_are_refused_and_nothing_breaks(data: bytes) -> None:
    with pytest.raises(DrawingError):
        clean(data)


def test_what_is_accepted_is_drawn() -> None:
    inside = f'<g opacity=".5" clip-path="url(#c)">{TILE}</g>' * 8
    clip = '<clipPath id="c"><circle cx="50" cy="50" r="40"/></clipPath>'
    cleaned = clean(drawing(clip + inside))
    assert resvg_py.svg_to_bytes(svg_string=cleaned, width=600, height=600, skip_system_fonts=True)
