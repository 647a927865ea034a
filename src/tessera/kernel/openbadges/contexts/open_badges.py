"""The terms of Open Badges 3.0 and CLR 2.0, written from their vocabularies.

Patch releases of one version differ in a few addresses, and each stays exactly as it was: what was
signed under it must still verify. Of 3.0.3 this is the form published since 2026, which adds
`endorsementJwt` and `jti`; everything else in it equals the earlier form.
"""

from __future__ import annotations

from typing import Any

from tessera.kernel.openbadges.contexts.notation import (
    Definition,
    Terms,
    link,
    many,
    ordered,
    scoped,
    table,
    typed,
)

OB = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
CLR = "https://purl.imsglobal.org/spec/vc/clr/vocab.html#"
SCHEMA = "https://schema.org/"
XSD = "https://www.w3.org/2001/XMLSchema#"

_URI = XSD + "anyURI"


def open_badges(patch: int = 3) -> dict[str, Any]:
    """The context of Open Badges 3.0.`patch`, for patches 2 and 3."""
    newest = patch >= 3
    image = link(OB if newest else OB + "Image")
    language: Terms = {"inLanguage": SCHEMA} if newest else {}
    types: dict[str, str | tuple[str, Terms]] = {
        "OpenBadgeCredential": OB,
        "Achievement": (OB, {
            "achievementType": OB,
            "alignment": many(OB),
            "creator": OB,
            "creditsAvailable": typed(OB, XSD + "float"),
            "criteria": link(OB + "Criteria"),
            "fieldOfStudy": OB,
            "humanCode": OB,
            "image": image,
            "otherIdentifier": many(OB),
            "related": many(OB),
            "resultDescription": many(OB),
            "specialization": OB,
            "tag": many(SCHEMA + "keywords"),
            "version": OB,
            **language,
        }),
        "AchievementCredential": "OpenBadgeCredential",
        "AchievementSubject": (OB, {
            "achievement": OB if newest else OB + "achievement-0",
            "activityEndDate": typed(OB, XSD + "date"),
            "activityStartDate": typed(OB, XSD + "date"),
            "creditsEarned": typed(OB, XSD + "float"),
            "identifier": many(OB),
            "image": image,
            "licenseNumber": OB,
            "result": many(OB),
            "role": OB,
            "source": link(OB),
            "term": OB,
        }),
        "Address": (OB, {
            "addressCountry": SCHEMA,
            "addressCountryCode": OB + "CountryCode",
            "addressLocality": SCHEMA,
            "addressRegion": SCHEMA,
            "geo": OB + "GeoCoordinates",
            "postOfficeBoxNumber": SCHEMA,
            "postalCode": SCHEMA,
            "streetAddress": SCHEMA,
        }),
        "Alignment": (SCHEMA + "AlignmentObject", {
            "targetCode": OB,
            "targetDescription": SCHEMA,
            "targetFramework": SCHEMA,
            "targetName": SCHEMA,
            "targetType": OB,
            "targetUrl": typed(SCHEMA, _URI),
        }),
        "Criteria": OB,
        "EndorsementCredential": OB,
        "EndorsementSubject": (OB, {"endorsementComment": OB}),
        "Evidence": (OB, {"audience": SCHEMA, "genre": SCHEMA}),
        "GeoCoordinates": (OB, {"latitude": SCHEMA, "longitude": SCHEMA}),
        "IdentifierEntry": (OB, {"identifier": OB, "identifierType": OB}),
        "IdentityObject": (OB, {
            "hashed": typed(OB, XSD + "boolean"),
            "identityHash": OB,
            "identityType": OB,
            "salt": OB,
        }),
        "Image": (OB, {"caption": SCHEMA}),
        "Profile": (OB, {
            "additionalName": SCHEMA,
            "address": link(OB),
            "dateOfBirth": typed(OB, XSD + "date"),
            "email": SCHEMA,
            "familyName": SCHEMA,
            "familyNamePrefix": OB,
            "givenName": SCHEMA,
            "honorificPrefix": SCHEMA,
            "honorificSuffix": SCHEMA,
            "image": image,
            "otherIdentifier": many(OB),
            "parentOrg": link(OB),
            "patronymicName": OB,
            "phone": OB,
            "official": OB,
        }),
        "Related": (OB, {"version": OB, **language}),
        "Result": (OB, {
            "achievedLevel": typed(OB, _URI),
            "resultDescription": typed(OB, _URI),
            "status": OB,
            "value": SCHEMA,
        }),
        "ResultDescription": (OB, {
            "allowedValue": ordered(OB),
            "requiredLevel": typed(OB, _URI),
            "requiredValue": OB,
            "resultType": OB,
            "rubricCriterionLevel": many(OB),
            "valueMax": OB,
            "valueMin": OB,
        }),
        "RubricCriterionLevel": (OB, {"level": OB, "points": OB}),
    }  # fmt: skip
    everywhere: dict[str, str | Definition] = {
        "alignment": many(OB),
        "description": SCHEMA,
        "endorsement": many(OB),
        "image": image,
        "name": SCHEMA,
        "narrative": OB,
        "url": typed(SCHEMA, _URI),
    }
    if newest:
        everywhere |= {
            "endorsementJwt": many(OB),
            "inLanguage": SCHEMA,
            # the prefix has no meaning in this release, so the datatype is this very text
            "awardedDate": typed(OB, "xsd:dateTime"),
            "jti": link("https://www.iana.org/assignments/jwt#"),
        }
    return {"@context": table(_named(types) | everywhere, protected=True)}


def clr() -> dict[str, Any]:
    """The context of CLR 2.0.1. Nothing in it is protected."""
    subject: Terms = {
        "achievement": many(CLR, "obi:Achievement"),
        "association": many(CLR, CLR + "Association"),
        "verifiableCredential": many(CLR, "cred:verifiableCredential"),
        "identifier": many(CLR + "identifier-1", "obi:Identifier"),
    }
    prefixes = {"cred": "https://www.w3.org/2018/credentials#", "obi": OB}
    body = scoped(CLR + "ClrSubject", subject, protected=False)
    body["@context"] |= prefixes
    association: Terms = {
        "associationType": CLR + "AssociationType",
        "sourceId": typed(CLR, "xsd:anyURI"),
        "targetId": typed(CLR, "xsd:anyURI"),
    }
    terms: Terms = {
        "ClrCredential": scoped(
            CLR + "ClrCredential", {"partial": typed(CLR, "xsd:boolean")}, protected=False
        ),
        "ClrSubject": body,
        "Association": scoped(CLR + "Association", association, protected=False, keywords=False),
    }
    return {"@context": table(terms, protected=False)}


def extensions() -> dict[str, Any]:
    """The context of the three types that Open Badges 3.0 borrows from its sister specifications."""
    home = "https://purl.imsglobal.org/spec/{}/v1p0/context.json#"
    terms: Terms = {
        "1EdTechJsonSchemaValidator2019": home.format("vccs"),
        "1EdTechRevocationList": home.format("vcrl"),
        "1EdTechCredentialRefresh": home.format("vccr"),
    }
    return {"@context": table(terms, protected=False)}


def _named(types: dict[str, str | tuple[str, Terms]]) -> dict[str, str | Definition]:
    named: dict[str, str | Definition] = {}
    for name, meaning in types.items():
        if isinstance(meaning, str):
            named[name] = meaning
        else:
            address, terms = meaning
            whole = address + name if address == OB else address
            named[name] = scoped(whole, terms, protected=True)
    return named
