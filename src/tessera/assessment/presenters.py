"""What the trail says of attempts, judgements and results."""

from django.utils.translation import gettext_lazy as _

from tessera.trail.words import presents

presents(
    {
        "assessment.attempt.claimed": _("claimed, with the evidence as it stood"),
        "assessment.attempt.returned": _("returned it as incomplete"),
        "assessment.attempt.reopened": _("asked the assessor to look again"),
        "assessment.conflict.declared": _("declared a conflict of interest"),
        "assessment.judgement.begun": _("began to judge, declaring no conflict of interest"),
        "assessment.judgement.submitted": _("recommended a result"),
        "assessment.result.confirmed": _("confirmed the result"),
    }
)
