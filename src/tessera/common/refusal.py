"""An expected "no": stable code, HTTP status, facts. Worded here in English, at the edge in either language."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """Raise a subclass, defined beside what refuses. `message` may use the facts as `%(name)s`."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    message: ClassVar[str | Promise] = _("That is not possible.")

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code)
        self.facts = facts

    def __str__(self) -> str:
        shown = {
            name: ", ".join(map(str, fact)) if isinstance(fact, list | tuple | set) else fact
            for name, fact in self.facts.items()
        }
        return str(self.message) % shown


class NotPermitted(Refusal):
    """The person may see the thing but not do this to it."""

    code, status = "not-permitted", 403
    message = _("You may not do this: %(reason)s")


class WrongState(Refusal):
    """The thing has moved on, or is not there yet."""

    code = "wrong-state"
    message = _("This can no longer be done, or not yet: it is now “%(state)s”.")


class NotReady(Refusal):
    """Something that must be there first is missing; the fact `missing` lists it."""

    code = "not-ready"
    message = _("Still to do: %(missing)s.")
