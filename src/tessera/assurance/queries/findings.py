"""What was found, and what is not answered yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext

from tessera.assurance.enums import (
    ProposalState,
)
from tessera.assurance.models import (
    Finding,
    Proposal,
)
from tessera.assurance.queries.proposals import latest_proposal

if TYPE_CHECKING:
    from tessera.catalogue.models import Version


def findings_of(proposal: Proposal) -> QuerySet[Finding]:
    return Finding.objects.filter(proposal=proposal).select_related("check_line")


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
