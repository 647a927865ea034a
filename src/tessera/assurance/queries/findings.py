"""What was found, what was answered, and what the reviewers of the next round make of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from tessera.assurance.enums import UNDER_WAY, FindingState, ProposalState
from tessera.assurance.models import Finding, Proposal, Review, Settlement
from tessera.assurance.queries.proposals import changes_since, latest_proposal, previous_round
from tessera.assurance.queries.reviews import reviews_visible_to
from tessera.assurance.queries.sheet import independent_reviews

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.people.models import Person


def findings_of(proposal: Proposal) -> QuerySet[Finding]:
    return Finding.objects.filter(proposal=proposal).select_related("check_line", "raised_by")


def findings_from_partners(version: Version) -> dict[int, Finding]:
    """Those that partners proposed as changes, by the id of their suggestion."""
    found = Finding.objects.filter(suggestion__request__version=version)
    return {finding.suggestion_id: finding for finding in found if finding.suggestion_id}


def findings_before(proposal: Proposal) -> QuerySet[Finding]:
    """What the round before asked for: what this round is to have settled."""
    before = previous_round(proposal)
    return findings_of(before) if before else Finding.objects.none()


def unanswered(version: Version) -> list[str]:
    """What the panel asked in the last round and nobody has answered yet."""
    last = latest_proposal(version)
    if last is None or last.state != ProposalState.RETURNED:
        return []
    return [
        gettext("an answer to the finding “%(finding)s”") % {"finding": finding.text}
        for finding in findings_of(last)
        if not finding.answer.strip()
    ]


def unjudged_findings(review: Review) -> list[Finding]:
    """Findings of the round before of which this review does not say yet whether they are settled."""
    judged = set(review.settlements.values_list("finding", flat=True))
    return [each for each in findings_before(review.proposal) if each.pk not in judged]


def unsettled_findings(proposal: Proposal) -> list[Finding]:
    """Findings of the round before that an independent review of this round does not find settled."""
    said = _said(independent_reviews(proposal))
    return [
        finding for finding in findings_before(proposal) if False in said.get(finding.pk, {False})
    ]


@dataclass(frozen=True, slots=True)
class Answered:
    """A finding beside its answer, what changed in the fields that it is about, and where it stands."""

    number: int
    finding: Finding
    state: FindingState
    changes: tuple[Any, ...]


def findings_shown(proposal: Proposal, person: Person) -> list[Answered]:
    """The findings of one round with what the person may know of how the next round takes them."""
    after = (
        Proposal.objects.filter(version=proposal.version_id, round__gt=proposal.round)
        .select_related("version__definition")
        .order_by("round")
        .first()
    )
    said: dict[int, set[bool]] = {}
    changes: list[Any] = []
    if after is not None:
        known = (
            reviews_visible_to(person, after).filter(submitted_at__isnull=False)
            if after.state in UNDER_WAY
            else independent_reviews(after)
        )
        said, changes = _said(known), changes_since(after)
    return [
        Answered(number, finding, _state(finding, said.get(finding.pk)), _about(finding, changes))
        for number, finding in enumerate(findings_of(proposal), start=1)
    ]


def _said(reviews: QuerySet[Review]) -> dict[int, set[bool]]:
    found: dict[int, set[bool]] = {}
    for finding, settled in Settlement.objects.filter(review__in=reviews).values_list(
        "finding", "settled"
    ):
        found.setdefault(finding, set()).add(settled)
    return found


def _state(finding: Finding, said: set[bool] | None) -> FindingState:
    if said:
        return FindingState.UNSETTLED if False in said else FindingState.SETTLED
    return FindingState.ANSWERED if finding.answer.strip() else FindingState.OPEN


def _about(finding: Finding, changes: list[Any]) -> tuple[Any, ...]:
    """What changed in the fields that answer the finding’s check."""
    names = finding.check_line.answered_by if finding.check_line else []
    return tuple(change for change in changes if change.name in names)
