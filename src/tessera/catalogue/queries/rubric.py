"""The rubric: for the kernel to judge by, as one grid, and its pass rule in words."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext, ngettext

from tessera.catalogue.enums import ComponentKind
from tessera.catalogue.models import Criterion, Level, Version
from tessera.catalogue.queries.versions import criteria_of
from tessera.catalogue.queries.words import pass_rule_in_words
from tessera.common.languages import labelled
from tessera.kernel import rubric


def rubric_of(version: Version) -> tuple[rubric.Criterion, ...]:
    """The rubric for the kernel to judge by; ids are the criteria's uuids."""
    return tuple(map(_for_kernel, criteria_of(version)))


def _for_kernel(criterion: Criterion) -> rubric.Criterion:
    return rubric.Criterion(
        id=str(criterion.uuid),
        levels=tuple(rubric.Level(level.rank, level.name) for level in criterion.levels.all()),
        required=criterion.required_rank,
        essential=criterion.essential,
        weight=criterion.weight,
        group=criterion.component.kind,
    )


def pass_rule_of(version: Version) -> rubric.PassRule:
    """Asked of each component apart; an essential criterion below its level decides before it."""
    return _rule(version.pass_share)


def _rule(share: int | None) -> rubric.PassRule:
    return rubric.EveryCriterion() if share is None else rubric.WeightedShare(Fraction(share, 100))


@dataclass(frozen=True, slots=True)
class Told:
    """A pass rule in a sentence, what it asks of each component, and what no weight makes up for."""

    sentence: str
    components: tuple[str, ...] = ()
    essential: str = ""


def pass_rule_told(version: Version, share: int | None) -> Told:
    """What it would take to pass this rubric as it stands, with this share or with none."""
    # A draft may hold a criterion whose scale is not whole yet.
    criteria = [each for each in criteria_of(version) if _has_scale(each)]
    if share is None or not criteria:
        return Told(pass_rule_in_words(share))
    return Told(
        pass_rule_in_words(share),
        tuple(map(_asked, rubric.asked(list(map(_for_kernel, criteria)), _rule(share)))),
        _essential([each.statement for each in criteria if each.essential]),
    )


def _has_scale(criterion: Criterion) -> bool:
    return criterion.required_rank in [level.rank for level in criterion.levels.all()][1:]


def _asked(group: rubric.Asked) -> str:
    if group.is_everything:
        said = gettext("every criterion, since none is light enough to be missed")
    else:
        said = ngettext(
            "criteria that carry %(needed)s of %(total)s point of weight",
            "criteria that carry %(needed)s of %(total)s points of weight",
            group.total,
        ) % {"needed": group.needed, "total": group.total}
    return labelled(str(ComponentKind(group.group).label), said)


def _essential(statements: list[str]) -> str:
    if not statements:
        return gettext("No criterion is essential: what one lacks, others may make up for.")
    return ngettext(
        "Essential is %(criteria)s: below its level, no weight makes up for it.",
        "Essential are %(criteria)s: below the level of any of them, no weight makes up for it.",
        len(statements),
    ) % {"criteria": "; ".join(gettext("“%s”") % each for each in statements)}


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion across the grid: a level for each column, or None where its scale has ended."""

    criterion: Criterion
    levels: tuple[Level | None, ...]


def rubric_grid(version: Version) -> tuple[list[int], list[Line]]:
    """The whole rubric: numbers of the columns, and the criteria down."""
    criteria = list(criteria_of(version))
    scales = [list(criterion.levels.all()) for criterion in criteria]
    width = max(map(len, scales), default=0)
    return list(range(1, width + 1)), [
        Line(criterion, (*scale, *[None] * (width - len(scale))))
        for criterion, scale in zip(criteria, scales, strict=True)
    ]
