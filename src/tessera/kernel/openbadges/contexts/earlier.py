"""The terms of Open Badges 3.0 before its second patch, and of Open Badges 2.0: read, never issued.

The first patch, and the context without a version before it, protect nothing and give text a
datatype. Each is told here by what differs from its successor.
"""

from __future__ import annotations

from typing import Any

from tessera.kernel.openbadges.contexts import open_badges
from tessera.kernel.openbadges.contexts.notation import Definition, Terms, link, table, typed
from tessera.kernel.openbadges.contexts.open_badges import CLR, OB, SCHEMA, XSD

# members whose values are nodes, and so have no datatype
_NODES = {"achievement", "creator", "geo"}
_UNVERSIONED_NODES = {
    "alignment": "Alignment",
    "otherIdentifier": "IdentifierEntry",
    "related": "Related",
    "resultDescription": "ResultDescription",
    "identifier": "IdentityObject",
    "result": "Result",
    "rubricCriterionLevel": "RubricCriterionLevel",
    "endorsement": "EndorsementCredential",
}
_TYPES_2 = (
    "Assertion BadgeClass Criteria Evidence Extension FrameValidation IdentityObject "
    "Image HostedBadge Issuer Profile RevocationList SignedBadge TypeValidation "
    "VerificationObject"
)
_SCHEMA_2 = (
    "caption description email genre name targetDescription targetName targetUrl telephone version"
)
_OWN_2 = (
    "allowedOrigins audience endorsementComment narrative revocationReason salt "
    "targetCode uid validatesType validationFrame validationSchema "
    "verificationProperty validation"
)


def open_badges_301() -> dict[str, Any]:
    """The context of Open Badges 3.0.1."""
    newer = open_badges.open_badges(2)["@context"]
    terms = _older(newer)
    terms["awardedDate"] = typed(OB + "awardedDate", "xsd:dateTime")
    terms["image"] = link(OB + "image")
    terms["xsd"] = XSD  # written short: only so may a term serve as a prefix
    return {"@context": {"id": "@id", "type": "@type", **terms}}


def open_badges_unversioned() -> dict[str, Any]:
    """The context of Open Badges 3.0 at the address without a version."""
    whole: Definition = open_badges_301()["@context"]
    del whole["awardedDate"]
    whole["image"] = typed(OB + "image", OB + "Image")
    whole["Alignment"]["@id"] = SCHEMA + "Alignment"
    achievement, subject, profile = (
        whole[name]["@context"] for name in ("Achievement", "AchievementSubject", "Profile")
    )
    for scope in (achievement, subject, profile):
        del scope["image"]
    achievement["creator"] = {"@id": OB + "Profile"}
    subject["achievement"] = {"@id": OB + "Achievement"}
    subject["source"] = typed(OB + "source", OB + "Profile")
    profile["address"] = {"@id": OB + "Address"}
    profile["parentOrg"] = typed(OB + "parentOrg", "xsd:string")
    profile["phone"] = typed(OB + "PhoneNumber", "xsd:string")
    # in the text of a prefix there is no scope either
    scopes = [whole, *(one["@context"] for one in whole.values() if "@context" in one)]
    for scope in scopes:
        for name, kind in _UNVERSIONED_NODES.items():
            if name in scope and isinstance(scope[name], dict) and "@type" not in scope[name]:
                scope[name]["@type"] = OB + kind
    return {"@context": whole}


def clr_unversioned() -> dict[str, Any]:
    """The context of CLR 2.0 at the address without a version."""
    whole: Definition = open_badges.clr()["@context"]
    del whole["ClrCredential"]["@context"]["partial"]
    subject = whole["ClrSubject"]["@context"]
    del subject["identifier"]
    subject["obi"] = "https://purl.imsglobal.org/spec/ob/v3p0/vocab.html#"
    subject["verifiableCredential"]["@id"] = CLR + "verifiableCredential"
    return {"@context": whole}


def _older(terms: Definition) -> Definition:
    """The same terms without protection, text with its datatype, and `allowedValue` a set."""
    old: Definition = {}
    for name, meaning in terms.items():
        if name.startswith("@") or name in {"id", "type"}:
            continue
        body = dict(meaning)
        if "@context" in body:
            body["@context"] = _older(body["@context"])
        elif "@type" in body:
            body["@type"] = body["@type"].replace(XSD, "xsd:")
        elif name in {"tag", "allowedValue"} or (
            name[0].islower() and name not in _NODES and "@container" not in body
        ):
            body["@type"] = "xsd:string"
        if name == "allowedValue":
            body["@container"] = "@set"
        old[name] = body
    return old


def open_badges_2() -> dict[str, Any]:
    """The context of Open Badges 2.0."""
    obi = "https://w3id.org/openbadges#"
    cred = "https://w3id.org/credentials#"
    sec = "https://w3id.org/security#"
    schema = "http://schema.org/"
    purl = "http://purl.org/dc/terms/"
    time = "http://www.w3.org/2001/XMLSchema#dateTime"
    truth = "http://www.w3.org/2001/XMLSchema#boolean"
    terms: Terms = {
        "extensions": {"@id": "https://w3id.org/openbadges/extensions#", "@prefix": True},
        **{
            name: {"@id": address, "@prefix": True}
            for name, address in {
                "obi": obi,
                "cred": cred,
                "dc": purl,
                "schema": schema,
                "sec": sec,
                "xsd": "http://www.w3.org/2001/XMLSchema#",
            }.items()
        },
        **dict.fromkeys(_TYPES_2.split(), obi),
        "AlignmentObject": schema,
        "CryptographicKey": sec + "Key",
        "Endorsement": cred + "Credential",
        "hosted": obi + "HostedBadge",
        "signed": obi + "SignedBadge",
        **dict.fromkeys(_SCHEMA_2.split(), schema),
        **dict.fromkeys(_OWN_2.split(), obi),
        **{
            name: link(obi)
            for name in ("alignment", "badge", "criteria", "evidence", "issuer", "recipient")
        },
        "author": link(schema),
        "claim": link(cred),
        "created": typed(purl, time),
        "creator": link(purl),
        "endorsement": link(cred + "credential"),
        "expires": typed(sec + "expiration", time),
        "hashed": typed(obi, truth),
        "identity": obi + "identityHash",
        "image": link(schema),
        "issuedOn": typed(obi + "issueDate", time),
        "owner": link(sec),
        "publicKey": link(sec),
        "publicKeyPem": sec,
        "related": link(purl + "relation"),
        "revocationList": link(obi),
        "revoked": typed(obi, truth),
        "revokedAssertions": obi + "revoked",
        "startsWith": "http://purl.org/dqm-vocabulary/v1/dqm#startsWith",
        "tags": schema + "keywords",
        "targetFramework": schema + "educationalFramework",
        "url": link(schema),
        "verification": link(obi + "verify"),
        "verify": link(obi + "verify"),
    }
    return {"@context": table(terms, protected=False)}
