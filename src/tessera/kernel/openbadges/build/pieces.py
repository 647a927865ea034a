"""The parts that documents are made of. Each takes facts and the path where they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from tessera.kernel.errors import InvalidFacts
from tessera.kernel.openbadges import model, status
from tessera.kernel.openbadges.build.values import (
    address,
    day,
    each,
    exact,
    language,
    maybe,
    number,
    one_of,
    present,
    required,
    text,
    time,
    uri,
)
from tessera.kernel.openbadges.model import Document

_TOKEN = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")


def subject(facts: model.AchievementSubject, at: str) -> Document:
    described = {each.id: each for each in facts.achievement.result_descriptions}
    start = maybe(time, facts.started_at, f"{at}.started_at")
    end = maybe(time, facts.ended_at, f"{at}.ended_at")
    if facts.started_at and facts.ended_at and facts.ended_at < facts.started_at:
        raise InvalidFacts("it ends before it starts", field=f"{at}.ended_at")

    def described_result(facts: model.Result, at: str) -> Document:
        return result(facts, described.get(facts.result_description), at)

    return present(
        {
            "id": uri(facts.id, f"{at}.id"),
            "type": ["AchievementSubject"],
            "activityEndDate": end,
            "activityStartDate": start,
            "creditsEarned": number(facts.credits_earned, f"{at}.credits_earned"),
            "achievement": achievement(facts.achievement, f"{at}.achievement"),
            "identifier": each(identity, facts.identifiers, f"{at}.identifiers"),
            "image": maybe(image, facts.image, f"{at}.image"),
            "licenseNumber": text(facts.license_number, f"{at}.license_number"),
            "narrative": text(facts.narrative, f"{at}.narrative"),
            "result": each(described_result, facts.results, f"{at}.results"),
            "role": text(facts.role, f"{at}.role"),
            "source": maybe(profile, facts.source, f"{at}.source"),
            "term": text(facts.term, f"{at}.term"),
        }
    )


def achievement(facts: model.Achievement, at: str) -> Document:
    def embedded(document: Mapping[str, Any], at: str) -> Document:
        return endorsement_of(facts.id, document, at)

    return present(
        {
            "id": uri(facts.id, f"{at}.id"),
            "type": ["Achievement"],
            "alignment": each(alignment, facts.alignments, f"{at}.alignments"),
            "achievementType": one_of(
                model.ACHIEVEMENT_TYPES,
                facts.achievement_type,
                f"{at}.achievement_type",
                open_ended=True,
            ),
            "creator": maybe(profile, facts.creator, f"{at}.creator"),
            "creditsAvailable": number(facts.credits_available, f"{at}.credits_available"),
            "criteria": criteria(facts.criteria, f"{at}.criteria"),
            "description": required(facts.description, f"{at}.description"),
            "endorsement": each(embedded, facts.endorsements, f"{at}.endorsements"),
            "endorsementJwt": each(token, facts.endorsement_tokens, f"{at}.endorsement_tokens"),
            "fieldOfStudy": text(facts.field_of_study, f"{at}.field_of_study"),
            "humanCode": text(facts.human_code, f"{at}.human_code"),
            "image": maybe(image, facts.image, f"{at}.image"),
            "inLanguage": language(facts.language, f"{at}.language"),
            "name": required(facts.name, f"{at}.name"),
            "otherIdentifier": each(
                identifier_entry, facts.other_identifiers, f"{at}.other_identifiers"
            ),
            "related": each(related, facts.related, f"{at}.related"),
            "resultDescription": each(
                result_description, facts.result_descriptions, f"{at}.result_descriptions"
            ),
            "specialization": text(facts.specialization, f"{at}.specialization"),
            "tag": each(required, facts.tags, f"{at}.tags"),
            "version": text(facts.version, f"{at}.version"),
        }
    )


def profile(facts: model.Profile, at: str) -> Document:
    def embedded(document: Mapping[str, Any], at: str) -> Document:
        return endorsement_of(facts.id, document, at)

    return present(
        {
            "id": uri(facts.id, f"{at}.id"),
            "type": ["Profile"],
            "name": required(facts.name, f"{at}.name"),
            "url": uri(facts.url, f"{at}.url") if facts.url else None,
            "phone": text(facts.phone, f"{at}.phone"),
            "description": text(facts.description, f"{at}.description"),
            "endorsement": each(embedded, facts.endorsements, f"{at}.endorsements"),
            "endorsementJwt": each(token, facts.endorsement_tokens, f"{at}.endorsement_tokens"),
            "image": maybe(image, facts.image, f"{at}.image"),
            "email": text(facts.email, f"{at}.email"),
            "address": maybe(postal_address, facts.address, f"{at}.address"),
            "otherIdentifier": each(
                identifier_entry, facts.other_identifiers, f"{at}.other_identifiers"
            ),
            "official": text(facts.official, f"{at}.official"),
            "parentOrg": maybe(profile, facts.parent_org, f"{at}.parent_org"),
            **_person(facts.person, f"{at}.person"),
        }
    )


def _person(facts: model.PersonName | None, at: str) -> Document:
    if facts is None:
        return {}
    return {
        "familyName": text(facts.family_name, f"{at}.family_name"),
        "givenName": text(facts.given_name, f"{at}.given_name"),
        "additionalName": text(facts.additional_name, f"{at}.additional_name"),
        "patronymicName": text(facts.patronymic_name, f"{at}.patronymic_name"),
        "honorificPrefix": text(facts.honorific_prefix, f"{at}.honorific_prefix"),
        "honorificSuffix": text(facts.honorific_suffix, f"{at}.honorific_suffix"),
        "familyNamePrefix": text(facts.family_name_prefix, f"{at}.family_name_prefix"),
        "dateOfBirth": maybe(day, facts.born_on, f"{at}.born_on"),
    }


def postal_address(facts: model.Address, at: str) -> Document:
    place = present(
        {
            "addressCountry": text(facts.country, f"{at}.country"),
            "addressCountryCode": text(facts.country_code, f"{at}.country_code"),
            "addressRegion": text(facts.region, f"{at}.region"),
            "addressLocality": text(facts.locality, f"{at}.locality"),
            "streetAddress": text(facts.street, f"{at}.street"),
            "postOfficeBoxNumber": text(facts.post_office_box, f"{at}.post_office_box"),
            "postalCode": text(facts.postal_code, f"{at}.postal_code"),
            "geo": maybe(_coordinates, facts.position, f"{at}.position"),
        }
    )
    if not place:
        raise InvalidFacts("an address that says nothing", field=at)
    return {"type": ["Address"], **place}


def _coordinates(facts: tuple[float, float], at: str) -> Document:
    latitude, longitude = facts
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise InvalidFacts("not a place on Earth", field=at)
    return {"type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}


def identifier_entry(facts: model.IdentifierEntry, at: str) -> Document:
    return {
        "type": "IdentifierEntry",
        "identifier": required(facts.identifier, f"{at}.identifier"),
        "identifierType": one_of(
            model.IDENTITY_TYPES,
            facts.identifier_type,
            f"{at}.identifier_type",
            open_ended=True,
            needed=True,
        ),
    }


def image(facts: model.Image, at: str) -> Document:
    return present(
        {
            "id": uri(facts.id, f"{at}.id"),
            "type": "Image",
            "caption": text(facts.caption, f"{at}.caption"),
        }
    )


def alignment(facts: model.Alignment, at: str) -> Document:
    return present(
        {
            "id": uri(facts.id, f"{at}.id"),
            "type": ["Alignment"],
            "targetCode": text(facts.target_code, f"{at}.target_code"),
            "targetDescription": text(facts.target_description, f"{at}.target_description"),
            "targetName": required(facts.target_name, f"{at}.target_name"),
            "targetFramework": text(facts.target_framework, f"{at}.target_framework"),
            "targetType": one_of(
                model.TARGET_TYPES, facts.target_type, f"{at}.target_type", open_ended=True
            ),
            "targetUrl": uri(facts.target_url, f"{at}.target_url"),
        }
    )


def criteria(facts: model.Criteria, at: str) -> Document:
    criteria = present(
        {
            "id": uri(facts.id, f"{at}.id") if facts.id else None,
            "narrative": text(facts.narrative, f"{at}.narrative"),
        }
    )
    if not criteria:
        raise InvalidFacts("criteria say how it is earned: a page, a text or both", field=at)
    return criteria


def related(facts: model.Related, at: str) -> Document:
    return present(
        {
            "id": uri(facts.id, f"{at}.id"),
            "type": ["Related"],
            "inLanguage": language(facts.language, f"{at}.language"),
            "version": text(facts.version, f"{at}.version"),
        }
    )


def result_description(facts: model.ResultDescription, at: str) -> Document:
    if facts.required_level and facts.required_level not in {each.id for each in facts.levels}:
        raise InvalidFacts("the required level is none of the levels", field=f"{at}.required_level")
    _check_value(facts, facts.required_value, f"{at}.required_value")
    return present(
        {
            "id": uri(facts.id, f"{at}.id"),
            "type": ["ResultDescription"],
            "alignment": each(alignment, facts.alignments, f"{at}.alignments"),
            "allowedValue": each(required, facts.allowed_values, f"{at}.allowed_values"),
            "name": required(facts.name, f"{at}.name"),
            "requiredLevel": facts.required_level or None,
            "requiredValue": text(facts.required_value, f"{at}.required_value"),
            "resultType": one_of(
                model.RESULT_TYPES,
                facts.result_type,
                f"{at}.result_type",
                open_ended=True,
                needed=True,
            ),
            "rubricCriterionLevel": each(level, facts.levels, f"{at}.levels"),
            "valueMax": text(facts.value_max, f"{at}.value_max"),
            "valueMin": text(facts.value_min, f"{at}.value_min"),
        }
    )


def level(facts: model.RubricCriterionLevel, at: str) -> Document:
    return present(
        {
            "id": uri(facts.id, f"{at}.id"),
            "type": ["RubricCriterionLevel"],
            "alignment": each(alignment, facts.alignments, f"{at}.alignments"),
            "description": text(facts.description, f"{at}.description"),
            "level": text(facts.level, f"{at}.level"),
            "name": required(facts.name, f"{at}.name"),
            "points": text(facts.points, f"{at}.points"),
        }
    )


def result(facts: model.Result, description: model.ResultDescription | None, at: str) -> Document:
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
    return present(
        {
            "id": uri(facts.id, f"{at}.id"),
            "type": ["Result"],
            "achievedLevel": facts.achieved_level or None,
            "alignment": each(alignment, facts.alignments, f"{at}.alignments"),
            "resultDescription": facts.result_description,
            "status": one_of(model.RESULT_STATUSES, facts.status, f"{at}.status"),
            "value": text(facts.value, f"{at}.value"),
        }
    )


def identity(facts: model.IdentityObject, at: str) -> Document:
    if facts.salt and not facts.hashed:
        raise InvalidFacts("only a hashed identity has a salt", field=f"{at}.salt")
    return present(
        {
            "type": "IdentityObject",
            "hashed": facts.hashed,
            "identityHash": exact(facts.identity_hash, f"{at}.identity_hash"),
            "identityType": one_of(
                model.IDENTITY_TYPES,
                facts.identity_type,
                f"{at}.identity_type",
                open_ended=True,
                needed=True,
            ),
            "salt": exact(facts.salt, f"{at}.salt") if facts.salt else None,
        }
    )


def evidence(facts: model.Evidence, at: str) -> Document:
    if facts.id.startswith("data:"):
        raise InvalidFacts("evidence is described, never packed into the id", field=f"{at}.id")
    return present(
        {
            "id": uri(facts.id, f"{at}.id"),
            "type": ["Evidence"],
            "narrative": text(facts.narrative, f"{at}.narrative"),
            "name": text(facts.name, f"{at}.name"),
            "description": text(facts.description, f"{at}.description"),
            "genre": text(facts.genre, f"{at}.genre"),
            "audience": text(facts.audience, f"{at}.audience"),
        }
    )


def status_entry(facts: model.StatusEntry, at: str) -> Document:
    if facts.index < 0:
        raise InvalidFacts("an index counts from 0", field=f"{at}.index")
    entry = {
        "id": f"{address(facts.status_list, f'{at}.status_list')}#{facts.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": one_of(model.STATUS_PURPOSES, facts.purpose, f"{at}.purpose", needed=True),
        "statusListIndex": str(facts.index),
        "statusListCredential": facts.status_list,
    }
    if facts.purpose != "message":
        if facts.size != 1 or facts.messages or facts.reference:
            raise InvalidFacts("only a list of messages has more than a bit", field=f"{at}.size")
        return entry
    return present({**entry, **_status_messages(facts, at)})


def _status_messages(facts: model.StatusEntry, at: str) -> Document:
    """Bitstring Status List 1.0, section 2.1: a message for each value that the bits can have."""
    if not 1 <= facts.size <= status.MAXIMUM_SIZE:
        raise InvalidFacts(f"from 1 to {status.MAXIMUM_SIZE} bits", field=f"{at}.size")
    if len(facts.messages) != 2**facts.size:
        raise InvalidFacts("not a message for each status", field=f"{at}.messages")

    def message(told: tuple[int, str], at: str) -> Document:
        return {"status": f"{told[0]:#x}", "message": required(told[1], at)}

    return {
        "statusSize": facts.size,
        "statusMessage": each(message, list(enumerate(facts.messages)), f"{at}.messages"),
        "statusReference": address(facts.reference, f"{at}.reference") if facts.reference else None,
    }


def terms_of_use(facts: model.TermsOfUse, at: str) -> Document:
    return present(
        {
            "id": uri(facts.id, f"{at}.id") if facts.id else None,
            "type": uri(facts.kind, f"{at}.kind"),
        }
    )


def learner(facts: model.ClrSubject, at: str) -> Document:
    return present(
        {
            "id": uri(facts.id, f"{at}.id"),
            "type": ["ClrSubject"],
            "identifier": each(identity, facts.identifiers, f"{at}.identifiers"),
            "achievement": each(achievement, facts.achievements, f"{at}.achievements"),
            "verifiableCredential": each(_member, facts.credentials, f"{at}.credentials"),
            "association": each(_association, facts.associations, f"{at}.associations"),
        }
    )


def _member(document: Mapping[str, Any], at: str) -> Document:
    """A copy of a signed credential; a token cannot be a member (CLR 2.0)."""
    if "VerifiableCredential" not in document.get("type", ()):
        raise InvalidFacts("not a credential", field=f"{at}.type")
    if not document.get("proof"):
        raise InvalidFacts("a credential is embedded as signed", field=f"{at}.proof")
    return deepcopy(dict(document))


def _association(facts: model.Association, at: str) -> Document:
    return {
        "type": "Association",
        "associationType": one_of(
            model.ASSOCIATION_TYPES,
            facts.association_type,
            f"{at}.association_type",
            needed=True,
        ),
        "sourceId": uri(facts.source, f"{at}.source"),
        "targetId": uri(facts.target, f"{at}.target"),
    }


def token(value: str, at: str) -> str:
    if not _TOKEN.fullmatch(value):
        raise InvalidFacts("not a compact token", field=at)
    return value


def endorsement_of(endorsed: str, document: Mapping[str, Any], at: str) -> Document:
    """A copy of a signed endorsement, of this achievement and nothing else (section 8.2)."""
    if "EndorsementCredential" not in document.get("type", ()):
        raise InvalidFacts("not an endorsement", field=f"{at}.type")
    if not document.get("proof"):
        raise InvalidFacts("an endorsement is embedded as signed", field=f"{at}.proof")
    subject = document.get("credentialSubject")
    if not isinstance(subject, Mapping) or subject.get("id") != endorsed:
        raise InvalidFacts("an endorsement of something else", field=f"{at}.credentialSubject.id")
    return deepcopy(dict(document))


def _check_value(description: model.ResultDescription, value: str, at: str) -> None:
    if value and description.allowed_values and value not in description.allowed_values:
        raise InvalidFacts("none of the values allowed", field=at)
