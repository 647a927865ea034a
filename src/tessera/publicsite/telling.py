"""A report for people: the sentence, each check, whether its issuer is known here, and what it claims.

What this site knows of its own badges beyond what they say is told too: that one is suspended, which the
one bit of a list cannot say, and that an endorsement has ended since.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tessera.checking import wording
from tessera.credentials import queries as awards
from tessera.credentials.enums import State
from tessera.endorsement import queries as endorsement
from tessera.publicsite.claims import claims

if TYPE_CHECKING:
    from tessera.credentials.models import Award
    from tessera.kernel.openbadges.report import Report

TRUST = "trust"


def in_words(report: Report, *, at: datetime) -> dict[str, Any]:
    """What the page of a result shows."""
    checks = wording.checks(report)
    return {
        "answer": answer_to(report),
        "checks": [check for check in checks if check.name != TRUST] + _since(report, at=at),
        "trust": next((check for check in checks if check.name == TRUST), None),
        "recipient": next((check for check in checks if check.name == "recipient"), None),
        "claims": claims(report),
        "award": _ours(report),
    }


def answer_to(report: Report) -> wording.Answer:
    """The sentence."""
    answer = wording.answer(report)
    number = str(report.credential.get("id", ""))
    if answer.kind == "revoked" and awards.state_of(number) == State.SUSPENDED:
        return wording.said("suspended", issuer=wording.issuer_name(report))
    return answer


def _since(report: Report, *, at: datetime) -> list[wording.Check]:
    """Whether those who endorsed it still do, where this site knows; a badge keeps what it was given."""
    inside = [str(each.credential.get("id", "")) for each in report.inside]
    ours = [iri for iri in inside if iri.startswith(f"{settings.PUBLIC_URL}/endorsements/")]
    if not ours:
        return []
    ended = endorsement.ended(ours, at)
    if not ended:
        label, result = _("Its endorsers still stand behind it"), "passed"
        said = _("None of them has taken back what it said.")
    else:
        label, result = _("Its endorsers still stand behind it"), "ended"
        said = _(
            "An endorsement ended on %(day)s. The badge keeps its value: it was endorsed when it was"
            " earned."
        ) % {"day": date_format(localdate(min(ended.values())))}
    return [wording.Check("endorsers-now", label, result, said, "")]


def _ours(report: Report) -> Award | None:
    """The badge here that the document is, so that its holder can be asked."""
    number = awards.number_here(str(report.credential.get("id", "")))
    return awards.issued_award(number) if number else None
