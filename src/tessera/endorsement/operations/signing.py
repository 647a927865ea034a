"""A statement becomes a signed document, in the organisation's name: here, or with a key of its own."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

from tessera.common.languages import labelled
from tessera.endorsement import queries
from tessera.endorsement.models import OwnKey, Prepared, Statement
from tessera.kernel.openbadges import build, model
from tessera.people import queries as people
from tessera.signing import operations as signing
from tessera.signing import queries as signers
from tessera.signing.enums import DocumentKind

if TYPE_CHECKING:
    from tessera.people.models import Organisation


def sign(statement: Statement) -> None:
    """Fill in `document` and `status`: the signed bytes, and the bit by which it can be withdrawn.

    It is dated and without an end of its own. It is embedded in badges, and verifiers hold a badge to
    what is inside: one that ended would be told against every badge that was issued while it stood.
    """
    uuid, at = uuid4(), statement.given_at
    issuer = signing.issuer_for(statement.request.organisation, at)
    statement.status = signing.allocate_status(issuer=issuer, at=at)
    entry = signers.status_entry_fact(statement.status)
    statement.document = signing.sign_document(
        kind=DocumentKind.ENDORSEMENT,
        iri=_iri(uuid),
        document=_unsigned(statement, uuid, issuer=signers.profile(issuer), status=entry),
        issuer=issuer,
        at=at,
        uuid=uuid,
    )


def unsigned(statement: Statement, key: OwnKey, uuid: UUID) -> str:
    """The text that the organisation is to sign with its own key, exactly as it is."""
    document = _unsigned(
        statement,
        uuid,
        issuer=profile(key.organisation, key.did),
        revocations=queries.own_keys.revocations_iri(key),
    )
    return written(document)


def keep(statement: Statement, prepared: Prepared, body: str) -> None:
    """Fill in `document` and `own_key`: the bytes as the organisation signed them."""
    statement.own_key = prepared.own_key
    statement.document = signing.keep_signed(
        kind=DocumentKind.ENDORSEMENT,
        iri=_iri(prepared.uuid),
        body=body,
        issuer=signing.issuer_for(statement.request.organisation, statement.given_at),
        at=statement.given_at,
        uuid=prepared.uuid,
    )


def profile(organisation: Organisation, did: str) -> model.Profile:
    """The organisation as it stands in what it signs itself."""
    return model.Profile(
        id=did,
        name=organisation.name,
        url=organisation.url,
        description=organisation.description,
    )


def written(document: dict[str, Any]) -> str:
    """As a file for people and tools: one member a line."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def comment(statement: Statement) -> str:
    """Each thing said under its own heading, in the language in which it was asked."""
    with translation.override(statement.language):
        said = [
            ("demand", [], statement.demand),
            ("reflects", [], statement.reflects),
            ("support", statement.support_words, statement.support),
            ("recognition", statement.recognition_words, statement.recognition),
        ]
        return "\n\n".join(
            labelled(_heading(name), ". ".join(filter(None, [", ".join(kinds), words.strip()])))
            for name, kinds, words in said
            if kinds or words.strip()
        )


def term_from(at: datetime) -> datetime:
    """Until when what is given now is in force."""
    return _months_later(at, people.rules().endorsement_months)


def spoken() -> str:
    """The language of the page on which somebody answers."""
    return (translation.get_language() or "en")[:2]


def _iri(uuid: UUID) -> str:
    return f"{settings.PUBLIC_URL}/endorsements/{uuid}"


def _unsigned(
    statement: Statement, uuid: UUID, *, issuer: model.Profile, **withdrawn: Any
) -> dict[str, Any]:
    request, version = statement.request, statement.request.version
    facts = model.EndorsementCredential(
        id=_iri(uuid),
        name=f"{request.organisation}: {version.title}",
        issuer=issuer,
        endorsed=queries.endorsed_iri(version),
        comment=comment(statement),
        valid_from=statement.given_at,
        awarded_at=statement.given_at,
        **withdrawn,
    )
    return build.endorsement(facts)


def _heading(name: str) -> str:
    label: str | Promise = queries.field_of_statement(name).verbose_name
    words = str(label)
    return words[:1].upper() + words[1:]


def _months_later(at: datetime, months: int) -> datetime:
    """The same day that many months on, or the last of its month."""
    month = at.month - 1 + months
    year, month = at.year + month // 12, month % 12 + 1
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return at.replace(
        year=year, month=month, day=min(at.day, (first_of_next - timedelta(days=1)).day)
    )
