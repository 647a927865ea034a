"""The shape of a credential, before anything is believed of it (Open Badges 3.0, VC 1.1 and 2.0).

Lenient where issuers honestly differ, strict where a document could say one thing to a reader of
JSON and another to the signature, which covers RDF: one meaning must have one place and one name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from tessera.kernel.errors import KernelError
from tessera.kernel.openbadges import contexts, times

Document = Mapping[str, Any]

# members that decide whether a credential holds; they must be read from the credential itself
_DECIDING = {"issuer", "validFrom", "validUntil", "issuanceDate", "expirationDate"} | {
    "credentialStatus"
}
# members whose objects mean nothing without a type (VC 2.0, sections 4.10 to 5.6); `credentialStatus`
# and `credentialSchema` are read by steps of their own
_TYPED = ("evidence", "refreshService", "termsOfUse")
_VOCABULARIES = (
    "https://www.w3.org/",
    "http://www.w3.org/",
    "https://w3id.org/",
    "https://purl.imsglobal.org/",
    "https://schema.org/",
    "http://schema.org/",
)


class Kind(StrEnum):
    """What a credential is, by its type."""

    BADGE = "open-badge"
    ENDORSEMENT = "endorsement"
    CLR = "clr"
    STATUS_LIST = "status-list"


_KINDS = {
    "OpenBadgeCredential": Kind.BADGE,
    "AchievementCredential": Kind.BADGE,
    "EndorsementCredential": Kind.ENDORSEMENT,
    "ClrCredential": Kind.CLR,
    "BitstringStatusListCredential": Kind.STATUS_LIST,
    "StatusList2021Credential": Kind.STATUS_LIST,
}


def check(document: Document) -> Kind:
    """What kind of credential this is. Raises KernelError: `context`, `type`, `issuer`, `time`,
    `dates`, `subject`, `alias`, and `unsupported` for kinds of document that others check."""
    refuse_foreign(document)
    first = _first_context(document)
    found = kind(document)
    issuer_id(document)
    subject(document)
    start, end = validity(document)
    if start is None and found is not Kind.STATUS_LIST:
        raise KernelError("it does not say from when it is valid", code="dates", field="validFrom")
    if start and end and end < start:
        raise KernelError("it ends before it begins", code="dates", field="validUntil")
    _check_types(document)
    _check_names(document, top=True)
    _check_one_place(document, first)
    return found


def refuse_foreign(document: Document) -> None:
    """Raises KernelError (`unsupported`) for what is honest perhaps, and not for here: assertions of
    Open Badges before 2.0, and presentations."""
    under = listed(document.get("@context"))
    if contexts.OPEN_BADGES_V1 in under or (not under and {"recipient", "badge"} <= set(document)):
        raise KernelError("a badge of Open Badges before 2.0", code="unsupported")
    if "VerifiablePresentation" in listed(document.get("type")):
        raise KernelError("a presentation: check each credential inside it", code="unsupported")


def kind(document: Document) -> Kind:
    """Raises KernelError (`type`) for what is no credential of a kind known here."""
    types = listed(document.get("type"))
    for name in types:
        if isinstance(name, str) and name in _KINDS and "VerifiableCredential" in types:
            return _KINDS[name]
    raise KernelError("not an Open Badges credential", code="type", field="type")


def issuer_id(document: Document) -> str:
    """Who is said to have issued it. Raises KernelError (`issuer`)."""
    issuer = document.get("issuer")
    name = issuer.get("id") if isinstance(issuer, Mapping) else issuer
    if not isinstance(name, str) or ":" not in name:
        raise KernelError("it does not say who issued it", code="issuer", field="issuer")
    return name


def subject(document: Document) -> Document:
    """Its one subject. Raises KernelError (`subject`)."""
    subjects = listed(document.get("credentialSubject"))
    if len(subjects) != 1 or not isinstance(subjects[0], Mapping):
        raise KernelError("it is not about one subject", code="subject", field="credentialSubject")
    return subjects[0]


def validity(document: Document) -> tuple[datetime | None, datetime | None]:
    """From when and until when it is valid: the narrowest of what it says. Raises KernelError
    (`time`)."""
    old = _first_context(document) == contexts.CREDENTIALS_V1

    def moments(*names: str) -> list[datetime]:
        given = [document[name] for name in names if name in document]
        return [times.read(text, zone_required=not old) for text in given]

    starts = moments("validFrom", "issuanceDate")
    ends = moments("validUntil", "expirationDate")
    return max(starts, default=None), min(ends, default=None)


def check_dates(document: Document, at: datetime) -> None:
    """Raises KernelError: `not-yet-valid` (the clock of its issuer may be a little ahead),
    `expired`."""
    start, end = validity(document)
    if start and at + times.SKEW < start:
        raise KernelError(f"valid only from {start}", code="not-yet-valid", when=str(start))
    if end and at > end:
        raise KernelError(f"valid until {end}", code="expired", when=str(end))


def embedded(document: Document) -> Iterator[tuple[str, Any, Document]]:
    """The credentials inside this one: the member's name, its value, and the object that it is a
    member of. Not those inside those."""
    for name, value in document.items():
        if name in {"endorsement", "endorsementJwt", "verifiableCredential"}:
            yield from ((name, one, document) for one in listed(value))
        elif name != "@context":
            for part in listed(value):
                if isinstance(part, Mapping):
                    yield from embedded(part)


def listed(value: Any) -> list[Any]:
    """One or many as a list; none as an empty one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _first_context(document: Document) -> str:
    first = next(iter(listed(document.get("@context"))), None)
    if first not in (contexts.CREDENTIALS_V1, contexts.CREDENTIALS_V2):
        raise KernelError("not a verifiable credential", code="context", field="@context")
    return str(first)


def _check_names(value: Any, *, top: bool = False) -> None:
    """Refuse other names for what has one: keywords, prefixed names, a type in a member's place.

    `top` where a context may stand: a credential, or a proof, which some suites give one.
    """
    if isinstance(value, list):
        for part in value:
            _check_names(part, top=top)
    elif isinstance(value, Mapping) and "@value" not in value:
        for name, part in value.items():
            if name == "@context":
                if not top and "VerifiableCredential" not in listed(value.get("type")):
                    raise KernelError("a context in the middle of it", code="alias", field=name)
                continue
            if name.startswith("@") or name[:1].isupper() or _is_vocabulary(name):
                raise KernelError(f"a member by another name: {name:.80}", code="alias", field=name)
            _check_names(part, top=name == "proof")


def _check_types(document: Document) -> None:
    for name in _TYPED:
        for one in listed(document.get(name)):
            if not isinstance(one, Mapping) or not listed(one.get("type")):
                raise KernelError(f"{name} without a type", code="type", field=name)


def _is_vocabulary(name: str) -> bool:
    return ":" in name and (name.startswith(_VOCABULARIES) or "://" not in name)


def _check_one_place(document: Document, first: str) -> None:
    """Refuse a second object of the same id that holds what decides: JSON-LD would merge the two."""
    name = document.get("id")
    for one in _objects(list(document.values())):
        if name is not None and one.get("id") == name and _DECIDING & set(one):
            raise KernelError("it speaks of itself in two places", code="alias", field="id")
    if first == contexts.CREDENTIALS_V2 and {"issuanceDate", "expirationDate"} & set(document):
        raise KernelError("dates of VC 1.1 in a VC 2.0 credential", code="dates")


def _objects(value: Any) -> Iterator[Document]:
    if isinstance(value, Mapping):
        yield value
    for part in value.values() if isinstance(value, Mapping) else value:
        if isinstance(part, Mapping | list):
            yield from _objects(part)
