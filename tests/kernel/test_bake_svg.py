"""Credentials inside drawings."""

from __future__ import annotations

import base64
import contextlib
import json
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openbadgeslib import baking

from tessera.kernel.errors import ContainerError
from tessera.kernel.openbadges import bake
from tessera.kernel.openbadges.bake import bake_svg, unbake_svg

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9"><g id="a"/></svg>'
CREDENTIAL = '{"type": ["OpenBadgeCredential"], "name": "Écoute active 🏅 <b>&amp;]]></b>"}'
TOKEN = "eyJhbGciOiJFUzI1NiJ9.e30.c2ln"
OB = "https://purl.imsglobal.org/ob/v3p0"
CLR = "https://purl.imsglobal.org/clr/v2p0"
V2 = "http://openbadges.org"


def with_inside(inside: str, root: str = "") -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg"{root}>{inside}<g/></svg>'.encode()


def fault_of(data: bytes) -> str:
    with pytest.raises(ContainerError) as refused:
        unbake_svg(data)
    return refused.value.code


@pytest.mark.parametrize("credential", [CREDENTIAL, TOKEN, '{"a":\r\n1}'])
def test_a_credential_comes_back_as_it_went_in(credential):
    assert unbake_svg(bake_svg(SVG.encode(), credential)) == credential


def test_a_document_is_the_first_child_in_the_namespace_of_the_specification():
    root = ElementTree.fromstring(bake_svg(SVG.encode(), CREDENTIAL))
    assert [(child.tag, child.text) for child in root] == [
        (f"{{{OB}}}credential", CREDENTIAL),
        ("{http://www.w3.org/2000/svg}g", None),
    ]


def test_a_token_is_an_attribute_without_a_namespace():
    root = ElementTree.fromstring(bake_svg(SVG.encode(), TOKEN))
    assert (root[0].tag, root[0].attrib, root[0].text) == (
        f"{{{OB}}}credential",
        {"verify": TOKEN},
        None,
    )


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({"type": ["VerifiableCredential", "ClrCredential"]}, f"{{{CLR}}}credential"),
        ({"type": "Assertion"}, f"{{{V2}}}assertion"),
        ({"type": ["VerifiableCredential", "OpenBadgeCredential"]}, f"{{{OB}}}credential"),
        ([], f"{{{OB}}}credential"),
    ],
)
def test_a_credential_goes_where_its_type_says_as_a_token_too(document, place):
    plain = json.dumps(document)
    body = base64.urlsafe_b64encode(plain.encode()).rstrip(b"=").decode()
    in_a_claim = base64.urlsafe_b64encode(json.dumps({"vc": document}).encode()).rstrip(b"=")
    tokens = [f"ey.{body}.c2ln"]
    if isinstance(document, dict):
        tokens.append(f"ey.{in_a_claim.decode()}.c2ln")
    for credential in [plain, *tokens]:
        assert ElementTree.fromstring(bake_svg(SVG.encode(), credential))[0].tag == place


@pytest.mark.parametrize(
    "drawing",
    [
        SVG,
        f'<?xml version="1.0" encoding="utf-8"?>\n<!-- é -->\n{SVG}\n<!-- end -->\n',
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">' + SVG,
        '<s:svg xmlns:s="http://www.w3.org/2000/svg" d="a > b" e=\'/>"\'\n><s:g/></s:svg>',
        "\ufeff" + SVG,
    ],
)
def test_the_drawing_stays_as_it_was_byte_for_byte(drawing):
    baked = bake_svg(drawing.encode(), CREDENTIAL)
    inside = re.compile(rb"<openbadges:credential .*</openbadges:credential>", re.DOTALL)
    assert inside.sub(b"", baked) == drawing.encode()


def test_a_drawing_without_content_gets_an_end():
    empty = b'<s:svg xmlns:s="http://www.w3.org/2000/svg" />'
    baked = bake_svg(empty, CREDENTIAL)
    assert (unbake_svg(baked), baked[-8:]) == (CREDENTIAL, b"</s:svg>")


@pytest.mark.parametrize(
    "older",
    [
        f'<x:credential xmlns:x="{OB}">{{"a":1}}</x:credential >',
        f'<credential xmlns="{OB}" verify="{TOKEN}"/>',
        f'<c xmlns:x="{CLR}"><x:credential>old</x:credential></c>',
        f'<o:assertion xmlns:o="{V2}" verify="https://a.example/1"><![CDATA[{{}}]]></o:assertion>',
        f'<x:credential xmlns:x="{OB}"><x:credential verify="{TOKEN}"/></x:credential>',
        f'<x:credential xmlns:x="{OB}">1</x:credential><x:credential xmlns:x="{OB}"/>',
    ],
)
def test_older_claims_of_any_kind_are_taken_out(older):
    around = re.search(r"<c [^>]*>", older)
    without = f"{around[0]}</c>" if around else ""
    assert bake_svg(with_inside(older), CREDENTIAL) == bake_svg(with_inside(without), CREDENTIAL)


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        (f'<a:credential xmlns:a="{OB}" verify=" {TOKEN} "/>', TOKEN),
        (f'<a:credential xmlns:a="{OB}">\n  {{"a": "&lt;&#233;"}}\n</a:credential>', '{"a": "<é"}'),
        (f'<a:credential xmlns:a="{OB}">{{<!-- c --><![CDATA[}}]]></a:credential>', "{}"),
        (f'<a:assertion xmlns:a="{V2}" verify="https://a.example/1"/>', "https://a.example/1"),
        (
            f'<a:assertion xmlns:a="{V2}">old</a:assertion>'
            f'<a:credential xmlns:a="{CLR}">record</a:credential>',
            "record",
        ),
        (
            f'<a:credential xmlns:a="{OB}">one</a:credential>'
            f'<a:credential xmlns:a="{OB}">two</a:credential>',
            "one",
        ),
    ],
)
def test_what_others_baked_is_read_whatever_their_prefix(inside, found):
    assert unbake_svg(with_inside(inside)) == found


def test_a_drawing_in_utf_16_is_read_and_not_baked():
    written = f'<credential xmlns="{OB}">{{"é": 1}}</credential>'
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg">{written}</svg>'.encode("utf-16")
    assert unbake_svg(drawing) == '{"é": 1}'
    with pytest.raises(ContainerError) as refused:
        bake_svg(drawing, CREDENTIAL)
    assert refused.value.code == "encoding"


def test_another_badge_library_and_ours_read_each_other():
    names = {"element": "openbadges:credential", "namespace": OB}
    for credential in (TOKEN, CREDENTIAL):
        theirs = baking.bake_svg(SVG.encode(), credential, as_text=credential != TOKEN, **names)
        assert unbake_svg(theirs) == credential
        ours = bake_svg(SVG.encode(), credential)
        found = baking.extract_svg(ours, element=names["element"], text_fallback=True)
        assert found == credential


_LOL = '<!DOCTYPE svg [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]>'
_FILE = '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-svg"),
        (b"GIF89a", "not-svg"),
        (b"<svg", "not-svg"),
        (b"<html/>", "not-svg"),
        (b'<svg xmlns="http://a.example/"/>', "not-svg"),
        (SVG.encode(), "no-credential"),
        (b"<svg><g></svg>", "malformed"),
        (b"<svg/>more", "malformed"),
        (b"<svg>&a;</svg>", "malformed"),
        (f"{_LOL}<svg>&b;</svg>".encode(), "declarations"),
        (f"{_FILE}<svg>&a;</svg>".encode(), "declarations"),
        (b"<!DOCTYPE svg []><svg/>", "declarations"),
        (b'<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg>&a;</svg>', "declarations"),
        (b"<svg>" + b"<g>" * bake.MAXIMUM_DEPTH + b"</svg>", "too-complex"),
        (b"<svg>" + b"<g/>" * bake.MAXIMUM_ELEMENTS + b"</svg>", "too-complex"),
        (b"<svg>" + b" " * bake.MAXIMUM_IMAGE + b"</svg>", "too-large"),
        (with_inside(f'<a:credential xmlns:a="{OB}"> </a:credential>'), "text"),
        (with_inside(f'<a:credential xmlns:a="{OB}" verify="">x</a:credential>'), "text"),
        (with_inside(f'<a:credential xmlns:a="{OB}">{{}}<g/></a:credential>'), "malformed"),
        (
            with_inside(
                f'<credential xmlns="{OB}">{"x" * (bake.MAXIMUM_CREDENTIAL + 1)}</credential>'
            ),
            "too-large",
        ),
        (with_inside('<credential>{"a": 1}</credential>'), "no-credential"),
        (with_inside(f'<a:Credential xmlns:a="{OB}">x</a:Credential>'), "no-credential"),
    ],
)  # fmt: skip
def test_a_drawing_that_is_no_readable_badge_is_refused_with_its_fault(data, code):
    assert fault_of(data) == code


@pytest.mark.parametrize(
    ("drawing", "credential", "code"),
    [
        (SVG.encode(), "", "text"),
        (SVG.encode(), "a\x01", "text"),
        (SVG.encode(), "\uffff", "text"),
        (SVG.encode(), "\ud800", "text"),
        (SVG.encode(), " " * (bake.MAXIMUM_CREDENTIAL + 1), "too-large"),
        (b'<?xml version="1.0" encoding="latin-1"?>' + SVG.encode(), "{}", "encoding"),
    ],
)
def test_what_no_drawing_can_carry_is_not_baked(drawing, credential, code):
    with pytest.raises(ContainerError) as refused:
        bake_svg(drawing, credential)
    assert refused.value.code == code


_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"]) | st.sampled_from("\t\r\n]>&<\"'"),
    min_size=1,
)


@given(_TEXT)
def test_any_text_survives_baking(text):
    credential = f"{{{text}}}"
    assert unbake_svg(bake_svg(SVG.encode(), credential)) == credential


@given(st.integers(0, len(SVG) - 1), st.binary(max_size=3), st.integers(0, 3))
def test_any_damage_is_refused_or_read_and_never_breaks_anything(position, put, taken):
    baked = bake_svg(SVG.encode(), "{}")
    with contextlib.suppress(ContainerError):
        unbake_svg(baked[:position] + put + baked[position + taken :])
