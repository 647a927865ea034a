"""Requests and statements as an outside organisation would have made them, through the operations."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tessera.catalogue.models import Version
from tessera.endorsement import operations
from tessera.endorsement.models import OwnKey, Prepared, Request, Statement
from tessera.kernel.openbadges import proof
from tessera.kernel.openbadges.did import from_key
from tessera.kernel.openbadges.keys import SecretKey
from tessera.people.enums import Role
from tessera.people.models import Organisation, Person
from tessera.signing.keystore import draw
from tests.factories import catalogue, people
from tests.factories.people import NOON

ANSWER_BY = date(2026, 12, 14)


def request(
    *,
    version: Version | None = None,
    organisation: Organisation | None = None,
    contact: Person | None = None,
    by: Person | None = None,
    at: datetime = NOON,
    answer_by: date = ANSWER_BY,
) -> Request:
    """Asked by a designer who did not write the version, of someone who answers for the organisation."""
    organisation = organisation or people.organisation()
    return operations.request_endorsement(
        version=version or catalogue.version(),
        organisation=organisation,
        contact=contact or people.partner(at=organisation),
        message="We would be glad of your view.",
        answer_by=answer_by,
        by=by or people.person(Role.DESIGNER),
        at=at,
    )


def statement(*, request: Request, at: datetime = NOON, **words: Any) -> Statement:
    return operations.give_endorsement(
        request=request,
        demand=words.get("demand", "We hire ten team leads a year."),
        reflects=words.get("reflects", "The recorded meeting is what our leads do each week."),
        support=words.get("support", ""),
        recognition=words.get("recognition", ""),
        interest=words.get("interest", "none"),
        by=words.get("by") or request.contact,
        at=at,
    )


def endorsed(version: Version, *, at: datetime = NOON) -> Statement:
    return statement(request=request(version=version, at=at), at=at)


LATER = NOON + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever keeps the organisation's own key, far from Tessera."""

    secret: SecretKey
    did: str

    @property
    def method(self) -> str:
        return f"{self.did}#{self.secret.public.multibase}"

    def signed(self, text: str, *, at: datetime = NOON, **changes: Any) -> str:
        """The text as any standard tool would give it back."""
        document = json.loads(text) | changes
        return json.dumps(
            proof.secure(document, key=self.secret, verification_method=self.method, created=at)
        )


def holder(did: str = "", *, kind: str = "ed25519") -> Holder:
    secret = draw(kind)
    return Holder(secret, did or from_key(secret.public))


def own_key(
    *, organisation: Organisation | None = None, by: Person | None = None, at: datetime = NOON
) -> tuple[OwnKey, Holder]:
    """A did:key in use, and who holds it."""
    organisation = organisation or people.organisation()
    by = by or people.partner(at=organisation)
    keeper = holder()
    key = operations.register_key(organisation=organisation, did=keeper.did, by=by, at=at)
    text = keeper.signed(key.challenge, at=at)
    return operations.prove_key(key=key, text=text, by=by, at=at), keeper


def prepared(*, request: Request, at: datetime = NOON, **words: Any) -> Prepared:
    said = {
        "demand": "We hire ten team leads a year.",
        "reflects": "The recorded meeting is what our leads do each week.",
        "interest": "none",
        **words,
    }
    return operations.prepare_endorsement(request=request, words=said, by=request.contact, at=at)
