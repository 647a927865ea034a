"""The facts of an Open Badges 3.0 badge as Open Badges 2.0 documents, for displayers of old.

Nothing is signed: each document is true by being served at its own id. A revoked assertion stays whole
beside `revoked`, so that it may be served with 200, or with 410, as Open Badges 2.0 allows.
"""

from __future__ import annotations

from tessera.kernel.errors import InvalidFacts
from tessera.kernel.openbadges import contexts, model
from tessera.kernel.openbadges.build.values import (
    address,
    each,
    exact,
    maybe,
    present,
    required,
    text,
    time,
    uri,
)
from tessera.kernel.openbadges.model import Document


def assertion(
    facts: model.OpenBadgeCredential, *, id: str, badge: str, image: str = "", revoked: str = ""
) -> Document:
    """What is served at `id`; `revoked` is why it was. Raises InvalidFacts."""
    if not facts.subject.identifiers:
        raise InvalidFacts("an assertion names whom it is about", field="subject.identifiers")
    return present(
        {
            "@context": contexts.OPEN_BADGES_V2,
            "type": "Assertion",
            "id": address(id, "id"),
            "recipient": _recipient(facts.subject.identifiers[0], "subject.identifiers[0]"),
            "badge": address(badge, "badge"),
            "verification": {"type": "HostedBadge"},
            "issuedOn": time(facts.awarded_at or facts.valid_from, "awarded_at"),
            "expires": maybe(time, facts.valid_until, "valid_until"),
            "image": uri(image, "image") if image else None,
            "narrative": text(facts.subject.narrative, "subject.narrative"),
            "evidence": each(_evidence, facts.evidence, "evidence"),
            "revoked": True if revoked else None,
            "revocationReason": text(revoked, "revoked"),
        }
    )


def badge_class(facts: model.Achievement, *, id: str, issuer: str) -> Document:
    """What every assertion of an achievement shares. Raises InvalidFacts."""
    if facts.image is None:
        raise InvalidFacts("a badge of Open Badges 2.0 has a picture", field="image")
    return present(
        {
            "@context": contexts.OPEN_BADGES_V2,
            "type": "BadgeClass",
            "id": address(id, "id"),
            "name": required(facts.name, "name"),
            "description": required(facts.description, "description"),
            "image": _image(facts.image, "image"),
            "criteria": _criteria(facts.criteria, "criteria"),
            "issuer": address(issuer, "issuer"),
            "alignment": each(_alignment, facts.alignments, "alignments"),
            "tags": each(required, facts.tags, "tags"),
            "version": text(facts.version, "version"),
        }
    )


def issuer(facts: model.Profile, *, id: str, starts_with: str) -> Document:
    """Who awards; its assertions stand at addresses that begin so. Raises InvalidFacts."""
    return present(
        {
            "@context": contexts.OPEN_BADGES_V2,
            "type": "Issuer",
            "id": address(id, "id"),
            "name": required(facts.name, "name"),
            "url": address(facts.url, "url"),
            "email": text(facts.email, "email"),
            "description": text(facts.description, "description"),
            "image": maybe(_image, facts.image, "image"),
            "verification": {
                "type": "VerificationObject",
                "startsWith": [address(starts_with, "starts_with")],
            },
        }
    )


def _recipient(facts: model.IdentityObject, at: str) -> Document:
    if facts.identity_type != "emailAddress":
        raise InvalidFacts("old displayers know e-mail alone", field=f"{at}.identity_type")
    return present(
        {
            "type": "email",
            "hashed": facts.hashed,
            "salt": exact(facts.salt, f"{at}.salt") if facts.salt else None,
            "identity": exact(facts.identity_hash, f"{at}.identity_hash"),
        }
    )


def _evidence(facts: model.Evidence, at: str) -> Document:
    """Described, without its id: old displayers make a link of any."""
    return present(
        {
            "type": "Evidence",
            "name": text(facts.name, f"{at}.name"),
            "description": text(facts.description, f"{at}.description"),
            "narrative": text(facts.narrative, f"{at}.narrative"),
            "genre": text(facts.genre, f"{at}.genre"),
            "audience": text(facts.audience, f"{at}.audience"),
        }
    )


def _criteria(facts: model.Criteria, at: str) -> Document:
    if not facts.id and not facts.narrative:
        raise InvalidFacts("neither a page nor a narrative", field=at)
    return present(
        {
            "type": "Criteria",
            "id": uri(facts.id, f"{at}.id") if facts.id else None,
            "narrative": text(facts.narrative, f"{at}.narrative"),
        }
    )


def _image(facts: model.Image, at: str) -> Document:
    return present(
        {
            "type": "Image",
            "id": uri(facts.id, f"{at}.id"),
            "caption": text(facts.caption, f"{at}.caption"),
        }
    )


def _alignment(facts: model.Alignment, at: str) -> Document:
    return present(
        {
            "type": "AlignmentObject",
            "targetName": required(facts.target_name, f"{at}.target_name"),
            "targetUrl": uri(facts.target_url, f"{at}.target_url"),
            "targetDescription": text(facts.target_description, f"{at}.target_description"),
            "targetFramework": text(facts.target_framework, f"{at}.target_framework"),
            "targetCode": text(facts.target_code, f"{at}.target_code"),
        }
    )
