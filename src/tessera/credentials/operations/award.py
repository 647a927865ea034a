"""Deciding that a badge is earned, issuing it in steps that survive a crash, and taking it back."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from tessera.assessment import operations as assessment
from tessera.assessment.enums import Outcome
from tessera.catalogue import queries as catalogue
from tessera.common import jobs
from tessera.common.languages import local
from tessera.common.states import advance
from tessera.credentials import documents, notices, policies, records, together
from tessera.credentials.enums import State
from tessera.credentials.models import Award, Edition, Revocation
from tessera.credentials.workflow import AWARD
from tessera.enrolment import operations as enrolments
from tessera.holdings import operations as holdings
from tessera.holdings.enums import Source
from tessera.holdings.enums import State as HoldingState
from tessera.kernel.openbadges import batch
from tessera.signing import operations as signing
from tessera.signing import queries as issuers
from tessera.signing.enums import DocumentKind
from tessera.trail import operations as trail

if TYPE_CHECKING:
    from tessera.assessment.models import Attempt
    from tessera.catalogue.models import Version
    from tessera.people.models import Person
    from tessera.signing.models import SignedDocument
    from tessera.stacks.models import Evaluation

logger = logging.getLogger(__name__)


@transaction.atomic
def confirm_award(
    *, attempt: Attempt, seen: str | None = None, by: Person, at: datetime, alone: bool = True
) -> Award | None:
    """Confirm what was recommended; when it is *met*, award the badge and start issuing it.

    Returns None for *not yet met*. `seen` names the judgement that was read. Where it is not `alone`,
    the caller has it issued, with others. Refuses: NotPermitted, NotPublished, AlreadyHeld, NotReady,
    JudgedAgain, and AlreadyConfirmed when somebody else was first.
    """
    policies.check_confirm(attempt, by=by)
    result = assessment.confirm(attempt=attempt, seen=seen, by=by, at=at)
    if result.outcome != Outcome.MET:
        return None
    enrolment = result.attempt.enrolment
    enrolment.refresh_from_db()
    policies.check_components(enrolment)
    award = _award(
        Award(attempt=result.attempt, awarded_by=by),
        learner=enrolment.learner,
        version=enrolment.version,
        at=at,
    )
    enrolments.mark_awarded(enrolment=enrolment, at=at)
    trail.record("credentials.award.confirmed", subject=award, by=by, at=at)
    if alone:
        jobs.later("credentials.issue", award.pk)
    return award


@transaction.atomic
def award_stack(
    *, evaluation: Evaluation, learner: Person, version: Version, at: datetime
) -> Award:
    """The macro-badge of a stack, on the ground of one evaluation. The same one again does nothing.

    Refuses: NotPublished, AlreadyHeld.
    """
    if existing := Award.objects.filter(evaluation=evaluation).first():
        return existing
    policies.check_version(version)
    award = _award(Award(evaluation=evaluation), learner=learner, version=version, at=at)
    trail.record(
        "credentials.award.completed",
        subject=award,
        by=None,
        at=at,
        evaluation=str(evaluation.uuid),
    )
    jobs.later("credentials.issue", award.pk)
    return award


def issue(*, award: Award, at: datetime) -> Award:
    """Take an award from confirmed to issued: sign, then deliver, each in a transaction of its own.

    Safe to run again after a crash at any point: each step looks at the state first. A fault is kept
    in `last_error`, where the registrar sees it, and raised so that the job tries again.
    """
    steps: dict[str, Callable[..., Award]] = {State.CONFIRMED: sign, State.SIGNED: deliver}
    try:
        while step := steps.get(award.state):
            award = step(award=award, at=at)
    except Exception as fault:
        Award.objects.filter(pk=award.pk).update(last_error=_said(fault))
        raise
    return award


@transaction.atomic
def sign(*, award: Award, at: datetime) -> Award:
    """First step: allocate the status entry and keep the signed credential, once."""
    award = _locked(award)
    if award.state != State.CONFIRMED:
        return award
    advance(award, AWARD, "sign")
    edition = _sign_edition(award, at=at)
    award.last_error = ""
    award.save(update_fields=["state", "last_error"])
    trail.record("credentials.award.signed", subject=award, by=None, at=at, edition=edition.number)
    return award


@transaction.atomic
def deliver(*, award: Award, at: datetime) -> Award:
    """Second step: into the backpack, and tell the learner, once."""
    award = _locked(award)
    if award.state == State.SIGNED:
        _deliver(award, at=at)
    return award


def _deliver(award: Award, *, at: datetime) -> None:
    advance(award, AWARD, "deliver")
    holdings.hold(
        person=award.learner,
        reference=award.uuid,
        source=Source.AWARD,
        definition=award.definition,
        version_number=award.version.number,
        level=award.version.level,
        title=award.version.title,
        **catalogue.facts_of(award.version),
        at=award.awarded_at,
        until=award.valid_until,
    )
    award.notified_at, award.last_error = at, ""
    award.save(update_fields=["state", "notified_at", "last_error"])
    trail.record("credentials.award.issued", subject=award, by=None, at=at)
    notices.badge_is_ready(award, at=at)
    _tell("issued", award)


def issue_many(*, awards: Sequence[int], at: datetime) -> batch.Figures:
    """What `issue` does, for many in one transaction each step; returns how they were signed.

    Where that fails, each is left to a job of its own, so that one holds up no other.
    """
    try:
        figures = sign_many(awards=awards, at=at)
        deliver_many(awards=awards, at=at)
    except Exception:  # whatever one stumbled over: logged, and told again by its own job
        logger.exception("%s awards could not be issued together; each goes alone", len(awards))
        for award in awards:
            jobs.later("credentials.issue", award)
        return batch.Figures()
    return figures


@transaction.atomic
def sign_many(*, awards: Sequence[int], at: datetime) -> batch.Figures:
    """What `sign` does, for those of them that are still to be signed."""
    found = [award for award in _all_locked(awards) if award.state == State.CONFIRMED]
    if not found:
        return batch.Figures()
    issuer = issuers.institution_issuer()
    entries = signing.allocate_statuses(issuer=issuer, count=len(found), at=at)
    unsigned = together.credential_documents(found, issuer=issuer, entries=entries, valid_from=at)
    signed, figures = signing.sign_documents(
        kind=DocumentKind.CREDENTIAL,
        documents={documents.credential_iri(award): unsigned[award.pk] for award in found},
        shared=together.shared(unsigned.values()),
        issuer=issuer,
        at=at,
    )
    Edition.objects.bulk_create(
        Edition(award=award, number=1, document=document, status_entry=entry, valid_from=at)
        for award, document, entry in zip(found, signed, entries, strict=True)
    )
    for award in found:
        advance(award, AWARD, "sign")
        award.last_error = ""
    Award.objects.bulk_update(found, ["state", "last_error"])
    trail.record_many("credentials.award.signed", subjects=found, by=None, at=at, edition=1)
    return figures


@transaction.atomic
def deliver_many(*, awards: Sequence[int], at: datetime) -> None:
    """What `deliver` does, for those of them that are signed."""
    for award in _all_locked(awards):
        if award.state == State.SIGNED:
            _deliver(award, at=at)


@transaction.atomic
def retry(*, award: Award, by: Person, at: datetime) -> Award:
    """Start issuing again what got stuck. Refuses: NotPermitted, WrongState."""
    award = _locked(award)
    policies.check_retry(award, by=by)
    award.last_error = ""
    award.save(update_fields=["last_error"])
    trail.record("credentials.award.retried", subject=award, by=by, at=at)
    jobs.later("credentials.issue", award.pk)
    return award


@transaction.atomic
def revoke(*, award: Award, reason: str, explanation: str, by: Person, at: datetime) -> Award:
    """Withdraw a badge for good: every copy of it checks as revoked. Refuses: NotPermitted, WrongState."""
    award = _locked(award)
    policies.check_revoke(award, by=by)
    advance(award, AWARD, "revoke")
    award.save(update_fields=["state"])
    Revocation.objects.create(
        award=award, reason=reason, explanation=explanation, revoked_at=at, revoked_by=by
    )
    _set_bits(award, at=at)
    holdings.change_state(reference=award.uuid, state=HoldingState.REVOKED, at=at)
    trail.record("credentials.award.revoked", subject=award, by=by, at=at, reason=reason)
    notices.badge_is_revoked(award, explanation=explanation, at=at)
    _tell("revoked", award)
    return award


@transaction.atomic
def suspend(*, award: Award, explanation: str, by: Person | None, at: datetime) -> Award:
    """Hold a badge until a person decides. `by` is empty when the system did it by itself.

    It sets the same bit as a revocation, so that every verifier sees it at once. Refuses:
    NotPermitted, WrongState.
    """
    award = _locked(award)
    policies.check_suspend(award, by=by)
    advance(award, AWARD, "suspend")
    award.save(update_fields=["state"])
    _set_bits(award, at=at)
    holdings.change_state(reference=award.uuid, state=HoldingState.SUSPENDED, at=at)
    trail.record(
        "credentials.award.suspended", subject=award, by=by, at=at, explanation=explanation
    )
    notices.badge_is_suspended(award, explanation=explanation, at=at)
    _tell("suspended", award)
    return award


@transaction.atomic
def lift(*, award: Award, by: Person | None, at: datetime, explanation: str = "") -> Award:
    """End a suspension. A bit is never cleared: a new edition under the same id has a new one.

    `by` is empty when the system did it by itself. Refuses: NotPermitted, WrongState, KeysLocked.
    """
    award = _locked(award)
    policies.check_lift(award, by=by)
    advance(award, AWARD, "lift")
    award.save(update_fields=["state"])
    _sign_edition(award, at=at)
    holdings.change_state(reference=award.uuid, state=HoldingState.HELD, at=at)
    trail.record("credentials.award.lifted", subject=award, by=by, at=at, explanation=explanation)
    notices.badge_stands_again(award, at=at)
    _tell("lifted", award)
    return award


@transaction.atomic
def keep_record(*, award: Award, at: datetime) -> SignedDocument | None:
    """Sign a macro-badge's record anew when what it carries has changed; None for what has no record."""
    award = _locked(award)
    if award.evaluation_id is None or award.state != State.ISSUED:
        return None
    members, pairs, is_partial = records.gathered(award)
    signed, newest = records.bodies(members), records.newest(award)
    if records.is_up_to_date(newest, signed):
        return newest
    issuer = issuers.institution_issuer()
    record = signing.sign_document(
        kind=DocumentKind.RECORD,
        iri=records.iri(award),
        document=records.document(
            award, signed, pairs, is_partial=is_partial, issuer=issuer, at=at
        ),
        issuer=issuer,
        at=at,
    )
    trail.record("credentials.record.signed", subject=award, by=None, at=at)
    return record


@transaction.atomic
def set_visibility(*, award: Award, visibility: str, by: Person, at: datetime) -> Award:
    """Show the badge to anyone with its address, or to nobody else. Refuses: NotPermitted."""
    award = _locked(award)
    policies.check_visibility(award, by=by)
    if award.visibility == visibility:
        return award
    award.visibility = visibility
    award.save(update_fields=["visibility"])
    trail.record("credentials.award.shown", subject=award, by=by, at=at, visibility=visibility)
    return award


def _award(award: Award, *, learner: Person, version: Version, at: datetime) -> Award:
    policies.check_not_held(learner, version.definition, title=local(version, "title"))
    award.learner, award.definition, award.version = learner, version.definition, version
    award.salt = secrets.token_urlsafe(24)
    award.awarded_at = at
    award.valid_until = months_after(at, version.validity_months)
    try:
        with transaction.atomic():
            award.save(force_insert=True)
    except IntegrityError:
        # Two at once: the constraint saw what the check before it could not.
        policies.check_not_held(learner, version.definition, title=local(version, "title"))
        raise
    return award


def _sign_edition(award: Award, *, at: datetime) -> Edition:
    issuer = issuers.institution_issuer()
    entry = signing.allocate_status(issuer=issuer, at=at)
    document = signing.sign_document(
        kind=DocumentKind.CREDENTIAL,
        iri=documents.credential_iri(award),
        document=documents.credential_document(award, issuer=issuer, entry=entry, valid_from=at),
        issuer=issuer,
        at=at,
    )
    return Edition.objects.create(
        award=award,
        number=award.editions.count() + 1,
        document=document,
        status_entry=entry,
        valid_from=at,
    )


def _set_bits(award: Award, *, at: datetime) -> None:
    for edition in award.editions.select_related("status_entry").order_by("number"):
        signing.set_status(entry=edition.status_entry, at=at)


def _locked(award: Award) -> Award:
    return (
        Award.objects.select_for_update(no_key=True, of=("self",))
        .select_related("version__definition", "definition", "learner")
        .get(pk=award.pk)
    )


def _all_locked(awards: Sequence[int]) -> QuerySet[Award]:
    """In one order always, so that no two transactions wait for each other."""
    return (
        Award.objects.select_for_update(no_key=True, of=("self",))
        .select_related("version__definition", "definition", "learner")
        .filter(pk__in=awards)
        .order_by("pk")
    )


def _tell(event: str, award: Award) -> None:
    # By a job rather than on commit, so that a crash right after the commit loses no reaction.
    jobs.later("credentials.tell", event, award.pk)


def _said(fault: Exception) -> str:
    return f"{type(fault).__name__}: {fault}"[:300]


def months_after(at: datetime, months: int | None) -> datetime | None:
    """The same day so many months on, or the month's last; None stays None: no expiry."""
    if months is None:
        return None
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    day = at.day
    while True:
        try:
            return at.replace(year=year, month=month + 1, day=day)
        except ValueError:
            day -= 1
