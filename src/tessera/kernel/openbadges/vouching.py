"""Who signed a credential, and whether their key speaks for its issuer.

A credential may have several proofs. One that does not hold spoils it; of the others, one by the
issuer is enough (Open Badges 3.0, section 8.3; Data Integrity 1.0, sections 4.3 and 4.5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tessera.kernel.errors import KernelError, KeyFault, TooComplex
from tessera.kernel.openbadges import canonical, did, form, jwt, proof, signers
from tessera.kernel.openbadges.form import Document
from tessera.kernel.openbadges.jwt import Token
from tessera.kernel.openbadges.keys import PublicKey
from tessera.kernel.openbadges.report import Result, Step, attempt, each, faulty

MAXIMUM_WORK = 2 * canonical.MAXIMUM_VALUES


@dataclass(frozen=True, slots=True)
class _Judged:
    """One proof: how it was signed, by which key, and what is to be said of either."""

    suite: str
    key: str
    signature: Step
    issuer: Step

    @property
    def results(self) -> set[Result]:
        return {self.signature.result, self.issuer.result}


def steps(document: Document, token: Token | None, *, at: datetime, load: did.Load) -> list[Step]:
    """The signature, and whether its key speaks for the issuer; then both for each of several."""
    judged = [] if token is None else [_token(document, token, at, load)]
    if token is None or "proof" in document:
        try:
            proofs = _asserting(document)
        except KernelError as fault:
            return [faulty("signature", fault), _not_checked("issuer")]
        judged += [_proof(document, one, at, load) for one in proofs]
    chosen = _chosen(judged)
    return [
        chosen.signature,
        chosen.issuer,
        *each([(one.suite, one.signature) for one in judged]),
        *each([(one.key, one.issuer) for one in judged]),
    ]


def check_binding(method: did.Method, issuer: str, at: datetime) -> None:
    """Data Integrity 1.0, section 4.3: the issuer's own key, listed for assertions, in force.

    In force means now: a proof by a key that is revoked proves nothing, whenever it says that it
    was made (Controlled Identifiers 1.0, section 2.2). Raises KeyFault.
    """
    if method.controller != issuer:
        said = f"signed by {method.controller}, not by the issuer"
        raise KeyFault(said, code="not-issuer", signer=method.controller, issuer=issuer)
    if method.id.partition("#")[0] != issuer and "#" in method.id:
        raise KeyFault("listed by someone else than the issuer", code="not-issuer")
    if not method.asserts:
        raise KeyFault("the key is not listed for signing credentials", code="not-assertion")
    if method.revoked_at and method.revoked_at <= at:
        when = str(method.revoked_at)
        raise KeyFault(f"the key was revoked on {when}", code="key-revoked", when=when)
    if method.expires_at and method.expires_at <= at:
        when = str(method.expires_at)
        raise KeyFault(f"the key expired on {when}", code="key-expired", when=when)


def _asserting(document: Document) -> list[Document]:
    """The proofs that assert; those for another purpose count only when there are no others."""
    proofs = proof.listed(document)
    # each of several proofs has the whole document made canonical for itself
    if len(proofs) > 1 and len(proofs) * canonical.check_bounds(document) > MAXIMUM_WORK:
        raise TooComplex(f"{len(proofs)} proofs of so large a document")
    asserting = [one for one in proofs if one.get("proofPurpose", "") == proof.PURPOSE]
    return asserting or proofs


def _chosen(judged: list[_Judged]) -> _Judged:
    for one in judged:
        if one.signature.result is Result.FAILED:
            return one
    for one in judged:
        if one.results == {Result.PASSED}:
            return one
    for one in judged:
        if Result.UNKNOWN in one.results:
            return one
    return judged[0]


def _proof(document: Document, one: Document, at: datetime, load: did.Load) -> _Judged:
    def signature(key: PublicKey) -> Step:
        return attempt("signature", lambda: proof.verify_proof(document, one, key=key, at=at))

    suite = _short(one.get("cryptosuite", one.get("type", "")))
    name = _short(one.get("verificationMethod", ""))
    try:
        proof.check_options(one)
    except KernelError as fault:
        return _Judged(suite, name, faulty("signature", fault), _not_checked("issuer"))
    name = str(one["verificationMethod"])
    try:
        method = did.resolve(name, load)
    except KernelError as fault:
        try:
            # a key named by itself tells a broken signature even when nobody vouches for it
            told = signature(PublicKey.from_multibase(name.partition("#")[2]))
        except KeyFault:
            told = Step("signature", Result.UNKNOWN, fault.code, "there is no key to check with")
        return _Judged(suite, name, told, faulty("issuer", fault))
    return _Judged(suite, name, signature(method.key), _bound(method, document, at))


def _token(document: Document, token: Token, at: datetime, load: did.Load) -> _Judged:
    suite, name = (_short(token.header.get(one, "")) for one in ("alg", "kid"))
    try:
        jwt.check_algorithm(token)
        canonical.quads(_without_proof(document))  # JSON would carry a term that has no meaning
    except KernelError as fault:
        return _Judged(suite, name, faulty("signature", fault), _not_checked("issuer"))
    try:
        method = signers.signer(token.header, form.issuer_id(document), load)
    except KernelError as fault:
        told = Step("signature", Result.UNKNOWN, fault.code, "there is no key to check with")
        return _Judged(suite, name, told, faulty("issuer", fault))
    signature = attempt("signature", lambda: jwt.verify(token, method.key, at=at))
    return _Judged(suite, name, signature, _bound(method, document, at))


def _bound(method: did.Method, document: Document, at: datetime) -> Step:
    return attempt("issuer", lambda: check_binding(method, form.issuer_id(document), at))


def _without_proof(document: Document) -> Mapping[str, object]:
    return {name: value for name, value in document.items() if name != "proof"}


def _short(name: Any) -> str:
    return f"{name!s:.200}"


def _not_checked(name: str) -> Step:
    return Step(name, Result.UNKNOWN, "not-checked")
