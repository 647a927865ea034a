"""Does a credential fit the JSON Schemas that it names? (Open Badges 3.0, section 8.2, step 1)

The validator is the caller's: `validate(address, document)` raises KernelError (`schema`) for a
document that does not fit, and Unreachable for a schema that it does not have. Without one the
answer is *unknown*, told beside the verdict: a schema says how a credential is written, and the
signature already says that nobody wrote it anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from tessera.kernel.errors import KernelError, Unreachable
from tessera.kernel.openbadges import form
from tessera.kernel.openbadges.form import Document
from tessera.kernel.openbadges.report import Result, Step, worst

Validate: TypeAlias = Callable[[str, Document], None]

MAXIMUM_SCHEMAS = 5

# the second is VC JSON Schema's, for a schema that is served as it is
KINDS = {"1EdTechJsonSchemaValidator2019", "JsonSchema"}


def steps(document: Document, validate: Validate | None) -> list[Step]:
    """One step when it names a schema, none when it does not."""
    named = form.listed(document.get("credentialSchema"))
    if not named:
        return []
    if len(named) > MAXIMUM_SCHEMAS:
        return [_unknown("too-complex", f"more than {MAXIMUM_SCHEMAS} schemas")]
    told = [_step(document, one, validate) for one in named]
    failed = [one for one in told if one.result is Result.FAILED]
    return [worst(failed or told)]


def unasked(address: str, _document: Document) -> None:
    """The validator for a document whose signature does not hold."""
    raise Unreachable(
        f"the signature comes first, so {address:.200} was not asked", code="not-checked"
    )


def _step(document: Document, named: Any, validate: Validate | None) -> Step:
    address = named.get("id") if isinstance(named, Mapping) else None
    if not isinstance(address, str) or not isinstance(named.get("type"), str | list):
        return Step("schema", Result.FAILED, "form", "a schema without an address or a type")
    if not KINDS & set(map(str, form.listed(named["type"]))):
        return _unknown("unsupported", f"a schema of the kind {named['type']!s:.80}")
    if validate is None:
        return _unknown("no-validator", address)
    try:
        validate(address, document)
    except Unreachable as fault:
        return _unknown(fault.code, str(fault))
    except KernelError as fault:
        return Step("schema", Result.FAILED, fault.code, str(fault))
    return Step("schema", Result.PASSED, "", address)


def _unknown(code: str, detail: str) -> Step:
    return Step("schema", Result.UNKNOWN, code, detail, decides=False)
