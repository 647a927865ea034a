"""Our term tables mean what the published contexts mean."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

import pytest
from pyld import jsonld

from tessera.kernel.errors import UnknownContext
from tessera.kernel.openbadges import canonical, contexts
from tessera.kernel.openbadges.check import check
from tessera.kernel.openbadges.report import Verdict

from . import published
from .badges import NOON, badge, signed, web

_1EDTECH = "contexts/1edtech-validator/"
_W3C = "contexts/w3c-vc-data-integrity/"
PUBLISHED = {
    contexts.OPEN_BADGES: _1EDTECH + "ob-v3p0-3.0.3.json",
    contexts.OPEN_BADGES_302: _1EDTECH + "ob-v3p0-3.0.2.json",
    contexts.OPEN_BADGES_301: _1EDTECH + "ob-v3p0-3.0.1.json",
    contexts.OPEN_BADGES_UNVERSIONED: _1EDTECH + "ob-v3p0.json",
    contexts.CLR_UNVERSIONED: _1EDTECH + "clr-v2p0.json",
    contexts.EXTENSIONS: _1EDTECH + "ob-v3p0-extensions.json",
    contexts.CLR: _1EDTECH + "clr-v2p0-2.0.1.json",
    contexts.CREDENTIALS_V1: "contexts/w3c-vc/v1",
    contexts.CREDENTIALS_V2: "contexts/w3c-vc/v2",
    contexts.DID_V1: _1EDTECH + "did-v1.jsonld",
    contexts.MULTIKEY_V1: _W3C + "multikey/v1",
    contexts.STATUS_LIST_2021: "contexts/w3c-bitstring/2021/v1.jsonld",
    contexts.BITSTRING_STATUS_LIST: "contexts/w3c-bitstring/v1.jsonld",
    "https://w3id.org/security/data-integrity/v1": _W3C + "data-integrity/v1",
    "https://w3id.org/security/data-integrity/v2": _W3C + "data-integrity/v2",
    "https://w3id.org/security/suites/ed25519-2020/v1": _1EDTECH + "suites-ed25519-2020.jsonld",
}


@pytest.mark.parametrize("address", sorted(contexts.KNOWN))
def test_context_of_the_closed_set_is_a_context(address):
    assert list(contexts.context(address)) == ["@context"]


def test_context_outside_the_closed_set_is_refused():
    with pytest.raises(UnknownContext):
        contexts.context("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.4.json")


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


# what has to stand before a context for its terms to be of use
_BEFORE = {
    contexts.OPEN_BADGES_301: [contexts.CREDENTIALS_V1],
    contexts.OPEN_BADGES_302: [contexts.CREDENTIALS_V1],
    contexts.OPEN_BADGES_UNVERSIONED: [contexts.CREDENTIALS_V1],
    contexts.OPEN_BADGES: [contexts.CREDENTIALS_V2],
    contexts.CLR: [contexts.CREDENTIALS_V2],
    contexts.CLR_UNVERSIONED: [contexts.CREDENTIALS_V1],
    contexts.EXTENSIONS: [contexts.CREDENTIALS_V2],
}
# another implementation carries these, so that they can be compared on any machine
_CARRIED = {
    contexts.CREDENTIALS_V2: "credentials-v2.json",
    contexts.OPEN_BADGES: "ob-v3p0-context-3.0.3.json",
    contexts.OPEN_BADGES_302: "ob-v3p0-context-3.0.2.json",
    contexts.OPEN_BADGES_301: "ob-v3p0-context-3.0.1.json",
    contexts.CLR: "clr_context_2.0.1.json",
}
_WITH_OB_2 = {**PUBLISHED, contexts.OPEN_BADGES_V2: "contexts/openbadges-v2/v2/context.json"}


@pytest.mark.parametrize("address", sorted(_WITH_OB_2))
def test_every_term_of_the_published_context_has_the_same_canonical_form(address):
    _check_every_term(address, lambda one: published.document(_WITH_OB_2[one]))


@pytest.mark.parametrize("address", sorted(_CARRIED))
def test_every_term_of_the_carried_context_has_the_same_canonical_form(address):
    def theirs(one: str) -> Any:
        if one not in _CARRIED:
            return dict(contexts.context(one))
        return json.loads((files("openbadgeslib.ob3.contexts") / _CARRIED[one]).read_text())

    assert _defined(dict(contexts.context(address))) == _defined(theirs(address))
    _check_every_term(address, theirs)


def _check_every_term(address: str, theirs: Callable[[str], Any]) -> None:
    def load(one: str, _options: Any) -> dict[str, Any]:
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": one,
            "document": theirs(one),
        }

    options = {"format": "application/n-quads", "algorithm": "URDNA2015", "documentLoader": load}
    under = [*_BEFORE.get(address, []), address]
    documents = list(_documents(theirs(address)["@context"], under))
    assert documents
    for document in documents:
        quads = jsonld.normalize(document, options)
        assert canonical.rdf(document).decode() == quads
        said = sum(len(value) if isinstance(value, list) else 1 for value in document.values())
        assert quads.count("\n") >= said - 1 - len(under)


def _documents(context: Any, under: list[str]) -> Iterator[dict[str, Any]]:
    """For each type of a context, a node with a value for every term that it may use."""
    everywhere = {name: term for name, term in context.items() if name[:1].islower()}
    types = [name for name in context if name[:1].isalnum() and not name[:1].islower()]
    for name in types or [""]:
        term = context.get(name)
        own = term.get("@context", {}) if isinstance(term, dict) else {}
        members = {**everywhere, **own}
        keyword = "id" if {"id": "@id"}.items() <= context.items() or len(under) > 1 else "@id"
        yield {
            "@context": under,
            keyword: "urn:x:node",
            "type" if keyword == "id" else "@type": [name or "urn:x:Type"],
            **{
                member: _value(member, meaning)
                for member, meaning in members.items()
                if member not in {"id", "type", "verify"} and _is_member(member, meaning)
            },
        }


def _is_member(name: str, meaning: Any) -> bool:
    """Neither a keyword, nor a prefix, nor a type written small."""
    if name.startswith("@"):
        return False
    address = meaning if isinstance(meaning, str) else (meaning or {}).get("@id", "")
    if not address or address.startswith("@"):
        return False
    return address[-1] not in "#/" and name not in {"hosted", "signed"}


def _value(name: str, meaning: Any) -> Any:
    shape = meaning if isinstance(meaning, dict) else {}
    if shape.get("@container") == "@graph":
        return {"@id": f"urn:x:{name}", "@type": ["urn:x:Type"]}
    if shape.get("@type") in ("@id", "@vocab"):
        value = f"urn:x:{name}"
    elif shape.get("@type") == "@json":
        return {"b": [1, None], "a": name}
    else:
        value = f"of {name}"
    return [value, f"{value}-2"] if shape.get("@container") in ("@set", "@list") else value


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
    (
        contexts.CREDENTIALS_V1,
        contexts.OPEN_BADGES_301,
        "https://w3id.org/security/suites/ed25519-2020/v1",
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


@pytest.mark.parametrize("older", [contexts.OPEN_BADGES_301, contexts.OPEN_BADGES_UNVERSIONED])
def test_a_badge_under_an_older_context_still_holds(older):
    whole = badge(validFrom=None, issuanceDate="2026-01-01T00:00:00Z")
    proofs = "https://w3id.org/security/data-integrity/v2"
    whole["@context"] = [contexts.CREDENTIALS_V1, older, proofs]
    assert check(signed(whole), at=NOON, load=web()).verdict is Verdict.VALID
