"""What a credential says: of whom, of what; and whether it is about somebody in particular."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from tessera.kernel.errors import KernelError, Unreachable
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
    """The subject's id, or one of its identifiers, plain or hashed with its salt.

    Raises KernelError (`recipient`) when what it tells of the same sort is of somebody else, and
    Unreachable (`recipient`) when it tells nothing of the sort: a number says nothing about a name.
    """
    subject = form.subject(document)
    identities = [one for one in form.listed(subject.get("identifier")) if isinstance(one, Mapping)]
    name = str(subject.get("id", ""))
    if name in (recipient, f"mailto:{recipient}") or any(
        identifies(one, recipient) for one in identities
    ):
        return
    if _sort(name) == _sort(recipient) or any(_would_tell(one, recipient) for one in identities):
        raise KernelError(f"it is not about {recipient}", code="recipient", recipient=recipient)
    said = f"nothing in it tells whether it is about {recipient}"
    raise Unreachable(said, code="recipient", recipient=recipient)


def identifies(identity: Document, recipient: str) -> bool:
    """Whether an IdentityObject is of this e-mail, DID, name or other identifier."""
    told = str(identity.get("identityHash", ""))
    # addresses are hashed as they were typed; most issuers lower them first
    spellings = {recipient, unicodedata.normalize("NFC", recipient)}
    spellings |= {recipient.lower()} if "@" in recipient else set()
    if identity.get("hashed") is not True:
        if identity.get("identityType") == "name":
            return _folded(told) == _folded(recipient)
        return told in spellings or ("@" in recipient and told.lower() == recipient.lower())
    algorithm, _, digest = told.partition("$")
    if algorithm not in _HASHES:
        return False
    salt = str(identity.get("salt", ""))
    hashes = {
        hashlib.new(
            algorithm, (spelling + salt).encode(errors="replace"), usedforsecurity=False
        ).hexdigest()
        for spelling in spellings
    }
    return digest.lower() in hashes


def is_readable(identity: Document) -> bool:
    """Whether it can be told whose identity this is: it is plain, or hashed in a way known here."""
    algorithm = str(identity.get("identityHash", "")).partition("$")[0]
    return identity.get("hashed") is not True or algorithm in _HASHES


_HASHES = {"sha256", "md5"}
_ADDRESS = "e-mail"


def _sort(identifier: str) -> str:
    """What sort of identifier this is: an address, a kind of URI by its scheme, or "" for a text."""
    scheme = re.match(
        r"(did:[a-z0-9]+|urn:[a-z0-9-]+|[a-z][a-z0-9+.-]*):", identifier, re.IGNORECASE
    )
    if scheme:
        return _ADDRESS if scheme[1].lower() == "mailto" else scheme[1].lower()
    return _ADDRESS if "@" in identifier else ""


def _would_tell(identity: Document, recipient: str) -> bool:
    """Whether this identity, which is not of the recipient, tells that it is of somebody else."""
    if not is_readable(identity):
        return False
    is_address = identity.get("identityType") == "emailAddress"
    return is_address == (_sort(recipient) == _ADDRESS)


def _folded(name: str) -> str:
    """A name as people compare names: whatever its case, its spacing and how its accents are typed."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


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
