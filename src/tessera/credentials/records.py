"""A macro-badge with everything that it rests on, as one learner record (CLR 2.0).

Each badge in it keeps its own proof and status, so that the record is verified whole and part by part.
What no longer stands is left out: a record is as good as the worst that is in it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid5

from django.utils import translation
from django.utils.translation import gettext as _

from tessera.credentials import documents, queries
from tessera.credentials.enums import State
from tessera.kernel.openbadges import build, model
from tessera.signing import queries as signing
from tessera.signing.enums import DocumentKind

if TYPE_CHECKING:
    from tessera.credentials.models import Award
    from tessera.signing.models import Issuer, SignedDocument

Pair = tuple["Award", "Award"]


def iri(macro: Award) -> str:
    """It has no address: only its learner has the file."""
    return uuid5(macro.uuid, "record").urn


def newest(macro: Award) -> SignedDocument | None:
    """The record as it was signed last; None before that."""
    return signing.newest_document(kind=DocumentKind.RECORD, iri=iri(macro))


def is_up_to_date(record: SignedDocument | None, members: Sequence[str]) -> bool:
    """Whether it carries just these signed badges."""
    if record is None:
        return False
    kept = json.loads(record.body)["credentialSubject"]["verifiableCredential"]
    return bool(kept == [json.loads(body) for body in members])


def gathered(macro: Award) -> tuple[list[Award], list[Pair], bool]:
    """The macro-badge and all that stands of what it rests on, also through other stacks; each pair of
    a whole and its part; and whether something was left out."""
    found, pairs, is_partial = {macro.pk: macro}, [], False
    waiting = [macro]
    while waiting:
        whole = waiting.pop(0)
        if whole.evaluation is None:
            continue
        used = whole.evaluation.used.select_related("version__definition", "learner", "evaluation")
        for part in used.order_by("pk"):
            if part.state != State.ISSUED:
                is_partial = True
                continue
            pairs.append((whole, part))
            if part.pk not in found:
                found[part.pk] = part
                waiting.append(part)
    return list(found.values()), pairs, is_partial


def document(
    macro: Award,
    members: Sequence[str],
    pairs: Sequence[Pair],
    *,
    is_partial: bool,
    issuer: Issuer,
    at: datetime,
) -> dict[str, Any]:
    """The unsigned record. Its learner is known by the salted identities that the badges have."""
    signed = [json.loads(body) for body in members]
    identities = {
        each["salt"]: model.IdentityObject(
            each["identityType"], each["identityHash"], hashed=True, salt=each["salt"]
        )
        for one in signed
        for each in one["credentialSubject"]["identifier"]
    }
    ties = dict.fromkeys(
        (documents.achievement_iri(whole.version), documents.achievement_iri(part.version))
        for whole, part in pairs
    )
    with translation.override(documents.LANGUAGE):
        return build.learner_record(
            model.ClrCredential(
                id=iri(macro),
                name=macro.version.title,
                description=_("The macro-badge with the badges that it rests on, each as signed."),
                issuer=signing.profile(issuer),
                partial=is_partial or None,
                awarded_at=macro.awarded_at,
                valid_from=at,
                subject=model.ClrSubject(
                    id=uuid5(macro.subject, "record").urn,
                    credentials=tuple(signed),
                    identifiers=tuple(identities.values()),
                    associations=tuple(
                        model.Association("isParentOf", whole, part) for whole, part in ties
                    ),
                ),
            )
        )


def bodies(awards: Sequence[Award]) -> list[str]:
    return [queries.signed_body(award) for award in awards]
