"""The Open Badges 2.0 view: an award, its badge class and its issuer as documents that are hosted.

For displayers of old, which know nothing else. Nothing here is signed: an assertion is true by being
served at its own address, so only a badge that anybody may see has one.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from tessera.catalogue import queries as catalogue
from tessera.credentials import documents
from tessera.credentials.enums import State
from tessera.credentials.queries import latest_edition, public_award
from tessera.kernel.openbadges import model
from tessera.kernel.openbadges.build import hosted
from tessera.signing import queries as signing

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.credentials.models import Award
    from tessera.signing.models import Issuer

ENDING = ".ob2.json"
_ASSERTION = re.compile(r"/credentials/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
_BADGE_CLASS = re.compile(r"/achievements/([\w-]+)/v(\d{1,6})")
_ISSUER = re.compile(r"/issuers/([\w-]+)")
# without the reason of a revocation, which is between the college and the learner
_TAKEN_BACK = {
    State.REVOKED: "Withdrawn by its issuer.",
    State.SUSPENDED: "Suspended by its issuer.",
}


def document_at(path: str, *, at: datetime) -> dict[str, Any] | None:
    """The document at a path of this site; None where there is none that anybody may read."""
    if not path.endswith(ENDING):
        return None
    path = path.removesuffix(ENDING)
    if found := _ASSERTION.fullmatch(path):
        award = public_award(UUID(found[1]), AnonymousUser())
        return assertion(award) if award else None
    if found := _BADGE_CLASS.fullmatch(path):
        versions = catalogue.public().filter(definition__slug=found[1], number=int(found[2]))
        version = versions.first()
        return badge_class(version, at=at) if version else None
    if found := _ISSUER.fullmatch(path):
        one = signing.issuer_by_slug(found[1])
        return issuer(one) if one else None
    return None


def assertion(award: Award) -> dict[str, Any]:
    """What the newest edition says, and whether it still stands. The award has been signed."""
    edition = latest_edition(award)
    assert edition is not None, "only what was signed is public"
    facts = documents.credential_facts(
        award,
        issuer=edition.document.issuer,
        entry=edition.status_entry,
        valid_from=edition.valid_from,
    )
    # whom it is about is what was signed, whatever their address is by now
    [signed] = json.loads(edition.document.body)["credentialSubject"]["identifier"]
    identity = model.IdentityObject(
        signed["identityType"], signed["identityHash"], hashed=True, salt=signed["salt"]
    )
    return hosted.assertion(
        replace(facts, subject=replace(facts.subject, identifiers=(identity,))),
        id=documents.credential_iri(award) + ENDING,
        badge=documents.achievement_iri(award.version) + ENDING,
        revoked=_TAKEN_BACK.get(State(award.state), ""),
    )


def badge_class(version: Version, *, at: datetime) -> dict[str, Any]:
    """What every assertion of a version shares."""
    issuer = signing.institution_issuer()
    facts = documents.achievement(version, issuer=issuer, at=at)
    return hosted.badge_class(
        facts, id=documents.achievement_iri(version) + ENDING, issuer=_iri(issuer) + ENDING
    )


def issuer(issuer: Issuer) -> dict[str, Any]:
    """Who awards, and where their assertions stand."""
    facts = signing.profile(issuer)
    return hosted.issuer(
        replace(facts, url=facts.url or _iri(issuer)),
        id=_iri(issuer) + ENDING,
        starts_with=f"{settings.PUBLIC_URL}/credentials/",
    )


def _iri(issuer: Issuer) -> str:
    return f"{settings.PUBLIC_URL}/issuers/{issuer.slug}"
