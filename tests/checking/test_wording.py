from __future__ import annotations

import pytest
from django.utils import translation

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
        (Step("recipient", Result.UNKNOWN, "recipient"), "person-untold", "attention"),
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


def test_facts_of_a_check_are_told_under_names_in_the_language_of_the_reader():
    until = Step(
        "dates",
        Result.FAILED,
        "expired",
        facts={"when": "2026-02-01 12:00:00+00:00", "address": "https://a.example/1", "x": "y"},
    )
    with translation.override("fr"):
        [told] = wording.checks(report(until))
        facts = [(str(label), fact) for label, fact in told.facts]
    assert facts == [
        ("Quand", "1 février 2026 à 7\xa0h\xa000"),
        ("Cherché à l’adresse", "https://a.example/1"),
    ]


def test_moment_that_no_calendar_has_is_told_as_it_came():
    [told] = wording.checks(report(Step("dates", Result.FAILED, facts={"when": "never"})))
    assert told.facts[0][1] == "never"


def test_every_step_of_a_check_has_its_words_for_every_answer():
    answered = {name for name, _result in wording.SUMMARIES}
    assert answered == set(wording.LABELS)


@pytest.mark.parametrize(
    ("step", "shown"),
    [
        (Step("shape", Result.FAILED, decides=False), "noted"),
        (Step("endorsements", Result.FAILED, decides=False), "noted"),
        (Step("endorsements", Result.FAILED), "failed"),
        (Step("signature/2", Result.FAILED, decides=False), "failed"),
    ],
)
def test_what_failed_and_decides_nothing_is_noted(step, shown):
    [told] = wording.checks(report(step))
    assert told.result == shown
