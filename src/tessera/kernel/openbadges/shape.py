"""Is a credential written as Open Badges 3.0 and CLR 2.0 say? Told beside the verdict.

What an issuer left out, or named by a word of its own, makes stricter readers refuse a badge and says
nothing against what it tells: honest badges differ here. So this step informs and never decides; what
no honest badge can lack is refused by `form` and `claims`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tessera.kernel.openbadges import form, model
from tessera.kernel.openbadges.form import Document, Kind
from tessera.kernel.openbadges.report import Result, Step

_TOLD = 5  # so many are named, and the rest counted
_OWN_WORD = re.compile(r"ext:[A-Za-z0-9._-]+")
_APART = {"@context", "proof", "endorsement", "verifiableCredential"}  # documents of their own

_NEEDED: Mapping[str, tuple[str, ...]] = {
    "Achievement": ("id", "name", "description", "criteria"),
    "Alignment": ("targetName", "targetUrl"),
    "EndorsementSubject": ("id",),
    "GeoCoordinates": ("latitude", "longitude"),
    "IdentifierEntry": ("identifier", "identifierType"),
    "IdentityObject": ("hashed", "identityHash", "identityType"),
    "Image": ("id",),
    "Profile": ("id",),
    "Related": ("id",),
    "ResultDescription": ("id", "name", "resultType"),
    "RubricCriterionLevel": ("id", "name"),
}
# whether a vocabulary may be added to with `ext:`, and its words
_WORDS: Mapping[tuple[str, str], tuple[bool, frozenset[str]]] = {
    ("Achievement", "achievementType"): (True, model.ACHIEVEMENT_TYPES),
    ("Alignment", "targetType"): (True, model.TARGET_TYPES),
    ("IdentifierEntry", "identifierType"): (True, model.IDENTITY_TYPES),
    ("IdentityObject", "identityType"): (True, model.IDENTITY_TYPES),
    ("Result", "status"): (False, model.RESULT_STATUSES),
    ("ResultDescription", "resultType"): (True, model.RESULT_TYPES),
}


@dataclass(frozen=True, slots=True)
class Oddity:
    """Where something is not as the specification says, and what."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def step(document: Document, kind: Kind) -> Step:
    """All that is odd in one answer; what is embedded as a document of its own has its own."""
    found = list(oddities(document, kind))
    if not found:
        return Step("shape", Result.PASSED, decides=False)
    told = "; ".join(map(str, found[:_TOLD]))
    more = f"; and {len(found) - _TOLD} more" if len(found) > _TOLD else ""
    facts = {"where": ", ".join(one.where for one in found[:_TOLD])}
    return Step("shape", Result.FAILED, "shape", told + more, decides=False, facts=facts)


def oddities(document: Document, kind: Kind) -> Iterator[Oddity]:
    """Everything that is not as the specification says, in the order of the document."""
    for name in ("id",) if kind is Kind.BADGE else ("id", "name"):
        if kind is not Kind.STATUS_LIST and not document.get(name):
            yield Oddity(name, "left out")
    for node, path in _nodes(document, ""):
        yield from _of_node(node, path)
    for subject, path in _members(document, "credentialSubject", ""):
        yield from _of_results(subject, path)


def _of_node(node: Document, path: str) -> Iterator[Oddity]:
    for kind in form.listed(node.get("type")):
        for name in _NEEDED.get(kind, ()) if isinstance(kind, str) else ():
            if node.get(name) in (None, "", [], {}):
                yield Oddity(_under(path, name), "left out")
        for (owner, name), (is_open, words) in _WORDS.items():
            for word in form.listed(node.get(name)) if owner == kind else ():
                known = isinstance(word, str) and word in words
                if not known and not (is_open and _OWN_WORD.fullmatch(str(word))):
                    yield Oddity(_under(path, name), f"no word of the vocabulary: {word!s:.80}")


def _of_results(subject: Document, path: str) -> Iterator[Oddity]:
    """Open Badges 3.0, section B.1.18: a result is of a kind that its own achievement describes."""
    described = {
        one.get("id"): one
        for achievement, _path in _members(subject, "achievement", path)
        for one, _path in _members(achievement, "resultDescription", "")
    }
    for result, at in _members(subject, "result", path):
        if "resultDescription" not in result:
            continue
        description = described.get(str(result["resultDescription"]))
        if description is None:
            yield Oddity(_under(at, "resultDescription"), "not described in its achievement")
            continue
        levels = [one.get("id") for one, _ in _members(description, "rubricCriterionLevel", "")]
        if "achievedLevel" in result and result["achievedLevel"] not in levels:
            yield Oddity(_under(at, "achievedLevel"), "none of the levels described")
        if description.get("resultType") == "Status" and not result.get("status"):
            yield Oddity(_under(at, "status"), "left out")


def _nodes(value: Any, path: str) -> Iterator[tuple[Document, str]]:
    if isinstance(value, list):
        for number, part in enumerate(value):
            yield from _nodes(part, f"{path}[{number}]")
    elif isinstance(value, Mapping):
        yield value, path
        for name, part in value.items():
            if name not in _APART:
                yield from _nodes(part, _under(path, name))


def _members(node: Document, name: str, path: str) -> Iterator[tuple[Document, str]]:
    """The objects that are a member of a node, one or many, and where each stands."""
    value = node.get(name)
    for part, at in (
        [(part, f"{name}[{number}]") for number, part in enumerate(value)]
        if isinstance(value, list)
        else [(value, name)]
    ):
        if isinstance(part, Mapping):
            yield part, _under(path, at)


def _under(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
