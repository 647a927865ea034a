"""Facts to unsigned documents, in the form that strict verifiers accept (Open Badges 3.0; VC 2.0).

Members stand in the specification's order; what may repeat is always an array; nothing is null or
empty; times end in Z. Text loses the blank space around it and its control characters (C0, C1 and
delete, all but tab and line feed; a carriage return becomes a line feed), because implementations
differ in how they write those into the bytes that get signed. Whatever a verifier would refuse raises
InvalidFacts, whose `field` is the path of the offending fact, such as `subject.results[0].value`, or
of the member, where two parts of the document clash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from tessera.kernel.errors import InvalidFacts, KernelError, StatusError
from tessera.kernel.openbadges import contexts, model, parts, status
from tessera.kernel.openbadges.build import pieces, values
from tessera.kernel.openbadges.model import Document

VC_CONTEXT = contexts.CREDENTIALS_V2
OB_CONTEXT = contexts.OPEN_BADGES


def open_badge(facts: model.OpenBadgeCredential, *, for_token: bool = False) -> Document:
    """The unsigned OpenBadgeCredential of one award. Raises InvalidFacts.

    `for_token`: it will be signed as a VC-JWT, where endorsements may be tokens too. Under an
    embedded proof they may not: one form of the published context does not define the member.
    """
    document = values.present(
        {
            "@context": [VC_CONTEXT, OB_CONTEXT, *_extensions(facts)],
            "id": values.uri(facts.id, "id"),
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": values.required(facts.name, "name"),
            "description": values.text(facts.description, "description"),
            "image": values.maybe(pieces.image, facts.image, "image"),
            "awardedDate": values.maybe(values.time, facts.awarded_at, "awarded_at"),
            "credentialSubject": pieces.subject(facts.subject, "subject"),
            "evidence": values.each(pieces.evidence, facts.evidence, "evidence"),
            "issuer": pieces.profile(facts.issuer, "issuer"),
            **values.validity(facts.valid_from, facts.valid_until),
            **_services(facts),
        }
    )
    _check_whole(document, for_token=for_token)
    return document


def endorsement(facts: model.EndorsementCredential) -> Document:
    """The unsigned EndorsementCredential of one organisation's statement. Raises InvalidFacts."""
    document = values.present(
        {
            "@context": [VC_CONTEXT, OB_CONTEXT, *_extensions(facts, more=bool(facts.revocations))],
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "id": values.uri(facts.id, "id"),
            "name": values.required(facts.name, "name"),
            "description": values.text(facts.description, "description"),
            "credentialSubject": {
                "id": values.uri(facts.endorsed, "endorsed"),
                "type": ["EndorsementSubject"],
                "endorsementComment": values.required(facts.comment, "comment"),
            },
            "awardedDate": values.maybe(values.time, facts.awarded_at, "awarded_at"),
            "issuer": pieces.profile(facts.issuer, "issuer"),
            **values.validity(facts.valid_from, facts.valid_until),
            **_services(facts),
            **_revocations(facts),
        }
    )
    _check_whole(document)
    return document


def learner_record(facts: model.ClrCredential) -> Document:
    """The unsigned ClrCredential of what one learner holds (CLR 2.0). Raises InvalidFacts.

    Its members are signed documents and keep their own proofs. They are about the learner: by the
    same id, or by an identity that the record repeats as the member has it.
    """
    document = values.present(
        {
            "@context": [VC_CONTEXT, contexts.CLR, OB_CONTEXT, *_extensions(facts)],
            "type": ["VerifiableCredential", "ClrCredential"],
            "id": values.uri(facts.id, "id"),
            "name": values.required(facts.name, "name"),
            "description": values.text(facts.description, "description"),
            "image": values.maybe(pieces.image, facts.image, "image"),
            "partial": facts.partial,
            "credentialSubject": pieces.learner(facts.subject, "subject"),
            "awardedDate": values.maybe(values.time, facts.awarded_at, "awarded_at"),
            "issuer": pieces.profile(facts.issuer, "issuer"),
            **values.validity(facts.valid_from, facts.valid_until),
            **_services(facts),
        }
    )
    try:
        parts.check_record(document)
    except KernelError as fault:
        raise InvalidFacts(str(fault), field=f"subject.{_FACT[fault.code]}") from fault
    _check_whole(document)
    return document


def status_list(facts: model.BitstringStatusListCredential) -> Document:
    """The unsigned BitstringStatusListCredential of one list. Raises InvalidFacts.

    Its one context is the VC's own, so its issuer is a bare id (Bitstring Status List, section 2.2).
    """
    try:
        encoded = status.encode(facts.bits)
        status.decode(encoded)
    except StatusError as fault:
        raise InvalidFacts(str(fault), field="bits") from fault
    if facts.ttl is not None and facts.ttl < 1:
        raise InvalidFacts("a list is kept for at least a millisecond", field="ttl")
    return values.present(
        {
            "@context": [VC_CONTEXT],
            "id": values.address(facts.id, "id"),
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": values.uri(facts.issuer, "issuer"),
            **values.validity(facts.valid_from, facts.valid_until),
            "credentialSubject": values.present(
                {
                    "id": f"{facts.id}#list",
                    "type": "BitstringStatusList",
                    "statusPurpose": values.one_of(
                        model.STATUS_PURPOSES, facts.purpose, "purpose", needed=True
                    ),
                    "encodedList": encoded,
                    "ttl": facts.ttl,
                }
            ),
        }
    )


def achievement(facts: model.Achievement) -> Document:
    """An achievement as it stands inside a credential, and at its own address. Raises InvalidFacts."""
    return pieces.achievement(facts, "achievement")


def profile(facts: model.Profile) -> Document:
    """A profile as it stands inside a credential, and at its own address. Raises InvalidFacts."""
    return pieces.profile(facts, "profile")


def hashed_identity(
    identifier: str, *, salt: str, identity_type: str = "emailAddress"
) -> model.IdentityObject:
    """An identity that only those who know the identifier can recognise (section 4.8, SHA-256).

    The salt is random and this award's own. A guesser is slowed down, not stopped: personal data.
    Raises InvalidFacts for an empty identifier or salt.
    """
    values.exact(identifier, "identifier")
    values.exact(salt, "salt")
    digest = hashlib.sha256((identifier + salt).encode()).hexdigest()
    return model.IdentityObject(identity_type, f"sha256${digest}", hashed=True, salt=salt)


_FACT = {"members": "credentials", "association": "associations", "learner": "credentials"}
_Credential = model.OpenBadgeCredential | model.ClrCredential | model.EndorsementCredential


def _extensions(facts: _Credential, *, more: bool = False) -> Sequence[str]:
    """The context of the types that schemas, refreshing and revocation lists borrow from theirs."""
    return [contexts.EXTENSIONS] if facts.schemas or facts.refresh or more else []


def _services(facts: _Credential) -> Document:
    def schema(address: str, at: str) -> Document:
        return {"id": values.address(address, at), "type": "1EdTechJsonSchemaValidator2019"}

    def refresh(address: str, at: str) -> Document:
        return {"id": values.address(address, at), "type": "1EdTechCredentialRefresh"}

    return {
        "credentialSchema": values.each(schema, facts.schemas, "schemas"),
        "credentialStatus": values.maybe(pieces.status_entry, facts.status, "status"),
        "refreshService": values.maybe(refresh, facts.refresh or None, "refresh"),
        "termsOfUse": values.each(pieces.terms_of_use, facts.terms, "terms"),
    }


def _revocations(facts: model.EndorsementCredential) -> Document:
    if not facts.revocations:
        return {}
    if facts.status:
        raise InvalidFacts("withdrawn by one list or by another", field="revocations")
    listed = values.address(facts.revocations, "revocations")
    return {"credentialStatus": {"id": listed, "type": "1EdTechRevocationList"}}


def _check_whole(document: Document, *, for_token: bool = False) -> None:
    values.refuse_two_nodes_with_one_id(document)
    if not for_token:
        _refuse_tokens(document, "")


def _refuse_tokens(value: Any, path: str) -> None:
    if isinstance(value, list):
        for number, part in enumerate(value):
            _refuse_tokens(part, f"{path}[{number}]")
    elif isinstance(value, dict) and "proof" not in value:
        for name, part in value.items():
            if name == "endorsementJwt":
                raise InvalidFacts(
                    "a token in a credential that is none", field=f"{path}.{name}".lstrip(".")
                )
            _refuse_tokens(part, f"{path}.{name}")
