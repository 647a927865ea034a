"""ecdsa-sd-2023 (vc-di-ecdsa, section 3.6): proofs from which a holder may leave out quads.

The issuer signs what must always be told; a key used once signs each other quad by itself. A *base*
proof is what the issuer gives its holder; a *derived* one is what the holder shows.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from tessera.kernel.errors import KernelError, KeyFault, ProofError
from tessera.kernel.openbadges import canonical, multibase, rdfc
from tessera.kernel.openbadges.keys import KeyType, PublicKey
from tessera.kernel.openbadges.proof import cbor, pointers

_BASE = b"\xd9\x5d\x00"
_DERIVED = b"\xd9\x5d\x01"


def verify(
    document: Mapping[str, Any], options: Mapping[str, Any], value: object, key: PublicKey
) -> None:
    """Check a base or a derived proof. Raises ProofError: `malformed`, `length`, `signature`."""
    data = _decoded(value)
    head, parts = data[:3], cbor.read(data[3:])
    if head not in (_BASE, _DERIVED) or not isinstance(parts, list) or len(parts) != 5:
        raise _malformed()
    if head == _BASE:
        signature, once, hmac_key, signatures, pointed = parts
        _check_types(signatures, bytes)
        _check_types(pointed, str)
        lines, told = _of_base(document, hmac_key, pointed)
    else:
        signature, once, signatures, labels, indexes = parts
        _check_types(signatures, bytes)
        _check_types(indexes, int)
        lines, told = _of_derived(document, labels), set(indexes)
        if len(told) != len(indexes):
            raise _malformed()
        if not told <= set(range(len(lines))):
            raise _missing()
    _check(lines, told, options, signature, signatures, _public(once), once, key)


def _check(
    lines: list[str],
    told: set[int],
    options: Mapping[str, Any],
    signature: Any,
    signatures: list[bytes],
    once: PublicKey,
    once_raw: bytes,
    key: PublicKey,
) -> None:
    """Section 3.5.8 and 3.6.7: the signature of the issuer, then that of every other quad."""
    if not isinstance(signature, bytes):
        raise _malformed()
    others = [line for at, line in enumerate(lines) if at not in told]
    if len(others) != len(signatures):
        raise _missing()
    mandatory = "".join(line for at, line in enumerate(lines) if at in told)
    hashes = (sha256(canonical.rdf(options)).digest(), sha256(mandatory.encode()).digest())
    key.verify(signature, hashes[0] + once_raw + hashes[1])
    for line, one in zip(others, signatures, strict=True):
        once.verify(one, line.encode())


def _of_derived(document: Mapping[str, Any], labels: Any) -> list[str]:
    quads = canonical.quads(document)
    issued = rdfc.issued_labels(quads)
    if not isinstance(labels, dict):
        raise _malformed()
    _check_types(list(labels.values()), bytes)
    if set(labels) != set(range(len(issued))):
        raise _missing()
    if len(set(labels.values())) != len(labels):
        raise _malformed()
    hidden = {f"_:c14n{number}": _hidden(label) for number, label in labels.items()}
    return rdfc.lines(quads, {node: hidden[label] for node, label in issued.items()})


def _of_base(
    document: Mapping[str, Any], hmac_key: Any, pointed: list[str]
) -> tuple[list[str], set[int]]:
    if not isinstance(hmac_key, bytes) or len(hmac_key) != 32:
        raise _malformed()
    whole, compact = canonical.skolemized(document)
    labels = {
        node: _hidden(hmac.digest(hmac_key, label.removeprefix("_:").encode(), "sha256"))
        for node, label in rdfc.issued_labels(whole).items()
    }
    lines = rdfc.lines(whole, labels)
    chosen = pointers.selected(compact, pointed)
    told = set(rdfc.lines(canonical.deskolemized(chosen), labels)) if chosen else set()
    return lines, {at for at, line in enumerate(lines) if line in told}


def _hidden(label: bytes) -> str:
    return "_:u" + multibase.to_base64url(label)


def _decoded(value: object) -> bytes:
    if not isinstance(value, str) or not value.startswith("u"):
        raise _malformed()
    try:
        return multibase.from_base64url(value[1:])
    except KernelError as fault:
        raise _malformed() from fault


def _public(once: Any) -> PublicKey:
    try:
        found = (
            PublicKey.from_multibase(multibase.encode(once)) if isinstance(once, bytes) else None
        )
    except KeyFault as fault:
        raise _malformed() from fault
    if found is None or found.type is not KeyType.P256:
        raise _malformed()
    return found


def _check_types(values: Any, kind: type) -> None:
    if not isinstance(values, list) or not all(isinstance(value, kind) for value in values):
        raise _malformed()


def _missing() -> ProofError:
    return ProofError("something was left out that may not be, or was added", code="signature")


def _malformed() -> ProofError:
    return ProofError("no signature in the proof", code="malformed", field="proofValue")
