"""Sending a design to the panel, screening it, holding it, and closing what was withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from tessera.assurance import notices, policies, queries
from tessera.assurance.enums import UNDER_WAY, Outcome
from tessera.assurance.models import Decision, Finding, Hold, Proposal, Review
from tessera.assurance.operations.finding import take_suggestions
from tessera.assurance.operations.locks import locked, locked_version
from tessera.assurance.workflow import PROPOSAL
from tessera.catalogue import operations as catalogue
from tessera.catalogue import queries as designs
from tessera.common.states import advance
from tessera.kernel.calendar import add_working_days, working_days_between
from tessera.trail.operations import record

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.people.models import Person


@transaction.atomic
def submit_proposal(*, version: Version, by: Person, at: datetime) -> Proposal:
    """Send a complete design to the panel: a new round on a frozen copy, to be screened first.

    Refuses: NoStandard, NotReady, ConditionsOverdue, NotPermitted, WrongState.
    """
    version = locked_version(version)
    standard = policies.check_standard(queries.standard_in_force(at))
    policies.check_submit(version, on=timezone.localdate(at))
    catalogue.submit_version(version=version, by=by, at=at)
    last = queries.latest_proposal(version)
    proposal = Proposal.objects.create(
        version=version,
        round=last.round + 1 if last else 1,
        standard=standard,
        snapshot=designs.content(version),
        digest=designs.endorsed_digest(version),
        submitted_at=at,
        submitted_by=by,
    )
    record("assurance.proposal.submitted", subject=proposal, by=by, at=at, round=proposal.round)
    take_suggestions(version=version, at=at)
    notices.chairs_have_proposal(proposal, at=at)
    return proposal


@transaction.atomic
def screen_proposal(*, proposal: Proposal, by: Person, at: datetime) -> Proposal:
    """It is complete enough to be read by reviewers.

    Refuses: NotPermitted, Interested, WrongState, OnHold.
    """
    proposal = locked(proposal)
    policies.check_screen(proposal, by=by)
    advance(proposal, PROPOSAL, "pass")
    proposal.screened_at, proposal.screened_by = at, by
    proposal.save(update_fields=["state", "screened_at", "screened_by"])
    record("assurance.proposal.screened", subject=proposal, by=by, at=at)
    return proposal


@transaction.atomic
def screen_back(
    *, proposal: Proposal, findings: Sequence[str], reason: str = "", by: Person, at: datetime
) -> Decision:
    """Back to its designers with findings, before any reviewer is bothered.

    Refuses: NotPermitted, Interested, WrongState, OnHold, NotReady.
    """
    proposal = locked(proposal)
    policies.check_screen_back(proposal, findings=findings, by=by)
    Finding.objects.bulk_create(
        Finding(proposal=proposal, text=text.strip(), raised_at=at, raised_by=by)
        for text in findings
        if text.strip()
    )
    advance(proposal, PROPOSAL, "return")
    proposal.screened_at, proposal.screened_by = at, by
    proposal.save(update_fields=["state", "screened_at", "screened_by"])
    decision = Decision.objects.create(
        proposal=proposal, outcome=Outcome.RETURN, reason=reason, decided_at=at, decided_by=by
    )
    catalogue.return_version(version=proposal.version, by=by, at=at)
    record("assurance.proposal.screened_back", subject=proposal, by=by, at=at, reason=reason)
    notices.everyone_hears(decision, at=at)
    return decision


@transaction.atomic
def hold_proposal(*, proposal: Proposal, reason: str, by: Person, at: datetime) -> Hold:
    """Stop every clock of a proposal; reviewers may go on writing.

    Refuses: NotPermitted, Interested, WrongState, OnHold, NotReady.
    """
    proposal = locked(proposal)
    policies.check_hold(proposal, reason=reason, by=by)
    hold = Hold.objects.create(proposal=proposal, reason=reason, held_at=at, held_by=by)
    record("assurance.proposal.held", subject=proposal, by=by, at=at, reason=reason)
    notices.proposal_is_held(hold, at=at)
    return hold


@transaction.atomic
def resume_proposal(*, proposal: Proposal, by: Person, at: datetime) -> Hold:
    """Go on: every review that is still out is due as many working days later as the hold took.

    Refuses: NotPermitted, Interested, WrongState.
    """
    proposal = locked(proposal)
    policies.check_resume(proposal, by=by)
    hold = Hold.objects.select_for_update(no_key=True).get(proposal=proposal, resumed_at=None)
    hold.resumed_at, hold.resumed_by = at, by
    hold.save(update_fields=["resumed_at", "resumed_by"])
    closed = queries.closed_days()
    stood = working_days_between(timezone.localdate(hold.held_at), timezone.localdate(at), closed)
    out = Review.objects.select_for_update(no_key=True).filter(
        proposal=proposal, submitted_at=None, ended_at=None
    )
    for review in out:
        review.due_on = add_working_days(review.due_on, stood, closed) if stood else review.due_on
        review.save(update_fields=["due_on"])
    record("assurance.proposal.resumed", subject=proposal, by=by, at=at, working_days=stood)
    notices.proposal_goes_on(hold, at=at)
    return hold


@transaction.atomic
def close_withdrawn(*, version: Version, at: datetime) -> None:
    """Its designers gave the design up: nobody reviews or decides it any more. Idempotent."""
    version = locked_version(version)
    under_way = Proposal.objects.select_for_update(no_key=True).filter(
        version=version, state__in=UNDER_WAY
    )
    for proposal in under_way:
        proposal.version = version
        advance(proposal, PROPOSAL, "withdraw")
        proposal.save(update_fields=["state"])
        record("assurance.proposal.withdrawn", subject=proposal, by=None, at=at)
        notices.proposal_is_withdrawn(proposal, at=at)
