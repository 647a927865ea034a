"""Who records what the institution has committed itself to, and what an edition may not do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tessera.catalogue.enums import Permission
from tessera.catalogue.models import Commitment, Edition
from tessera.common.languages import day_in_full
from tessera.common.refusal import NotPermitted, Refusal
from tessera.people.access import can

if TYPE_CHECKING:
    from tessera.people.models import Person


class EndsTooSoon(Refusal):
    code, status = "ends-too-soon", 422
    message = _("The last day comes before the first, which is %(first)s.")


class EditionsOverlap(Refusal):
    """Which one is in force must never be in doubt; the fact `edition` names the other."""

    code = "editions-overlap"
    message = _(
        "“%(edition)s” is in force on some of these days, from %(first)s. Give it a last day first, or"
        " choose other days."
    )


class IsCited(Refusal):
    code = "is-cited"
    message = _(
        "Designs cite this (%(count)s), so its words stay as they are. What changes belongs to a new"
        " edition."
    )


def check_commit(*, by: Person) -> None:
    """Who may record the institution's commitments. Refuses: NotPermitted."""
    if not can(by, Permission.COMMIT):
        raise NotPermitted(
            reason=_("only an administrator or a quality chair records commitments.")
        )


def check_dates(edition: Edition) -> None:
    """One edition of a kind on any day. Refuses: EndsTooSoon, EditionsOverlap."""
    first, last = edition.in_force_from, edition.in_force_until
    if last is not None and last < first:
        raise EndsTooSoon(first=day_in_full(first))
    for other in Edition.objects.filter(kind=edition.kind).exclude(pk=edition.pk):
        begins_later = last is not None and last < other.in_force_from
        ended_before = other.in_force_until is not None and other.in_force_until < first
        if not (begins_later or ended_before):
            raise EditionsOverlap(edition=other, first=day_in_full(other.in_force_from))


def check_uncited(commitment: Commitment, *, by: Person) -> None:
    """Refuses: NotPermitted, IsCited."""
    check_commit(by=by)
    if count := commitment.services.count():
        raise IsCited(count=count)
