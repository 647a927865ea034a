"""Sharing is the learner's own act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tessera.backpack import queries
from tessera.common.refusal import NotPermitted, Refusal, WrongState
from tessera.credentials.enums import State

if TYPE_CHECKING:
    from tessera.backpack.models import Imported, ShareLink
    from tessera.credentials.models import Award
    from tessera.people.models import Person

SHAREABLE = (State.ISSUED, State.SUSPENDED)
# More than anyone has earned; each costs the site a look at the network every week.
MOST_IMPORTED = 200


class TooMany(Refusal):
    code, status = "too-many-imported", 422
    message = _("Your backpack holds %(most)s badges from elsewhere. Remove one to add another.")


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


def check_import(*, by: Person) -> None:
    """Refuses: TooMany."""
    if queries.imported_by(by).count() >= MOST_IMPORTED:
        raise TooMany(most=MOST_IMPORTED)


def check_remove(imported: Imported, *, by: Person) -> None:
    """Refuses: NotPermitted."""
    if imported.owner_id != by.pk:
        raise NotPermitted(reason=_("only the person whose backpack it is in can remove a badge."))
