from django.utils.translation import gettext_lazy as _

from tessera.trail.words import presents

presents(
    {
        "backpack.link.created": _("made a link to show the badge"),
        "backpack.link.withdrawn": _("ended a link that showed the badge"),
    }
)
