from django.utils.translation import gettext_lazy as _

from tessera.trail.words import presents

presents(
    {
        "credentials.award.confirmed": _("confirmed the award"),
        "credentials.award.completed": _("completed the stack"),
        "credentials.award.signed": _("signed the badge"),
        "credentials.award.issued": _("issued the badge"),
        "credentials.run.asked": _("asked for all that qualify to be confirmed"),
        "credentials.run.finished": _("all of a bulk confirmation was looked at"),
        "credentials.run.stopped": _("stopped a bulk confirmation"),
        "credentials.award.retried": _("asked for the badge to be issued again"),
        "credentials.award.suspended": _("suspended the badge"),
        "credentials.award.lifted": _("lifted the suspension"),
        "credentials.award.revoked": _("revoked the badge"),
        "credentials.record.signed": _("signed the record of the macro-badge and its parts"),
        "credentials.award.shown": _("changed who can see the badge"),
    }
)
