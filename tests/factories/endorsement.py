"""Requests and statements as an outside organisation would have made them, through the operations."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from tessera.catalogue.models import Version
from tessera.endorsement import operations
from tessera.endorsement.models import Request, Statement
from tessera.people.enums import Role
from tessera.people.models import Organisation, Person
from tests.factories import catalogue, people
from tests.factories.people import NOON

ANSWER_BY = date(2026, 12, 14)


def request(
    *,
    version: Version | None = None,
    organisation: Organisation | None = None,
    contact: Person | None = None,
    by: Person | None = None,
    at: datetime = NOON,
    answer_by: date = ANSWER_BY,
) -> Request:
    """Asked by a designer who did not write the version, of someone who answers for the organisation."""
    organisation = organisation or people.organisation()
    return operations.request_endorsement(
        version=version or catalogue.version(),
        organisation=organisation,
        contact=contact or people.partner(at=organisation),
        message="We would be glad of your view.",
        answer_by=answer_by,
        by=by or people.person(Role.DESIGNER),
        at=at,
    )


def statement(*, request: Request, at: datetime = NOON, **words: Any) -> Statement:
    return operations.give_endorsement(
        request=request,
        demand=words.get("demand", "We hire ten team leads a year."),
        reflects=words.get("reflects", "The recorded meeting is what our leads do each week."),
        support=words.get("support", ""),
        recognition=words.get("recognition", ""),
        interest=words.get("interest", "none"),
        by=words.get("by") or request.contact,
        at=at,
    )


def endorsed(version: Version, *, at: datetime = NOON) -> Statement:
    return statement(request=request(version=version, at=at), at=at)


LATER = NOON + timedelta(days=1)
