"""Writing a message and sending it are two steps, so that neither can be lost or doubled."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise

from tessera.common import jobs
from tessera.notifications.enums import State
from tessera.notifications.letters import Address, path_of
from tessera.notifications.models import Message

if TYPE_CHECKING:
    from tessera.people.models import Person


def deliver(
    *,
    kind: str,
    once: str,
    to: Person | Address,
    subject: str | Promise,
    text: str | Promise,
    facts: dict[str, object] | None = None,
    action_url: str = "",
    action_label: str | Promise = "",
    at: datetime,
) -> None:
    """Tell `to` something, in their language; a second call with the same `once` does nothing.

    `subject` and `text` may be lazy and name facts as `%(name)s`. `action_url` is a path on this site.
    """
    with translation.override(to.language):
        shown = {name: str(fact) for name, fact in (facts or {}).items()}
        message, created = Message.objects.get_or_create(
            once=once[:200],
            defaults={
                "kind": kind,
                "person": None if isinstance(to, Address) else to,
                "address": to.email,
                "language": to.language,
                "subject": one_line(str(subject) % shown)[:200],
                "text": str(text) % shown,
                "action_url": action_url,
                "action_label": str(action_label),
                "created_at": at,
            },
        )
    if created:
        jobs.later("notifications.send", message.pk)


def one_line(text: str) -> str:
    """A mail server refuses a subject of several lines, and names and titles may hold anything."""
    return " ".join(text.split())


def send(*, message: Message, at: datetime) -> None:
    """Hand the message to the mail server, or keep it in the outbox when there is none.

    Raises what the server raises, once the fault is noted on the message.
    """
    if message.state in {State.SENT, State.KEPT}:
        return
    message.attempts += 1
    if not settings.EMAIL_URL:
        message.state = State.KEPT
        if (
            settings.DEMO
        ):  # everybody's mail is one page there, and its links are meant to be followed
            message.action_url = path_of(message, at)
        message.save(update_fields=["attempts", "state", "action_url"])
        return
    try:
        email(message, path_of(message, at)).send()
    except Exception as fault:
        message.state, message.last_error = State.FAILED, str(fault)[:300]
        message.save(update_fields=["attempts", "state", "last_error"])
        raise
    message.state, message.sent_at, message.last_error = State.SENT, at, ""
    message.save(update_fields=["attempts", "state", "sent_at", "last_error"])


def resend(*, message: Message) -> None:
    """Queue the message once more, at someone's wish."""
    message.state = State.QUEUED
    message.save(update_fields=["state"])
    jobs.later("notifications.send", message.pk)


def mark_read(*, person: Person, at: datetime) -> None:
    Message.objects.filter(person=person, read_at=None).update(read_at=at)


def email(message: Message, url: str) -> EmailMultiAlternatives:
    """The letter, whose button leads to `url`: a path on this site, or an address."""
    facts = {"message": message, "url": settings.PUBLIC_URL + url if url.startswith("/") else url}
    with translation.override(message.language):
        mail = EmailMultiAlternatives(
            message.subject,
            render_to_string("notifications/message.txt", facts),
            to=[message.address],
            headers={"X-Tessera-Message": str(message.uuid)},
        )
        mail.attach_alternative(render_to_string("notifications/message.html", facts), "text/html")
    return mail
