from django.utils.translation import gettext_lazy as _

from tessera.trail.words import presents

presents(
    {
        "standing.complaint.recorded": _("recorded a complaint"),
        "standing.review.opened": _("opened a review of the published design"),
        "standing.review.called_for": _("the calendar called for a review of the published design"),
        "standing.review.kept": _("reviewed the design, which stands"),
        "standing.review.replaced": _("ended the review, since the design retires"),
        "standing.suspension.begun": _("suspended the design"),
        "standing.suspension.ended": _("reinstated the design"),
    }
)
