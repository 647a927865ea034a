"""Sharing is the learner's own act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tessera.common.refusal import NotPermitted, WrongState
from tessera.credentials.enums import State

if TYPE_CHECKING:
    from tessera.backpack.models import ShareLink
    from tessera.credentials.models import Award
    from tessera.people.models import Person

SHAREABLE = (State.ISSUED, State.SUSPENDED)


def check_share(award: Award, *, by: Person) -> None:
    """Refuses: NotPermitted, WrongState for what is not issued yet or was revoked."""
    if award.learner_id != by.pk:
        raise NotPermitted(reason=_("only the person who earned a badge decides who sees it."))
    if award.state not in SHAREABLE:
        raise WrongState(state=award.get_state_display())


def check_ask(award: Award) -> None:
    """Refuses: WrongState for what is not issued yet."""
    if award.is_being_issued:
        raise WrongState(state=award.get_state_display())


def check_withdraw(link: ShareLink, *, by: Person) -> None:
    """Refuses: NotPermitted."""
    if link.award.learner_id != by.pk:
        raise NotPermitted(reason=_("only the person who shared a badge can end it."))
