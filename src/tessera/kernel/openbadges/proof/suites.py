"""The ways to sign that are known here: which keys, and how a document becomes bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tessera.kernel.errors import KeyFault, ProofError
from tessera.kernel.openbadges import canonical, multibase, pattern
from tessera.kernel.openbadges.keys import KeyType, PublicKey, SecretKey
from tessera.kernel.openbadges.proof import selective

DATA_INTEGRITY = "DataIntegrityProof"
ED25519_2020 = "Ed25519Signature2020"

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cryptosuite:
    """One signature over two hashes: that of the options of the proof, then of the document.

    `makes` tells whether such proofs are made here, and not only checked.
    """

    name: str
    key_types: tuple[KeyType, ...]
    canonical: Callable[[Document, str], bytes]
    json_only: bool = False
    makes: bool = True

    def check_key(self, kind: KeyType) -> None:
        """Raises ProofError (`key-type`)."""
        if kind not in self.key_types:
            raise ProofError(f"{self.name} does not sign with {kind}", code="key-type")

    def sign(self, document: Document, proof: Document, key: SecretKey) -> dict[str, Any]:
        """The whole proof."""
        if self.json_only:
            canonical.quads(document)  # JSON would sign a term that no context defines
            proof = {**proof, "@context": document.get("@context", [])}
        signature = key.sign(self.hashed(document, self._options(document, proof), key.type))
        return {**proof, "proofValue": multibase.encode(signature)}

    def verify(self, document: Document, proof: Document, key: PublicKey) -> None:
        """Raises ProofError: `malformed`, `context`, `signature` and those of `PublicKey.verify`."""
        try:
            signature = multibase.decode(proof.get("proofValue"))
        except KeyFault as fault:
            raise ProofError("no signature in the proof", code="malformed") from fault
        if self.json_only:
            document = self._in_context(document, proof)
            canonical.quads(document)
        key.verify(signature, self.hashed(document, self._options(document, proof), key.type))

    def hashed(self, document: Document, options: Document, kind: KeyType) -> bytes:
        """What is signed."""
        name = "sha384" if kind is KeyType.P384 else "sha256"
        parts = (self.canonical(options, name), self.canonical(document, name))
        return b"".join(hashlib.new(name, part).digest() for part in parts)

    def _options(self, document: Document, proof: Document) -> dict[str, Any]:
        options = {name: value for name, value in proof.items() if name != "proofValue"}
        return options if self.json_only else under(document, options)

    def _in_context(self, document: Document, proof: Document) -> Document:
        """vc-di-eddsa, section 3.3.2, step 4: contexts may be added behind those that were signed."""
        if "@context" not in proof:
            return document
        signed, given = (_listed(one.get("@context")) for one in (proof, document))
        if given[: len(signed)] != signed:
            raise ProofError("not the contexts that were signed", code="context")
        return {**document, "@context": proof["@context"]}


@dataclass(frozen=True, slots=True)
class SelectiveDisclosure(Cryptosuite):
    """A signature for what must be told, and one more for every other quad."""

    def verify(self, document: Document, proof: Document, key: PublicKey) -> None:
        """Raises ProofError: `malformed`, `signature` and those of `PublicKey.verify`."""
        options = {name: value for name, value in proof.items() if name != "proofValue"}
        selective.verify(document, under(document, options), proof.get("proofValue"), key)


def _jcs(document: Document, _hash: str) -> bytes:
    return canonical.jcs(document)


def under(document: Document, options: Document) -> dict[str, Any]:
    """Options under the contexts of their document."""
    return {**options, "@context": document.get("@context", [])}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


_ECDSA = (KeyType.P256, KeyType.P384)
EDDSA_RDFC_2022 = Cryptosuite("eddsa-rdfc-2022", (KeyType.ED25519,), pattern.rdf)
CRYPTOSUITES: Mapping[str, Cryptosuite] = {
    suite.name: suite
    for suite in (
        EDDSA_RDFC_2022,
        Cryptosuite("eddsa-jcs-2022", (KeyType.ED25519,), _jcs, json_only=True),
        Cryptosuite("ecdsa-rdfc-2019", _ECDSA, pattern.rdf),
        Cryptosuite("ecdsa-jcs-2019", _ECDSA, _jcs, json_only=True),
        # it would need random numbers, and nothing here draws any
        SelectiveDisclosure("ecdsa-sd-2023", (KeyType.P256,), pattern.rdf, makes=False),
        # the names of the first and the third as drafts
        Cryptosuite("eddsa-2022", (KeyType.ED25519,), pattern.rdf, makes=False),
        Cryptosuite("ecdsa-2019", _ECDSA, pattern.rdf, makes=False),
    )
}
_BY_TYPE = {ED25519_2020: Cryptosuite(ED25519_2020, (KeyType.ED25519,), pattern.rdf, makes=False)}


def named(kind: str, cryptosuite: object) -> Cryptosuite:
    """The suite of a proof. Raises ProofError: `malformed`, `unsupported`."""
    if kind in _BY_TYPE:
        return _BY_TYPE[kind]
    if kind != DATA_INTEGRITY:
        raise ProofError(f"{kind:.80} cannot be checked here", code="unsupported", field="proof")
    if not isinstance(cryptosuite, str):
        raise ProofError("a proof without its cryptosuite", code="malformed", field="proof")
    if cryptosuite not in CRYPTOSUITES:
        raise ProofError(f"{cryptosuite:.80} cannot be checked here", code="unsupported")
    return CRYPTOSUITES[cryptosuite]
