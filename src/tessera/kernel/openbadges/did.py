"""Decentralised identifiers: did:key, did:web, and what their documents say of a key.

An issuer may also be a plain https address: its document is read in the same way. Loading is an
argument, `load(url) -> bytes`, which raises Unreachable.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from urllib.parse import unquote

from tessera.kernel.errors import KernelError, KeyFault, Unreachable
from tessera.kernel.openbadges import canonical, contexts, times
from tessera.kernel.openbadges.keys import PublicKey

Load: TypeAlias = Callable[[str], bytes]

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?")
_PART = re.compile(r"(?:[A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})+")
_KEY_TYPES = ("Multikey", "Ed25519VerificationKey2020")


@dataclass(frozen=True, slots=True)
class Method:
    """A key as its controller's document lists it. `asserts`: it may sign credentials."""

    id: str
    controller: str
    key: PublicKey
    asserts: bool = True
    revoked_at: datetime | None = None
    expires_at: datetime | None = None


def from_key(key: PublicKey) -> str:
    """The did:key of a public key."""
    return f"did:key:{key.multibase}"


def key_method(did: str) -> Method:
    """The one method of a did:key, with its id in full. Raises KeyFault."""
    if not did.startswith("did:key:"):
        raise KeyFault("not a did:key")
    text = did.removeprefix("did:key:")
    return Method(f"{did}#{text}", did, PublicKey.from_multibase(text))


def web_address(did: str) -> str:
    """Where the document of a did:web is served. Raises KeyFault (`did`).

    `did:web:a.example%3A8443:b` is https://a.example:8443/b/did.json; without a path the document
    is under `/.well-known/`.
    """
    host, *path = did.removeprefix("did:web:").split(":")
    host = unquote(host)
    if not did.startswith("did:web:") or not _HOST.fullmatch(host):
        raise KeyFault(f"not a did:web: {did:.200}", code="did")
    if not all(_PART.fullmatch(part) and part.strip(".") for part in path):
        raise KeyFault(f"not a did:web: {did:.200}", code="did")
    return f"https://{host}/{'/'.join(path) or '.well-known'}/did.json"


def document(did: str, methods: Iterable[Method]) -> dict[str, Any]:
    """The document of a DID with these keys, current and retired alike (DID Core 1.0).

    Raises KeyFault for a method that is not the DID's own or for two of one id.
    """
    listed = list(methods)
    ids = [method.id for method in listed]
    if len(set(ids)) != len(ids):
        raise KeyFault("two keys of one id", code="did")
    for method in listed:
        if method.controller != did or not method.id.startswith(f"{did}#"):
            raise KeyFault(f"{method.id} is not a key of {did}", code="did")
    return {
        "@context": [contexts.DID_V1, contexts.MULTIKEY_V1],
        "id": did,
        "verificationMethod": [_entry(method) for method in listed],
        "assertionMethod": [method.id for method in listed if method.asserts],
    }


def resolve(method_id: str, load: Load) -> Method:
    """The key that a proof names, as its controller's document lists it.

    Raises Unreachable, or KeyFault: `did` (a document of another name), `no-such-key`,
    `unsupported` (honest perhaps, but a kind of name or key that cannot be read here).
    """
    owner, _, fragment = method_id.partition("#")
    if owner.startswith("did:key:"):
        method = key_method(owner)
        if fragment and method.id != method_id:
            raise KeyFault("a did:key has one key, named as itself", code="no-such-key")
        return method
    found = _document(owner, load)
    if found.get("type") in _KEY_TYPES and method_id == owner:
        # a key with an address of its own: its controller says what it may do
        home = _document(str(found.get("controller")), load)
        keys = [*_listed(home.get("verificationMethod")), found]
        found = {**home, "verificationMethod": keys}
    return listed_method(found, method_id)


def listed_method(found: Mapping[str, Any], method_id: str) -> Method:
    """One key of a DID document. Ids in it may be relative. Raises KeyFault (`no-such-key`...)."""
    owner = str(found.get("id"))
    asserting = _listed(found.get("assertionMethod"))
    for entry in [*_listed(found.get("verificationMethod")), *asserting]:
        if isinstance(entry, dict) and _whole(entry.get("id"), owner) == method_id:
            break
    else:
        raise KeyFault(f"{owner} lists no key {method_id}", code="no-such-key")
    if entry.get("type") not in _KEY_TYPES:
        raise KeyFault(
            f"a kind of key that is not known here: {entry.get('type')}", code="unsupported"
        )
    names = {_whole(one.get("id") if isinstance(one, dict) else one, owner) for one in asserting}
    return Method(
        id=method_id,
        controller=str(entry.get("controller")),
        key=PublicKey.from_multibase(entry.get("publicKeyMultibase")),
        asserts=method_id in names,
        revoked_at=_moment(entry.get("revoked")),
        expires_at=_moment(entry.get("expires")),
    )


def _document(owner: str, load: Load) -> dict[str, Any]:
    if owner.startswith("did:web:"):
        address = web_address(owner)
    elif owner.startswith("https://"):
        address = owner
    else:
        raise KeyFault(f"no way to look up {owner:.200}", code="unsupported")
    try:
        found = canonical.read(load(address))
    except KernelError as fault:
        if fault.code != "not-json":
            raise
        raise Unreachable(f"no document is served at {address}") from fault
    if found.get("id") != owner:
        raise KeyFault(f"the document at {address} is of someone else", code="did")
    return found


def _entry(method: Method) -> dict[str, str]:
    entry = {
        "id": method.id,
        "type": "Multikey",
        "controller": method.controller,
        "publicKeyMultibase": method.key.multibase,
    }
    if method.expires_at:
        entry["expires"] = times.write(method.expires_at)
    if method.revoked_at:
        entry["revoked"] = times.write(method.revoked_at)
    return entry


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _whole(name: Any, owner: str) -> str:
    return owner + name if isinstance(name, str) and name.startswith("#") else str(name)


def _moment(value: Any) -> datetime | None:
    return None if value is None else times.read(value, zone_required=False)
