"""Is this credential what it says it is? Ordered steps, and a verdict that never guesses.

What could not be had or read makes a step *unknown*, never *passed*; a document whose signature
does not hold is not believed in anything else, and nothing that it names is fetched. The order
follows Open Badges 3.0, section 8: form, proof, refresh, status, dates, recipient, endorsements.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from tessera.kernel.errors import KernelError, ProofError, Unreachable
from tessera.kernel.openbadges import (
    canonical,
    claims,
    did,
    form,
    jwt,
    legacy,
    parts,
    revocation,
    schema,
    shape,
    vouching,
)
from tessera.kernel.openbadges.form import Document, Kind
from tessera.kernel.openbadges.jwt import Token
from tessera.kernel.openbadges.report import (
    Report,
    Result,
    Step,
    Verdict,
    attempt,
    faulty,
    hold,
    verdict,
    worst,
)

MAXIMUM_EMBEDDED = 50
MAXIMUM_NESTING = 3
MAXIMUM_FETCHED = 200  # addresses that one check asks for

_REFRESH = "1EdTechCredentialRefresh"


class NotValid(KernelError):
    """A credential that is invalid, or that could not be checked. `report` tells all."""

    def __init__(self, report: Report) -> None:
        super().__init__(f"{report.verdict}: {report.reason}", code=report.reason)
        self.report = report


def verify(
    source: Document | bytes | str,
    *,
    at: datetime,
    load: did.Load,
    recipient: str = "",
    validate: schema.Validate | None = None,
) -> Report:
    """The report of a valid credential, about the recipient if one is given. Raises NotValid for any
    other."""
    report = check(source, at=at, load=load, recipient=recipient, validate=validate)
    if report.verdict is not Verdict.VALID:
        raise NotValid(report)
    return report


def check(
    source: Document | bytes | str,
    *,
    at: datetime,
    load: did.Load,
    recipient: str = "",
    trusted: Collection[str] | None = None,
    validate: schema.Validate | None = None,
) -> Report:
    """Check a credential, as a document or a compact JWS, whoever issued it. Raises nothing.
    Whatever is handed in gets a report.

    Assertions of Open Badges 2.0, or the address of one, are checked by their own rules (`legacy`).

    `load(address) -> bytes` fetches DID documents and status lists, and raises Unreachable.
    `recipient` (an address, DID or other identifier) asks whether it is about them; `trusted` lists
    issuers by id, which informs the reader and decides nothing; `validate` holds a credential to
    the JSON Schemas that it names (`schema`).
    """
    if isinstance(source, bytearray | memoryview):
        source = bytes(source)
    if legacy.is_assertion(source):
        load = _remembering(load)
        return legacy.check(source, at=at, load=load, recipient=recipient, trusted=trusted)
    try:
        document, token = opened(source)
    except KernelError as fault:
        return _report([faulty("form", fault)], {})
    run = _Check(at, _remembering(load), recipient, trusted, validate)
    return run.refreshed(document, token)


def opened(source: Document | bytes | str) -> tuple[Document, Token | None]:
    """The credential, and the token that carried it if one did. Raises KernelError."""
    if isinstance(source, Mapping):
        canonical.check_bounds(source)
        return source, None
    if not isinstance(source, bytes | str):
        raise KernelError("neither a document nor the text of one", code="not-json")
    if jwt.is_token(source):
        token = jwt.read(source)
        form.refuse_foreign(token.payload)
        return jwt.credential(token), token
    return canonical.read(source), None


class _Check:
    """One run: the moment, the loader, what is asked, and how much has been opened so far."""

    def __init__(
        self,
        at: datetime,
        load: did.Load,
        recipient: str,
        trusted: Collection[str] | None,
        validate: schema.Validate | None,
    ) -> None:
        self._at = at
        self._load = load
        self._recipient = recipient
        self._trusted = trusted
        self._validate = validate
        self._opened = 0

    def refreshed(self, document: Document, token: Token | None) -> Report:
        """The report of the newest edition that its refresh service gives, looked up once."""
        services = [one for one in form.listed(document.get("refreshService")) if _refreshes(one)]
        if not services or not self._holds(document, token):
            return self.report(document, token)
        try:
            newer, newer_token = opened(self._load(str(services[0]["id"])))
            _check_newer(newer, document)
            if not self._holds(newer, newer_token):
                raise Unreachable("the newer edition does not hold", code="refresh")
        except KernelError as fault:
            told = Step("refresh", Result.UNKNOWN, fault.code, str(fault), decides=False)
            return self.report(document, token, refresh=told)
        told = Step("refresh", Result.PASSED, "current" if newer == document else "refreshed")
        return self.report(newer, newer_token, refresh=told)

    def _holds(self, document: Document, token: Token | None) -> bool:
        try:
            form.check(document)
        except KernelError:
            return False
        return hold(self._proved(document, token))

    def report(
        self,
        document: Document,
        token: Token | None = None,
        *,
        refresh: Step | None = None,
        nesting: int = 0,
    ) -> Report:
        try:
            kind = form.check(document)
        except KernelError as fault:
            return _report([faulty("form", fault)], claims.summary(document))
        steps = [Step("form", Result.PASSED), *self._proved(document, token)]
        holds = hold(steps)
        if refresh:
            steps.append(refresh)
        if holds:
            steps += revocation.steps(document, at=self._at, load=self._load)
        else:
            steps.append(Step("status", Result.UNKNOWN, "not-checked", "the signature comes first"))
        steps.append(attempt("dates", lambda: form.check_dates(document, self._at)))
        steps.append(attempt("subject", lambda: claims.check_subject(document, kind)))
        if kind is Kind.BADGE:
            steps.append(attempt("achievement", lambda: claims.check_achievement(document)))
        steps.append(shape.step(document, kind))
        # nothing that an unproved document names is fetched
        steps += schema.steps(document, self._validate if holds else schema.unasked)
        steps.append(self._about(document, nesting))
        if kind is Kind.CLR:
            steps.append(attempt("record", lambda: parts.check_record(document)))
        told, reports = self._embedded(document, kind, nesting)
        steps += [*told, _trust(document, None if nesting else self._trusted)]
        return _report(steps, claims.summary(document), reports)

    def _proved(self, document: Document, token: Token | None) -> list[Step]:
        return vouching.steps(document, token, at=self._at, load=self._load)

    def _about(self, document: Document, nesting: int) -> Step:
        if nesting or not self._recipient:
            return Step("recipient", Result.SKIPPED, "not-asked")
        asked = self._recipient
        return attempt("recipient", lambda: claims.check_recipient(document, asked))

    def _embedded(
        self, document: Document, kind: Kind, nesting: int
    ) -> tuple[list[Step], list[Report]]:
        """Every credential inside, in full: the outer signature does not vouch for them."""
        told: dict[str, list[Step]] = {"endorsements": []}
        if kind is Kind.CLR:
            told["members"] = []
        reports: list[Report] = []
        for member, value, owner in form.embedded(document):
            name = "members" if member == "verifiableCredential" else "endorsements"
            steps = told.setdefault(name, [])
            self._opened += 1
            if self._opened > MAXIMUM_EMBEDDED or nesting >= MAXIMUM_NESTING:
                steps.append(Step(name, Result.UNKNOWN, "too-complex", "too many inside"))
                break
            try:
                inner, token = _opened_inside(member, value)
            except KernelError as fault:
                steps.append(replace(faulty(name, fault), decides=name == "members"))
                continue
            reports.append(report := self.report(inner, token, nesting=nesting + 1))
            if name == "members":
                steps.append(parts.of_member(report))
            else:
                steps.append(parts.of_endorsement(report, inner, owner))
        return [
            worst(parts.telling(steps)) if steps else Step(name, Result.SKIPPED, "none")
            for name, steps in told.items()
        ], reports


def _opened_inside(member: str, value: Any) -> tuple[Document, Token | None]:
    if isinstance(value, str) and member == "verifiableCredential":
        # CLR 2.0 has no tokens inside, so nobody has said what one would mean there
        raise ProofError("a token inside", code="unsupported")
    if isinstance(value, Mapping) or (isinstance(value, str) and member == "endorsementJwt"):
        return opened(value)
    raise KernelError("not a credential inside", code="form")


def _refreshes(service: Any) -> bool:
    return (
        isinstance(service, Mapping)
        and _REFRESH in form.listed(service.get("type"))
        and str(service.get("id")).startswith("https://")
    )


def _check_newer(newer: Document, document: Document) -> None:
    """Another edition of the very same credential, and not an older one."""
    same = newer.get("id") == document.get("id")
    if not same or form.issuer_id(newer) != form.issuer_id(document):
        raise Unreachable("what is served there is another credential", code="refresh")
    starts = (form.validity(newer)[0], form.validity(document)[0])
    if starts[0] is None or starts[1] is None or starts[0] < starts[1]:
        raise Unreachable("what is served there is older", code="refresh")


def _trust(document: Document, trusted: Collection[str] | None) -> Step:
    if trusted is None:
        return Step("trust", Result.SKIPPED, "no-list", decides=False)
    issuer = form.issuer_id(document)
    told = {"issuer": issuer}
    if issuer in trusted:
        return Step("trust", Result.PASSED, "", issuer, decides=False, facts=told)
    return Step("trust", Result.UNKNOWN, "not-listed", issuer, decides=False, facts=told)


def _report(
    steps: list[Step], credential: dict[str, Any], inside: Collection[Report] = ()
) -> Report:
    outcome, reason = verdict(steps)
    return Report(outcome, reason, tuple(steps), credential, tuple(inside))


def _remembering(load: did.Load) -> did.Load:
    """The loader, asked once for each address, and for so many at most."""
    had: dict[str, bytes | Unreachable] = {}

    def remembered(address: str) -> bytes:
        if address not in had:
            try:
                if len(had) >= MAXIMUM_FETCHED:
                    raise Unreachable("it names too many addresses", code="too-many")
                had[address] = load(address)
            except Unreachable as fault:
                fault.facts.setdefault("address", address)
                had[address] = fault
        found = had[address]
        if isinstance(found, Unreachable):
            raise found
        return found

    return remembered
