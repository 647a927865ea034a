"""Finding the credential in a file."""

from __future__ import annotations

import pytest

from tessera.kernel.errors import ContainerError
from tessera.kernel.openbadges import bake
from tessera.kernel.openbadges.source import credential_in

from .images import PIXEL


def test_credential_in_a_baked_image_is_found():
    assert credential_in(bake.bake_png(PIXEL, '{"a": 1}')) == b'{"a": 1}'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_credential_in_a_baked_drawing_is_found(encoding):
    drawing = bake.bake_svg(b'<svg xmlns="http://www.w3.org/2000/svg"/>', '{"a": 1}').decode()
    assert credential_in(drawing.encode(encoding)) == b'{"a": 1}'


@pytest.mark.parametrize("text", [b'{"a": 1}', b"eyJh.e30.c2ln"])
def test_credential_in_plain_text_is_found_past_a_byte_order_mark(text):
    assert credential_in(b"\xef\xbb\xbf \n" + text) == text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<svg/>", "no-credential"),
        (b"<html/>", "not-svg"),
        (b"%PDF-1.7", "no-attachment"),
        (b"GIF89a", "container-invalid"),
        (b"", "container-invalid"),
        (b"[]", "container-invalid"),
        (PIXEL, "no-credential"),
        (b"{" + b" " * (8 * 1024 * 1024), "too-large"),
    ],
)
def test_file_without_a_credential_is_refused(data, code):
    with pytest.raises(ContainerError) as refusal:
        credential_in(data)
    assert refusal.value.code == code
