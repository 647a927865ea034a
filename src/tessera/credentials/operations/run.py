"""Confirming many at once: each row is awarded, or refused with a reason, exactly once.

A run goes on by jobs, some rows in one transaction each. What a transaction does to an attempt and what
the row says of it stand or fall together, so that a process may be killed at any moment.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import translation

from tessera.common import jobs
from tessera.common.refusal import Refusal
from tessera.credentials import policies, queries
from tessera.credentials.enums import Outcome
from tessera.credentials.models import Award, Row, Run
from tessera.credentials.operations.award import confirm_award, issue_many
from tessera.trail import operations as trail

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.people.models import Person

CHUNK = 100  # rows of one transaction


@transaction.atomic
def ask_run(*, version: Version | None = None, by: Person, at: datetime) -> Run:
    """Confirm all that were recommended as met, of one version if it is given.

    Who has a run under way gets that one, and it goes on if it had stood still. Refuses: NotPermitted,
    NothingQualifies.
    """
    policies.check_ask_run(by=by)
    if run := _under_way(by):
        jobs.later("credentials.go_on", run.pk)
        return run
    plan = queries.plan(by, version=version)
    policies.check_plan(plan)
    try:
        with transaction.atomic():
            run = Run.objects.create(asked_by=by, asked_at=at, size=len(plan))
    except IntegrityError:  # a double click: the constraint saw what the look before it could not
        run = _under_way(by)
        if run is None:
            raise
        return run
    Row.objects.bulk_create(
        [
            Row(run=run, number=number, attempt=planned.attempt, seen=planned.seen)
            for number, planned in enumerate(plan, start=1)
        ],
        batch_size=500,
    )
    trail.record("credentials.run.asked", subject=run, by=by, at=at, rows=len(plan))
    jobs.later("credentials.go_on", run.pk)
    return run


@transaction.atomic
def go_on(*, run: Run, at: datetime) -> Run:
    """The next rows of a run. Two at once take turns; twice does what once does."""
    run = _locked(run)
    if run.finished_at is not None:
        return run
    rows = list(
        run.rows.filter(outcome=Outcome.WAITING)
        .select_related("attempt__enrolment__version__definition")
        .order_by("number")[:CHUNK]
    )
    with translation.override(run.asked_by.language):
        awards = [award for row in rows if (award := _decided(row, by=run.asked_by, at=at))]
    Row.objects.bulk_update(rows, ["outcome", "reason", "award"])
    if awards:
        jobs.later("credentials.issue_many", run.pk, [award.pk for award in awards])
    if len(rows) == CHUNK:
        jobs.later("credentials.go_on", run.pk)
    else:
        _finish(run, at=at)
    return run


@transaction.atomic
def stop_run(*, run: Run, by: Person, at: datetime) -> Run:
    """What was not looked at yet waits for confirmation as before. Refuses: NotPermitted, RunIsOver."""
    run = _locked(run)
    policies.check_stop_run(run, by=by)
    run.rows.filter(outcome=Outcome.WAITING).update(outcome=Outcome.STOPPED)
    run.stopped_at = at
    trail.record("credentials.run.stopped", subject=run, by=by, at=at)
    _finish(run, at=at)
    return run


def issue_run(*, run: Run, awards: list[int], at: datetime) -> None:
    """Issue awards of a run together, and count how they were signed."""
    figures = issue_many(awards=awards, at=at)
    Run.objects.filter(pk=run.pk).update(
        by_template=F("by_template") + figures.by_template,
        by_general=F("by_general") + figures.by_general,
    )


def _decided(row: Row, *, by: Person, at: datetime) -> Award | None:
    try:
        with transaction.atomic():
            row.award = confirm_award(attempt=row.attempt, seen=row.seen, by=by, at=at, alone=False)
    except Refusal as refusal:
        row.outcome, row.reason = Outcome.REFUSED, str(refusal)[:500]
        return None
    row.outcome = Outcome.AWARDED
    return row.award


def _finish(run: Run, *, at: datetime) -> None:
    run.finished_at = at
    run.save(update_fields=["finished_at", "stopped_at"])
    trail.record("credentials.run.finished", subject=run, by=None, at=at)


def _locked(run: Run) -> Run:
    return (
        Run.objects.select_for_update(no_key=True, of=("self",))
        .select_related("asked_by")
        .get(pk=run.pk)
    )


def _under_way(by: Person) -> Run | None:
    return Run.objects.filter(asked_by=by, finished_at=None).first()
