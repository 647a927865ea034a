"""Is this credential what it says it is? Ordered steps, and a verdict that never guesses.

What could not be had or read makes a step *unknown*, never *passed*; a document whose signature
does not hold is not believed in anything else, and nothing that it names is fetched. The order
follows Open Badges 3.0, section 8: form, proof, status, dates, recipient, endorsements.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from tessera.kernel.errors import KernelError, KeyFault, ProofError, StatusError, Unreachable
from tessera.kernel.openbadges import canonical, claims, did, form, parts, proof, status
from tessera.kernel.openbadges.form import Document, Kind
from tessera.kernel.openbadges.keys import PublicKey
from tessera.kernel.openbadges.report import (
    Report,
    Result,
    Step,
    attempt,
    faulty,
    verdict,
    worst,
)

MAXIMUM_EMBEDDED = 50
MAXIMUM_NESTING = 3


def check(
    source: Document | bytes | str,
    *,
    at: datetime,
    load: did.Load,
    recipient: str = "",
    trusted: Collection[str] | None = None,
) -> Report:
    """Check a credential with an embedded proof, whoever issued it. Raises nothing of its own.

    `load(address) -> bytes` fetches DID documents and status lists, and raises Unreachable.
    `recipient` (an address, DID or other identifier) asks whether it is about them; `trusted` lists
    issuers by id, which informs the reader and decides nothing.
    """
    try:
        document = source if isinstance(source, Mapping) else canonical.read(source)
        canonical.check_bounds(document)
    except KernelError as fault:
        return _report([faulty("form", _of_a_token(source, fault))], {})
    return _Check(at, _remembering(load)).report(document, recipient=recipient, trusted=trusted)


class _Check:
    """One run: the moment, the loader, and how much has been opened so far."""

    def __init__(self, at: datetime, load: did.Load) -> None:
        self._at = at
        self._load = load
        self._opened = 0

    def report(
        self,
        document: Document,
        *,
        recipient: str = "",
        trusted: Collection[str] | None = None,
        nesting: int = 0,
    ) -> Report:
        try:
            kind = form.check(document)
        except KernelError as fault:
            return _report([faulty("form", fault)], claims.summary(document))
        steps = [Step("form", Result.PASSED), *self._proved(document)]
        if all(step.result is Result.PASSED for step in steps):
            steps.append(self._status(document))
        else:
            steps.append(Step("status", Result.UNKNOWN, "not-checked", "the signature comes first"))
        steps.append(attempt("dates", lambda: self._check_dates(document)))
        steps.append(attempt("subject", lambda: claims.check_subject(document, kind)))
        if kind is Kind.BADGE:
            steps.append(attempt("achievement", lambda: claims.check_achievement(document)))
        if recipient:
            steps.append(attempt("recipient", lambda: claims.check_recipient(document, recipient)))
        else:
            steps.append(Step("recipient", Result.SKIPPED, "not-asked"))
        if kind is Kind.CLR:
            steps.append(attempt("record", lambda: parts.check_record(document)))
        inside, reports = self._embedded(document, kind, nesting)
        steps += [*inside, _trust(document, trusted)]
        return _report(steps, claims.summary(document), reports)

    def _proved(self, document: Document) -> list[Step]:
        """The signature, and whether its key speaks for the issuer."""
        try:
            chosen = proof.chosen(document)
        except KernelError as fault:
            return [faulty("signature", fault), _not_checked("issuer")]
        name = str(chosen["verificationMethod"])

        def signature(key: PublicKey) -> Step:
            return attempt(
                "signature", lambda: proof.verify_proof(document, chosen, key=key, at=self._at)
            )

        try:
            method = did.resolve(name, self._load)
        except KernelError as fault:
            try:
                # a key named by itself tells a broken signature even when nobody vouches for it
                told = signature(PublicKey.from_multibase(name.partition("#")[2]))
            except KeyFault:
                told = Step(
                    "signature", Result.UNKNOWN, fault.code, "there is no key to check with"
                )
            return [told, faulty("issuer", fault)]
        issuer = form.issuer_id(document)
        return [
            signature(method.key),
            attempt("issuer", lambda: self._check_binding(method, issuer)),
        ]

    def _check_binding(self, method: did.Method, issuer: str) -> None:
        """Data Integrity 1.0, section 4.3: the issuer's own key, listed for assertions, in force."""
        if method.controller != issuer:
            raise KeyFault(f"signed by {method.controller}, not by the issuer", code="not-issuer")
        if method.id.partition("#")[0] != issuer and "#" in method.id:
            raise KeyFault("listed by someone else than the issuer", code="not-issuer")
        if not method.asserts:
            raise KeyFault("the key is not listed for signing credentials", code="not-assertion")
        if method.revoked_at and method.revoked_at <= self._at:
            raise KeyFault(f"the key was revoked on {method.revoked_at}", code="key-revoked")
        if method.expires_at and method.expires_at <= self._at:
            raise KeyFault(f"the key expired on {method.expires_at}", code="key-expired")

    def _check_dates(self, document: Document) -> None:
        start, end = form.validity(document)
        if start and self._at < start:
            raise KernelError(f"valid only from {start}", code="not-yet-valid")
        if end and self._at > end:
            raise KernelError(f"valid until {end}", code="expired")

    def _status(self, document: Document) -> Step:
        entries = form.listed(document.get("credentialStatus"))
        if not entries:
            return Step("status", Result.SKIPPED, "no-status", "it cannot be revoked")
        return worst(
            [attempt("status", partial(self._check_entry, document, entry)) for entry in entries]
        )

    def _check_entry(self, document: Document, entry: Any) -> None:
        """Bitstring Status List 1.0, section 3.2. Whatever is wrong with the list is *unknown*."""
        purpose, index, address = _read_entry(entry)
        if purpose not in {"revocation", "suspension"}:
            return
        try:
            is_set = status.bit(self._bits(document, address, purpose), index)
        except StatusError as fault:
            if fault.code == "range":
                raise
            raise Unreachable(str(fault), code="status-list") from fault
        if is_set:
            code = "revoked" if purpose == "revocation" else "suspended"
            raise StatusError(f"{code} by its issuer", code=code)

    def _bits(self, document: Document, address: str, purpose: str) -> bytes:
        """The bits of a list. Raises Unreachable, or StatusError for a list that cannot be used."""
        try:
            found = canonical.read(self._load(address))
            is_list = form.check(found) is Kind.STATUS_LIST
            same = form.issuer_id(found) == form.issuer_id(document)
        except Unreachable:
            raise
        except KernelError as fault:
            raise StatusError(f"no status list at {address}: {fault}") from fault
        subject = form.subject(found)
        if not is_list or found.get("id", address) != address:
            raise StatusError(f"not the status list of {address}")
        if not same:
            raise StatusError("a status list by another issuer")
        if purpose not in form.listed(subject.get("statusPurpose")):
            raise StatusError(f"not a list for {purpose}")
        for step in [
            *self._proved(found),
            attempt("dates", lambda: self._check_dates(found)),
        ]:
            if step.result is not Result.PASSED:
                raise StatusError(f"the status list does not hold: {step.name}, {step.code}")
        return status.decode(str(subject.get("encodedList")))

    def _embedded(
        self, document: Document, kind: Kind, nesting: int
    ) -> tuple[list[Step], list[Report]]:
        """Every credential inside, in full: the outer signature does not vouch for them."""
        told: dict[str, list[Step]] = {"endorsements": []}
        if kind is Kind.CLR:
            told["members"] = []
        reports = []
        for member, value, owner in form.embedded(document):
            name = "members" if member == "verifiableCredential" else "endorsements"
            decides = name == "members"
            steps = told.setdefault(name, [])
            self._opened += 1
            if self._opened > MAXIMUM_EMBEDDED or nesting >= MAXIMUM_NESTING:
                steps.append(Step(name, Result.UNKNOWN, "too-complex", "too many inside"))
                break
            if isinstance(value, str) and member != "endorsement":
                step = Step(name, Result.UNKNOWN, "unsupported", "a token inside", decides)
                steps.append(step)
            elif not isinstance(value, Mapping):
                steps.append(Step(name, Result.FAILED, "form", "not a credential inside", decides))
            else:
                report = self.report(value, nesting=nesting + 1)
                reports.append(report)
                steps.append(
                    parts.of_member(report)
                    if name == "members"
                    else parts.of_endorsement(report, value, owner)
                )
        return [
            worst(parts.telling(steps)) if steps else Step(name, Result.SKIPPED, "none")
            for name, steps in told.items()
        ], reports


def _read_entry(entry: Any) -> tuple[str, int, str]:
    """Purpose, index and list. Raises StatusError (`entry`), or `unsupported` for other kinds."""
    if not isinstance(entry, Mapping) or not isinstance(entry.get("type"), str | list):
        raise StatusError("a status entry without a type", code="entry", field="credentialStatus")
    if "BitstringStatusListEntry" not in form.listed(entry["type"]):
        raise StatusError(f"a status of the kind {entry['type']!s:.80}", code="unsupported")
    if entry.get("statusSize", 1) != 1:
        raise StatusError("a status of more than one bit", code="unsupported")
    index, address = str(entry.get("statusListIndex")), entry.get("statusListCredential")
    # a number of more digits is in no list
    if not (index.isascii() and index.isdigit() and len(index) < 20):
        raise StatusError("a status entry without an index", code="entry", field="statusListIndex")
    if not isinstance(address, str) or not address.startswith(("https://", "http://")):
        raise StatusError("a status entry without a list", code="entry")
    return str(entry.get("statusPurpose")), int(index), address


def _trust(document: Document, trusted: Collection[str] | None) -> Step:
    if trusted is None:
        return Step("trust", Result.SKIPPED, "no-list", decides=False)
    issuer = form.issuer_id(document)
    if issuer in trusted:
        return Step("trust", Result.PASSED, "", issuer, decides=False)
    return Step("trust", Result.UNKNOWN, "not-listed", issuer, decides=False)


def _report(
    steps: list[Step], credential: dict[str, Any], embedded: Sequence[Report] = ()
) -> Report:
    outcome, reason = verdict(steps)
    return Report(outcome, reason, tuple(steps), credential, tuple(embedded))


def _not_checked(name: str) -> Step:
    return Step(name, Result.UNKNOWN, "not-checked")


def _of_a_token(source: Document | bytes | str, fault: KernelError) -> KernelError:
    """A compact token is no JSON, and may well be honest."""
    text = source if isinstance(source, bytes) else str(source).encode(errors="replace")
    if fault.code == "not-json" and text.lstrip()[:2] == b"ey" and text.count(b".") == 2:
        return ProofError("a credential as a token cannot be checked here", code="unsupported")
    return fault


def _remembering(load: did.Load) -> did.Load:
    """The loader, asked once for each address."""
    had: dict[str, bytes | Unreachable] = {}

    def remembered(address: str) -> bytes:
        if address not in had:
            try:
                had[address] = load(address)
            except Unreachable as fault:
                had[address] = fault
        found = had[address]
        if isinstance(found, Unreachable):
            raise found
        return found

    return remembered
