"""Faults of the proof, and of the tie between a key and the issuer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tessera.kernel.openbadges import did
from tessera.kernel.openbadges.multibase import decode as from_multibase
from tessera.kernel.openbadges.multibase import encode as to_multibase
from tessera.kernel.openbadges.multibase import to_base64url

from .worlds import (
    ACHIEVEMENT,
    COLLEGE,
    CURVE,
    GONE,
    KEY,
    OTHER,
    PARTNER,
    PARTNERS_KEY,
    Edit,
    Fault,
)

_ORDER = 2**252 + 27742317777372353535851937790883648493


def _bytes(label: str, work: Any) -> Edit:
    return Edit(label, lambda text: to_multibase(work(from_multibase(text))))


def _past_the_order(signature: bytes) -> bytes:
    scalar = int.from_bytes(signature[32:], "little") + _ORDER
    return signature[:32] + scalar.to_bytes(32, "little")


def _in_base64(text: str) -> str:
    return "u" + to_base64url(from_multibase(text))


def proof_fault(name: str, member: str, put: Any, code: str, result: str = "failed") -> Fault:
    return Fault(name, "signed badge", member, put, "signature", code, result)


PROOF = [
    proof_fault("no proof", "proof", GONE, "no-proof"),
    proof_fault("a proof that is text", "proof", "z3FX", "no-proof"),
    proof_fault("an empty list of proofs", "proof", [], "no-proof"),
    proof_fault("a proof that is nothing", "proof", [None], "no-proof"),
    proof_fault("a proof without a type", "proof/type", GONE, "malformed"),
    proof_fault("a type that is a number", "proof/type", 7, "malformed"),
    proof_fault("a type from the future", "proof/type", "Proof2099", "unsupported", "unknown"),
    proof_fault("no cryptosuite", "proof/cryptosuite", GONE, "malformed"),
    proof_fault("a cryptosuite in a list", "proof/cryptosuite", ["eddsa-rdfc-2022"], "malformed"),
    proof_fault(
        "a cryptosuite from the future", "proof/cryptosuite", "x-2099", "unsupported", "unknown"
    ),
    proof_fault("the cryptosuite of other bytes", "proof/cryptosuite", "eddsa-jcs-2022", "signature"),
    proof_fault("the cryptosuite of other keys", "proof/cryptosuite", "ecdsa-rdfc-2019", "key-type"),
    proof_fault("no purpose", "proof/proofPurpose", GONE, "malformed"),
    proof_fault("a purpose in a list", "proof/proofPurpose", ["assertionMethod"], "malformed"),
    proof_fault("signing in is not signing", "proof/proofPurpose", "authentication", "purpose"),
    proof_fault("no key named", "proof/verificationMethod", GONE, "malformed"),
    proof_fault("a key as an object", "proof/verificationMethod", {"id": KEY.id}, "malformed"),
    proof_fault("no signature", "proof/proofValue", GONE, "malformed"),
    proof_fault("an empty signature", "proof/proofValue", "", "malformed"),
    proof_fault("a signature in a list", "proof/proofValue", ["z3FX"], "malformed"),
    proof_fault("letters that base58 lacks", "proof/proofValue", "z0OIl", "malformed"),
    proof_fault("base64 for base58", "proof/proofValue", Edit("base64", _in_base64), "malformed"),
    proof_fault(
        "a byte missing", "proof/proofValue", _bytes("shorter", lambda raw: raw[:-1]), "length"
    ),
    proof_fault(
        "a byte too many", "proof/proofValue", _bytes("longer", lambda raw: raw + b"\0"), "length"
    ),
    proof_fault(
        "a bit of R flipped",
        "proof/proofValue",
        _bytes("other R", lambda raw: bytes([raw[0] ^ 1]) + raw[1:]),
        "signature",
    ),
    proof_fault(
        "a bit of S flipped",
        "proof/proofValue",
        _bytes("other S", lambda raw: raw[:32] + bytes([raw[32] ^ 1]) + raw[33:]),
        "signature",
    ),
    proof_fault(
        "S past the order of the group",
        "proof/proofValue",
        _bytes("S + L", _past_the_order),
        "not-canonical",
    ),
    proof_fault(
        "a signature of zeros", "proof/proofValue", _bytes("zeros", lambda _: bytes(64)), "signature"
    ),
    proof_fault(
        "R and S changed places",
        "proof/proofValue",
        _bytes("turned", lambda raw: raw[32:] + bytes(32)),
        "signature",
    ),
    proof_fault("signed at another time", "proof/created", "2026-03-01T12:00:01Z", "signature"),
    proof_fault("the time of signing taken out", "proof/created", GONE, "signature"),
    proof_fault("no such time of signing", "proof/created", "2026-02-30T12:00:00Z", "time"),
    proof_fault("an end added to the proof", "proof/expires", "2027-01-01T00:00:00Z", "signature"),
    proof_fault("an end that is no time", "proof/expires", "never", "time"),
    Fault("a proof that has ended", "badge options", "expires", datetime(2026, 2, 1, tzinfo=UTC),
          "signature", "proof-expired"),
    proof_fault("a domain added", "proof/domain", "a.example", "signature"),
    proof_fault("a nonce added", "proof/nonce", "n-1", "signature"),
    proof_fault("a name for the proof added", "proof/id", "urn:uuid:p", "signature"),
    proof_fault("a proof before it that is not there", "proof/previousProof", "urn:x:p", "previous-proof"),
    proof_fault("a member of the proof that nobody defined", "proof/seal", "x", "undefined-term"),
    proof_fault("a broken proof beside a good one", "proof", Edit(
        "good and broken", lambda good: [good, {**good, "created": "2026-03-01T13:00:00Z"}]
    ), "signature"),
    proof_fault("more proofs than are read", "proof", Edit(
        "twenty-one", lambda good: [good] * 21), "too-complex", "unknown"),
    proof_fault("another name", "name", "Corporate Leadership", "signature"),
    proof_fault("the name taken out", "name", GONE, "signature"),
    proof_fault("another achievement", "credentialSubject/achievement/id", f"{ACHIEVEMENT}0", "signature"),
    proof_fault("one letter of a criterion", "credentialSubject/achievement/criteria/narrative",
                "Three components, each judged!", "signature"),
    proof_fault("a tag more", "credentialSubject/achievement/tag", ["listening", "teams", "law"],
                "signature"),
    proof_fault("a list in another order",
                "credentialSubject/achievement/resultDescription/0/allowedValue",
                ["B", "C", "A"], "signature"),
    proof_fault("a truth turned", "credentialSubject/identifier/0/hashed", False, "signature"),
    proof_fault("a later end", "validUntil", "2028-01-01T00:00:00Z", "signature"),
    proof_fault("no end any more", "validUntil", GONE, "signature"),
    proof_fault("the status taken out", "credentialStatus", GONE, "signature"),
    proof_fault("the status made nothing", "credentialStatus", None, "signature"),
    proof_fault("another place in the list", "credentialStatus/statusListIndex", "8", "signature"),
]  # fmt: skip


def issuer_fault(
    name: str, thing: str, member: str, put: Any, code: str, result: str = "failed"
) -> Fault:
    return Fault(name, thing, member, put, "issuer", code, result)


def key_fault(name: str, member: str, put: Any, code: str, result: str = "failed") -> Fault:
    return issuer_fault(name, "did", f"verificationMethod/0/{member}", put, code, result)


def _vm(name: str, method: str, code: str, result: str = "failed") -> Fault:
    return issuer_fault(name, "badge options", "verification_method", method, code, result)


_X25519 = to_multibase(b"\xec\x01" + bytes(32))

ISSUER = [
    issuer_fault("nobody answers", "did", "", GONE, "unreachable", "unknown"),
    issuer_fault("a page for people", "did", "", b"<html></html>", "unreachable", "unknown"),
    issuer_fault("a list for a document", "did", "", [], "unreachable", "unknown"),
    issuer_fault("an empty document", "did", "", {}, "did"),
    issuer_fault("the document of someone else", "did", "id", PARTNER, "did"),
    issuer_fault("a document in capitals", "did", "id", "did:web:College.example", "did"),
    issuer_fault("no keys at all", "did", "verificationMethod", GONE, "no-such-key"),
    issuer_fault("an empty list of keys", "did", "verificationMethod", [], "no-such-key"),
    issuer_fault("keys that are text", "did", "verificationMethod", "keys", "no-such-key"),
    key_fault("a key by another name", "id", f"{COLLEGE}#key-9", "no-such-key"),
    key_fault("a key without a name", "id", GONE, "no-such-key"),
    key_fault("a key of a foreign controller", "controller", PARTNER, "not-issuer"),
    key_fault("a key of no controller", "controller", GONE, "not-issuer"),
    key_fault("a kind of key from the future", "type", "Key2099", "unsupported", "unknown"),
    key_fault("a key of no kind", "type", GONE, "unsupported", "unknown"),
    key_fault("a key without its bytes", "publicKeyMultibase", GONE, "encoding"),
    key_fault("a key that is not base58", "publicKeyMultibase", "z0OIl", "encoding"),
    key_fault("a key that is a number", "publicKeyMultibase", 7, "encoding"),
    key_fault("half a key", "publicKeyMultibase", to_multibase(b"\xed\x01" + bytes(16)), "key-invalid"),
    key_fault("a key to agree on keys", "publicKeyMultibase", _X25519, "unsupported", "unknown"),
    key_fault("a secret made public", "secretKeyMultibase", "z3u2", "secret"),
    key_fault("one key in two forms", "publicKeyJwk", {"kty": "OKP"}, "key-invalid"),
    key_fault("a key that was revoked", "revoked", "2026-02-01T00:00:00Z", "key-revoked"),
    key_fault("a key revoked at no time", "revoked", "once", "time"),
    key_fault("a key that expired", "expires", "2026-02-01T00:00:00Z", "key-expired"),
    key_fault("a key that expires at no time", "expires", 7, "time"),
    Fault("another key by that name", "did", "verificationMethod/0/publicKeyMultibase",
          OTHER.public.multibase, "signature", "signature"),
    Fault("a key of another kind by that name", "did", "verificationMethod/0/publicKeyMultibase",
          CURVE.public.multibase, "signature", "key-type"),
    issuer_fault("keys for nothing", "did", "assertionMethod", GONE, "not-assertion"),
    issuer_fault("no key for signing", "did", "assertionMethod", [], "not-assertion"),
    issuer_fault("another key for signing", "did", "assertionMethod", [f"{COLLEGE}#key-2"], "not-assertion"),
    _vm("a key that is not listed", f"{COLLEGE}#key-9", "no-such-key"),
    _vm("no key of them in particular", COLLEGE, "no-such-key"),
    issuer_fault("a relative key", "signed badge", "proof/verificationMethod", "#key-1",
                 "unsupported", "unknown"),
    _vm("a method of naming from the future", "did:next:1#key-1", "unsupported", "unknown"),
    _vm("a key over plain http", "http://college.example/key#1", "unsupported", "unknown"),
    _vm("a host with a path upwards", "did:web:college.example:..#key-1", "did"),
    _vm("a path upwards in other letters", "did:web:college.example:%2E.#key-1", "did"),
    _vm("a path with a stroke in other letters", "did:web:college.example:a%2Fb#key-1", "did"),
    issuer_fault("a host that is none", "signed badge", "proof/verificationMethod",
                 "did:web:college example#key-1", "did"),
    _vm("a did:key by another name", f"{did.from_key(OTHER.public)}#key-1", "no-such-key"),
    _vm("a did:key cut short", f"{did.from_key(OTHER.public)[:-4]}", "unsupported", "unknown"),
    issuer_fault("issued in the name of a partner", "badge", "issuer/id", PARTNER, "not-issuer"),
    issuer_fault("issued by a bare name of a partner", "badge", "issuer", PARTNER, "not-issuer"),
    issuer_fault("issued by a path of the host", "badge", "issuer/id", f"{COLLEGE}:law", "not-issuer"),
    issuer_fault("issued by the host in capitals", "badge", "issuer/id", "did:web:COLLEGE.example",
                 "not-issuer"),
    issuer_fault("issued by a key", "badge", "issuer/id", did.from_key(KEY.key),
                 "not-issuer"),
    issuer_fault("issued by the web page", "badge", "issuer/id", "https://college.example/", "not-issuer"),
    issuer_fault("signed by a partner for the college", "badge options", "",
                 Edit("by the partner", lambda given: {
                     **given, "key": OTHER, "verification_method": PARTNERS_KEY.id}), "not-issuer"),
    issuer_fault("signed by a key that vouches for itself", "badge options", "",
                 Edit("by a did:key", lambda given: {
                     **given, "key": OTHER,
                     "verification_method": did.key_method(did.from_key(OTHER.public)).id}),
                 "not-issuer"),
]  # fmt: skip
