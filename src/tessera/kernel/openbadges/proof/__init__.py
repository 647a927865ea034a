"""Embedded proofs (Data Integrity 1.0): put one on a document, and check each that is on one.

Accepted algorithms come from the table in `suites`, never from the document. Whether a key may
speak for the issuer is another question, answered by `check`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tessera.kernel.errors import ProofError
from tessera.kernel.openbadges import canonical, times
from tessera.kernel.openbadges.keys import PublicKey, SecretKey
from tessera.kernel.openbadges.proof import suites
from tessera.kernel.openbadges.proof.suites import (
    CRYPTOSUITES,
    EDDSA_RDFC_2022,
    Cryptosuite,
    under,
)

__all__ = [
    "CRYPTOSUITES",
    "EDDSA_RDFC_2022",
    "MADE",
    "PURPOSE",
    "check_options",
    "listed",
    "options",
    "secure",
    "under",
    "verify_proof",
]

PURPOSE = "assertionMethod"
MAXIMUM_PROOFS = 20
MADE = tuple(name for name, suite in CRYPTOSUITES.items() if suite.makes)


def secure(
    document: Mapping[str, Any],
    *,
    key: SecretKey,
    verification_method: str,
    created: datetime,
    expires: datetime | None = None,
    cryptosuite: str = EDDSA_RDFC_2022.name,
) -> dict[str, Any]:
    """The document with a proof by one of the suites in MADE (vc-di-eddsa, vc-di-ecdsa).

    Raises ProofError (`already-secured`, `unsupported`, `key-type`), UndefinedTerm, UnknownContext.
    """
    if "proof" in document:
        raise ProofError("the document has a proof already", code="already-secured", field="proof")
    if cryptosuite not in MADE:
        raise ProofError(f"{cryptosuite} cannot be made here", code="unsupported")
    suite = CRYPTOSUITES[cryptosuite]
    suite.check_key(key.type)
    told = options(
        verification_method=verification_method,
        created=created,
        expires=expires,
        cryptosuite=cryptosuite,
    )
    return {**document, "proof": suite.sign(document, told, key)}


def options(
    *,
    verification_method: str,
    created: datetime,
    expires: datetime | None = None,
    cryptosuite: str = EDDSA_RDFC_2022.name,
) -> dict[str, Any]:
    """A proof that lacks nothing but its value."""
    told = {
        "type": suites.DATA_INTEGRITY,
        "cryptosuite": cryptosuite,
        "created": times.write(created),
        "verificationMethod": verification_method,
        "proofPurpose": PURPOSE,
    }
    if expires:
        told["expires"] = times.write(expires)
    return told


def listed(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The proofs of a document, one at least. Raises ProofError: `no-proof`, `malformed`."""
    proofs = document.get("proof")
    every: list[Any] = proofs if isinstance(proofs, list) else [proofs]
    if not every or not all(isinstance(proof, Mapping) for proof in every):
        raise ProofError("the document has no proof", code="no-proof", field="proof")
    if len(every) > MAXIMUM_PROOFS:
        raise ProofError(f"more than {MAXIMUM_PROOFS} proofs", code="too-complex", field="proof")
    return every


def check_options(proof: Mapping[str, Any]) -> Cryptosuite:
    """The suite of a proof that asserts and names its key.

    Raises ProofError: `malformed`, `purpose`, `unsupported` (honest perhaps, but not ours to judge);
    UnknownContext for a context of its own that is not in the closed set.
    """
    kind = proof.get("type")
    if not isinstance(kind, str) or not isinstance(proof.get("proofPurpose"), str):
        raise ProofError("a proof without its type or purpose", code="malformed", field="proof")
    suite = suites.named(kind, proof.get("cryptosuite"))
    if not isinstance(proof.get("verificationMethod"), str):
        raise ProofError("a proof that names no key", code="malformed", field="proof")
    if proof["proofPurpose"] != PURPOSE:
        raise ProofError("a proof for another purpose", code="purpose", field="proof")
    for name in ("created", "expires"):
        if name in proof:
            times.read(proof[name], zone_required=False)
    canonical.check_contexts(proof.get("@context", []))
    return suite


def verify_proof(
    document: Mapping[str, Any], proof: Mapping[str, Any], *, key: PublicKey, at: datetime
) -> None:
    """Check one proof of a document with the key that it names (Data Integrity, section 4.4).

    What it covers is the document without its proofs, and those that it says come before it.
    Raises ProofError: `unsupported`, `purpose`, `malformed`, `key-type`, `length`, `not-canonical`,
    `signature`, `previous-proof`, `context`, `proof-expired`; UndefinedTerm and UnknownContext as
    `canonical.rdf` does.
    """
    suite = check_options(proof)
    suite.check_key(key.type)
    covered = {name: value for name, value in document.items() if name != "proof"}
    if earlier := _earlier(document, proof):
        covered["proof"] = earlier
    suite.verify(covered, proof, key)
    if "expires" in proof and times.read(proof["expires"], zone_required=False) <= at:
        raise ProofError("the proof has expired", code="proof-expired")


def _earlier(document: Mapping[str, Any], proof: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The proofs that this one counts on (Data Integrity, section 4.5)."""
    named = proof.get("previousProof", [])
    names = named if isinstance(named, list) else [named]
    ids = [one.get("id") for one in listed(document)]
    for name in names:
        if not isinstance(name, str) or ids.count(name) != 1 or name == proof.get("id"):
            raise ProofError("it counts on a proof that is not there", code="previous-proof")
    return [one for one in listed(document) if one.get("id") in names]
