"""The closed set of JSON-LD contexts: known by value, never fetched.

Those of the W3C come with PyLD and are held to the digest of their canonical JSON; the others are
term tables of ours. A context outside the set is refused by whoever reads a document.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from types import MappingProxyType
from typing import Any

import rfc8785
from pyld.documentloader.frozen import BUNDLED_CONTEXTS

from tessera.kernel.errors import UnknownContext
from tessera.kernel.openbadges.contexts import earlier, open_badges, security

CREDENTIALS_V1 = "https://www.w3.org/2018/credentials/v1"
CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
OPEN_BADGES_302 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"
OPEN_BADGES_301 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"
OPEN_BADGES_UNVERSIONED = "https://purl.imsglobal.org/spec/ob/v3p0/context.json"
OPEN_BADGES_V1 = "https://w3id.org/openbadges/v1"  # a name to know it by; it is not in the set
OPEN_BADGES_V2 = "https://w3id.org/openbadges/v2"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
CLR_UNVERSIONED = "https://purl.imsglobal.org/spec/clr/v2p0/context.json"
DID_V1 = "https://www.w3.org/ns/did/v1"
STATUS_LIST_2021 = "https://w3id.org/vc/status-list/2021/v1"
BITSTRING_STATUS_LIST = "https://www.w3.org/ns/credentials/status/v1"
MULTIKEY_V1 = "https://w3id.org/security/multikey/v1"

_DIGESTS = {
    CREDENTIALS_V1: "b01e671e873981f19a9102a9a57f666dbcaeb31b99e3e124378d143e71549247",
    CREDENTIALS_V2: "b463c8d6a066214123ddd9827b135e1b50e1fc73322cc52a9b12a4f1fc7d86cf",
    DID_V1: "a7e146c40fcec005d3f0f14ae745665f446da58d7914a9d8f733746686fad82b",
    "https://w3id.org/security/suites/ed25519-2020/v1": (
        "fb517f09d990829aed734c9bad8cbbb2ac3d5063b865c7e3d81f246074bf5691"
    ),
}
_OURS: Mapping[str, Callable[[], dict[str, Any]]] = {
    OPEN_BADGES: open_badges.open_badges,
    OPEN_BADGES_302: lambda: open_badges.open_badges(2),
    OPEN_BADGES_301: earlier.open_badges_301,
    OPEN_BADGES_UNVERSIONED: earlier.open_badges_unversioned,
    OPEN_BADGES_V2: earlier.open_badges_2,
    EXTENSIONS: open_badges.extensions,
    CLR: open_badges.clr,
    CLR_UNVERSIONED: earlier.clr_unversioned,
    "https://w3id.org/security/data-integrity/v1": lambda: security.data_integrity(1),
    "https://w3id.org/security/data-integrity/v2": lambda: security.data_integrity(2),
    MULTIKEY_V1: security.multikey,
    STATUS_LIST_2021: security.status_list_2021,
    BITSTRING_STATUS_LIST: security.bitstring_status_list,
    # every term is defined here, for the examples of specifications
    "https://www.w3.org/ns/credentials/examples/v2": lambda: {
        "@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}
    },
}
KNOWN = frozenset(_DIGESTS) | frozenset(_OURS)


@cache
def context(address: str) -> Mapping[str, Any]:
    """The context document at an address. Raises UnknownContext outside the closed set."""
    if address in _OURS:
        return MappingProxyType(_OURS[address]())
    if address not in _DIGESTS:
        raise UnknownContext(f"not a context that is known here: {address}")
    document = json.loads(BUNDLED_CONTEXTS[address].read_text(encoding="utf-8"))
    if sha256(rfc8785.dumps(document)).hexdigest() != _DIGESTS[address]:
        raise UnknownContext(f"the copy of {address} is not the published one", code="altered")
    return MappingProxyType(document)
