"""Designers and reviewers learn of a new edition before it is in force."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tessera.assurance.enums import Permission
from tessera.assurance.notices.telling import in_full
from tessera.notifications.operations import deliver
from tessera.people.queries import people_who_may

if TYPE_CHECKING:
    from tessera.assurance.models import QualityStandard
    from tessera.people.models import Person


def standard_is_coming(standard: QualityStandard, *, on: date, by: Person, at: datetime) -> None:
    concerned = {*people_who_may(Permission.VIEW), *people_who_may(Permission.REVIEW)} - {by}
    for person in sorted(concerned, key=lambda each: each.pk):
        deliver(
            kind="assurance.standard.coming",
            once=f"assurance.standard.coming:{standard.uuid}:{on}:{person.pk}",
            to=person,
            subject=_("From %(day)s: edition %(edition)s of the quality standard"),
            text=_(
                "What is submitted from %(day)s on is rated under edition %(edition)s of the quality"
                " standard. What was submitted before stays as it was.\n\n%(note)s"
            ),
            facts={"day": in_full(on), "edition": standard.edition, "note": standard.note},
            action_url=reverse("assurance:standard", args=[standard.uuid]),
            action_label=_("See what is new"),
            at=at,
        )
