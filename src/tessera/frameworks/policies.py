from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tessera.common.refusal import NotPermitted, Refusal, WrongState
from tessera.frameworks.enums import Permission, State
from tessera.frameworks.models import Import
from tessera.people.access import can

if TYPE_CHECKING:
    from tessera.people.models import Person


class Incomplete(Refusal):
    code, status = "framework-facts", 422
    message = _("Say also: %(missing)s.")


def check_import(*, by: Person | None) -> None:
    """The owner of the machine (None) and administrators. Refuses: NotPermitted."""
    if by is not None and not can(by, Permission.IMPORT):
        raise NotPermitted(reason=_("only an administrator imports frameworks."))


def check_confirm(trial: Import) -> None:
    """Only what was checked and found sound is written. Refuses: WrongState."""
    if trial.state != State.CHECKED:
        raise WrongState(state=trial.get_state_display())
