from django.utils.translation import gettext_lazy as _

from tessera.trail.words import presents

presents(
    {
        "backpack.code.created": _("made a code to print"),
        "backpack.holder.proved": _("proved to somebody that the badge is theirs"),
        "backpack.archive.asked": _("asked for a copy of everything"),
        "backpack.archive.made": _("the copy of everything was made"),
        "backpack.imported.added": _("added a badge from elsewhere"),
        "backpack.imported.removed": _("removed a badge from elsewhere"),
        "backpack.link.created": _("made a link to show the badge"),
        "backpack.link.withdrawn": _("ended a link that showed the badge"),
    }
)
