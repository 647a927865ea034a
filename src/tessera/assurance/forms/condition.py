"""Saying that a condition is met, answering that, and giving more time for it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tessera.assurance.forms.base import RefusableForm, day, words


class ReportForm(RefusableForm):
    note = words(
        _("What was done"),
        help_text=_("Say where it can be seen: a section of the design, a document, a date."),
    )


class ReplyForm(RefusableForm):
    reply = words(
        _("What is still missing"), rows=2, help_text=_("Only when you send it back to the owner.")
    )


class ExtendForm(RefusableForm):
    due_on = day(_("New day"))
    reason = words(_("Reason"), rows=2, help_text=_("The owner reads this."))
