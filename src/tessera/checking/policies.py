from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tessera.checking import queries
from tessera.checking.enums import Permission
from tessera.common.refusal import NotPermitted, Refusal
from tessera.people.access import can

if TYPE_CHECKING:
    from tessera.people.models import Person


class AlreadyKnown(Refusal):
    code = "already-known"
    message = _("This issuer is known here already.")


def check_manage(*, by: Person) -> None:
    """Refuses: NotPermitted."""
    if not can(by, Permission.KNOW):
        raise NotPermitted(reason=_("an administrator decides which issuers are known here."))


def check_add(identity: str, *, by: Person) -> None:
    """Refuses: NotPermitted, AlreadyKnown."""
    check_manage(by=by)
    if identity in queries.known_identities():
        raise AlreadyKnown
