"""What is remembered of contexts changes how fast a document is read, never what it means."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path

import pytest
from pyld.context_resolver import ContextResolver
from pyld.jsonld import JsonLdProcessor

from tessera.kernel.errors import UndefinedTerm
from tessera.kernel.openbadges import canonical, contexts, expansion

from . import test_whole_badge as whole
from .badges import badge
from .test_records import record

DOCUMENTS = {
    "badge": badge(),
    "every member": whole.BADGE,
    "endorsement": whole.ENDORSEMENT,
    "record": record(),
    "other contexts": badge(**{"@context": [contexts.CREDENTIALS_V2, contexts.OPEN_BADGES_302]}),
}

MADE = Path(__file__).parent / "data"


def by_pyld_alone(document):
    """The expansion by PyLD as it comes, which has read nothing else."""
    fresh = {**expansion._OPTIONS, "contextResolver": ContextResolver({}, expansion._load)}
    return JsonLdProcessor().expand(document, fresh)


def test_expansion_is_that_of_pyld_whatever_was_read_before():
    by_others = [json.loads(path.read_bytes())["documents"] for path in MADE.glob("*.json")]
    documents = [one for each in (DOCUMENTS, *by_others) for one in each.values()]
    for _ in range(2):
        told = [expansion.expand(one, dropped=lambda name: None) for one in documents]
        assert told == [by_pyld_alone(one) for one in documents]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_is_forgotten_halfway_changes_nothing(name, monkeypatch):
    remembered = canonical.rdf(DOCUMENTS[name])
    monkeypatch.setattr(expansion, "MAXIMUM_REMEMBERED", 1)
    assert canonical.rdf(DOCUMENTS[name]) == remembered


def test_no_more_is_remembered_than_the_bound():
    names = [contexts.CREDENTIALS_V2, contexts.OPEN_BADGES, contexts.EXTENSIONS]
    for count in range(expansion.MAXIMUM_REMEMBERED + 1):
        # each digit chooses one of three: as many lists of names as are wanted
        digits = [names[count // 3**place % 3] for place in range(6)]
        canonical.rdf(badge(**{"@context": [*names, *digits]}))
    assert len(expansion._REMEMBERED) <= expansion.MAXIMUM_REMEMBERED


def test_a_term_is_refused_as_surely_the_second_time():
    document = deepcopy(DOCUMENTS["every member"])
    document["credentialSubject"]["achievement"]["invented"] = "x"
    for _ in range(2):
        with pytest.raises(UndefinedTerm, match="no context defines invented"):
            canonical.rdf(document)


def test_all_that_open_badges_defines_is_remembered_at_once():
    for document in DOCUMENTS.values():
        canonical.rdf(document)
    before = dict(expansion._REMEMBERED)
    for document in DOCUMENTS.values():
        canonical.rdf(document)
    assert before == expansion._REMEMBERED
