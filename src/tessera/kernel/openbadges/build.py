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
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any, TypeVar

from tessera.kernel.errors import InvalidFacts, StatusError
from tessera.kernel.openbadges import model, status
from tessera.kernel.openbadges.model import Document

VC_CONTEXT = "https://www.w3.org/ns/credentials/v2"
OB_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_EXTENSION = re.compile(r"ext:[A-Za-z0-9._-]+")
_LANGUAGE = re.compile(r"[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!#-;=?-Z\[\]_a-z~%]+")  # RFC 3986: ASCII, no <>"\^`{|}

_F = TypeVar("_F")


def open_badge(facts: model.OpenBadgeCredential) -> Document:
    """The unsigned OpenBadgeCredential of one award. Raises InvalidFacts."""
    document = _present(
        {
            "@context": [VC_CONTEXT, OB_CONTEXT],
            "id": _uri(facts.id, "id"),
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": _required(facts.name, "name"),
            "description": _text(facts.description, "description"),
            "image": _maybe(_image, facts.image, "image"),
            "awardedDate": _maybe(_time, facts.awarded_at, "awarded_at"),
            "credentialSubject": _subject(facts.subject, "subject"),
            "evidence": _each(_evidence, facts.evidence, "evidence"),
            "issuer": _profile(facts.issuer, "issuer"),
            **_validity(facts.valid_from, facts.valid_until),
            "credentialStatus": _maybe(_status_entry, facts.status, "status"),
        }
    )
    _refuse_two_nodes_with_one_id(document)
    return document


def endorsement(facts: model.EndorsementCredential) -> Document:
    """The unsigned EndorsementCredential of one organisation's statement. Raises InvalidFacts."""
    document = _present(
        {
            "@context": [VC_CONTEXT, OB_CONTEXT],
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "id": _uri(facts.id, "id"),
            "name": _required(facts.name, "name"),
            "description": _text(facts.description, "description"),
            "credentialSubject": {
                "id": _uri(facts.endorsed, "endorsed"),
                "type": ["EndorsementSubject"],
                "endorsementComment": _required(facts.comment, "comment"),
            },
            "awardedDate": _maybe(_time, facts.awarded_at, "awarded_at"),
            "issuer": _profile(facts.issuer, "issuer"),
            **_validity(facts.valid_from, facts.valid_until),
            "credentialStatus": _maybe(_status_entry, facts.status, "status"),
        }
    )
    _refuse_two_nodes_with_one_id(document)
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
    return _present(
        {
            "@context": [VC_CONTEXT],
            "id": _address(facts.id, "id"),
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": _uri(facts.issuer, "issuer"),
            **_validity(facts.valid_from, facts.valid_until),
            "credentialSubject": _present(
                {
                    "id": f"{facts.id}#list",
                    "type": "BitstringStatusList",
                    "statusPurpose": _one_of(
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
    return _achievement(facts, "achievement")


def profile(facts: model.Profile) -> Document:
    """A profile as it stands inside a credential, and at its own address. Raises InvalidFacts."""
    return _profile(facts, "profile")


def hashed_identity(
    identifier: str, *, salt: str, identity_type: str = "emailAddress"
) -> model.IdentityObject:
    """An identity that only those who know the identifier can recognise (section 4.8, SHA-256).

    The salt is random and this award's own. A guesser is slowed down, not stopped: personal data.
    Raises InvalidFacts for an empty identifier or salt.
    """
    _exact(identifier, "identifier")
    _exact(salt, "salt")
    digest = hashlib.sha256((identifier + salt).encode()).hexdigest()
    return model.IdentityObject(identity_type, f"sha256${digest}", hashed=True, salt=salt)


def _subject(facts: model.AchievementSubject, at: str) -> Document:
    described = {each.id: each for each in facts.achievement.result_descriptions}
    start = _maybe(_time, facts.started_at, f"{at}.started_at")
    end = _maybe(_time, facts.ended_at, f"{at}.ended_at")
    if facts.started_at and facts.ended_at and facts.ended_at < facts.started_at:
        raise InvalidFacts("it ends before it starts", field=f"{at}.ended_at")

    def result(facts: model.Result, at: str) -> Document:
        return _result(facts, described.get(facts.result_description), at)

    return _present(
        {
            "id": _uri(facts.id, f"{at}.id"),
            "type": ["AchievementSubject"],
            "activityEndDate": end,
            "activityStartDate": start,
            "achievement": _achievement(facts.achievement, f"{at}.achievement"),
            "identifier": _each(_identity, facts.identifiers, f"{at}.identifiers"),
            "image": _maybe(_image, facts.image, f"{at}.image"),
            "narrative": _text(facts.narrative, f"{at}.narrative"),
            "result": _each(result, facts.results, f"{at}.results"),
        }
    )


def _achievement(facts: model.Achievement, at: str) -> Document:
    def embedded(document: Mapping[str, Any], at: str) -> Document:
        return _endorsement_of(facts.id, document, at)

    return _present(
        {
            "id": _uri(facts.id, f"{at}.id"),
            "type": ["Achievement"],
            "alignment": _each(_alignment, facts.alignments, f"{at}.alignments"),
            "achievementType": _one_of(
                model.ACHIEVEMENT_TYPES,
                facts.achievement_type,
                f"{at}.achievement_type",
                open_ended=True,
            ),
            "creator": _maybe(_profile, facts.creator, f"{at}.creator"),
            "criteria": _criteria(facts.criteria, f"{at}.criteria"),
            "description": _required(facts.description, f"{at}.description"),
            "endorsement": _each(embedded, facts.endorsements, f"{at}.endorsements"),
            "fieldOfStudy": _text(facts.field_of_study, f"{at}.field_of_study"),
            "humanCode": _text(facts.human_code, f"{at}.human_code"),
            "image": _maybe(_image, facts.image, f"{at}.image"),
            "inLanguage": _language(facts.language, f"{at}.language"),
            "name": _required(facts.name, f"{at}.name"),
            "related": _each(_related, facts.related, f"{at}.related"),
            "resultDescription": _each(
                _result_description, facts.result_descriptions, f"{at}.result_descriptions"
            ),
            "specialization": _text(facts.specialization, f"{at}.specialization"),
            "tag": _each(_required, facts.tags, f"{at}.tags"),
            "version": _text(facts.version, f"{at}.version"),
        }
    )


def _profile(facts: model.Profile, at: str) -> Document:
    return _present(
        {
            "id": _uri(facts.id, f"{at}.id"),
            "type": ["Profile"],
            "name": _required(facts.name, f"{at}.name"),
            "url": _uri(facts.url, f"{at}.url") if facts.url else None,
            "description": _text(facts.description, f"{at}.description"),
            "image": _maybe(_image, facts.image, f"{at}.image"),
            "email": _text(facts.email, f"{at}.email"),
        }
    )


def _image(facts: model.Image, at: str) -> Document:
    return _present(
        {
            "id": _uri(facts.id, f"{at}.id"),
            "type": "Image",
            "caption": _text(facts.caption, f"{at}.caption"),
        }
    )


def _alignment(facts: model.Alignment, at: str) -> Document:
    return _present(
        {
            "id": _uri(facts.id, f"{at}.id"),
            "type": ["Alignment"],
            "targetCode": _text(facts.target_code, f"{at}.target_code"),
            "targetDescription": _text(facts.target_description, f"{at}.target_description"),
            "targetName": _required(facts.target_name, f"{at}.target_name"),
            "targetFramework": _text(facts.target_framework, f"{at}.target_framework"),
            "targetType": _one_of(
                model.TARGET_TYPES, facts.target_type, f"{at}.target_type", open_ended=True
            ),
            "targetUrl": _uri(facts.target_url, f"{at}.target_url"),
        }
    )


def _criteria(facts: model.Criteria, at: str) -> Document:
    criteria = _present(
        {
            "id": _uri(facts.id, f"{at}.id") if facts.id else None,
            "narrative": _text(facts.narrative, f"{at}.narrative"),
        }
    )
    if not criteria:
        raise InvalidFacts("criteria say how it is earned: a page, a text or both", field=at)
    return criteria


def _related(facts: model.Related, at: str) -> Document:
    return _present(
        {
            "id": _uri(facts.id, f"{at}.id"),
            "type": ["Related"],
            "inLanguage": _language(facts.language, f"{at}.language"),
            "version": _text(facts.version, f"{at}.version"),
        }
    )


def _result_description(facts: model.ResultDescription, at: str) -> Document:
    if facts.required_level and facts.required_level not in {each.id for each in facts.levels}:
        raise InvalidFacts("the required level is none of the levels", field=f"{at}.required_level")
    _check_value(facts, facts.required_value, f"{at}.required_value")
    return _present(
        {
            "id": _uri(facts.id, f"{at}.id"),
            "type": ["ResultDescription"],
            "allowedValue": _each(_required, facts.allowed_values, f"{at}.allowed_values"),
            "name": _required(facts.name, f"{at}.name"),
            "requiredLevel": facts.required_level or None,
            "requiredValue": _text(facts.required_value, f"{at}.required_value"),
            "resultType": _one_of(
                model.RESULT_TYPES,
                facts.result_type,
                f"{at}.result_type",
                open_ended=True,
                needed=True,
            ),
            "rubricCriterionLevel": _each(_level, facts.levels, f"{at}.levels"),
            "valueMax": _text(facts.value_max, f"{at}.value_max"),
            "valueMin": _text(facts.value_min, f"{at}.value_min"),
        }
    )


def _level(facts: model.RubricCriterionLevel, at: str) -> Document:
    return _present(
        {
            "id": _uri(facts.id, f"{at}.id"),
            "type": ["RubricCriterionLevel"],
            "description": _text(facts.description, f"{at}.description"),
            "level": _text(facts.level, f"{at}.level"),
            "name": _required(facts.name, f"{at}.name"),
            "points": _text(facts.points, f"{at}.points"),
        }
    )


def _result(facts: model.Result, description: model.ResultDescription | None, at: str) -> Document:
    if description is None:
        raise InvalidFacts(
            "a result that this achievement does not describe", field=f"{at}.result_description"
        )
    if description.result_type == "Status" and not facts.status:
        raise InvalidFacts("a result of this type needs a status", field=f"{at}.status")
    if not (facts.achieved_level or facts.status or facts.value):
        raise InvalidFacts("a result has a value, a level or a status", field=at)
    if facts.achieved_level and facts.achieved_level not in {
        each.id for each in description.levels
    }:
        raise InvalidFacts("the level is none of those described", field=f"{at}.achieved_level")
    _check_value(description, facts.value, f"{at}.value")
    return _present(
        {
            "id": _uri(facts.id, f"{at}.id"),
            "type": ["Result"],
            "achievedLevel": facts.achieved_level or None,
            "resultDescription": facts.result_description,
            "status": _one_of(model.RESULT_STATUSES, facts.status, f"{at}.status"),
            "value": _text(facts.value, f"{at}.value"),
        }
    )


def _identity(facts: model.IdentityObject, at: str) -> Document:
    if facts.salt and not facts.hashed:
        raise InvalidFacts("only a hashed identity has a salt", field=f"{at}.salt")
    return _present(
        {
            "type": "IdentityObject",
            "hashed": facts.hashed,
            "identityHash": _exact(facts.identity_hash, f"{at}.identity_hash"),
            "identityType": _one_of(
                model.IDENTITY_TYPES,
                facts.identity_type,
                f"{at}.identity_type",
                open_ended=True,
                needed=True,
            ),
            "salt": _exact(facts.salt, f"{at}.salt") if facts.salt else None,
        }
    )


def _evidence(facts: model.Evidence, at: str) -> Document:
    if facts.id.startswith("data:"):
        raise InvalidFacts("evidence is described, never packed into the id", field=f"{at}.id")
    return _present(
        {
            "id": _uri(facts.id, f"{at}.id"),
            "type": ["Evidence"],
            "narrative": _text(facts.narrative, f"{at}.narrative"),
            "name": _text(facts.name, f"{at}.name"),
            "description": _text(facts.description, f"{at}.description"),
            "genre": _text(facts.genre, f"{at}.genre"),
            "audience": _text(facts.audience, f"{at}.audience"),
        }
    )


def _status_entry(facts: model.StatusEntry, at: str) -> Document:
    if facts.index < 0:
        raise InvalidFacts("an index counts from 0", field=f"{at}.index")
    return {
        "id": f"{_address(facts.status_list, f'{at}.status_list')}#{facts.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": _one_of(
            model.STATUS_PURPOSES, facts.purpose, f"{at}.purpose", needed=True
        ),
        "statusListIndex": str(facts.index),
        "statusListCredential": facts.status_list,
    }


def _endorsement_of(endorsed: str, document: Mapping[str, Any], at: str) -> Document:
    """A copy of a signed endorsement, of this achievement and nothing else (section 8.2)."""
    if "EndorsementCredential" not in document.get("type", ()):
        raise InvalidFacts("not an endorsement", field=f"{at}.type")
    if not document.get("proof"):
        raise InvalidFacts("an endorsement is embedded as signed", field=f"{at}.proof")
    subject = document.get("credentialSubject")
    if not isinstance(subject, Mapping) or subject.get("id") != endorsed:
        raise InvalidFacts("an endorsement of something else", field=f"{at}.credentialSubject.id")
    return deepcopy(dict(document))


def _validity(valid_from: datetime, valid_until: datetime | None) -> Document:
    validity = {
        "validFrom": _time(valid_from, "valid_from"),
        "validUntil": _maybe(_time, valid_until, "valid_until"),
    }
    if valid_until is not None and valid_until < valid_from:
        raise InvalidFacts("valid until a time before it is valid", field="valid_until")
    return validity


def _check_value(description: model.ResultDescription, value: str, at: str) -> None:
    if value and description.allowed_values and value not in description.allowed_values:
        raise InvalidFacts("none of the values allowed", field=at)


def _present(members: Document) -> Document:
    """Only the members that have something to say: no null, no empty array, object or text."""
    return {name: value for name, value in members.items() if value not in (None, "", [], {})}


def _maybe(build: Callable[[_F, str], Any], facts: _F | None, at: str) -> Any:
    return None if facts is None else build(facts, at)


def _each(build: Callable[[_F, str], Any], many: Sequence[_F], at: str) -> list[Any]:
    return [build(facts, f"{at}[{number}]") for number, facts in enumerate(many)]


def _text(value: str, at: str) -> str:
    cleaned = _CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not cleaned.isascii() and any("\ud800" <= letter <= "\udfff" for letter in cleaned):
        raise InvalidFacts("not Unicode text", field=at)
    return cleaned


def _required(value: str, at: str) -> str:
    if not (cleaned := _text(value, at)):
        raise InvalidFacts("needed, and empty", field=at)
    return cleaned


def _exact(value: str, at: str) -> str:
    """Text that a hash depends on: refused where other text would be cleaned."""
    if _required(value, at) != value:
        raise InvalidFacts("blank space around it, or control characters", field=at)
    return value


def _uri(value: str, at: str) -> str:
    if not _URI.fullmatch(value):
        raise InvalidFacts("not an absolute address (RFC 3986, percent-encoded)", field=at)
    return value


def _address(value: str, at: str) -> str:
    if not value.startswith(("https://", "http://")) or "#" in value:
        raise InvalidFacts("not a web address without a fragment", field=at)
    return _uri(value, at)


def _time(value: datetime, at: str) -> str:
    if value.tzinfo is None or value.utcoffset() is None:
        raise InvalidFacts("a time without a zone", field=at)
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def _language(value: str, at: str) -> str:
    if value and not _LANGUAGE.fullmatch(value):
        raise InvalidFacts("not a language tag such as en or fr-CA", field=at)
    return value


def _one_of(
    known: frozenset[str], value: str, at: str, *, open_ended: bool = False, needed: bool = False
) -> str:
    """A term of a vocabulary, or of ours (`ext:Term`) where the specification leaves it open."""
    if value in known or (open_ended and _EXTENSION.fullmatch(value)) or not (value or needed):
        return value
    raise InvalidFacts("not a term of the vocabulary", field=at)


def _refuse_two_nodes_with_one_id(document: Document) -> None:
    """Two different nodes with one id would melt into one when signed; the same one twice may."""
    known: dict[str, Document] = {}
    for node, path in _nodes(document, ""):
        if known.setdefault(node["id"], node) != node:
            raise InvalidFacts("the id of another part of this document", field=path)


def _nodes(value: Any, path: str) -> Iterator[tuple[Document, str]]:
    """Every object with an id, embedded endorsements apart: those are documents of their own."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _nodes(item, f"{path}[{number}]")
    elif isinstance(value, dict):
        if "id" in value:
            yield value, f"{path}.id".lstrip(".")
        for name, member in value.items():
            if name != "endorsement":
                yield from _nodes(member, f"{path}.{name}".lstrip("."))
