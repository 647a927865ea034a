"""An item as the committee looks at it on the page, and the meeting as its minutes have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext

from tessera.assurance import queries as assurance
from tessera.assurance.enums import ConditionState
from tessera.common import clock
from tessera.common.languages import labelled, local
from tessera.common.refusal import Refusal
from tessera.meetings import forms, policies, queries
from tessera.meetings.enums import Kind
from tessera.people import queries as people

if TYPE_CHECKING:
    from tessera.meetings.models import Item, Meeting
    from tessera.people.models import Person


def people_of(meeting: Meeting) -> list[Person]:
    return [member.person for member in meeting.members.select_related("person")]


def settling_form(item: Item, data: Any = None) -> Any:
    """The form that settles this kind of item."""
    at = str(item.uuid)
    if item.kind == Kind.PROPOSAL:
        return forms.DecideForm(data, item=item, at=at)
    if item.kind == Kind.REVIEW:
        return forms.ConcludeForm(data, at=at)
    if item.appeal is not None:
        return forms.JudgeForm(data, at=at)
    if item.condition is not None:
        is_reported = item.condition.state == ConditionState.REPORTED
        return (forms.AnswerForm if is_reported else forms.MoreTimeForm)(data, at=at)
    return forms.RefusableForm(data if data is None else {}, at=at)


def item(found: Item, person: Person, *, leads: bool, form: Any) -> dict[str, Any]:
    """Everything that the page shows of an item to this person; `form` is what was just refused."""
    version = queries.version_of(found)
    settled = queries.settled(found)
    recused = [recusal.person for recusal in found.recusals.all()]
    notes = settling = barred = None
    if leads:
        initial = {"notes": found.notes, "recused": [str(each.uuid) for each in recused]}
        everyone = people_of(found.meeting)
        notes = forms.NotesForm(initial=initial, people=everyone, at=str(found.uuid))
        if not settled:
            barred = _refusal(found, person)
            settling = None if barred else settling_form(found)
    if isinstance(form, forms.NotesForm):
        notes = form
    elif form is not None:
        settling = form
    return {
        "item": found,
        "heading": queries.heading(found),
        "version": version,
        "summary": local(version, "summary") if version else "",
        "ratings": _ratings(found, person),
        "causes": list(found.review.causes.all()) if found.review else [],
        "recused": recused,
        "settled": settled,
        "findings": list(found.proposal.findings.all()) if found.proposal else [],
        "conditions": _conditions(found),
        "notes": notes,
        "settling": settling,
        # Who is not noted as present reads that once, above the agenda.
        "barred": None if isinstance(barred, policies.NotPresent) else barred,
        "condition": _condition(found),
    }


def _refusal(found: Item, person: Person) -> Refusal | None:
    """Why this person does not settle the item, so that the page offers only what is possible."""
    try:
        policies.check_settle(found, by=person)
    except Refusal as refusal:
        return refusal
    return None


def _condition(found: Item) -> dict[str, Any] | None:
    """The condition that the item is about, and whether it was late when the meeting looked at it."""
    condition = found.condition
    if condition is None:
        return None
    is_open = condition.state == ConditionState.OPEN and found.settled_at is None
    return {
        "each": condition,
        "check": assurance.words_of(condition.check_line),
        "is_late": is_open and condition.due_on < timezone.localdate(clock.now()),
    }


def _ratings(found: Item, person: Person) -> dict[str, Any] | None:
    """What the ratings add up to, as far as the person may read them."""
    proposal = found.appeal.proposal if found.appeal else found.proposal
    if proposal is None:
        return None
    sheet = assurance.sheet_for(person, proposal)
    if not sheet.reviews:
        return None
    agreed, of = sheet.agreement
    differ = [row for row in sheet.rows if not row.agreed]
    return {
        "reviewers": [str(review.reviewer) for review in sheet.reviews],
        "agreed": agreed,
        "of": of,
        "unmet": [assurance.words_of(check) for check in sheet.unmet],
        "conditions": [assurance.words_of(check) for check in sheet.conditions],
        "differ": [assurance.words_of(row.check) for row in differ],
        "summaries": [(str(each.reviewer), each.summary) for each in sheet.reviews if each.summary],
    }


def _conditions(found: Item) -> list[Any]:
    decision = getattr(found.proposal, "decision", None)
    return list(decision.conditions.all()) if decision else []


# -- The minutes ------------------------------------------------------------------------------------


def minutes(meeting: Meeting) -> dict[str, Any]:
    """The minutes as the template sets them, in the language of the moment."""
    members = list(meeting.members.select_related("person"))
    facts = [[gettext("When"), [_moment(meeting.starts_at)]]]
    if meeting.place:
        facts.append([gettext("Where"), [meeting.place]])
    here = [str(member) for member in members if member.is_present]
    away = [str(member) for member in members if not member.is_present]
    facts.append([pgettext("several persons", "Present"), here])
    if away:
        facts.append([pgettext("several persons", "Absent"), away])
    institution = people.institution()
    closed = gettext("Closed by %(name)s on %(moment)s") % {
        "name": meeting.closed_by,
        "moment": _moment(meeting.closed_at),
    }
    return {
        "institution": str(institution) if institution else "",
        "minutes": gettext("Minutes"),
        "facts": facts,
        "items": [
            _minuted(number, each) for number, each in enumerate(queries.items_of(meeting), start=1)
        ],
        "nothing": gettext("Nothing was on the agenda."),
        "closed": closed,
    }


def _minuted(number: int, found: Item) -> dict[str, Any]:
    version = queries.version_of(found)
    settled = queries.settled(found)
    facts: list[list[Any]] = []
    if found.proposal is not None and version is not None:
        said = gettext("Round %(round)s, submitted on %(day)s, under the standard %(edition)s") % {
            "round": found.proposal.round,
            "day": _day(found.proposal.submitted_at),
            "edition": found.proposal.standard,
        }
        facts.append([gettext("Proposal"), [said]])
        if agreement := assurance.agreement(found.proposal):
            agreed, of = agreement
            words = gettext("The reviewers say the same on %(agreed)s of %(of)s checks.")
            facts.append([gettext("Ratings"), [words % {"agreed": agreed, "of": of}]])
    if found.appeal is not None:
        facts += _appealed(found)
    if found.condition is not None:
        facts += _promised(found)
    if found.review is not None:
        causes = [str(cause).capitalize() for cause in found.review.causes.all()]
        facts.append([gettext("Why it is looked at again"), causes])
    if recused := [str(recusal) for recusal in found.recusals.all()]:
        facts.append([gettext("Took no part"), recused])
    facts.append([gettext("Decision"), _decision(settled)])
    if findings := list(found.proposal.findings.all()) if found.proposal else []:
        facts.append([gettext("Findings"), [finding.text for finding in findings]])
    if conditions := _conditions(found):
        lines = [
            gettext("%(text)s (%(owner)s, by %(day)s)")
            % {"text": each.text, "owner": each.owner, "day": _day(each.due_on)}
            for each in conditions
        ]
        facts.append([gettext("Conditions"), lines])
    return {
        "heading": f"{number}. {queries.heading(found)}",
        "kind": found.get_kind_display(),
        "unit": local(version.definition.unit, "name") if version else "",
        "facts": facts,
        "notes": found.notes,
    }


def _appealed(found: Item) -> list[list[Any]]:
    appeal = found.appeal
    assert appeal is not None
    ground = labelled(capfirst(appeal.get_ground_display()), appeal.text)
    declined = gettext("Declined on %(day)s by %(name)s") % {
        "day": _day(appeal.proposal.decision.decided_at),
        "name": appeal.proposal.decision.decided_by,
    }
    reason = appeal.proposal.decision.reason
    return [[gettext("Ground"), [ground]], [gettext("Appealed"), [declined, reason]]]


def _promised(found: Item) -> list[list[Any]]:
    condition = found.condition
    assert condition is not None
    words = gettext("%(text)s (%(owner)s, by %(day)s)")
    asked = {"text": condition.text, "owner": condition.owner, "day": _day(condition.promised_on)}
    facts: list[list[Any]] = [[gettext("Condition"), [words % asked]]]
    return [*facts, [gettext("What was done"), [condition.note]]] if condition.note else facts


def _decision(settled: queries.Settled | None) -> list[str]:
    if settled is None:
        return [gettext("None was taken.")]
    where = (
        gettext("Decided in the meeting by %(name)s.")
        if settled.is_here
        else gettext("Decided outside the meeting by %(name)s.")
    )
    lines = [settled.outcome, where % {"name": settled.by}]
    return [*lines, labelled(gettext("Reason"), settled.reason)] if settled.reason else lines


def _moment(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def _day(day: Any) -> str:
    return date_format(timezone.localtime(day) if hasattr(day, "hour") else day)
