"""A badge at an address: fetched under guard, and said plainly when it cannot be had."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tessera.checking.operations import MAXIMUM_BYTES
from tessera.common.outbound import Fetcher
from tessera.common.refusal import Refusal
from tessera.kernel.errors import Unreachable

SECONDS = 8.0
_GUARDED = _("only https addresses of the public internet are read")
_WHY: dict[str, str | Promise] = {
    "content-type": _("it leads to a page or to something else that is not a badge"),
    "host": _("there is no such site"),
    "slow": _("it took too long to answer"),
    "too-large": _("it is larger than any badge"),
    "not-found": _("there is nothing there"),
    "private": _GUARDED,
    "scheme": _GUARDED,
    "address": _GUARDED,
    "": _("it did not answer"),
}


class NotReached(Refusal):
    """That an address does not answer says nothing of a badge."""

    code, status = "not-reached", 422
    message = _(
        "Nothing could be read at this address, so nothing was checked: %(why)s. Ask for the badge as"
        " a file."
    )


def badge_at(address: str) -> bytes:
    """What is there: the text of a badge, or a file that may carry one. Refuses: NotReached."""
    try:
        return Fetcher(seconds=SECONDS, maximum_bytes=MAXIMUM_BYTES, carriers=True)(address)
    except Unreachable as fault:
        raise NotReached(why=_WHY.get(fault.code, _WHY[""])) from None
