"""What must change, and the designers’ answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tessera.assurance import policies
from tessera.assurance.models import (
    Check,
    Finding,
    Proposal,
)
from tessera.assurance.operations.locks import locked
from tessera.trail.operations import record

if TYPE_CHECKING:
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
    """What the designers did about it; may be reworded until they submit again.

    Refuses: NotPermitted, WrongState.
    """
    proposal = locked(finding.proposal)
    policies.check_answer_finding(proposal, by=by)
    finding.answer = answer
    finding.save(update_fields=["answer"])
    record("assurance.finding.answered", subject=proposal, by=by, at=at, finding=finding.text)
    return finding


@transaction.atomic
def answer_findings(
    *, proposal: Proposal, answers: Iterable[tuple[Finding, str]], by: Person, at: datetime
) -> None:
    """Answer several at once. Refuses: NotPermitted, WrongState."""
    policies.check_answer_finding(proposal, by=by)
    for finding, answer in answers:
        answer_finding(finding=finding, answer=answer, by=by, at=at)
