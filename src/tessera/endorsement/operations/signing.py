"""A statement becomes a signed document, in the organisation's name."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

from tessera.common.languages import labelled
from tessera.endorsement import queries
from tessera.endorsement.models import Statement
from tessera.kernel.openbadges import build, model
from tessera.people import queries as people
from tessera.signing import operations as signing
from tessera.signing import queries as signers
from tessera.signing.enums import DocumentKind


def sign(statement: Statement) -> None:
    """Fill in `document` and `status`: the signed bytes, and the bit by which it can be withdrawn.

    It is dated and without an end of its own. It is embedded in badges, and verifiers hold a badge to
    what is inside: one that ended would be told against every badge that was issued while it stood.
    """
    request, version = statement.request, statement.request.version
    uuid = uuid4()
    iri = f"{settings.PUBLIC_URL}/endorsements/{uuid}"
    issuer = signing.issuer_for(request.organisation, statement.given_at)
    statement.status = signing.allocate_status(issuer=issuer, at=statement.given_at)
    facts = model.EndorsementCredential(
        id=iri,
        name=f"{request.organisation}: {version.title}",
        issuer=signers.profile(issuer),
        endorsed=queries.endorsed_iri(version),
        comment=comment(statement),
        valid_from=statement.given_at,
        awarded_at=statement.given_at,
        status=signers.status_entry_fact(statement.status),
    )
    statement.document = signing.sign_document(
        kind=DocumentKind.ENDORSEMENT,
        iri=iri,
        document=build.endorsement(facts),
        issuer=issuer,
        at=statement.given_at,
        uuid=uuid,
    )


def comment(statement: Statement) -> str:
    """Each thing said under its own heading, in the language of who said it."""
    with translation.override(statement.given_by.language):
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
