"""What several pages of this room show alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from tessera.assurance import queries
from tessera.assurance.enums import TONES, Permission, RatingValue
from tessera.catalogue import queries as catalogue
from tessera.common.refusal import Refusal
from tessera.people.access import PersonRequest

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tessera.assurance.forms.base import RefusableForm
    from tessera.assurance.models import Proposal

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
        "alpha": queries.alpha_words(sheet.alpha) if len(sheet.reviews) > 1 else "",
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


def watched(found: Proposal, at: datetime) -> dict[str, Any]:
    """What a machine sees and a person judges: evidence that has grown old, and badges like this one."""
    return {
        "stale": catalogue.stale_needs(found.version, on=timezone.localdate(at)),
        "alike": catalogue.duplicates_of(found.version),
    }


def taken(form: RefusableForm, operation: Callable[..., Any], **facts: Any) -> bool:
    """Whether the operation did what the form asks; what it refused stands on the form."""
    try:
        operation(**facts)
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


def findings_shown(request: PersonRequest, found: Proposal) -> list[dict[str, Any]]:
    """The findings of a round, each with its state in words and colour."""
    return [
        {"each": each, "tone": TONES.get(each.state, "attention"), "word": each.state.label}
        for each in queries.findings_shown(found, request.user)
    ]


def refusal_of(check: Any, thing: Any, **facts: Any) -> Refusal | None:
    """What a check would refuse, so that the page offers only what is possible."""
    try:
        check(thing, **facts)
    except Refusal as refusal:
        return refusal
    return None


def may(check: Any, thing: Any, **facts: Any) -> bool:
    return refusal_of(check, thing, **facts) is None
