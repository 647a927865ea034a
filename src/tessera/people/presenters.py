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
    }
)
