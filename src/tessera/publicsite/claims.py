"""What a checked badge says of itself, in rows for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from tessera.kernel.openbadges.report import Report

LONGEST = 2000


def claims(report: Report) -> list[tuple[str | Promise, str]]:
    """Labels and words; whatever is missing or makes no sense is left out."""
    credential = report.credential
    achievement, issuer = _first(credential.get("achievement")), credential.get("issuer")
    rows: list[tuple[str | Promise, Any]] = [
        (_("Badge"), achievement.get("name") or credential.get("name")),
        (_("What the earner can do"), achievement.get("description")),
        (_("Issuer"), _first(issuer).get("name")),
        (_("The issuer’s identity"), _first(issuer).get("id") or issuer),
        (_("Awarded"), _day(credential.get("awardedDate"))),
        (_("This copy is valid from"), _day(credential.get("validFrom"))),
        (_("Valid until"), _day(credential.get("validUntil"))),
        (_("Number"), credential.get("id")),
    ]
    return [(label, said[:LONGEST]) for label, said in rows if isinstance(said, str) and said]


def _first(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _day(value: Any) -> str:
    try:
        moment = parse_datetime(value) if isinstance(value, str) else None
        if moment is None or timezone.is_naive(moment):
            return ""
        return date_format(timezone.localtime(moment), "DATE_FORMAT")
    except (ValueError, OverflowError):  # No such day, or none in our part of the world.
        return ""
