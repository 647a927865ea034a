"""Where a credential hides: plain, as a token, or baked into an image."""

from __future__ import annotations

from tessera.kernel.errors import ContainerError
from tessera.kernel.openbadges import bake, canonical

_PNG = b"\x89PNG\r\n\x1a\n"
_TOKEN = b"ey"


def credential_in(data: bytes) -> bytes:
    """The text of the credential in a file, for `check`. Proves nothing about it.

    Raises ContainerError: `unsupported` for SVG and PDF, which may well carry one; the codes of
    `bake.unbake_png`; `container-invalid` for anything else; `too-large`.
    """
    if data.startswith(_PNG):
        return bake.unbake_png(data).encode()
    if len(data) > canonical.MAXIMUM_BYTES:
        raise ContainerError(f"more than {canonical.MAXIMUM_BYTES} bytes", code="too-large")
    text = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"{") or (text.startswith(_TOKEN) and text.count(b".") == 2):
        return text
    if text.startswith((b"<", b"%PDF")):
        raise ContainerError("a credential in SVG or PDF cannot be read here", code="unsupported")
    raise ContainerError("neither a credential nor an image that carries one")
