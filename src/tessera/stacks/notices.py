"""What is said when a part falls: to the learner with the badge's own notice, to the registrar here."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tessera.common.languages import local
from tessera.notifications.operations import deliver
from tessera.people import queries as people
from tessera.people.enums import Role
from tessera.stacks.enums import Cause

if TYPE_CHECKING:
    from tessera.credentials.models import Award
    from tessera.stacks.models import Suspension


def explanation(macro: Award, fallen: list[tuple[Award, Cause]]) -> str:
    """Why the macro-badge is held, in the learner's language."""
    with translation.override(macro.learner.language):
        quoted = gettext("“%(title)s”")
        titles = ", ".join(
            quoted % {"title": local(part.version, "title")} for part, _cause in fallen
        )
        if all(cause == Cause.EXPIRED for _part, cause in fallen):
            said = gettext("it rests on %(parts)s, which has expired. A registrar will decide.")
        else:
            said = gettext(
                "it rests on %(parts)s, which no longer stands. A registrar will decide."
            )
        return said % {"parts": titles}


def decision_is_needed(suspension: Suspension, *, at: datetime) -> None:
    award, part = suspension.award, suspension.part
    for registrar in people.people_with(Role.REGISTRAR, unit=award.definition.unit):
        with translation.override(registrar.language):
            facts: dict[str, object] = {
                "macro": local(award.version, "title"),
                "part": local(part.version, "title"),
                "cause": suspension.get_cause_display(),
                "learner": award.learner.name,
            }
        deliver(
            kind="stacks.decision_is_needed",
            once=f"stacks.decision:{suspension.uuid}:{suspension.cause}:{registrar.pk}",
            to=registrar,
            subject=_("Decide about the macro-badge “%(macro)s”"),
            text=_(
                "The badge “%(part)s” of %(learner)s is %(cause)s. The macro-badge “%(macro)s” rests"
                " on it and is suspended until you decide whether it stands."
            ),
            facts=facts,
            action_url=reverse("stacks:suspended"),
            action_label=_("See what waits"),
            at=at,
        )
