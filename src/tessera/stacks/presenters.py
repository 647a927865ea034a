from django.utils.translation import gettext_lazy as _

from tessera.trail.words import presents

presents(
    {
        "stacks.evaluation.met": _("found that the stack is complete"),
        "stacks.macro_badge.suspended": _("suspended the macro-badge, since a part of it fell"),
        "stacks.macro_badge.restored": _("restored the macro-badge, since its parts stand again"),
        "stacks.suspension.settled": _("settled the suspension of the macro-badge"),
    }
)
