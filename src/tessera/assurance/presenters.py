from django.utils.translation import gettext_lazy as _

from tessera.trail.words import presents

presents(
    {
        "assurance.standard.created": _("put an edition of the quality standard in force"),
        "assurance.proposal.submitted": _("submitted the design to the quality panel"),
        "assurance.proposal.screened": _("found the proposal ready for reviewers"),
        "assurance.proposal.screened_back": _("sent the proposal back before review"),
        "assurance.proposal.held": _("put the proposal on hold"),
        "assurance.proposal.resumed": _("let the proposal go on"),
        "assurance.proposal.withdrawn": _("closed the proposal: its design was withdrawn"),
        "assurance.proposal.approved": _("approved the design"),
        "assurance.proposal.returned": _("returned the design with findings"),
        "assurance.proposal.declined": _("declined the design"),
        "assurance.review.assigned": _("asked a reviewer"),
        "assurance.review.submitted": _("handed in a review"),
        "assurance.review.removed": _("took a review back"),
        "assurance.review.handed_back": _("handed a review back"),
        "assurance.remark.added": _("spoke in the discussion"),
        "assurance.decision.overridden": _("decided against the ratings"),
        "assurance.condition.reported": _("reported a condition as met"),
        "assurance.condition.met": _("confirmed that a condition is met"),
        "assurance.condition.extended": _("gave more time for a condition"),
        "assurance.condition.reopened": _("found a condition not met yet"),
        "assurance.appeal.lodged": _("appealed the decision"),
        "assurance.appeal.upheld": _("upheld the appeal"),
        "assurance.appeal.dismissed": _("dismissed the appeal"),
        "assurance.standard.drafted": _("began a new edition of the quality standard"),
        "assurance.standard.edited": _("edited a draft of the quality standard"),
        "assurance.standard.taken_back": _("made an edition of the quality standard a draft again"),
        "assurance.standard.discarded": _("threw away a draft of the quality standard"),
        "assurance.closure.added": _("added days to the calendar of closures"),
        "assurance.closure.removed": _("removed days from the calendar of closures"),
        "assurance.finding.raised": _("wrote a finding"),
        "assurance.finding.answered": _("answered a finding"),
    }
)
