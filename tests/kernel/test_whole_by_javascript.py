"""What several JavaScript libraries make together is accepted: lists, endorsements, records.

`data/whole_by_javascript.json` names the versions and the day; `data/whole_by_javascript.mjs` how.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tessera.kernel.openbadges.check import check
from tessera.kernel.openbadges.report import Result, Verdict

from .badges import NOON, web
from .changes import changed

_MADE = json.loads((Path(__file__).parent / "data" / "whole_by_javascript.json").read_bytes())
DOCUMENTS = _MADE["documents"]
PAGES = {address: json.dumps(page).encode() for address, page in _MADE["pages"].items()}
SOUND = {name: document for name, document in DOCUMENTS.items() if name != "status set"}


@pytest.mark.parametrize("name", SOUND)
def test_what_javascript_made_is_valid(name):
    report = check(SOUND[name], at=NOON, load=web(PAGES))
    assert [step for step in report.steps if step.result in {Result.FAILED, Result.UNKNOWN}] == []
    assert report.verdict is Verdict.VALID


def test_what_is_inside_is_checked_and_the_list_is_read():
    reports = {name: check(one, at=NOON, load=web(PAGES)) for name, one in SOUND.items()}
    assert reports["status clear"].step("status").result is Result.PASSED
    assert reports["endorsed by another"].step("endorsements").result is Result.PASSED
    assert reports["record of two"].step("members").result is Result.PASSED


def test_badge_whose_bit_javascript_set_is_revoked():
    report = check(DOCUMENTS["status set"], at=NOON, load=web(PAGES))
    assert (report.verdict, report.reason) == (Verdict.INVALID, "revoked")


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_document_with_any_string_changed_is_not_valid(data):
    document = data.draw(changed(SOUND[data.draw(st.sampled_from(sorted(SOUND)))]))
    assert check(document, at=NOON, load=web(PAGES)).verdict is not Verdict.VALID


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_status_list_with_any_string_changed_clears_nobody(data):
    (address,) = (each for each in PAGES if "/status/" in each)
    altered = data.draw(changed(_MADE["pages"][address]))
    pages = {**PAGES, address: json.dumps(altered).encode()}
    report = check(DOCUMENTS["status clear"], at=NOON, load=web(pages))
    assert report.verdict is not Verdict.VALID
