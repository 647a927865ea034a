from django.utils.translation import gettext_lazy as _

from tessera.trail.words import presents

presents(
    {
        "holdings.holding.added": _("added to what the learner holds"),
        "holdings.holding.changed": _("changed whether it counts"),
        "holdings.holding.spent": _("counted towards a stack, and towards no other"),
        "holdings.holding.released": _("free to count towards a stack again"),
    }
)
