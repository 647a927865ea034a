"""Which edition is in force, and what it asks."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import get_language

from tessera.assurance.models import (
    Check,
    Proposal,
    QualityStandard,
)

if TYPE_CHECKING:
    pass


def standard_in_force(at: datetime) -> QualityStandard | None:
    """The newest edition that has begun."""
    return QualityStandard.objects.filter(in_force_from__lte=at).first()


def checks_of(proposal: Proposal) -> QuerySet[Check]:
    """The lines of its standard that are asked of such a design."""
    kinds = ["", proposal.version.definition.kind]
    return Check.objects.filter(standard=proposal.standard_id, only_for__in=kinds)


def words_of(check: Check) -> str:
    return check.text_fr if get_language() == "fr" else check.text
