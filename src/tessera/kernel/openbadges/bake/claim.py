"""What a picture may carry, under which names, and which text it can hold."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from dataclasses import dataclass

from tessera.kernel.errors import ContainerError

MAXIMUM_IMAGE = 20 * 1024 * 1024
MAXIMUM_CREDENTIAL = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Label:
    """The names of one kind of claim: the keyword in a PNG, the element in an SVG."""

    keyword: str
    namespace: str
    element: str


OPEN_BADGE = Label("openbadgecredential", "https://purl.imsglobal.org/ob/v3p0", "credential")
CLR = Label("clrcredential", "https://purl.imsglobal.org/clr/v2p0", "credential")
OPEN_BADGE_2 = Label("openbadges", "http://openbadges.org", "assertion")
# an image speaks for one credential; a reader prefers them in this order
LABELS = (OPEN_BADGE, CLR, OPEN_BADGE_2)


def label_of(credential: str) -> Label:
    """The label that a credential is baked under, by its own `type`."""
    text = credential.strip()
    try:
        if text.startswith("ey"):
            body = text.split(".")[1]
            text = urlsafe_b64decode(body + "=" * (-len(body) % 4)).decode()
        document = json.loads(text)
    except (ValueError, IndexError, RecursionError):
        return OPEN_BADGE
    if not isinstance(document, dict):
        return OPEN_BADGE
    # VC 1.1 puts the credential of a token in a claim of its own
    inner = document.get("vc")
    kinds = (inner if isinstance(inner, dict) else document).get("type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return CLR if "ClrCredential" in names else OPEN_BADGE_2 if "Assertion" in names else OPEN_BADGE


def check_text(credential: str) -> bytes:
    """The text as UTF-8. Raises ContainerError (`text`, `too-large`) for what no image can hold."""
    try:
        text = credential.encode()
    except UnicodeEncodeError as fault:
        raise ContainerError("a credential that is not Unicode text", code="text") from fault
    if not text or b"\0" in text:
        raise ContainerError("an empty credential, or one with a zero byte", code="text")
    if len(text) > MAXIMUM_CREDENTIAL:
        raise ContainerError("a credential larger than we bake", code="too-large")
    return text
