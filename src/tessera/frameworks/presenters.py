from django.utils.translation import gettext_lazy as _

from tessera.trail.words import presents

presents(
    {
        "frameworks.framework.imported": _("imported the framework"),
        "frameworks.framework.offered": _("let designers search the framework"),
        "frameworks.framework.withdrawn": _("took the framework out of searches"),
    }
)
