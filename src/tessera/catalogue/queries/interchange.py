"""A design as a file: what goes out, the JSON Schema of it, and what keeps a file from coming in."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jsonschema_rs
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from tessera.catalogue import artwork
from tessera.catalogue.enums import ComponentKind, PromptKind
from tessera.catalogue.models import Commitment, Definition, FormalProgramme, Version
from tessera.catalogue.queries.interchange_schema import FORMAT, schema
from tessera.catalogue.queries.snapshot import content
from tessera.common.refusal import Refusal
from tessera.kernel.badge import Design
from tessera.kernel.errors import DrawingError, RuleError
from tessera.kernel.rules import codec, terms
from tessera.people.queries import organisations

if TYPE_CHECKING:
    from tessera.people.models import Organisation


LARGEST_DRAWING = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and where: `outcomes[2].text`."""

    path: str
    said: str


def exported(version: Version) -> dict[str, Any]:
    """The whole design in words and codes, without the people who wrote it."""
    design = content(version)
    apart = {"owner", "artwork"}
    drawn = version.artwork_design
    return {
        "$schema": f"{settings.PUBLIC_URL}/schemas/definition-1.json",
        "format": FORMAT,
        **{name: value for name, value in design.items() if name not in apart},
        **({"artwork_design": drawn} if drawn else _picture(version)),
    }


def _picture(version: Version) -> dict[str, str]:
    """A picture of one's own travels as data: the drawing where it is one and not large, else the PNG."""
    drawing = version.artwork_svg
    found = drawing if drawing and drawing.size <= LARGEST_DRAWING else version.artwork
    if not found:
        return {}
    with found.open() as file:
        return {"artwork_file": base64.b64encode(file.read()).decode()}


def picture_in(document: dict[str, Any]) -> SimpleUploadedFile | None:
    """The picture that a file brings, as if it were uploaded: nothing that it says of itself counts."""
    if document.get("artwork_design") or not document.get("artwork_file"):
        return None
    return SimpleUploadedFile("artwork.png", base64.b64decode(document["artwork_file"]))


def problems(document: Any) -> list[Problem]:
    """Everything that keeps it from becoming a draft; where its shape is wrong, nothing else is asked."""
    judge = jsonschema_rs.Draft202012Validator(schema(), validate_formats=True)
    found = [
        Problem(_path(fault.instance_path), _said(fault)) for fault in judge.iter_errors(document)
    ]
    return found or [*_unknown(document), *_unfit(document), *_undrawn(document)]


def organisation_named(name: str) -> Organisation | None:
    return organisations().filter(name__iexact=name).first()


def commitment_like(service: dict[str, Any]) -> Commitment | None:
    return Commitment.objects.filter(
        edition__kind=service["kind"], edition__name=service["edition"], title=service["title"]
    ).first()


def programme_like(programme: dict[str, Any]) -> FormalProgramme | None:
    wanted = {name: programme[name] for name in ("name", "institution")}
    return FormalProgramme.objects.filter(**wanted).first()


def _unknown(document: dict[str, Any]) -> list[Problem]:
    """What it names that is not here."""
    found = [
        Problem(f"partners[{at}].organisation", _("no organisation of that name is recorded here"))
        for at, each in enumerate(document.get("partners", []))
        if organisation_named(each["organisation"]) is None
    ]
    found += [
        Problem(f"services[{at}]", _("no such commitment is recorded here"))
        for at, each in enumerate(document.get("services", []))
        if commitment_like(each) is None
    ]
    found += [
        Problem(f"adds_to[{at}]", _("no such programme is recorded here"))
        for at, each in enumerate(document.get("adds_to", []))
        if programme_like(each) is None
    ]
    named = {
        f"prerequisites[{at}].definition": each["definition"]
        for at, each in enumerate(document.get("prerequisites", []))
    }
    if document.get("rule") is not None:
        try:
            rule = codec.decode(document["rule"])
        except RuleError as fault:
            return [*found, Problem(f"rule.{fault.field}".rstrip("."), str(fault))]
        asked = dict.fromkeys([*map(terms.named, terms.leaves(rule)), *terms.definitions(rule)])
        named |= {f"rule ({at})": definition for at, definition in enumerate(asked)}
    known = set(map(str, Definition.objects.values_list("uuid", flat=True)))
    return found + [
        Problem(path, _("no such badge is here"))
        for path, uuid in named.items()
        if uuid not in known
    ]


def _unfit(document: dict[str, Any]) -> list[Problem]:
    """What the database or the rubric would refuse."""
    outcomes = [each["text"] for each in document.get("outcomes", [])]
    kinds = [each["kind"] for each in document.get("components", [])]
    found = [
        Problem(f"components[{at}].kind", _("this component is there twice"))
        for at, kind in enumerate(kinds)
        if kind in kinds[:at]
    ]
    for at, component in enumerate(document.get("components", [])):
        here = f"components[{at}]"
        if component.get("tasks") and component["kind"] == ComponentKind.REFLECTIVE:
            found.append(
                Problem(f"{here}.tasks", _("the Reflective component asks questions only"))
            )
        if component.get("prompts") and component["kind"] != ComponentKind.REFLECTIVE:
            found.append(
                Problem(f"{here}.prompts", _("only the Reflective component asks questions"))
            )
        core = [each["kind"] for each in component.get("prompts", [])]
        if any(core.count(kind) > 1 for kind in PromptKind if kind != PromptKind.OWN):
            found.append(Problem(f"{here}.prompts", _("a question of the core is there twice")))
        for number, criterion in enumerate(component.get("criteria", [])):
            there = f"{here}.criteria[{number}]"
            steps = len(criterion["levels"])
            if not 2 <= criterion["required_rank"] <= steps:
                said = _("the level needed is above the lowest, and one of those listed")
                found.append(Problem(f"{there}.required_rank", said))
            if [level["rank"] for level in criterion["levels"]] != list(range(1, steps + 1)):
                found.append(Problem(f"{there}.levels", _("ranks go up from 1, without a gap")))
            found += [
                Problem(f"{there}.outcomes[{place}]", _("this design has no such outcome"))
                for place, text in enumerate(criterion.get("outcomes", []))
                if text not in outcomes
            ]
    organisation = [each["organisation"].casefold() for each in document.get("partners", [])]
    served = [(e["kind"], e["title"], e["edition"]) for e in document.get("services", [])]
    for name, several in (("partners", organisation), ("services", served)):
        if len(set(several)) != len(several):
            found.append(Problem(name, _("one of them is there twice")))
    return found


def _undrawn(document: dict[str, Any]) -> list[Problem]:
    """A picture that is not drawn here, such as one in letters that the font lacks."""
    if not (drawn := document.get("artwork_design")):
        return _unusable(document)
    try:
        artwork.render(Design(**drawn))
    except (DrawingError, artwork.TooAlike) as fault:
        return [Problem("artwork_design", str(fault))]
    return []


def _unusable(document: dict[str, Any]) -> list[Problem]:
    """A picture that is none, or not one for a badge."""
    try:
        if picture := picture_in(document):
            artwork.accept(picture)
    except (Refusal, ValueError) as fault:
        said = str(fault) if isinstance(fault, Refusal) else _("this is no picture")
        return [Problem("artwork_file", said)]
    return []


def _path(parts: list[str | int]) -> str:
    said = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)
    return said.lstrip(".") or _("the whole file")


def _said(fault: Any) -> str:
    """In the reader's language, for what people meet; the rest as the validator says it."""
    kind = fault.kind
    match type(kind).__name__.rpartition("_")[2]:
        case "Required":
            return _("“%(name)s” is missing") % {"name": kind.property}
        case "AdditionalProperties":
            return _("not known here: %(names)s") % {"names": ", ".join(kind.unexpected)}
        case "MaxLength":
            return _("longer than %(limit)s letters") % {"limit": kind.limit}
        case "MinLength" | "MinItems":
            return _("may not be empty")
        case "Enum" | "Constant":
            allowed = getattr(kind, "options", None) or [kind.expected_value]
            return _("is one of: %(allowed)s") % {"allowed": ", ".join(map(str, allowed))}
        case "Format":
            return _("is not a %(format)s") % {"format": kind.format}
    return str(fault.message)[:300]
