"""Where a credential hides: plain, as a token, baked into an image, or attached to a PDF."""

from __future__ import annotations

from tessera.kernel.errors import ContainerError
from tessera.kernel.openbadges import bake, canonical, pdf

_MARK = b"\xef\xbb\xbf"
_TOKEN = b"ey"


def credential_in(data: bytes) -> bytes:
    """The text of the credential in a file, for `check`. Proves nothing about it.

    Raises ContainerError: the codes of `bake.unbake` and `pdf.attached`; `container-invalid` for
    anything else; `too-large`.
    """
    if bake.is_png(data):
        return bake.unbake_png(data).encode()
    text = data.removeprefix(_MARK).lstrip()
    # a drawing may be in UTF-16, and then begins with a mark of its own
    if text.startswith((b"<", b"\xfe\xff\0<", b"\xff\xfe<\0")):
        return bake.unbake_svg(data).encode()
    if pdf.is_pdf(data):
        return pdf.attached(data)
    if len(data) > canonical.MAXIMUM_BYTES:
        raise ContainerError(f"more than {canonical.MAXIMUM_BYTES} bytes", code="too-large")
    if text.startswith(b"{") or (text.startswith(_TOKEN) and text.count(b".") == 2):
        return text
    raise ContainerError("neither a credential nor an image that carries one")
