"""What a credential says: of whom, of what; and whether it is about somebody in particular."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from tessera.kernel.errors import KernelError
from tessera.kernel.openbadges import form
from tessera.kernel.openbadges.form import Document, Kind


def check_subject(document: Document, kind: Kind) -> None:
    subject = form.subject(document)
    if kind is Kind.STATUS_LIST:
        return
    if not subject.get("id") and not form.listed(subject.get("identifier")):
        raise KernelError("it does not say whom it is about", code="subject")


def check_achievement(document: Document) -> None:
    """Open Badges 3.0, section B.1.1: what every achievement must say."""
    subject = form.subject(document)
    achievements = form.listed(subject.get("achievement"))
    if len(achievements) != 1 or not isinstance(achievements[0], Mapping):
        raise KernelError("it does not say what was achieved", code="achievement")
    achievement = achievements[0]
    for name in ("name", "description"):
        if not achievement.get(name):
            raise KernelError(f"the achievement has no {name}", code="achievement", field=name)
    criteria = form.listed(achievement.get("criteria"))
    if not any(_says_something(one) for one in criteria):
        raise KernelError("the achievement has no criteria", code="achievement", field="criteria")


def _says_something(criteria: Any) -> bool:
    if isinstance(criteria, Mapping):
        return bool(criteria.get("id") or criteria.get("narrative"))
    return bool(criteria)


def check_recipient(document: Document, recipient: str) -> None:
    """The subject's id, or one of its identifiers, plain or hashed with its salt."""
    subject = form.subject(document)
    if subject.get("id") in (recipient, f"mailto:{recipient}"):
        return
    for one in form.listed(subject.get("identifier")):
        if isinstance(one, Mapping) and identifies(one, recipient):
            return
    raise KernelError(f"it is not about {recipient}", code="recipient")


def identifies(identity: Document, recipient: str) -> bool:
    """Whether an IdentityObject is of this e-mail, DID or other identifier."""
    told = str(identity.get("identityHash", ""))
    # addresses are hashed as they were typed; most issuers lower them first
    spellings = {recipient, recipient.lower()} if "@" in recipient else {recipient}
    if identity.get("hashed") is not True:
        return told in spellings or ("@" in recipient and told.lower() == recipient.lower())
    algorithm, _, digest = told.partition("$")
    if algorithm not in {"sha256", "md5"}:
        return False
    salt = str(identity.get("salt", ""))
    hashes = {
        hashlib.new(algorithm, (spelling + salt).encode(), usedforsecurity=False).hexdigest()
        for spelling in spellings
    }
    return digest.lower() in hashes


def summary(document: Document) -> dict[str, Any]:
    """What the document claims, for showing."""
    subject = _first(document.get("credentialSubject"))
    achievement = _first(subject.get("achievement"))
    issuer = document.get("issuer")
    return {
        name: value
        for name, value in {
            "id": document.get("id"),
            "type": document.get("type"),
            "name": document.get("name"),
            "issuer": _picked(issuer, "id", "name", "url", "image") or issuer,
            "validFrom": document.get("validFrom", document.get("issuanceDate")),
            "validUntil": document.get("validUntil", document.get("expirationDate")),
            "awardedDate": document.get("awardedDate"),
            "image": document.get("image"),
            "subject": _picked(subject, "id"),
            "achievement": _picked(
                achievement, "id", "name", "description", "criteria", "image", "achievementType"
            ),
        }.items()
        if value
    }


def subject_of(document: Document) -> Document:
    """The subject of a credential that may not be one; an empty one if it has none."""
    return _first(document.get("credentialSubject"))


def _first(value: Any) -> Document:
    first = next(iter(form.listed(value)), None)
    return first if isinstance(first, Mapping) else {}


def _picked(value: Any, *names: str) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        return {}
    return {name: value[name] for name in names if name in value}
