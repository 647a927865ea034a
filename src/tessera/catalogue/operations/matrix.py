"""Which criterion judges which outcome, written as one table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from tessera.catalogue import policies, queries
from tessera.catalogue.operations.drafting import editing, touched

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.people.models import Person


def save_matrix(
    *,
    version: Version,
    judged: Mapping[int, Iterable[int]],
    seen: str | None = None,
    spare: bool = False,
    by: Person,
    at: datetime,
) -> Version:
    """For each criterion named, the outcomes that it judges, all by their ids; merged as sections are.

    Refuses: NotPermitted, WrongState, FromElsewhere, ChangedMeanwhile, EndsEndorsements.
    """
    with editing(version, spare=spare, by=by, at=at, matrix=True) as held:
        criteria = {criterion.pk: criterion for criterion in queries.criteria_of(held)}
        outcomes = {outcome.pk: outcome for outcome in held.outcomes.all()}
        policies.check_cells(judged, criteria=criteria.keys(), outcomes=outcomes.keys())
        values = {str(pk): sorted(asked) for pk, asked in judged.items()}
        for pk, asked in touched(queries.matrix_marks(held), values, seen=seen).items():
            criteria[int(pk)].outcomes.set([outcomes[each] for each in asked])
    return held
