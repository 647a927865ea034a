"""What must change, and the designers’ answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tessera.assurance import policies, queries
from tessera.assurance.enums import UNDER_WAY, ProposalState
from tessera.assurance.models import (
    Check,
    Finding,
    Proposal,
)
from tessera.assurance.operations.locks import locked, locked_version
from tessera.common.languages import labelled
from tessera.endorsement import operations as endorsement
from tessera.endorsement import queries as suggestions
from tessera.trail.operations import record

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.people.models import Person


@transaction.atomic
def raise_finding(
    *, proposal: Proposal, text: str, check: Check | None = None, by: Person, at: datetime
) -> Finding:
    """Write down what must change. Refuses: NotPermitted, Interested, WrongState, NotReady."""
    proposal = locked(proposal)
    policies.check_raise_finding(proposal, text=text, by=by)
    finding = Finding.objects.create(
        proposal=proposal, check_line=check, text=text, raised_at=at, raised_by=by
    )
    record("assurance.finding.raised", subject=proposal, by=by, at=at, finding=text)
    return finding


@transaction.atomic
def answer_finding(*, finding: Finding, answer: str, by: Person, at: datetime) -> Finding:
    """What the designers did about it; may be reworded until they submit again. A partner whose proposed
    change it is reads the same answer.

    Refuses: NotPermitted, WrongState.
    """
    proposal = locked(finding.proposal)
    policies.check_answer_finding(proposal, by=by)
    finding.answer = answer
    finding.save(update_fields=["answer"])
    record("assurance.finding.answered", subject=proposal, by=by, at=at, finding=finding.text)
    if (asked := finding.suggestion) is not None and answer.strip():
        endorsement.answer_suggestions(request=asked.request, answers={asked: answer}, by=by, at=at)
    return finding


@transaction.atomic
def take_suggestions(*, version: Version, at: datetime) -> None:
    """Changes that partners propose are findings of the round that is under way or was returned, with the
    designers' answers; those of a design that was never sent wait for its first round. Idempotent."""
    version = locked_version(version)
    proposal = queries.latest_proposal(version)
    if proposal is None or proposal.state not in (*UNDER_WAY, ProposalState.RETURNED):
        return
    taken = queries.findings_from_partners(version)
    for each in suggestions.suggestions_of(version):
        finding = taken.get(each.pk)
        if finding is None:
            text = labelled(each.request.organisation, each.text)
            facts = {"raised_at": each.made_at, "raised_by": each.made_by, "answer": each.answer}
            Finding.objects.create(proposal=proposal, suggestion=each, text=text, **facts)
            record(
                "assurance.finding.raised", subject=proposal, by=each.made_by, at=at, finding=text
            )
        elif each.answer and not finding.answer:
            finding.answer = each.answer
            finding.save(update_fields=["answer"])


@transaction.atomic
def answer_findings(
    *, proposal: Proposal, answers: Iterable[tuple[Finding, str]], by: Person, at: datetime
) -> None:
    """Answer several at once. Refuses: NotPermitted, WrongState."""
    policies.check_answer_finding(proposal, by=by)
    for finding, answer in answers:
        answer_finding(finding=finding, answer=answer, by=by, at=at)
