"""What a badge says: from a version and an award to the facts of an Open Badges 3.0 document.

The badge describes evidence (kind, task, criterion, digest) and never leads to it: no address, file
name or word of a reflection is written here, nor the learner's name.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from tessera.assessment import queries as assessment
from tessera.catalogue import queries as catalogue
from tessera.catalogue.enums import PUBLIC, ComponentKind, EvidenceKind, Kind
from tessera.endorsement import queries as endorsement
from tessera.kernel.openbadges import build, model
from tessera.kernel.rules import terms
from tessera.signing import queries as signing

if TYPE_CHECKING:
    from tessera.catalogue.models import Component, Criterion, Version
    from tessera.credentials.models import Award
    from tessera.kernel.rules.explain import Sentence
    from tessera.signing.models import Issuer, StatusEntry

LANGUAGE = "en"
ESCO = "ESCO"


def achievement_iri(version: Version) -> str:
    return f"{settings.PUBLIC_URL}/achievements/{version.definition.slug}/v{version.number}"


def credential_iri(award: Award) -> str:
    return f"{settings.PUBLIC_URL}/credentials/{award.uuid}"


def public_page(version: Version) -> str:
    folder = "stacks" if version.definition.kind == Kind.STACK else "catalogue"
    return f"{settings.PUBLIC_URL}/{folder}/{version.definition.slug}/"


def achievement_document(version: Version, *, at: datetime) -> dict[str, Any]:
    """The achievement as it stands at its own address, with the endorsements in force."""
    facts = achievement(version, issuer=signing.institution_issuer(), at=at)
    return {
        "@context": [build.VC_CONTEXT, build.OB_CONTEXT],
        **build.achievement(facts),
    }


def credential_document(
    award: Award, *, issuer: Issuer, entry: StatusEntry, valid_from: datetime
) -> dict[str, Any]:
    """The unsigned credential of one edition. `awardedDate` stays when `valid_from` moves on."""
    return build.open_badge(
        credential_facts(award, issuer=issuer, entry=entry, valid_from=valid_from)
    )


def credential_facts(
    award: Award,
    *,
    issuer: Issuer,
    entry: StatusEntry,
    valid_from: datetime,
    about: model.Achievement | None = None,
) -> model.OpenBadgeCredential:
    """`about` is the achievement of its version, where it is known already."""
    with translation.override(LANGUAGE):
        return model.OpenBadgeCredential(
            id=credential_iri(award),
            name=award.version.title,
            description=award.version.summary,
            issuer=signing.profile(issuer),
            subject=model.AchievementSubject(
                id=award.subject.urn,
                achievement=about or achievement(award.version, issuer=issuer, at=valid_from),
                identifiers=(build.hashed_identity(award.learner.email, salt=award.salt),),
                results=tuple(_results(award)),
            ),
            evidence=tuple(_evidence(award)),
            status=signing.status_entry_fact(entry),
            awarded_at=award.awarded_at,
            valid_from=valid_from,
            valid_until=award.valid_until,
        )


def specimen(
    version: Version, *, number: UUID, at: datetime, valid_until: datetime | None
) -> dict[str, Any]:
    """An unsigned badge of a design for a holder who does not exist, every criterion at the level needed.

    Raises InvalidFacts when the design does not say enough yet.
    """
    issuer = signing.institution_issuer()
    facts = achievement(version, issuer=issuer, at=at)
    results = tuple(
        model.Result(
            id=uuid5(number, described.id).urn,
            result_description=described.id,
            achieved_level=described.required_level,
        )
        for described in facts.result_descriptions
    )
    return build.open_badge(
        model.OpenBadgeCredential(
            id=f"{settings.PUBLIC_URL}/credentials/{number}",
            name=version.title,
            description=version.summary,
            issuer=signing.profile(issuer),
            subject=model.AchievementSubject(
                id=number.urn,
                achievement=facts,
                identifiers=(build.hashed_identity("nobody@example.org", salt="specimen"),),
                results=results,
            ),
            awarded_at=at,
            valid_from=at,
            valid_until=valid_until,
        )
    )


def achievement(version: Version, *, issuer: Issuer, at: datetime) -> model.Achievement:
    iri = achievement_iri(version)
    components = list(
        version.components.prefetch_related("criteria__levels").order_by("pk")  # three, as made
    )
    with translation.override(LANGUAGE):
        return model.Achievement(
            id=iri,
            name=version.title,
            description=version.description or version.summary,
            criteria=model.Criteria(
                id=public_page(version), narrative=_narrative(version, components)
            ),
            achievement_type="Badge"
            if version.definition.kind == Kind.STACK
            else "MicroCredential",
            alignments=(*_skills(version, iri), *_parts(version, iri)),
            creator=signing.profile(issuer),
            endorsements=tuple(
                json.loads(statement.document.body)
                for statement in endorsement.in_force(version, at)
            ),
            image=model.Image(
                f"{settings.PUBLIC_URL}/artwork/{version.uuid}.png", caption=version.artwork_alt
            ),
            language=LANGUAGE,
            result_descriptions=tuple(
                _result_description(iri, criterion)
                for component in components
                if version.definition.kind == Kind.MICRO
                for criterion in component.criteria.all()
            ),
            tags=tuple(_tags(version)),
            version=str(version.number),
        )


def _narrative(version: Version, components: list[Component]) -> str:
    """How it is earned, in Markdown that a person can read as it stands."""
    lines = [_("The earner can:")]
    lines += [f"- {outcome.text}" for outcome in version.outcomes.all()]
    if version.definition.kind == Kind.STACK:
        rule = catalogue.rule_in_words(version, LANGUAGE)
        return "\n".join([*lines, "", _("It is earned by holding other badges:"), *_outline(rule)])
    for component in components:
        criteria = list(component.criteria.all())
        if not criteria and not component.instructions:
            continue
        lines += ["", f"**{component.get_kind_display()}**", component.instructions]
        lines += [f"- {criterion.statement} ({_needed(criterion)})" for criterion in criteria]
    lines += ["", _("Judged by an assessor and confirmed by the registrar: two different people.")]
    if version.supervision:
        lines.append(_("The work was %(how)s.") % {"how": version.get_supervision_display()})
    return "\n".join(lines)


def _outline(rule: Sentence | None, depth: int = 0) -> Iterator[str]:
    if rule is not None:
        yield f"{'  ' * depth}- {rule.head}"
        for part in rule.parts:
            yield from _outline(part, depth + 1)


def _needed(criterion: Criterion) -> str:
    level = next(
        (each for each in criterion.levels.all() if each.rank == criterion.required_rank), None
    )
    return _("needed: %(level)s") % {"level": level.name if level else criterion.required_rank}


def _skills(version: Version, iri: str) -> Iterator[model.Alignment]:
    for outcome in version.outcomes.prefetch_related("alignments"):
        for alignment in outcome.alignments.all():
            yield model.Alignment(
                id=f"{iri}#alignment-{alignment.pk}",
                target_name=alignment.name,
                target_url=alignment.url,
                target_code=alignment.code,
                target_description=outcome.text,
                target_framework=alignment.framework,
                target_type="ext:ESCOSkill" if alignment.framework == ESCO else "",
            )


def _parts(version: Version, iri: str) -> Iterator[model.Alignment]:
    """What a stack is made of. `related` is for editions of the same achievement, so not there."""
    rule = catalogue.rule_of(version)
    named = {UUID(name) for name in terms.definitions(rule)} if rule else set()
    versions = type(version).objects.filter(definition__uuid__in=named, state__in=PUBLIC)
    newest = {part.definition_id: part for part in versions.order_by("number")}
    for part in type(version).objects.filter(pk__in=[each.pk for each in newest.values()]):
        yield model.Alignment(
            id=f"{iri}#part-{part.definition.slug}",
            target_name=part.title,
            target_url=achievement_iri(part),
            target_description=part.summary,
            target_type="ceterms:Credential",
        )


def _tags(version: Version) -> list[str]:
    names = [
        alignment.name
        for outcome in version.outcomes.all()
        for alignment in outcome.alignments.all()
    ]
    return list(dict.fromkeys(names))


def _result_description(iri: str, criterion: Criterion) -> model.ResultDescription:
    described = _criterion_iri(iri, criterion.uuid)
    return model.ResultDescription(
        id=described,
        name=criterion.statement,
        result_type="RubricCriterionLevel",
        required_level=_level_iri(described, criterion.required_rank),
        levels=tuple(
            model.RubricCriterionLevel(
                id=_level_iri(described, level.rank),
                name=level.name,
                description=level.description,
                level=str(level.rank),
            )
            for level in criterion.levels.all()
        ),
    )


def _results(award: Award) -> Iterator[model.Result]:
    """The level reached for each criterion, judged now or carried over from an earlier attempt."""
    if award.attempt is None:
        return
    iri = achievement_iri(award.version)
    for line in assessment.decision_chain(award.attempt).lines:
        if line.level is not None:
            described = _criterion_iri(iri, line.criterion.uuid)
            yield model.Result(
                id=_node(award, f"result {line.criterion.uuid}"),
                result_description=described,
                achieved_level=_level_iri(described, line.level.rank),
            )


def _evidence(award: Award) -> Iterator[model.Evidence]:
    if award.attempt is None:
        yield from _counted(award)
        return
    statements = {
        component.kind: "; ".join(criterion.statement for criterion in component.criteria.all())
        for component in award.version.components.prefetch_related("criteria")
    }
    yield from _learning(award, statements[ComponentKind.EDUCATIONAL])
    yield from _demonstration(award, statements[ComponentKind.DEMONSTRATION])
    yield _reflection(award, statements[ComponentKind.REFLECTIVE])


def _learning(award: Award, criteria: str) -> Iterator[model.Evidence]:
    assert award.attempt is not None
    record = getattr(award.attempt.enrolment, "educational_record", None)
    if record is not None:
        yield model.Evidence(
            id=_node(award, "educational"),
            name=_("Educational component"),
            genre=record.get_basis_display(),
            description=_described(
                _("Recorded as met on %(day)s.") % {"day": record.completed_on.isoformat()},
                criteria,
            ),
        )


def _demonstration(award: Award, criteria: str) -> Iterator[model.Evidence]:
    assert award.attempt is not None
    items = award.attempt.evidence.select_related("task", "artefact").order_by("pk")
    for number, item in enumerate(items, start=1):
        digest = ""
        if item.kind == EvidenceKind.FILE and item.artefact is not None:
            digest = item.artefact.sha256
        elif item.kind == EvidenceKind.TEXT:
            digest = _sha256(item.text)
        yield model.Evidence(
            id=_node(award, f"demonstration {number}"),
            name=item.task.title,
            genre=item.get_kind_display(),
            description=_described(_("Handed in and judged."), criteria, digest),
        )


def _reflection(award: Award, criteria: str) -> model.Evidence:
    assert award.attempt is not None
    answers = json.dumps(award.attempt.reflections, sort_keys=True, ensure_ascii=False)
    return model.Evidence(
        id=_node(award, "reflection"),
        name=_("Reflection"),
        genre=_("written text"),
        description=_described(
            _("The learner's own words, judged and not shown."), criteria, _sha256(answers)
        ),
    )


def _counted(award: Award) -> Iterator[model.Evidence]:
    """The parts that satisfied a stack, named by their achievements."""
    assert award.evaluation is not None
    used = award.evaluation.used.select_related("version__definition").order_by("pk")
    for part in used:
        yield model.Evidence(
            id=_node(award, f"part {part.version.definition.slug}"),
            name=part.version.title,
            genre=part.version.definition.get_kind_display(),
            description=_("Held and valid when the stack was completed."),
            narrative=_("Achievement: %(address)s") % {"address": achievement_iri(part.version)},
        )


def _described(what: str, criteria: str, digest: str = "") -> str:
    parts = [what]
    if criteria:
        parts.append(_("Judged by: %(criteria)s.") % {"criteria": criteria})
    if digest:
        parts.append(f"SHA-256: {digest}")
    return " ".join(parts)


def _criterion_iri(iri: str, criterion: UUID) -> str:
    return f"{iri}#criterion-{criterion}"


def _level_iri(described: str, rank: int) -> str:
    return f"{described}-level-{rank}"


def _node(award: Award, name: str) -> str:
    """The same id at every edition, which leads nowhere and gives away nothing."""
    return uuid5(award.subject, name).urn


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
