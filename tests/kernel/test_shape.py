"""What is odd in a badge is told with its place, and decides nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tessera.kernel.openbadges import shape
from tessera.kernel.openbadges.check import check
from tessera.kernel.openbadges.form import Kind
from tessera.kernel.openbadges.report import Result, Verdict

from .badges import ISSUER, NOON, signed, web
from .worlds import ACHIEVEMENT, GONE, _put, badge, endorsement, record

_SUBJECT = "credentialSubject"
_ACHIEVEMENT = "credentialSubject/achievement"
_LEVEL = {"id": f"{ACHIEVEMENT}#b", "type": ["RubricCriterionLevel"], "name": "B"}
_BY_LEVEL = {
    "id": f"{ACHIEVEMENT}#overall",
    "type": ["ResultDescription"],
    "name": "Overall",
    "resultType": "RubricCriterionLevel",
    "rubricCriterionLevel": [_LEVEL],
}


def found(document: dict[str, Any], kind: Kind = Kind.BADGE) -> list[str]:
    return [str(one) for one in shape.oddities(document, kind)]


def result(**members: Any) -> list[dict[str, Any]]:
    return [{"type": ["Result"], "resultDescription": f"{ACHIEVEMENT}#overall", **members}]


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        (badge(), Kind.BADGE),
        (endorsement(), Kind.ENDORSEMENT),
        (record(badge()), Kind.CLR),
        (_put(badge(), f"{_SUBJECT}/result", result(value="A")), Kind.BADGE),
    ],
)
def test_document_as_the_specification_says_has_nothing_odd(document, kind):
    assert found(document, kind) == []


@pytest.mark.parametrize(
    ("member", "put", "told"),
    [
        ("id", GONE, "id: left out"),
        (f"{_ACHIEVEMENT}/id", GONE, "credentialSubject.achievement.id: left out"),
        (f"{_ACHIEVEMENT}/alignment/0/targetUrl", GONE,
         "credentialSubject.achievement.alignment[0].targetUrl: left out"),
        (f"{_ACHIEVEMENT}/achievementType", "Medal",
         "credentialSubject.achievement.achievementType: no word of the vocabulary: Medal"),
        (f"{_ACHIEVEMENT}/achievementType", 7,
         "credentialSubject.achievement.achievementType: no word of the vocabulary: 7"),
        (f"{_ACHIEVEMENT}/resultDescription/0/name", "",
         "credentialSubject.achievement.resultDescription[0].name: left out"),
        (f"{_SUBJECT}/identifier/0/identityType", "email",
         "credentialSubject.identifier[0].identityType: no word of the vocabulary: email"),
        (f"{_SUBJECT}/result", result(status="ext:Almost"),
         "credentialSubject.result[0].status: no word of the vocabulary: ext:Almost"),
        (f"{_SUBJECT}/result", [{**result()[0], "resultDescription": "urn:x:1"}],
         "credentialSubject.result[0].resultDescription: not described in its achievement"),
        (f"{_SUBJECT}/result", result(achievedLevel=f"{ACHIEVEMENT}#c"),
         "credentialSubject.result[0].achievedLevel: none of the levels described"),
    ],
)  # fmt: skip
def test_what_is_odd_is_told_with_its_place(member, put, told):
    assert found(_put(badge(), member, put)) == [told]


@pytest.mark.parametrize("word", ["MicroCredential", "ext:Medal"])
def test_words_of_the_vocabulary_and_its_extensions_are_in_order(word):
    assert found(_put(badge(), f"{_ACHIEVEMENT}/achievementType", word)) == []


def test_result_by_a_level_that_is_described_is_in_order():
    described = _put(badge(), f"{_ACHIEVEMENT}/resultDescription/0", _BY_LEVEL)
    assert found(_put(described, f"{_SUBJECT}/result", result(achievedLevel=_LEVEL["id"]))) == []


def test_result_of_the_type_status_needs_one():
    described = _put(badge(), f"{_ACHIEVEMENT}/resultDescription/0/resultType", "Status")
    assert found(_put(described, f"{_SUBJECT}/result", result(value="1"))) == [
        "credentialSubject.result[0].status: left out"
    ]


def test_endorsements_and_records_need_a_name():
    assert found(_put(endorsement(), "name", GONE), Kind.ENDORSEMENT) == ["name: left out"]


def test_what_is_inside_is_told_in_its_own_report():
    spoiled = _put(badge(), "id", GONE)
    assert found(record(spoiled), Kind.CLR) == []


def test_badge_that_is_odd_is_valid_and_says_so():
    document = badge()
    del document["credentialStatus"], document["credentialSubject"]["achievement"]["id"]
    document["credentialSubject"]["achievement"] |= {
        "tag": ["a"],
        "alignment": [{"type": ["Alignment"], "targetName": f"{n}"} for n in range(6)],
    }
    document["issuer"] = ISSUER
    report = check(signed(document), at=NOON, load=web())
    step = report.step("shape")
    assert (report.verdict, step.result, step.code, step.decides) == (
        Verdict.VALID,
        Result.FAILED,
        "shape",
        False,
    )
    assert step.detail.endswith("; and 2 more")
