"""Keys that organisations hold themselves, and what was or is to be signed with them."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from tessera.endorsement.enums import KeyState, Permission, State
from tessera.endorsement.models import OwnKey, Prepared, Request, Statement
from tessera.people import queries as people
from tessera.people.access import scope_of

if TYPE_CHECKING:
    from tessera.people.models import Organisation, Person

_REVOCATIONS = re.compile(r"/revocations/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


def organisations_of(person: Person) -> QuerySet[Organisation]:
    """Those that the person answers for, whose keys are nobody else's business."""
    return people.organisations().filter(pk__in=scope_of(person, Permission.ANSWER).organisations)


def in_use(organisation: Organisation) -> OwnKey | None:
    """The one in use: with it Tessera signs nothing in the organisation's name."""
    return OwnKey.objects.filter(
        organisation=organisation, proven_at__isnull=False, ended_at=None
    ).first()


def is_in_use(did: str) -> bool:
    """Whether any organisation signs with this key."""
    return OwnKey.objects.filter(did=did, proven_at__isnull=False, ended_at=None).exists()


def to_prove(organisation: Organisation) -> OwnKey | None:
    return OwnKey.objects.filter(organisation=organisation, proven_at=None, ended_at=None).first()


def ever_used(organisation: Organisation) -> QuerySet[OwnKey]:
    """Every key that was ever in use, the newest first."""
    found = OwnKey.objects.filter(organisation=organisation, proven_at__isnull=False)
    return found.select_related("proven_by", "ended_by").order_by("-proven_at")


def state_of(key: OwnKey, at: datetime) -> KeyState:
    if key.ended_at is not None:
        return KeyState.ENDED
    if key.proven_at is not None:
        return KeyState.IN_USE
    return KeyState.ASKED if at < key.expires_at else KeyState.MISSED


def signed_with(key: OwnKey) -> QuerySet[Request]:
    """Requests whose standing endorsement is signed with the key."""
    return Request.objects.filter(
        state=State.GIVEN, statements__own_key=key, statements__ended_at=None
    ).select_related("version__definition")


def vouched_for_elsewhere() -> QuerySet[Statement]:
    """Standing endorsements whose key is only as good as what a website says of it today."""
    standing = Statement.objects.filter(request__state=State.GIVEN, ended_at=None)
    return standing.filter(own_key__did__startswith="did:web:").select_related(
        "document", "request__version"
    )


def prepared_for(request: Request) -> Prepared | None:
    """What waits to be signed with the organisation's own key."""
    found = Prepared.objects.select_related(
        "own_key__organisation", "request__version__definition", "request__organisation"
    )
    return found.filter(request=request).first()


def comment_in(prepared: Prepared) -> str:
    """What the text says of the design, as people will read it."""
    document = json.loads(prepared.document)
    return str(document["credentialSubject"]["endorsementComment"])


def revocations_iri(key: OwnKey) -> str:
    return f"{settings.PUBLIC_URL}/revocations/{key.uuid}"


def revocations(uuid: UUID) -> dict[str, Any] | None:
    """The 1EdTechRevocationList of what was signed with one own key."""
    key = OwnKey.objects.filter(uuid=uuid).first()
    if key is None:
        return None
    taken_back = key.statements.exclude(taken_back_at=None).order_by("taken_back_at")
    return {
        "id": revocations_iri(key),
        "issuer": key.did,
        "revokedCredential": [
            {"id": iri, "revoked": True}
            for iri in taken_back.values_list("document__iri", flat=True)
        ],
    }


def document_at(path: str, *, at: datetime) -> dict[str, Any] | None:
    """The list at a path of this site, for checks that are made here."""
    found = _REVOCATIONS.fullmatch(path)
    return revocations(UUID(found[1])) if found else None
