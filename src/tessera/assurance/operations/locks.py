"""Everything locks a version first, then its proposal, then what hangs on that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tessera.assurance.models import (
    Proposal,
    Review,
)

if TYPE_CHECKING:
    from tessera.catalogue.models import Version


def locked_version(version: Version) -> Version:
    versions = type(version)._default_manager.select_for_update(no_key=True, of=("self",))
    return versions.select_related("definition__unit").get(pk=version.pk)


def locked(proposal: Proposal) -> Proposal:
    """The proposal and, before it, its version: the order in which everything locks them."""
    version = locked_version(proposal.version)
    found = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    found.version = version
    return found


def locked_review(review: Review) -> Review:
    proposal = locked(review.proposal)
    found = Review.objects.select_for_update(no_key=True).get(pk=review.pk)
    found.proposal = proposal
    return found
