"""What several pages of this room show alike."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tessera.assurance import queries
from tessera.assurance.enums import TONES, Permission, RatingValue
from tessera.common.refusal import Refusal
from tessera.people.access import PersonRequest

if TYPE_CHECKING:
    from tessera.assurance.models import Proposal


TIME_TO_REVIEW = timedelta(days=14)

SEES_PROPOSALS = (Permission.VIEW, Permission.ASSIGN, Permission.DECIDE, Permission.REVIEW)


def shown(request: PersonRequest, found: Proposal) -> dict[str, Any] | None:
    """The ratings side by side as far as this person may read them; None when that is nothing."""
    sheet = queries.sheet_for(request.user, found)
    if not sheet.reviews:
        return None
    agreed, of = sheet.agreement
    return {
        "reviews": sheet.reviews,
        "agreed": agreed,
        "of": of,
        "rows": [
            {
                "text": queries.words_of(row.check),
                "principle": row.check.get_principle_display(),
                "agreed": row.agreed,
                "cells": [
                    {
                        "word": RatingValue(rating.value).label,
                        "tone": TONES[RatingValue(rating.value)],
                        "comment": rating.comment,
                    }
                    if rating and rating.value
                    else None
                    for rating in row.ratings
                ],
            }
            for row in sheet.rows
        ],
    }


def refusal_of(check: Any, thing: Any, **facts: Any) -> Refusal | None:
    """What a check would refuse, so that the page offers only what is possible."""
    try:
        check(thing, **facts)
    except Refusal as refusal:
        return refusal
    return None


def may(check: Any, thing: Any, **facts: Any) -> bool:
    return refusal_of(check, thing, **facts) is None
