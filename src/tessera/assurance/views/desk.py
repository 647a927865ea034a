"""One’s own reviews, what one owes, and the proposals that one leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tessera.assurance import queries
from tessera.assurance.enums import (
    TONES,
    Permission,
)
from tessera.assurance.views.shown import (
    SEES_PROPOSALS,
)
from tessera.common import clock
from tessera.people.access import PersonRequest, can, needs

if TYPE_CHECKING:
    pass


@needs(*SEES_PROPOSALS)
def desk(request: PersonRequest) -> HttpResponse:
    """One's own reviews to write, what waits for whom among the proposals that one leads, and the rest."""
    person, now = request.user, clock.now()
    today = timezone.localdate(now)
    reviews = queries.reviews_of(person)
    facts = {
        "to_do": [
            {"review": each, "is_late": each.due_on < today and not held, "held": held}
            for each, held in queries.reviews_waiting(person)
        ],
        "done": reviews.filter(submitted_at__isnull=False)[:20],
        "queue": [
            {"line": line, "tone": TONES[line.proposal.state]}
            for line in queries.queue_of(person, now)
        ],
        "appeals": queries.appeals_for(person),
        "confirming": queries.conditions_to_confirm(person),
        "owed": queries.conditions_owed_by(person),
        "leads": can(person, Permission.ASSIGN),
        "reviews": can(person, Permission.REVIEW),
    }
    return render(request, "assurance/desk.html", facts)
