"""Credentials attached to documents for printing."""

from __future__ import annotations

import zlib

import pytest

from tessera.kernel.errors import ContainerError
from tessera.kernel.openbadges import bake, pdf, source

CREDENTIAL = b'{"name": "\xc3\x89coute", "x": "endstream"}'
TOKEN = b"eyJhbGciOiJFUzI1NiJ9.e30.c2ln"


def stream(content: bytes, head: bytes = b"") -> bytes:
    length = b"/Length %d" % len(content)
    return b"5 0 obj\n<</Type /EmbeddedFile %s %s>>\nstream\r\n%s\nendstream\nendobj\n" % (
        head, length, content,
    )  # fmt: skip


def document(*streams: bytes) -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<</Type /Catalog>>\nendobj\n" + b"".join(streams) + b"%%EOF"


def packed(content: bytes) -> bytes:
    return stream(zlib.compress(content), b"/Filter /FlateDecode")


@pytest.mark.parametrize(
    "streams",
    [
        [stream(CREDENTIAL)],
        [packed(CREDENTIAL)],
        [stream(zlib.compress(CREDENTIAL), b"/Filter [ /FlateDecode ]")],
        [packed(b"\xef\xbb\xbf" + CREDENTIAL)],
        [packed(b"a picture"), packed(CREDENTIAL), stream(CREDENTIAL)],
        [stream(CREDENTIAL, b"/Filter /LZWDecode"), packed(CREDENTIAL)],
        [packed(CREDENTIAL).replace(b"/Length", b"/Length 9 0 R /DL")],
    ],
    ids=[
        "plain",
        "deflated",
        "in a list",
        "with a mark",
        "among others",
        "as well",
        "length apart",
    ],
)
def test_credential_attached_is_found(streams):
    assert source.credential_in(document(*streams)) == CREDENTIAL


def test_token_attached_is_found():
    assert pdf.attached(document(stream(b"a text. or two."), packed(TOKEN))) == TOKEN


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (document(), "no-attachment"),
        (document(stream(b"a text")), "no-attachment"),
        (document(stream(CREDENTIAL).replace(b"EmbeddedFile", b"EmbeddedFiles")), "no-attachment"),
        (document(stream(CREDENTIAL).replace(b"/Length ", b"/Length 9")), "no-attachment"),
        (document(stream(CREDENTIAL, b"/Filter /FlateDecode")), "no-attachment"),
        (document(packed(CREDENTIAL)[:-60]), "no-attachment"),
        (document(stream(CREDENTIAL, b"/DecodeParms <<>>")), "no-attachment"),
        (document(stream(CREDENTIAL, b"endobj")), "no-attachment"),
        (document(packed(b"{" + b" " * bake.MAXIMUM_CREDENTIAL)), "no-attachment"),
        (document(packed(CREDENTIAL), packed(b"{}")), "several"),
        (document(packed(CREDENTIAL)) + b"<</Encrypt 7 0 R>>", "unsupported"),
        (document(*[packed(CREDENTIAL)] * (pdf.MAXIMUM_ATTACHMENTS + 1)), "too-complex"),
        (document(b" " * bake.MAXIMUM_IMAGE), "too-large"),
    ],
)
def test_document_without_one_readable_credential_is_refused(data, code):
    with pytest.raises(ContainerError) as refused:
        pdf.attached(data)
    assert refused.value.code == code
