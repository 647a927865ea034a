"""The schemas that a credential names, and who holds it to them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import jsonschema
import pytest

from tessera.common.schemas import Validator
from tessera.kernel.errors import KernelError, Unreachable
from tessera.kernel.openbadges import contexts
from tessera.kernel.openbadges.check import check

from . import published
from .badges import NOON, badge, signed, web

ADDRESS = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)
FILE = "schemas/published-2026/open-badges/v3_0/ob_v3p0_achievementcredential_schema.json"
SCHEMA = {"id": ADDRESS, "type": "1EdTechJsonSchemaValidator2019"}
SMALL = {"type": "object", "required": ["awardedDate"]}


def with_schemas(*schemas: Any, **changes: Any) -> dict[str, Any]:
    under = [contexts.CREDENTIALS_V2, contexts.OPEN_BADGES, contexts.EXTENSIONS]
    return signed(badge(**{"@context": under, "credentialSchema": list(schemas), **changes}))


def validator(schemas: Mapping[str, Any]) -> Any:
    def validate(address: str, document: Mapping[str, Any]) -> None:
        if address not in schemas:
            raise Unreachable(f"no schema of {address}")
        checker = jsonschema.Draft201909Validator(schemas[address])
        for fault in checker.iter_errors(document):
            raise KernelError(f"{fault.json_path}: {fault.message}", code="schema")

    return validate


def outcome(document: Any, schemas: Mapping[str, Any] | None) -> tuple[str, str, str]:
    validate = None if schemas is None else validator(schemas)
    report = check(document, at=NOON, load=web(), validate=validate)
    step = report.step("schema")
    return report.verdict.value, step.result.value, step.code


@pytest.mark.parametrize(
    ("named", "schemas", "expected"),
    [
        ([SCHEMA], {ADDRESS: {}}, ("valid", "passed", "")),
        ([SCHEMA], {ADDRESS: SMALL}, ("invalid", "failed", "schema")),
        ([SCHEMA], {}, ("valid", "unknown", "unreachable")),
        ([SCHEMA], None, ("valid", "unknown", "no-validator")),
        ([{**SCHEMA, "type": "JsonSchema"}], {ADDRESS: SMALL}, ("invalid", "failed", "schema")),
        (
            [{**SCHEMA, "type": "JsonSchemaCredential"}],
            {ADDRESS: SMALL},
            ("valid", "unknown", "unsupported"),
        ),
        ([SCHEMA] * 6, {ADDRESS: SMALL}, ("valid", "unknown", "too-complex")),
        (
            [{**SCHEMA, "id": "https://a.example/s"}, SCHEMA],
            {ADDRESS: SMALL},
            ("invalid", "failed", "schema"),
        ),
        (["https://a.example/schema"], {ADDRESS: {}}, ("invalid", "failed", "form")),
    ],
)
def test_credential_is_held_to_each_schema_that_it_names(named, schemas, expected):
    assert outcome(with_schemas(*named), schemas) == expected


def test_badge_fits_the_published_schema_and_one_of_another_form_does_not():
    schemas = {ADDRESS: published.document(FILE)}
    assert outcome(with_schemas(SCHEMA), schemas) == ("valid", "passed", "")
    single = with_schemas(SCHEMA, id=None)
    assert outcome(single, schemas) == ("invalid", "failed", "schema")


def test_validator_of_the_site_says_the_same_of_the_published_schema():
    page = web({ADDRESS: json.dumps(published.document(FILE)).encode()})
    for document, verdict in (
        (with_schemas(SCHEMA), "valid"),
        (with_schemas(SCHEMA, id=None), "invalid"),
    ):
        report = check(document, at=NOON, load=web(), validate=Validator(page))
        assert report.verdict.value == verdict


def test_schema_of_a_badge_that_was_altered_is_not_asked():
    asked = []

    def validate(address: str, _document: Mapping[str, Any]) -> None:
        asked.append(address)

    altered = {**with_schemas(SCHEMA), "name": "Another"}
    report = check(altered, at=NOON, load=web(), validate=validate)
    step = report.step("schema")
    assert (report.reason, step.result.value, step.code, asked) == (
        "signature", "unknown", "not-checked", [],
    )  # fmt: skip


def test_badge_that_names_no_schema_has_no_such_step():
    report = check(signed(badge()), at=NOON, load=web())
    assert "schema" not in [step.name for step in report.steps]
