"""What a check of a design's badges will say, from a badge that is made, checked and kept by nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from tessera.checking import operations as checking
from tessera.checking import queries as known
from tessera.common import schemas
from tessera.credentials import documents
from tessera.credentials import operations as awards
from tessera.kernel.openbadges import check
from tessera.kernel.openbadges.report import Report, Result, Step, verdict

if TYPE_CHECKING:
    from tessera.catalogue.models import Version

HOLDER = UUID(int=0)
ADDRESS = f"{settings.PUBLIC_URL}/credentials/{HOLDER}"
# What signing brings: the proof, and the place in a status list.
_BROUGHT = {"signature", "issuer", "status"}


def report(version: Version, *, at: datetime) -> Report:
    """The report of an unsigned badge, with what signing brings told as done. Raises KernelError."""
    ends = awards.months_after(at, version.validity_months)
    document = documents.specimen(version, number=HOLDER, at=at, valid_until=ends)
    load = checking.loader(at=at)
    found = check.check(
        document,
        at=at,
        load=load,
        trusted=known.known_identities(),
        validate=schemas.Validator(load),
    )
    steps = tuple(map(_as_signed, found.steps))
    outcome, reason = verdict(steps)
    return replace(found, verdict=outcome, reason=reason, steps=steps)


def _as_signed(step: Step) -> Step:
    if step.asks not in _BROUGHT:
        return step
    return Step(step.name, Result.PASSED, decides=step.decides)
