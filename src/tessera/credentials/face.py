"""What a badge page shows, read from the credential as it was signed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tessera.catalogue.enums import Kind
from tessera.credentials.enums import State
from tessera.credentials.queries import latest_edition

if TYPE_CHECKING:
    from tessera.credentials.models import Award

STANDING_WORDS: dict[str, tuple[str, str | Promise]] = {
    "valid": ("good", _("Valid")),
    "expired": ("attention", _("Expired")),
    "suspended": ("attention", _("Suspended")),
    "revoked": ("bad", _("Revoked")),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One criterion, the level that was reached and the level that was needed."""

    statement: str
    level: str
    needed: str


@dataclass(frozen=True, slots=True)
class Endorsement:
    name: str
    says: str
    url: str


@dataclass(frozen=True, slots=True)
class Face:
    """A badge, for people who have never heard of one."""

    title: str
    summary: str
    abilities: tuple[str, ...]
    judged: tuple[Judged, ...]
    parts: tuple[str, ...]
    issuer: str
    issuer_url: str
    endorsements: tuple[Endorsement, ...]
    awarded_at: datetime
    valid_until: datetime | None
    standing: str
    tone: str
    words: str | Promise
    is_stack: bool


def face(award: Award, *, at: datetime) -> Face:
    """Raises ValueError for a badge that is not signed yet."""
    edition = latest_edition(award)
    if edition is None:
        raise ValueError("a badge that is not signed has no face")
    signed = json.loads(edition.document.body)
    achievement = signed["credentialSubject"]["achievement"]
    version = award.version
    french = get_language() == "fr"
    is_stack = version.definition.kind == Kind.STACK
    tone, words = STANDING_WORDS[standing(award, at=at)]
    return Face(
        title=(french and version.title_fr) or signed["name"],
        summary=(french and version.summary_fr) or version.summary,
        abilities=tuple(outcome.text for outcome in version.outcomes.all()),
        judged=_judged(signed["credentialSubject"].get("result", []), achievement),
        parts=tuple(each["name"] for each in signed.get("evidence", []) if is_stack),
        issuer=signed["issuer"]["name"],
        issuer_url=signed["issuer"].get("url", ""),
        endorsements=tuple(
            Endorsement(
                name=each["issuer"]["name"],
                says=each["credentialSubject"]["endorsementComment"],
                url=each["id"],
            )
            for each in achievement.get("endorsement", [])
        ),
        awarded_at=award.awarded_at,
        valid_until=award.valid_until,
        standing=standing(award, at=at),
        tone=tone,
        words=words,
        is_stack=is_stack,
    )


def standing(award: Award, *, at: datetime) -> str:
    """What the badge is worth now: valid, expired, suspended or revoked."""
    if award.state in (State.REVOKED, State.SUSPENDED):
        return str(award.state)
    return "expired" if award.valid_until and award.valid_until <= at else "valid"


def _judged(results: list[Any], achievement: dict[str, Any]) -> tuple[Judged, ...]:
    described = {each["id"]: each for each in achievement.get("resultDescription", [])}
    found = []
    for result in results:
        criterion = described[result["resultDescription"]]
        names = {each["id"]: each["name"] for each in criterion["rubricCriterionLevel"]}
        found.append(
            Judged(
                criterion["name"],
                names[result["achievedLevel"]],
                names[criterion["requiredLevel"]],
            )
        )
    return tuple(found)
