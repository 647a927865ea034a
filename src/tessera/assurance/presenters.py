from django.utils.translation import gettext_lazy as _

from tessera.trail.words import presents

presents(
    {
        "assurance.standard.created": _("put an edition of the quality standard in force"),
        "assurance.proposal.submitted": _("submitted the design to the quality panel"),
        "assurance.proposal.approved": _("approved the design"),
        "assurance.proposal.returned": _("returned the design with findings"),
        "assurance.proposal.declined": _("declined the design"),
        "assurance.review.assigned": _("asked a reviewer"),
        "assurance.review.submitted": _("handed in a review"),
        "assurance.finding.raised": _("wrote a finding"),
        "assurance.finding.answered": _("answered a finding"),
    }
)
