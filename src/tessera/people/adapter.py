"""Where the sign-in library meets the house: its mails go through our own outbox."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter

from tessera.common import clock
from tessera.notifications.operations import deliver
from tessera.people.models import Person


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Known people's mails (sign-in codes, confirmations) stand in the outbox like every other."""
        person = context.get("user") or Person.objects.filter(email__iexact=email).first()
        if person is None or person.email.lower() != email.lower():
            # Nobody's, or not yet proved to be theirs: the library's words go straight to that address.
            super().send_mail(template_prefix, email, context)
            return
        mail = self.render_mail(template_prefix, email, {"request": self.request, **context})
        deliver(
            kind="people.account.mail",
            once=f"account {uuid.uuid4()}",
            to=person,
            subject=mail.subject.replace("%", "%%"),
            text=str(mail.body).replace("%", "%%"),
            at=clock.now(),
        )
