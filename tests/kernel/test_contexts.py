"""Our term tables mean what the published contexts mean."""

from __future__ import annotations

from typing import Any

import pytest
from pyld import jsonld

from tessera.kernel.errors import UnknownContext
from tessera.kernel.openbadges import canonical, contexts

from . import published
from .badges import badge

_1EDTECH = "contexts/1edtech-validator/"
_W3C = "contexts/w3c-vc-data-integrity/"
PUBLISHED = {
    contexts.OPEN_BADGES: _1EDTECH + "ob-v3p0-3.0.3.json",
    contexts.OPEN_BADGES_302: _1EDTECH + "ob-v3p0-3.0.2.json",
    contexts.EXTENSIONS: _1EDTECH + "ob-v3p0-extensions.json",
    contexts.CLR: _1EDTECH + "clr-v2p0-2.0.1.json",
    contexts.CREDENTIALS_V1: "contexts/w3c-vc/v1",
    contexts.CREDENTIALS_V2: "contexts/w3c-vc/v2",
    contexts.DID_V1: _1EDTECH + "did-v1.jsonld",
    contexts.MULTIKEY_V1: _W3C + "multikey/v1",
    "https://w3id.org/security/data-integrity/v1": _W3C + "data-integrity/v1",
    "https://w3id.org/security/data-integrity/v2": _W3C + "data-integrity/v2",
    "https://w3id.org/security/suites/ed25519-2020/v1": _1EDTECH + "suites-ed25519-2020.jsonld",
}


@pytest.mark.parametrize("address", sorted(contexts.KNOWN))
def test_context_of_the_closed_set_is_a_context(address):
    assert list(contexts.context(address)) == ["@context"]


def test_context_outside_the_closed_set_is_refused():
    with pytest.raises(UnknownContext):
        contexts.context("https://purl.imsglobal.org/spec/ob/v3p0/context.json")


@pytest.mark.parametrize("address", sorted(PUBLISHED))
def test_context_defines_what_the_published_one_does(address):
    theirs = published.document(PUBLISHED[address])
    assert _defined(dict(contexts.context(address))) == _defined(theirs)


def test_badge_under_the_published_contexts_has_the_same_canonical_form():
    whole = badge()
    whole["credentialSubject"]["achievement"] |= {
        "image": {"id": "https://college.example/a.png", "type": "Image", "caption": "Two tiles"},
        "tag": ["change", "teams"],
        "creditsAvailable": 3.5,
        "inLanguage": "en-CA",
        "resultDescription": [
            {
                "id": "urn:uuid:0d1c1d43-5b0c-4f5e-8f0e-9b8c8d6a7f10",
                "type": ["ResultDescription"],
                "name": "Level",
                "resultType": "LetterGrade",
                "allowedValue": ["C", "B", "A", "B"],
            }
        ],
    }

    def load(address: str, _options: Any) -> dict[str, Any]:
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": address,
            "document": published.document(PUBLISHED[address]),
        }

    options = {"format": "application/n-quads", "algorithm": "URDNA2015", "documentLoader": load}
    assert canonical.rdf(whole).decode() == jsonld.normalize(whole, options)


def _defined(value: Any, name: str = "") -> Any:
    """A context with every short definition (`"term": "address"`) written out."""
    if isinstance(value, dict):
        return {key: _defined(part, key) for key, part in value.items()}
    if isinstance(value, str) and not name.startswith("@") and not value.startswith("@"):
        return {"@id": value}
    return value


_SIGNED_UNDER = [
    (contexts.CREDENTIALS_V2, contexts.OPEN_BADGES),
    (
        contexts.CREDENTIALS_V1,
        contexts.OPEN_BADGES_302,
        "https://w3id.org/security/data-integrity/v2",
    ),
    (contexts.CREDENTIALS_V2, contexts.CLR, contexts.OPEN_BADGES, contexts.EXTENSIONS),
]


@pytest.mark.parametrize("addresses", _SIGNED_UNDER)
def test_no_two_members_of_a_credential_mean_the_same(addresses):
    """Else one could be renamed to the other under a signature that still holds."""
    everywhere: dict[str, Any] = {}
    for address in addresses:
        everywhere |= _defined(contexts.context(address)["@context"])
    scopes = [everywhere] + [
        {**everywhere, **_defined(definition["@context"])}
        for definition in everywhere.values()
        if isinstance(definition, dict) and "@context" in definition
    ]
    for scope in scopes:
        members = [
            (name, definition["@id"])
            for name, definition in scope.items()
            if name[0].islower() and isinstance(definition, dict) and "@id" in definition
        ]
        meanings = [meaning for _, meaning in members]
        assert [pair for pair in members if meanings.count(pair[1]) > 1] == []
