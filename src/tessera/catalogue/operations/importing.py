"""A design that comes in as a file becomes a draft, whole or not at all."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from tessera.catalogue import policies, queries
from tessera.catalogue.enums import PromptKind, Section
from tessera.catalogue.models import (
    Alignment,
    Component,
    Criterion,
    Definition,
    Level,
    Need,
    Outcome,
    Partner,
    Prompt,
    Service,
    Task,
    Version,
)
from tessera.catalogue.operations.badging import draw_artwork, upload_artwork
from tessera.catalogue.operations.drafting import begun_with, create_definition, set_fields
from tessera.kernel.badge import Design
from tessera.trail import operations as trail

if TYPE_CHECKING:
    from tessera.people.models import Person, Unit

Document = dict[str, Any]


@transaction.atomic
def import_definition(
    *, document: Document, unit: Unit, uuid: UUID | None = None, by: Person, at: datetime
) -> Version:
    """A draft from what `exported` wrote; asked twice with one `uuid`, it is begun once.

    Refuses: NotPermitted, NotImportable, AlreadyThere when someone else began one with that `uuid`.
    """
    uuid, begun = begun_with(uuid, unit=unit, by=by)
    policies.check_document(document)
    if begun is not None:
        return begun
    version = create_definition(
        kind=document["kind"], title=document["title"], unit=unit, uuid=uuid, by=by, at=at
    )
    for section in Section:
        set_fields(version, section, _values(document, section))
    outcomes = _outcomes(version, document.get("outcomes", []))
    _reasons(version, document)
    for given in document.get("components", []):
        _component(version.components.get(kind=given["kind"]), given, outcomes)
    if drawn := document.get("artwork_design"):
        version = draw_artwork(
            version=version,
            design=Design(**drawn),
            alt=version.artwork_alt,
            alt_fr=version.artwork_alt_fr,
            by=by,
            at=at,
        )
    elif picture := queries.picture_in(document):
        version = upload_artwork(
            version=version,
            file=picture,
            alt=version.artwork_alt,
            alt_fr=version.artwork_alt_fr,
            by=by,
            at=at,
        )
    trail.record("catalogue.version.imported", subject=version, by=by, at=at)
    return version


def _values(document: Document, section: int) -> dict[str, Any]:
    """The plain fields of a section, as the models keep them."""
    values = {name: document[name] for name in queries.FIELDS[Section(section)] if name in document}
    if values.get("review_on"):
        values["review_on"] = date.fromisoformat(values["review_on"])
    if values.get("credits"):
        values["credits"] = Decimal(values["credits"])
    if "adds_to" in values:
        values["adds_to"] = list(filter(None, map(queries.programme_like, values["adds_to"])))
    if "prerequisites" in values:
        named = [each["definition"] for each in values["prerequisites"]]
        values["prerequisites"] = list(Definition.objects.filter(uuid__in=named))
    return values


def _outcomes(version: Version, given: list[Document]) -> dict[str, Outcome]:
    made = {}
    for position, facts in enumerate(given):
        alignments = facts.get("alignments", [])
        plain = {name: value for name, value in facts.items() if name != "alignments"}
        outcome = Outcome.objects.create(version=version, position=position, **plain)
        made[outcome.text] = outcome
        Alignment.objects.bulk_create(Alignment(outcome=outcome, **each) for each in alignments)
    return made


def _reasons(version: Version, document: Document) -> None:
    for need in document.get("needs", []):
        Need.objects.create(
            version=version, **need | {"found_on": date.fromisoformat(need["found_on"])}
        )
    for partner in document.get("partners", []):
        organisation = queries.organisation_named(partner["organisation"])
        assert organisation is not None
        Partner.objects.create(
            version=version, organisation=organisation, part=partner.get("part", "")
        )
    for service in document.get("services", []):
        commitment = queries.commitment_like(service)
        assert commitment is not None
        Service.objects.create(version=version, commitment=commitment, how=service.get("how", ""))


def _component(component: Component, given: Document, outcomes: dict[str, Outcome]) -> None:
    component.instructions = given.get("instructions", "")
    component.save(update_fields=["instructions"])
    for position, task in enumerate(given.get("tasks", [])):
        Task.objects.create(component=component, position=position, **task)
    for position, prompt in enumerate(given.get("prompts", [])):
        facts = {"position": position, "text": prompt["text"]}
        if prompt["kind"] == PromptKind.OWN:
            Prompt.objects.create(component=component, **facts)
        else:
            component.prompts.filter(kind=prompt["kind"]).update(**facts)
    for position, criterion in enumerate(given.get("criteria", [])):
        judged = criterion.get("outcomes", [])
        plain = {
            name: value for name, value in criterion.items() if name not in ("levels", "outcomes")
        }
        made = Criterion.objects.create(component=component, position=position, **plain)
        made.outcomes.set([outcomes[text] for text in judged])
        Level.objects.bulk_create(Level(criterion=made, **level) for level in criterion["levels"])
