"""A published design in the words of CTDL, for those who gather credentials from public pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from tessera.catalogue.enums import Kind
from tessera.credentials import documents
from tessera.people.queries import institution

if TYPE_CHECKING:
    from tessera.catalogue.models import Version

TERMS = "https://purl.org/ctdl/terms/"


def described(version: Version) -> dict[str, Any]:
    """One linked-data object; languages stand side by side, since the design is one in both."""
    definition, college = version.definition, institution()
    is_stack = definition.kind == Kind.STACK
    told: dict[str, Any] = {
        "@context": {"ceterms": TERMS},
        "@id": documents.achievement_iri(version),
        "@type": "ceterms:Badge" if is_stack else "ceterms:MicroCredential",
        "ceterms:ctid": f"ce-{definition.uuid}",
        "ceterms:name": _both(version, "title"),
        "ceterms:description": _both(version, "description") or _both(version, "summary"),
        "ceterms:subjectWebpage": documents.public_page(version),
        "ceterms:image": f"{settings.PUBLIC_URL}/artwork/{version.uuid}.png",
        "ceterms:inLanguage": version.languages,
        "ceterms:versionIdentifier": str(version.number),
        "ceterms:dateEffective": version.published_at and version.published_at.date().isoformat(),
        "ceterms:requires": {
            "@type": "ceterms:ConditionProfile",
            "ceterms:condition": {"en": [outcome.text for outcome in version.outcomes.all()]},
        },
    }
    if college:
        owner = {"@type": "ceterms:CredentialOrganization", "@id": settings.PUBLIC_URL}
        told["ceterms:ownedBy"] = owner | {"ceterms:name": _both(college, "name")}
    if version.hours:
        told["ceterms:estimatedDuration"] = {
            "@type": "ceterms:DurationProfile",
            "ceterms:exactDuration": f"PT{version.hours}H",
        }
    if version.validity_months:
        told["ceterms:renewalFrequency"] = f"P{version.validity_months}M"
    return {name: value for name, value in told.items() if value}


def _both(thing: Any, name: str) -> dict[str, str]:
    words = {"en": getattr(thing, name), "fr": getattr(thing, f"{name}_fr")}
    return {language: said for language, said in words.items() if said}
