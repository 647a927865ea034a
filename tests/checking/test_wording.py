from __future__ import annotations

import pytest

from tessera.checking import wording
from tessera.kernel.openbadges.report import Report, Result, Step, verdict


def report(*steps: Step) -> Report:
    outcome, reason = verdict(steps)
    credential = {"issuer": {"id": "did:web:a.example.org", "name": "A College"}}
    return Report(outcome, reason, steps, credential)


def test_a_valid_badge_is_told_in_one_sentence_with_its_issuer():
    told = wording.answer(
        report(Step("form", Result.PASSED), Step("trust", Result.PASSED, decides=False))
    )
    assert told == wording.Answer(
        "valid",
        "good",
        "This badge is valid.",
        "It was issued by A College, nothing in it was changed, and it still stands.",
        "Valid",
    )


@pytest.mark.parametrize(
    ("step", "kind", "tone"),
    [
        (Step("signature", Result.FAILED, "signature"), "tampered", "bad"),
        (Step("status", Result.FAILED, "revoked"), "revoked", "bad"),
        (Step("status", Result.FAILED, "suspended"), "suspended", "attention"),
        (Step("dates", Result.FAILED, "expired"), "expired", "attention"),
        (Step("dates", Result.FAILED, "not-yet-valid"), "not-yet-valid", "attention"),
        (Step("recipient", Result.FAILED, "recipient"), "wrong-person", "bad"),
        (Step("issuer", Result.FAILED, "not-issuer"), "wrong-key", "bad"),
        (Step("signature", Result.FAILED, "key-type"), "invalid", "bad"),
        (Step("status", Result.UNKNOWN, "status-list"), "undecided", "attention"),
        (Step("issuer", Result.UNKNOWN, "unreachable"), "undecided", "attention"),
        (Step("signature", Result.UNKNOWN, "unsupported"), "unsupported", "attention"),
    ],
)
def test_each_reason_has_its_own_sentence(step, kind, tone):
    told = wording.answer(report(Step("form", Result.PASSED), step))
    assert (told.kind, told.tone) == (kind, tone)


def test_every_kind_of_answer_has_a_sentence_of_its_own():
    sentences = [str(sentence) for _tone, sentence, _advice in wording.SENTENCES.values()]
    assert len(set(sentences)) == len(sentences)
    assert set(wording.KINDS) < set(wording.SENTENCES)


def test_an_issuer_without_a_name_is_told_by_its_id():
    nameless = Report(*verdict([]), (), {"issuer": "did:web:a.example.org"})
    assert wording.issuer_name(nameless) == "did:web:a.example.org"
    assert wording.issuer_name(Report(*verdict([]), (), {})) == "an unnamed issuer"


def test_checks_are_told_in_order_with_the_detail_apart():
    shown = wording.checks(
        report(Step("form", Result.PASSED), Step("status", Result.UNKNOWN, "slow", "took too long"))
    )
    assert [(each.name, str(each.label), each.result, each.detail) for each in shown] == [
        ("form", "It is a badge", "passed", ""),
        ("status", "It was not withdrawn", "unknown", "slow: took too long"),
    ]


def test_check_of_one_of_several_is_told_by_its_number():
    [told] = wording.checks(
        report(Step("status/2", Result.PASSED, "", "suspension", decides=False))
    )
    assert (str(told.label), str(told.summary)) == (
        "It was not withdrawn (2)",
        "The issuer’s list says that it still stands.",
    )
