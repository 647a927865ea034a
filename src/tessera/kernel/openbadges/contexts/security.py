"""The terms of Data Integrity, Multikey and status lists, for what is older than VC 2.0."""

from __future__ import annotations

from typing import Any

from tessera.kernel.openbadges.contexts.notation import (
    Definition,
    Terms,
    link,
    many,
    scoped,
    table,
    typed,
)

SEC = "https://w3id.org/security#"
_TIME = "http://www.w3.org/2001/XMLSchema#dateTime"
_PURPOSES = {
    "assertionMethod": "assertionMethod",
    "authentication": "authenticationMethod",
    "capabilityInvocation": "capabilityInvocationMethod",
    "capabilityDelegation": "capabilityDelegationMethod",
    "keyAgreement": "keyAgreementMethod",
}


def data_integrity(version: int) -> dict[str, Any]:
    """The Data Integrity context, version 1 or 2. They differ in the type of `cryptosuite`."""
    purposes: Terms = {name: many(SEC + term, "@id") for name, term in _PURPOSES.items()}
    purpose: Definition = {
        **typed(SEC, "@vocab"),
        "@context": table(purposes, protected=True),
    }
    newer: Terms = {"previousProof": link(SEC)} if version > 1 else {}
    proof: Terms = {
        "challenge": SEC,
        "created": typed("http://purl.org/dc/terms/", _TIME),
        "domain": SEC,
        "expires": typed(SEC + "expiration", _TIME),
        "nonce": SEC,
        **newer,
        "proofPurpose": purpose,
        "cryptosuite": typed(SEC, SEC + "cryptosuiteString") if version > 1 else SEC,
        "proofValue": typed(SEC, SEC + "multibase"),
        "verificationMethod": link(SEC),
    }
    terms: Terms = {
        "proof": {**link(SEC), "@container": "@graph"},
        "DataIntegrityProof": scoped(SEC + "DataIntegrityProof", proof, protected=True),
    }
    return {"@context": table(terms, protected=True)}


def multikey() -> dict[str, Any]:
    """The Multikey context, version 1."""
    key: Terms = {
        "controller": link(SEC),
        "revoked": typed(SEC, _TIME),
        "expires": typed(SEC + "expiration", _TIME),
        "publicKeyMultibase": typed(SEC, SEC + "multibase"),
        "secretKeyMultibase": typed(SEC, SEC + "multibase"),
    }
    return {
        "@context": table(
            {"Multikey": scoped(SEC + "Multikey", key, protected=True)}, protected=True
        )
    }


def status_list_2021() -> dict[str, Any]:
    """The context of StatusList2021, the forerunner of Bitstring Status List."""
    home = "https://w3id.org/vc/status-list#"
    types: dict[str, Terms] = {
        "StatusList2021Credential": {
            "description": "http://schema.org/description",
            "name": "http://schema.org/name",
        },
        "StatusList2021": {"statusPurpose": home, "encodedList": home},
        "StatusList2021Entry": {
            "statusPurpose": home,
            "statusListIndex": home,
            "statusListCredential": link(home),
        },
    }
    terms: Terms = {
        name: scoped(home + name, members, protected=True) for name, members in types.items()
    }
    return {"@context": table(terms, protected=True, keywords=False)}


def bitstring_status_list() -> dict[str, Any]:
    """The context of Bitstring Status List 1.0, for credentials of VC 1.1 that point to such lists."""
    home = "https://www.w3.org/ns/credentials/status#"
    said: Terms = {"message": home, "status": home}
    types: dict[str, Terms] = {
        "BitstringStatusListCredential": {},
        "BitstringStatusList": {
            "encodedList": typed(home, SEC + "multibase"),
            "statusPurpose": home,
            "ttl": home,
        },
        "BitstringStatusListEntry": {
            "statusListCredential": link(home),
            "statusListIndex": home,
            "statusPurpose": home,
            "statusMessage": {"@id": home, "@context": table(said, protected=True)},
            "statusReference": link(home),
            "statusSize": typed(home, "https://www.w3.org/2001/XMLSchema#integer"),
        },
    }
    terms: Terms = {
        name: scoped(home + name, members, protected=True) if members else home
        for name, members in types.items()
    }
    return {"@context": table(terms, protected=True)}
