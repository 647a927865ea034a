from django.utils.translation import gettext_lazy as _

from tessera.trail.words import presents

presents(
    {
        "catalogue.commitment.added": _("recorded a commitment"),
        "catalogue.version.created": _("began the design"),
        "catalogue.version.changed": _("changed the design"),
        "catalogue.version.submitted": _("sent the design to the quality panel"),
        "catalogue.version.review_begun": _("began the review"),
        "catalogue.version.returned": _("returned the design with findings"),
        "catalogue.version.approved": _("approved the design"),
        "catalogue.version.declined": _("declined the design"),
        "catalogue.version.published": _("published the design"),
        "catalogue.version.retiring": _(
            "began to retire the design, since a newer one is published"
        ),
        "catalogue.version.withdrawn": _("withdrew the design"),
    }
)
