"""Embedded proofs (Data Integrity 1.0): put one on a document, and check one.

Accepted algorithms come from the table here, never from the document. What a proof covers is the
RDF of the document, so what a reader may rely on is what `canonical` let through.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from tessera.kernel.errors import KeyFault, ProofError
from tessera.kernel.openbadges import canonical, times
from tessera.kernel.openbadges.keys import KeyType, PublicKey, SecretKey, decode_multibase
from tessera.kernel.openbadges.keys import encode_multibase as _multibase

PURPOSE = "assertionMethod"
_TYPE = "DataIntegrityProof"


@dataclass(frozen=True, slots=True)
class Cryptosuite:
    """A way to sign: its key, and how a document and the options of a proof become bytes."""

    name: str
    key_type: KeyType
    canonical: Callable[[Mapping[str, Any]], bytes]

    def hashed(self, document: Mapping[str, Any], options: Mapping[str, Any]) -> bytes:
        """What is signed: the hash of the options, then that of the document."""
        parts = (self.canonical(options), self.canonical(document))
        return b"".join(sha256(part).digest() for part in parts)


EDDSA_RDFC_2022 = Cryptosuite("eddsa-rdfc-2022", KeyType.ED25519, canonical.rdf)
CRYPTOSUITES = {suite.name: suite for suite in (EDDSA_RDFC_2022,)}


def secure(
    document: Mapping[str, Any],
    *,
    key: SecretKey,
    verification_method: str,
    created: datetime,
    expires: datetime | None = None,
    cryptosuite: str = EDDSA_RDFC_2022.name,
) -> dict[str, Any]:
    """The document with a proof (vc-di-eddsa, section 3.2.1).

    Raises ProofError (`already-secured`, `unsupported`, `key-type`), UndefinedTerm, UnknownContext.
    """
    if "proof" in document:
        raise ProofError("the document has a proof already", code="already-secured", field="proof")
    suite = _suite(cryptosuite)
    if key.type is not suite.key_type:
        raise ProofError(f"{cryptosuite} does not sign with {key.type}", code="key-type")
    proof = {
        "type": _TYPE,
        "cryptosuite": cryptosuite,
        "created": times.write(created),
        "verificationMethod": verification_method,
        "proofPurpose": PURPOSE,
    }
    if expires:
        proof["expires"] = times.write(expires)
    signature = key.sign(suite.hashed(document, _options(proof, document)))
    return {**document, "proof": {**proof, "proofValue": _multibase(signature)}}


def chosen(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The first proof that can be checked here, of those that assert.

    Raises ProofError: `no-proof`, `unsupported` (honest perhaps, but not ours to judge), `purpose`.
    """
    proofs = document.get("proof")
    every = proofs if isinstance(proofs, list) else [proofs]
    listed = [proof for proof in every if isinstance(proof, dict)]
    if not listed or len(listed) < len(every):
        raise ProofError("the document has no proof", code="no-proof", field="proof")
    fault: ProofError | None = None
    for proof in listed:
        try:
            _check_options(proof)
        except ProofError as refused:
            fault = fault or refused
        else:
            return proof
    assert fault is not None, "at least one proof, and none was returned"
    raise fault


def verify_proof(
    document: Mapping[str, Any], proof: Mapping[str, Any], *, key: PublicKey, at: datetime
) -> None:
    """Check one proof of a document with the key that it names (vc-di-eddsa, section 3.2.2).

    Raises ProofError: `unsupported`, `purpose`, `malformed`, `key-type`, `length`, `not-canonical`,
    `signature`, `proof-expired`; UndefinedTerm and UnknownContext as `canonical.rdf` does.
    Whether the key may speak for the issuer is another question, answered by `check`.
    """
    suite = _check_options(proof)
    try:
        signature = decode_multibase(proof.get("proofValue"))
    except KeyFault as fault:
        raise ProofError("no signature in the proof", code="malformed") from fault
    if key.type is not suite.key_type:
        raise ProofError(f"{suite.name} does not sign with {key.type}", code="key-type")
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    key.verify(signature, suite.hashed(unsecured, _options(proof, document)))
    if "expires" in proof and times.read(proof["expires"], zone_required=False) <= at:
        raise ProofError("the proof has expired", code="proof-expired")


def _suite(name: object) -> Cryptosuite:
    if name not in CRYPTOSUITES:
        raise ProofError(f"{name!s:.80} cannot be checked here", code="unsupported")
    return CRYPTOSUITES[str(name)]


def _check_options(proof: Mapping[str, Any]) -> Cryptosuite:
    kind = proof.get("type")
    if not isinstance(kind, str) or not isinstance(proof.get("proofPurpose"), str):
        raise ProofError("a proof without its type or purpose", code="malformed", field="proof")
    if kind != _TYPE:
        raise ProofError(f"{kind:.80} cannot be checked here", code="unsupported", field="proof")
    if not isinstance(proof.get("cryptosuite"), str):
        raise ProofError("a proof without its cryptosuite", code="malformed", field="proof")
    if not isinstance(proof.get("verificationMethod"), str):
        raise ProofError("a proof that names no key", code="malformed", field="proof")
    suite = _suite(proof["cryptosuite"])
    if "previousProof" in proof:
        raise ProofError("a chain of proofs cannot be checked here", code="unsupported")
    if proof["proofPurpose"] != PURPOSE:
        raise ProofError("a proof for another purpose", code="purpose", field="proof")
    for name in ("created", "expires"):
        if name in proof:
            times.read(proof[name], zone_required=False)
    return suite


def _options(proof: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    """The proof without its signature, under the context of the document."""
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    return {**options, "@context": document.get("@context", [])}
