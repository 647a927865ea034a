"""One’s own reviews, and the proposals that one leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render

from tessera.assurance import queries
from tessera.assurance.enums import TONES
from tessera.assurance.views.shown import SEES_PROPOSALS
from tessera.people.access import PersonRequest, needs

if TYPE_CHECKING:
    pass


@needs(*SEES_PROPOSALS)
def desk(request: PersonRequest) -> HttpResponse:
    """One's own reviews to write, and the proposals that one leads to a decision."""
    reviews = queries.reviews_of(request.user)
    facts = {
        "to_do": queries.reviews_to_do(request.user),
        "done": reviews.filter(submitted_at__isnull=False)[:20],
        "proposals": [
            {"proposal": each, "tone": TONES[each.state]}
            for each in queries.proposals_for_chair(request.user)
        ],
    }
    return render(request, "assurance/desk.html", facts)
