"""Sending a design to the panel."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tessera.assurance import notices, policies, queries
from tessera.assurance.models import (
    Proposal,
)
from tessera.assurance.operations.locks import locked_version
from tessera.catalogue import operations as catalogue
from tessera.catalogue import queries as designs
from tessera.trail.operations import record

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.people.models import Person


@transaction.atomic
def submit_proposal(*, version: Version, by: Person, at: datetime) -> Proposal:
    """Send a complete design to the panel: a new round on a frozen copy.

    Refuses: NoStandard, NotReady, NotPermitted, WrongState.
    """
    version = locked_version(version)
    standard = policies.check_standard(queries.standard_in_force(at))
    policies.check_submit(version)
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
    notices.chairs_have_proposal(proposal, at=at)
    return proposal
