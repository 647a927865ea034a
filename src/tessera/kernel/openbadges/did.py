"""Decentralised identifiers: did:key, did:jwk, did:web, and what their documents say of a key.

An issuer may also be a plain https address: its document is read in the same way. Loading is an
argument, `load(url) -> bytes`, which raises Unreachable.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from urllib.parse import unquote

from tessera.kernel.errors import KernelError, KeyFault, Unreachable
from tessera.kernel.openbadges import canonical, contexts, jwk, multibase, times
from tessera.kernel.openbadges.keys import KeyType, PublicKey

Load: TypeAlias = Callable[[str], bytes]

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?")
_PART = re.compile(r"(?:[A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})+")
_NAME = re.compile(r"\.*[^./\\\x00-\x1f][^/\\\x00-\x1f]*")
_MULTIBASE: dict[str, tuple[KeyType, ...]] = {
    "Multikey": tuple(KeyType),
    "Ed25519VerificationKey2020": (KeyType.ED25519,),
    "EcdsaSecp256r1VerificationKey2019": (KeyType.P256,),
    "EcdsaSecp384r1VerificationKey2019": (KeyType.P384,),
}
_JWK = ("JsonWebKey", "JsonWebKey2020")
_JWK_V1 = "https://w3id.org/security/jwk/v1"
_RELATIONSHIPS = ("assertionMethod", "authentication", "keyAgreement", "capabilityInvocation")
_SECRETS = {"secretKeyMultibase", "secretKeyJwk", "privateKeyMultibase", "privateKeyJwk"}


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


def from_jwk(key: PublicKey) -> str:
    """The did:jwk of a public key."""
    text = json.dumps(jwk.write(key), separators=(",", ":"))
    return f"did:jwk:{multibase.to_base64url(text.encode())}"


def key_method(did: str) -> Method:
    """The one method of a did:key, with its id in full. Raises KeyFault."""
    if not did.startswith("did:key:"):
        raise KeyFault("not a did:key")
    text = did.removeprefix("did:key:")
    return Method(f"{did}#{text}", did, PublicKey.from_multibase(text))


def jwk_method(did: str) -> Method:
    """The one method of a did:jwk. Raises KeyFault."""
    if not did.startswith("did:jwk:"):
        raise KeyFault("not a did:jwk")
    try:
        found = canonical.read(multibase.from_base64url(did.removeprefix("did:jwk:")))
    except KernelError as fault:
        raise KeyFault("no key in this did:jwk", code="encoding") from fault
    return Method(f"{did}#0", did, jwk.read(found))


def own_method(did: str) -> Method | None:
    """The method of a DID that is its own document; None for any other. Raises KeyFault."""
    if did.startswith("did:key:"):
        return key_method(did)
    return jwk_method(did) if did.startswith("did:jwk:") else None


def web_address(did: str) -> str:
    """Where the document of a did:web is served. Raises KeyFault (`did`).

    `did:web:a.example%3A8443:b` is https://a.example:8443/b/did.json; without a path the document
    is under `/.well-known/`.
    """
    host, *path = did.removeprefix("did:web:").split(":")
    host = unquote(host)
    if not did.startswith("did:web:") or not _HOST.fullmatch(host):
        raise KeyFault(f"not a did:web: {did:.200}", code="did")
    # dots and strokes count as such however they are written: servers read them so
    if not all(_PART.fullmatch(part) and _NAME.fullmatch(unquote(part)) for part in path):
        raise KeyFault(f"not a did:web: {did:.200}", code="did")
    return f"https://{host}/{'/'.join(path) or '.well-known'}/did.json"


def document(
    did: str, methods: Iterable[Method], *, for_tokens: Iterable[Method] = ()
) -> dict[str, Any]:
    """The document of a DID with these keys, current and retired alike (DID Core 1.0).

    Keys for tokens are listed as JSON Web Keys, which is what readers of tokens look for. Raises
    KeyFault for a method that is not the DID's own or for two of one id.
    """
    embedded, tokens = list(methods), list(for_tokens)
    listed = embedded + tokens
    ids = [method.id for method in listed]
    if len(set(ids)) != len(ids):
        raise KeyFault("two keys of one id", code="did")
    for method in listed:
        if method.controller != did or not method.id.startswith(f"{did}#"):
            raise KeyFault(f"{method.id} is not a key of {did}", code="did")
    return {
        "@context": [contexts.DID_V1, contexts.MULTIKEY_V1, *([_JWK_V1] if tokens else [])],
        "id": did,
        "verificationMethod": [
            *(
                _entry(one, "Multikey", {"publicKeyMultibase": one.key.multibase})
                for one in embedded
            ),
            *(_entry(one, "JsonWebKey", {"publicKeyJwk": jwk.write(one.key)}) for one in tokens),
        ],
        "assertionMethod": [method.id for method in listed if method.asserts],
    }


def resolve(method_id: str, load: Load) -> Method:
    """The key that a proof names, as its controller's document lists it.

    Raises Unreachable, or KeyFault: `did` (a document of another name), `no-such-key`, `secret`,
    `unsupported` (honest perhaps, but a kind of name or key that cannot be read here).
    """
    owner, _, fragment = method_id.partition("#")
    if method := own_method(owner):
        if fragment and method.id != method_id:
            raise KeyFault(f"{owner:.200} has one key, by one name", code="no-such-key")
        return method
    found = fetched(owner, load)
    if found.get("type") in (*_MULTIBASE, *_JWK) and method_id == owner:
        # a key with an address of its own: its controller says what it may do
        home = fetched(str(found.get("controller")), load)
        keys = [*_listed(home.get("verificationMethod")), found]
        found = {**home, "verificationMethod": keys}
    return listed_method(found, method_id)


def listed_method(found: Mapping[str, Any], method_id: str) -> Method:
    """One key of a DID document. Ids in it may be relative. Raises KeyFault (`no-such-key`...)."""
    owner = str(found.get("id"))
    named = [one for one in entries(found) if _whole(one.get("id"), owner) == method_id]
    if not named:
        raise KeyFault(f"{owner} lists no key {method_id}", code="no-such-key")
    if any(one != named[0] for one in named):
        raise KeyFault(f"{owner} gives one name to two keys", code="did")
    entry = named[0]
    return Method(
        id=method_id,
        controller=_whole(entry.get("controller"), owner),
        key=_key(entry),
        asserts=method_id in _asserting(found, owner),
        revoked_at=_moment(entry.get("revoked")),
        expires_at=_moment(entry.get("expires")),
    )


def entries(found: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The keys that a document holds, wherever it holds them."""
    places = ("verificationMethod", "assertionMethod", "publicKey")
    return [
        one for place in places for one in _listed(found.get(place)) if isinstance(one, Mapping)
    ]


def methods(found: Mapping[str, Any]) -> list[Method]:
    """Every key of a document that can be read here."""
    owner, read = str(found.get("id")), []
    for entry in entries(found):
        try:
            read.append(listed_method(found, _whole(entry.get("id"), owner)))
        except KernelError:
            continue  # what nobody can use vouches for nothing
    return read


def fetched(owner: str, load: Load) -> dict[str, Any]:
    """The document of a did:web or of an https address. Raises Unreachable, KeyFault (`did`)."""
    if owner.startswith("did:web:"):
        address = web_address(owner)
    elif owner.startswith("https://"):
        address = owner
    else:
        raise KeyFault(f"no way to look up {owner:.200}", code="unsupported")
    found = page(address, load)
    if found.get("id") != owner:
        raise KeyFault(f"the document at {address} is of someone else", code="did")
    return found


def page(address: str, load: Load) -> dict[str, Any]:
    """The JSON object at an address. Raises Unreachable also for what is none."""
    try:
        return canonical.read(load(address))
    except KernelError as fault:
        if fault.code != "not-json":
            raise
        raise Unreachable(f"no document is served at {address}") from fault


def _asserting(found: Mapping[str, Any], owner: str) -> set[str]:
    """Which keys may sign credentials; every old `publicKey` when it says nothing of purposes."""
    if not any(name in found for name in _RELATIONSHIPS):
        listed = _listed(found.get("publicKey"))
    else:
        listed = _listed(found.get("assertionMethod"))
    return {_whole(one.get("id") if isinstance(one, dict) else one, owner) for one in listed}


def _key(entry: Mapping[str, Any]) -> PublicKey:
    kind = entry.get("type")
    if _SECRETS & set(entry):
        raise KeyFault("the secret of this key is public", code="secret")
    if "publicKeyJwk" in entry and "publicKeyMultibase" in entry:
        raise KeyFault("one key, given twice")
    if kind in _JWK:
        return jwk.read(entry.get("publicKeyJwk"))
    if not isinstance(kind, str) or kind not in _MULTIBASE:
        raise KeyFault(f"a kind of key that is not known here: {kind!s:.80}", code="unsupported")
    key = PublicKey.from_multibase(entry.get("publicKeyMultibase"))
    if key.type not in _MULTIBASE[kind]:
        raise KeyFault(f"{key.type} is not what {kind} holds")
    return key


def _entry(method: Method, kind: str, key: Mapping[str, Any]) -> dict[str, Any]:
    entry = {"id": method.id, "type": kind, "controller": method.controller, **key}
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
