from django.utils.translation import gettext_lazy as _

from tessera.trail.words import presents

presents(
    {
        "checking.issuer.added": _("put an issuer on the list of those known here"),
        "checking.issuer.removed": _("took an issuer off the list of those known here"),
    }
)
