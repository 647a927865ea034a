"""The JSON Schema of a design, made from the models, so that neither can forget the other."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import translation

from tessera.catalogue.enums import (
    CommitmentKind,
    ComponentKind,
    DeliveryMode,
    EvidenceKind,
    Kind,
)
from tessera.catalogue.models import (
    Alignment,
    Criterion,
    Level,
    Need,
    Outcome,
    Partner,
    Prompt,
    Service,
    Task,
    Version,
)
from tessera.catalogue.queries.snapshot import FIELDS
from tessera.kernel import badge

FORMAT = "tessera-definition/1"
LONGEST = 20_000
# As text; a whole file is two megabytes at most.
PICTURE = 2_000_000
SMALL = 32_767
ROWS = 200  # more of one kind than any design has
Schema = dict[str, Any]


def schema() -> Schema:
    """JSON Schema 2020-12, at the address under which this site serves it."""
    return {"$id": f"{settings.PUBLIC_URL}/schemas/definition-1.json", **_schema()}


@cache
def _schema() -> Schema:
    with translation.override("en"):
        fields: Schema = {
            name: _field(Version, name) for names in FIELDS.values() for name in names
        }
        whole = _object(
            {
                "$schema": {"type": "string"},
                "format": {"const": FORMAT},
                "kind": {"enum": list(Kind.values)},
                "slug": {"type": "string", "maxLength": 80},
                "number": {"type": "integer", "minimum": 1},
                "unit": {"type": "string", "maxLength": 200},
                "unit_fr": {"type": "string", "maxLength": 200},
                **fields,
                "languages": _several({"enum": ["en", "fr"]}),
                "delivery_modes": _several({"enum": list(DeliveryMode.values)}),
                "rule": {"type": ["object", "null"], "title": "stack rule"},
                "adds_to": _several(
                    _object(
                        {n: _text(200) for n in ("name", "name_fr", "institution")},
                        "name",
                        "institution",
                    )
                ),
                "prerequisites": _several(
                    _object(
                        {"definition": {"type": "string", "format": "uuid"}}
                        | {name: _text(120) for name in ("title", "title_fr")},
                        "definition",
                    )
                ),
                "outcomes": _several(_outcome()),
                "needs": _several(_row(Need, "side", "kind", "source", "found_on", "finding")),
                "partners": _several(_partner()),
                "services": _several(_service()),
                "components": _several(_component()),
                "artwork_design": _artwork(),
                "artwork_file": {
                    "type": "string",
                    "contentEncoding": "base64",
                    "pattern": "^[A-Za-z0-9+/]*={0,2}$",
                    "maxLength": PICTURE,
                },
            },
            "format",
            "kind",
            "title",
        )
    whole["properties"]["title"]["minLength"] = 1
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A micro-credential's design, as Tessera writes and reads it",
        **whole,
    }


def _outcome() -> Schema:
    row = _row(Outcome, "text", "unaligned_reason", asked=("text",))
    row["properties"]["alignments"] = _several(
        _row(Alignment, "framework", "name", "url", "code", asked=("framework", "name", "url"))
    )
    return row


def _partner() -> Schema:
    row = _row(Partner, "part", asked=())
    row["properties"] |= {"organisation": _text(200), "url": _text(200)}
    row["required"] = ["organisation"]
    return row


def _service() -> Schema:
    row = _row(Service, "how", asked=())
    row["properties"] |= {
        "kind": {"enum": list(CommitmentKind.values)},
        **{name: _text(200) for name in ("title", "title_fr", "edition")},
        **{name: {"type": ["string", "null"]} for name in ("in_force_from", "in_force_until")},
    }
    row["required"] = ["kind", "title", "edition"]
    return row


def _component() -> Schema:
    tasks = _row(Task, "title", "instructions", "minimum_items", asked=("title",))
    tasks["properties"]["accepts"] = _several({"enum": list(EvidenceKind.values)})
    criteria = _row(Criterion, "statement", "essential", "required_rank", "weight", asked=())
    criteria["properties"] |= {
        "weight": {"type": "integer", "minimum": 1, "maximum": SMALL},
        "levels": _several(_row(Level, "rank", "name", "description", asked=("rank", "name")))
        | {"minItems": 2, "maxItems": 10},
        "outcomes": _several(_text(300)),
    }
    criteria["required"] = ["statement", "required_rank", "levels"]
    return _object(
        {
            "kind": {"enum": list(ComponentKind.values)},
            "instructions": _text(LONGEST),
            "tasks": _several(tasks),
            "prompts": _several(_row(Prompt, "kind", "text")),
            "criteria": _several(criteria),
        },
        "kind",
    )


def _artwork() -> Schema:
    colour = {"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"}
    return _object(
        {
            "shape": {"enum": sorted(badge.SHAPES)},
            "icon": {"enum": sorted(badge.ICONS)},
            "ground": colour,
            "figure": colour,
            "text": _text(80),
            "name": _text(200),
            "level": {"type": "integer", "minimum": 0, "maximum": SMALL},
            "ring": {"type": "boolean"},
        },
        *("shape", "icon", "ground", "figure"),
    )


def _row(model: type[models.Model], *names: str, asked: tuple[str, ...] | None = None) -> Schema:
    return _object(
        {name: _field(model, name) for name in names}, *(names if asked is None else asked)
    )


def _field(model: type[models.Model], name: str) -> Schema:
    field: Any = model._meta.get_field(name)
    shape: Schema
    match field:
        case models.BooleanField():
            shape = {"type": "boolean"}
        case models.PositiveSmallIntegerField():
            shape = {"type": "integer", "minimum": 0, "maximum": SMALL}
        case models.DecimalField():
            whole, part = field.max_digits - field.decimal_places, field.decimal_places
            shape = {"type": "string", "pattern": f"^[0-9]{{1,{whole}}}([.][0-9]{{1,{part}}})?$"}
        case models.DateField():
            shape = {"type": "string", "format": "date"}
        case models.URLField():
            shape = {"type": "string", "format": "uri", "maxLength": field.max_length}
        case _:
            shape = _text(field.max_length or LONGEST)
    if field.null:
        shape["type"] = [shape["type"], "null"]
    if field.choices:
        shape = {"enum": [key for key, _label in field.choices] + ([""] if field.blank else [])}
    return {"title": str(field.verbose_name), **shape}


def _text(longest: int) -> Schema:
    return {"type": "string", "maxLength": longest}


def _several(item: Schema) -> Schema:
    return {"type": "array", "items": item, "maxItems": ROWS}


def _object(properties: Schema, *required: str) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }
