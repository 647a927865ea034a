"""Times as credentials write them: XML Schema `dateTimeStamp`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from tessera.kernel.errors import KernelError

SKEW = timedelta(minutes=1)  # how far ahead of ours the clock of an honest issuer may be

_SHAPE = re.compile(
    r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?P<zone>Z|[+-]\d\d:\d\d)?", re.ASCII
)


def read(text: object, *, zone_required: bool = True) -> datetime:
    """A moment, always with a zone. Raises KernelError (`time`) for anything that is not one.

    VC 1.1 let the zone be left out; where that is allowed, such a time is read as UTC.
    """
    shape = _SHAPE.fullmatch(text) if isinstance(text, str) else None
    if shape is None or (zone_required and not shape["zone"]):
        raise KernelError(f"not a time with a zone: {text!r:.80}", code="time")
    try:
        # six decimals are what a datetime holds
        moment = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", shape[0]))
    except ValueError as fault:
        raise KernelError(f"no such time: {text!r:.80}", code="time") from fault
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def write(moment: datetime) -> str:
    """A moment in UTC, to the second. Raises KernelError (`time`) for one without a zone."""
    if moment.tzinfo is None:
        raise KernelError("a time needs a zone", code="time")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
