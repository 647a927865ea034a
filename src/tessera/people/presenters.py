from django.utils.translation import gettext_lazy as _

from tessera.trail.words import presents

presents(
    {
        "people.institution.set_up": _("set up the institution"),
        "people.unit.added": _("added a unit"),
        "people.organisation.added": _("added a partner organisation"),
        "people.person.added": _("added a person"),
        "people.person.changed": _("changed their name or language"),
        "people.duty.granted": _("gave a duty"),
        "people.rules.changed": _("changed the rules for endorsements"),
        "people.member.removed": _("took someone off those who answer for it"),
        "people.invitation.sent": _("invited someone to answer for it"),
        "people.invitation.corrected": _("corrected the address of an invitation"),
        "people.invitation.cancelled": _("took an invitation back"),
        "people.invitation.accepted": _("accepted the invitation to answer for it"),
    }
)
