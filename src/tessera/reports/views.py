"""A page for each report, and the same table as a file."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tessera.assurance import queries as assurance
from tessera.common import clock, tables
from tessera.people.access import PersonRequest, needs
from tessera.reports import scrutiny as report
from tessera.reports.enums import Permission


@require_safe
@needs(Permission.SCRUTINY)
def scrutiny(request: PersonRequest) -> HttpResponse:
    """Equal scrutiny under one edition of the standard: charts, each with its table."""
    groups = report.scrutiny(request.user, at=clock.now())
    editions = list(dict.fromkeys(group.edition for group in groups))
    wanted = request.GET.get("edition", "")
    edition = wanted if wanted in editions else next(iter(editions), "")
    shown = [group for group in groups if group.edition == edition]
    facts = {
        "editions": editions,
        "edition": edition,
        "groups": [_in_words(group) for group in shown],
        "whole": shown[0] if shown else None,
        "stages": [name for name, _start, _end in report.STAGES.values()],
        "time": report.time_chart(shown),
        "agreement": report.agreement_chart(shown),
        "small": report.SMALL,
    }
    return render(request, "reports/scrutiny.html", facts)


@require_safe
@needs(Permission.SCRUTINY)
def scrutiny_file(request: PersonRequest, kind: str) -> HttpResponse:
    """Every edition and unit in one table, as CSV or XLSX."""
    if kind not in tables.KINDS:
        raise Http404
    groups = report.scrutiny(request.user, at=clock.now())
    return tables.download("scrutiny", report.columns(), report.rows(groups), kind=kind)


def _in_words(group: report.Group) -> dict[str, object]:
    return {
        "group": group,
        "stages": [spread.words for spread in group.stages.values()],
        "raw": report.raw_words(group.agreement),
        "alpha": assurance.alpha_words(group.agreement),
        "outcomes": list(group.outcomes.values()),
    }
