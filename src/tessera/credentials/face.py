"""What a badge page shows, read from the credential as it was signed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from tessera.catalogue.enums import Kind
from tessera.credentials.enums import State
from tessera.credentials.queries import latest_edition
from tessera.endorsement import queries as endorsement

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
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
    """What an organisation signed; `ended_at` when it no longer says so."""

    name: str
    says: str
    url: str
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """Something that was handed in, and of what kind it was; never the thing itself."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Face:
    """A badge, for people who have never heard of one."""

    title: str
    summary: str
    abilities: tuple[str, ...]
    done: tuple[Done, ...]
    judging: tuple[str, ...]
    judged: tuple[Judged, ...]
    parts: tuple[str, ...]
    issuer: str
    issuer_url: str
    endorsements: tuple[Endorsement, ...]
    signed_at: datetime
    awarded_on: date
    valid_until: date | None
    standing: str
    tone: str
    words: str | Promise
    is_stack: bool

    @property
    def endorsers(self) -> list[str]:
        return list(dict.fromkeys(each.name for each in self.endorsements if not each.ended_at))


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
    endorsements = achievement.get("endorsement", [])
    ended = endorsement.ended([each["id"] for each in endorsements], at) if endorsements else {}
    evidence = signed.get("evidence", [])
    ends = award.valid_until
    return Face(
        title=(french and version.title_fr) or signed["name"],
        summary=(french and version.summary_fr) or version.summary,
        abilities=tuple(outcome.text for outcome in version.outcomes.all()),
        done=() if is_stack else tuple(_done(each) for each in evidence),
        judging=_judging(version, is_stack=is_stack),
        judged=_judged(signed["credentialSubject"].get("result", []), achievement),
        parts=tuple(each["name"] for each in evidence if is_stack),
        issuer=signed["issuer"]["name"],
        issuer_url=signed["issuer"].get("url", ""),
        endorsements=tuple(
            Endorsement(
                name=each["issuer"]["name"],
                says=each["credentialSubject"]["endorsementComment"],
                url=each["id"],
                ended_at=ended.get(each["id"]),
            )
            for each in endorsements
        ),
        signed_at=edition.document.signed_at,
        awarded_on=timezone.localdate(award.awarded_at),
        valid_until=timezone.localdate(ends) if ends else None,
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


def _done(evidence: dict[str, Any]) -> Done:
    """Signed in English; the words that are the same in every badge are said in the reader's."""
    name, genre = evidence["name"], evidence.get("genre", "")
    return Done(gettext(name) if name else "", gettext(genre) if genre else "")


def _judging(version: Version, *, is_stack: bool) -> tuple[str, ...]:
    """By what duty, under what supervision, and how it is known who did the work."""
    if is_stack:
        return (gettext("It is awarded for holding all its parts, each judged by itself."),)
    lines = [
        gettext(
            "An assessor judged the work, and the registrar, another person, confirmed the result."
        )
    ]
    if version.supervision:
        lines.append(gettext("The work was %(how)s.") % {"how": version.get_supervision_display()})
    if version.identity_level:
        how = version.get_identity_level_display()
        lines.append(gettext("How we know who did it: %(how)s.") % {"how": how})
    return tuple(lines)


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
