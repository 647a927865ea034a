"""A proposal to print: what its page shows this reader, and nothing beyond it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from tessera.assurance import queries
from tessera.assurance.views.proposal import proposal_page
from tessera.assurance.views.shown import SEES_PROPOSALS
from tessera.common import clock, pdf
from tessera.common.languages import labelled, local
from tessera.people.access import PersonRequest, needs
from tessera.people.queries import institution

if TYPE_CHECKING:
    from datetime import date, datetime

    from tessera.assurance.models import Decision, Proposal

Facts = list[tuple[str, list[str]]]


@needs(*SEES_PROPOSALS)
@require_safe
def dossier(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The round as a tagged PDF; blind reviews are as blind as on the page."""
    found = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    at = clock.now()
    body = pdf.render(
        "assurance/dossier.typ",
        facts_of(found, proposal_page(request, found), reader=str(request.user), at=at),
        title=local(found.version, "title"),
        language=get_language() or "en",
        at=at,
    )
    name = f"{found.version.definition.slug}-round-{found.round}.pdf"
    headers = {
        "Content-Disposition": f'inline; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(body, content_type="application/pdf", headers=headers)


def facts_of(found: Proposal, page: dict[str, Any], *, reader: str, at: datetime) -> dict[str, Any]:
    """What the template sets: `page` is what `proposal_page` gives this reader."""
    parts = [
        (gettext("The decision"), [("", _decision(page["decision"]))] if page["decision"] else []),
        (gettext("Findings"), [("", _findings(page["findings"]))]),
        (gettext("Ratings"), _ratings(page["sheet"]) if page["sheet"] else []),
        (
            gettext("Findings of the round before, and the answers"),
            [("", _findings(page["before"]))],
        ),
        (
            gettext("The design as it was submitted"),
            [
                (
                    str(chapter.section.label),
                    [
                        (str(each.label), list(map(str, each.lines)))
                        for each in chapter.entries
                        if each.lines
                    ],
                )
                for chapter in page["chapters"]
            ],
        ),
    ]
    college = institution()
    printed = gettext("Printed for %(name)s on %(day)s, with what this reader may see.")
    return {
        "institution": local(college, "name") if college else "",
        "dossier": gettext("Dossier of a proposal"),
        "facts": [
            (gettext("State"), [str(found.get_state_display())]),
            (gettext("Round"), [str(found.round)]),
            (gettext("Standard"), [str(found.standard)]),
            (gettext("Submitted"), [f"{found.submitted_by}, {_day(found.submitted_at)}"]),
        ],
        "parts": [
            {"heading": heading, "sections": [_section(*each) for each in sections if each[1]]}
            for heading, sections in parts
            if any(facts for _heading, facts in sections)
        ],
        "closing": printed % {"name": reader, "day": _day(at)},
    }


def _section(heading: str, facts: Facts) -> dict[str, Any]:
    return {"heading": heading, "facts": facts}


def _decision(decision: Decision) -> Facts:
    said: Facts = [
        (
            str(decision.get_outcome_display()),
            [f"{decision.decided_by}, {_day(decision.decided_at)}", *decision.reason.splitlines()],
        )
    ]
    if decision.override:
        said.append((gettext("Decided against the ratings"), decision.override.splitlines()))
    conditions = [
        f"{each.text} ({each.owner}, {_day(each.due_on)}; {each.get_state_display()})"
        for each in decision.conditions.all()
    ]
    return said + ([(gettext("Conditions"), conditions)] if conditions else [])


def _findings(lines: list[dict[str, Any]]) -> Facts:
    return [
        (
            f"{number}. {line['word']}",
            [
                *line["each"].finding.text.splitlines(),
                *(
                    [f"{gettext('Answer:')} {line['each'].finding.answer}"]
                    if line["each"].finding.answer
                    else []
                ),
            ],
        )
        for number, line in enumerate(lines, start=1)
    ]


def _ratings(sheet: dict[str, Any]) -> list[tuple[str, Facts]]:
    """By principle, each check with what each reviewer said; then what they said on the whole."""
    names = [str(review.reviewer) for review in sheet["reviews"]]
    sections: dict[str, Facts] = {}
    for row in sheet["rows"]:
        said = [
            labelled(name, f"{cell['word']}. {cell['comment']}".removesuffix(". ").strip())
            for name, cell in zip(names, row["cells"], strict=True)
            if cell
        ]
        if said:
            sections.setdefault(str(row["principle"]), []).append((str(row["text"]), said))
    whole: Facts = [
        (str(review.reviewer), review.summary.splitlines())
        for review in sheet["reviews"]
        if review.summary
    ]
    return [*sections.items(), *([(gettext("On the whole"), whole)] if whole else [])]


def _day(moment: datetime | date) -> str:
    is_time = hasattr(moment, "hour")
    return date_format(timezone.localtime(moment) if is_time else moment, "DATE_FORMAT")  # type: ignore[arg-type]
