"""A refusal says no in words, with facts, and as a page or as data."""

import json

import pytest
from django.test import RequestFactory
from django.utils import translation

from tessera.common.middleware import RefusalMiddleware
from tessera.common.refusal import NotReady, Refusal, WrongState


def test_refusal_tells_its_facts_in_its_sentence():
    assert str(NotReady(missing=["Outcomes", "Criteria"])) == "Still to do: Outcomes, Criteria."


def test_refusal_keeps_its_facts_as_they_were_given():
    assert NotReady(missing=["Outcomes"]).facts == {"missing": ["Outcomes"]}


def answer(fault: Exception, accept: str):
    request = RequestFactory().get("/", headers={"accept": accept})
    return RefusalMiddleware(lambda request: None).process_exception(request, fault)


def test_refusal_that_escapes_is_told_to_a_program_as_a_problem():
    with translation.override("en"):
        response = answer(WrongState(state="Draft"), "application/json")
    assert (response.status_code, response["Content-Type"], json.loads(response.content)) == (
        409,
        "application/problem+json",
        {
            "title": "This can no longer be done, or not yet: it is now “Draft”.",
            "status": 409,
            "code": "wrong-state",
            "state": "Draft",
        },
    )


def test_bug_is_no_refusal_and_passes_through():
    assert answer(RuntimeError("a bug"), "text/html") is None


@pytest.mark.parametrize("kind", Refusal.__subclasses__(), ids=lambda kind: kind.__name__)
def test_every_refusal_answers_with_an_error_that_is_not_the_sites_fault(kind):
    assert 400 <= kind.status < 500 or kind.status == 503
