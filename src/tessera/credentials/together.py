"""The documents of many awards, in which what they have in common is one object."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tessera.credentials import documents
from tessera.kernel.openbadges import build

if TYPE_CHECKING:
    from tessera.credentials.models import Award
    from tessera.kernel.openbadges.model import Achievement
    from tessera.signing.models import Issuer, StatusEntry


def credential_documents(
    awards: Sequence[Award],
    *,
    issuer: Issuer,
    entries: Sequence[StatusEntry],
    valid_from: datetime,
) -> dict[int, dict[str, Any]]:
    """Those of many, by award: the same documents, in which what is equal is the same object."""
    of_version: dict[int, Achievement] = {}
    made: dict[int, dict[str, Any]] = {}
    same: dict[int, dict[str, Any]] = {}
    for award, entry in zip(awards, entries, strict=True):
        version = award.version_id
        if version not in of_version:
            of_version[version] = documents.achievement(award.version, issuer=issuer, at=valid_from)
        facts = documents.credential_facts(
            award,
            issuer=issuer,
            entry=entry,
            valid_from=valid_from,
            about=of_version[version],
        )
        document = build.open_badge(facts)
        first = same.setdefault(version, document)
        document["issuer"] = first["issuer"]
        subject, of_first = document["credentialSubject"], first["credentialSubject"]
        subject["achievement"] = of_first["achievement"]
        made[award.pk] = document
    return made


def shared(made: Iterable[dict[str, Any]]) -> list[Any]:
    """The parts that documents of `credential_documents` have in common, each once."""
    parts = [
        part
        for document in made
        for part in (document["issuer"], document["credentialSubject"]["achievement"])
    ]
    return list({id(part): part for part in parts}.values())
